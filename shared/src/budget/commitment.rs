//! Commitments: one purchase order or one year of a contract, on one line, with its payments.

use super::Happened;
use crate::article::Origin;
use crate::day::Day;
use crate::entity::{Ages, Entity, Facets, Followed, Period, Sight, Viewer};
use crate::history::Entry;
use crate::id::{CommitmentId, LineId, Seq, SupplyId};
use crate::money::Cents;
use chrono::Datelike;
use serde::{Deserialize, Serialize};

/// Where a commitment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CommitmentState {
    /// It can be paid.
    Open,
    /// All of it was paid that will be; the rest is free again.
    Settled,
    /// Nothing of it will be paid; all of it is free again.
    Cancelled,
}

impl CommitmentState {
    /// All of them, in their order.
    pub const ALL: [CommitmentState; 3] =
        [CommitmentState::Open, CommitmentState::Settled, CommitmentState::Cancelled];
}

/// What a purchase order buys, for the shares that the law asks for (décret 2024-134).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Goods {
    /// «Matériel informatique et téléphonie».
    Devices,
    /// Anything else; a newer version may know which.
    #[serde(other)]
    Other,
}

/// An amount as the purchase order prints it: its tax is that of the paper, to the cent, and is not
/// computed again, as the sum of rounded lines is not the rounded sum.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Price {
    /// Before tax.
    pub before_tax: Cents,
    /// The tax.
    pub tax: Cents,
    /// Including tax.
    pub all: Cents,
}

impl Price {
    /// A price of which only the amount including tax and the one before are known.
    pub fn of(all: Cents, before_tax: Cents) -> Self {
        Self { before_tax, tax: all - before_tax, all }
    }
}

/// A change of what is committed. The first amount stays as it was signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Move {
    /// The day.
    pub day: Day,
    /// By how much, including tax; below zero when something is given back.
    pub delta: Cents,
    /// Why.
    pub reason: String,
}

/// A payment («mandat»), or a credit note that takes back some of one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// Its number in the finance system: with the year and the number of its commitment it tells it
    /// from all others.
    pub number: String,
    /// The day on which it was ordered: the credits of its year bear it.
    pub day: Day,
    /// How much, including tax; below zero for a credit note.
    pub amount: Cents,
    /// The payment that a credit note takes back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrects: Option<String>,
    /// The day on which the service was done, where the paper says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done_on: Option<Day>,
}

impl Payment {
    /// The year whose credits bear it.
    pub fn year(&self) -> u16 {
        u16::try_from(self.day.year()).unwrap_or(u16::MAX)
    }
}

/// One purchase order, or one year of a contract.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commitment {
    /// Its key.
    pub id: CommitmentId,
    /// The line that bears it.
    pub line: LineId,
    /// The year in which it was made: it keeps it when it is carried over.
    pub year: u16,
    /// Its number in the finance system, once known.
    #[serde(default)]
    pub number: String,
    /// Who sells.
    pub supplier: String,
    /// What is bought.
    #[serde(default)]
    pub label: String,
    /// The public contract under which it is bought.
    #[serde(default)]
    pub market: String,
    /// As it was signed.
    pub price: Price,
    /// The day on which it was signed.
    pub signed_on: Day,
    /// Where what is bought comes from; the law counts it before tax.
    #[serde(default)]
    pub origin: Origin,
    /// What is bought, once somebody said it: of one that buys orders of schools, their lines say
    /// it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goods: Option<Goods>,
    /// The orders of schools that it buys.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub supplies: Vec<SupplyId>,
    /// Why it goes beyond the estimate of its line.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub over: String,
    /// What changed since, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moves: Vec<Move>,
    /// What was paid of it, in the order in which it became known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub payments: Vec<Payment>,
    /// Where it stands.
    pub state: CommitmentState,
    /// The civil day on which it was settled or cancelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_on: Option<Day>,
    /// All that happened, oldest first.
    #[serde(default)]
    pub history: Vec<Entry<Happened>>,
    /// Version of the row.
    #[serde(default)]
    pub version: Seq,
}

impl Commitment {
    /// What was signed, with what changed since.
    pub fn ordered(&self) -> Cents {
        self.price.all + self.moves.iter().map(|change| change.delta).sum()
    }

    /// What was paid of it.
    pub fn paid(&self) -> Cents {
        self.payments.iter().map(|payment| payment.amount).sum()
    }

    /// What was paid of it in a year.
    pub fn paid_in(&self, year: u16) -> Cents {
        let payments = self.payments.iter().filter(|payment| payment.year() == year);
        payments.map(|payment| payment.amount).sum()
    }

    /// What it takes of the money that may be committed.
    pub fn committed(&self) -> Cents {
        match self.state {
            CommitmentState::Open => self.ordered(),
            CommitmentState::Settled => self.paid(),
            CommitmentState::Cancelled => Cents::ZERO,
        }
    }

    /// What it takes of the money that may be committed, before tax: in the proportion of what was
    /// signed, rounded half up.
    pub fn before_tax(&self) -> Cents {
        let (part, all) = (i128::from(self.price.before_tax.0), i128::from(self.price.all.0));
        if all <= 0 {
            return Cents::ZERO;
        }
        let twice = 2 * i128::from(self.committed().0) * part;
        Cents(i64::try_from((twice + all).div_euclid(2 * all)).unwrap_or(i64::MAX))
    }

    /// What is still to be paid.
    pub fn to_pay(&self) -> Cents {
        self.committed() - self.paid()
    }

    /// Whether it still buys what it was made for.
    pub fn holds(&self) -> bool {
        self.state != CommitmentState::Cancelled
    }

    /// The payment of that number.
    pub fn payment(&self, number: &str) -> Option<&Payment> {
        self.payments.iter().find(|payment| payment.number == number)
    }

    /// The day of its last payment, or of its signature.
    pub fn last_moved(&self) -> Day {
        let last = self.payments.iter().map(|payment| payment.day).max();
        last.unwrap_or(self.signed_on)
    }
}

impl Entity for Commitment {
    type Key = CommitmentId;

    fn key(&self) -> CommitmentId {
        self.id
    }

    fn version(&self) -> Seq {
        self.version
    }

    fn set_version(&mut self, version: Seq) {
        self.version = version;
    }

    fn facets(&self) -> Facets {
        Facets {
            day: Some(self.signed_on),
            group: Some(self.line.to_string()),
            open: self.state == CommitmentState::Open,
            ..Facets::default()
        }
    }

    /// The desk alone.
    fn sight(&self, _: &Viewer) -> Sight<Self> {
        Sight::Hidden
    }

    fn followed(_: &Viewer) -> Followed<CommitmentId> {
        Followed::BySiteAndOwner
    }

    fn ages(&self) -> Ages {
        match self.ended_on {
            Some(day) => Ages::From(day, Period::Accounts),
            None => Ages::Never,
        }
    }
}
