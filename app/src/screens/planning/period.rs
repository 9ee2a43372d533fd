//! A stretch of half-days, typed.

use crate::text::planning as words;
use leptos::prelude::*;
use shared::day::{Day, Half, HalfDay};

/// From a half-day to another.
#[derive(Clone, Copy)]
pub(super) struct Period {
    first: RwSignal<String>,
    first_half: RwSignal<Half>,
    last: RwSignal<String>,
    last_half: RwSignal<Half>,
    problem: RwSignal<bool>,
}

impl Period {
    pub(super) fn new() -> Self {
        Self {
            first: RwSignal::new(String::new()),
            first_half: RwSignal::new(Half::Morning),
            last: RwSignal::new(String::new()),
            last_half: RwSignal::new(Half::Afternoon),
            problem: RwSignal::new(false),
        }
    }

    /// Returns the period that was typed; `None`, with an error in the form, if it is none.
    pub(super) fn taken(self) -> Option<(HalfDay, HalfDay)> {
        let period = self.slots();
        self.problem.set(period.is_none());
        period
    }

    fn slots(self) -> Option<(HalfDay, HalfDay)> {
        let day = |text: RwSignal<String>| text.get_untracked().parse::<Day>().ok();
        let first = HalfDay { day: day(self.first)?, half: self.first_half.get_untracked() };
        let last = HalfDay { day: day(self.last)?, half: self.last_half.get_untracked() };
        (first <= last).then_some((first, last))
    }
}

/// Its fields.
#[component]
pub(super) fn PeriodFields(period: Period) -> impl IntoView {
    view! {
        <DayChoice label=words::FIRST day=period.first half=period.first_half/>
        <DayChoice label=words::LAST day=period.last half=period.last_half/>
    }
}

/// The error.
#[component]
pub(super) fn PeriodProblem(period: Period) -> impl IntoView {
    view! {
        <Show when=move || period.problem.get()>
            <p class="error" role="alert">{words::BAD_DATES}</p>
        </Show>
    }
}

#[component]
fn DayChoice(label: &'static str, day: RwSignal<String>, half: RwSignal<Half>) -> impl IntoView {
    let options = Half::BOTH.map(|option| {
        let value = (option as u8).to_string();
        let selected = half.get_untracked() == option;
        let word = shared::words::half(option);
        view! { <option value=value selected=selected>{word}</option> }
    });
    let choose = move |event| {
        let afternoon = event_target_value(&event) == "1";
        half.set(if afternoon { Half::Afternoon } else { Half::Morning });
    };
    let half_label = format!("{label}, {}", words::HALF_DAY);
    view! {
        <div class="field-pair">
            <label class="field">
                <span>{label}</span>
                <input
                    type="date"
                    required
                    prop:value=move || day.get()
                    on:input=move |event| day.set(event_target_value(&event))
                />
            </label>
            <select aria-label=half_label on:change=choose>{options}</select>
        </div>
    }
}
