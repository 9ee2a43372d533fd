//! Why something cannot be lent.

use super::LoanDays;
use crate::day::Day;
use crate::id::{SiteId, SupplyId};
use columns::tagged_or_unknown;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Why something cannot be lent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "snake_case")]
#[allow(missing_docs)] // The variants say what their fields mean.
pub enum Bar {
    /// No unit is free on these days; `next` are the next ones of the same length, if any are
    /// known.
    Taken { days: LoanDays, next: Option<LoanDays> },
    /// The end is before the beginning.
    Backwards,
    /// It would begin before today.
    Past,
    /// Longer than a loan may be.
    TooLong { max: u32 },
    /// With the loans just before and after it, a school would have it for longer than it may.
    Chain { days: i64, max: u32 },
    /// The school has as many loans open as the campaign lets it have.
    TooMany { open: usize, max: u32 },
    /// Outside the days of the campaign.
    Outside { first: Day, last: Day },
    /// Nobody is in class on any of its days.
    NoSchool,
    /// It would lie in a closed school for the holidays.
    OverHolidays { label: String },
    /// The school is closed on that day, on which it would be taken back.
    ClosedOn { day: Day },
    /// There is no unit that works.
    NoUnit,
    /// There is no unit of that label.
    UnknownUnit { label: String },
    /// The unit is broken or gone.
    NotWorking { label: String },
    /// Another loan has it, or is to have it on these days; its site, where that may be known.
    UnitTaken { label: String, with: SupplyId, site: Option<SiteId> },
    /// Its end alone can be changed: the school has it.
    Begun,
    /// No unit is chosen yet that could be handed over.
    NoUnitChosen,
    /// It is no loan.
    NoLoan,
    /// The words of a newer server, as they came.
    #[serde(skip)]
    Unknown(Map<String, Value>),
}
tagged_or_unknown!(Bar, "bar");
