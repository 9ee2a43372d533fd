//! Words of «Demandes».

use super::count;

pub const TITLE: &str = "Demandes";
pub const SEARCH: &str = "Chercher";
pub const SEARCH_HINT: &str = "mots, lieu, matériel, établissement ou commune";
pub const SHOW: &str = "Montrer";
pub const TO_SORT: &str = "À orienter";
pub const OPEN: &str = "En cours";
pub const RESOLVED: &str = "Résolues";
pub const ENDED: &str = "Terminées";
pub const KEYS: &str = "Au clavier, sur une demande\u{a0}: P pour la proximité, C pour le \
     curatif, H \
     pour hors périmètre\u{a0}; les flèches passent de l’une à l’autre.";
pub const NOTHING_TO_SORT: &str = "Rien à orienter. Les nouvelles demandes apparaissent ici toutes \
     seules.";
pub const NOTHING: &str = "Aucune demande ne correspond.";
pub const PROXIMITY: &str = "Proximité (P)";
pub const CURATIVE: &str = "Curatif (C)";
pub const OUT_OF_SCOPE: &str = "Hors périmètre (H)";
pub const MERGE: &str = "Réunir avec une autre";
pub const MERGE_INTRO: &str = "La demande rejoint celle que vous choisissez\u{a0}: son texte et \
     ses \
     photos y sont ajoutés, rien n’est perdu.";
pub const MERGE_WITH: &str = "Demandes ouvertes du même établissement";
pub const MERGE_SAVE: &str = "Réunir les demandes";
pub const MERGE_NEEDS: &str = "Choisissez la demande qui reste.";
pub const MERGED: &str = "Enregistré\u{a0}: les deux demandes sont réunies.";
pub const MORE: &str = "Afficher la suite";
pub const HIGH: &str = "Empêche la classe";

/// How many there are.
pub fn shown(tickets: usize) -> String {
    count(tickets, "demande", "demandes")
}

/// How many other requests of the site are open.
pub fn others(open: usize) -> String {
    count(open, "autre demande ouverte ici", "autres demandes ouvertes ici")
}
