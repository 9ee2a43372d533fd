//! Words of «Tableau de bord».

use super::count;

pub const TITLE: &str = "Tableau de bord";
pub const NO_QUARTER: &str = "Le calendrier scolaire n’est pas encore importé\u{a0}: il n’y a \
     pas de \
     trimestre à suivre.";
pub const VISITS: &str = "Passages du trimestre";
pub const REQUESTS: &str = "Demandes";
pub const FLEET: &str = "Parc";
pub const EXPORT: &str = "Exporter";
pub const EXPORT_INTRO: &str = "Les exports sont faits par le serveur, dans votre \
     périmètre\u{a0}: il \
     faut du réseau.";
pub const FORMATS: [(&str, &str); 3] = [("csv", "CSV"), ("xlsx", "XLSX"), ("pdf", "PDF")];
pub const TABLES: [(&str, &str); 6] = [
    ("coverage", "Couverture du trimestre"),
    ("visits", "Passages"),
    ("tickets", "Demandes"),
    ("equipment", "Matériel"),
    ("abonnements", "Abonnements"),
    ("sobriete", "Sobriété"),
];

pub const SITES: (&str, &str) = (
    "Établissements à visiter",
    "Écoles et unités d’enseignement ouvertes pendant le trimestre\u{a0}: chacune a droit à une \
     demi-journée.",
);
pub const DONE: (&str, &str) = ("Faits", "Un passage du trimestre y est terminé.");
pub const PLANNED: (&str, &str) = ("Prévus", "Un passage publié est à venir.");
pub const DUE: (&str, &str) = ("Dus", "Aucun passage publié, et il reste du temps.");
pub const LATE: (&str, &str) = (
    "En retard",
    "La date prévue est passée sans passage, ou le trimestre se termine sans passage prévu.",
);
pub const IMPOSSIBLE: (&str, &str) =
    ("Impossibles", "Fermés, ou aucune demi-journée possible d’ici la fin du trimestre.");
pub const TRAVEL: &str = "Déplacements du trimestre";
pub const TRIPS: (&str, &str) =
    ("Sorties", "Journées pendant lesquelles un technicien prend la route pour des passages.");
pub const ROAD: (&str, &str) = (
    "Route prévue",
    "Du point de départ aux écoles du matin et de l’après-midi, et retour\u{a0}; estimée à vol \
     d’oiseau, détours compris.",
);
pub const GAP: (&str, &str) = (
    "Écart au minimum",
    "De la route prévue à celle dont aucun planning des mêmes passages ne peut se passer\u{a0}: \
     ce minimum est démontré par le calcul.",
);
pub const PROVING: &str = "calcul…";
pub const GROUPED: (&str, &str) = (
    "Déplacements évités",
    "Demandes qui partent avec un passage, au lieu d’un déplacement chacune.",
);
pub const SPARED: (&str, &str) =
    ("Route évitée", "Ce que ces demandes auraient coûté, avec un aller et retour chacune.");
pub const FAIRNESS: (&str, &str) = (
    "Équité entre communes",
    "Part des établissements visités\u{a0}: de la commune la moins servie à la mieux servie, \
     parmi celles qui en ont au moins deux.",
);
pub const OPEN: (&str, &str) =
    ("Ouvertes", "Signalées et ni closes ni annulées, quel que soit leur âge.");
pub const TO_SORT: (&str, &str) = ("À orienter", "Nouvelles, pas encore lues par un répartiteur.");
pub const WAITING: (&str, &str) = (
    "Sans réponse de l’école",
    "Le technicien les dit résolues\u{a0}; l’école n’a pas encore répondu.",
);
pub const CLOSED: (&str, &str) =
    ("Closes ce trimestre", "Confirmées par l’école ou closes sans réponse.");
pub const AGE: (&str, &str) = (
    "Âge médian des demandes ouvertes",
    "La moitié des demandes ouvertes sont plus anciennes, en jours calendaires.",
);
pub const OVERDUE: (&str, &str) = (
    "Hors délai",
    "Ouvertes, pas encore résolues, et depuis plus de jours d’école que le délai visé pour leur \
     urgence (écran «\u{a0}Réglages\u{a0}»).",
);
pub const KEPT_SORTED: (&str, &str) = (
    "Triées à temps",
    "Parmi les demandes signalées pendant le trimestre, et dont on sait si le délai visé est \
     tenu\u{a0}: part de celles que la planification a triées à temps, en jours d’école.",
);
pub const KEPT_VISITED: (&str, &str) = (
    "Passages à temps",
    "Parmi les mêmes demandes, sans celles du prestataire de dépannage\u{a0}: part de celles dont \
     quelqu’un s’est occupé sur place à temps, en jours d’école.",
);
pub const KEPT: (&str, &str) = (
    "Délais tenus",
    "Parmi les demandes signalées pendant le trimestre, et dont on sait si le délai visé est \
     tenu\u{a0}: part de celles qui ont été résolues à temps. En jours d’école\u{a0}; l’attente \
     de l’école, d’une pièce ou du prestataire ne compte pas.",
);
pub const FORWARDED: (&str, &str) =
    ("Au curatif", "Ouvertes et confiées au prestataire de dépannage.");
pub const DEVICES: (&str, &str) = ("Matériels suivis", "Dans l’inventaire, hors matériel retiré.");
pub const BROKEN: (&str, &str) = ("En panne", "Signalés en panne dans l’inventaire.");

/// A share of the sites.
pub fn percent(part: usize, all: usize) -> String {
    match all {
        0 => "—".into(),
        _ => format!("{}\u{a0}%", (part * 100 + all / 2) / all),
    }
}

/// «82 % (41 sur 50)».
pub fn kept((kept, known): (usize, usize)) -> String {
    match known {
        0 => "—".into(),
        _ => format!("{} ({kept} sur {known})", percent(kept, known)),
    }
}

/// A number of days.
pub fn days(days: i64) -> String {
    count(usize::try_from(days).unwrap_or(0), "jour", "jours")
}

/// A length of road.
pub fn km(kilometres: u64) -> String {
    super::sobriety::km(kilometres)
}

/// «4 % (minimum : 812 km)».
pub fn gap(percent: u64, least_km: u64) -> String {
    format!("{percent}\u{a0}% (minimum\u{a0}: {})", km(least_km))
}

/// From the least to the most, in hundredths.
pub fn percents((least, most): (usize, usize)) -> String {
    format!("{least}\u{a0}–\u{a0}{most}\u{a0}%")
}

/// «Visités sur 277».
pub fn coverage(done: usize, all: usize) -> String {
    let visited = count(done, "établissement visité", "établissements visités");
    format!("{visited} sur {all}, soit {}", percent(done, all))
}

/// The name of a download.
pub fn download(table: &str, format: &str) -> String {
    format!("{table} en {format}")
}

pub const CONNECTIONS: &str = "Internet et ENT";
pub const WITH_INTERNET: (&str, &str) =
    ("Écoles publiques avec internet", "dont l’abonnement court aujourd’hui");
pub const WITH_ENT: (&str, &str) =
    ("Établissements avec un ENT", "dont l’abonnement court aujourd’hui");

/// So many of all.
pub fn of_all(some: usize, all: usize) -> String {
    format!("{some} sur {all}")
}
