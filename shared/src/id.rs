//! Identifiers. UUIDv7 newtypes made by one macro, and the text keys of the outside world.

use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// Milliseconds since 1970-01-01 UTC, of whichever clock the field's name tells.
pub type Millis = i64;

/// The server's sequence number: the only order that counts. 0 means «not from the server yet».
pub type Seq = i64;

macro_rules! uuid_ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        /// The order of the bytes. As numbers: a browser compares those at once, and bytes one by
        /// one.
        impl Ord for $name {
            fn cmp(&self, other: &Self) -> Ordering {
                self.0.as_u128().cmp(&other.0.as_u128())
            }
        }

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                Some(self.cmp(other))
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl $name {
            /// A UUIDv7 (RFC 9562) of a time and ten random bytes that the caller drew.
            pub fn from_parts(unix_ms: Millis, random: [u8; 10]) -> Self {
                let ms = unix_ms.max(0).unsigned_abs();
                Self(uuid::Builder::from_unix_timestamp_millis(ms, &random).into_uuid())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::from_str(text).map(Self)
            }
        }
    )*};
}

uuid_ids! {
    /// A visit: one half-day of one technician at one site.
    VisitId,
    /// A ticket.
    TicketId,
    /// A command; the key of «once».
    CommandId,
    /// A phone or tablet that runs the app.
    DeviceId,
    /// A person, or the shared account of a school's tablet.
    AccountId,
    /// A device of the fleet.
    EquipmentId,
    /// An absence of a technician.
    AbsenceId,
    /// An entry of the catalogue.
    ArticleId,
    /// A pot of money with its dates and rules.
    CampaignId,
    /// What one site gets from one campaign.
    SupplyId,
    /// The person who will use equipment.
    TeacherId,
    /// Internet or ENT of a site.
    SubscriptionId,
    /// A training, an accompaniment or a class activity on one day.
    TrainingSessionId,
    /// Frozen figures for a committee.
    StatementId,
    /// News to schools or to everybody.
    NoticeId,
    /// What one juror says of the projects of a call.
    BallotId,
    /// A purchase order, or a year of a contract.
    CommitmentId,
    /// The life of a server's database; changes when an older backup is restored.
    Epoch,
}

macro_rules! text_ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// The key as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }
    )*};
}

text_ids! {
    /// A site: the UAI code of a school (seven digits and a check letter), or the identifier of
    /// a teaching unit.
    SiteId,
    /// The INSEE code of a commune, five characters, never a number.
    CommuneId,
    /// A quarter, such as `2026-2027-1`.
    QuarterId,
    /// What a training is about: never used again for something else.
    TopicId,
    /// An item of the checklist of a visit.
    ItemId,
    /// A line of the budget in one section (`2.5-I`), or a section (`I`).
    LineId,
    /// SHA-256 of a file's content, 64 lower-case hexadecimal digits.
    FileHash,
    /// SHA-256 of the secret in the address of a calendar, 64 lower-case hexadecimal digits.
    FeedHash,
}

/// The key of a table that has one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct One;

impl fmt::Display for One {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("one")
    }
}

impl FromStr for One {
    type Err = NoKey;
    fn from_str(text: &str) -> Result<Self, NoKey> {
        if text == "one" { Ok(One) } else { Err(NoKey) }
    }
}

/// The text is no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoKey;

impl fmt::Display for NoKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the text is no key")
    }
}

impl std::error::Error for NoKey {}

macro_rules! text_key {
    ($($name:ident),*) => {$(
        impl FromStr for $name {
            type Err = NoKey;
            fn from_str(text: &str) -> Result<Self, NoKey> {
                if text.is_empty() { Err(NoKey) } else { Ok(Self(text.to_owned())) }
            }
        }
    )*};
}
text_key!(SiteId, QuarterId, LineId);

fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

impl FileHash {
    /// Whether the text is 64 lower-case hexadecimal digits.
    pub fn is_valid(&self) -> bool {
        is_sha256(&self.0)
    }
}

impl FeedHash {
    /// Whether the text is 64 lower-case hexadecimal digits.
    pub fn is_valid(&self) -> bool {
        is_sha256(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_by_time() {
        let early = VisitId::from_parts(1_000, [255; 10]);
        let late = VisitId::from_parts(2_000, [0; 10]);
        assert!(early < late);
        assert_eq!(early.to_string().parse::<VisitId>().ok(), Some(early));
    }

    #[test]
    fn ids_stand_in_the_order_of_their_bytes() {
        let keys = [0, 1, 0x0100, u128::MAX >> 1, (u128::MAX >> 1) + 1, u128::MAX];
        for (a, b) in keys.iter().flat_map(|a| keys.iter().map(move |b| (a, b))) {
            let (a, b) = (Uuid::from_u128(*a), Uuid::from_u128(*b));
            assert_eq!(VisitId(a).cmp(&VisitId(b)), a.as_bytes().cmp(b.as_bytes()));
        }
    }

    #[test]
    fn file_hash_refuses_capitals_and_short_text() {
        assert!(FileHash("a0".repeat(32)).is_valid());
        assert!(!FileHash("A0".repeat(32)).is_valid());
        assert!(!FileHash("a0".into()).is_valid());
    }
}
