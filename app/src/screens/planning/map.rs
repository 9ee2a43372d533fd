//! The week on the map, beside the board: the ways of each technician, and the school of the visit
//! that is looked at or moved. The board says the same in words.

use super::Desk;
use crate::screens::map::{self, Land, Projection, look};
use crate::text::{self, planning as words};
use chrono::Days;
use leptos::prelude::*;
use shared::day::Day;
use shared::figures::{DayRound, rounds_between};
use shared::site::Position;

/// As wide as the board and the map need side by side, in CSS pixels.
const WIDE: f64 = 1200.0;

/// Whether there is room for both: else the map opens when a person asks for it.
fn has_room() -> bool {
    let width = web_sys::window().and_then(|window| window.inner_width().ok());
    width.and_then(|width| width.as_f64()).is_some_and(|width| width >= WIDE)
}

/// The rounds of the days of a week.
fn of_week(desk: Desk, monday: Day) -> Vec<DayRound> {
    desk.app.read(|replica| rounds_between(replica.view(), monday, monday + Days::new(6)))
}

/// The map of the shown week; nothing while the whole quarter is shown.
#[component]
pub(super) fn WeekMap(desk: Desk) -> impl IntoView {
    let is_open = has_room();
    let monday = Memo::new(move |_| desk.shown.get().filter(|_| desk.whole.get().is_none()));
    let rounds = Memo::new(move |_| monday.get().map_or(Vec::new(), |day| of_week(desk, day)));
    move || {
        monday.get()?;
        Some(view! {
            <details class="plan-map" open=is_open>
                <summary>{words::MAP}</summary>
                <Drawing desk=desk rounds=rounds/>
                <Keys desk=desk rounds=rounds/>
            </details>
        })
    }
}

#[component]
fn Drawing(desk: Desk, rounds: Memo<Vec<DayRound>>) -> impl IntoView {
    let land = map::land(desk.app);
    let projection = map::projection(land, move || {
        desk.app.read(|replica| {
            let sites = replica.view().sites.values().filter(|site| site.closed_on.is_none());
            sites.filter_map(|site| site.position).collect()
        })
    });
    let ways = move || {
        let projection = projection.get()?;
        let columns = desk.columns.get();
        let drawn = rounds.get().into_iter().map(|round| {
            let at = columns.iter().position(|id| *id == round.technician);
            let class = format!("map-round {}", look(at.unwrap_or(columns.len())));
            let places = round.stops.iter().filter_map(|stop| stop.position);
            let stops: Vec<_> = places.map(|place| stop(projection, place)).collect();
            view! { {map::way(projection, &round.way(), class)} {stops.collect_view()} }
        });
        Some(drawn.collect_view())
    };
    // The visit that is moved, or whose menu is open.
    let aim = move || {
        let projection = projection.get()?;
        let visit = desk.moving.get().or(desk.menu.get())?;
        let place = desk.app.read_now(|replica| {
            let state = replica.view();
            state.visits.get(&visit).and_then(|visit| state.sites.get(&visit.site)?.position)
        })?;
        let (x, y) = projection.point(place.lon, place.lat);
        Some(view! {
            <circle class="map-aim" cx=format!("{x:.0}") cy=format!("{y:.0}") r="24"></circle>
        })
    };
    view! {
        <Land land=land projection=projection label=words::MAP_LABEL>
            {ways}
            {aim}
        </Land>
    }
}

fn stop(projection: Projection, place: Position) -> impl IntoView {
    let (x, y) = projection.point(place.lon, place.lat);
    view! {
        <circle class="map-site" cx=format!("{x:.0}") cy=format!("{y:.0}") r="7"></circle>
    }
}

/// Whose line is whose.
#[component]
fn Keys(desk: Desk, rounds: Memo<Vec<DayRound>>) -> impl IntoView {
    let keys = move || {
        let there = |id| rounds.with(|rounds| rounds.iter().any(|round| round.technician == id));
        let columns = desk.columns.get().into_iter().enumerate();
        let shown: Vec<_> = columns.filter(|(_, id)| there(*id)).collect();
        if shown.is_empty() {
            return view! { <p class="hint">{words::NO_VISIT}</p> }.into_any();
        }
        let key = |(at, id)| {
            let name = desk.app.read_now(|replica| text::person_name(replica.view(), id));
            view! {
                <li>
                    <span class=format!("round-key {}", look(at)) aria-hidden="true"></span>
                    {name}
                </li>
            }
        };
        let keys = shown.into_iter().map(key).collect_view();
        view! { <ul class="plain">{keys}</ul> }.into_any()
    };
    view! { {keys} }
}
