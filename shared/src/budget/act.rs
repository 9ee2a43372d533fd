//! Commands about the budget.

use super::{BudgetLine, Goods, Payment, Price, Receipt, Vote};
use crate::article::{Origin, Pot};
use crate::day::Day;
use crate::history::FileRef;
use crate::id::{CommitmentId, LineId, SupplyId};
use crate::money::Cents;
use columns::tagged;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is ordered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// Number in the finance system, once known.
    #[serde(default)]
    pub number: String,
    /// Who sells.
    pub supplier: String,
    /// What is bought.
    #[serde(default)]
    pub label: String,
    /// The public contract.
    #[serde(default)]
    pub market: String,
    /// As printed on the paper.
    pub price: Price,
    /// The day on which it was signed.
    pub signed_on: Day,
    /// Where what is bought comes from.
    #[serde(default)]
    pub origin: Origin,
    /// What is bought, for the law.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goods: Option<Goods>,
    /// The orders of schools that it buys.
    #[serde(default)]
    pub supplies: Vec<SupplyId>,
}

/// What a funder promised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// Who pays.
    pub funder: String,
    /// The convention or the letter.
    #[serde(default)]
    pub reference: String,
    /// The day of that letter.
    pub notified_on: Day,
    /// How much was promised.
    pub notified: Cents,
    /// How much of it was asked for.
    #[serde(default)]
    pub called: Cents,
    /// The last day on which expenses can be proved.
    #[serde(default)]
    pub deadline: Option<Day>,
    /// The lines that it is tied to; none: the whole section.
    #[serde(default)]
    pub lines: Vec<LineId>,
}

/// A payment as the finance system lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookedPayment {
    /// Its number.
    pub number: String,
    /// Its day.
    pub day: Day,
    /// How much; below zero for a credit note.
    pub amount: Cents,
    /// The payment that a credit note takes back.
    #[serde(default)]
    pub corrects: Option<String>,
}

/// A commitment as the finance system lists it, with the payments that the file has of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Booked {
    /// The key of the row to make, when there is none of that year and number.
    pub commitment: CommitmentId,
    /// The year in which it was made.
    pub year: u16,
    /// Its number.
    pub number: String,
    /// The line that bears it; the one that a known commitment is on stays.
    pub line: LineId,
    /// Who sells.
    pub supplier: String,
    /// What is bought.
    #[serde(default)]
    pub label: String,
    /// The day on which it was signed.
    pub signed_on: Day,
    /// How much is committed now, including tax.
    pub all: Cents,
    /// The same before tax.
    pub before_tax: Cents,
    /// Its payments.
    #[serde(default)]
    pub payments: Vec<BookedPayment>,
}

/// Commands about the budget. All of them are given to a server that answers: no money is decided
/// on what one device happens to know.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "snake_case")]
#[allow(missing_docs)] // The fields carry the glossary's words; each variant says what it means.
pub enum Act {
    /// Takes over the lines of an annex, with their votes; what is known stays.
    ImportBudget { lines: Vec<BudgetLine> },
    /// Notes what the assembly voted for a line or a section.
    RecordVote { line: LineId, vote: Vote },
    /// Commits money of a line; `over` says why it goes beyond the line.
    OpenCommitment {
        commitment: CommitmentId,
        line: LineId,
        year: u16,
        order: Order,
        #[serde(default)]
        over: String,
    },
    /// Changes what is committed, or notes the number that the finance system gave it, or what it
    /// buys.
    MoveCommitment {
        commitment: CommitmentId,
        delta: Cents,
        reason: String,
        #[serde(default)]
        over: String,
        #[serde(default)]
        number: Option<String>,
        #[serde(default)]
        goods: Option<Goods>,
    },
    /// Notes a payment or a credit note.
    PayCommitment { commitment: CommitmentId, payment: Payment },
    /// Nothing more will be paid of it.
    SettleCommitment { commitment: CommitmentId },
    /// Nothing of it will be paid.
    CancelCommitment { commitment: CommitmentId, reason: String },
    /// Takes over what the finance system lists.
    ImportCommitments { booked: Vec<Booked> },
    /// Remembers how the finance system names lines and columns.
    MapFinance {
        #[serde(default)]
        columns: BTreeMap<String, String>,
        #[serde(default)]
        lines: BTreeMap<String, LineId>,
    },
    /// Notes or corrects what a funder promised; a new number makes a new promise.
    SetGrant { pot: Pot, number: u32, grant: Grant },
    /// Money of a funder came.
    ReceiveGrant { pot: Pot, number: u32, receipt: Receipt },
}
tagged!(Act, "command");

impl Act {
    /// The photos and signatures that it names.
    pub(crate) fn files(&self) -> &[FileRef] {
        &[]
    }

    /// Whether only the server can judge it: it knows all that is committed and paid.
    pub(crate) fn needs_server(&self) -> bool {
        true
    }

    /// Whether it is given only while the server answers.
    pub(crate) fn is_online_only(&self) -> bool {
        true
    }

    /// The fields that each submission of the same form draws anew: the key of a row to make, the
    /// number of a promise.
    pub(crate) fn drawn_anew(&self) -> &'static [&'static str] {
        match self {
            Act::OpenCommitment { .. } => &["commitment"],
            Act::SetGrant { .. } => &["number"],
            Act::ImportBudget { .. }
            | Act::RecordVote { .. }
            | Act::MoveCommitment { .. }
            | Act::PayCommitment { .. }
            | Act::SettleCommitment { .. }
            | Act::CancelCommitment { .. }
            | Act::ImportCommitments { .. }
            | Act::MapFinance { .. }
            | Act::ReceiveGrant { .. } => &[],
        }
    }
}
