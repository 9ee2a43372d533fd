//! What takes back a command about the plan.

use super::act::{Act, GivenUp, Place, ProposedVisit, VisitMove};
use crate::id::{QuarterId, VisitId};
use crate::row::State;

/// The command that takes back another one, from the state before that one; `None` when it cannot
/// be taken back, or needs no undo.
pub fn undo(act: &Act, before: &State) -> Option<Act> {
    let quarter_of = |id: &VisitId| before.visits.get(id).map(|visit| visit.quarter.clone());
    match act {
        Act::MoveVisit { visit, technician, slot, .. } => {
            let now = Place { technician: *technician, slot: *slot };
            let quarter = quarter_of(visit)?;
            let visits = vec![back(before, *visit, now)?];
            Some(Act::RestorePlaces { quarter, visits, remove: Vec::new() })
        }
        Act::CancelVisit { visit, .. } => {
            let quarter = quarter_of(visit)?;
            let visits = vec![again(before, *visit)?];
            Some(Act::RestorePlaces { quarter, visits, remove: Vec::new() })
        }
        Act::PinVisit { visit, pinned } => Some(Act::PinVisit { visit: *visit, pinned: !*pinned }),
        Act::RepairPlan { quarter, moves, add, give_up } => {
            let moved = moves.iter().filter_map(|to| {
                back(before, to.visit, Place { technician: to.technician, slot: to.slot })
            });
            let left = give_up.iter().filter_map(|one| again(before, one.visit));
            let visits = moved.chain(left).collect();
            Some(put_back(quarter, visits, add))
        }
        Act::ProposePlan { .. }
        | Act::PublishPlan { .. }
        | Act::RestorePlaces { .. }
        | Act::BringForward { .. }
        | Act::PutBackVisit { .. }
        | Act::AddVisit { .. } => None,
    }
}

fn put_back(quarter: &QuarterId, visits: Vec<VisitMove>, added: &[ProposedVisit]) -> Act {
    let remove = added.iter().map(|at| {
        let from = Some(Place { technician: at.technician, slot: at.slot });
        GivenUp { visit: at.visit, from }
    });
    Act::RestorePlaces { quarter: quarter.clone(), visits, remove: remove.collect() }
}

/// From where it is now to where it stood.
fn back(before: &State, visit: VisitId, now: Place) -> Option<VisitMove> {
    let Place { technician, slot } = before.visits.get(&visit)?.place();
    Some(VisitMove { visit, technician, slot, from: Some(now) })
}

/// A visit that left the plan, in its place again.
fn again(before: &State, visit: VisitId) -> Option<VisitMove> {
    let Place { technician, slot } = before.visits.get(&visit)?.place();
    Some(VisitMove { visit, technician, slot, from: None })
}
