//! Words about the internet and the ENT of one site: on the school's tablet, on the card of a
//! school, on a request.

use super::date::day_long;
use super::today::phone_pairs;
use shared::day::Day;
use shared::subscription::outage::Lost;
use shared::subscription::{Standing, Subscription};

pub const OURS: &str = "Notre connexion";
pub const TITLE: &str = "Connexion";
pub const DOWN: &str = "Plus d’internet";
pub const LINE: &str = "Ligne";
pub const OPERATOR: &str = "Opérateur";
pub const COST: &str = "Internet et ENT, coût de l’année";
pub const COPY: &str = "Copier le numéro de ligne";
pub const COPIED: &str = "Le numéro de ligne est copié.";
pub const NOT_COPIED: &str = "Ce navigateur ne permet pas de copier. Recopiez le numéro.";
pub const NO_INTERNET: &str = "Aucun abonnement internet n’est connu ici.";
pub const OUR_NONE: &str = "Aucun abonnement internet n’est connu pour votre école.";
pub const REPORTED: &str = "Une panne est déjà signalée.";

/// Where internet stands, in a sentence.
pub fn sentence(row: &Subscription, today: Day) -> String {
    let operator = &row.terms.operator;
    let standing = row.standing(today);
    match row.ends().filter(|_| standing == Standing::Ending) {
        Some(last) => format!("Internet est fourni par {operator} jusqu’au {}.", day_long(last)),
        None if standing == Standing::Suspended => {
            format!("Internet ({operator}) est suspendu pour l’instant.")
        }
        None => format!("Internet est fourni par {operator}."),
    }
}

/// The line, its operator and the telephone to call.
pub fn line(row: &Subscription) -> String {
    let terms = &row.terms;
    let phone = (!terms.phone.is_empty()).then(|| phone_pairs(&terms.phone));
    let number = (!terms.line.is_empty()).then(|| terms.line.clone());
    let parts = [Some(terms.operator.clone()), number, phone];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// The link that calls an operator.
pub fn call(operator: &str, phone: &str) -> String {
    format!("Appeler {operator} ({})", phone_pairs(phone))
}

/// The line of the host of a teaching unit.
pub fn of_host(host: &str) -> String {
    format!("Connexion de l’établissement d’accueil\u{a0}: {host}.")
}

/// What outages cost: half-days of school and hours, never one for the other.
pub fn lost(lost: Lost) -> String {
    match lost.outages {
        0 => "aucune panne".into(),
        outages => format!(
            "{}, {}, {}\u{a0}h en tout",
            super::count(outages as usize, "panne", "pannes"),
            super::count(
                lost.half_days as usize,
                "demi-journée d’école touchée",
                "demi-journées d’école touchées"
            ),
            lost.hours
        ),
    }
}
