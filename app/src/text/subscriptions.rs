//! Words of «Abonnements» and of the page of one.
use super::date::day_long;
use super::{capital, count, subscription};
use shared::day::Day;
use shared::money::Cents;
use shared::subscription::{Billing, Deadline, Happened, Standing, Subscription, SubscriptionKind};
use shared::words::MONTHS;

pub const TITLE: &str = "Abonnements";
pub const ADD: &str = "Ajouter un abonnement";
pub const EXPORTS: [(&str, &str); 2] = [("csv", "Exporter (CSV)"), ("xlsx", "Exporter (XLSX)")];
pub const IMPORT: &str = "Importer un fichier d’opérateur";
pub const TO_NOTICE: &str = "À dénoncer";
pub const CLOSED_SITES: &str = "Établissements fermés qui paient encore";
pub const WITHOUT: &str = "Écoles publiques sans internet";
pub const COSTS: &str = "Coût";
pub const CAPTION: &str = "Abonnements, les plus proches de leur dénonciation d’abord";
pub const KIND: &str = "Nature";
pub const STATE: &str = "État";
pub const ALL: &str = "Tous";
pub const SEARCH: &str = "Chercher";
pub const SEARCH_HINT: &str = "école, commune, opérateur, ligne ou contrat";
pub const SITE: &str = "Établissement";
pub const OPERATOR: &str = "Opérateur";
pub const LINE: &str = "Numéro de la ligne";
pub const PRICE: &str = "Prix";
pub const MONTH_COST: &str = "Ce mois-ci";
pub const NOTICE: &str = "À dénoncer avant";
pub const OUTAGES: &str = "Pannes (90 jours)";
pub const NOTHING: &str = "Aucun abonnement ne correspond.";
pub const NONE: &str = "—";
pub const CREDIT: &str = "Crédit annuel";
pub const CREDIT_HINT: &str = "tel que l’annexe le donne\u{a0}; vide\u{a0}: rien n’est comparé";
pub const SET_CREDIT: &str = "Modifier le crédit";
pub const CREDIT_SAID: &str = "Enregistré\u{a0}: le crédit annuel est modifié.";

pub const BACK: &str = "Abonnements";
pub const UNKNOWN: &str = "Cet abonnement n’est pas sur cet appareil.";
pub const EDIT: &str = "Modifier";
pub const END: &str = "Résilier";
pub const GIVE_NOTICE: &str = "Dénonciation envoyée";
pub const KEEP: &str = "Annuler la résiliation";
pub const RENEW: &str = "Reconduire";
pub const ORDER: &str = "Commandé";
pub const START: &str = "Mettre en service";
pub const SUSPEND: &str = "Suspendre";
pub const RESUME: &str = "Remettre en service";
pub const REFUSE: &str = "Impossible";
pub const MIGRATE: &str = "Changer d’opérateur";
pub const HISTORY: &str = "Historique";
pub const BY_MONTH: &str = "Coût par mois";
pub const TOTAL: &str = "Total de l’année";
pub const MONTH: &str = "Mois";
pub const COST: &str = "Coût TTC";
pub const ADDED: &str = "Enregistré\u{a0}: l’abonnement est ajouté.";
pub const CHANGED: &str = "Enregistré\u{a0}: l’abonnement est modifié.";
pub const CONTRACT: &str = "Contrat";
pub const PHONE: &str = "Téléphone de l’opérateur en cas de panne";
pub const VAT: &str = "Taux de TVA (%)";
pub const DOWN: &str = "Débit descendant (Mbit/s)";
pub const UP: &str = "Débit montant (Mbit/s)";
pub const BILLING: &str = "Facturation";
pub const FIRST: &str = "Premier jour";
pub const DUE: &str = "Échéance du premier terme";
pub const DUE_HINT: &str = "le jour où le contrat finit ou se reconduit\u{a0}; vide\u{a0}: sans \
     engagement";
pub const RENEWAL: &str = "Reconduction tacite (mois)";
pub const RENEWAL_HINT: &str = "vide\u{a0}: le contrat finit à l’échéance";
pub const NOTICE_MONTHS: &str = "Préavis (mois)";
pub const EXCEPTION: &str = "Motif de la prise en charge";
pub const EXCEPTION_HINT: &str = "seulement si le plan ne paie pas internet à cet établissement";
pub const STAGE: &str = "Où en est-il\u{a0}?";
pub const LAST: &str = "Dernier jour";
pub const LAST_OLD: &str = "Dernier jour de l’ancien abonnement";
pub const REASON: &str = "Motif";
pub const DAY: &str = "Jour";
pub const PRICE_FROM: &str = "Nouveau prix valable à partir du";
pub const PRICE_FROM_HINT: &str = "vide\u{a0}: le prix était faux depuis le début";
pub const NEEDS_SITE: &str = "Choisissez un établissement de la liste.";
pub const NEEDS_KIND: &str = "Choisissez la nature.";
pub const NEEDS_OPERATOR: &str = "Écrivez l’opérateur.";
pub const NEEDS_DAY: &str = "Choisissez un jour.";
pub const NEEDS_REASON: &str = "Écrivez le motif.";
pub const BAD_DAY: &str = "Cette date n’existe pas.";
pub const BAD_NUMBER: &str = "Écrivez un nombre entier.";
pub const STATES: [Standing; 7] = Standing::ALL;

/// The name of a month, 0 for January, with its year.
pub fn month(rank: usize, year: i32) -> String {
    format!("{} {year}", MONTHS.get(rank).copied().unwrap_or_default())
}

/// What is subscribed, at the beginning of a sentence.
pub fn kind(kind: SubscriptionKind) -> String {
    capital(subscription::kind(kind))
}

/// How the price is asked for.
pub fn billing(billing: Billing) -> &'static str {
    match billing {
        Billing::Monthly => "par mois entier",
        Billing::ByDays => "par mois, au jour près",
        Billing::SchoolYear => "par année scolaire",
    }
}

/// «126,47 € par mois entier».
pub fn price(row: &Subscription, today: Day) -> String {
    format!("{} {}", row.price_on(today), billing(row.terms.billing))
}

/// «avant le dimanche 28 juin 2026, dans 108 jours».
pub fn notice(deadline: Deadline, today: Day) -> String {
    let days = usize::try_from((deadline.notice - today).num_days()).unwrap_or(0);
    format!("avant le {}, dans {}", day_long(deadline.notice), count(days, "jour", "jours"))
}

/// How many are shown.
pub fn shown(found: usize) -> String {
    count(found, "abonnement", "abonnements")
}

/// What a kind costs this month and this year, and what is left of its credit.
pub fn cost(kind: SubscriptionKind, month: Cents, year: Cents, credit: Option<Cents>) -> String {
    let said = format!("{}\u{a0}: {month} ce mois-ci, {year} cette année", self::kind(kind));
    match credit {
        None => format!("{said}."),
        Some(credit) => format!("{said}, pour un crédit de {credit}."),
    }
}

/// The credit of a kind is exceeded.
pub fn beyond(kind: SubscriptionKind, by: Cents) -> String {
    format!("{}\u{a0}: le crédit annuel est dépassé de {by}.", self::kind(kind))
}

/// A subscription that would bring its kind beyond its credit.
pub fn would_exceed(by: Cents, year: i32) -> String {
    format!("Avec lui, le crédit annuel serait dépassé de {by} en {year}.")
}

/// A closed site, and since when.
pub fn closed_site(name: &str, on: Option<Day>) -> String {
    on.map_or_else(|| name.to_owned(), |on| format!("{name}, fermé le {}", day_long(on)))
}

/// The name of the link to one.
pub fn of_site(kind: SubscriptionKind, site: &str) -> String {
    format!("{}, {site}", self::kind(kind))
}

/// A line of the history.
pub fn happened(what: &Happened) -> String {
    match what {
        Happened::Added => "Abonnement ajouté".into(),
        Happened::Imported => "Repris d’un fichier d’opérateur".into(),
        Happened::Changed => "Contrat modifié".into(),
        Happened::Priced { before, day } => {
            format!("Nouveau prix à partir du {} (avant\u{a0}: {before})", day_long(*day))
        }
        Happened::Advanced { stage, day } => {
            format!("{}, le {}", capital(subscription::stage(*stage)), day_long(*day))
        }
        Happened::Noticed { day } => format!("Dénoncé le {}", day_long(*day)),
        Happened::Ended { day, text } if text.is_empty() => {
            format!("Dernier jour\u{a0}: {}", day_long(*day))
        }
        Happened::Ended { day, text } => {
            format!("Dernier jour\u{a0}: {} ({text})", day_long(*day))
        }
        Happened::Kept => "Résiliation annulée".into(),
        Happened::Renewed { day } => format!("Reconduit jusqu’au {}", day_long(*day)),
        Happened::Unknown => super::UNKNOWN_WORD.into(),
    }
}

pub const RUNNING: &str = "Non terminés";

/// The last day, where there is nothing to give notice of.
pub fn until(last: Day) -> String {
    format!("finit le {}", day_long(last))
}
