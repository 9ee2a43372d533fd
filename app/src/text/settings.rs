//! Words of «Réglages».

use super::outbox::Told;
use shared::row::State;
use shared::settings::{Act, DelayStage};

pub const TITLE: &str = "Réglages";
pub const AUTHORITY: &str = "Nom de la collectivité";
pub const AUTHORITY_HINT: &str = "Il figure en tête des comptes rendus.";
pub const CLOSE_AFTER: &str = "Clore une demande résolue après";
pub const CLOSE_AFTER_HINT: &str = "en jours d’école sans réponse";
pub const RESERVE: &str = "Demi-journées gardées libres";
pub const RESERVE_HINT: &str = "en pour cent de chaque semaine, de 0 à 50\u{a0}; pour les urgences";
pub const CHECKLIST: &str = "Liste de contrôle d’un passage";
pub const CHECKLIST_HINT: &str = "Une ligne par point à vérifier. Les passages déjà commencés \
     gardent \
     ce qui y est coché.";
pub const TOPICS: &str = "Formations";
pub const TOPICS_HINT: &str = "Une ligne par formation qui peut être demandée avant une livraison. \
     Corriger les mots d’une ligne garde ce qui est attesté\u{a0}; une ligne de plus est une \
     nouvelle formation.";
pub const COMMUNES: &str = "Communes de la collectivité (codes INSEE)";
pub const COMMUNES_HINT: &str = "séparés par des espaces\u{a0}; vide\u{a0}: toutes. Elles filtrent \
     l’import des écoles.";
pub const REMEDIES: &str = "Conseils avant de signaler";
pub const REMEDIES_HINT: &str = "Une phrase par sujet, montrée à l’école quand elle le choisit, \
     par exemple «\u{a0}Vérifiez que la prise est bien enfoncée\u{a0}». Vide\u{a0}: rien n’est \
     montré.";
pub const TARGETS: &str = "Délais visés";
pub const TARGETS_HINT: &str = "Jours d’école depuis le signalement, de 1 à 400. Ils ne courent \
     pas pendant que l’école, une pièce ou le prestataire est attendu.";
pub const NUMBER: &str = "Écrivez un nombre entier.";
pub const SAVE: &str = "Enregistrer";
pub const SAVING: &str = "Enregistrement…";
pub const SAID: &str = "Enregistré\u{a0}: les réglages sont changés.";
pub const CALENDAR: &str = "Calendrier";
pub const ZONE: &str = "Zone des vacances scolaires";
pub const NEEDS_ZONE: &str = "Choisissez la zone de vos écoles.";
pub const BAD_QUARTER: &str = "Indiquez un premier et un dernier jour, dans l’ordre.";
pub const SAVE_CALENDAR: &str = "Enregistrer le calendrier";
pub const SAID_CALENDAR: &str = "Enregistré\u{a0}: le calendrier est changé. Si la zone a changé, \
     importez aussi les vacances de la nouvelle zone.";
pub const KEPT: &str = "Ce qui est gardé";
pub const KEPT_INTRO: &str = "Les durées sont appliquées par la commande «\u{a0}tournee \
     purge\u{a0}» du \
     serveur, qui en laisse une preuve.";

impl Told for Act {
    fn told(&self, _: &State) -> String {
        match self {
            Act::ChangeSettings { .. } => "Réglages".into(),
        }
    }

    fn typed(&self) -> Vec<&str> {
        match self {
            Act::ChangeSettings { .. } => Vec::new(),
        }
    }
}

/// The targets of a stage.
pub fn targets(stage: DelayStage) -> &'static str {
    match stage {
        DelayStage::Sorted => "Triée par la planification",
        DelayStage::Visited => "Prise en main sur place",
        DelayStage::Answered => "Résolue",
    }
}

/// The field of the target of an urgency.
pub fn target(urgency: &str) -> String {
    format!("{urgency}\u{a0}: en jours d’école")
}

/// «Zone A».
pub fn zone(letter: &str) -> String {
    format!("Zone {letter}")
}

/// The first day of a quarter.
pub fn first_day(quarter: &str) -> String {
    format!("{quarter}\u{a0}: premier jour")
}

/// The last day of a quarter.
pub fn last_day(quarter: &str) -> String {
    format!("{quarter}\u{a0}: dernier jour")
}
