//! Commands about loans. Accepting, refusing, withdrawing and handing over are those of every
//! supply.

use super::{LoanDays, Unit};
use crate::history::FileRef;
use crate::id::{ArticleId, CampaignId, SiteId, SupplyId, TeacherId, TicketId};
use columns::tagged;
use serde::{Deserialize, Serialize};

/// Commands about loans.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "snake_case")]
#[allow(missing_docs)] // The fields carry the glossary's words; each variant says what it means.
pub enum Act {
    /// A site asks for a unit of an article on these days.
    AskLoan {
        supply: SupplyId,
        site: SiteId,
        campaign: CampaignId,
        article: ArticleId,
        days: LoanDays,
        #[serde(default)]
        note: String,
        #[serde(default)]
        teacher: Option<TeacherId>,
    },
    /// Other days: before it was handed over the desk chooses both ends; after, its end comes
    /// later when that is free, or sooner.
    SetLoanDays {
        supply: SupplyId,
        days: LoanDays,
        #[serde(default)]
        reason: String,
    },
    /// Which unit goes there: then it can be handed over.
    ChooseUnit { supply: SupplyId, unit: String },
    /// The school lacks something of what it was lent: a ticket says what.
    TellLack { supply: SupplyId, ticket: TicketId, text: String },
    /// Adds a unit of an article, or says that one is broken, gone or works again. Loans that were
    /// to have a unit which does not work get another one that is free, or none for now.
    SetUnit { article: ArticleId, unit: Unit },
}
tagged!(Act, "command");

impl Act {
    /// The photos and signatures that it names.
    pub(crate) fn files(&self) -> &[FileRef] {
        &[]
    }

    /// Whether only the server can judge it: others ask for the same units.
    pub(crate) fn needs_server(&self) -> bool {
        matches!(self, Act::AskLoan { .. } | Act::SetLoanDays { .. } | Act::ChooseUnit { .. })
    }
}
