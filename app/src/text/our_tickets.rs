//! Words of «Nos demandes».

pub const TITLE: &str = "Nos demandes";
pub const TO_ANSWER: &str = "À vous de répondre";
pub const OPEN: &str = "En cours";
pub const ENDED: &str = "Terminées";
pub const NONE: &str = "Aucune demande pour l’instant. Ce que vous signalez apparaît ici tout de \
     suite, même sans réseau.";
pub const REPORT: &str = "Signaler un incident";
