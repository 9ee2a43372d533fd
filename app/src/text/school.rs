//! Words of «Mon école».

use super::date;
use shared::day::{Day, HalfDay};

pub const TITLE: &str = "Mon école";
pub const REPORT: &str = "Signaler un incident";
const NO_VISIT: &str = "Aucun passage n’est prévu pour l’instant. La date apparaîtra ici dès \
     que le planning sera publié.";
pub const ON_SITE: &str = "Le technicien est sur place en ce moment.";
pub const OPEN: &str = "Demandes en cours";
pub const NONE_OPEN: &str = "Aucune demande en cours. Un problème\u{a0}? Signalez-le\u{a0}: il \
     part \
     dès qu’il y a du réseau.";
pub const ALL: &str = "Voir toutes nos demandes";
pub const NO_SITE: &str = "Votre école n’est pas encore sur cet appareil. Elle arrive dès qu’il \
     y a \
     du réseau.";

/// «Prochain passage : jeudi 12 mars, matin».
pub fn next_visit(slot: HalfDay) -> String {
    format!("Prochain passage\u{a0}: {}", date::slot_long(slot))
}

/// Nothing is planned; when somebody came last, if ever.
pub fn none_ahead(last: Option<Day>) -> String {
    match last {
        Some(day) => format!("{NO_VISIT} Dernier passage\u{a0}: {}.", date::day_long(day)),
        None => NO_VISIT.into(),
    }
}
