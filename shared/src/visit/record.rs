//! How a visit is read. The field of its state stands beside its own; serde's `flatten` would
//! copy the whole visit before it reads it.

use super::{Checked, Happened, MissedReason, Signature, Visit, VisitState};
use crate::day::HalfDay;
use crate::history::{Declared, Entry, FileRef};
use crate::id::{AccountId, ItemId, QuarterId, Seq, SiteId, VisitId};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The words of [`VisitState`].
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Word {
    Proposed,
    Planned,
    OnSite,
    Done,
    Reported,
    Missed,
    Cancelled,
}

/// A visit as it is written.
#[derive(Deserialize)]
pub(super) struct Record {
    id: VisitId,
    site: SiteId,
    quarter: QuarterId,
    technician: AccountId,
    slot: HalfDay,
    state: Word,
    #[serde(default)]
    reason: Option<MissedReason>,
    #[serde(default)]
    pinned: bool,
    #[serde(default)]
    checklist: BTreeMap<ItemId, Checked>,
    #[serde(default)]
    photos: Vec<FileRef>,
    #[serde(default)]
    started: Option<Declared>,
    #[serde(default)]
    finished: Option<Declared>,
    #[serde(default)]
    left_over: bool,
    #[serde(default)]
    signature: Option<Signature>,
    #[serde(default)]
    history: Vec<Entry<Happened>>,
    #[serde(default)]
    version: Seq,
}

fn state(word: Word, reason: Option<MissedReason>) -> Result<VisitState, &'static str> {
    Ok(match word {
        Word::Proposed => VisitState::Proposed,
        Word::Planned => VisitState::Planned,
        Word::OnSite => VisitState::OnSite,
        Word::Done => VisitState::Done,
        Word::Reported => VisitState::Reported,
        Word::Missed => VisitState::Missed { reason: reason.ok_or("missing field `reason`")? },
        Word::Cancelled => VisitState::Cancelled,
    })
}

impl TryFrom<Record> for Visit {
    type Error = &'static str;

    fn try_from(record: Record) -> Result<Self, Self::Error> {
        Ok(Self {
            id: record.id,
            site: record.site,
            quarter: record.quarter,
            technician: record.technician,
            slot: record.slot,
            state: state(record.state, record.reason)?,
            pinned: record.pinned,
            checklist: record.checklist,
            photos: record.photos,
            started: record.started,
            finished: record.finished,
            left_over: record.left_over,
            signature: record.signature,
            history: record.history,
            version: record.version,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::day::{Day, Half};
    use uuid::Uuid;

    #[test]
    fn every_state_reads_as_it_was_written() {
        let day = Day::from_ymd_opt(2026, 3, 12).unwrap();
        let missed = MissedReason::ALL.map(|reason| VisitState::Missed { reason });
        let plain = [
            VisitState::Proposed,
            VisitState::Planned,
            VisitState::OnSite,
            VisitState::Done,
            VisitState::Reported,
            VisitState::Cancelled,
        ];
        for state in plain.into_iter().chain(missed) {
            let visit = Visit::new(
                VisitId(Uuid::from_u128(1)),
                "0420001A".into(),
                "2025-2026-3".into(),
                AccountId(Uuid::from_u128(2)),
                HalfDay { day, half: Half::Morning },
                state,
            );
            let text = serde_json::to_string(&visit).unwrap();
            assert_eq!(serde_json::from_str::<Visit>(&text).unwrap(), visit);
        }
    }
}
