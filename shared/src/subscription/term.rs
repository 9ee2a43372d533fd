//! Terms of a contract: until when it binds, and the day to give notice.
//!
//! The day is a function of the contract and of today, computed from the first term: software that
//! stores it, or adds terms to a stored end, goes wrong after the first tacit renewal (GLPI 14703,
//! 15893, 23084).

use super::{Subscription, Terms};
use crate::day::Day;
use chrono::{Duration, Months};

/// When a contract is over or renewed, and until when that can be prevented.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Deadline {
    /// Notice is to be given before this day.
    pub notice: Day,
    /// The day on which the term is over, and the next one begins.
    pub due: Day,
}

/// Terms that are looked at: of a month each, more than a century.
const TERMS: u32 = 1_300;

impl Terms {
    /// The end of a term by its number; from the first one, so that the 31st of January is not
    /// lost in February.
    fn due_of(&self, number: u32) -> Option<Day> {
        let months = self.renewal_months.unwrap_or(0).checked_mul(number)?;
        self.due?.checked_add_months(Months::new(months))
    }

    fn deadline(&self, number: u32) -> Option<Deadline> {
        let due = self.due_of(number)?;
        let months = due.checked_sub_months(Months::new(self.notice_months))?;
        let notice = months.checked_sub_signed(Duration::days(i64::from(self.notice_days)))?;
        Some(Deadline { notice, due })
    }

    /// The deadline of the current term: the first one that is not over on that day. `None` without
    /// a term, or when it was over and nobody renewed it.
    pub fn current_deadline(&self, today: Day) -> Option<Deadline> {
        let terms = if self.renewal_months.is_some() { TERMS } else { 1 };
        let mut all = (0..terms).map_while(|number| self.deadline(number));
        all.find(|deadline| deadline.due >= today)
    }

    /// The first deadline before which notice can still be given.
    pub fn next_deadline(&self, today: Day) -> Option<Deadline> {
        let terms = if self.renewal_months.is_some() { TERMS } else { 1 };
        let mut all = (0..terms).map_while(|number| self.deadline(number));
        all.find(|deadline| deadline.notice > today)
    }
}

impl Subscription {
    /// The next day before which notice can be given; `None` when none is needed: it was given, or
    /// the contract ends by itself.
    pub fn notice_ahead(&self, today: Day) -> Option<Deadline> {
        let is_needed = self.has_begun()
            && self.last.is_none()
            && self.noticed.is_none()
            && self.terms.renewal_months.is_some();
        self.terms.next_deadline(today).filter(|_| is_needed)
    }
}
