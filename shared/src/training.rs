//! Trainings, accompaniments in class and class activities: who is invited, who came, and what
//! they were trained for by it.
//!
//! A row is a [`TrainingSession`]: a session alone is what somebody signs in to. Times are Paris
//! time, as a day and minutes of it: no zone, no change of the hour. Being registered trains
//! nobody; being marked present does, see `attendance`.

pub mod act;
mod attendance;
mod found;
mod happened;
mod hindrance;
pub mod hours;
pub mod needs;
mod places;
mod registering;
mod rules;
mod sheet;
mod sight;
mod terms;

pub use act::{Act, Came, Mark, Planned};
pub use happened::Happened;
pub use hindrance::Hindrance;
pub use places::Hidden;
pub use terms::Terms;

use crate::history::{Entry, FileRef};
use crate::id::{DeviceId, Seq, SiteId, TeacherId, TrainingSessionId};
use crate::site::Position;
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TrainingKind {
    /// A training of the authority.
    Training,
    /// A training that a supplier gives with what it sells, «formation fonctionnelle».
    SupplierTraining,
    /// Help in class, at one site.
    Accompaniment,
    /// «Animation pédagogique scolaire»: classes come, and their pupils are counted.
    ClassActivity,
}

impl TrainingKind {
    /// All of them, in the order of the screen.
    pub const ALL: [TrainingKind; 4] = [
        TrainingKind::Training,
        TrainingKind::SupplierTraining,
        TrainingKind::Accompaniment,
        TrainingKind::ClassActivity,
    ];

    /// Its word in rows and files.
    pub fn word(self) -> &'static str {
        match self {
            TrainingKind::Training => "training",
            TrainingKind::SupplierTraining => "supplier_training",
            TrainingKind::Accompaniment => "accompaniment",
            TrainingKind::ClassActivity => "class_activity",
        }
    }

    /// Whoever was present is trained for its topics.
    pub fn trains(self) -> bool {
        matches!(self, TrainingKind::Training | TrainingKind::SupplierTraining)
    }
}

/// How far it got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SessionProgress {
    /// The desk prepares it: nobody else sees it.
    Draft,
    /// Schools may register.
    Open,
    /// It does not take place.
    Cancelled,
    /// It took place; the attendance is not complete.
    Held,
    /// The attendance is complete.
    Closed,
}

impl SessionProgress {
    /// All of them, in their order.
    pub const ALL: [Self; 5] = [Self::Draft, Self::Open, Self::Held, Self::Closed, Self::Cancelled];
}

/// Whether somebody was there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Attendance {
    /// They were there: this alone trains.
    Present,
    /// They were not.
    Absent,
    /// They were not, and had said so.
    Excused,
}

impl Attendance {
    /// All of them, in the order of the screen.
    pub const ALL: [Attendance; 3] = [Attendance::Present, Attendance::Absent, Attendance::Excused];

    /// Its word in rows and files.
    pub fn word(self) -> &'static str {
        match self {
            Attendance::Present => "present",
            Attendance::Absent => "absent",
            Attendance::Excused => "excused",
        }
    }
}

/// Where the registration of a person stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// They have a place.
    Registered,
    /// They wait for one.
    Waiting,
    /// They were there.
    Present,
    /// They were not.
    Absent,
    /// They were not, and had said so.
    Excused,
    /// They were taken off the list.
    Withdrawn,
}

impl From<Attendance> for Standing {
    fn from(mark: Attendance) -> Self {
        match mark {
            Attendance::Present => Standing::Present,
            Attendance::Absent => Standing::Absent,
            Attendance::Excused => Standing::Excused,
        }
    }
}

impl Standing {
    /// What was marked; `None` while nothing was: unmarked is not absent.
    pub fn mark(self) -> Option<Attendance> {
        match self {
            Standing::Present => Some(Attendance::Present),
            Standing::Absent => Some(Attendance::Absent),
            Standing::Excused => Some(Attendance::Excused),
            Standing::Registered | Standing::Waiting | Standing::Withdrawn => None,
        }
    }

    /// Whether they are on the list of those who are expected or came.
    pub fn is_called(self) -> bool {
        match self {
            Standing::Registered | Standing::Present | Standing::Absent | Standing::Excused => true,
            Standing::Waiting | Standing::Withdrawn => false,
        }
    }
}

/// Who marked somebody last: a colleague who had not seen it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marker {
    /// The server's sequence number of the change; 0 for one not sent yet.
    pub version: Seq,
    /// The device that made it.
    pub device: DeviceId,
}

/// One person at one session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registration {
    /// Where they taught then: the hours stay there when they go elsewhere.
    pub site: SiteId,
    /// Where it stands.
    pub state: Standing,
    /// Its place in the order of arrival at the server, from 1: the order of those who wait.
    pub rank: u32,
    /// They came without being registered.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unannounced: bool,
    /// The key by which a phone knows a person whom the server knew by another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drawn: Option<TeacherId>,
    /// The other schools at which the same person teaches and that asked for them too, with the
    /// keys by which these know them: one person has one place.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub also: BTreeMap<SiteId, TeacherId>,
    /// Who marked them last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marked: Option<Marker>,
}

impl Registration {
    /// Whether a school asked for that person, alone or with another one.
    pub fn is_of(&self, site: &SiteId) -> bool {
        self.site == *site || self.also.contains_key(site)
    }
}

/// A class that comes to an activity: pupils are counted, never named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Class {
    /// Which class, in the words of the school («CE2-CM1»).
    pub class: String,
    /// How many pupils.
    pub pupils: u32,
}

/// One training, accompaniment or class activity on one day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TrainingSession {
    /// Its key.
    pub id: TrainingSessionId,
    /// What the desk wrote.
    pub terms: Terms,
    /// Where its site lies: a school's tablet knows no other site.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<Position>,
    /// How far it got.
    pub state: SessionProgress,
    /// Why it was cancelled.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// Who is on its lists.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub registrations: BTreeMap<TeacherId, Registration>,
    /// The classes that come.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub classes: BTreeMap<SiteId, Class>,
    /// The last rank that was given.
    #[serde(default)]
    pub ranks: u32,
    /// Those whom the reader may not see, as numbers alone.
    #[serde(default, skip_serializing_if = "Hidden::is_nobody")]
    pub hidden: Hidden,
    /// The number of its calendar entry (RFC 5545, SEQUENCE): raised when it is moved or cancelled.
    #[serde(default)]
    pub sequence: u32,
    /// The identity of its entry in the calendar of a supplier from which it came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uid: Option<String>,
    /// Photos of the sheets that were signed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sheets: Vec<FileRef>,
    /// All that happened, oldest first.
    #[serde(default)]
    pub history: Vec<Entry<Happened>>,
    /// Version of the row.
    #[serde(default)]
    pub version: Seq,
}

impl TrainingSession {
    /// A draft of which nothing is known but what the desk wrote.
    pub fn drafted(id: TrainingSessionId, terms: Terms) -> Self {
        Self {
            id,
            terms,
            position: None,
            state: SessionProgress::Draft,
            reason: String::new(),
            registrations: BTreeMap::new(),
            classes: BTreeMap::new(),
            ranks: 0,
            hidden: Hidden::default(),
            sequence: 0,
            uid: None,
            sheets: Vec::new(),
            history: Vec::new(),
            version: 0,
        }
    }

    /// Whether it has begun by then, in Paris.
    pub fn has_begun(&self, now: NaiveDateTime) -> bool {
        now >= self.terms.begins()
    }

    /// A school may register somebody today, before it begins.
    pub fn takes_registrations(&self, now: NaiveDateTime) -> bool {
        let today = now.date();
        self.state == SessionProgress::Open
            && self.terms.opens.is_none_or(|opens| opens <= today)
            && today <= self.terms.last_day_of_registration()
            && !self.has_begun(now)
    }

    /// The sites of those who are on its lists.
    pub fn sites(&self) -> impl Iterator<Item = SiteId> {
        let people = self
            .registrations
            .values()
            .flat_map(|one| std::iter::once(&one.site).chain(one.also.keys()));
        people.chain(self.classes.keys()).cloned()
    }

    /// It took place, and attendance counts.
    pub fn was_held(&self) -> bool {
        matches!(self.state, SessionProgress::Held | SessionProgress::Closed)
    }

    /// Those who are expected or came, in the order of arrival.
    pub fn called(&self) -> Vec<(TeacherId, &Registration)> {
        let called = self.registrations.iter().filter(|(_, one)| one.state.is_called());
        let mut called: Vec<_> = called.map(|(id, one)| (*id, one)).collect();
        crate::order::sort_by_key(&mut called, |(id, one)| (one.rank, *id));
        called
    }

    /// The key under which a person is registered whom a phone knows by this one.
    pub fn known_as(&self, id: TeacherId) -> TeacherId {
        let is_it = |one: &Registration| {
            one.drawn == Some(id) || one.also.values().any(|other| *other == id)
        };
        let drawn = self.registrations.iter().find(|(_, one)| is_it(one));
        drawn.filter(|_| !self.registrations.contains_key(&id)).map_or(id, |(known, _)| *known)
    }
}

/// The minute of the day that a person writes: «14:30», «14h30», «9»; 24:00 is its end.
pub fn read_time(text: &str) -> Option<u32> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let (hours, minutes) = plain.split_once([':', 'h', 'H']).unwrap_or((&plain, ""));
    let number = |text: &str| -> Option<u32> {
        let digits = text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit());
        if digits { text.parse().ok() } else { None }
    };
    let minutes = if minutes.is_empty() { 0 } else { number(minutes)? };
    let at = number(hours)? * 60 + minutes;
    (minutes < 60 && at <= 24 * 60).then_some(at)
}
