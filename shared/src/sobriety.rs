//! Sobriety: how long devices serve, what is bought used, and what travel and new devices emit.
//!
//! All factors are dated data, see [`factor`]; sums are exact, and are rounded where they are shown
//! alone. What is emitted and what was avoided are two figures, never one. Nobody is named.

pub mod factor;
pub mod known;
pub mod lent;
pub mod life;
pub mod making;
pub mod purchases;
pub mod road;

pub use factor::{Factor, Factors, Key, Threshold, Vehicle};

use std::iter::Sum;
use std::ops::Add;

/// A mass of CO2 equivalent, exact: in ten-thousandths of a milligram, which is a milligram a
/// kilometre over a decimetre.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mass(pub u64);

/// The unit of [`Mass`] in a gram.
const IN_A_GRAM: u64 = 10_000_000;

impl Mass {
    /// Nothing.
    pub const ZERO: Mass = Mass(0);

    /// That many grams.
    pub fn grams(grams: u64) -> Self {
        Mass(grams.saturating_mul(IN_A_GRAM))
    }

    /// What a way emits: decimetres, and milligrams a kilometre.
    pub fn of_way(decimetres: u64, mg_per_km: u64) -> Self {
        Mass(decimetres.saturating_mul(mg_per_km))
    }

    /// The same for each of that many.
    #[must_use]
    pub fn times(self, count: u64) -> Self {
        Mass(self.0.saturating_mul(count))
    }

    /// The part of a year in a life of that many months.
    #[must_use]
    pub fn a_year_of(self, life_months: u32) -> Self {
        let exact = u128::from(self.0) * 12 / u128::from(life_months.max(1));
        Mass(u64::try_from(exact).unwrap_or(u64::MAX))
    }

    /// Tenths of a kilogram, rounded half up: for a screen.
    pub fn tenths_of_kg(self) -> u64 {
        half_up(self.0, IN_A_GRAM * 100)
    }

    /// Tenths of a tonne, rounded half up: for a screen.
    pub fn tenths_of_tonne(self) -> u64 {
        half_up(self.0, IN_A_GRAM * 100_000)
    }
}

fn half_up(exact: u64, by: u64) -> u64 {
    exact.saturating_add(by / 2) / by
}

impl Add for Mass {
    type Output = Mass;
    fn add(self, other: Mass) -> Mass {
        Mass(self.0.saturating_add(other.0))
    }
}

impl Sum for Mass {
    fn sum<I: Iterator<Item = Mass>>(masses: I) -> Mass {
        masses.fold(Mass::ZERO, Add::add)
    }
}
