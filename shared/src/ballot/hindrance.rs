//! Why a call, a mark or a decision cannot be what a command asks for.

use crate::article::Pot;
use crate::id::SupplyId;
use crate::money::Cents;
use columns::tagged_or_unknown;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Why a call, a mark or a decision cannot be what a command asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "snake_case")]
#[allow(missing_docs)] // The variants say what their fields mean.
pub enum Hindrance {
    /// The criteria weigh that much together, and not a hundred.
    Weights { weight: u32 },
    /// A project is marked by two jurors at least.
    FewJurors { jurors: usize },
    /// The rules of a call do not change once it is open.
    RulesFixed,
    /// It is no call for projects, or its projects are still being written.
    StillOpen,
    /// The marking is over, or the decision was taken.
    Over,
    /// The author is no juror of the call.
    NoJuror,
    /// Nobody marks the project of their own school, or of one that they accompany: they abstain.
    OwnSchool,
    /// The marks of that project were handed in, and stay.
    MarkGiven { supply: SupplyId },
    /// The school has asked already; a call takes one project of a school.
    AskedTwice { supply: SupplyId },
    /// The money of a section does not suffice: what is left of it, and what is asked for.
    SectionLacks { pot: Pot, left: Cents, asked: Cents, supply: SupplyId },
    /// A better placed project is passed over, and nobody said why.
    PassedOver { supply: SupplyId, by: SupplyId },
    /// Fewer than two jurors marked it: it has no place.
    Unranked { supply: SupplyId },
    /// Nobody has said yet whether it came in time.
    Doubtful { supply: SupplyId },
    /// The decision says nothing of that project, or says it twice.
    Undecided { supply: SupplyId },
    /// The words of a newer server, as they came.
    #[serde(skip)]
    Unknown(Map<String, Value>),
}
tagged_or_unknown!(Hindrance, "hindrance");
