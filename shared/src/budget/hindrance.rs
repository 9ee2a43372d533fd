//! Why money cannot be moved as a command asks for.

use super::CommitmentState;
use crate::article::Pot;
use crate::id::{LineId, SupplyId};
use crate::money::Cents;
use columns::tagged_or_unknown;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Why money cannot be moved as a command asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "snake_case")]
#[allow(missing_docs)] // The variants say what their fields mean.
pub enum Hindrance {
    /// Nothing was voted that could be spent: of all years for investment, else of that year.
    NoVote { pot: Pot, year: u16 },
    /// It goes beyond the authorisation of the operation by that much.
    AboveTotal { by: Cents },
    /// It goes beyond the credits of the chapter in that year by that much.
    AboveCredits { year: u16, by: Cents },
    /// More would be paid in that year than its credits, by that much.
    AbovePayments { pot: Pot, year: u16, by: Cents },
    /// It goes beyond the estimate of the line by that much, and nobody said why.
    AboveLine { line: LineId, by: Cents },
    /// A vote gives less than what is committed already.
    BelowCommitted { committed: Cents },
    /// A vote gives less to a year than what is paid already.
    BelowPaid { year: u16, paid: Cents },
    /// More would be paid than was committed, by that much.
    PaidBeyond { by: Cents },
    /// A negative payment names no payment of its commitment.
    NamesNoPayment,
    /// A credit note takes back more than its payment, by that much.
    CreditBeyond { by: Cents },
    /// That number stands on another payment of the commitment.
    NumberTaken { number: String },
    /// That number stands on another commitment of the year.
    ReferenceTaken { year: u16, number: String },
    /// Before tax and tax make another amount, by that much.
    TaxDiffers { by: Cents },
    /// The order stands on another commitment already.
    SupplyTaken { supply: SupplyId },
    /// The order is not accepted, or another line bears it.
    SupplyElsewhere { supply: SupplyId },
    /// The commitment is not in a state that allows this.
    Ended { state: CommitmentState },
    /// Some of it is paid: it can be settled, not cancelled.
    IsPaid { paid: Cents },
    /// No imputation, and no column, tells the line.
    UnknownLine { imputation: String },
    /// A section bears nothing itself.
    NoLine,
    /// The words of a newer server, as they came.
    #[serde(skip)]
    Unknown(Map<String, Value>),
}
tagged_or_unknown!(Hindrance, "hindrance");
