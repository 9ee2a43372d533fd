//! Words of «Nos demandes».

pub const TITLE: &str = "Nos demandes";
pub const TO_ANSWER: &str = "À vous de répondre";
pub const OPEN: &str = "En cours";
pub const ENDED: &str = "Terminées";
pub const NONE: &str = "Aucune demande pour l’instant. Ce que vous signalez apparaît ici tout de \
     suite, même sans réseau.";
pub const REPORT: &str = "Signaler un incident";

/// The last message of the team, which waits for an answer of the school.
pub fn message(name: &str, text: &str) -> String {
    match text.is_empty() {
        true => format!("{name} vous a envoyé une photo\u{a0}: ouvrez la demande pour la voir."),
        false => format!("{name} vous écrit\u{a0}: «\u{a0}{text}\u{a0}»"),
    }
}
