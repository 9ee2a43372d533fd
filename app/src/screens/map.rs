//! The land of the authority, drawn: its communes, and what stands in them.

use crate::context::App;
use leptos::prelude::*;
use shared::settings::outline::Outline;
use shared::site::Position;

/// Width of the drawing, in its own units; the height follows from the land.
const WIDTH: f64 = 1_000.0;

/// From degrees to the drawing: a plate carrée at the latitude of its middle is exact enough for
/// a land of fifty kilometres.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Projection {
    west: f64,
    north: f64,
    scale: f64,
    squeeze: f64,
    height: f64,
}

impl Projection {
    pub(super) fn around(points: impl Iterator<Item = (f64, f64)>) -> Option<Self> {
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

    pub(super) fn point(self, lon: f64, lat: f64) -> (f64, f64) {
        ((lon - self.west) * self.squeeze * self.scale, (self.north - lat) * self.scale)
    }

    pub(super) fn place(self, at: Position) -> String {
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

/// The outlines of the communes, in degrees of longitude and latitude.
pub(super) type Rings = Memo<Vec<Vec<(f64, f64)>>>;

/// The outlines of the communes that are known.
pub(super) fn land(app: App) -> Rings {
    Memo::new(move |_| {
        app.read(|replica| {
            let settings = replica.view().settings();
            let outlines = settings.outlines.iter().flatten();
            outlines.flat_map(Outline::degrees).collect::<Vec<_>>()
        })
    })
}

/// A drawing of the communes and of these places: a school may lie beyond the known outlines.
pub(super) fn projection(
    land: Rings,
    places: impl Fn() -> Vec<Position> + Send + Sync + 'static,
) -> Memo<Option<Projection>> {
    Memo::new(move |_| {
        let land: Vec<_> = land.with(|rings| rings.iter().flatten().copied().collect());
        let places = places().into_iter().map(|place| (place.lon, place.lat));
        Projection::around(land.into_iter().chain(places))
    })
}

/// The drawing; the children are what stands in it, in SVG.
#[component]
pub(super) fn Land(
    land: Rings,
    projection: Memo<Option<Projection>>,
    label: &'static str,
    children: Children,
) -> impl IntoView {
    let communes = move || {
        let projection = projection.get()?;
        let path: String =
            land.with(|rings| rings.iter().map(|ring| projection.path(ring)).collect());
        Some(view! { <path class="map-commune" d=path/> })
    };
    let box_ = move || {
        let height = projection.get().map_or(WIDTH, |projection| projection.height);
        format!("-20 -20 {:.0} {:.0}", WIDTH + 40.0, height + 40.0)
    };
    view! {
        <svg class="map" viewBox=box_ role="img" aria-label=label>
            {communes}
            {children()}
        </svg>
    }
}

/// The way of a round, as a line of that style.
pub(super) fn way(projection: Projection, places: &[Position], class: String) -> AnyView {
    let points: Vec<_> = places.iter().map(|place| projection.place(*place)).collect();
    view! { <polyline class=class points=points.join(" ")></polyline> }.into_any()
}

/// Returns the style class of a round's line; colours and dashes repeat after six.
pub(super) fn look(at: usize) -> String {
    format!("round-{}", at % 6)
}
