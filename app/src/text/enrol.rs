//! Words of «Activer cet appareil».

use crate::device::{is_ipad, user_agent};

pub const TITLE: &str = "Activer cet appareil";
pub const INTRO: &str = "Le code d’activation vous est donné par les services de la \
     métropole. Il sert une seule fois, pendant dix minutes.";
pub const CODE: &str = "Code d’activation";
pub const CODE_HINT: &str = "8\u{a0}lettres ou chiffres, par exemple K7M2-QX4P";
pub const SUBMIT: &str = "Activer";
pub const SUBMITTING: &str = "Activation en cours…";
pub const MISSING: &str = "Saisissez les 8\u{a0}caractères du code.";
pub const WRONG: &str = "Ce code n’est pas le bon, a déjà servi ou n’est plus valable. Demandez-en \
     un nouveau.";
pub const WITH_ACCOUNT: &str = "J’ai un compte\u{a0}: me connecter";
pub const INSTALL_FIRST: &str = "Sur iPad et iPhone, installez d’abord l’application\u{a0}: \
     «\u{a0}Partager\u{a0}», puis «\u{a0}Sur l’écran d’accueil\u{a0}». Ouvrez-la de là et \
     activez-la ensuite\u{a0}: le navigateur efface après sept jours ce qui n’est pas installé.";

/// The name that this device gives itself, from the system and the browser.
pub fn device_label() -> String {
    let agent = user_agent();
    let named = |names: &[(&str, &'static str)], other: &'static str| {
        let found = names.iter().find(|(mark, _)| agent.contains(mark));
        found.map_or(other, |(_, name)| name)
    };
    let what = if is_ipad() {
        "iPad"
    } else {
        named(
            &[
                ("iPhone", "iPhone"),
                ("Android", "Android"),
                ("Windows", "Windows"),
                ("CrOS", "Chromebook"),
                ("Mac OS", "Mac"),
                ("Linux", "Linux"),
            ],
            "Appareil",
        )
    };
    let browser = named(
        &[("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")],
        "navigateur",
    );
    format!("{what}, {browser}")
}
