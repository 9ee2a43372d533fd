//! Words of «Pour commencer».

use super::count;
use shared::first_day::Step;

pub const TITLE: &str = "Pour commencer";
pub const INTRO: &str = "D’une base vide à un trimestre publié. Chaque étape ouvre l’écran où elle \
     se fait\u{a0}; revenez ici pour la suivante.";
pub const DONE: &str = "Fait";
pub const MISSING: &str = "À faire";
pub const LATER: &str = "Plus tard";
pub const OPTIONAL: &str = "facultatif";
pub const READY: &str = "Tout ce qu’il faut est fait\u{a0}: le trimestre est publié.";

/// What a step is called.
pub fn name(step: Step) -> &'static str {
    match step {
        Step::Calendar => "Calendrier scolaire",
        Step::Schools => "Écoles",
        Step::Weeks => "Demi-journées d’ouverture",
        Step::Technicians => "Techniciens",
        Step::StartingPoints => "Points de départ",
        Step::Fleet => "Matériel",
        Step::Plan => "Planning du trimestre",
        Step::Publication => "Publication",
        Step::Tablets => "Tablettes des écoles",
    }
}

/// How it is done.
pub fn how(step: Step) -> &'static str {
    match step {
        Step::Calendar => {
            "Importez le calendrier publié par le ministère (CSV ou .ics)\u{a0}; la zone se \
             choisit dans «\u{a0}Réglages\u{a0}». Il donne les vacances et les trimestres."
        }
        Step::Schools => {
            "Importez l’annuaire publié par le ministère, filtré par vos communes (codes INSEE)."
        }
        Step::Weeks => {
            "L’annuaire ne dit pas si l’école est ouverte le mercredi\u{a0}: dans «\u{a0}Couverture\
             \u{a0}», cherchez une commune, puis changez les demi-journées de toutes ses écoles."
        }
        Step::Technicians => "Créez un compte par technicien, avec ses demi-journées travaillées.",
        Step::StartingPoints => {
            "Donnez à chaque technicien l’endroit où commence sa journée\u{a0}: sans lui, la route \
             est comptée depuis le milieu des écoles."
        }
        Step::Fleet => "Importez l’inventaire (export CSV de GLPI, ou tableau).",
        Step::Plan => "Préparez le planning\u{a0}: une demi-journée pour chaque école.",
        Step::Publication => "Publiez le planning\u{a0}: techniciens et écoles le voient alors.",
        Step::Tablets => {
            "Créez un code d’activation par école, pour qu’elle signale et suive ses demandes."
        }
    }
}

/// What there is of it.
pub fn there(step: Step, many: usize) -> String {
    match step {
        Step::Calendar => count(many, "trimestre à venir", "trimestres à venir"),
        Step::Schools | Step::Weeks => count(many, "école", "écoles"),
        Step::Technicians | Step::StartingPoints => count(many, "technicien", "techniciens"),
        Step::Fleet => count(many, "appareil", "appareils"),
        Step::Plan | Step::Publication => count(many, "passage", "passages"),
        Step::Tablets => count(many, "école équipée", "écoles équipées"),
    }
}

/// What is missing of it; blank when that cannot be said in numbers.
pub fn lacking(step: Step, many: usize) -> String {
    match (step, many) {
        (_, 0) => String::new(),
        (Step::Weeks, many) => count(
            many,
            "école dite ouverte le mercredi matin\u{a0}: à vérifier",
            "écoles dites ouvertes le mercredi matin\u{a0}: à vérifier",
        ),
        (Step::StartingPoints, many) => {
            count(many, "technicien sans point de départ", "techniciens sans point de départ")
        }
        (Step::Publication, many) => count(many, "passage à publier", "passages à publier"),
        (_, many) => many.to_string(),
    }
}

/// The way to the list, where something is missing.
pub fn link(missing: usize) -> String {
    format!("{TITLE}\u{a0}: {}", count(missing, "étape manque", "étapes manquent"))
}
