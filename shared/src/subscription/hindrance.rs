//! Why a subscription cannot be what a command asks for.

use super::Stage;
use crate::day::Day;
use crate::id::{SiteId, SubscriptionId};
use columns::tagged_or_unknown;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Why a subscription cannot be what a command asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "snake_case")]
#[allow(missing_docs)] // The variants say what their fields mean.
pub enum Hindrance {
    /// The plan pays internet to public schools alone, and nobody said why this one is paid.
    NotFunded { site: SiteId },
    /// Another one of the kind runs at the site at the same time: `line`, until `last` if that is
    /// known. A declared migration may last [`crate::limits::MIGRATION_DAYS`].
    Overlap { with: SubscriptionId, line: String, last: Option<Day> },
    /// Another site has that number.
    LineTaken { line: String, site: SiteId },
    /// It has ended, and is never changed.
    Ended { last: Day },
    /// It is not at a point from which this is possible.
    Stage { stage: Stage },
    /// A colleague changed it after the author had looked.
    Overtaken,
    /// The site has closed before that day.
    SiteGone { on: Day },
    /// Notice cannot be given: no term is renewed.
    NoTerm,
    /// The words of a newer server, as they came.
    #[serde(skip)]
    Unknown(Map<String, Value>),
}
tagged_or_unknown!(Hindrance, "hindrance");
