//! Weeks to choose from: as buttons in a grid, or as a list of sentences. Each button is named by
//! its sentence in both, so that they are a list to every reader.

use crate::text::borrow as words;
use leptos::prelude::*;
use shared::loan::LoanDays;
use shared::loan::between::GridWeek;

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

/// The weeks, with what is free in each, as a grid or as a list of sentences. One where nothing is
/// free can be chosen too: the school is told when it is.
#[component]
pub(super) fn Weeks(
    #[prop(into)] weeks: Signal<Vec<GridWeek>>,
    chosen: RwSignal<Option<LoanDays>>,
) -> impl IntoView {
    let as_list = RwSignal::new(false);
    let tab = move |list: bool, label: &'static str| {
        view! {
            <button
                type="button"
                class="button quiet small"
                aria-pressed=move || (as_list.get() == list).to_string()
                on:click=move |_| as_list.set(list)
            >
                {label}
            </button>
        }
    };
    let button = move |week: GridWeek| {
        let days = week.days;
        let is_chosen = move || chosen.get().is_some_and(|chosen| chosen.holds(days.first));
        let look =
            if week.free == 0 { "button secondary week full" } else { "button secondary week" };
        let said = move || match as_list.get() {
            true => view! { <span>{words::week(week)}</span> }.into_any(),
            false => view! {
                <span class="visually-hidden">{words::week(week)}</span>
                <span class="week-days" aria-hidden="true">{words::short_week(days)}</span>
                <span class="week-free" aria-hidden="true">{words::free(week.free)}</span>
            }
            .into_any(),
        };
        view! {
            <li>
                <button
                    type="button"
                    class=look
                    aria-pressed=move || is_chosen().to_string()
                    on:click=move |_| chosen.update(|chosen| *chosen = tapped(*chosen, days))
                >
                    {said}
                </button>
            </li>
        }
    };
    let look = move || if as_list.get() { "week-list plain" } else { "week-grid plain" };
    view! {
        <div class="toolbar" role="group" aria-label=words::SHOW>
            {tab(false, words::AS_GRID)} {tab(true, words::AS_LIST)}
        </div>
        <ul class=look>{move || weeks.get().into_iter().map(button).collect_view()}</ul>
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
