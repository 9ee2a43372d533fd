//! Words of «Feuilles de route»: a technician's week on paper.

use super::{count, date, ticket};
use shared::day::{Day, HalfDay, paris_day};
use shared::id::Millis;
use shared::ticket::Ticket;
use shared::ticket::number::number;

pub const TITLE: &str = "Feuilles de route";
pub const WEEK: &str = "Semaine du";
pub const WHO: &str = "Technicien";
pub const EVERYBODY: &str = "Tous";
pub const PRINT: &str = "Imprimer";
pub const NOTHING: &str = "Aucun passage prévu cette semaine.";
pub const WHEN: &str = "Quand";
pub const SCHOOL: &str = "École";
pub const TO_DO: &str = "À faire";
pub const NOTES: &str = "Notes";
pub const STOP: &str = "Arrêt, pour une remise";
pub const NO_REQUEST: &str = "aucune demande en attente";
pub const HINT: &str = "Une page par technicien. Ce qui change ensuite se lit sur le téléphone, \
     pas sur le papier.";

/// The heading of a sheet.
pub fn heading(technician: &str, monday: Day) -> String {
    format!("{technician}, semaine du {}", date::day_long(monday))
}

/// When a visit is.
pub fn when(slot: HalfDay) -> String {
    date::slot_long(slot)
}

/// A request on paper: its number, and its subject.
pub fn request(request: &Ticket) -> String {
    let urgency = ticket::urgency(request.urgency);
    format!("n°\u{a0}{} ({urgency})\u{a0}: {}", number(request.id), request.text)
}

/// How much a sheet holds.
pub fn visits(visits: usize) -> String {
    count(visits, "passage", "passages")
}

/// When the paper was made, so that an old one is known as such.
pub fn printed(now: Millis) -> String {
    format!("Imprimé le {} à {}.", date::day_long(paris_day(now)), date::hour(now))
}
