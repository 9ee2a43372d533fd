//! The zone of the holidays, and the days of the quarters to come.

use crate::parts::{Choices, Failure, FormEntry, TextField};
use crate::screens::form::{Form, FormFrame};
use crate::text::settings as words;
use leptos::prelude::*;
use shared::calendar;
use shared::day::{Calendar, Day, Quarter};
use shared::{intake, zone};

/// A quarter with its two days, as text.
#[derive(Clone, Copy)]
struct Days {
    at: usize,
    first: FormEntry<String>,
    last: FormEntry<String>,
}

/// The form.
#[component]
pub(super) fn CalendarForm() -> impl IntoView {
    let form = Form::kept("calendar", "");
    let app = form.app;
    let (known, here) = app.read_now(|replica| {
        let here = zone::ZONES.into_iter().find(|one| *one == intake::zone(replica.view()));
        (replica.view().calendar(), here)
    });
    let zone = form.choice("zone", here.and_then(rank)).needs(words::NEEDS_ZONE);
    let today = app.today_now();
    let to_come = known.quarters.iter().enumerate().filter(|(_, quarter)| quarter.last >= today);
    let days: Vec<(Days, String)> = to_come
        .take(FIELDS.len())
        .zip(FIELDS)
        .map(|((at, quarter), (first, last))| {
            let days = Days {
                at,
                first: form.text(first, quarter.first.to_string()).required(),
                last: form.text(last, quarter.last.to_string()).required(),
            };
            (days, crate::text::coverage::quarter(quarter))
        })
        .collect();
    let fields = StoredValue::new(days.iter().map(|(days, _)| *days).collect::<Vec<_>>());
    let submit = move |()| {
        let mut calendar: Calendar = app.read_now(|r| (*r.view().calendar()).clone());
        let chosen = zone.value.get_untracked().and_then(|rank| zone::ZONES.get(rank));
        let Some(chosen) = chosen else { return };
        calendar.zone = (*chosen).to_owned();
        for days in fields.get_value() {
            match (day(days.first), day(days.last), calendar.quarters.get_mut(days.at)) {
                (Some(first), Some(last), Some(quarter)) if first <= last => {
                    *quarter = Quarter { first, last, ..quarter.clone() };
                }
                _ => return form.refuse(days.last, words::BAD_QUARTER),
            }
        }
        let command = calendar::Act::ImportCalendar { calendar };
        form.submit(command, words::SAID_CALENDAR, || ());
    };
    let zones: Vec<_> =
        zone::ZONES.iter().enumerate().map(|(rank, one)| (rank, words::zone(one))).collect();
    let line = |(days, name): (Days, String)| {
        view! {
            <div class="form-row">
                <TextField
                    label=words::first_day(&name)
                    kind="date"
                    value=days.first
                />
                <TextField label=words::last_day(&name) kind="date" value=days.last/>
            </div>
        }
    };
    view! {
        <section class="section">
            <h2>{words::CALENDAR}</h2>
            <FormFrame form=form on_submit=submit>
                <Choices legend=words::ZONE name="zone" options=zones value=zone/>
                {days.into_iter().map(line).collect_view()}
                <Failure text=form.error()/>
                <button type="submit" class="button secondary" disabled=move || form.is_busy()>
                    {words::SAVE_CALENDAR}
                </button>
            </FormFrame>
        </section>
    }
}

/// The names of the fields: four quarters of this school year and of the next one.
const FIELDS: [(&str, &str); 8] = [
    ("first_0", "last_0"),
    ("first_1", "last_1"),
    ("first_2", "last_2"),
    ("first_3", "last_3"),
    ("first_4", "last_4"),
    ("first_5", "last_5"),
    ("first_6", "last_6"),
    ("first_7", "last_7"),
];

/// The place of a zone in the choice.
fn rank(zone: &str) -> Option<usize> {
    zone::ZONES.iter().position(|one| *one == zone)
}

fn day(entry: FormEntry<String>) -> Option<Day> {
    entry.value.with_untracked(|text| text.parse().ok())
}
