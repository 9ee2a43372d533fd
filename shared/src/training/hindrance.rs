//! Why a training cannot be what a command asks for.

use super::SessionProgress;
use crate::day::Day;
use crate::id::{TeacherId, TrainingSessionId};
use columns::tagged_or_unknown;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Why a training cannot be what a command asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "snake_case")]
#[allow(missing_docs)] // The variants say what their fields mean.
pub enum Hindrance {
    /// It is not at a point from which this is possible.
    Progress { state: SessionProgress },
    /// Nobody registers outside these days, or once it has begun.
    Registration { opens: Option<Day>, closes: Day },
    /// It takes place on that day: nobody was there before.
    NotYet { day: Day },
    /// It has begun: who comes or does not is marked, not taken off.
    Begun,
    /// Somebody is at another one at the same time.
    Overlap { teacher: TeacherId, with: TrainingSessionId, title: String },
    /// No place is free.
    Full { capacity: u32 },
    /// So many have a place: there cannot be fewer.
    TooSmall { registered: u32 },
    /// People were not marked: unmarked is not absent.
    Unmarked { teachers: Vec<TeacherId> },
    /// Classes register here, and no teachers; or the other way round.
    WrongKind,
    /// It takes place in the classes of one school, and they teach at another.
    OtherSite { teacher: TeacherId },
    /// They are not on its list.
    NotRegistered { teacher: TeacherId },
    /// The words of a newer server, as they came.
    #[serde(skip)]
    Unknown(Map<String, Value>),
}
tagged_or_unknown!(Hindrance, "hindrance");
