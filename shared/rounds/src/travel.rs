//! Travel times between sites and from depots, in thousandths of a second.
//!
//! Sines come from `libm`: those of the standard library may differ in the last bit between the
//! server and a browser, and then the same seed would not give the same plan everywhere.

use super::instance::{Instance, TravelRule};

/// Sites up to which all pairs are kept in memory (4 bytes each: 268 MB at most).
const TABLE_SITES_MAX: usize = 8192;

/// A point ready for the haversine formula.
#[derive(Clone, Copy, Debug)]
struct Point {
    lat: f64,
    lon: f64,
    cos_lat: f64,
}

/// Seconds between two places, given as latitude and longitude in degrees.
pub fn travel_seconds(rule: &TravelRule, from: (f64, f64), to: (f64, f64)) -> u32 {
    seconds(rule, point(from.0, from.1), point(to.0, to.1)).unsigned_abs()
}

/// Travel times of an instance. Symmetric.
#[derive(Clone, Debug)]
pub(crate) struct Travel {
    rule: TravelRule,
    sites: Vec<Point>,
    table: Vec<i32>,
    depots: usize,
    from_depot: Vec<i32>,
}

impl Travel {
    /// Computes every pair once.
    pub(crate) fn new(instance: &Instance) -> Self {
        let rule = instance.travel.clone();
        let sites: Vec<_> = instance.sites.iter().map(|s| point(s.lat, s.lon)).collect();
        let depots: Vec<_> = instance.depots.iter().map(|d| point(d.lat, d.lon)).collect();
        let n = sites.len();
        let mut table = Vec::new();
        if n <= TABLE_SITES_MAX {
            table = vec![0; n * n];
            for i in 0..n {
                for j in 0..i {
                    let t = seconds(&rule, sites[i], sites[j]).saturating_mul(1000);
                    table[i * n + j] = t;
                    table[j * n + i] = t;
                }
            }
        }
        let mut from_depot = Vec::with_capacity(n * depots.len());
        for site in &sites {
            for depot in &depots {
                from_depot.push(seconds(&rule, *depot, *site).saturating_mul(1000));
            }
        }
        Self { rule, sites, table, depots: depots.len(), from_depot }
    }

    /// Between two sites.
    #[inline]
    pub(crate) fn between(&self, i: usize, j: usize) -> i64 {
        if self.table.is_empty() {
            return i64::from(seconds(&self.rule, self.sites[i], self.sites[j])) * 1000;
        }
        i64::from(self.table[i * self.sites.len() + j])
    }

    /// Between a depot and a site.
    #[inline]
    pub(crate) fn depot(&self, depot: usize, site: usize) -> i64 {
        i64::from(self.from_depot[site * self.depots + depot])
    }

    /// The `count` nearest other sites of each site, nearest first, in one flat list.
    pub(crate) fn neighbours(&self, count: usize) -> Vec<u32> {
        let n = self.sites.len();
        let mut all = Vec::with_capacity(n * count);
        let mut row: Vec<(i64, u32)> = Vec::with_capacity(n);
        for i in 0..n {
            row.clear();
            row.extend((0..n).filter(|&j| j != i).map(|j| (self.between(i, j), j as u32)));
            if row.len() > count {
                row.select_nth_unstable(count);
                row.truncate(count);
            }
            row.sort_unstable();
            all.extend(row.iter().map(|&(_, j)| j));
        }
        all
    }
}

fn point(lat: f64, lon: f64) -> Point {
    let lat = lat.to_radians();
    Point { lat, lon: lon.to_radians(), cos_lat: libm::cos(lat) }
}

fn seconds(rule: &TravelRule, a: Point, b: Point) -> i32 {
    let north = libm::sin((b.lat - a.lat) / 2.0);
    let east = libm::sin((b.lon - a.lon) / 2.0);
    let h = north * north + a.cos_lat * b.cos_lat * (east * east);
    let km = 2.0 * rule.earth_km * libm::asin(h.sqrt().min(1.0)) * rule.detour;
    (km / rule.speed_kmh * 3600.0 + 0.5).floor() as i32
}

#[cfg(test)]
mod tests {
    use libm::{asin, exp, log as ln, sincos as sin_cos};

    /// The functions that the planner uses, in the ranges in which it uses them.
    #[test]
    fn libm_agrees_with_the_standard_library() {
        for step in -3000..=3000 {
            let x = f64::from(step) / 1000.0;
            let (sine, cosine) = sin_cos(x);
            assert!((sine - x.sin()).abs() < 1e-15, "sin {x}");
            assert!((cosine - x.cos()).abs() < 1e-15, "cos {x}");
            assert!((exp(x) / x.exp() - 1.0).abs() < 1e-12, "exp {x}");
            if (0.0..=1.0).contains(&x) {
                assert!((asin(x) - x.asin()).abs() < 1e-15, "asin {x}");
            }
            if x > 0.0 {
                assert!((ln(x) - x.ln()).abs() < 1e-12, "ln {x}");
            }
        }
    }
}
