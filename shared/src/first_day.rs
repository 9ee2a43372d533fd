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
pub enum Step {
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
pub enum Standing {
    /// Done, with how many there are of what it is about.
    Done(usize),
    /// It can be done now; with how many are missing, 0 when that cannot be said.
    Missing(usize),
    /// Something before it is missing.
    Later,
}

impl Step {
    /// All of them, in their order.
    pub const ALL: [Step; 9] = [
        Step::Calendar,
        Step::Schools,
        Step::Weeks,
        Step::Technicians,
        Step::StartingPoints,
        Step::Fleet,
        Step::Plan,
        Step::Publication,
        Step::Tablets,
    ];

    /// Whether a quarter can be published without it.
    pub fn is_optional(self) -> bool {
        match self {
            Step::Weeks | Step::StartingPoints | Step::Fleet | Step::Tablets => true,
            Step::Calendar | Step::Schools | Step::Technicians | Step::Plan | Step::Publication => {
                false
            }
        }
    }
}

/// Every step, and where it stands on that day.
pub fn steps(state: &State, today: Day) -> Vec<(Step, Standing)> {
    let calendar = state.calendar();
    // A quarter that ended long ago can no longer be planned.
    let quarter = calendar.quarters.iter().find(|quarter| today <= quarter.last);
    let schools: Vec<_> =
        state.sites.values().filter(|site| site.closed_on.is_none()).cloned().collect();
    let technicians: Vec<_> =
        state.accounts.values().filter(|account| is_technician(account)).collect();
    let many = |count: usize| if count > 0 { Standing::Done(count) } else { Standing::Missing(0) };
    let when = |is_possible: bool, standing: Standing| match (is_possible, standing) {
        (_, Standing::Done(count)) => Standing::Done(count),
        (true, other) => other,
        (false, _) => Standing::Later,
    };
    let as_given = schools.iter().filter(|site| site.week == Week::FOUR_AND_A_HALF).count();
    let weeks = match as_given {
        0 => many(schools.len()),
        open => Standing::Missing(open),
    };
    let nowhere = technicians.iter().filter(|account| account.depot.is_none()).count();
    let starts = match nowhere {
        0 => many(technicians.len()),
        nowhere => Standing::Missing(nowhere),
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
        false => Standing::Missing(drafts),
    };
    let tablets = state.accounts.values().filter(|account| account.role == Role::Teacher).count();
    let is_ready = quarter.is_some() && !schools.is_empty() && !technicians.is_empty();
    let of = |step: Step| match step {
        Step::Calendar => many(calendar.quarters.iter().filter(|q| today <= q.last).count()),
        Step::Schools => many(schools.len()),
        Step::Weeks => when(!schools.is_empty(), weeks),
        Step::Technicians => many(technicians.len()),
        Step::StartingPoints => when(!technicians.is_empty(), starts),
        Step::Fleet => when(!schools.is_empty(), many(state.equipment.len())),
        Step::Plan => when(is_ready, many(placed)),
        Step::Publication => when(placed > 0, published),
        Step::Tablets => when(!schools.is_empty(), many(tablets)),
    };
    Step::ALL.map(|step| (step, of(step))).to_vec()
}

/// How many steps that a published quarter needs are still to be done.
pub fn missing(state: &State, today: Day) -> usize {
    let open = steps(state, today)
        .into_iter()
        .filter(|(step, standing)| !step.is_optional() && !matches!(standing, Standing::Done(_)));
    open.count()
}
