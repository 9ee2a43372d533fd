//! The calendar of the authority: holidays and quarters, one row.

pub mod act;
mod rules;

pub use act::Act;

use crate::day::Calendar;
use crate::entity::{Ages, Entity, Facets, Followed, Sight, Viewer};
use crate::id::{One, Seq};

impl Entity for Calendar {
    type Key = One;

    fn key(&self) -> One {
        One
    }

    fn version(&self) -> Seq {
        self.version
    }

    fn set_version(&mut self, version: Seq) {
        self.version = version;
    }

    fn facets(&self) -> Facets {
        Facets::default()
    }

    fn sight(&self, _: &Viewer) -> Sight<Self> {
        Sight::Whole
    }

    fn followed(_: &Viewer) -> Followed<One> {
        Followed::All
    }

    fn ages(&self) -> Ages {
        Ages::Never
    }
}
