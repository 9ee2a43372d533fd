//! A stretch of half-days, typed.

use crate::parts::{FormEntry, TextField};
use crate::screens::form::Form;
use crate::text::planning as words;
use leptos::prelude::*;
use shared::day::{Day, Half, HalfDay};

/// From a half-day to another.
#[derive(Clone, Copy)]
pub(super) struct Period {
    form: Form,
    first: FormEntry<String>,
    first_half: RwSignal<Half>,
    last: FormEntry<String>,
    last_half: RwSignal<Half>,
}

impl Period {
    /// The period of a form.
    pub(super) fn of(form: Form) -> Self {
        Self {
            form,
            first: form.text("first", "").required(),
            first_half: form.holds("first_half", Half::Morning),
            last: form.text("last", "").required(),
            last_half: form.holds("last_half", Half::Afternoon),
        }
    }

    /// Returns the period that was typed; `None`, with an error at its end, if it is none.
    pub(super) fn taken(self) -> Option<(HalfDay, HalfDay)> {
        let period = self.slots();
        if period.is_none() {
            self.form.refuse(self.last, words::BAD_DATES);
        }
        period
    }

    fn slots(self) -> Option<(HalfDay, HalfDay)> {
        let day = |text: FormEntry<String>| text.value.get_untracked().parse::<Day>().ok();
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

#[component]
fn DayChoice(label: &'static str, day: FormEntry<String>, half: RwSignal<Half>) -> impl IntoView {
    let options = Half::BOTH.map(|option| {
        let value = (option as u8).to_string();
        let word = shared::words::half(option);
        view! { <option value=value prop:selected=move || half.get() == option>{word}</option> }
    });
    let choose = move |event| {
        let afternoon = event_target_value(&event) == "1";
        half.set(if afternoon { Half::Afternoon } else { Half::Morning });
    };
    let half_label = format!("{label}, {}", words::HALF_DAY);
    view! {
        <div class="field-pair">
            <TextField label=label kind="date" value=day/>
            <select aria-label=half_label on:change=choose>{options}</select>
        </div>
    }
}
