//! Words of the plots of «Tableau de bord».

use super::date;
use super::statements::decimal;
use shared::course::Step;
use shared::day::Day;

pub const TITLE: &str = "Évolution";
pub const QUARTER: &str = "Le trimestre";
pub const YEAR: &str = "L’année scolaire";
pub const SPAN: &str = "Montrer";
pub const NOTHING: &str = "Rien ne s’est encore passé pendant cette période.";
pub const TABLE: &str = "Les nombres";
pub const STEP: &str = "Du";
pub const GIVEN: &str = "Demi-journées faites depuis le début";
pub const REPORTED: &str = "Demandes reçues";
pub const OPEN: &str = "Demandes ouvertes à la fin";
pub const WAITED: &str = "Attente moyenne des demandes ouvertes, en jours";
pub const KILOMETRES: &str = "Kilomètres faits";
pub const AVOIDED: &str = "Kilomètres évités, à part";
pub const ASKED: &str = "Commandes reçues";
pub const DELIVERED: &str = "Commandes remises";

/// The name of a step.
pub fn step(step: &Step) -> String {
    date::day(step.first)
}

/// A number of a table.
pub fn number(value: Option<u64>) -> String {
    value.map_or_else(|| "–".into(), |value| decimal(i64::try_from(value).unwrap_or(i64::MAX), 0))
}

/// What a plot says in words: where it begins, its top, where it ends.
pub fn said(title: &str, values: &[(Day, Option<u64>)]) -> String {
    let known = || values.iter().filter_map(|(day, value)| Some((*day, (*value)?)));
    let (Some(first), Some(last)) = (known().next(), known().next_back()) else {
        return format!("{title}\u{a0}: aucun nombre.");
    };
    let most = known().max_by_key(|(_, value)| *value).unwrap_or(last);
    format!(
        "{title}\u{a0}: {} le {}, {} le {}, au plus {} le {}.",
        number(Some(first.1)),
        date::day(first.0),
        number(Some(last.1)),
        date::day(last.0),
        number(Some(most.1)),
        date::day(most.0),
    )
}
