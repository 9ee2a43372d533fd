//! What schools are told by letter of what was decided: their visits that were published, moved or
//! cancelled, their tickets that were answered or resolved.
//!
//! A letter holds, for each visit and ticket, what the school knew before and what is true now. So
//! later news replace earlier ones of the same letter, and what went back to where it was says
//! nothing.

mod post;

pub use post::{LetterLine, LetterState, Post, PostAct};

use crate::day::{Day, HalfDay};
use crate::id::{SiteId, TicketId, VisitId};
use crate::role::Role;
use crate::row::{Row, State};
use crate::ticket::{Category, Happened, Ticket, TicketState};
use crate::visit::{Visit, VisitState};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// When the school was to be visited, and when it is now. A visit that is not published, or not
/// any more, has no half-day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitNews {
    /// What the school was told before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<HalfDay>,
    /// What is true now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub now: Option<HalfDay>,
}

/// What became of a ticket by the hands of those who handle it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketNews {
    /// What it is about, by its word: see [`Category::word`].
    pub about: String,
    /// Somebody wrote to the school. The words stay in the app.
    #[serde(default)]
    pub answered: bool,
    /// It is resolved, and the school is asked whether it is.
    #[serde(default)]
    pub resolved: bool,
}

/// What one school is told.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// Of its visits.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub visits: BTreeMap<VisitId, VisitNews>,
    /// Of its tickets.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub tickets: BTreeMap<TicketId, TicketNews>,
}

impl VisitNews {
    /// Whether it says something to somebody who reads it on that day: not of days that are over.
    fn is_news_on(&self, today: Day) -> bool {
        self.was != self.now && self.now.or(self.was).is_some_and(|slot| slot.day >= today)
    }
}

impl TicketNews {
    fn is_news(&self) -> bool {
        self.answered || self.resolved
    }

    /// What the ticket is about; a word of a newer version is [`Category::Unknown`].
    pub fn category(&self) -> Category {
        let named = |category: &&Category| category.word() == self.about;
        Category::ALL.iter().find(named).copied().unwrap_or(Category::Unknown)
    }
}

impl Letter {
    /// Adds what happened after it was begun.
    pub fn add(&mut self, later: Letter) {
        for (visit, news) in later.visits {
            self.visits.entry(visit).and_modify(|known| known.now = news.now).or_insert(news);
        }
        for (ticket, news) in later.tickets {
            let known = self.tickets.entry(ticket).or_insert_with(|| news.clone());
            *known = TicketNews { answered: known.answered || news.answered, ..news };
        }
    }

    /// What of it is worth reading on that day.
    #[must_use]
    pub fn on(mut self, today: Day) -> Self {
        self.visits.retain(|_, news| news.is_news_on(today));
        self.tickets.retain(|_, news| news.is_news());
        self
    }

    /// It says nothing.
    pub fn is_empty(&self) -> bool {
        self.visits.is_empty() && self.tickets.is_empty()
    }
}

/// What a command of somebody of that role says to each school: from the rows as they were, and
/// those that it changed. A letter may hold what only takes back what an earlier one says: see
/// [`Letter::on`].
pub fn letters(before: &State, after: &[Row], by: Role) -> BTreeMap<SiteId, Letter> {
    let mut letters: BTreeMap<SiteId, Letter> = BTreeMap::new();
    for row in after {
        if let Row::Visit(visit) = row
            && let Some(news) = of_visit(before.visits.get(&visit.id).map(Arc::as_ref), visit)
        {
            letters.entry(visit.site.clone()).or_default().visits.insert(visit.id, news);
        }
        if let Row::Ticket(ticket) = row
            && let Some(news) =
                of_ticket(before.tickets.get(&ticket.id).map(Arc::as_ref), ticket, by)
        {
            letters.entry(ticket.site.clone()).or_default().tickets.insert(ticket.id, news);
        }
    }
    letters
}

/// `None` when it is under way, over, or where it was: who is there knows.
fn of_visit(before: Option<&Visit>, after: &Visit) -> Option<VisitNews> {
    let news = VisitNews { was: before.map_or(Some(None), told)?, now: told(after)? };
    (news.was != news.now).then_some(news)
}

/// The half-day that the school is told; `None` when the visit is no more to come.
fn told(visit: &Visit) -> Option<Option<HalfDay>> {
    match visit.state {
        VisitState::Planned => Some(Some(visit.slot)),
        VisitState::Proposed | VisitState::Cancelled => Some(None),
        VisitState::OnSite
        | VisitState::Done
        | VisitState::Reported
        | VisitState::Missed { .. } => None,
    }
}

/// `None` when nothing happened to it that the school does not know.
fn of_ticket(before: Option<&Ticket>, after: &Ticket, by: Role) -> Option<TicketNews> {
    let is_staff = match by {
        Role::Technician | Role::Dispatcher | Role::Coordinator => true,
        Role::Teacher | Role::Observer | Role::Adviser | Role::System => false,
    };
    let known = before?;
    let fresh = after.history.get(known.history.len()..).unwrap_or_default();
    let says = fresh.iter().any(|entry| matches!(entry.what, Happened::Commented { .. }));
    let is_resolved = after.state == TicketState::Resolved;
    let was_resolved = known.state == TicketState::Resolved;
    let answered = is_staff && says;
    let resolved = is_resolved && (was_resolved || is_staff);
    let news = TicketNews { about: after.category.word(), answered, resolved };
    (answered || is_resolved != was_resolved).then_some(news)
}
