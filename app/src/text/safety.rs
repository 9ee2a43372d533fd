//! Words of «Sécurité du compte».

use super::date;
pub use super::sign_in::{CODE, CODE_HINT, WRONG_CODE};
use shared::api::OwnSession;
use shared::id::Millis;

pub const TITLE: &str = "Sécurité du compte";
pub const SESSIONS: &str = "Appareils connectés";
pub const END_OTHERS: &str = "Déconnecter les autres appareils";
pub const SAID_ENDED: &str = "Les autres appareils sont déconnectés.";
pub const FACTOR: &str = "Deuxième facteur";
pub const FACTOR_OFF: &str = "À chaque connexion, une application de codes (sur votre \
     téléphone) peut vous être demandée en plus du mot de passe. Qui trouve votre mot de passe \
     n’entre alors pas.";
pub const REQUIRED: &str = "Votre collectivité demande un deuxième facteur. Activez-le pour \
     continuer\u{a0}: vos saisies sont gardées sur cet appareil et partiront ensuite.";
pub const BEGIN: &str = "Activer le deuxième facteur";
pub const SCAN: &str = "Photographiez ce code avec votre application de codes, ou recopiez-y \
     la clé. Donnez ensuite le code de six chiffres qu’elle affiche.";
pub const QR: &str = "Clé du deuxième facteur, à photographier avec une application de codes";
pub const CONFIRM: &str = "Vérifier et activer";
pub const CODES: &str = "Le deuxième facteur est actif. Gardez ces codes de secours hors de \
     cet appareil\u{a0}: chacun remplace une fois l’application, le jour où vous ne l’avez \
     plus. Ils ne seront plus affichés.";
pub const END: &str = "Désactiver le deuxième facteur";
pub const SAID_OFF: &str = "Le deuxième facteur est désactivé.";
pub const OPEN: &str = "Appareils connectés et deuxième facteur";

/// An open session in a few words.
pub fn session(session: &OwnSession) -> String {
    let label = if session.label.is_empty() { "Appareil sans nom" } else { &session.label };
    if session.current { format!("{label} (cet appareil)") } else { label.to_owned() }
}

/// When a device was last in contact.
pub fn seen(at: Option<Millis>) -> String {
    match at {
        Some(at) => format!("dernier contact\u{a0}: {}", date::moment(at)),
        None => "aucun échange encore".into(),
    }
}

/// That it is on, and how many recovery codes are left.
pub fn factor_on(left: u32) -> String {
    let codes = match left {
        0 => "Il ne reste aucun code de secours".into(),
        1 => "Il reste un code de secours".into(),
        _ => format!("Il reste {left} codes de secours"),
    };
    format!("Le deuxième facteur est actif. {codes}.")
}

/// A long code in groups of four.
pub fn spaced(code: &str) -> String {
    let letters: Vec<char> = code.chars().collect();
    letters.chunks(4).map(String::from_iter).collect::<Vec<_>>().join(" ")
}
