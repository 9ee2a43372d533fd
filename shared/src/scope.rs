//! Which rows a device may hold. The server filters every row by it; the device prunes by it.

use crate::day::{Day, paris_day};
use crate::id::{AccountId, Millis, QuarterId, SiteId};
use crate::limits::{CLOSED_KEPT_SCHOOL_DAYS, CLOSED_KEPT_TECHNICIAN_DAYS};
use crate::role::{Actor, Role};
use crate::row::{Kind, Row, State};
use crate::ticket::Ticket;
use crate::visit::{Visit, VisitState};
use chrono::Duration;
use std::collections::BTreeSet;

/// What an actor's device may hold on a given day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    account: AccountId,
    today: Day,
    reach: Reach,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Reach {
    /// Everything.
    Desk,
    /// One site.
    School(SiteId),
    /// Sites of own visits in these quarters, and every site in short form.
    Technician { sites: BTreeSet<SiteId>, quarters: BTreeSet<QuarterId> },
    /// Coverage of these sites.
    Observer(BTreeSet<SiteId>),
    /// Nothing.
    Nothing,
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
            (Role::Dispatcher | Role::Coordinator | Role::System, _) => Reach::Desk,
            (Role::Teacher, Some(site)) => Reach::School(site.clone()),
            (Role::Teacher, None) => Reach::Nothing,
            (Role::Technician, _) => Reach::Technician { sites, quarters },
            (Role::Observer, _) => Reach::Observer(sites),
        };
        Self { account: actor.account, today: paris_day(now), reach }
    }

    /// The sites whose rows follow no cursor of their own: they enter and leave whole.
    /// `None` when the scope is not cut by site.
    pub fn sites(&self) -> Option<&BTreeSet<SiteId>> {
        match &self.reach {
            Reach::Technician { sites, .. } | Reach::Observer(sites) => Some(sites),
            _ => None,
        }
    }

    /// A site that enters brings its own row: those of other sites are outside.
    pub fn brings_sites(&self) -> bool {
        matches!(self.reach, Reach::Observer(_))
    }

    /// No row is outside.
    pub fn is_everything(&self) -> bool {
        self.reach == Reach::Desk
    }

    /// The sets of rows to follow. `held` are the sites that the device already holds whole.
    pub fn streams(&self, held: &BTreeSet<SiteId>) -> Vec<Stream> {
        let common = [Kind::Plan, Kind::Calendar, Kind::Settings].map(Stream::Kind);
        match &self.reach {
            Reach::Nothing => Vec::new(),
            Reach::Desk => vec![Stream::All],
            Reach::School(site) => {
                let own = [
                    Stream::Row(Kind::Site, site.to_string()),
                    Stream::Row(Kind::Account, self.account.to_string()),
                    Stream::Site(site.clone()),
                ];
                common.into_iter().chain(own).collect()
            }
            Reach::Technician { sites, .. } => {
                let more = [Kind::Site, Kind::Account].map(Stream::Kind);
                let sites = sites.intersection(held).cloned().map(Stream::Site);
                common
                    .into_iter()
                    .chain(more)
                    .chain([Stream::Owner(self.account)])
                    .chain(sites)
                    .collect()
            }
            Reach::Observer(sites) => {
                let rows = sites.iter().map(|s| Stream::Row(Kind::Site, s.to_string()));
                let held = sites.intersection(held).cloned().map(Stream::Site);
                common.into_iter().chain(rows).chain(held).collect()
            }
        }
    }

    /// The row as this device may hold it; `None` when it may not.
    pub fn view(&self, row: &Row) -> Option<Row> {
        match &self.reach {
            Reach::Nothing => None,
            Reach::Desk => Some(row.clone()),
            Reach::School(site) => self.school_holds(site, row).then(|| row.clone()),
            Reach::Technician { sites, quarters } => {
                self.technician_holds(sites, quarters, row).then(|| row.clone())
            }
            Reach::Observer(sites) => observer_view(sites, row),
        }
    }

    fn school_holds(&self, site: &SiteId, row: &Row) -> bool {
        match row {
            Row::Site(row) => &row.id == site,
            Row::Equipment(row) => &row.site == site,
            Row::Ticket(row) => &row.site == site && self.recent(row, CLOSED_KEPT_SCHOOL_DAYS),
            Row::Visit(row) => &row.site == site && row.state != VisitState::Proposed,
            Row::Account(row) => row.id == self.account,
            Row::Plan(_) | Row::Calendar(_) | Row::Settings(_) => true,
            Row::Absence(_) => false,
        }
    }

    fn technician_holds(
        &self,
        sites: &BTreeSet<SiteId>,
        quarters: &BTreeSet<QuarterId>,
        row: &Row,
    ) -> bool {
        match row {
            Row::Site(_) | Row::Plan(_) | Row::Calendar(_) | Row::Settings(_) => true,
            Row::Account(row) => row.role == Role::Technician || row.id == self.account,
            Row::Absence(row) => row.technician == self.account,
            Row::Equipment(row) => sites.contains(&row.site),
            Row::Ticket(row) => {
                sites.contains(&row.site) && self.recent(row, CLOSED_KEPT_TECHNICIAN_DAYS)
            }
            Row::Visit(row) => self.own_visit(quarters, row),
        }
    }

    fn own_visit(&self, quarters: &BTreeSet<QuarterId>, visit: &Visit) -> bool {
        visit.technician == self.account
            && visit.state != VisitState::Proposed
            && quarters.contains(&visit.quarter)
    }

    fn recent(&self, ticket: &Ticket, days: i64) -> bool {
        let from = self.today - Duration::days(days);
        ticket.is_open() || ticket.ended_on.is_none_or(|day| day >= from)
    }
}

/// An observer sees that a visit was made, not what was said there.
fn observer_view(sites: &BTreeSet<SiteId>, row: &Row) -> Option<Row> {
    match row {
        Row::Site(site) => sites.contains(&site.id).then(|| row.clone()),
        Row::Plan(_) | Row::Calendar(_) | Row::Settings(_) => Some(row.clone()),
        Row::Visit(visit) => {
            let seen = sites.contains(&visit.site) && visit.state != VisitState::Proposed;
            seen.then(|| {
                let mut visit = Visit::clone(visit);
                visit.history.clear();
                visit.photos.clear();
                visit.signature = None;
                visit.checklist.clear();
                Row::from(visit)
            })
        }
        _ => None,
    }
}

/// This quarter and the next, in which a technician's own visits are held.
pub fn quarters_of(state: &State, now: Millis) -> BTreeSet<QuarterId> {
    let calendar = state.calendar();
    let current = calendar.current_quarter(paris_day(now));
    let next = current.and_then(|quarter| calendar.next_quarter(&quarter.id));
    current.into_iter().chain(next).map(|quarter| quarter.id.clone()).collect()
}

/// The sites that enter the scope of an actor: those of a technician's visits in the quarters,
/// those of an observer's communes. `state` must hold the visits, or the sites.
pub fn sites_of(state: &State, actor: &Actor, quarters: &BTreeSet<QuarterId>) -> BTreeSet<SiteId> {
    let counts = |visit: &&std::sync::Arc<Visit>| {
        visit.takes_slot()
            && visit.state != VisitState::Proposed
            && quarters.contains(&visit.quarter)
    };
    match actor.role {
        Role::Technician => {
            let mine = state.visits_by(&actor.account).filter(counts);
            mine.map(|visit| visit.site.clone()).collect()
        }
        Role::Observer => state
            .sites
            .values()
            .filter(|s| actor.communes.is_empty() || actor.communes.contains(&s.commune))
            .map(|site| site.id.clone())
            .collect(),
        _ => BTreeSet::new(),
    }
}
