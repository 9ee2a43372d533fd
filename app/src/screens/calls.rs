//! Calls for projects: the screens of schools, of jurors and of the desk, each in the part of its
//! role.

pub(super) mod apply;
mod card;
pub(super) mod decided;
pub(super) mod deciding;
pub(super) mod desk;
mod edit;
pub(super) mod judged;
mod listed;
mod marked;
pub(super) mod marking;
pub(super) mod one;
pub(super) mod pieces;
mod ranking;
pub(super) mod school;

use crate::context::App;
use crate::text::calls as words;
use leptos::prelude::*;
use shared::ballot::Ballot;
use shared::campaign::{Campaign, CampaignKind};
use shared::id::{CampaignId, SupplyId};
use shared::order;
use shared::row::State;
use shared::supply::{Supply, SupplyState};
use std::sync::Arc;

/// The call as it is here. Nothing of a campaign of another kind.
fn follow(app: App, id: CampaignId) -> Memo<Option<Arc<Campaign>>> {
    Memo::new(move |_| {
        let found = app.read(|replica| replica.view().campaigns.get(&id).cloned());
        found.filter(|known| known.kind == CampaignKind::Call)
    })
}

/// The name of the call, for the way back to it.
fn name(call: Memo<Option<Arc<Campaign>>>) -> String {
    call.get_untracked().map_or_else(|| words::TITLE.to_owned(), |call| call.label.clone())
}

/// The projects of a call, by their place where they have one, then by the day they came. Reactive.
fn projects(app: App, id: CampaignId) -> Vec<SupplyId> {
    app.read(|replica| {
        let all = replica.view().supplies.values().filter(|one| one.campaign == id);
        let mut all: Vec<_> = all.collect();
        let rank = |one: &Supply| one.project.as_ref().and_then(|project| project.rank);
        order::sort_by_key(&mut all, |one| {
            let is_gone = one.state.is_given_up() && rank(one).is_none();
            (is_gone, rank(one).unwrap_or(u32::MAX), one.asked_on, one.id)
        });
        all.iter().map(|one| one.id).collect()
    })
}

/// The ballots of a call that this person may read, their own first.
fn ballots(app: App, view: &State, id: CampaignId) -> Vec<Arc<Ballot>> {
    let me = app.actor().map(|actor| actor.account);
    let of_call = view.ballots.values().filter(|ballot| ballot.campaign == id);
    let mut all: Vec<_> = of_call.cloned().collect();
    order::sort_by_key(&mut all, |ballot| {
        (Some(ballot.juror) != me, ballot.juror_name.clone(), ballot.id)
    });
    all
}

/// The projects of a call of which this person, a juror, has said nothing yet. Reactive.
fn unmarked(app: App, id: CampaignId) -> Vec<SupplyId> {
    let Some(me) = app.actor().map(|actor| actor.account) else { return Vec::new() };
    app.read(|replica| {
        let view = replica.view();
        let own = view.ballots.get(&shared::ballot::key(id, me));
        let is_due = |one: &&Arc<Supply>| {
            let is_marked = own.is_some_and(|own| own.mark(one.id).is_some());
            one.campaign == id && one.state == SupplyState::Asked && !is_marked
        };
        let mut due: Vec<_> = view.supplies.values().filter(is_due).collect();
        order::sort_by_key(&mut due, |one| (one.asked_on, one.id));
        due.iter().map(|one| one.id).collect()
    })
}

/// Whether this person is in the jury of the call.
fn is_juror(app: App, call: &Campaign) -> bool {
    let me = app.actor().map(|actor| actor.account);
    let jury = call.call.as_ref().map(|call| &call.jury);
    me.is_some_and(|me| jury.is_some_and(|jury| jury.contains(&me)))
}

/// Whether the server has ended the marking: then the ballots of all jurors are here. Reactive.
fn is_marking_over(app: App, id: CampaignId) -> bool {
    app.read(|replica| {
        let mut known = replica.mirror().ballots.values();
        known.any(|ballot| ballot.campaign == id && ballot.open)
    })
}
