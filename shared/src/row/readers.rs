//! What people ask of the tables.

use super::{One, State};
use crate::day::{Calendar, Day};
use crate::id::{AccountId, SiteId};
use crate::plan::Settings;
use crate::site::Equipment;
use crate::ticket::Ticket;
use crate::visit::Visit;
use std::sync::Arc;

impl State {
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
        self.tickets.values().filter(move |ticket| &ticket.site == site)
    }

    /// Visits of a site.
    pub fn visits_of<'a>(&'a self, site: &'a SiteId) -> impl Iterator<Item = &'a Arc<Visit>> {
        self.visits.values().filter(move |visit| &visit.site == site)
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
        let mut visits: Vec<_> = self
            .visits
            .values()
            .filter(|visit| visit.technician == technician && visit.takes_slot())
            .cloned()
            .collect();
        visits.sort_by_key(|visit| (visit.slot, visit.id));
        visits
    }

    /// The first published visit of a site that is ahead, from that day on.
    pub fn next_visit(&self, site: &SiteId, today: Day) -> Option<Arc<Visit>> {
        self.visits_of(site)
            .filter(|visit| visit.is_ahead() && visit.slot.day >= today)
            .min_by_key(|visit| (visit.slot, visit.id))
            .cloned()
    }
}
