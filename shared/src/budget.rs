//! The five-year budget: lines of the annex with their votes and their income, and commitments with
//! their payments.
//!
//! No balance is ever stored: [`postings`] counts what is voted, reserved, committed, done and paid
//! from the rows. The hard limits are those of a section ([`books`]); a line is an estimate, which
//! may be exceeded with a written reason. Source of the rules: CGCT, L2311-3 and L5217-10-7.

pub mod act;
pub mod books;
mod checks;
mod commitment;
pub mod committee;
mod funding;
mod hindrance;
mod importing;
pub mod postings;
mod rules;
mod said;
pub mod sessions;
pub mod watch;
pub mod why;

pub use act::{Act, Booked, BookedPayment, Grant, Order};
pub use commitment::{Commitment, CommitmentState, Goods, Move, Payment, Price};
pub use hindrance::Hindrance;
pub use said::{Happened, Word};

use crate::article::Pot;
use crate::day::Day;
use crate::entity::{Ages, Entity, Facets, Followed, Sight, Viewer};
use crate::history::Entry;
use crate::id::{LineId, Seq};
use crate::money::Cents;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The years of the plan. Source: deliberation n° 2023.00051, 2 February 2023.
pub const PLAN: std::ops::RangeInclusive<u16> = 2023..=2027;

/// Stands in the place of a reason where the file of the finance system brought something: screens
/// say it in their words.
pub const BY_FILE: &str = "@finance";

/// The money of one year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credit {
    /// The year.
    pub year: u16,
    /// How much, including tax.
    pub amount: Cents,
}

/// What the assembly decided on one day. It replaces what it names of earlier votes, and nothing
/// else; earlier votes stay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vote {
    /// The day.
    pub day: Day,
    /// The deliberation, or the decision that changes the budget.
    pub reference: String,
    /// All the years of the plan together, as printed: of operation 29 the authorisation of its
    /// programme («AP»).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<Cents>,
    /// The credits of years («CP»).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub credits: Vec<Credit>,
}

/// Money that came from a funder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The day on which it came.
    pub day: Day,
    /// How much.
    pub amount: Cents,
    /// Its number in the accounts: the same one is never counted twice.
    pub reference: String,
}

/// What a funder promised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Income {
    /// Its number in the section, from 1.
    pub number: u32,
    /// What is known of it.
    pub grant: Grant,
    /// What came of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub received: Vec<Receipt>,
}

impl Income {
    /// What came of it in all.
    pub fn received(&self) -> Cents {
        self.received.iter().map(|receipt| receipt.amount).sum()
    }

    /// What is still to come.
    pub fn to_receive(&self) -> Cents {
        self.grant.notified - self.received()
    }
}

/// A line of the annex in one section of the budget; or a whole section, with what was voted for it
/// as printed. The section is no sum of its lines: the annex rounds, and the difference is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BudgetLine {
    /// Its key: `2.5-I`; `I` or `F` for a section.
    pub id: LineId,
    /// Its number in the annex; empty for a section.
    #[serde(default)]
    pub code: String,
    /// The group of the annex under which it stands.
    #[serde(default)]
    pub group: String,
    /// Its name; empty for a section.
    #[serde(default)]
    pub label: String,
    /// Its section: operation 29 for investment, chapter 011 for running costs.
    pub pot: Pot,
    /// Its place in the annex.
    #[serde(default)]
    pub rank: u32,
    /// All votes, oldest first.
    #[serde(default)]
    pub votes: Vec<Vote>,
    /// What funders promised; of a section only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub income: Vec<Income>,
    /// By which imputations the finance system means this line.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub imputations: BTreeSet<String>,
    /// How the finance system names the columns of its file, by our names; of a section only.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub columns: BTreeMap<String, String>,
    /// All that happened, oldest first.
    #[serde(default)]
    pub history: Vec<Entry<Happened>>,
    /// Version of the row.
    #[serde(default)]
    pub version: Seq,
}

/// The letter of a section in keys.
pub fn letter(pot: Pot) -> &'static str {
    match pot {
        Pot::Investment => "I",
        Pot::Operating => "F",
    }
}

/// The key of a section.
pub fn section(pot: Pot) -> LineId {
    LineId(letter(pot).to_owned())
}

/// The key of a line of the annex in a section. Campaigns name a line with words behind its number.
pub fn line(code: &str, pot: Pot) -> LineId {
    let code = code.split_whitespace().next().unwrap_or_default();
    LineId(format!("{code}-{}", letter(pot)))
}

impl BudgetLine {
    /// A section of which nothing is known yet.
    pub fn section(pot: Pot) -> Self {
        Self::blank(section(pot), pot)
    }

    /// A line without a name or a vote.
    pub fn blank(id: LineId, pot: Pot) -> Self {
        Self {
            id,
            code: String::new(),
            group: String::new(),
            label: String::new(),
            pot,
            rank: 0,
            votes: Vec::new(),
            income: Vec::new(),
            imputations: BTreeSet::new(),
            columns: BTreeMap::new(),
            history: Vec::new(),
            version: 0,
        }
    }

    /// Whether it is a whole section.
    pub fn is_section(&self) -> bool {
        self.code.is_empty()
    }

    /// The last vote of the credits of a year, with its amount.
    pub fn vote_of(&self, year: u16) -> Option<(&Vote, Cents)> {
        let of = |vote: &Vote| vote.credits.iter().find(|credit| credit.year == year).copied();
        self.votes.iter().rev().find_map(|vote| of(vote).map(|credit| (vote, credit.amount)))
    }

    /// The credits of a year: what the last vote that names it says.
    pub fn credits(&self, year: u16) -> Option<Cents> {
        self.vote_of(year).map(|(_, amount)| amount)
    }

    /// The credits of all years of the plan.
    pub fn all_credits(&self) -> Cents {
        PLAN.filter_map(|year| self.credits(year)).sum()
    }

    /// What was voted for all years together, as printed.
    pub fn total(&self) -> Option<Cents> {
        self.votes.iter().rev().find_map(|vote| vote.total)
    }

    /// What the line is thought to need: of running costs a year, of investment all years, as its
    /// authorisation is for all of them. Nothing while no vote says it.
    pub fn estimate(&self, year: u16) -> Option<Cents> {
        match self.pot {
            Pot::Operating => self.credits(year),
            Pot::Investment if self.votes.iter().all(|vote| vote.credits.is_empty()) => None,
            Pot::Investment => Some(self.all_credits()),
        }
    }
}

impl Entity for BudgetLine {
    type Key = LineId;

    fn key(&self) -> LineId {
        self.id.clone()
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

    /// The desk alone.
    fn sight(&self, _: &Viewer) -> Sight<Self> {
        Sight::Hidden
    }

    fn followed(_: &Viewer) -> Followed<LineId> {
        Followed::BySiteAndOwner
    }

    /// The budget is kept for good: it names nobody but who wrote it.
    fn ages(&self) -> Ages {
        Ages::Never
    }
}
