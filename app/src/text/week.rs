//! Words of the half-days of an ordinary week.

use shared::day::Half;

pub const DAYS: [&str; 5] = ["lundi", "mardi", "mercredi", "jeudi", "vendredi"];

/// «lundi matin»; days count from Monday.
pub fn half_day(day: usize, half: Half) -> String {
    format!("{} {}", DAYS.get(day).copied().unwrap_or_default(), shared::words::half(half))
}
