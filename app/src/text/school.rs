//! Words of «Mon école».

use super::date;
use shared::day::{Day, HalfDay};

pub const TEACHERS: &str = "Enseignants";
pub const OURS: &str = "Notre école";
pub const OUR_EQUIPMENT: &str = "Notre matériel";
pub const OUR_TEACHERS: &str = "Nos enseignants";
pub const TITLE: &str = "Mon école";
pub const REPORT: &str = "Signaler un incident";
const NO_VISIT: &str = "Aucun passage n’est prévu pour l’instant. La date apparaîtra ici dès \
     que le planning sera publié.";
pub const ON_SITE: &str = "Le technicien est sur place en ce moment.";
pub const OPEN: &str = "Demandes en cours";
pub const NONE_OPEN: &str = "Aucune demande en cours. Un problème\u{a0}? Signalez-le\u{a0}: il \
     part \
     dès qu’il y a du réseau.";
pub const NONE_OTHER: &str = "Aucune autre demande en cours.";
pub const LAST_VISIT: &str = "Dernier passage";
pub const ALL: &str = "Voir toutes nos demandes";
pub const NO_SITE: &str = "Votre école n’est pas encore sur cet appareil. Elle arrive dès qu’il \
     y a \
     du réseau.";

/// «Prochain passage : jeudi 12 mars, matin, avec Amina Rey».
pub fn next_visit(slot: HalfDay, technician: Option<&str>) -> String {
    let who = technician.map(|name| format!(", avec {name}")).unwrap_or_default();
    format!("Prochain passage\u{a0}: {}{who}", date::slot_long(slot))
}

/// «Compte rendu du jeudi 12 mars».
pub fn report_of(day: Day) -> String {
    format!("Compte rendu du {}", date::day_long(day))
}

/// Nothing is planned; when somebody came last, if ever.
pub fn none_ahead(last: Option<Day>) -> String {
    match last {
        Some(day) => format!("{NO_VISIT} Dernier passage\u{a0}: {}.", date::day_long(day)),
        None => NO_VISIT.into(),
    }
}
