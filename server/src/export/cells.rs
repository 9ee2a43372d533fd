//! Values as they stand in the cells of an export.

use shared::day::Day;
use shared::id::SiteId;
use shared::money::Cents;
use shared::row::State;

/// A day: «12/03/2026».
pub(crate) fn date(day: Day) -> String {
    day.format("%d/%m/%Y").to_string()
}

/// Returns the name and the commune of a site.
pub(crate) fn place(state: &State, id: &SiteId) -> (String, String) {
    let site = state.sites.get(id);
    site.map_or_else(
        || (id.to_string(), String::new()),
        |site| (site.official_name().to_owned(), site.commune_name.clone()),
    )
}

/// An amount as a spreadsheet of France reads it: «126,47».
pub(crate) fn amount(cents: Cents) -> String {
    let sign = if cents.is_negative() { "-" } else { "" };
    let all = cents.0.unsigned_abs();
    format!("{sign}{},{:02}", all / 100, all % 100)
}
