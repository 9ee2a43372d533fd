//! Ballots: what one juror says of the projects of a call. Nobody else reads it before they have
//! handed in their own: a ballot names who may, and the server sends it to nobody else.

pub mod act;
pub mod conflict;
mod deciding;
mod found;
mod hindrance;
mod rules;
pub mod score;

pub use act::{Act, Award, Mark, ProjectOutcome};
pub use hindrance::Hindrance;

use crate::day::Day;
use crate::entity::{Ages, Entity, Facets, Followed, Period, Sight, Viewer};
use crate::id::{AccountId, BallotId, CampaignId, Seq, SupplyId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Marks that count no more, as a conflict of interest came up after they were given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawn {
    /// As they were.
    pub mark: Mark,
    /// Why.
    pub reason: String,
    /// The day.
    pub day: Day,
}

/// What one juror says of the projects of a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ballot {
    /// Its key, drawn from the call and the juror: see [`key`].
    pub id: BallotId,
    /// Of which call.
    pub campaign: CampaignId,
    /// Whose.
    pub juror: AccountId,
    /// Their name.
    pub juror_name: String,
    /// What they say, in the order in which they said it. It never changes.
    #[serde(default)]
    pub marks: Vec<Mark>,
    /// What counts no more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub withdrawn: Vec<Withdrawn>,
    /// The jurors who handed in their own, and may read it.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub open_to: BTreeSet<AccountId>,
    /// The marking is over: the desk reads it.
    #[serde(default)]
    pub open: bool,
    /// The civil day on which it was handed in.
    pub on: Day,
    /// Version of the row.
    #[serde(default)]
    pub version: Seq,
}

/// The key of the ballot of a juror in a call: there is one (RFC 9562, version 5).
pub fn key(campaign: CampaignId, juror: AccountId) -> BallotId {
    let text = format!("tournee:ballot:{campaign}:{juror}");
    BallotId(Uuid::new_v5(&Uuid::NAMESPACE_URL, text.as_bytes()))
}

impl Ballot {
    /// What it says of a project.
    pub fn mark(&self, supply: SupplyId) -> Option<&Mark> {
        self.marks.iter().find(|mark| mark.supply == supply)
    }
}

impl Entity for Ballot {
    type Key = BallotId;

    fn key(&self) -> BallotId {
        self.id
    }

    fn version(&self) -> Seq {
        self.version
    }

    fn set_version(&mut self, version: Seq) {
        self.version = version;
    }

    fn facets(&self) -> Facets {
        let group = Some(self.campaign.to_string());
        Facets { day: Some(self.on), group, open: !self.open, ..Facets::default() }
    }

    /// A juror who sits at no desk reads what any juror may.
    fn sight(&self, reader: &Viewer) -> Sight<Self> {
        let is_juror = reader.calls.contains(&self.campaign);
        Sight::whole_if(is_juror && !self.is_sealed_from(reader.account))
    }

    fn is_sealed_from(&self, account: AccountId) -> bool {
        !self.open && self.juror != account && !self.open_to.contains(&account)
    }

    fn is_sealed(&self) -> bool {
        !self.open
    }

    fn followed(reader: &Viewer) -> Followed<BallotId> {
        Followed::of_calls(reader)
    }

    fn ages(&self) -> Ages {
        Ages::From(self.on, Period::History)
    }
}
