//! How a ticket is read. The fields of its state stand beside its own; serde's `flatten` would
//! copy the whole ticket, with its history, before it reads it.

use super::{
    Category, Channel, Field, FieldStamp, Happened, Ticket, TicketKind, TicketState, Urgency, Voice,
};
use crate::day::{Day, written};
use crate::history::{Entry, FileRef};
use crate::id::{AccountId, EquipmentId, Seq, SiteId, SubscriptionId, TicketId, VisitId};
use crate::loan::LentUnit;
use serde::Deserialize;
use serde::de::value::StrDeserializer;
use serde::de::{Deserializer, Error, Visitor};
use std::collections::BTreeMap;
use std::fmt;

/// The words of [`TicketState`].
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Word {
    New,
    Qualified,
    Planned,
    InProgress,
    Resolved,
    Closed,
    OnHold,
    Forwarded,
    Cancelled,
}

/// A ticket as it is written.
#[derive(Deserialize)]
pub(super) struct Record {
    id: TicketId,
    site: SiteId,
    kind: TicketKind,
    #[serde(deserialize_with = "category")]
    category: Category,
    text: String,
    #[serde(default)]
    room: String,
    #[serde(default)]
    equipment: Option<EquipmentId>,
    #[serde(default)]
    subscription: Option<SubscriptionId>,
    #[serde(default)]
    unit: Option<LentUnit>,
    urgency: Urgency,
    #[serde(default)]
    photos: Vec<FileRef>,
    #[serde(default)]
    channel: Option<Channel>,
    state: Word,
    #[serde(default)]
    visit: Option<VisitId>,
    #[serde(default)]
    reason: Option<String>,
    #[serde(default)]
    reference: Option<String>,
    #[serde(default)]
    postponed: u32,
    reporter: AccountId,
    #[serde(deserialize_with = "written::day")]
    reported_on: Day,
    #[serde(default, deserialize_with = "written::maybe")]
    resolved_on: Option<Day>,
    #[serde(default, deserialize_with = "written::maybe")]
    ended_on: Option<Day>,
    history: Vec<Entry<Happened>>,
    #[serde(default)]
    voices: Vec<Voice>,
    #[serde(default)]
    stamps: BTreeMap<Field, FieldStamp>,
    #[serde(default)]
    version: Seq,
}

/// A category, of which a newer version may know more: the ticket is read all the same.
fn category<'de, D: Deserializer<'de>>(from: D) -> Result<Category, D::Error> {
    struct AnyWord;

    impl Visitor<'_> for AnyWord {
        type Value = Category;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("the word of a category")
        }

        fn visit_str<E: Error>(self, word: &str) -> Result<Category, E> {
            let known = Category::deserialize(StrDeserializer::<E>::new(word));
            Ok(known.unwrap_or(Category::Unknown))
        }
    }

    from.deserialize_str(AnyWord)
}

fn state(
    word: Word,
    visit: Option<VisitId>,
    reason: Option<String>,
    reference: Option<String>,
) -> Result<TicketState, &'static str> {
    let ridden = visit.ok_or("missing field `visit`");
    Ok(match word {
        Word::New => TicketState::New,
        Word::Qualified => TicketState::Qualified,
        Word::Planned => TicketState::Planned { visit: ridden? },
        Word::InProgress => TicketState::InProgress { visit: ridden? },
        Word::Resolved => TicketState::Resolved,
        Word::Closed => TicketState::Closed,
        Word::OnHold => TicketState::OnHold { reason: reason.ok_or("missing field `reason`")? },
        Word::Forwarded => {
            TicketState::Forwarded { reference: reference.ok_or("missing field `reference`")? }
        }
        Word::Cancelled => TicketState::Cancelled,
    })
}

impl TryFrom<Record> for Ticket {
    type Error = &'static str;

    fn try_from(record: Record) -> Result<Self, Self::Error> {
        Ok(Self {
            id: record.id,
            site: record.site,
            kind: record.kind,
            category: record.category,
            text: record.text,
            room: record.room,
            equipment: record.equipment,
            subscription: record.subscription,
            unit: record.unit,
            urgency: record.urgency,
            photos: record.photos,
            channel: record.channel,
            state: state(record.state, record.visit, record.reason, record.reference)?,
            postponed: record.postponed,
            reporter: record.reporter,
            reported_on: record.reported_on,
            resolved_on: record.resolved_on,
            ended_on: record.ended_on,
            history: record.history,
            voices: record.voices,
            stamps: record.stamps,
            version: record.version,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn every_state_reads_as_it_was_written() {
        let visit = VisitId(Uuid::from_u128(9));
        let states = [
            TicketState::New,
            TicketState::Qualified,
            TicketState::Planned { visit },
            TicketState::InProgress { visit },
            TicketState::Resolved,
            TicketState::Closed,
            TicketState::OnHold { reason: "une pièce".into() },
            TicketState::Forwarded { reference: "R-12".into() },
            TicketState::Cancelled,
        ];
        for state in states {
            let ticket = Ticket { state, ..blank() };
            let text = serde_json::to_string(&ticket).unwrap();
            assert_eq!(serde_json::from_str::<Ticket>(&text).unwrap(), ticket);
        }
    }

    #[test]
    fn a_state_without_its_field_is_told() {
        let mut value = serde_json::to_value(blank()).unwrap();
        value["state"] = "planned".into();
        let error = serde_json::from_value::<Ticket>(value).unwrap_err();
        assert!(error.to_string().contains("visit"), "{error}");
    }

    /// Invariant 8 «Old and new meet»: one word that is not known hides no ticket.
    #[test]
    fn a_category_of_a_newer_version_hides_no_ticket() {
        let mut value = serde_json::to_value(blank()).unwrap();
        value["category"] = "hologram".into();
        let read: Ticket = serde_json::from_value(value.clone()).unwrap();
        assert_eq!(read, Ticket { category: Category::Unknown, ..blank() });
        assert_eq!(columns::from_json::<Ticket>(&value.to_string()).unwrap(), read);
        // As a device keeps it.
        let kept = serde_json::to_string(&read).unwrap();
        assert_eq!(serde_json::from_str::<Ticket>(&kept).unwrap(), read);
        value["category"] = 7.into();
        assert!(serde_json::from_value::<Ticket>(value).is_err());
        assert!(serde_json::from_str::<Category>("\"unknown\"").is_err(), "nobody can say it");
    }

    fn blank() -> Ticket {
        Ticket {
            id: TicketId(Uuid::from_u128(1)),
            site: "0420001A".into(),
            kind: TicketKind::Incident,
            category: Category::Computer,
            text: "Ne démarre plus".into(),
            room: String::new(),
            equipment: None,
            subscription: None,
            urgency: Urgency::Normal,
            photos: Vec::new(),
            channel: None,
            state: TicketState::New,
            postponed: 0,
            reporter: AccountId(Uuid::from_u128(2)),
            reported_on: Day::from_ymd_opt(2026, 3, 12).unwrap(),
            resolved_on: None,
            ended_on: None,
            history: Vec::new(),
            unit: None,
            voices: Vec::new(),
            stamps: BTreeMap::new(),
            version: 3,
        }
    }
}
