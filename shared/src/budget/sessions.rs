//! What trainings cost the budget: reserved once schools may register, done once they were held.

use super::line;
use crate::article::Pot;
use crate::id::{LineId, TrainingSessionId};
use crate::money::Cents;
use crate::order;
use crate::row::State;
use crate::training::{SessionProgress, TrainingSession};
use chrono::Datelike;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The line of the annex that pays trainings. Source: the annex, «Formation».
pub fn line_of_trainings() -> LineId {
    line("2.6", Pot::Operating)
}

/// Whether it costs something: a draft is no decision, and what was cancelled costs nothing here.
fn costs(row: &TrainingSession) -> bool {
    let is_decided = match row.state {
        SessionProgress::Open | SessionProgress::Held | SessionProgress::Closed => true,
        SessionProgress::Draft | SessionProgress::Cancelled => false,
    };
    is_decided && row.terms.cost > Cents::ZERO
}

fn year_of(row: &TrainingSession) -> Option<u16> {
    u16::try_from(row.terms.day.year()).ok()
}

/// Whether the trainings of a year say what of a line was done, and not its payments.
pub(super) fn counts(state: &State, line: &LineId, year: u16) -> bool {
    let mut rows = state.training_sessions.values();
    *line == line_of_trainings() && rows.any(|row| costs(row) && year_of(row) == Some(year))
}

/// What one training costs its year.
pub(super) struct Costed {
    pub(super) session: TrainingSessionId,
    pub(super) year: u16,
    /// Decided, and borne by no commitment.
    pub(super) reserved: Cents,
    /// Held.
    pub(super) done: Cents,
}

/// The trainings of all years. What a commitment of their line bears is not reserved as well: it
/// pays the first ones first.
pub(super) fn trained(state: &State) -> Vec<Costed> {
    let mut all = Vec::new();
    let mut years: BTreeMap<u16, Vec<&Arc<TrainingSession>>> = BTreeMap::new();
    for row in state.training_sessions.values().filter(|row| costs(row)) {
        if let Some(year) = year_of(row) {
            years.entry(year).or_default().push(row);
        }
    }
    for (year, mut rows) in years {
        order::sort_by_key(&mut rows, |row| (row.terms.day, row.id));
        let line = line_of_trainings();
        let on_line = state.commitments.values();
        let on_line = on_line.filter(|row| row.line == line && row.year == year);
        let mut committed: Cents = on_line.map(|row| row.committed()).sum();
        for row in rows {
            let borne = committed.min(row.terms.cost);
            committed = committed - borne;
            let is_held = matches!(row.state, SessionProgress::Held | SessionProgress::Closed);
            let done = if is_held { row.terms.cost } else { Cents::ZERO };
            let reserved = row.terms.cost - borne;
            all.push(Costed { session: row.id, year, reserved, done });
        }
    }
    all
}
