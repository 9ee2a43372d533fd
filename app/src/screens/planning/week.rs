//! Which part of the quarter the board shows: a week, or all that is to come.

use super::Desk;
use super::grid::monday;
use crate::text::{self, planning as words};
use leptos::prelude::*;
use shared::day::{Day, Quarter};
use shared::row::State;

/// The Mondays of the weeks of a quarter in which there is school.
pub(super) fn weeks(state: &State, quarter: &Quarter) -> Vec<Day> {
    let days = state.calendar().school_days(quarter.first, quarter.last);
    let mut mondays: Vec<_> = days.into_iter().map(monday).collect();
    mondays.dedup();
    mondays
}

/// The week that is shown at first: that of today, the next one from Saturday on.
pub(super) fn first_week(weeks: &[Day], today: Day) -> Option<Day> {
    let is_over = |monday: &Day| *monday + chrono::Days::new(4) < today;
    weeks.iter().find(|monday| !is_over(monday)).or(weeks.last()).copied()
}

/// The week that is shown, those beside it, and the whole quarter.
#[component]
pub(super) fn WeekChoice(desk: Desk) -> impl IntoView {
    let weeks = Memo::new(move |_| {
        let quarter = desk.quarter.get();
        quarter.map_or(Vec::new(), |quarter| desk.app.read(|r| weeks(r.view(), &quarter)))
    });
    let beside = move |step: isize| {
        let shown = desk.shown.get()?;
        weeks.with(|weeks| {
            let at = weeks.iter().position(|monday| *monday == shown)?;
            weeks.get(at.checked_add_signed(step)?).copied()
        })
    };
    let turn = move |step| {
        move |_| {
            if let Some(monday) = untrack(|| beside(step)) {
                desk.show_week(monday);
            }
        }
    };
    let title = move || desk.shown.get().map(|monday| words::week(&text::day_long(monday)));
    let is_whole = move || desk.whole.get().is_some();
    let toggle = move |_| {
        let whole = desk.whole.get_untracked().is_some();
        desk.set_whole.set((!whole).then(|| words::WHOLE_WORD.to_owned()));
    };
    view! {
        <div class="actions plan-weeks">
            <button
                type="button"
                class="button secondary small"
                aria-label=words::WEEK_BEFORE
                disabled=move || is_whole() || beside(-1).is_none()
                on:click=turn(-1)
            >
                <span aria-hidden="true">"←"</span>
            </button>
            <strong aria-live="polite">
                {move || if is_whole() { Some(words::WHOLE.to_owned()) } else { title() }}
            </strong>
            <button
                type="button"
                class="button secondary small"
                aria-label=words::WEEK_AFTER
                disabled=move || is_whole() || beside(1).is_none()
                on:click=turn(1)
            >
                <span aria-hidden="true">"→"</span>
            </button>
            <button
                type="button"
                class="button quiet small"
                aria-pressed=move || is_whole().to_string()
                on:click=toggle
            >
                {words::WHOLE}
            </button>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn on_a_sunday_the_week_to_come_is_shown() {
        let day = |text: &str| text.parse::<Day>().expect("a day");
        let weeks = ["2026-11-23", "2026-11-30", "2026-12-07"].map(day);
        let first = |today| first_week(&weeks, day(today));
        assert_eq!(first("2026-11-27"), Some(day("2026-11-23")), "a Friday");
        assert_eq!(first("2026-11-29"), Some(day("2026-11-30")), "a Sunday");
        assert_eq!(first("2027-01-30"), Some(day("2026-12-07")), "over");
        assert_eq!(first_week(&[], day("2026-11-29")), None);
    }
}
