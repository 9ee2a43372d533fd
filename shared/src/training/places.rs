//! Places and the waiting list. Who waits moves up in the order in which the server received them,
//! until the registration closes and never once it has begun.

use super::{Happened, Registration, SessionProgress, Standing, TrainingSession};
use crate::id::{SiteId, TeacherId};
use crate::order;
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Those whom the reader of a row may not see: numbers, no names.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hidden {
    /// How many have a place, classes too.
    #[serde(default)]
    pub registered: u32,
    /// The ranks of those who wait, in their order.
    #[serde(default)]
    pub waiting: Vec<u32>,
}

impl Hidden {
    /// Nobody is hidden.
    pub fn is_nobody(&self) -> bool {
        *self == Self::default()
    }
}

/// Who waits next.
enum Next {
    Known(TeacherId),
    Hidden,
}

impl Registration {
    /// How a school sees it: under its own key of the person, when they teach at another one too.
    fn seen_at(
        &self,
        id: TeacherId,
        is_own: impl Fn(&SiteId) -> bool,
    ) -> Option<(TeacherId, Self)> {
        let also = BTreeMap::new();
        if is_own(&self.site) {
            return Some((id, Self { also, ..self.clone() }));
        }
        let (site, id) = self.also.iter().find(|(site, _)| is_own(site))?;
        Some((*id, Self { site: site.clone(), also, ..self.clone() }))
    }
}

impl TrainingSession {
    /// How many places are taken.
    pub fn taken(&self) -> u32 {
        let own = self.registrations.values().filter(|one| one.state == Standing::Registered);
        let all = own.count().saturating_add(self.classes.len());
        u32::try_from(all).unwrap_or(u32::MAX).saturating_add(self.hidden.registered)
    }

    /// How many places are free.
    pub fn free(&self) -> u32 {
        self.terms.capacity.saturating_sub(self.taken())
    }

    /// How many wait.
    pub fn waiting(&self) -> usize {
        let own = self.registrations.values().filter(|one| one.state == Standing::Waiting);
        own.count() + self.hidden.waiting.len()
    }

    /// Their place on the waiting list, from 1; `None` for who does not wait.
    pub fn place_of(&self, teacher: TeacherId) -> Option<usize> {
        let one = self.registrations.get(&teacher).filter(|one| one.state == Standing::Waiting)?;
        let before = |rank: u32| rank < one.rank;
        let own = self
            .registrations
            .values()
            .filter(|other| other.state == Standing::Waiting && before(other.rank));
        let hidden = self.hidden.waiting.iter().filter(|rank| before(**rank));
        Some(own.count() + hidden.count() + 1)
    }

    /// Puts somebody on the list: on a place, or among those who wait.
    pub(super) fn enter(&mut self, teacher: TeacherId, site: SiteId) -> Standing {
        self.ranks += 1;
        let is_free = self.free() > 0 && self.waiting() == 0;
        let state = if is_free { Standing::Registered } else { Standing::Waiting };
        let (rank, drawn, also) = (self.ranks, None, BTreeMap::new());
        let one = Registration { site, state, rank, unannounced: false, drawn, also, marked: None };
        self.registrations.insert(teacher, one);
        state
    }

    /// Gives free places to those who wait, and says to whom of those who are known here.
    pub(super) fn move_up(&mut self, now: NaiveDateTime) -> Vec<TeacherId> {
        let mut moved = Vec::new();
        let closed = now.date() > self.terms.last_day_of_registration();
        if self.state != SessionProgress::Open || closed || self.has_begun(now) {
            return moved;
        }
        while self.free() > 0 {
            match self.next() {
                None => break,
                Some(Next::Known(teacher)) => {
                    if let Some(one) = self.registrations.get_mut(&teacher) {
                        one.state = Standing::Registered;
                    }
                    moved.push(teacher);
                }
                Some(Next::Hidden) => {
                    self.hidden.waiting.remove(0);
                    self.hidden.registered += 1;
                }
            }
        }
        moved
    }

    fn next(&self) -> Option<Next> {
        let own = self.registrations.iter().filter(|(_, one)| one.state == Standing::Waiting);
        let own = own.min_by_key(|(_, one)| one.rank).map(|(id, one)| (one.rank, *id));
        match (own, self.hidden.waiting.first()) {
            (None, None) => None,
            (Some((rank, _)), Some(hidden)) if *hidden < rank => Some(Next::Hidden),
            (None, Some(_)) => Some(Next::Hidden),
            (Some((_, id)), _) => Some(Next::Known(id)),
        }
    }

    /// The same list with the people of that site alone.
    pub(super) fn with_people_of(&self, is_own: impl Fn(&SiteId) -> bool) -> Self {
        let mut cut = self.clone();
        let seen = |(id, one): (&TeacherId, &Registration)| one.seen_at(*id, &is_own);
        cut.registrations = self.registrations.iter().filter_map(seen).collect();
        cut.classes.retain(|site, _| is_own(site));
        let is_others =
            |(id, one): &(&TeacherId, &Registration)| one.seen_at(**id, &is_own).is_none();
        let others = || self.registrations.iter().filter(is_others).map(|(_, one)| one);
        let registered = others().filter(|one| one.state == Standing::Registered).count();
        let classes = self.classes.len() - cut.classes.len();
        let waits = others().filter(|one| one.state == Standing::Waiting);
        // A row that was cut before is cut no further: those hidden then stay counted.
        let before = self.hidden.waiting.iter().copied();
        let mut waiting: Vec<u32> = waits.map(|one| one.rank).chain(before).collect();
        order::sort(&mut waiting);
        let registered = u32::try_from(registered + classes).unwrap_or(u32::MAX);
        let registered = registered.saturating_add(self.hidden.registered);
        cut.hidden = Hidden { registered, waiting };
        let of_own = |teacher: &TeacherId| cut.registrations.contains_key(teacher);
        cut.history.retain(|entry| {
            entry.what != Happened::ClassChanged
                && entry.what.teacher().is_none_or(|one| of_own(&one))
        });
        cut.sheets.clear();
        cut
    }
}
