//! Outlines of communes, for the map of the desk.

use crate::id::CommuneId;
use serde::{Deserialize, Serialize};

/// Steps of the grid in a degree: 40 to 55 m in France, less than a pixel of the map.
pub const STEPS: f64 = 2_000.0;

/// The outline of a commune on the grid. Neighbours stay neighbours: a point that two of them have
/// comes to the same place of the grid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outline {
    /// Which commune.
    pub commune: CommuneId,
    /// Its rings, islands and holes alike: the first point, east and north, then the way from each
    /// point to the next one.
    pub rings: Vec<Vec<[i32; 2]>>,
}

impl Outline {
    /// Puts rings of degrees, longitude before latitude (RFC 7946), on the grid. Rings that are
    /// smaller than the grid are left out.
    pub fn new<'a>(commune: CommuneId, rings: impl Iterator<Item = &'a [(f64, f64)]>) -> Self {
        Self { commune, rings: rings.filter_map(on_grid).collect() }
    }

    /// Its rings in degrees, longitude before latitude.
    pub fn degrees(&self) -> impl Iterator<Item = Vec<(f64, f64)>> + '_ {
        self.rings.iter().map(|ring| {
            let mut at = [0_i32; 2];
            let point = |way: &[i32; 2]| {
                at = [at[0].saturating_add(way[0]), at[1].saturating_add(way[1])];
                (f64::from(at[0]) / STEPS, f64::from(at[1]) / STEPS)
            };
            ring.iter().map(point).collect()
        })
    }

    /// How many points it has.
    pub fn points(&self) -> usize {
        self.rings.iter().map(Vec::len).sum()
    }
}

fn on_grid(ring: &[(f64, f64)]) -> Option<Vec<[i32; 2]>> {
    let place =
        |(lon, lat): &(f64, f64)| [lon, lat].map(|degrees| (degrees * STEPS).round() as i32);
    let mut points: Vec<_> = ring.iter().map(place).collect();
    points.dedup();
    if points.len() > 1 && points.first() == points.last() {
        points.pop();
    }
    if points.len() < 3 {
        return None;
    }
    let mut before = [0; 2];
    let way = |point: [i32; 2]| {
        let way = [point[0] - before[0], point[1] - before[1]];
        before = point;
        way
    };
    Some(points.into_iter().map(way).collect())
}
