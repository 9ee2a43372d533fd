//! Which rows a device may hold. The server filters every row by it; the device prunes by it.

use crate::campaign::Campaign;
use crate::day::paris_day;
use crate::entity::{Followed, Reach, Viewer};
use crate::id::{AccountId, CampaignId, Millis, QuarterId, SiteId};
use crate::order;
use crate::role::{Actor, Role};
use crate::row::{Kind, Row, State};
use crate::visit::{Visit, VisitState};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The rows that an actor's device may hold on a given day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// Every row that is not sealed from that account.
    Everything(AccountId),
    /// No row.
    Nothing,
    /// The rows that this reader may see.
    Of(Viewer),
}

/// A set of rows that a cursor follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stream {
    /// Every row.
    All,
    /// Every row of a kind.
    Kind(Kind),
    /// The one row of that kind and key.
    Row(Kind, String),
    /// The rows that belong to a site (equipment, tickets, visits).
    Site(SiteId),
    /// The rows that belong to a technician (visits, absences).
    Owner(AccountId),
    /// The rows of a kind that share a group (the projects of a call).
    Group(Kind, String),
}

impl Scope {
    /// The scope of an actor. `sites` is what [`sites_of`] gives on the server, and on the device
    /// what the server's last answer gave.
    pub fn new(
        actor: &Actor,
        sites: BTreeSet<SiteId>,
        quarters: BTreeSet<QuarterId>,
        now: Millis,
    ) -> Self {
        let reach = match (actor.role, &actor.site) {
            (Role::Dispatcher | Role::Coordinator | Role::System, _) => {
                return Scope::Everything(actor.account);
            }
            (Role::Teacher, None) => return Scope::Nothing,
            (Role::Teacher, Some(site)) => Reach::School(site.clone()),
            (Role::Technician, _) => Reach::Technician { sites, quarters },
            (Role::Observer, _) => Reach::Observer(sites),
            (Role::Adviser, _) => Reach::Adviser(sites),
        };
        let (account, today) = (actor.account, paris_day(now));
        Scope::Of(Viewer { account, today, reach, calls: BTreeSet::new() })
    }

    /// The same for somebody who sits in the jury of these calls: see [`calls_of`].
    #[must_use]
    pub fn judging(mut self, calls: BTreeSet<CampaignId>) -> Self {
        if let Scope::Of(reader) = &mut self {
            reader.calls = calls;
        }
        self
    }

    /// The sites whose rows follow no cursor of their own: they enter and leave whole.
    /// `None` when the scope is not cut by site.
    pub fn sites(&self) -> Option<&BTreeSet<SiteId>> {
        match self {
            Scope::Of(Viewer { reach: Reach::Technician { sites, .. }, .. })
            | Scope::Of(Viewer { reach: Reach::Observer(sites) | Reach::Adviser(sites), .. }) => {
                Some(sites)
            }
            Scope::Of(Viewer { reach: Reach::School(_), .. })
            | Scope::Everything(_)
            | Scope::Nothing => None,
        }
    }

    /// The same sites, to add one that is asked for.
    pub fn sites_mut(&mut self) -> Option<&mut BTreeSet<SiteId>> {
        match self {
            Scope::Of(Viewer { reach: Reach::Technician { sites, .. }, .. })
            | Scope::Of(Viewer { reach: Reach::Observer(sites) | Reach::Adviser(sites), .. }) => {
                Some(sites)
            }
            Scope::Of(Viewer { reach: Reach::School(_), .. })
            | Scope::Everything(_)
            | Scope::Nothing => None,
        }
    }

    /// A site that enters brings its own row: those of other sites are outside.
    pub fn brings_sites(&self) -> bool {
        matches!(self, Scope::Of(Viewer { reach: Reach::Observer(_), .. }))
    }

    /// No row is outside.
    pub fn is_everything(&self) -> bool {
        matches!(self, Scope::Everything(_))
    }

    /// The sets of rows to follow. `held` are the sites that the device already holds whole.
    pub fn streams(&self, held: &BTreeSet<SiteId>) -> Vec<Stream> {
        match self {
            Scope::Nothing => Vec::new(),
            Scope::Everything(_) => vec![Stream::All],
            Scope::Of(reader) => streams_of(reader, held),
        }
    }

    /// The row as this device may hold it; `None` when it may not.
    pub fn view(&self, row: &Row) -> Option<Row> {
        match self {
            Scope::Nothing => None,
            Scope::Everything(account) => (!row.is_sealed_from(*account)).then(|| row.clone()),
            Scope::Of(reader) => row.seen_by(reader),
        }
    }
}

fn streams_of(reader: &Viewer, held: &BTreeSet<SiteId>) -> Vec<Stream> {
    let mut streams = Vec::new();
    for kind in Kind::ALL.iter().copied() {
        match kind.followed(reader) {
            Followed::All => streams.push(Stream::Kind(kind)),
            Followed::Rows(keys) => {
                streams.extend(keys.into_iter().map(|key| Stream::Row(kind, key)));
            }
            Followed::Groups(groups) => {
                streams.extend(groups.into_iter().map(|group| Stream::Group(kind, group)));
            }
            Followed::BySiteAndOwner => {}
        }
    }
    let held_of = |sites: &BTreeSet<SiteId>| -> Vec<_> {
        sites.intersection(held).cloned().map(Stream::Site).collect()
    };
    match &reader.reach {
        Reach::School(site) => streams.push(Stream::Site(site.clone())),
        Reach::Technician { sites, .. } => {
            streams.push(Stream::Owner(reader.account));
            streams.extend(held_of(sites));
        }
        Reach::Observer(sites) => streams.extend(held_of(sites)),
        Reach::Adviser(sites) => {
            streams.push(Stream::Owner(reader.account));
            streams.extend(held_of(sites));
        }
    }
    streams
}

/// This quarter and the next, in which a technician's own visits are held.
pub fn quarters_of(state: &State, now: Millis) -> BTreeSet<QuarterId> {
    let calendar = state.calendar();
    let current = calendar.current_quarter(paris_day(now));
    let next = current.and_then(|quarter| calendar.next_quarter(&quarter.id));
    order::set(current.into_iter().chain(next).map(|quarter| quarter.id.clone()))
}

/// The calls in whose jury an actor sits who sees a part of the rows only: an adviser. `state` must
/// hold the campaigns.
pub fn calls_of(state: &State, actor: &Actor, now: Millis) -> BTreeSet<CampaignId> {
    let today = paris_day(now);
    let is_judge = |call: &&Arc<Campaign>| {
        actor.role == Role::Adviser && call.is_judged_by(actor.account, today)
    };
    order::set(state.campaigns.values().filter(is_judge).map(|call| call.id))
}

/// The sites that enter the scope of an actor: those of a technician's visits in the quarters and
/// of their stops, those of an observer's communes, those of the people at an adviser's trainings.
/// `state` must hold the visits and the open supplies of the technician, the sites or the
/// trainings.
pub fn sites_of(state: &State, actor: &Actor, quarters: &BTreeSet<QuarterId>) -> BTreeSet<SiteId> {
    let counts = |visit: &&Arc<Visit>| {
        visit.takes_slot()
            && visit.state != VisitState::Proposed
            && quarters.contains(&visit.quarter)
    };
    match actor.role {
        Role::Technician => {
            let mine = state.visits_by(&actor.account).filter(counts);
            let mine = mine.map(|visit| visit.site.clone());
            // Who stops at a school hands over to its teachers.
            let stops = state.supplies.values();
            let stops = stops.filter(|supply| supply.stops_of(actor.account).next().is_some());
            order::set(mine.chain(stops.map(|supply| supply.site.clone())))
        }
        Role::Observer => {
            let follows = |commune| actor.communes.is_empty() || actor.communes.contains(commune);
            let followed = state.sites.values().filter(|site| follows(&site.commune));
            order::set(followed.map(|site| site.id.clone()))
        }
        Role::Adviser => {
            let led = state.training_sessions.values();
            let led = led.filter(|row| row.terms.is_led_by(actor.account));
            order::set(led.flat_map(|row| row.sites()))
        }
        Role::Dispatcher | Role::Coordinator | Role::System | Role::Teacher => BTreeSet::new(),
    }
}
