//! The course of a quarter or of its school year, step by step: what the plots of the dashboard
//! show.

use crate::export::cells::{amount, date};
use shared::course::{Step, course, year_of};
use shared::day::Day;
use shared::id::QuarterId;
use shared::row::State;

/// Returns a line for each week, or for each month of a year.
pub(super) fn lines(
    state: &State,
    of: Option<&QuarterId>,
    whole: bool,
    today: Day,
) -> Vec<Vec<String>> {
    let calendar = state.calendar();
    let asked = of.map_or_else(|| calendar.current_quarter(today), |id| calendar.quarter(id));
    let Some(quarter) = asked else {
        return Vec::new();
    };
    let (first, last) = match whole {
        true => year_of(&calendar, quarter),
        false => (quarter.first, quarter.last),
    };
    course(state, first, last, today).iter().map(line).collect()
}

fn line(step: &Step) -> Vec<String> {
    vec![
        date(step.first),
        date(step.last),
        step.given.to_string(),
        step.reported.to_string(),
        step.open.to_string(),
        step.waited.map_or_else(String::new, |days| days.to_string()),
        step.kilometres.to_string(),
        step.avoided.to_string(),
        step.asked.to_string(),
        step.delivered.to_string(),
        step.lent.to_string(),
        step.held.to_string(),
        amount(step.paid),
    ]
}
