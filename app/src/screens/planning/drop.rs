//! A visit that is dropped where it cannot stand: the reason, or an exchange.

use super::Desk;
use crate::parts::ConfirmDialog;
use crate::text::{self, planning as words};
use leptos::prelude::*;
use shared::id::VisitId;
use shared::plan::{self, Place, VisitMove};
use shared::slot;

impl Desk {
    /// Says why a visit cannot stand there; offers an exchange where another one does.
    pub(super) fn drop_refused(self, visit: VisitId, to: Place) {
        self.moving.set(None);
        let other = self.app.read_now(|replica| {
            let mut there = replica.view().visits_by(&to.technician);
            there.find(|other| other.takes_slot() && other.slot == to.slot).map(|other| other.id)
        });
        match other {
            Some(other) if other == visit => {}
            Some(other)
                if self.exchange(visit, other).is_some_and(|act| self.can_give(&act.into())) =>
            {
                self.clash.set(Some((visit, other)))
            }
            _ => self.error.set(self.why_not(visit, to)),
        }
    }

    /// Why a visit cannot stand there, in a sentence.
    fn why_not(self, visit: VisitId, to: Place) -> Option<String> {
        let quarter = self.quarter.get_untracked()?;
        self.app.read_now(|replica| {
            let state = replica.view();
            let visit = state.visits.get(&visit)?;
            let site = state.sites.get(&visit.site)?;
            let Place { technician, slot } = to;
            if !visit.is_to_come() {
                return Some(words::NOT_MOVABLE.to_owned());
            }
            let of_visit = Some(visit.id);
            let why = slot::obstacle(state, site, technician, &quarter, slot, of_visit);
            let why = why.map(|why| text::obstacle(&why, state));
            let why = why.unwrap_or_else(|| words::IN_THE_PAST.to_owned());
            Some(words::impossible(&site.name, slot, &why))
        })
    }

    /// The command that lets two visits change places.
    fn exchange(self, one: VisitId, other: VisitId) -> Option<plan::Act> {
        self.app.read_now(|replica| {
            let visits = &replica.view().visits;
            let (one, other) = (visits.get(&one)?, visits.get(&other)?);
            let goes = |visit: VisitId, from: Place, to: Place| {
                let Place { technician, slot } = to;
                VisitMove { visit, technician, slot, from: Some(from) }
            };
            let (here, there) = (one.place(), other.place());
            let moves = vec![goes(one.id, here, there), goes(other.id, there, here)];
            let (quarter, add, give_up) = (one.quarter.clone(), Vec::new(), Vec::new());
            Some(plan::Act::RepairPlan { quarter, moves, add, give_up })
        })
    }
}

/// The question whether two visits change places, while it is asked.
#[component]
pub(super) fn ExchangeQuestion(desk: Desk) -> impl IntoView {
    move || {
        let (one, other) = desk.clash.get()?;
        let (site, with) = (desk.site_name(one), desk.site_name(other));
        let body = words::exchange_body(&site, &with);
        let done = words::exchanged(&site, &with);
        let exchange = move |()| {
            desk.clash.set(None);
            if let Some(act) = desk.exchange(one, other) {
                desk.act_on(act, done.clone(), one);
            }
        };
        Some(view! {
            <ConfirmDialog
                title=words::EXCHANGE_TITLE
                body=body
                confirm=words::EXCHANGE
                cancel=words::KEEP
                on_confirm=exchange
                on_cancel=move |()| desk.clash.set(None)
            />
        })
    }
}
