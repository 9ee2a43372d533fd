//! What the figures of statements are called, and what they count.

mod services;

use crate::statement::{Committee, Defined, Statement, StatementState};
pub use services::*;

/// What a file of a statement is called.
pub const STATEMENT: &str = "Bilan";
/// The place of all together.
pub const TOTAL: &str = "Toutes les communes";
/// In the place of a number that nobody knows.
pub const UNKNOWN: &str = "inconnu";
/// In the place of a number of few people.
pub const FEW: &str = "moins de 5";
/// The mark of what was made up.
pub const DEMONSTRATION: &str = "démonstration, données fictives";
/// The mark of one that was frozen elsewhere.
pub const IMPORTED: &str = "Importé, non recalculable";
/// Under which heading a figure stands that this version does not know.
pub const IMPORTED_THEME: &str = "Importé";
/// What an imported part counts that this version does not know.
pub const IMPORTED_UNIT: &str = "unités";
/// What an imported figure is made of.
pub const IMPORTED_SOURCE: &str = "Fichier importé";
/// Heading of what came late.
pub const LATE: &str = "rattaché à la période précédente";
/// Heading of the definitions.
pub const DEFINITIONS: &str = "Définitions";
/// Before the source of a figure.
pub const SOURCE: &str = "Source";
/// Before what a figure leaves out.
pub const EXCLUDES: &str = "Exclus";
/// Before the day of the freeze.
pub const FROZEN_ON: &str = "Figé le";
/// Before the hash.
pub const HASH: &str = "Empreinte";
/// The name of a file, before its ending: its content stays as it was frozen, so that the name
/// alone says what took its place.
pub fn file_name(statement: &Statement) -> String {
    let end = match statement.state {
        StatementState::Draft | StatementState::Frozen => "",
        StatementState::Superseded => "-remplace",
    };
    format!("bilan-{}{end}", statement.id)
}
/// The columns of the table.
pub const COLUMNS: [&str; 9] = [
    "indicateur",
    "version",
    "valeur",
    "unite",
    "numerateur",
    "denominateur",
    "commune",
    "periode",
    "fige_le",
];
/// The columns of a sheet of the workbook.
pub const SHEET_COLUMNS: [&str; 8] = [
    "Indicateur",
    "Commune",
    "Valeur",
    "Unité",
    "Numérateur",
    "Dénominateur",
    "Version",
    "Définition",
];

/// The words of a figure.
pub struct FigureWords {
    /// Under which heading it stands.
    pub theme: &'static str,
    /// Its name.
    pub label: &'static str,
    /// What is counted, in a sentence.
    pub sentence: &'static str,
    /// How it is computed, in words.
    pub formula: &'static str,
    /// What it is made of.
    pub source: &'static str,
    /// What it leaves out.
    pub excludes: &'static str,
    /// Its unit.
    pub unit: &'static str,
}

/// Returns the word of a committee.
pub fn committee(committee: Committee) -> &'static str {
    match committee {
        Committee::Strategic => "comité stratégique partenarial",
        Committee::Technical => "comité technique",
        Committee::Communes => "comité de pilotage des communes",
    }
}

/// Returns the word of the state of a statement.
pub fn state(state: StatementState) -> &'static str {
    match state {
        StatementState::Draft => "en préparation",
        StatementState::Frozen => "figé",
        StatementState::Superseded => "remplacé",
    }
}

/// Returns the singular of a unit; nothing where it has none, or is no word of this version.
pub fn singular(unit: &str) -> &'static str {
    let known = UNITS.iter().find(|(_, many)| *many == unit);
    known.map_or("", |(one, _)| one)
}

/// Returns the unit of a figure as it goes with a number, of which the last `scale` digits are
/// decimals: also of a statement that was frozen without its singular.
pub fn unit(figure: &Defined, value: i64, scale: u8) -> &str {
    match (figure.one.as_str(), singular(&figure.unit)) {
        ("", one) if !one.is_empty() => super::agree(value, scale, one, &figure.unit),
        _ => figure.unit_of(value, scale),
    }
}

/// The units that have a plural.
const UNITS: [(&str, &str); 20] = [
    ("appareil", "appareils"),
    ("commande", "commandes"),
    ("demande", "demandes"),
    ("demi-journée", "demi-journées"),
    ("école", "écoles"),
    ("élève", "élèves"),
    ("établissement", "établissements"),
    ("jour", "jours"),
    ("jour d’école", "jours d’école"),
    ("panne", "pannes"),
    ("passage", "passages"),
    ("personne", "personnes"),
    ("place", "places"),
    ("point", "points"),
    ("présence", "présences"),
    ("prêt", "prêts"),
    ("projet", "projets"),
    ("remise", "remises"),
    ("session", "sessions"),
    ("unité", "unités"),
];

const VISITS: &str = "Passages";
const REQUESTS: &str = "Demandes";
const ORDERS: &str = "Commandes";
const PEOPLE: &str = "Formations";
const LINES: &str = "Internet";
const FLEET: &str = "Matériel";
const SOBRIETY: &str = "Sobriété";
const NOTHING: &str = "Rien";

/// Sites.
pub const SITES: FigureWords = FigureWords {
    theme: VISITS,
    label: "Établissements",
    sentence: "Écoles et unités d’enseignement ouvertes le dernier jour de la période.",
    formula: "Nombre d’établissements non fermés ce jour-là",
    source: "Fichier des établissements",
    excludes: "Établissements fermés",
    unit: "établissements",
};
/// Half-days.
pub const HALF_DAYS: FigureWords = FigureWords {
    theme: VISITS,
    label: "Demi-journées faites",
    sentence: "Demi-journées de maintenance données, sur celles qui sont dues.",
    formula: "Couples établissement et trimestre avec un passage terminé, sur tous les couples",
    source: "Passages des trimestres entiers de la période",
    excludes: "Passages non terminés ; un second passage du même trimestre ne compte pas",
    unit: "demi-journées",
};
/// Missed visits.
pub const MISSED: FigureWords = FigureWords {
    theme: VISITS,
    label: "Passages non réalisés",
    sentence: "Passages qui n’ont pas pu avoir lieu à la demi-journée prévue.",
    formula: "Nombre de passages marqués non réalisés",
    source: "Passages de la période",
    excludes: "Passages annulés avant leur jour",
    unit: "passages",
};
/// Fairness.
pub const GAP: FigureWords = FigureWords {
    theme: VISITS,
    label: "Écart entre communes",
    sentence: "Différence entre la commune la mieux et la moins bien servie, en points.",
    formula: "Plus grande part de sites servis moins la plus petite, dernier trimestre",
    source: "Passages du dernier trimestre de la période",
    excludes: "Communes d’un seul établissement",
    unit: "points",
};
/// Reported requests.
pub const REPORTED: FigureWords = FigureWords {
    theme: REQUESTS,
    label: "Demandes reçues",
    sentence: "Demandes et incidents signalés pendant la période.",
    formula: "Nombre de demandes selon leur jour de signalement",
    source: "Demandes",
    excludes: NOTHING,
    unit: "demandes",
};
/// Ended requests.
pub const ENDED: FigureWords = FigureWords {
    theme: REQUESTS,
    label: "Demandes terminées",
    sentence: "Demandes closes ou annulées pendant la période.",
    formula: "Nombre de demandes selon leur jour de fin",
    source: "Demandes",
    excludes: "Demandes résolues que l’école n’a pas encore confirmées",
    unit: "demandes",
};
/// Open requests.
pub const OPEN: FigureWords = FigureWords {
    theme: REQUESTS,
    label: "Demandes ouvertes",
    sentence: "Demandes encore ouvertes le dernier jour de la période.",
    formula: "Signalées ce jour-là au plus tard, et non terminées",
    source: "Demandes",
    excludes: NOTHING,
    unit: "demandes",
};
/// Old requests.
pub const OLD: FigureWords = FigureWords {
    theme: REQUESTS,
    label: "Demandes de plus de 30 jours",
    sentence: "Part des demandes ouvertes qui attendaient depuis plus de 30 jours.",
    formula: "Ouvertes et signalées plus de 30 jours avant, sur les demandes ouvertes",
    source: "Demandes",
    excludes: NOTHING,
    unit: "demandes",
};
/// Orders asked for.
pub const ORDERS_ASKED: FigureWords = FigureWords {
    theme: ORDERS,
    label: "Commandes reçues",
    sentence: "Commandes que les écoles ont passées pendant la période.",
    formula: "Nombre de commandes selon leur jour",
    source: "Petit budget, renouvellements et améliorations",
    excludes: "Prêts et projets, comptés à part",
    unit: "commandes",
};
/// Orders delivered.
pub const DELIVERED: FigureWords = FigureWords {
    theme: ORDERS,
    label: "Commandes remises",
    sentence: "Commandes dont la dernière pièce a été remise pendant la période.",
    formula: "Nombre de commandes selon le jour de la dernière remise",
    source: "Petit budget, renouvellements et améliorations",
    excludes: "Commandes remises en partie ; prêts et projets, comptés à part",
    unit: "commandes",
};
/// What was delivered cost.
pub const AMOUNT: FigureWords = FigureWords {
    theme: ORDERS,
    label: "Montant remis",
    sentence: "Prix TTC des commandes remises pendant la période.",
    formula: "Somme des prix des commandes remises",
    source: "Commandes, prix du jour de la commande",
    excludes: "Commandes remises en partie ; prêts et projets, comptés à part",
    unit: "€ TTC",
};
/// Hand-overs that wait for a training.
pub const BARRED: FigureWords = FigureWords {
    theme: ORDERS,
    label: "Remises refusées faute de formation",
    sentence: "Remises qui n’ont pas eu lieu parce que personne n’était formé.",
    formula: "Nombre d’essais de remise refusés",
    source: "Commandes",
    excludes: NOTHING,
    unit: "remises",
};
/// Anomalies.
pub const ANOMALIES: FigureWords = FigureWords {
    theme: ORDERS,
    label: "Remises avec anomalie",
    sentence: "Remises faites sur place, que les règles n’auraient pas permises.",
    formula: "Nombre de remises marquées",
    source: "Commandes",
    excludes: NOTHING,
    unit: "remises",
};
/// Connected schools.
pub const CONNECTED: FigureWords = FigureWords {
    theme: LINES,
    label: "Écoles publiques raccordées",
    sentence: "Écoles publiques dont l’accès internet est en service le dernier jour.",
    formula: "Écoles avec un abonnement internet en cours, sur les écoles concernées",
    source: "Abonnements",
    excludes: "Écoles privées, que le plan ne raccorde pas",
    unit: "écoles",
};
/// Devices.
pub const DEVICES: FigureWords = FigureWords {
    theme: FLEET,
    label: "Appareils du parc",
    sentence: "Appareils qui servent le dernier jour de la période.",
    formula: "Nombre d’appareils arrivés et non retirés",
    source: "Parc",
    excludes: "Appareils retirés",
    unit: "appareils",
};
/// Old devices.
pub const DEVICES_OLD: FigureWords = FigureWords {
    theme: FLEET,
    label: "Appareils au-delà de leur durée",
    sentence: "Part des appareils qui servent depuis plus longtemps que prévu.",
    formula: "Plus âgés que leur durée prévue, sur ceux dont l’âge est connu",
    source: "Parc",
    excludes: "Appareils d’âge inconnu",
    unit: "appareils",
};
/// Mean age.
pub const AGE: FigureWords = FigureWords {
    theme: FLEET,
    label: "Âge moyen",
    sentence: "Âge moyen des appareils dont l’âge est connu.",
    formula: "Somme des mois, sur le nombre d’appareils d’âge connu",
    source: "Parc",
    excludes: "Appareils d’âge inconnu",
    unit: "mois",
};
/// Reuse.
pub const REUSED: FigureWords = FigureWords {
    theme: SOBRIETY,
    label: "Réemploi des appareils retirés (année civile)",
    sentence: "Appareils dirigés vers le réemploi, sur ceux en attente le 1er janvier.",
    formula: "A ÷ B du décret 2023-266, dernière année civile révolue",
    source: "Parc, destinations prouvées",
    excludes: "Appareils de plus de dix ans, d’âge inconnu, hors service",
    unit: "appareils",
};
/// Used purchases.
pub const USED: FigureWords = FigureWords {
    theme: SOBRIETY,
    label: "Achats réemployés ou recyclés (année civile)",
    sentence: "Part HT du matériel d’occasion ou à matière recyclée dans les achats.",
    formula: "Montant réemployé et recyclé sur tout le matériel acheté, dernière année civile",
    source: "Commandes acceptées, engagements directs ; décret 2024-134",
    excludes: "Tableaux et réseau, à vérifier ; engagements de nature non dite ; dons",
    unit: "€ HT",
};
/// Kilometres.
pub const KILOMETRES: FigureWords = FigureWords {
    theme: SOBRIETY,
    label: "Kilomètres des tournées",
    sentence: "Kilomètres des tournées, estimés et non mesurés.",
    formula: "Distance à vol d’oiseau × 1,3, du dépôt au dépôt",
    source: "Passages terminés et arrêts",
    excludes: "Établissements sans position",
    unit: "km",
};
/// Avoided kilometres.
pub const AVOIDED: FigureWords = FigureWords {
    theme: SOBRIETY,
    label: "Kilomètres évités",
    sentence: "Trajets qu’auraient coûtés les demandes et remises jointes aux passages.",
    formula: "Un aller-retour du dépôt pour chacune ; jamais retiré des kilomètres faits",
    source: "Demandes et remises",
    excludes: "Établissements sans position",
    unit: "km",
};
/// Emissions.
pub const EMITTED: FigureWords = FigureWords {
    theme: SOBRIETY,
    label: "CO2e des tournées",
    sentence: "Émissions estimées des tournées, tous techniciens ensemble.",
    formula: "Kilomètres × facteur du véhicule au jour de la tournée",
    source: "Facteurs datés des réglages",
    excludes: "Fabrication des véhicules",
    unit: "kg CO2e",
};
