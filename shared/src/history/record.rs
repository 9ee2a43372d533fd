//! How an entry's [`What`] is read. Its word stands beside its fields; serde would copy all of it
//! before it reads it, and histories are most of what a device reads back.

use super::{FileRef, What};
use crate::day::HalfDay;
use crate::id::{AccountId, TicketId, VisitId};
use crate::ticket::{Channel, Field};
use crate::visit::MissedReason;
use serde::Deserialize;

/// The words of [`What`].
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Word {
    Reported,
    Commented,
    Edited,
    Superseded,
    Qualified,
    Planned,
    Unplanned,
    Worked,
    Resolved,
    Postponed,
    Held,
    Forwarded,
    Cancelled,
    Confirmed,
    Reopened,
    Closed,
    MergedInto,
    Absorbed,
    Started,
    Finished,
    Signed,
    Missed,
    Moved,
    MoveOvertaken,
    Noted,
}

/// What an entry tells, as it is written: the fields of every word.
#[derive(Deserialize)]
pub(super) struct Record {
    what: Word,
    text: Option<String>,
    #[serde(default)]
    photos: Vec<FileRef>,
    minutes: Option<u32>,
    field: Option<Field>,
    before: Option<String>,
    value: Option<String>,
    channel: Option<Channel>,
    visit: Option<VisitId>,
    reference: Option<String>,
    ticket: Option<TicketId>,
    name: Option<String>,
    reason: Option<MissedReason>,
    from: Option<HalfDay>,
    to: Option<HalfDay>,
    from_technician: Option<AccountId>,
    to_technician: Option<AccountId>,
}

/// A field that the word needs.
fn needed<T>(value: Option<T>, lacks: &'static str) -> Result<T, &'static str> {
    value.ok_or(lacks)
}

impl TryFrom<Record> for What {
    type Error = &'static str;

    fn try_from(record: Record) -> Result<Self, Self::Error> {
        let Record { what, text, photos, field, ticket, to, .. } = record;
        let text = || needed(text, "missing field `text`");
        let field = || needed(field, "missing field `field`");
        let ticket = || needed(ticket, "missing field `ticket`");
        let to = || needed(to, "missing field `to`");
        Ok(match what {
            Word::Reported => What::Reported,
            Word::Commented => What::Commented { text: text()?, photos },
            Word::Edited => {
                let before = needed(record.before, "missing field `before`")?;
                What::Edited { field: field()?, before }
            }
            Word::Superseded => {
                let value = needed(record.value, "missing field `value`")?;
                What::Superseded { field: field()?, value }
            }
            Word::Qualified => {
                What::Qualified { channel: needed(record.channel, "missing field `channel`")? }
            }
            Word::Planned => {
                What::Planned { visit: needed(record.visit, "missing field `visit`")? }
            }
            Word::Unplanned => What::Unplanned,
            Word::Worked => {
                let minutes = needed(record.minutes, "missing field `minutes`")?;
                What::Worked { minutes, text: text()?, photos }
            }
            Word::Resolved => What::Resolved { text: text()? },
            Word::Postponed => What::Postponed { text: text()? },
            Word::Held => What::Held { text: text()? },
            Word::Forwarded => {
                let reference = needed(record.reference, "missing field `reference`")?;
                What::Forwarded { reference }
            }
            Word::Cancelled => What::Cancelled { text: text()? },
            Word::Confirmed => What::Confirmed,
            Word::Reopened => What::Reopened { text: text()? },
            Word::Closed => What::Closed,
            Word::MergedInto => What::MergedInto { ticket: ticket()? },
            Word::Absorbed => What::Absorbed { ticket: ticket()? },
            Word::Started => What::Started,
            Word::Finished => What::Finished,
            Word::Signed => What::Signed { name: needed(record.name, "missing field `name`")? },
            Word::Missed => {
                let reason = needed(record.reason, "missing field `reason`")?;
                What::Missed { reason, text: text()? }
            }
            Word::Moved => What::Moved {
                from: needed(record.from, "missing field `from`")?,
                to: to()?,
                from_technician: needed(record.from_technician, "missing field `from_technician`")?,
                to_technician: needed(record.to_technician, "missing field `to_technician`")?,
            },
            Word::MoveOvertaken => What::MoveOvertaken { to: to()? },
            Word::Noted => What::Noted { text: text()? },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::day::{Day, Half};
    use crate::id::FileHash;
    use uuid::Uuid;

    /// One of each word: a new one is added here too, or the first test does not compile.
    fn all() -> Vec<What> {
        let text = || "Écran".to_owned();
        let (by, ticket) = (AccountId(Uuid::from_u128(1)), TicketId(Uuid::from_u128(2)));
        let visit = VisitId(Uuid::from_u128(3));
        let photos = vec![FileRef { hash: FileHash("ab".into()), bytes: 7 }];
        let slot = HalfDay { day: Day::default(), half: Half::Morning };
        vec![
            What::Reported,
            What::Commented { text: text(), photos: photos.clone() },
            What::Edited { field: Field::Room, before: text() },
            What::Superseded { field: Field::Text, value: text() },
            What::Qualified { channel: Channel::Proximity },
            What::Planned { visit },
            What::Unplanned,
            What::Worked { minutes: 30, text: text(), photos },
            What::Resolved { text: text() },
            What::Postponed { text: text() },
            What::Held { text: text() },
            What::Forwarded { reference: text() },
            What::Cancelled { text: text() },
            What::Confirmed,
            What::Reopened { text: text() },
            What::Closed,
            What::MergedInto { ticket },
            What::Absorbed { ticket },
            What::Started,
            What::Finished,
            What::Signed { name: text() },
            What::Missed { reason: MissedReason::Other, text: text() },
            What::Moved { from: slot, to: slot, from_technician: by, to_technician: by },
            What::MoveOvertaken { to: slot },
            What::Noted { text: text() },
        ]
    }

    #[test]
    fn each_word_reads_what_it_writes() {
        for what in all() {
            let written = serde_json::to_value(&what).expect("JSON");
            let read: What = serde_json::from_value(written.clone()).expect("read back");
            assert_eq!(read, what);
            let fields = written.as_object().expect("an object");
            for lost in fields.keys().filter(|name| *name != "photos") {
                let mut fields = fields.clone();
                fields.remove(lost);
                let read = serde_json::from_value::<What>(fields.into());
                let error = read.expect_err("a field is missing").to_string();
                assert!(error.contains(&format!("`{lost}`")), "{what:?} without {lost}: {error}");
            }
        }
    }
}
