//! The titles of the exports and the words of calendars. Those of states and kinds are in
//! [`shared::words`].

pub(crate) mod calls;
pub(super) mod sobriety;

use shared::article::Pot;
use shared::budget::BY_FILE;
use shared::budget::postings::YearSpan;
use shared::subscription::{Billing, SubscriptionKind};
use shared::supply::{Item, Leg, Supply};

pub(super) const COVERAGE: &str = "Couverture du trimestre";
pub(super) const VISITS: &str = "Passages";
pub(super) const TICKETS: &str = "Demandes";
pub(super) const EQUIPMENT: &str = "Matériel";
pub(super) const SUBSCRIPTIONS: &str = "Abonnements";
pub(super) const SESSIONS: &str = "Sessions de formation";
pub(super) const ATTENDANCE: &str = "Présences";
pub(super) const HOURS: &str = "Heures de formation";
/// The first twelve are those that an import reads.
pub(super) const SESSION_COLUMNS: [&str; 18] = [
    "titre",
    "type",
    "formations",
    "jour",
    "debut",
    "fin",
    "lieu",
    "capacite",
    "animateur",
    "organisme",
    "ouverture",
    "cloture",
    "etat",
    "inscrits",
    "en_attente",
    "presents",
    "eleves",
    "cout_ttc",
];
pub(super) const ATTENDANCE_COLUMNS: [&str; 8] =
    ["session", "jour", "uai", "etablissement", "enseignant", "fonction", "presence", "heures"];
pub(super) const HOURS_COLUMNS: [&str; 6] =
    ["annee_scolaire", "uai", "etablissement", "enseignant", "fonction", "heures"];
/// The name of a sheet holds 31 letters at most.
pub(super) const UNTRAINED: &str = "Livraisons sans formation";
pub(super) const UNTRAINED_COLUMNS: [&str; 7] =
    ["date", "uai", "article", "enseignant", "anomalie", "dispense", "motif"];
pub(super) const TO_TRAIN: &str = "À former avant livraison";
pub(super) const TO_TRAIN_COLUMNS: [&str; 7] =
    ["date", "uai", "etablissement", "article", "formation", "enseignant", "fonction"];
pub(super) const LOANS: &str = "Prêts";
pub(super) const COURSE: &str = "Évolution";
pub(super) const COURSE_COLUMNS: [&str; 13] = [
    "du",
    "au",
    "demi_journees_depuis_le_debut",
    "demandes_recues",
    "demandes_ouvertes",
    "attente_moyenne_jours",
    "kilometres",
    "kilometres_evites_a_part",
    "commandes_recues",
    "commandes_remises",
    "prets_remis",
    "formations_tenues",
    "paye_ttc",
];
pub(super) const BUDGET: &str = "Budget";
/// Columns of amounts, which a workbook holds as numbers.
pub(super) const AMOUNTS: [&str; 9] = [
    "Voté",
    "Réservé",
    "Engagé",
    "Service fait",
    "Mandaté",
    "Dépassement",
    "montant_demande",
    "montant_investissement",
    "montant_fonctionnement",
];
pub(super) const BUDGET_COLUMNS: [&str; 11] = [
    "Section",
    "Groupe",
    "Ligne",
    "Libellé",
    "Voté",
    "Réservé",
    "Engagé",
    "Service fait",
    "Mandaté",
    "Dépassement",
    "Motif",
];
pub(super) const SUM_OF: &str = "Total";
pub(super) const GAP: &str = "Écart d’arrondi de l’annexe";
pub(super) const COVERAGE_COLUMNS: [&str; 6] =
    ["UAI", "Établissement", "Commune", "État", "Jour", "Demi-journée"];
pub(super) const VISIT_COLUMNS: [&str; 8] =
    ["Trimestre", "Jour", "Demi-journée", "UAI", "Établissement", "Commune", "Technicien", "État"];
pub(super) const TICKET_COLUMNS: [&str; 11] = [
    "Numéro",
    "Signalée le",
    "UAI",
    "Établissement",
    "Commune",
    "Demande",
    "Catégorie",
    "Urgence",
    "Orientation",
    "État",
    "Terminée le",
];
pub(super) const EQUIPMENT_COLUMNS: [&str; 10] = [
    "Étiquette",
    "Nom",
    "Nature",
    "Modèle",
    "Numéro de série",
    "UAI",
    "Établissement",
    "Commune",
    "Lieu",
    "État",
];
pub(super) const LOAN_COLUMNS: [&str; 14] = [
    "Article",
    "Unité",
    "UAI",
    "Établissement",
    "Commune",
    "Premier jour",
    "Dernier jour",
    "État",
    "Remis le",
    "Repris le",
    "Jours de retard",
    "Jours de classe en prêt",
    "Jours de classe",
    "Utilisation (%)",
];
pub(super) const SUBSCRIPTION_COLUMNS: [&str; 32] = [
    "UAI",
    "Établissement",
    "Commune",
    "Nature",
    "État",
    "Opérateur",
    "Contrat",
    "Ligne",
    "Offre",
    "Débit descendant (kbit/s)",
    "Débit montant (kbit/s)",
    "Prix TTC",
    "TVA (%)",
    "Facturation",
    "Premier jour",
    "Échéance",
    "À dénoncer avant",
    "Dernier jour",
    "Année",
    "Janvier",
    "Février",
    "Mars",
    "Avril",
    "Mai",
    "Juin",
    "Juillet",
    "Août",
    "Septembre",
    "Octobre",
    "Novembre",
    "Décembre",
    "Total de l’année",
];
/// The column that says what lines were made of.
pub(super) const DATA: &str = "donnees";
/// The columns whose values are days.
pub(super) const DAYS: [&str; 17] = [
    "jour",
    "date",
    "du",
    "au",
    "ouverture",
    "cloture",
    "depose_le",
    "Dernier jour",
    "Remis le",
    "Repris le",
    "Jour",
    "Signalée le",
    "Terminée le",
    "Premier jour",
    "Échéance",
    "À dénoncer avant",
    "Dernier jour",
];

/// What is subscribed.
pub(super) fn subscription_kind(kind: SubscriptionKind) -> &'static str {
    match kind {
        SubscriptionKind::Internet => "Internet",
        SubscriptionKind::Ent => "ENT",
    }
}

/// How the price is asked for.
pub(super) fn billing(billing: Billing) -> &'static str {
    match billing {
        Billing::Monthly => "par mois entier",
        Billing::ByDays => "par mois, au jour près",
        Billing::SchoolYear => "par année scolaire",
    }
}

pub(crate) const VISIT_OF_MAINTENANCE: &str = "Passage de maintenance informatique";

/// The name of a calendar.
pub(crate) fn calendar(of: &str) -> String {
    format!("Passages\u{a0}: {of}")
}

/// How many are expected at a training, or came.
pub(crate) fn registered(count: usize) -> String {
    match count {
        0 => "Personne d’inscrit".into(),
        1 => "1\u{a0}personne".into(),
        _ => format!("{count}\u{a0}personnes"),
    }
}

/// How many requests wait at a site.
pub(crate) fn requests(count: usize) -> String {
    match count {
        0 => "Aucune demande en attente".into(),
        1 => "1\u{a0}demande en attente".into(),
        _ => format!("{count}\u{a0}demandes en attente"),
    }
}

/// The title of a stop.
pub(crate) fn stop(site: &str) -> String {
    format!("Arrêt\u{a0}: {site}")
}

/// What a leg is about, for whoever does it.
pub(crate) fn leg(supply: &Supply, leg: &Leg) -> String {
    let of = |item: &Item| {
        let at = usize::try_from(item.line).ok();
        let line = at.and_then(|at| supply.lines.get(at));
        line.map(|line| format!("{}\u{a0}×\u{a0}{}", item.quantity, line.label))
    };
    let items: Vec<_> = leg.items.iter().filter_map(of).collect();
    let what = if items.is_empty() { "ancien matériel".to_owned() } else { items.join(", ") };
    format!("{}\u{a0}: {what}", shared::words::leg(leg.kind))
}

/// The title of a loan.
pub(crate) fn loan(loan: &Supply) -> String {
    let what = loan.lines.first().map(|line| line.label.as_str()).unwrap_or_default();
    match loan.unit.is_empty() {
        true => format!("Prêt\u{a0}: {what}"),
        false => format!("Prêt\u{a0}: {what} ({})", loan.unit),
    }
}
/// Returns the years of a budget.
pub(super) fn span(span: YearSpan) -> String {
    match span {
        YearSpan::Year(year) => year.to_string(),
        YearSpan::Plan => "2023-2027".to_owned(),
    }
}

/// Returns the words of the sum of a section.
pub(super) fn sum_of_section(pot: Pot) -> &'static str {
    match pot {
        Pot::Investment => "Total opération 29 (investissement)",
        Pot::Operating => "Total chapitre 011 (fonctionnement)",
    }
}

/// Returns the reason why a line goes beyond its estimate.
pub(super) fn reason(text: &str) -> &str {
    if text == BY_FILE { "Système financier" } else { text }
}
