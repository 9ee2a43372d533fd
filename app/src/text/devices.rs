//! Words of «Appareils».

use super::{count, date};
use shared::id::Millis;

pub const TITLE: &str = "Appareils";
pub const LOADING: &str = "Lecture de la liste des appareils…";
pub const REFRESH: &str = "Actualiser";
pub const NONE: &str =
    "Aucun appareil n’est encore activé. Créez un code pour la tablette d’une école.";
pub const MAKE_CODE: &str = "Créer un code d'activation";
pub const SITE: &str = "École ou unité d’enseignement";
pub const SITE_HINT: &str = "nom, commune ou code UAI";
pub const CHOOSE_SITE: &str = "Choisissez l’établissement dont la tablette sera activée.";
pub const CODE_INTRO: &str = "Sur la tablette, photographiez ce dessin, ou ouvrez Tournée, «\u{a0}\
     Activer cet appareil\u{a0}», et écrivez ce code. Il sert une seule fois.";
pub const QR: &str = "Code QR d’activation";
pub const DONE: &str = "Terminé";
pub const REVOKE: &str = "Révoquer";
pub const REVOKED: &str = "révoqué";
pub const REVOKE_TITLE: &str = "Révoquer cet appareil\u{a0}?";
pub const REVOKE_BODY: &str = "Il sera déconnecté à sa prochaine demande et ses données seront \
     effacées. Ce qu’il n’a pas envoyé reste sur lui et partira si vous l’admettez de nouveau.";
pub const KEEP: &str = "Ne rien changer";
pub const ADMIT: &str = "Admettre de nouveau";
pub const SAID_ADMITTED: &str = "L’appareil est admis de nouveau. Ce qui y attend partira dès \
     qu’il aura du réseau.";
pub const SAID_REVOKED: &str = "L’appareil est révoqué.";
pub const CAPTION: &str = "Appareils, le plus anciennement vu d’abord";
pub const DEVICE: &str = "Appareil";
pub const WHO: &str = "Compte";
pub const SEEN: &str = "Dernier contact";
pub const UNSENT: &str = "À envoyer";
pub const BUILD: &str = "Version";
pub const ACTION: &str = "Action";
pub const NEVER: &str = "jamais";
pub const SEARCH: &str = "Chercher un appareil";

/// The build of a device, and whether it is that of the device that shows it.
pub fn build(build: &str, own: &str) -> String {
    match build {
        "" => "inconnue".into(),
        _ if build == own => format!("{build}, comme cet appareil"),
        _ => format!("{build}, différente de cet appareil"),
    }
}

/// Until when a code works.
pub fn until(ms: Millis) -> String {
    format!("Valable jusqu’à {}.", date::hour(ms))
}

/// Last contact.
pub fn seen(at: Option<Millis>) -> String {
    at.map_or(NEVER.into(), date::moment)
}

/// «K7M2-QX4P».
pub fn spaced(code: &str) -> String {
    match code.is_char_boundary(4) && code.len() == 8 {
        true => format!("{}-{}", &code[..4], &code[4..]),
        false => code.to_owned(),
    }
}

/// How many devices there are.
pub fn devices(devices: usize) -> String {
    count(devices, "appareil", "appareils")
}
