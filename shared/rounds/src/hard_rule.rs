//! The rules that no plan may break.

use serde::{Deserialize, Serialize};

/// A hard rule that a visit in a slot would break.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum HardRule {
    /// No such site, period, technician, day or half.
    Unknown,
    /// The day is not in the period that the visit is owed for.
    OutsidePeriod,
    /// The technician does not work then.
    TechnicianOff,
    /// The site's week has no class on this half-day.
    NoClass,
    /// The site is closed on that date.
    SiteClosed,
    /// The technician lacks what the site needs.
    MissingSkill {
        /// The skill.
        skill: String,
    },
    /// The technician's depot does not serve the site.
    OutsideArea,
    /// Another visit is there.
    Taken {
        /// Index of its site.
        site: u32,
    },
    /// The visit is pinned somewhere else.
    Pinned,
    /// The site has a visit in this period already.
    Twice,
}
