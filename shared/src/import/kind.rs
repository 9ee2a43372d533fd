//! Tells the kind of a file by its columns.

use super::file_kind::FileKind;
use super::problem::WholeFileProblem;
use super::table::FileTable;

/// Columns that occur together in one kind of file only; the first line that agrees wins.
const SIGNATURES: &[(FileKind, &[&str])] = &[
    (FileKind::Directory, &["identifiant_de_l_etablissement", "nom_etablissement"]),
    (FileKind::ClosedSchools, &["numero_uai", "date_fermeture"]),
    (FileKind::Geolocation, &["numero_uai", "appariement"]),
    (FileKind::Geolocation, &["code_etablissement", "qualite_d_appariement"]),
    (FileKind::HeadCounts, &["numero_de_l_ecole", "nombre_total_d_eleves"]),
    (FileKind::HeadCounts, &["numero_ecole", "nombre_total_eleves"]),
    (FileKind::OperatorLines, &["numero_ligne", "abonnement_mensuel_ht"]),
    (FileKind::Workspaces, &["uai", "prix_annuel_ttc"]),
    (FileKind::Allowances, &["uai", "montant_ttc"]),
    (FileKind::SocialIndex, &["uai", "ips"]),
    (FileKind::SchoolCalendar, &["date_de_debut", "date_de_fin", "zones"]),
    (FileKind::SchoolCalendar, &["start_date", "end_date", "zones"]),
    (FileKind::Holidays, &["type", "libelle", "debut", "fin"]),
    (FileKind::DemoSites, &["site_id", "realite"]),
    (FileKind::Communes, &["code_insee", "nom", "population"]),
    (FileKind::TeachingUnits, &["nom", "etablissement_associe"]),
    (FileKind::TeachingUnits, &["nom", "commune", "adresse"]),
    (FileKind::BudgetAnnex, &["ligne", "investissement_annuel_ttc"]),
    (FileKind::Applications, &["numero_dossier", "uai", "titre"]),
    (FileKind::FinanceFile, &["n_engagement", "n_mandat"]),
    (FileKind::PriceList, &["reference", "designation", "prix_unitaire_ht"]),
    (FileKind::SupportEnds, &["modele", "fin_de_support", "source"]),
    (FileKind::Trainings, &["uai", "enseignant", "formation", "date"]),
    (FileKind::Sessions, &["titre", "jour", "debut", "fin", "capacite"]),
    (FileKind::Statements, &["indicateur", "version", "valeur", "unite", "fige_le"]),
    (FileKind::Attendance, &["session", "jour", "uai", "enseignant", "presence"]),
    (FileKind::LoanStock, &["article", "etiquette", "contenu"]),
    (FileKind::Loans, &["materiel", "etablissement", "debut", "fin"]),
    (FileKind::FleetTickets, &["titre", "statut"]),
    (FileKind::FleetTickets, &["title", "status"]),
    (FileKind::Fleet, &["nom", "numero_de_serie"]),
    (FileKind::Fleet, &["nom", "numero_d_inventaire"]),
    (FileKind::Fleet, &["nom", "fabricant"]),
    (FileKind::Fleet, &["nom", "lieu", "entite"]),
    (FileKind::Fleet, &["name", "serial_number"]),
    (FileKind::Fleet, &["name", "inventory_number"]),
    (FileKind::Fleet, &["name", "manufacturer"]),
    (FileKind::Fleet, &["name", "location", "entity"]),
];

/// Returns the kind that the columns of a file belong to, if any.
pub fn recognise(table: &FileTable) -> Option<FileKind> {
    let agrees = |keys: &[&str]| keys.iter().all(|key| table.column(key).is_some());
    let found = SIGNATURES.iter().find(|(_, keys)| agrees(keys));
    found.map(|(kind, _)| *kind)
}

/// Checks that a table has the columns that a reader needs.
///
/// # Errors
/// [`WholeFileProblem::WrongKind`] when the file is of another known kind, else
/// [`WholeFileProblem::UnknownHeader`].
pub(super) fn require(
    table: &FileTable,
    expected: FileKind,
    needed: &[&str],
) -> Result<(), WholeFileProblem> {
    let absent = needed.iter().filter(|key| table.column(key).is_none());
    let missing: Vec<String> = absent.map(|key| (*key).to_owned()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    match recognise(table) {
        Some(found) if found != expected => Err(WholeFileProblem::WrongKind { expected, found }),
        _ => Err(WholeFileProblem::UnknownHeader { missing, found: table.header() }),
    }
}
