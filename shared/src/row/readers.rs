//! Queries over the tables.

use super::State;
use crate::day::{Calendar, Day};
use crate::equipment::Equipment;
use crate::id::{AccountId, One, SiteId, VisitId};
use crate::order;
use crate::settings::Settings;
use crate::site::Site;
use crate::ticket::Ticket;
use crate::visit::{Visit, VisitState};
use columns::Lookup;
use std::sync::Arc;

const TECHNICIAN: Lookup<Visit, AccountId> =
    Lookup { name: "technician", of: |visit| &visit.technician };
const SITE_OF_TICKET: Lookup<Ticket, SiteId> = Lookup { name: "site", of: |ticket| &ticket.site };
const SITE_OF_VISIT: Lookup<Visit, SiteId> = Lookup { name: "site", of: |visit| &visit.site };
const IS_FICTITIOUS: Lookup<Site, bool> =
    Lookup { name: "fictitious", of: |site| &site.fictitious };

impl State {
    /// Whether some of its sites were made up for the demonstration: then all that is told of it
    /// was, and says so wherever it goes. Asked by each page: it decodes no other site.
    pub fn is_made_up(&self) -> bool {
        self.sites.having(IS_FICTITIOUS, &true).next().is_some()
    }

    /// The calendar, empty until one is imported.
    pub fn calendar(&self) -> Arc<Calendar> {
        self.calendars.get(&One).cloned().unwrap_or_default()
    }

    /// The settings, or their defaults.
    pub fn settings(&self) -> Arc<Settings> {
        self.all_settings.get(&One).cloned().unwrap_or_default()
    }

    /// Tickets of a site, oldest first.
    pub fn tickets_of<'a>(&'a self, site: &'a SiteId) -> impl Iterator<Item = &'a Arc<Ticket>> {
        self.tickets.having(SITE_OF_TICKET, site)
    }

    /// Visits of a site.
    pub fn visits_of<'a>(&'a self, site: &'a SiteId) -> impl Iterator<Item = &'a Arc<Visit>> {
        self.visits.having(SITE_OF_VISIT, site)
    }

    /// Visits of a technician.
    pub fn visits_by<'a>(
        &'a self,
        technician: &'a AccountId,
    ) -> impl Iterator<Item = &'a Arc<Visit>> {
        self.visits.having(TECHNICIAN, technician)
    }

    /// Equipment of a site.
    pub fn equipment_of<'a>(
        &'a self,
        site: &'a SiteId,
    ) -> impl Iterator<Item = &'a Arc<Equipment>> {
        self.equipment.values().filter(move |equipment| &equipment.site == site)
    }

    /// Visits of a technician that take their half-day, in order.
    pub fn round_of(&self, technician: AccountId) -> Vec<Arc<Visit>> {
        let mut visits: Vec<_> =
            self.visits_by(&technician).filter(|visit| visit.takes_slot()).cloned().collect();
        order::sort_by_key(&mut visits, |visit| (visit.slot, visit.id));
        visits
    }

    /// The first published visit of a site that is ahead or going on, from that day on.
    pub fn next_visit(&self, site: &SiteId, today: Day) -> Option<Arc<Visit>> {
        let from_today = |visit: &&Arc<Visit>| visit.is_ahead() && visit.slot.day >= today;
        let ahead = self.visits_of(site).filter(from_today);
        ahead.min_by_key(|visit| (visit.slot, visit.id)).cloned()
    }

    /// The first published visit of a site that has not begun, from that day on, other than `but`.
    pub fn next_planned(
        &self,
        site: &SiteId,
        today: Day,
        but: Option<VisitId>,
    ) -> Option<Arc<Visit>> {
        let waits = |visit: &&Arc<Visit>| {
            let planned = visit.state == VisitState::Planned;
            planned && visit.slot.day >= today && Some(visit.id) != but
        };
        let planned = self.visits_of(site).filter(waits);
        planned.min_by_key(|visit| (visit.slot, visit.id)).cloned()
    }
}
