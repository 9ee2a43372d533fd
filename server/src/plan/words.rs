//! The words of the public page.

use chrono::Datelike;
use shared::day::Day;
use shared::notice::Link;
use shared::words::MONTHS;

pub(super) const TITLE: &str = "Le plan Le Numérique à l’École";
pub(super) const SKIP: &str = "Aller au contenu";
pub(super) const PLAN: [&str; 4] = [
    "Le plan équipe les écoles du territoire et les aide à s’en servir.",
    "Chaque école et chaque unité d’enseignement reçoit une demi-journée de maintenance par \
     trimestre scolaire, sur place.",
    "Les écoles demandent de l’aide, commandent du petit matériel et font renouveler leurs \
     appareils avec une même application.",
    "Un nouvel équipement est remis quand la personne qui s’en sert a été formée.",
];
pub(super) const NEWS: &str = "Actualités";
pub(super) const NO_NEWS: &str = "Aucune actualité en ce moment.";
pub(super) const MORE: &str = "Les autres actualités sont dans le flux Atom.";
pub(super) const FIGURES: &str = "Chiffres";
pub(super) const NO_FIGURES: &str = "Aucun bilan public n’a encore été figé.";
pub(super) const CORRECTED: &str =
    "Ces chiffres corrigent et remplacent ceux publiés auparavant pour la même période.";
pub(super) const DEMONSTRATION: &str = "Démonstration : toutes les données sont fictives.";
pub(super) const FORMULA: &str = "Calcul";
pub(super) const EXCLUDES: &str = "Exclus";
pub(super) const FILES: &str = "Suivre et réutiliser";
pub(super) const ATOM: &str = "Actualités, flux Atom";
pub(super) const CALENDAR: &str = "Calendrier";
pub(super) const CSV: &str = "Chiffres en CSV";
pub(super) const JSON: &str = "Chiffres en JSON";
pub(super) const SHEET: &str = "Feuille à afficher";
pub(super) const APP: &str = "Ouvrir l’application";
pub(super) const ACCESSIBILITY: &str = "Accessibilité";
pub(super) const PRIVACY: &str = "Données personnelles";
pub(super) const LICENCE: &str = "Licence Ouverte 2.0 (Etalab)";
pub(super) const COLUMNS: [&str; 5] = ["indicateur", "valeur", "unite", "periode", "definition"];

/// «12 mars 2026».
pub(super) fn day(day: Day) -> String {
    let number = match day.day() {
        1 => "1er".to_owned(),
        number => number.to_string(),
    };
    format!("{number}\u{a0}{} {}", MONTHS[day.month0() as usize], day.year())
}

/// «Du 12 mars 2026 au 30 avril 2026».
pub(super) fn between(first: Day, last: Day) -> String {
    match first == last {
        true => format!("Le {}", day(first)),
        false => format!("Du {} au {}", day(first), day(last)),
    }
}

/// The words of a link of a notice; a school's own pages are opened in the application.
pub(super) fn link(link: Link) -> Option<(&'static str, &'static str)> {
    match link {
        Link::Orders | Link::Teachers | Link::Equipment => Some(("/", APP)),
        Link::Plan | Link::Unknown => None,
    }
}
