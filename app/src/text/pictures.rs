//! Words of the plots of «Tableau de bord».

use super::date;
use super::statements::decimal;
use shared::article::Pot;
use shared::budget::postings::Column;
use shared::course::Step;
use shared::day::Day;
use shared::money::Cents;
use shared::words;

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
pub const LENT: &str = "Prêts remis";
pub const HELD: &str = "Formations et animations tenues";
pub const PAID: &str = "Payé, en euros TTC";
pub const PRINT: &str = "Imprimer";
pub const EXPORTS: &str = "Exporter l’évolution";
pub const BUDGET: &str = "Budget par ligne";
pub const BUDGET_HINT: &str = "La barre montre ce qui est engagé, le trait ce qui est voté.";
pub const LINE: &str = "Ligne";
pub const COLUMNS: [Column; 3] = [Column::Voted, Column::Committed, Column::Paid];
/// The name of the export of the quarter, and of the year.
pub const EXPORT: [&str; 2] = ["evolution", "evolution-annee"];

/// The heading of the plot of the budget.
pub fn budget(year: u16) -> String {
    format!("{BUDGET}, {year}")
}

/// The name of a line of the annex in its section.
pub fn line(code: &str, label: &str, pot: Pot) -> String {
    format!("{code} {label}, {}", words::pot(pot))
}

/// What the bar of a line says.
pub fn committed(committed: Cents, voted: Cents) -> String {
    let (taken, given) = (
        words::agree(committed.0, 2, "engagé", "engagés"),
        words::agree(voted.0, 2, "voté", "votés"),
    );
    format!("{committed} {taken} sur {voted} {given}")
}

/// What an export is called by those who do not see where it stands.
pub fn export(format: &str) -> String {
    format!("{EXPORTS} en {format}")
}

/// What the export of the budget is called by those who do not see where it stands.
pub fn export_budget(year: u16, format: &str) -> String {
    format!("{} en {format}", budget(year))
}

/// The name of a step.
pub fn step(step: &Step) -> String {
    date::day(step.first)
}

/// A number, of which that many of the last digits are decimals.
pub fn number(value: Option<i64>, scale: u8) -> String {
    value.map_or_else(|| "–".into(), |value| decimal(value, scale))
}

/// What a plot says in words: where it begins, its top, where it ends.
pub fn said(title: &str, values: &[(Day, Option<i64>)], scale: u8) -> String {
    let known = || values.iter().filter_map(|(day, value)| Some((*day, (*value)?)));
    let (Some(first), Some(last)) = (known().next(), known().next_back()) else {
        return format!("{title}\u{a0}: aucun nombre.");
    };
    let most = known().max_by_key(|(_, value)| *value).unwrap_or(last);
    let of =
        |(day, value): (Day, i64)| format!("{} le {}", number(Some(value), scale), date::day(day));
    format!("{title}\u{a0}: {}, {}, au plus {}.", of(first), of(last), of(most))
}
