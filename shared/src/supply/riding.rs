//! With which visit a leg rides.

use super::{Carrier, Leg, LegKind, Supply, SupplyState};
use crate::row::State;
use crate::visit::Visit;

impl Supply {
    /// Whether a leg is to be done during that visit of its site: it rides with it, or with none
    /// that is still ahead.
    pub fn rides_with(&self, leg: &Leg, visit: &Visit, state: &State) -> bool {
        let is_ready = match leg.kind {
            LegKind::Deliver => self.state == SupplyState::Ready,
            LegKind::Perform => self.state.is_open(),
            // The school may have closed it before the old one went.
            LegKind::TakeAway => !self.state.is_given_up(),
            LegKind::TakeBack => self.state == SupplyState::Delivered,
        };
        // What is lent goes there during its days, and comes back when they end.
        let in_days = self.period.is_none_or(|days| match leg.kind {
            LegKind::TakeBack => days.last <= visit.slot.day,
            LegKind::Deliver | LegKind::Perform | LegKind::TakeAway => days.holds(visit.slot.day),
        });
        let on_its_way = match leg.carrier {
            None => in_days,
            Some(Carrier::Visit(other)) => {
                let elsewhere = state.visits.get(&other).is_some_and(|other| other.is_ahead());
                other == visit.id || !elsewhere
            }
            Some(Carrier::Stop { .. } | Carrier::Collect | Carrier::Supplier(_)) => false,
        };
        self.site == visit.site && !leg.is_done() && is_ready && on_its_way
    }
}
