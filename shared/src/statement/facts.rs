//! The rows of which figures are made, and what a figure measures in them.

use super::Span;
use crate::day::{Calendar, Day, Quarter};
use crate::id::SiteId;
use crate::row::State;
use chrono::Datelike;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The rows, and the time that is asked about. No figure depends on the day on which it is made.
pub struct Facts<'s> {
    /// All rows.
    pub state: &'s State,
    /// First day.
    pub first: Day,
    /// Last day, included.
    pub last: Day,
    calendar: Arc<Calendar>,
}

/// What a site adds to a figure.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FigurePart {
    /// To the number.
    pub value: i64,
    /// To what it is a part of, or the sum of.
    pub of: i64,
}

/// What a figure is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Measured {
    /// What each site adds: sheets are sums, so they sum to the total.
    BySite(BTreeMap<SiteId, FigurePart>),
    /// Of all together alone; nothing while it is unknown.
    Whole(Option<FigurePart>),
}

impl<'s> Facts<'s> {
    /// The facts of a time.
    pub fn of(state: &'s State, span: &Span) -> Self {
        Self { state, first: span.first, last: span.last, calendar: state.calendar() }
    }

    /// Whether the day is within the time.
    pub fn hold(&self, day: Day) -> bool {
        self.first <= day && day <= self.last
    }

    /// The quarters of the time, whole ones alone.
    pub fn quarters(&self) -> impl Iterator<Item = &Quarter> {
        let is_in = |quarter: &&Quarter| self.first <= quarter.first && quarter.last <= self.last;
        self.calendar.quarters.iter().filter(is_in)
    }

    /// The last calendar year that was over at the end of the time: shares of law are of calendar
    /// years, never of school years.
    pub fn calendar_year(&self) -> i32 {
        let is_over = self.last.month() == 12 && self.last.day() == 31;
        self.last.year() - i32::from(!is_over)
    }
}

/// Adds up what sites add.
#[derive(Debug, Default)]
pub struct Tally(BTreeMap<SiteId, FigurePart>);

impl Tally {
    /// Adds to a site.
    pub fn add(&mut self, site: &SiteId, value: i64, of: i64) {
        let part = match self.0.get_mut(site) {
            Some(part) => part,
            None => self.0.entry(site.clone()).or_default(),
        };
        part.value += value;
        part.of += of;
    }

    /// Adds one to a site.
    pub fn one(&mut self, site: &SiteId) {
        self.add(site, 1, 0);
    }

    /// What was measured.
    pub fn measured(self) -> Measured {
        Measured::BySite(self.0)
    }
}
