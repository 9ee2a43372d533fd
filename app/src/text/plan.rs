//! Words about the plan, in «Mes saisies».

use super::outbox::Told;
use super::{date, planning, site, visit};
use shared::id::VisitId;
use shared::plan::Act;
use shared::row::State;

impl Told for Act {
    fn told(&self, view: &State) -> String {
        let of = |id: &VisitId| visit::named(*id, view);
        match self {
            Act::ProposePlan { visits, .. } => {
                let many = super::count(visits.len(), "passage", "passages");
                format!("Brouillon de planning, {many}")
            }
            Act::PublishPlan { .. } => "Publication du planning".into(),
            Act::MoveVisit { visit, slot, .. } => {
                format!("Déplacement au {}, {}", date::slot_long(*slot), of(visit))
            }
            Act::RepairPlan { moves, add, give_up, .. } => {
                let said = planning::repaired(moves.len() + add.len(), give_up.len());
                said.trim_end_matches('.').to_owned()
            }
            Act::RestorePlaces { visits, remove, .. } => {
                planning::put_back(visits.len() + remove.len())
            }
            Act::BringForward { visit, slot } => {
                format!("Passage avancé au {}, {}", date::slot_long(*slot), of(visit))
            }
            Act::PutBackVisit { visit } => {
                format!("Passage remis à sa date, {}", of(visit))
            }
            Act::PinVisit { visit, pinned: true } => format!("Épinglage, {}", of(visit)),
            Act::PinVisit { visit, pinned: false } => format!("Fin d’épinglage, {}", of(visit)),
            Act::AddVisit { site: at, slot, .. } => {
                let site = site::named(at, view);
                format!("Passage ajouté le {}, {site}", date::slot_long(*slot))
            }
            Act::CancelVisit { visit, .. } => format!("Passage annulé, {}", of(visit)),
        }
    }

    fn typed(&self) -> Vec<&str> {
        match self {
            Act::CancelVisit { reason, .. } => vec![reason],
            Act::ProposePlan { .. }
            | Act::PublishPlan { .. }
            | Act::MoveVisit { .. }
            | Act::RepairPlan { .. }
            | Act::RestorePlaces { .. }
            | Act::BringForward { .. }
            | Act::PutBackVisit { .. }
            | Act::PinVisit { .. }
            | Act::AddVisit { .. } => Vec::new(),
        }
    }
}
