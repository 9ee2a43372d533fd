//! Words of the import of another device's unsent commands.

use super::{count, date};
use shared::handover::Handover;
use shared::history::HandedBy;

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
     droits\u{a0}; l’historique dit que vous les avez remises. Si l’appareil \
     réapparaît, rien ne sera compté deux fois.";
pub const IMPORT: &str = "Importer";
pub const IMPORTING: &str = "Envoi au serveur…";
pub const SOMEBODY: &str = "quelqu’un qui n’est plus connu ici";
pub const REFUSED: &str = "refusée\u{a0}:";

pub const RECEIVED: &str = "Saisies de collègues";
pub const RECEIVED_HINT: &str = "Un collègue n’a plus de réseau ou de batterie\u{a0}? Il touche \
     «\u{a0}Confier mes saisies\u{a0}» et vous donne le fichier\u{a0}; elles partiront d’ici, à \
     son nom.";
pub const RECEIVE: &str = "Recevoir les saisies d’un collègue";
pub const TAKE: &str = "Les prendre en charge";
pub const TAKEN: &str = "Gardées sur cet appareil. Elles partent au nom de leur auteur dès qu’il y \
     a du réseau.";
pub const NO_SUCH_FILE: &str = "Ce fichier ne vient pas de «\u{a0}Confier mes saisies\u{a0}». \
     Demandez-le de nouveau à votre collègue.";
pub const EMPTY_FILE: &str = "Ce fichier ne contient aucune saisie\u{a0}: tout était déjà parti.";
pub const CARRIED: &str = "à remettre au serveur";
pub const REFUSED_HINT: &str = "Elle reste sur l’appareil de votre collègue. Dites-lui, ou à un \
     répartiteur, qu’elle n’a pas pu être remise.";

/// «confiée par Amina Rey».
pub fn from(name: &str) -> String {
    format!("confiée par {}", if name.is_empty() { SOMEBODY } else { name })
}

/// «3 saisies de collègues remises au serveur».
pub fn handed_in(many: usize) -> String {
    let told = count(many, "saisie de collègue remise", "saisies de collègues remises");
    format!("{told} au serveur.")
}

/// A line of a history, with the name of who handed it in.
pub fn with_bearer(told: String, handed: Option<&HandedBy>) -> String {
    match handed {
        None => told,
        Some(by) if by.proven => format!("{told} (remis par {})", by.name),
        Some(by) => format!("{told} (remis par {}, sans la preuve de l’appareil)", by.name),
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;
    use shared::id::AccountId;
    use uuid::Uuid;

    const NOBODY: AccountId = AccountId(Uuid::nil());

    #[test]
    fn a_line_names_its_bearer_and_says_when_the_proof_is_missing() {
        let by = |proven| HandedBy { account: NOBODY, name: "Ali".into(), proven };
        let line = |handed: Option<HandedBy>| with_bearer("Léa a signalé.".into(), handed.as_ref());
        assert_eq!(line(None), "Léa a signalé.");
        assert_eq!(line(Some(by(true))), "Léa a signalé. (remis par Ali)");
        let bare = "Léa a signalé. (remis par Ali, sans la preuve de l’appareil)";
        assert_eq!(line(Some(by(false))), bare);
    }
}
