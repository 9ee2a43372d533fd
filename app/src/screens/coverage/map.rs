//! The map of the sites over the communes; the list says the same.

use super::rounds::{DayChoice, RoundList, Rounds};
use super::{STATES, tag};
use crate::context::use_app;
use crate::screens::map::{self, Land, Projection};
use crate::text::coverage as words;
use leptos::prelude::*;
use shared::day::Quarter;
use shared::figures::DayRound;
use shared::owed::{Coverage, Owed};
use shared::site::Position;

/// The map.
#[component]
pub(super) fn CoverageMap(
    lines: Memo<Vec<Coverage>>,
    quarter: Memo<Option<Quarter>>,
) -> impl IntoView {
    let rounds = Rounds::new(use_app(), quarter);
    let app = use_app();
    let land = map::land(app);
    let projection = map::projection(land, move || {
        lines.with(|lines| lines.iter().filter_map(|line| line.site.position).collect())
    });
    let sites = move || {
        let projection = projection.get()?;
        Some(lines.get().into_iter().filter_map(|line| dot(projection, &line)).collect_view())
    };
    let ways = move || {
        let projection = projection.get()?;
        let shown = rounds.shown.get();
        let way = |(at, round): (usize, &DayRound)| {
            map::way(projection, &round.way(), format!("map-round {}", map::look(at)))
        };
        Some(shown.iter().enumerate().map(way).collect_view())
    };
    view! {
        <DayChoice rounds=rounds/>
        <Land land=land projection=projection label=words::MAP_LABEL>
            {ways}
            {sites}
        </Land>
        <Legend/>
        <RoundList rounds=rounds/>
    }
}

fn dot(projection: Projection, line: &Coverage) -> Option<impl IntoView + use<>> {
    let Position { lat, lon, .. } = line.site.position?;
    let (x, y) = projection.point(lon, lat);
    let title =
        format!("{}, {}\u{a0}: {}", line.site.name, line.site.commune_name, words::owed(line.owed));
    let class = format!("map-site owed-{}", tag(line.owed));
    Some(view! {
        <path class=class d=symbol(line.owed, x, y)>
            <title>{title}</title>
        </path>
    })
}

/// The shape of a state around a point: each state has one of its own, as well as its colour.
fn symbol(owed: Owed, x: f64, y: f64) -> String {
    match owed {
        Owed::Due => format!("M{:.0} {y:.0}a7 7 0 1 0 14 0a7 7 0 1 0 -14 0z", x - 7.0),
        Owed::Planned => format!("M{:.0} {:.0}h13v13h-13z", x - 6.5, y - 6.5),
        Owed::Done => format!("M{x:.0} {:.0}l9 15h-18z", y - 9.0),
        Owed::Late => format!("M{x:.0} {:.0}l10 10l-10 10l-10 -10z", y - 10.0),
        Owed::Impossible => format!("M{:.0} {:.0}l14 14m0 -14l-14 14", x - 7.0, y - 7.0),
    }
}

/// What each shape says.
#[component]
fn Legend() -> impl IntoView {
    let key = |owed: Owed| {
        let class = format!("map-site owed-{}", tag(owed));
        view! {
            <li>
                <svg class="map-key" viewBox="-12 -12 24 24" aria-hidden="true">
                    <path class=class d=symbol(owed, 0.0, 0.0)></path>
                </svg>
                {words::owed(owed)}
            </li>
        }
    };
    view! { <ul class="plain map-legend">{STATES.map(key)}</ul> }
}
