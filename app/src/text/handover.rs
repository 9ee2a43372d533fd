//! Words of the import of another device's unsent commands.

use super::{count, date};
use shared::handover::Handover;

pub const TITLE: &str = "Saisies non envoyées";
pub const LIST: &str = "Les saisies";
pub const KNOWN: &str = "déjà sur le serveur";
pub const NEW: &str = "à importer";
pub const UNREADABLE: &str = "Saisie d’une autre version de l’application";
pub const NOTHING_NEW: &str = "Tout ce que contient ce fichier est déjà sur le serveur\u{a0}: il \
     n’y a rien à importer.";
pub const ONLY_PHOTOS: &str = "Les saisies de ce fichier sont déjà sur le serveur\u{a0}; l’import \
     n’enverra que les photos qui y manquent.";
pub const UNDER_THEIR_NAME: &str = "Elles seront enregistrées au nom de leur auteur et avec ses \
     droits\u{a0}; l’historique du serveur note que vous les avez apportées. Si l’appareil \
     réapparaît, rien ne sera compté deux fois.";
pub const IMPORT: &str = "Importer";
pub const IMPORTING: &str = "Envoi au serveur…";
pub const SOMEBODY: &str = "quelqu’un qui n’est plus connu ici";
pub const REFUSED: &str = "refusée\u{a0}:";

/// The authors of the commands, and the day of the file.
pub fn whose(authors: &[(String, usize)], file: &Handover) -> String {
    let of =
        |(name, many): &(String, usize)| format!("{} de {name}", count(*many, "saisie", "saisies"));
    let all: Vec<String> = authors.iter().map(of).collect();
    let all = if all.is_empty() { "Aucune saisie".to_owned() } else { all.join(", ") };
    let device = match file.device_label.as_str() {
        "" => String::new(),
        label => format!(" ({label})"),
    };
    match file.exported_at {
        0 => format!("{all}{device}."),
        at => format!("{all}{device}, fichier du {}.", date::moment(at)),
    }
}

/// How many are known, how many are new.
pub fn counts(new: usize, known: usize) -> String {
    format!(
        "{}\u{a0}; {}.",
        count(new, "saisie à importer", "saisies à importer"),
        count(known, "déjà sur le serveur", "déjà sur le serveur")
    )
}

/// Photos and drawings of the file.
pub fn photos(here: usize, missing: usize) -> Option<String> {
    let here = (here > 0).then(|| count(here, "photo jointe", "photos jointes"));
    let missing = (missing > 0)
        .then(|| count(missing, "photo manque dans ce fichier", "photos manquent dans ce fichier"));
    match (here, missing) {
        (None, None) => None,
        (Some(one), None) | (None, Some(one)) => Some(format!("{one}.")),
        (Some(here), Some(missing)) => Some(format!("{here}\u{a0}; {missing}.")),
    }
}

/// Commands without a key that can be read.
pub fn lost(many: usize) -> String {
    format!(
        "{} dans ce fichier.",
        count(many, "saisie ne peut pas être lue", "saisies ne peuvent pas être lues")
    )
}

/// The result.
pub fn imported(taken: usize, refused: usize, photos_lost: usize) -> String {
    let mut told = format!("{} au serveur", count(taken, "saisie remise", "saisies remises"));
    if refused > 0 {
        told += &format!(", {}", count(refused, "refusée", "refusées"));
    }
    if photos_lost > 0 {
        told += &format!(", {}", count(photos_lost, "photo illisible", "photos illisibles"));
    }
    told + "."
}
