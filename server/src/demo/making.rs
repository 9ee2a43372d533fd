//! The visits of the demonstration as they are made: steps, work, photos, report, signature.

use super::asking::{now_and_then, resolved};
use super::later::Later;
use super::pictures::Pictures;
use super::words;
use super::world::{World, at};
use crate::store::StoreResult;
use shared::day::Half;
use shared::history::FileRef;
use shared::id::{Millis, TicketId};
use shared::role::Actor;
use shared::site;
use shared::ticket::{self, TicketKind, Urgency};
use shared::visit::{Act, Check, Visit};

/// A technician at a school, and the time there.
struct Stay<'a> {
    world: &'a mut World,
    later: &'a mut Later,
    pictures: &'a Pictures,
    technician: Actor,
    visit: Visit,
    now: Millis,
}

/// How far a visit goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Far {
    /// To its report.
    Through,
    /// It was begun, and nobody has said that it ended.
    Begun,
}

/// A technician makes a visit.
pub(super) fn make(
    world: &mut World,
    later: &mut Later,
    pictures: &Pictures,
    visit: &Visit,
    far: Far,
) -> StoreResult<()> {
    let first = match visit.slot.half {
        Half::Morning => 8 * 60 + 15,
        Half::Afternoon => 13 * 60 + 30,
    };
    let now = at(visit.slot.day, first + world.draw.below(20) as i64);
    let technician = world.who(visit.technician)?;
    let visit = visit.clone();
    let mut stay = Stay { world, later, pictures, technician, visit, now };
    let id = stay.visit.id;
    stay.act(0, Act::StartVisit { visit: id })?;
    if far == Far::Begun {
        return stay.begin_work();
    }
    stay.check_all()?;
    let left_over = stay.work()?;
    stay.write()?;
    stay.act(4, Act::FinishVisit { visit: id, left_over })
}

impl Stay<'_> {
    fn act(&mut self, minutes: i64, act: impl Into<shared::command::Command>) -> StoreResult<()> {
        self.now += minutes * 60_000;
        self.world.give(&self.technician, self.now, act)
    }

    fn check_all(&mut self) -> StoreResult<()> {
        let items = self.world.state.settings().checklist.clone();
        for item in items {
            let (check, note) = match self.world.draw.below(24) {
                0 => (Check::Failed, *self.world.draw.pick(&words::FAILED)),
                1 => (Check::NotApplicable, ""),
                _ => (Check::Done, ""),
            };
            let (visit, minutes) = (self.visit.id, 4 + self.world.draw.below(8) as i64);
            let note = note.into();
            self.act(minutes, Act::CheckItem { visit, item: item.id, check, note })?;
        }
        Ok(())
    }

    /// The requests that ride with the visit.
    fn riding(&self) -> Vec<TicketId> {
        let of_site = self.world.state.tickets_of(&self.visit.site);
        let here = of_site.filter(|ticket| ticket.visit() == Some(self.visit.id));
        here.map(|ticket| ticket.id).collect()
    }

    /// Works on what was asked for, and on what is found. Returns whether something is left.
    fn work(&mut self) -> StoreResult<bool> {
        let mut left_over = false;
        if self.world.draw.below(6) == 0 {
            self.find()?;
        }
        for id in self.riding() {
            let Some(found) = self.world.state.tickets.get(&id).cloned() else {
                continue;
            };
            let text = *self.world.draw.pick(words::done(found.category));
            if self.world.draw.below(7) == 0 {
                let reason = "Il manque une pièce, à reprendre au prochain passage.".into();
                self.act(6, ticket::Act::PostponeTicket { ticket: id, reason })?;
                left_over = true;
                continue;
            }
            self.log(id, text)?;
            self.now += 60_000;
            let (by, now) = (self.technician.clone(), self.now);
            resolved(self.world, self.later, &by, id, text.into(), now)?;
        }
        Ok(left_over)
    }

    fn log(&mut self, ticket: TicketId, text: &str) -> StoreResult<()> {
        let minutes = 5 + 5 * self.world.draw.below(5) as u32;
        let photos = now_and_then(self.world, self.pictures, 4);
        let (visit, text) = (Some(self.visit.id), text.into());
        self.act(3, ticket::Act::LogWork { ticket, visit, minutes, text, photos })
    }

    /// Something that nobody had asked for.
    fn find(&mut self) -> StoreResult<()> {
        let (category, text) = *self.world.draw.pick(&words::FOUND);
        let ticket = TicketId(self.world.draw.key());
        let photos = now_and_then(self.world, self.pictures, 2);
        let found = ticket::Act::ReportIncident {
            subscription: None,
            ticket,
            site: self.visit.site.clone(),
            kind: TicketKind::Incident,
            category,
            text: text.into(),
            room: String::new(),
            equipment: None,
            urgency: Urgency::Normal,
            photos,
            found_on: Some(self.visit.id),
        };
        self.act(5, found)
    }

    /// A visit that goes on: somebody is at one of the requests.
    fn begin_work(&mut self) -> StoreResult<()> {
        if self.riding().is_empty() {
            self.find()?;
        }
        match self.riding().first() {
            Some(ticket) => self.log(*ticket, "Diagnostic commencé."),
            None => Ok(()),
        }
    }

    /// Notes, photos, the way in, and the signature.
    fn write(&mut self) -> StoreResult<()> {
        let visit = self.visit.id;
        if self.world.draw.below(3) == 0 {
            let text = (*self.world.draw.pick(&words::NOTES)).into();
            self.act(2, Act::NoteVisit { visit, text })?;
        }
        for photo in now_and_then(self.world, self.pictures, 3) {
            self.act(1, Act::AddVisitPhoto { visit, photo })?;
        }
        if self.world.draw.below(6) == 0 {
            let (site, text) = (self.visit.site.clone(), *self.world.draw.pick(&words::ACCESS));
            self.act(1, site::Act::SetAccessNote { site, text: text.into() })?;
        }
        if self.world.draw.below(12) == 0 {
            return Ok(());
        }
        let (name, capacity) = *self.world.draw.pick(&words::SIGNERS);
        let drawing: Option<FileRef> = match self.world.draw.below(5) {
            0 => None,
            _ => Some(self.pictures.signature(&mut self.world.draw)),
        };
        let (name, capacity) = (name.into(), capacity.into());
        self.act(3, Act::SignReport { visit, name, capacity, drawing })
    }
}
