//! The table of loans, with how well each unit is used.

use super::{date, place};
use shared::campaign::CampaignKind;
use shared::day::{Day, paris_day};
use shared::loan::between::{is_late, use_of};
use shared::loan::{LoanDays, words as loan_words};
use shared::row::State;
use shared::supply::{LegKind, Supply};
use std::sync::Arc;

/// The school days of which the use is counted: from the first quarter of the calendar that is
/// not over a year ago, to today.
fn counted(state: &State, today: Day) -> Option<LoanDays> {
    let calendar = state.calendar();
    let year_ago = today - chrono::Duration::days(365);
    let mut firsts = calendar.quarters.iter().map(|quarter| quarter.first);
    let first = firsts.find(|first| *first >= year_ago && *first <= today)?;
    Some(LoanDays::new(first, today))
}

/// One line a loan, the latest days first.
pub(super) fn lines(state: &State, today: Day) -> Vec<Vec<String>> {
    let is_loan = |supply: &&Arc<Supply>| supply.kind == CampaignKind::Loan;
    let mut loans: Vec<_> = state.supplies.values().filter(is_loan).collect();
    loans.sort_by_key(|loan| (std::cmp::Reverse(loan.period), loan.id));
    let counted = counted(state, today);
    loans.into_iter().map(|loan| line(state, loan, counted, today)).collect()
}

fn line(state: &State, loan: &Supply, counted: Option<LoanDays>, today: Day) -> Vec<String> {
    let (name, commune) = place(state, &loan.site);
    let day = |day: Option<Day>| day.map(date).unwrap_or_default();
    let on = |kind| {
        let done = loan.legs.iter().find(|leg| leg.kind == kind)?.done()?;
        Some(paris_day(done.when.corrected_ms()))
    };
    let late = loan.period.filter(|_| is_late(loan, today));
    let late = late.map(|days| (today - days.last).num_days().to_string());
    let (used, all) = counted.map_or((0, 0), |days| use_of(state, &loan.unit, days));
    let percent = (used * 100).checked_div(all).map(|percent| percent.to_string());
    vec![
        loan.lines.first().map(|line| line.label.clone()).unwrap_or_default(),
        loan.unit.clone(),
        loan.site.to_string(),
        name,
        commune,
        day(loan.period.map(|days| days.first)),
        day(loan.period.map(|days| days.last)),
        loan_words::loan(loan.state).to_owned(),
        day(on(LegKind::Deliver)),
        day(on(LegKind::TakeBack)),
        late.unwrap_or_default(),
        used.to_string(),
        all.to_string(),
        percent.unwrap_or_default(),
    ]
}
