//! Trainings that teachers had elsewhere.

use super::{Intake, chunks};
use crate::day::Day;
use crate::id::{TeacherId, TopicId};
use crate::import::problem::WholeFileProblem;
use crate::import::trainings::{self, TrainingRow};
use crate::import::{FileKind, FileTable, words};
use crate::row::State;
use crate::settings::Settings;
use crate::teacher::{Act, Attestation};
use uuid::Uuid;

/// The topic that a file means: by its words or by its key.
fn topic(settings: &Settings, written: &str) -> Option<TopicId> {
    let sought = words(written);
    let is_it = |topic: &&crate::settings::Topic| {
        words(&topic.label) == sought || topic.id.as_str() == written
    };
    settings.topics().iter().find(is_it).map(|topic| topic.id.clone())
}

pub(super) fn read(
    table: &FileTable,
    state: &State,
    today: Day,
) -> Result<Intake, WholeFileProblem> {
    let settings = state.settings();
    let is_site = |code: &str| state.sites.contains_key(&code.into());
    let is_topic = |written: &str| topic(&settings, written).is_some();
    let read = trainings::read(table, is_site, is_topic, today)?;
    let mut intake = Intake::new(FileKind::Trainings);
    intake.problems = read.problems;
    let rows = read.rows.iter().filter_map(|row| attestation(&settings, row));
    let rows: Vec<Attestation> = rows.collect();
    intake.commands =
        chunks(&rows).map(|trainings| Act::ImportTrainings { trainings }.into()).collect();
    Ok(intake)
}

/// A line with the key that its teacher gets if nobody of that name is there: drawn from what tells
/// one from another, so that the same file read again gives the same key (RFC 9562, version 5).
fn attestation(settings: &Settings, row: &TrainingRow) -> Option<Attestation> {
    let key = format!("tournee:teacher:{}:{}:{}", row.site, words(&row.name), words(&row.function));
    Some(Attestation {
        teacher: TeacherId(Uuid::new_v5(&Uuid::NAMESPACE_URL, key.as_bytes())),
        site: row.site.as_str().into(),
        name: row.name.clone(),
        function: row.function.clone(),
        topic: topic(settings, &row.topic)?,
        day: row.day,
        body: row.body.clone(),
        evidence: row.evidence.clone(),
    })
}
