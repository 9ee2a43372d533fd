//! The choice of a quarter, shared by the screens that show one.

use crate::context::{App, use_app};
use crate::text::coverage as words;
use leptos::prelude::*;
use shared::day::Quarter;
use shared::id::QuarterId;

/// The chosen quarter, or that of today.
pub(super) fn quarter_of(app: App, chosen: RwSignal<Option<QuarterId>>) -> Memo<Option<Quarter>> {
    Memo::new(move |_| {
        let chosen = chosen.get();
        app.read(|replica| {
            let calendar = replica.view().calendar();
            let chosen = chosen.and_then(|id| calendar.quarter(&id).cloned());
            chosen.or_else(|| calendar.current_quarter(app.today()).cloned())
        })
    })
}

/// Every quarter of the calendar, to choose from.
#[component]
pub(super) fn QuarterChoice(
    chosen: RwSignal<Option<QuarterId>>,
    quarter: Memo<Option<Quarter>>,
) -> impl IntoView {
    let app = use_app();
    let options = move || {
        let calendar = app.read(|replica| replica.view().calendar());
        let current = quarter.get().map(|quarter| quarter.id);
        let option = |quarter: &Quarter| {
            let selected = Some(&quarter.id) == current.as_ref();
            view! {
                <option value=quarter.id.to_string() selected=selected>
                    {words::quarter(quarter)}
                </option>
            }
        };
        calendar.quarters.iter().map(option).collect_view()
    };
    let choose = move |event| chosen.set(Some(QuarterId(event_target_value(&event))));
    view! {
        <label class="field-inline">
            <span>{words::QUARTER}</span>
            <select on:change=choose>{options}</select>
        </label>
    }
}
