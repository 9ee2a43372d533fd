//! Commands about loans. Accepting, refusing, withdrawing and handing over are those of every
//! supply.

use super::{LoanDays, Piece, Unit};
use crate::history::FileRef;
use crate::id::{ArticleId, CampaignId, SiteId, SupplyId, TeacherId, TicketId};
use columns::tagged;
use serde::{Deserialize, Serialize};

/// A reservation of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Brought {
    /// The key of the loan, if none of it is known.
    pub supply: SupplyId,
    /// Who has it, or will.
    pub site: SiteId,
    /// Of what.
    pub article: ArticleId,
    /// From when on, and until when.
    pub days: LoanDays,
    /// Which unit, where the file says it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// Who will use it, where somebody of that name is known at the site.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub teacher: Option<TeacherId>,
}

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
    /// A site is told once a unit is free on these days; it takes none until then.
    WaitForLoan {
        supply: SupplyId,
        site: SiteId,
        campaign: CampaignId,
        article: ArticleId,
        days: LoanDays,
        #[serde(default)]
        note: String,
    },
    /// What it waited for is free: the site asks for it.
    ClaimLoan { supply: SupplyId },
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
    /// Adds and changes the units of an article from a file, which makes the article if there is
    /// none. What the file says nothing of stays.
    ImportUnits {
        article: ArticleId,
        label: String,
        #[serde(default)]
        contents: Vec<Piece>,
        units: Vec<Unit>,
    },
    /// Takes over the reservations of a file, in their order; one that is known stays as it is.
    ImportLoans { campaign: CampaignId, loans: Vec<Brought> },
}
tagged!(Act, "command");

impl Act {
    /// The photos and signatures that it names.
    pub(crate) fn files(&self) -> &[FileRef] {
        &[]
    }

    /// Whether only the server can judge it: others ask for the same units.
    pub(crate) fn needs_server(&self) -> bool {
        match self {
            Act::AskLoan { .. }
            | Act::ClaimLoan { .. }
            | Act::SetLoanDays { .. }
            | Act::ChooseUnit { .. }
            | Act::ImportLoans { .. } => true,
            Act::WaitForLoan { .. }
            | Act::TellLack { .. }
            | Act::SetUnit { .. }
            | Act::ImportUnits { .. } => false,
        }
    }
}
