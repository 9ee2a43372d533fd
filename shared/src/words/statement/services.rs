//! The words of figures of orders, loans, trainings, projects and money.

use super::{FigureWords, LINES, NOTHING, ORDERS, PEOPLE, VISITS};

const LOANS: &str = "Prêts";
const PROJECTS: &str = "Projets";
const BUDGET: &str = "Budget";

/// A reason for which visits were missed.
const fn missed(label: &'static str, sentence: &'static str) -> FigureWords {
    FigureWords {
        theme: VISITS,
        label,
        sentence,
        formula: "Nombre de passages marqués non réalisés pour ce motif",
        source: "Passages de la période",
        excludes: "Les autres motifs, comptés à part",
        unit: "passages",
    }
}

/// Missed: the school was closed.
pub const MISSED_CLOSED: FigureWords =
    missed("Non réalisés : école fermée", "Passages manqués parce que l’école était fermée.");
/// Missed: a strike.
pub const MISSED_STRIKE: FigureWords =
    missed("Non réalisés : grève", "Passages manqués pour cause de grève.");
/// Missed: nobody could open.
pub const MISSED_ACCESS: FigureWords =
    missed("Non réalisés : accès impossible", "Passages manqués faute d’accès aux salles.");
/// Missed: the technician was absent.
pub const MISSED_ABSENT: FigureWords = missed(
    "Non réalisés : technicien absent",
    "Passages manqués parce que le technicien était absent.",
);
/// Missed: the school asked for another day.
pub const MISSED_ASKED: FigureWords =
    missed("Non réalisés : autre jour demandé", "Passages déplacés à la demande de l’école.");
/// Missed: anything else.
pub const MISSED_OTHER: FigureWords =
    missed("Non réalisés : autre motif", "Passages manqués pour un autre motif.");

/// The time between the order and its delivery.
pub const DELAY: FigureWords = FigureWords {
    theme: ORDERS,
    label: "Délai des commandes",
    sentence: "Jours entre la commande et la remise de sa dernière pièce, en moyenne.",
    formula: "Somme des jours, sur le nombre de commandes remises pendant la période",
    source: "Commandes",
    excludes: "Commandes pas encore remises ; prêts et projets",
    unit: "jours",
};
/// Devices that are to be renewed.
pub const RENEWALS: FigureWords = FigureWords {
    theme: ORDERS,
    label: "Appareils à renouveler",
    sentence: "Appareils dont le renouvellement est décidé et pas encore remis le dernier jour.",
    formula: "Somme des quantités des renouvellements acceptés et non remis",
    source: "Renouvellements",
    excludes: "Renouvellements proposés, refusés ou retirés",
    unit: "appareils",
};

/// Loans.
pub const LENT: FigureWords = FigureWords {
    theme: LOANS,
    label: "Prêts remis",
    sentence: "Prêts remis à un établissement pendant la période.",
    formula: "Nombre de prêts selon le jour de la remise",
    source: "Prêts",
    excludes: "Réservations qui n’ont pas été remises",
    unit: "prêts",
};
/// How much kits are used.
pub const USE: FigureWords = FigureWords {
    theme: LOANS,
    label: "Utilisation des valises",
    sentence: "Jours d’école pendant lesquels une valise était dans un établissement.",
    formula: "Jours d’école en prêt, sur ceux de toutes les valises",
    source: "Remises et reprises ; valises du catalogue au moment du bilan",
    excludes: "Valises perdues ou retirées",
    unit: "jours d’école",
};
/// Loans that are late.
pub const LENT_LATE: FigureWords = FigureWords {
    theme: LOANS,
    label: "Prêts en retard",
    sentence: "Prêts qui auraient dû être rendus le dernier jour de la période.",
    formula: "Remis, non rendus, et dont le dernier jour est passé",
    source: "Prêts",
    excludes: "Prêts rendus en retard avant ce jour",
    unit: "prêts",
};

/// Trainings.
pub const SESSIONS: FigureWords = FigureWords {
    theme: PEOPLE,
    label: "Formations tenues",
    sentence: "Formations, accompagnements et animations tenus pendant la période.",
    formula: "Nombre de sessions tenues selon leur jour",
    source: "Sessions",
    excludes: "Sessions annulées ou pas encore tenues",
    unit: "sessions",
};
/// How full trainings were.
pub const SEATS: FigureWords = FigureWords {
    theme: PEOPLE,
    label: "Places de formation occupées",
    sentence: "Part des places offertes où quelqu’un était présent.",
    formula: "Présences, sur les places des formations tenues",
    source: "Sessions et présences",
    excludes: "Accompagnements et animations en classe",
    unit: "places",
};
/// People who were present.
pub const ATTENDED: FigureWords = FigureWords {
    theme: PEOPLE,
    label: "Présences en formation",
    sentence: "Présences d’enseignants aux sessions tenues, chacun une fois par session.",
    formula: "Nombre de présences marquées",
    source: "Présences",
    excludes: "Absents et excusés ; moins de 5 personnes d’une commune ne sont pas dites",
    unit: "présences",
};
/// Trained people.
pub const TRAINED: FigureWords = FigureWords {
    theme: PEOPLE,
    label: "Enseignants formés",
    sentence: "Enseignants présents à une formation de la collectivité pendant la période.",
    formula: "Nombre de personnes, chacune une fois",
    source: "Présences",
    excludes: "Formations attestées d’un autre organisme, comptées à part ; moins de 5 personnes \
               d’une commune ne sont pas dites",
    unit: "personnes",
};
/// Trained elsewhere.
pub const ATTESTED: FigureWords = FigureWords {
    theme: PEOPLE,
    label: "Enseignants formés par d’autres",
    sentence: "Enseignants dont une formation d’un autre organisme est attestée, suivie pendant la \
               période.",
    formula: "Nombre de personnes, chacune une fois",
    source: "Formations attestées",
    excludes: "Présences aux formations de la collectivité, comptées à part ; moins de 5 personnes \
               d’une commune ne sont pas dites",
    unit: "personnes",
};
/// Trainings that people may do without.
pub const WAIVED: FigureWords = FigureWords {
    theme: PEOPLE,
    label: "Enseignants dispensés d’une formation",
    sentence: "Enseignants dispensés d’une formation pour un temps, par décision prise pendant la \
               période.",
    formula: "Nombre de personnes, chacune une fois",
    source: "Dispenses",
    excludes: "Moins de 5 personnes d’une commune ne sont pas dites",
    unit: "personnes",
};
/// Pupils in activities.
pub const PUPILS: FigureWords = FigureWords {
    theme: PEOPLE,
    label: "Élèves en animation",
    sentence: "Élèves des classes venues aux animations de la période.",
    formula: "Somme des effectifs annoncés par les écoles",
    source: "Sessions",
    excludes: "Moins de 5 élèves d’une commune ne sont pas dits ; aucun nom n’est gardé",
    unit: "élèves",
};

/// Outages of lines.
pub const OUTAGES: FigureWords = FigureWords {
    theme: LINES,
    label: "Pannes d’abonnement signalées",
    sentence: "Demandes de la période qui portent sur un accès internet ou l’ENT.",
    formula: "Nombre de demandes liées à un abonnement, selon leur jour",
    source: "Demandes",
    excludes: "Demandes qui ne nomment pas l’abonnement",
    unit: "pannes",
};

/// Projects that were sent.
pub const PROJECTS_ASKED: FigureWords = FigureWords {
    theme: PROJECTS,
    label: "Projets déposés",
    sentence: "Projets que les écoles ont déposés pendant la période.",
    formula: "Nombre de projets selon leur jour",
    source: "Appels à projets",
    excludes: NOTHING,
    unit: "projets",
};
/// Projects that were chosen.
pub const PROJECTS_AWARDED: FigureWords = FigureWords {
    theme: PROJECTS,
    label: "Projets retenus",
    sentence: "Projets retenus pendant la période.",
    formula: "Nombre de projets selon le jour de la décision",
    source: "Appels à projets",
    excludes: "Projets retirés ensuite par l’école",
    unit: "projets",
};
/// What these cost.
pub const PROJECTS_AMOUNT: FigureWords = FigureWords {
    theme: PROJECTS,
    label: "Montant des projets retenus",
    sentence: "Prix TTC de ce que les projets retenus pendant la période reçoivent.",
    formula: "Somme des prix des projets retenus",
    source: "Appels à projets, prix du jour du dépôt",
    excludes: "Projets retirés ensuite par l’école",
    unit: "€ TTC",
};

/// What is committed of a group of the annex in a section.
const fn committed(label: &'static str) -> FigureWords {
    FigureWords {
        theme: BUDGET,
        label,
        sentence: "Engagé sur l’année civile du dernier jour, sur ce qui est voté pour elle.",
        formula: "Engagements signés jusqu’à ce jour, sur les crédits des lignes du groupe",
        source: "Lignes de l’annexe, votes et engagements",
        excludes: "Engagements annulés ; commandes décidées et pas encore engagées",
        unit: "€ TTC",
    }
}

/// What is paid of a group of the annex in a section.
const fn paid(label: &'static str) -> FigureWords {
    FigureWords {
        theme: BUDGET,
        label,
        sentence: "Payé sur l’année civile du dernier jour, sur ce qui est voté pour elle.",
        formula: "Mandats de l’année jusqu’à ce jour, avoirs déduits, sur les mêmes crédits",
        source: "Lignes de l’annexe, votes et mandats",
        excludes: "Mandats des autres années",
        unit: "€ TTC",
    }
}

/// Committed: first group, investment.
pub const COMMITTED_1_I: FigureWords = committed("Socle numérique, investissement : engagé");
/// Committed: first group, running costs.
pub const COMMITTED_1_F: FigureWords = committed("Socle numérique, fonctionnement : engagé");
/// Committed: second group, investment.
pub const COMMITTED_2_I: FigureWords = committed("Nouveaux équipements, investissement : engagé");
/// Committed: second group, running costs.
pub const COMMITTED_2_F: FigureWords = committed("Nouveaux équipements, fonctionnement : engagé");
/// Paid: first group, investment.
pub const PAID_1_I: FigureWords = paid("Socle numérique, investissement : payé");
/// Paid: first group, running costs.
pub const PAID_1_F: FigureWords = paid("Socle numérique, fonctionnement : payé");
/// Paid: second group, investment.
pub const PAID_2_I: FigureWords = paid("Nouveaux équipements, investissement : payé");
/// Paid: second group, running costs.
pub const PAID_2_F: FigureWords = paid("Nouveaux équipements, fonctionnement : payé");
/// Income.
pub const INCOME: FigureWords = FigureWords {
    theme: BUDGET,
    label: "Recettes perçues",
    sentence: "Recettes perçues depuis le début du plan, sur celles qui sont notifiées.",
    formula: "Versements reçus jusqu’au dernier jour, sur les montants notifiés jusque-là",
    source: "Recettes des sections",
    excludes: "Recettes espérées et pas encore notifiées",
    unit: "€ TTC",
};
