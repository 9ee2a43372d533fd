//! Loans («prêts»): kits that go from school to school. A loan is a supply with a period; what is
//! lent, and when each of its units is taken, stands in the article. Units lie at no site.

pub mod act;
mod bar;
pub mod between;
mod bringing;
mod found;
pub mod rules;
mod stock;
mod taking;
mod waiting;
pub mod words;

pub use act::{Act, Brought};
pub use bar::Bar;
pub use taking::{Kit, Piece, Taken, Unit, UnitState};

use crate::day::{Calendar, Day, HolidayKind, days, is_weekday};
use crate::id::ArticleId;
use chrono::Duration;
use serde::{Deserialize, Serialize};

/// Civil days from which and until which something is lent; both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LoanDays {
    /// First day.
    pub first: Day,
    /// Last day, included.
    pub last: Day,
}

impl LoanDays {
    /// From a day to another one.
    pub fn new(first: Day, last: Day) -> Self {
        Self { first, last }
    }

    /// How many civil days; 0 when the end is before the beginning.
    pub fn length(&self) -> i64 {
        (self.last - self.first).num_days().saturating_add(1).max(0)
    }

    /// Whether it holds that day.
    pub fn holds(&self, day: Day) -> bool {
        self.first <= day && day <= self.last
    }

    /// Whether both have a day in common.
    pub fn meets(&self, other: &LoanDays) -> bool {
        self.first <= other.last && other.first <= self.last
    }
}

/// A unit that is lent, as a request names it: it is known by its label, of an article.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LentUnit {
    /// Of which article.
    pub article: ArticleId,
    /// Its label.
    pub label: String,
}

/// The day that is `count` working days after this one: Monday to Friday, and no public holiday
/// (Code du travail, art. L3133-1). Kits are made ready in school holidays too.
pub fn after_working_days(calendar: &Calendar, day: Day, count: u32) -> Day {
    let works = |day: &Day| {
        let is_public = |kind| matches!(kind, HolidayKind::Public | HolidayKind::Bridge);
        is_weekday(*day) && !calendar.holiday(*day).is_some_and(|holiday| is_public(holiday.kind))
    };
    if count == 0 {
        return day;
    }
    let end = day + Duration::days(30 + 3 * i64::from(count.min(1_000)));
    let at = usize::try_from(count - 1).unwrap_or(usize::MAX);
    days(day + Duration::days(1), end).filter(works).nth(at).unwrap_or(end)
}
