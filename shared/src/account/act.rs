//! Commands about accounts and shared calendars.

use super::Account;
use crate::history::FileRef;
use crate::id::{AccountId, FeedHash, SiteId};
use columns::tagged;
use serde::{Deserialize, Serialize};

/// Whose calendar is shared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeedOwner {
    /// The round of a technician.
    Technician(AccountId),
    /// The visits of a site.
    Site(SiteId),
}

/// Commands about accounts and shared calendars.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "snake_case")]
#[allow(missing_docs)] // The fields carry the glossary's words; each variant says what it means.
pub enum Act {
    /// Creates or changes what everybody may know of an account.
    SetAccount { account: Account },
    /// Opens a calendar to whoever has its secret address, whose SHA-256 is given; a new address
    /// ends the one before, and nothing ends it for good.
    ShareCalendar { owner: FeedOwner, feed: Option<FeedHash> },
}
tagged!(Act, "command");

impl Act {
    /// The photos and signatures that it names.
    pub(crate) fn files(&self) -> &[FileRef] {
        &[]
    }
}
