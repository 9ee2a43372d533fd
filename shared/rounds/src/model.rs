//! An instance made ready for the search: flat tables of integers.
//!
//! A slot is one half-day of one technician: `technician × half-days + 2 × day + half`, so that
//! `slot ^ 1` is the other half of the same day. All costs are in thousandths of a second, so
//! that sums are exact and the same on every machine.

use super::hard_rule::HardRule;
use super::instance::Instance;
use super::travel::Travel;

/// A slot, site or week that does not exist.
pub(crate) const NONE: u32 = u32::MAX;
/// In a table of costs: not allowed.
pub(crate) const BLOCKED: i32 = i32::MAX;

/// Properties of a slot, computed once.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SlotInfo {
    /// `2 × day + half`.
    pub(crate) half_day: u32,
    pub(crate) technician: u32,
    pub(crate) depot: u32,
    /// Index of the week whose reserve it counts for, or [`NONE`] on a Wednesday.
    pub(crate) week: u32,
    /// The period of the day, or [`NONE`].
    pub(crate) period: u32,
    /// Calendar day number.
    pub(crate) date: i32,
    /// The technician works then.
    pub(crate) usable: bool,
}

/// Weights in thousandths of a second.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Costs {
    pub(crate) uncovered: i64,
    pub(crate) spacing_day: i64,
    pub(crate) balance_visit: i64,
    pub(crate) reserve_halfday: i64,
}

/// An instance made ready: build it once, then plan, explain, suggest and repair with it.
#[derive(Clone, Debug)]
pub struct Model {
    pub(crate) instance: Instance,
    pub(crate) travel: Travel,
    pub(crate) sites: usize,
    pub(crate) technicians: usize,
    pub(crate) periods: usize,
    pub(crate) depots: usize,
    /// Two a day.
    pub(crate) half_days: usize,
    pub(crate) slots: Vec<SlotInfo>,
    /// Usable slots of each period, in order.
    pub(crate) period_slots: Vec<Vec<u32>>,
    /// Half-days of each period, first and one past the last.
    pub(crate) period_half_days: Vec<(usize, usize)>,
    /// Wish, window and tickets of a site on a half-day, or [`BLOCKED`] when it is not open.
    pub(crate) unary: Vec<i32>,
    /// Preference of a site for a technician, or [`BLOCKED`] for want of skill or area.
    pub(crate) known: Vec<i32>,
    /// Half-days of each week that may be filled before its reserve is touched.
    pub(crate) week_room: Vec<i64>,
    /// Half-days worked by each technician in each period, Wednesdays apart.
    pub(crate) worked: Vec<i64>,
    /// The same, for each period and depot.
    pub(crate) depot_worked: Vec<i64>,
    /// Technicians of each depot.
    pub(crate) depot_team: Vec<Vec<usize>>,
    pub(crate) costs: Costs,
    /// Slot of each pinned visit (`period × sites + site`), or [`NONE`].
    pub(crate) pinned: Vec<u32>,
    /// Visits whose pin cannot be kept: they are left out until somebody decides.
    pub(crate) barred: Vec<bool>,
    /// Pins that cannot be kept, by index, and why.
    pub(crate) pin_faults: Vec<(u32, HardRule)>,
    /// First and last wished day numbers of each site in period 0.
    pub(crate) windows: Vec<(i32, i32)>,
    /// Calendar day number of each day.
    pub(crate) dates: Vec<i32>,
}

impl Model {
    /// The problem that this model was made from.
    pub fn instance(&self) -> &Instance {
        &self.instance
    }

    /// Index of the visit of a site in a period.
    #[inline]
    pub(crate) fn visit(&self, site: usize, period: usize) -> usize {
        period * self.sites + site
    }

    /// The slot of a technician on a half-day.
    #[inline]
    pub(crate) fn slot(&self, technician: u32, day: u32, half: u32) -> u32 {
        technician * self.half_days as u32 + 2 * day + half
    }

    /// Cost of a slot for its site and technician, or `None` when it is not allowed.
    #[inline]
    pub(crate) fn place(&self, site: usize, slot: u32) -> Option<i64> {
        let info = &self.slots[slot as usize];
        let unary = self.unary[site * self.half_days + info.half_day as usize];
        let known = self.known[site * self.technicians + info.technician as usize];
        if unary == BLOCKED || known == BLOCKED || !info.usable {
            return None;
        }
        Some(i64::from(unary) + i64::from(known))
    }

    /// Travel added by a site to the day of a technician that has `other` in its other half.
    #[inline]
    pub(crate) fn leg(&self, depot: u32, site: usize, other: u32) -> i64 {
        let own = self.travel.depot(depot as usize, site);
        if other == NONE {
            return 2 * own;
        }
        let other = other as usize;
        own - self.travel.depot(depot as usize, other) + self.travel.between(site, other)
    }

    /// Travel of a whole day from its two sites.
    #[inline]
    pub(crate) fn day_travel(&self, depot: u32, first: u32, second: u32) -> i64 {
        match (first, second) {
            (NONE, NONE) => 0,
            (NONE, one) | (one, NONE) => self.leg(depot, one as usize, NONE),
            (one, two) => self.leg(depot, one as usize, NONE) + self.leg(depot, two as usize, one),
        }
    }

    /// Cost of two visits to a site that are this many days apart.
    #[inline]
    pub(crate) fn gap_cost(&self, days: i32) -> i64 {
        let spacing = &self.instance.spacing;
        let out = (spacing.min_days - days).max(days - spacing.max_days).max(0);
        i64::from(out) * self.costs.spacing_day
    }

    /// Days between a date and the window that the site wishes in period 0.
    pub(crate) fn window_out(&self, site: usize, date: i32) -> i32 {
        let (first, last) = self.windows[site];
        (first - date).max(date - last).max(0)
    }

    /// The slots of a visit that the site and the technician allow.
    pub(crate) fn allowed(&self, site: usize, period: usize) -> impl Iterator<Item = u32> + '_ {
        let slots = self.period_slots[period].iter().copied();
        slots.filter(move |&slot| self.place(site, slot).is_some())
    }
}
