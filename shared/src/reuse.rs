//! The share of retired devices that were used again: a duty of authorities.
//!
//! Loi 2021-1485 of 15 November 2021, article 16, and décret 2023-266 of 12 April 2023: the devices
//! directed to reuse within a year, over those that were retired and in stock on its first of
//! January. Those that were over ten years old when they were retired are outside both. The
//! objectives and that age are dated factors: see [`crate::sobriety::factor`].

use crate::day::Day;
use crate::equipment::{Equipment, Retirement};
use crate::sobriety::factor::{Factor, Factors, Key};
use chrono::Months;

/// The objective of a year, in thousandths: the row of its last day; `None` before there was one.
pub fn objective(factors: &Factors, year: i32) -> Option<&Factor> {
    factors.holds_on(Key::ReuseShare, Day::from_ymd_opt(year, 12, 31)?)
}

/// The figures of a year.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reuse {
    /// A: directed to reuse within the year, committed beforehand and proved.
    pub reused: u32,
    /// B: retired, working, and in stock on the first of January.
    pub stock: u32,
    /// Directed to reuse within the year, but nothing proves it: in neither.
    pub unproved: u32,
    /// Beyond the age of the duty when they were retired: in neither.
    pub old: u32,
    /// Of an age that nobody knows: in neither.
    pub unknown_age: u32,
}

impl Reuse {
    /// The ratio in thousandths, rounded half up; `None` when there was no stock to count. It may
    /// be above a thousand: what was retired within the year counts in A alone.
    pub fn permille(self) -> Option<u32> {
        (self.stock > 0).then(|| (2_000 * self.reused + self.stock) / (2 * self.stock))
    }
}

/// How old a device was when it was retired.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum AtEnd {
    Old,
    Young,
    Unknown,
}

fn at_end(device: &Equipment, ended: &Retirement, factors: &Factors) -> AtEnd {
    let Some(since) = device.since() else { return AtEnd::Unknown };
    let limit = factors.on(Key::ReuseAge, ended.on);
    let months = limit.and_then(|factor| u32::try_from(factor.value).ok());
    let old_from = months.and_then(|months| since.checked_add_months(Months::new(months)));
    match old_from.is_some_and(|day| day < ended.on) {
        true => AtEnd::Old,
        false => AtEnd::Young,
    }
}

/// The figures of a year, of all devices.
pub fn of_year<'d>(
    devices: impl IntoIterator<Item = &'d Equipment>,
    factors: &Factors,
    year: i32,
) -> Reuse {
    let mut figures = Reuse::default();
    let Some(first) = Day::from_ymd_opt(year, 1, 1) else { return figures };
    let in_year = |day: Day| chrono::Datelike::year(&day) == year;
    for device in devices {
        // The duty is about devices that still work.
        let Some(ended) = device.retired.as_ref().filter(|ended| ended.functional) else {
            continue;
        };
        let in_stock = ended.on < first && ended.gone_on.is_none_or(|gone| gone >= first);
        let reused = ended.destination.is_some_and(|destination| destination.is_reuse())
            && ended.gone_on.is_some_and(in_year);
        if !in_stock && !reused {
            continue;
        }
        match at_end(device, ended, factors) {
            AtEnd::Old => figures.old += 1,
            AtEnd::Unknown => figures.unknown_age += 1,
            AtEnd::Young => {
                let counts = ended.is_proved()
                    && ended.committed_on.is_some_and(|on| ended.gone_on >= Some(on));
                figures.stock += u32::from(in_stock);
                figures.reused += u32::from(reused && counts);
                figures.unproved += u32::from(reused && !counts);
            }
        }
    }
    figures
}
