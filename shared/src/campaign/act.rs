//! Commands about campaigns.

use super::{Call, CampaignKind, Purse};
use crate::article::Pot;
use crate::day::Day;
use crate::history::FileRef;
use crate::id::{ArticleId, CampaignId};
use columns::tagged;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What is written of a campaign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// What the money is for; it stays once the campaign was opened.
    pub kind: CampaignKind,
    /// Its name.
    pub label: String,
    /// The year of its credits.
    pub year: u16,
    /// First day on which something can be asked for.
    pub opens: Day,
    /// Last day, included.
    pub closes: Day,
    /// Its money, by section.
    pub purses: BTreeMap<Pot, Purse>,
    /// The articles that can be asked for; none: all that are offered.
    #[serde(default)]
    pub articles: BTreeSet<ArticleId>,
    /// Loans that a school may have open at once; 0: as many as it likes. An app of before says
    /// nothing of it, and changes nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open_loans: Option<u32>,
    /// The rules of a call for projects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<Call>,
}

/// Commands about campaigns.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "snake_case")]
#[allow(missing_docs)] // The fields carry the glossary's words; each variant says what it means.
pub enum Act {
    /// Prepares a campaign, or changes one.
    SetCampaign { campaign: CampaignId, draft: Draft },
    /// Opens it to the schools that there are.
    PublishCampaign { campaign: CampaignId },
    /// Nothing more can be asked for.
    CloseCampaign { campaign: CampaignId },
}
tagged!(Act, "command");

impl Act {
    /// The photos and signatures that it names.
    pub(crate) fn files(&self) -> &[FileRef] {
        &[]
    }

    /// Whether only the server can judge it: the money of all sites counts.
    pub(crate) fn needs_server(&self) -> bool {
        matches!(self, Act::PublishCampaign { .. })
    }
}
