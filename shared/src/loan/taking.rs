//! What is lent, which of its units are taken when, and the one function that says whether one is
//! free: the calendar, the rules, an extension and a scan ask it alone.

use super::{LoanDays, after_working_days};
use crate::day::{Calendar, Day};
use crate::id::SupplyId;
use crate::money::Cents;
use crate::order;
use chrono::Duration;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Days after which nothing is looked for that is free.
const LOOKED_AHEAD_DAYS: i64 = 400;

/// Whether a unit can be lent.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum UnitState {
    /// It works.
    #[default]
    Works,
    /// It is being repaired.
    Broken,
    /// Nobody has it, or it was given up.
    Gone,
    /// A newer version said a state that this one does not know: it is not lent.
    #[serde(other)]
    Unknown,
}

impl UnitState {
    /// Those that a person may choose, in the order of the screen.
    pub const ALL: [UnitState; 3] = [UnitState::Works, UnitState::Broken, UnitState::Gone];
}

/// One unit, known by its label.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// What stands on it: «VT-03».
    pub label: String,
    /// The maker's number.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub serial: String,
    /// Whether it can be lent.
    #[serde(default)]
    pub state: UnitState,
    /// When it was bought.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bought: Option<Day>,
    /// What it cost, including tax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<Cents>,
}

impl Unit {
    /// A unit that works, of which the label alone is known.
    pub fn labelled(label: impl Into<String>) -> Self {
        Self { label: label.into(), ..Self::default() }
    }
}

/// Some pieces of a kit: «16 tablettes».
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Piece {
    /// How many.
    pub quantity: u32,
    /// Of what, in the words of the desk.
    pub label: String,
}

/// A unit that a loan takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// From when on, and until when; the time to make it ready comes after.
    pub days: LoanDays,
    /// A school has it, or should have: then it stays taken until it is back.
    #[serde(default)]
    pub out: bool,
    /// Which unit, once that is chosen.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit: String,
}

impl Taken {
    /// A school has it, and should have given it back.
    pub fn is_late(&self, today: Day) -> bool {
        self.out && self.days.last < today
    }
}

/// What is lent of an article.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kit {
    /// The units, by their labels.
    #[serde(default)]
    pub units: Vec<Unit>,
    /// What each of them holds.
    #[serde(default)]
    pub contents: Vec<Piece>,
    /// Civil days for which a school may have it, one loan after the other.
    #[serde(default)]
    pub max_days: u32,
    /// Working days to make it ready between two loans.
    #[serde(default)]
    pub buffer_days: u32,
    /// The loans that take a unit. Written by the rules of loans alone, with each loan.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub taken: BTreeMap<SupplyId, Taken>,
}

impl Kit {
    /// The unit with that label; labels are read as people type them.
    pub fn unit(&self, label: &str) -> Option<&Unit> {
        let sought = label.trim();
        self.units.iter().find(|unit| unit.label.eq_ignore_ascii_case(sought))
    }

    /// Units that can be lent.
    pub fn working(&self) -> impl Iterator<Item = &Unit> {
        self.units.iter().filter(|unit| unit.state == UnitState::Works)
    }

    /// Pieces of one unit.
    pub fn pieces(&self) -> u32 {
        self.contents.iter().map(|piece| piece.quantity).fold(0, u32::saturating_add)
    }

    /// The days on which a loan of these days takes its unit: with those to make it ready.
    pub fn with_buffer(&self, calendar: &Calendar, days: LoanDays) -> LoanDays {
        LoanDays { last: after_working_days(calendar, days.last, self.buffer_days), ..days }
    }

    /// The same of a unit that is taken. One that is late is taken for as long as it is not back.
    fn while_taken(&self, calendar: &Calendar, taken: &Taken, today: Day) -> LoanDays {
        match taken.is_late(today) {
            true => LoanDays { last: Day::MAX, ..taken.days },
            false => self.with_buffer(calendar, taken.days),
        }
    }

    /// How many units can be lent to a loan of these days, as it is known today, without what the
    /// loan `but` takes itself. A unit that two loans claim to have out is one unit.
    pub fn free(
        &self,
        calendar: &Calendar,
        days: LoanDays,
        today: Day,
        but: Option<SupplyId>,
    ) -> usize {
        let wanted = self.with_buffer(calendar, days);
        let others = self.taken.iter().filter(|(id, _)| Some(**id) != but);
        let others = others.map(|(_, taken)| (taken, self.while_taken(calendar, taken, today)));
        let meeting: Vec<_> = others.filter(|(_, days)| days.meets(&wanted)).collect();
        // The most are taken on a day on which one of them begins, or the loan itself does.
        let begins = meeting.iter().map(|(_, days)| days.first.max(wanted.first));
        let on = |day: Day| {
            let there = meeting.iter().filter(|(_, days)| days.holds(day));
            let (out, booked): (Vec<_>, Vec<_>) =
                there.partition(|(taken, _)| taken.out && !taken.unit.is_empty());
            let out = order::set(out.into_iter().map(|(taken, _)| taken.unit.as_str()));
            // A unit that is out and broken is none of those that work.
            let out = out.iter().filter(|label| self.works(label)).count();
            out + booked.len()
        };
        let most = begins.map(on).max().unwrap_or(0);
        self.working().count().saturating_sub(most)
    }

    fn works(&self, label: &str) -> bool {
        self.unit(label).is_some_and(|unit| unit.state == UnitState::Works)
    }

    /// The next days of the same length that are free, from a day on; they begin and end on a
    /// school day, so that they may be a little shorter.
    /// None when nothing is known to be free: a unit that is late has no day.
    pub fn next_free(
        &self,
        calendar: &Calendar,
        wanted: LoanDays,
        today: Day,
        but: Option<SupplyId>,
    ) -> Option<LoanDays> {
        let length = Duration::days(wanted.length().max(1) - 1);
        let end = wanted.first + Duration::days(LOOKED_AHEAD_DAYS);
        let ends = self.taken.values().filter_map(|taken| {
            let last = self.while_taken(calendar, taken, today).last;
            (last < end).then(|| last + Duration::days(1))
        });
        let begins: BTreeSet<Day> = order::set(ends.chain([wanted.first]));
        let from = begins.into_iter().filter(|day| *day >= wanted.first);
        let mut free = from.filter_map(|day| {
            let is_open = |day: &Day| calendar.is_school_day(*day);
            let first = crate::day::days(day, end).find(is_open)?;
            // It is taken back on a day on which somebody is there.
            let mut back = crate::day::days(first, first + length).collect::<Vec<_>>();
            let last = std::iter::from_fn(|| back.pop()).find(is_open)?;
            let days = LoanDays::new(first, last);
            (self.free(calendar, days, today, but) > 0).then_some(days)
        });
        free.next()
    }

    /// The unit is with another loan, or is meant for one on these days. Reads as [`Kit::free`].
    pub fn unit_taken(
        &self,
        calendar: &Calendar,
        (label, days): (&str, LoanDays),
        today: Day,
        but: SupplyId,
    ) -> Option<SupplyId> {
        let wanted = self.with_buffer(calendar, days);
        let others = self.taken.iter().filter(|(id, _)| **id != but);
        let mut same = others.filter(|(_, taken)| taken.unit.eq_ignore_ascii_case(label));
        let meets = |taken: &Taken| self.while_taken(calendar, taken, today).meets(&wanted);
        same.find(|(_, taken)| meets(taken)).map(|(id, _)| *id)
    }

    /// The other loan that has that unit out.
    pub fn out_with(&self, label: &str, but: SupplyId) -> Option<SupplyId> {
        let mut out = self.taken.iter().filter(|(id, taken)| **id != but && taken.out);
        out.find(|(_, taken)| taken.unit.eq_ignore_ascii_case(label)).map(|(id, _)| *id)
    }

    /// The loans to come that are meant to have that unit.
    pub fn meant_for(&self, label: &str) -> Vec<SupplyId> {
        let meant =
            |(_, taken): &(&SupplyId, &Taken)| !taken.out && taken.unit.eq_ignore_ascii_case(label);
        self.taken.iter().filter(meant).map(|(id, _)| *id).collect()
    }

    /// Forgets the loans that ended, and whose unit is ready again.
    pub(crate) fn forget_ended(&mut self, calendar: &Calendar, today: Day) {
        let buffer = self.buffer_days;
        self.taken.retain(|_, taken| {
            taken.out || after_working_days(calendar, taken.days.last, buffer) >= today
        });
    }
}
