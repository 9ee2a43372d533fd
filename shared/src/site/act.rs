//! Commands about sites.

use super::{Closure, Site};
use crate::day::{Day, HalfDay, Week};
use crate::history::FileRef;
use crate::id::SiteId;
use columns::tagged;
use serde::{Deserialize, Serialize};

/// New values of what the desk knows of a site; what is absent stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteEdit {
    /// Street.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Postcode.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postcode: Option<String>,
    /// Ten digits, or nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The institutional address, or nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mail: Option<String>,
    /// What it asks of whoever comes, or nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skill: Option<String>,
}

/// Commands about sites.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "snake_case")]
#[allow(missing_docs)] // The fields carry the glossary's words; each variant says what it means.
pub enum Act {
    /// A site cannot be entered then.
    CloseSite { site: SiteId, closure: Closure },
    /// It can after all: withdraws the closures that begin on that half-day.
    ReopenSite { site: SiteId, first: HalfDay },
    /// The ordinary week of a site.
    SetSiteWeek {
        site: SiteId,
        week: Week,
        /// The week that the author saw: one that a colleague set meanwhile stays.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        was: Option<Week>,
    },
    /// Address, telephone and electronic address of a site.
    EditSite {
        site: SiteId,
        #[serde(flatten)]
        edit: SiteEdit,
        /// What the author saw in these fields: one that a colleague changed meanwhile stays.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        was: Option<SiteEdit>,
    },
    /// How the site is entered, in words; blank takes the note away.
    SetAccessNote { site: SiteId, text: String },
    /// Whether the site is told of its visits and answers by e-mail.
    SetSiteMail { site: SiteId, accepted: bool },
    /// Creates and changes sites from a file; closes those listed, on that day.
    ImportSites {
        sites: Vec<Site>,
        #[serde(default)]
        close: Vec<SiteId>,
        on: Day,
    },
}
tagged!(Act, "command");

impl Act {
    /// The photos and signatures that it names.
    pub(crate) fn files(&self) -> &[FileRef] {
        &[]
    }
}
