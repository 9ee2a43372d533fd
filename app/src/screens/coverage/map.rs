//! The map of the sites over the communes; the list says the same.

use super::rounds::{DayChoice, RoundList, Rounds, look};
use super::tag;
use crate::context::use_app;
use crate::text::coverage as words;
use leptos::prelude::*;
use shared::day::Quarter;
use shared::figures::DayRound;
use shared::owed::Coverage;
use shared::settings::outline::Outline;
use shared::site::Position;

/// Width of the drawing, in its own units; the height follows from the land.
const WIDTH: f64 = 1_000.0;

/// From degrees to the drawing: a plate carrée at the latitude of its middle is exact enough for
/// a land of fifty kilometres.
#[derive(Clone, Copy, PartialEq)]
struct Projection {
    west: f64,
    north: f64,
    scale: f64,
    squeeze: f64,
    height: f64,
}

impl Projection {
    fn around(points: impl Iterator<Item = (f64, f64)>) -> Option<Self> {
        let mut bounds: Option<(f64, f64, f64, f64)> = None;
        for (lon, lat) in points {
            let (west, east, south, north) = bounds.unwrap_or((lon, lon, lat, lat));
            bounds = Some((west.min(lon), east.max(lon), south.min(lat), north.max(lat)));
        }
        let (west, east, south, north) = bounds?;
        let squeeze = ((south + north) / 2.0).to_radians().cos();
        let scale = WIDTH / ((east - west).max(0.01) * squeeze);
        let height = (north - south).max(0.01) * scale;
        Some(Self { west, north, scale, squeeze, height })
    }

    fn point(self, lon: f64, lat: f64) -> (f64, f64) {
        ((lon - self.west) * self.squeeze * self.scale, (self.north - lat) * self.scale)
    }

    fn place(self, at: Position) -> String {
        let (x, y) = self.point(at.lon, at.lat);
        format!("{x:.0},{y:.0}")
    }

    fn path(self, ring: &[(f64, f64)]) -> String {
        let mut path = String::new();
        for (at, (lon, lat)) in ring.iter().enumerate() {
            let (x, y) = self.point(*lon, *lat);
            path.push_str(&format!("{}{x:.0} {y:.0}", if at == 0 { 'M' } else { 'L' }));
        }
        path.push('Z');
        path
    }
}

/// The map.
#[component]
pub(super) fn CoverageMap(
    lines: Memo<Vec<Coverage>>,
    quarter: Memo<Option<Quarter>>,
) -> impl IntoView {
    let rounds = Rounds::new(use_app(), quarter);
    let app = use_app();
    let land = Memo::new(move |_| {
        app.read(|replica| {
            let settings = replica.view().settings();
            let outlines = settings.outlines.iter().flatten();
            outlines.flat_map(Outline::degrees).collect::<Vec<_>>()
        })
    });
    let projection = Memo::new(move |_| {
        let land: Vec<_> = land.with(|rings| rings.iter().flatten().copied().collect());
        let sites = lines.with(|lines| {
            let at = |line: &Coverage| line.site.position.map(|p| (p.lon, p.lat));
            lines.iter().filter_map(at).collect::<Vec<_>>()
        });
        // A school may lie beyond the outlines that are known.
        Projection::around(land.into_iter().chain(sites))
    });
    let communes = move || {
        let projection = projection.get()?;
        let path: String =
            land.with(|rings| rings.iter().map(|ring| projection.path(ring)).collect());
        Some(view! { <path class="map-commune" d=path/> })
    };
    let sites = move || {
        let projection = projection.get()?;
        Some(lines.get().into_iter().filter_map(|line| dot(projection, &line)).collect_view())
    };
    let ways = move || {
        let projection = projection.get()?;
        let shown = rounds.shown.get();
        let way = |(at, round): (usize, &DayRound)| {
            let points: Vec<_> = round.way().iter().map(|p| projection.place(*p)).collect();
            let class = format!("map-round {}", look(at));
            view! { <polyline class=class points=points.join(" ")></polyline> }
        };
        Some(shown.iter().enumerate().map(way).collect_view())
    };
    let box_ = move || {
        let height = projection.get().map_or(WIDTH, |projection| projection.height);
        format!("-20 -20 {:.0} {:.0}", WIDTH + 40.0, height + 40.0)
    };
    view! {
        <DayChoice rounds=rounds/>
        <svg class="map" viewBox=box_ role="img" aria-label=words::MAP_LABEL>
            {communes}
            {ways}
            {sites}
        </svg>
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
        <circle class=class cx=format!("{x:.0}") cy=format!("{y:.0}") r="7">
            <title>{title}</title>
        </circle>
    })
}
