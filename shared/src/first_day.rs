//! From an empty database to a published quarter: what is done, and what is missing. Never stored:
//! always computed.

use crate::day::{Day, Week};
use crate::plan::PlanState;
use crate::role::Role;
use crate::row::State;
use crate::slot::is_technician;
use crate::visit::VisitState;

/// One step of the first day, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FirstDayStep {
    /// Zone and school holidays, which make the quarters.
    Calendar,
    /// The schools.
    Schools,
    /// Half-days of opening, where the directory does not know them.
    Weeks,
    /// Who makes the visits.
    Technicians,
    /// Where their days begin.
    StartingPoints,
    /// The fleet.
    Fleet,
    /// The plan of the quarter.
    Plan,
    /// Its publication.
    Publication,
    /// The tablets of the schools.
    Tablets,
}

/// Where a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepStanding {
    /// Done, with how many there are of what it is about.
    Done(usize),
    /// It can be done now; with how many are missing, 0 when that cannot be said.
    Missing(usize),
    /// Something before it is missing.
    Later,
}

impl FirstDayStep {
    /// All of them, in their order.
    pub const ALL: [FirstDayStep; 9] = [
        FirstDayStep::Calendar,
        FirstDayStep::Schools,
        FirstDayStep::Weeks,
        FirstDayStep::Technicians,
        FirstDayStep::StartingPoints,
        FirstDayStep::Fleet,
        FirstDayStep::Plan,
        FirstDayStep::Publication,
        FirstDayStep::Tablets,
    ];

    /// Whether a quarter can be published without it.
    pub fn is_optional(self) -> bool {
        match self {
            FirstDayStep::Weeks
            | FirstDayStep::StartingPoints
            | FirstDayStep::Fleet
            | FirstDayStep::Tablets => true,
            FirstDayStep::Calendar
            | FirstDayStep::Schools
            | FirstDayStep::Technicians
            | FirstDayStep::Plan
            | FirstDayStep::Publication => false,
        }
    }
}

/// Every step, and where it stands on that day.
pub fn steps(state: &State, today: Day) -> Vec<(FirstDayStep, StepStanding)> {
    let calendar = state.calendar();
    // A quarter that ended long ago can no longer be planned.
    let quarter = calendar.quarters.iter().find(|quarter| today <= quarter.last);
    let schools: Vec<_> =
        state.sites.values().filter(|site| site.closed_on.is_none()).cloned().collect();
    let technicians: Vec<_> =
        state.accounts.values().filter(|account| is_technician(account)).collect();
    let many =
        |count: usize| if count > 0 { StepStanding::Done(count) } else { StepStanding::Missing(0) };
    let when = |is_possible: bool, standing: StepStanding| match (is_possible, standing) {
        (_, StepStanding::Done(count)) => StepStanding::Done(count),
        (true, other) => other,
        (false, _) => StepStanding::Later,
    };
    let as_given = schools.iter().filter(|site| site.week == Week::FOUR_AND_A_HALF).count();
    let weeks = match as_given {
        0 => many(schools.len()),
        open => StepStanding::Missing(open),
    };
    let nowhere = technicians.iter().filter(|account| account.depot.is_none()).count();
    let starts = match nowhere {
        0 => many(technicians.len()),
        nowhere => StepStanding::Missing(nowhere),
    };
    let of_quarter = |visit: &&std::sync::Arc<crate::visit::Visit>| {
        visit.takes_slot() && quarter.is_some_and(|quarter| visit.quarter == quarter.id)
    };
    let placed = state.visits.values().filter(of_quarter).count();
    let drafts = state.visits.values().filter(of_quarter);
    let drafts = drafts.filter(|visit| visit.state == VisitState::Proposed).count();
    let plan = quarter.and_then(|quarter| state.plans.get(&quarter.id));
    let is_published = plan.is_some_and(|plan| plan.state == PlanState::Published);
    let published = match is_published && drafts == 0 {
        true => many(placed),
        false => StepStanding::Missing(drafts),
    };
    let tablets = state.accounts.values().filter(|account| account.role == Role::Teacher).count();
    let is_ready = quarter.is_some() && !schools.is_empty() && !technicians.is_empty();
    let of = |step: FirstDayStep| match step {
        FirstDayStep::Calendar => {
            many(calendar.quarters.iter().filter(|q| today <= q.last).count())
        }
        FirstDayStep::Schools => many(schools.len()),
        FirstDayStep::Weeks => when(!schools.is_empty(), weeks),
        FirstDayStep::Technicians => many(technicians.len()),
        FirstDayStep::StartingPoints => when(!technicians.is_empty(), starts),
        FirstDayStep::Fleet => when(!schools.is_empty(), many(state.equipment.len())),
        FirstDayStep::Plan => when(is_ready, many(placed)),
        FirstDayStep::Publication => when(placed > 0, published),
        FirstDayStep::Tablets => when(!schools.is_empty(), many(tablets)),
    };
    FirstDayStep::ALL.map(|step| (step, of(step))).to_vec()
}

/// How many steps that a published quarter needs are still to be done.
pub fn missing(state: &State, today: Day) -> usize {
    let open = steps(state, today).into_iter().filter(|(step, standing)| {
        !step.is_optional() && !matches!(standing, StepStanding::Done(_))
    });
    open.count()
}
