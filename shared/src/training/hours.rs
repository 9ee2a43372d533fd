//! Hours of training by person and school year, for the inspection: primary teachers owe 18 hours
//! a year (décret 2017-444, art. 3; circulaire 2016-115). Hours count where the person taught then.

use super::{SessionProgress, Standing, TrainingKind, TrainingSession};
use crate::day::Day;
use crate::id::{SiteId, TeacherId};
use chrono::Datelike;
use std::collections::BTreeMap;

/// Whose hours, in which school year.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hours {
    /// The year in which the school year began.
    pub year: i32,
    /// Where they taught.
    pub site: SiteId,
    /// Who.
    pub teacher: TeacherId,
}

/// The year in which the school year of a day began: on the first of September.
pub fn school_year(day: Day) -> i32 {
    if day.month() >= 9 { day.year() } else { day.year() - 1 }
}

/// Minutes for each, of the sessions at which they were present.
pub fn minutes<'s>(
    sessions: impl IntoIterator<Item = &'s TrainingSession>,
) -> BTreeMap<Hours, u32> {
    let mut all = BTreeMap::new();
    for session in sessions {
        let counts = matches!(session.state, SessionProgress::Held | SessionProgress::Closed)
            && session.terms.kind != TrainingKind::ClassActivity;
        if !counts {
            continue;
        }
        let year = school_year(session.terms.day);
        for (teacher, one) in &session.registrations {
            if one.state == Standing::Present {
                let whose = Hours { year, site: one.site.clone(), teacher: *teacher };
                *all.entry(whose).or_default() += session.terms.minutes();
            }
        }
    }
    all
}
