//! Words of «À prévenir»: the letters to schools; of a school's consent to mails.

use super::{count, date};
use shared::tell::{LetterLine, LetterState};

pub const TITLE: &str = "À prévenir";
pub const INTRO: &str = "Chaque école est prévenue de ses passages publiés, déplacés ou annulés, \
     et des réponses à ses demandes. Ce qui est décidé en quelques minutes part en une seule \
     lettre.";
pub const NO_RELAY: &str = "Aucun relais de courrier n’est réglé sur ce serveur\u{a0}: rien ne \
     part par courriel. Imprimez les lettres.";
pub const LOADING: &str = "Lecture des lettres…";
pub const REFRESH: &str = "Actualiser";
pub const NONE: &str = "Aucune lettre pour l’instant.";
pub const PRINT: &str = "Imprimer les lettres";
pub const PRINTED: &str = "Marquer comme imprimées";
pub const SAID_PRINTED: &str = "Les lettres sont marquées comme imprimées.";
pub const RETRY: &str = "Réessayer";
pub const SAID_RETRIED: &str = "La lettre part au prochain envoi.";
pub const CAPTION: &str = "Lettres aux écoles, la plus récente d’abord";
pub const SITE: &str = "École";
pub const SUBJECT: &str = "Objet";
pub const STATE: &str = "État";
pub const ACTION: &str = "Action";

pub const CONSENT: &str = "Courriels";
pub const CONSENT_TEXT: &str = "Recevoir par courriel les dates de passage et les réponses";
pub const ACCEPT: &str = "Recevoir des courriels";
pub const REFUSE: &str = "Ne plus recevoir de courriels";
pub const SAID_ACCEPTED: &str = "L’école sera prévenue par courriel.";
pub const SAID_REFUSED: &str = "L’école ne recevra plus de courriels.";

/// Whether a school takes mails, and at which address.
pub fn consent(accepted: bool, mail: &str) -> String {
    match (accepted, mail) {
        (false, _) => format!("{CONSENT_TEXT}\u{a0}: non."),
        (true, "") => format!("{CONSENT_TEXT}\u{a0}: oui, dès qu’une adresse est connue."),
        (true, mail) => format!("{CONSENT_TEXT}\u{a0}: oui, à {mail}."),
    }
}

/// How many letters there are, and how many wait for somebody.
pub fn letters(all: usize, waiting: usize) -> String {
    let all = count(all, "lettre", "lettres");
    match waiting {
        0 => all,
        waiting => format!("{all}, dont {waiting} à reprendre ou à imprimer"),
    }
}

/// Where a letter stands.
pub fn state(line: &LetterLine, relay: bool) -> String {
    let at = date::moment(line.at);
    let to = line.address.as_deref().unwrap_or_default();
    match line.state {
        LetterState::Open | LetterState::Ready if !relay => "à imprimer".into(),
        LetterState::Open => "attend d’autres nouvelles".into(),
        LetterState::Ready => "attend le prochain envoi".into(),
        LetterState::Sending => "part en ce moment".into(),
        LetterState::Sent => format!("envoyée à {to}, {at}"),
        LetterState::Printed => format!("imprimée, {at}"),
        LetterState::Refused => format!("refusée par le relais, {at}"),
        LetterState::Unaddressed => "pas d’adresse publiée\u{a0}: à imprimer".into(),
        LetterState::Stale => "trop ancienne pour partir d’elle-même".into(),
        LetterState::Held => {
            "d’avant une restauration\u{a0}: peut-être déjà envoyée, à vérifier".into()
        }
    }
}
