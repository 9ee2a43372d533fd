//! Weeks to choose from: as buttons in a grid, each said as a sentence, so that they are a list to
//! every reader.

use crate::text::borrow as words;
use leptos::prelude::*;
use shared::loan::LoanDays;
use shared::loan::between::Week;

/// The days after a tap on a week: it begins a choice, makes it longer to either side, or gives
/// the choice up when it is all of it.
pub(super) fn tapped(chosen: Option<LoanDays>, week: LoanDays) -> Option<LoanDays> {
    match chosen {
        Some(before) if before == week => None,
        // Inside what is chosen: it begins anew there.
        Some(before) if before.holds(week.first) => Some(week),
        Some(before) => {
            Some(LoanDays::new(before.first.min(week.first), before.last.max(week.last)))
        }
        None => Some(week),
    }
}

/// The weeks, with what is free in each; one where nothing is free cannot be chosen.
#[component]
pub(super) fn Weeks(
    #[prop(into)] weeks: Signal<Vec<Week>>,
    chosen: RwSignal<Option<LoanDays>>,
) -> impl IntoView {
    let button = move |week: Week| {
        let days = week.days;
        let is_chosen = move || chosen.get().is_some_and(|chosen| chosen.holds(days.first));
        view! {
            <li>
                <button
                    type="button"
                    class="button secondary"
                    aria-pressed=move || is_chosen().to_string()
                    disabled=week.free == 0
                    on:click=move |_| chosen.update(|chosen| *chosen = tapped(*chosen, days))
                >
                    {words::week(week)}
                </button>
            </li>
        }
    };
    view! {
        <ul class="choices-list plain">
            {move || weeks.get().into_iter().map(button).collect_view()}
        </ul>
        <p role="status">{move || chosen.get().map(words::chosen)}</p>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn week(first: &str, last: &str) -> LoanDays {
        LoanDays::new(first.parse().expect("a day"), last.parse().expect("a day"))
    }

    #[test]
    fn weeks_are_chosen_one_after_the_other() {
        let [first, second, third] = [
            week("2026-03-09", "2026-03-13"),
            week("2026-03-16", "2026-03-20"),
            week("2026-03-23", "2026-03-27"),
        ];
        let two = tapped(tapped(None, first), second);
        assert_eq!(two, Some(week("2026-03-09", "2026-03-20")));
        let three = tapped(two, third);
        assert_eq!(three, Some(week("2026-03-09", "2026-03-27")));
        assert_eq!(tapped(three, second), Some(second), "anew");
        assert_eq!(tapped(Some(second), second), None);
        assert_eq!(tapped(Some(second), first), Some(week("2026-03-09", "2026-03-20")));
    }
}
