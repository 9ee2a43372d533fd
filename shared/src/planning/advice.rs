//! Why a visit is where it is, and where else it would be well.

use super::{Freedom, Placement, PlanningProblem, problem_with};
use crate::day::{Day, Quarter};
use crate::id::VisitId;
use crate::rounds::{Model, Reason, explain, suggest};
use crate::row::State;

/// A half-day that a visit may have, and what that would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// Where.
    pub at: Placement,
    /// Difference in the cost of the plan, in seconds of travel and of broken wishes; negative
    /// when it gets cheaper.
    pub cost_s: i64,
    /// Of which travel.
    pub travel_s: i64,
    /// Why it would be well there, most telling first.
    pub reasons: Vec<Reason>,
}

struct Situation {
    problem: PlanningProblem,
    model: Model,
    plan: crate::rounds::RoundsPlan,
    site: u32,
}

fn situation(state: &State, quarter: &Quarter, today: Day, visit: VisitId) -> Option<Situation> {
    let visit = state.visits.get(&visit)?;
    let problem = problem_with(state, quarter, today, Freedom::ToCome);
    let model = Model::new(&problem.instance).ok()?;
    let plan = problem.known(state, quarter);
    let site = problem.site_index(&visit.site)?;
    Some(Situation { problem, model, plan, site })
}

/// The reasons of a visit to come, most telling first, with the problem that names their sites.
pub fn reasons(
    state: &State,
    quarter: &Quarter,
    today: Day,
    visit: VisitId,
) -> Option<(Vec<Reason>, PlanningProblem)> {
    let Situation { problem, model, plan, site } = situation(state, quarter, today, visit)?;
    let reasons = explain(&model, &plan, plan.find(site, 0)?);
    Some((reasons, problem))
}

/// The `count` best other half-days of a visit to come, the others staying where they are, with
/// the problem that names the sites of their reasons.
pub fn advise(
    state: &State,
    quarter: &Quarter,
    today: Day,
    visit: VisitId,
    count: usize,
) -> Option<(Vec<Advice>, PlanningProblem)> {
    let Situation { problem, model, mut plan, site } = situation(state, quarter, today, visit)?;
    let found = suggest(&model, &plan, site, 0, count);
    plan.visits.retain(|visit| visit[0] != site);
    let advice = found.into_iter().filter_map(|option| {
        let mut there = plan.clone();
        there.visits.push(option.visit);
        let reasons = explain(&model, &there, option.visit);
        there.visits.retain(|visit| *visit == option.visit);
        let at = problem.placed(&there).pop()?;
        Some(Advice { at, cost_s: option.delta_s, travel_s: option.travel_s, reasons })
    });
    Some((advice.collect(), problem))
}
