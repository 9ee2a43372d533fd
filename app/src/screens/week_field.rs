//! The ten half-days of an ordinary week, to tick.

use crate::text::week as words;
use leptos::prelude::*;
use shared::day::{Half, Week};

/// The half-days of a form.
#[component]
pub(super) fn WeekField(legend: &'static str, week: RwSignal<Week>) -> impl IntoView {
    let half_day = move |at: usize| {
        let half = Half::BOTH[at % 2];
        let toggle = move |event| {
            let open = event_target_checked(&event);
            week.update(|week| week.0[at] = open);
        };
        let name = words::half_day(at / 2, half);
        view! {
            <td>
                <input
                    type="checkbox"
                    aria-label=name
                    prop:checked=move || week.with(|week| week.0[at])
                    on:change=toggle
                />
            </td>
        }
    };
    let row = move |half: usize| {
        let cells = (0..5).map(|day| half_day(2 * day + half)).collect_view();
        let name = shared::words::half(Half::BOTH[half]);
        view! { <tr><th scope="row">{name}</th>{cells}</tr> }
    };
    let days = words::DAYS.map(|day| view! { <th scope="col">{day}</th> });
    view! {
        <fieldset class="week-field">
            <legend>{legend}</legend>
            <table>
                <thead><tr><td></td>{days}</tr></thead>
                <tbody>{row(0)}{row(1)}</tbody>
            </table>
        </fieldset>
    }
}
