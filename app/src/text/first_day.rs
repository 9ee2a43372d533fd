//! Words of «Pour commencer».

use super::count;
use shared::first_day::FirstDayStep;

pub const TITLE: &str = "Pour commencer";
pub const INTRO: &str = "D’une base vide à un trimestre publié. Chaque étape ouvre l’écran où elle \
     se fait\u{a0}; revenez ici pour la suivante.";
pub const DONE: &str = "Fait";
pub const MISSING: &str = "À faire";
pub const LATER: &str = "Plus tard";
pub const OPTIONAL: &str = "facultatif";
pub const READY: &str = "Tout ce qu’il faut est fait\u{a0}: le trimestre est publié.";

/// What a step is called.
pub fn name(step: FirstDayStep) -> &'static str {
    match step {
        FirstDayStep::Calendar => "Calendrier scolaire",
        FirstDayStep::Schools => "Écoles",
        FirstDayStep::Weeks => "Demi-journées d’ouverture",
        FirstDayStep::Technicians => "Techniciens",
        FirstDayStep::StartingPoints => "Points de départ",
        FirstDayStep::Fleet => "Matériel",
        FirstDayStep::Plan => "Planning du trimestre",
        FirstDayStep::Publication => "Publication",
        FirstDayStep::Tablets => "Tablettes des écoles",
    }
}

/// How it is done.
pub fn how(step: FirstDayStep) -> &'static str {
    match step {
        FirstDayStep::Calendar => {
            "Importez le calendrier publié par le ministère (CSV ou .ics)\u{a0}; la zone se \
             choisit dans «\u{a0}Réglages\u{a0}». Il donne les vacances et les trimestres."
        }
        FirstDayStep::Schools => {
            "Importez l’annuaire publié par le ministère, filtré par vos communes (codes INSEE)."
        }
        FirstDayStep::Weeks => {
            "L’annuaire ne dit pas si l’école est ouverte le mercredi\u{a0}: dans «\u{a0}Couverture\
             \u{a0}», cherchez une commune, puis changez les demi-journées de toutes ses écoles."
        }
        FirstDayStep::Technicians => {
            "Créez un compte par technicien, avec ses demi-journées travaillées."
        }
        FirstDayStep::StartingPoints => {
            "Donnez à chaque technicien l’endroit où commence sa journée\u{a0}: sans lui, la route \
             est comptée depuis le milieu des écoles."
        }
        FirstDayStep::Fleet => "Importez l’inventaire (export CSV de GLPI, ou tableau).",
        FirstDayStep::Plan => "Préparez le planning\u{a0}: une demi-journée pour chaque école.",
        FirstDayStep::Publication => {
            "Publiez le planning\u{a0}: techniciens et écoles le voient alors."
        }
        FirstDayStep::Tablets => {
            "Créez un code d’activation par école, pour qu’elle signale et suive ses demandes."
        }
    }
}

/// What there is of it.
pub fn there(step: FirstDayStep, many: usize) -> String {
    match step {
        FirstDayStep::Calendar => count(many, "trimestre à venir", "trimestres à venir"),
        FirstDayStep::Schools | FirstDayStep::Weeks => count(many, "école", "écoles"),
        FirstDayStep::Technicians | FirstDayStep::StartingPoints => {
            count(many, "technicien", "techniciens")
        }
        FirstDayStep::Fleet => count(many, "appareil", "appareils"),
        FirstDayStep::Plan | FirstDayStep::Publication => count(many, "passage", "passages"),
        FirstDayStep::Tablets => count(many, "école équipée", "écoles équipées"),
    }
}

/// What is missing of it; blank when that cannot be said in numbers.
pub fn lacking(step: FirstDayStep, many: usize) -> String {
    match (step, many) {
        (_, 0) => String::new(),
        (FirstDayStep::Weeks, many) => count(
            many,
            "école dite ouverte le mercredi matin\u{a0}: à vérifier",
            "écoles dites ouvertes le mercredi matin\u{a0}: à vérifier",
        ),
        (FirstDayStep::StartingPoints, many) => {
            count(many, "technicien sans point de départ", "techniciens sans point de départ")
        }
        (FirstDayStep::Publication, many) => count(many, "passage à publier", "passages à publier"),
        (_, many) => many.to_string(),
    }
}

/// The way to the list, where something is missing.
pub fn link(missing: usize) -> String {
    format!("{TITLE}\u{a0}: {}", count(missing, "étape manque", "étapes manquent"))
}
