//! Trainings of a list, or of the calendar of a supplier.

use super::{Intake, chunks};
use crate::account::Account;
use crate::id::{TopicId, TrainingSessionId};
use crate::import::problem::WholeFileProblem;
use crate::import::sessions::{self, SessionRow, SessionsImport};
use crate::import::{FileKind, FileTable, words};
use crate::money::Cents;
use crate::role::Role;
use crate::row::State;
use crate::settings::Settings;
use crate::training::{Act, Planned, Terms};
use std::sync::Arc;
use uuid::Uuid;

/// The topic that a file means: by its words or by its key.
fn topic(settings: &Settings, written: &str) -> Option<TopicId> {
    let sought = words(written);
    let is_it = |topic: &&crate::settings::Topic| {
        words(&topic.label) == sought || topic.id.as_str() == written
    };
    settings.topics().iter().find(is_it).map(|topic| topic.id.clone())
}

pub(super) fn read(table: &FileTable, state: &State) -> Result<Intake, WholeFileProblem> {
    let settings = state.settings();
    let import = sessions::read(table, |written| topic(&settings, written).is_some())?;
    Ok(intake_of(import, state))
}

pub(super) fn read_ics(bytes: &[u8], state: &State) -> Result<Intake, WholeFileProblem> {
    Ok(intake_of(sessions::read_ics(bytes)?, state))
}

fn intake_of(import: SessionsImport, state: &State) -> Intake {
    let mut intake = Intake::new(FileKind::Sessions);
    intake.problems = import.problems;
    let planned: Vec<Planned> = import.rows.iter().map(|row| planned(row, state)).collect();
    intake.commands =
        chunks(&planned).map(|sessions| Act::ImportTrainingSessions { sessions }.into()).collect();
    intake
}

/// A line with its key, drawn from what tells one from another: the same file read again gives the
/// same key (RFC 9562, version 5).
fn planned(row: &SessionRow, state: &State) -> Planned {
    let key = match &row.uid {
        Some(uid) => format!("tournee:session:{uid}"),
        None => format!("tournee:session:{}:{}:{}", words(&row.title), row.day, row.from),
    };
    let settings = state.settings();
    let leads = |one: &&Arc<Account>| {
        let may = one.role == Role::Adviser || one.role.is_desk();
        one.active && may && !row.leader.is_empty() && words(&one.name) == words(&row.leader)
    };
    let terms = Terms {
        kind: row.kind,
        title: row.title.clone(),
        topics: row.topics.iter().filter_map(|written| topic(&settings, written)).collect(),
        day: row.day,
        from: row.from,
        to: row.to,
        place: row.place.clone(),
        host: None,
        capacity: row.capacity,
        leader: state.accounts.values().find(leads).map(|one| one.id),
        co_leaders: None,
        leader_name: row.leader.clone(),
        body: row.body.clone(),
        opens: row.opens,
        closes: row.closes,
        cost: Cents::ZERO,
    };
    Planned {
        session: TrainingSessionId(Uuid::new_v5(&Uuid::NAMESPACE_URL, key.as_bytes())),
        terms,
        uid: row.uid.clone(),
        cancelled: row.cancelled,
    }
}
