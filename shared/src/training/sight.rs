//! Who sees what of a training.

use super::{SessionProgress, TrainingKind, TrainingSession};
use crate::entity::{Ages, Entity, Facets, Followed, Period, Reach, Sight, Viewer};
use crate::history::FileRef;
use crate::id::{Seq, TrainingSessionId};
use crate::limits::{CLOSED_KEPT_SCHOOL_DAYS, CLOSED_KEPT_TECHNICIAN_DAYS};
use crate::money::Cents;
use chrono::Duration;

impl TrainingSession {
    fn is_recent(&self, reader: &Viewer, days: i64) -> bool {
        self.terms.day >= reader.today - Duration::days(days)
    }

    /// What others may know of it: no names, no cost.
    fn announced(&self) -> Self {
        let mut short = self.with_people_of(|_| false);
        short.terms.cost = Cents::ZERO;
        short.history.clear();
        short
    }
}

impl Entity for TrainingSession {
    type Key = TrainingSessionId;

    fn key(&self) -> TrainingSessionId {
        self.id
    }

    fn version(&self) -> Seq {
        self.version
    }

    /// Also in the notes of who marked somebody, which the change left open.
    fn set_version(&mut self, version: Seq) {
        self.version = version;
        let marks = self.registrations.values_mut().filter_map(|one| one.marked.as_mut());
        for marked in marks.filter(|marked| marked.version == 0) {
            marked.version = version;
        }
    }

    /// Its group is its day: on the same day people may be wanted at two places.
    fn facets(&self) -> Facets {
        Facets {
            owner: self.terms.leader,
            day: Some(self.terms.day),
            group: Some(self.terms.day.to_string()),
            open: matches!(
                self.state,
                SessionProgress::Draft | SessionProgress::Open | SessionProgress::Held
            ),
            ..Facets::default()
        }
    }

    /// A school sees the names of its own people, whoever leads it all of them, technicians what is
    /// to come.
    fn sight(&self, reader: &Viewer) -> Sight<Self> {
        if self.state == SessionProgress::Draft {
            return Sight::Hidden;
        }
        match &reader.reach {
            Reach::School(site) => {
                let elsewhere = self.terms.kind == TrainingKind::Accompaniment
                    && self.terms.host.as_ref().is_some_and(|host| host != site)
                    && !self.registrations.values().any(|one| one.site == *site);
                if elsewhere || !self.is_recent(reader, CLOSED_KEPT_SCHOOL_DAYS) {
                    return Sight::Hidden;
                }
                let mut own = self.with_people_of(|other| other == site);
                own.terms.cost = Cents::ZERO;
                Sight::Short(own)
            }
            Reach::Adviser(_) if self.terms.is_led_by(reader.account) => {
                Sight::whole_if(self.is_recent(reader, CLOSED_KEPT_SCHOOL_DAYS))
            }
            Reach::Technician { .. } if self.is_recent(reader, CLOSED_KEPT_TECHNICIAN_DAYS) => {
                Sight::Short(self.announced())
            }
            Reach::Technician { .. } | Reach::Adviser(_) | Reach::Observer(_) => Sight::Hidden,
        }
    }

    fn followed(reader: &Viewer) -> Followed<TrainingSessionId> {
        match &reader.reach {
            // Several people may lead one session; a row belongs to one of them.
            Reach::School(_) | Reach::Technician { .. } | Reach::Adviser(_) => Followed::All,
            Reach::Observer(_) => Followed::BySiteAndOwner,
        }
    }

    /// Hours count for the inspection; names are in the rows of the people alone.
    fn ages(&self) -> Ages {
        match self.state {
            SessionProgress::Draft | SessionProgress::Open | SessionProgress::Held => Ages::Never,
            SessionProgress::Cancelled | SessionProgress::Closed => {
                Ages::From(self.terms.day, Period::History)
            }
        }
    }

    fn files(&self) -> Vec<&FileRef> {
        self.sheets.iter().collect()
    }
}
