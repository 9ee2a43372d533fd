//! Which file this is, told by its columns.

use super::table::Table;

/// The files that people bring.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FileKind {
    /// The ministry's directory, `fr-en-annuaire-education`.
    Directory,
    /// The ministry's list of closed establishments, `fr-en-etablissements-fermes`.
    ClosedSchools,
    /// Addresses and positions,
    /// `fr-en-adresse-et-geolocalisation-etablissements-premier-et-second-degre`.
    Geolocation,
    /// Pupils and classes of each school, `fr-en-ecoles-effectifs-nb_classes`.
    HeadCounts,
    /// Social position index, `fr-en-ips_ecoles`.
    SocialIndex,
    /// Our own list of teaching units.
    TeachingUnits,
    /// The ministry's school calendar, `fr-en-calendrier-scolaire`.
    SchoolCalendar,
    /// Our own list of holidays.
    Holidays,
    /// Devices exported from GLPI.
    Fleet,
    /// Tickets exported from GLPI.
    FleetTickets,
    /// The sites of the demonstration.
    DemoSites,
    /// Our own list of communes.
    Communes,
}

/// Columns that are together in one kind of file only; the first line that agrees wins.
const SIGNATURES: &[(FileKind, &[&str])] = &[
    (FileKind::Directory, &["identifiant_de_l_etablissement", "nom_etablissement"]),
    (FileKind::ClosedSchools, &["numero_uai", "date_fermeture"]),
    (FileKind::Geolocation, &["numero_uai", "appariement"]),
    (FileKind::Geolocation, &["code_etablissement", "qualite_d_appariement"]),
    (FileKind::HeadCounts, &["numero_de_l_ecole", "nombre_total_d_eleves"]),
    (FileKind::HeadCounts, &["numero_ecole", "nombre_total_eleves"]),
    (FileKind::SocialIndex, &["uai", "ips"]),
    (FileKind::SchoolCalendar, &["date_de_debut", "date_de_fin", "zones"]),
    (FileKind::SchoolCalendar, &["start_date", "end_date", "zones"]),
    (FileKind::Holidays, &["type", "libelle", "debut", "fin"]),
    (FileKind::DemoSites, &["site_id", "realite"]),
    (FileKind::Communes, &["code_insee", "nom", "population"]),
    (FileKind::TeachingUnits, &["nom", "etablissement_associe"]),
    (FileKind::TeachingUnits, &["nom", "commune", "adresse"]),
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

/// What the file looks like, if it is one that is known.
pub fn recognise(table: &Table) -> Option<FileKind> {
    let agrees = |keys: &[&str]| keys.iter().all(|key| table.column(key).is_some());
    let found = SIGNATURES.iter().find(|(_, keys)| agrees(keys));
    found.map(|(kind, _)| *kind)
}
