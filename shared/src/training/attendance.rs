//! Who was there. Marks name people, not places in a list, so that the phones of two trainers
//! merge by person: what was said last counts, both are in the history, and whoever had not seen
//! the other's mark is told.
//!
//! Present, and nothing else, trains: the same decision writes it on the row of the person, where
//! the gate of a hand-over looks. A correction is worked out from there on: what was handed over
//! before stays handed over, and is marked when it should not have been.

use super::TrainingSession;
use super::act::{Act, Mark};
use super::found::{at, led, registered_as, settle};
use super::{Attendance, Happened, Hindrance, Marker, Registration, SessionProgress, Standing};
use crate::decide::context::{Context, few, optional, required, word};
use crate::id::{SiteId, TeacherId, TrainingSessionId};
use crate::limits::{SHORT_TEXT_CHARS, TRAINING_NAMES};
use crate::refusal::{Conflict, FieldName, Refusal};
use crate::row::{Kind, Read, RowKey, State};
use crate::teacher::Teacher;
use crate::teacher::person::{self, put_trainings};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The rows that marks look at: supplies too, when somebody is no longer present.
pub(super) fn reads(state: &State, id: TrainingSessionId, marks: &[Mark]) -> Vec<Read> {
    let mut reads = vec![Read::Row(RowKey::of::<TrainingSession>(&id))];
    let Some(known) = state.training_sessions.get(&id) else { return reads };
    for mark in marks {
        let teacher = known.known_as(mark.teacher);
        reads.extend(person::reads(state, teacher));
        let before = known.registrations.get(&teacher).map(|one| one.state);
        if before == Some(Standing::Present) && mark.mark != Attendance::Present {
            reads.push(Read::All(Kind::Supply));
        }
    }
    reads
}

/// A session of which attendance may be taken today.
pub(super) fn called(
    context: &Context<'_>,
    id: TrainingSessionId,
) -> Result<TrainingSession, Refusal> {
    let row = at(
        led(context, id)?,
        &[SessionProgress::Open, SessionProgress::Held, SessionProgress::Closed],
    )?;
    if row.terms.kind == super::TrainingKind::ClassActivity {
        return Err(Hindrance::WrongKind.into());
    }
    Ok(row)
}

#[inline(never)]
pub(super) fn mark(
    context: &mut Context<'_>,
    id: TrainingSessionId,
    marks: &[Mark],
) -> Result<(), Refusal> {
    few(FieldName::Teachers, marks, TRAINING_NAMES)?;
    let mut row = called(context, id)?;
    let too_early = context.today() < row.terms.day;
    if too_early && marks.iter().any(|mark| mark.mark != Attendance::Excused) {
        return Err(Hindrance::NotYet { day: row.terms.day }.into());
    }
    for Mark { teacher, mark } in marks {
        let teacher = row.known_as(*teacher);
        mark_one(context, &mut row, teacher, *mark)?;
    }
    if too_early {
        settle(context, row);
        return Ok(());
    }
    if row.state == SessionProgress::Open {
        row.state = SessionProgress::Held;
    }
    context.put(row);
    Ok(())
}

pub(super) fn mark_one(
    context: &mut Context<'_>,
    row: &mut TrainingSession,
    teacher: TeacherId,
    mark: Attendance,
) -> Result<(), Refusal> {
    let seen = context.envelope.seen_version(&RowKey::of::<TrainingSession>(&row.id));
    let device = context.envelope.device;
    let Some(one) = row.registrations.get_mut(&teacher) else {
        return Err(Hindrance::NotRegistered { teacher }.into());
    };
    let before = one.state.mark();
    if before == Some(mark) {
        return Ok(());
    }
    let unseen = |last: &Marker| last.version > seen && last.device != device;
    if let (Some(other), true) = (before, one.marked.as_ref().is_some_and(unseen)) {
        let session = row.id;
        let (mine, other) = (word(&mark), word(&other));
        context.conflict(Conflict::Attendance { session, teacher, mine, other });
    }
    one.state = mark.into();
    one.marked = Some(Marker { version: 0, device });
    row.history.push(context.entry(match before {
        None => Happened::Marked { teacher, mark },
        Some(before) => Happened::Corrected { teacher, mark, before },
    }));
    train(context, row, teacher, mark == Attendance::Present);
    Ok(())
}

/// Writes on the row of the person what they are trained for now.
fn train(context: &mut Context<'_>, row: &TrainingSession, teacher: TeacherId, present: bool) {
    // An adviser's phone may not know the person: the server does.
    let Some(known) = context.find::<Teacher>(&teacher) else { return };
    if !row.terms.kind.trains() || row.terms.topics.is_empty() {
        return;
    }
    let before = Arc::unwrap_or_clone(known);
    let mut after = before.clone();
    let topics: &[_] = if present { &row.terms.topics } else { &[] };
    after.was_at(row.id, row.terms.day, topics);
    put_trainings(context, &before, after);
}

/// Puts somebody who came on the list, if they are not on it.
pub(super) fn expect(
    context: &Context<'_>,
    row: &mut TrainingSession,
    id: TeacherId,
    site: SiteId,
) {
    if row.registrations.get(&id).is_some_and(|one| one.state.is_called()) {
        return;
    }
    row.ranks += 1;
    let (rank, state) = (row.ranks, Standing::Registered);
    let (unannounced, also) = (true, BTreeMap::new());
    let one = Registration { site, state, rank, unannounced, drawn: None, also, marked: None };
    row.registrations.insert(id, one);
    row.history.push(context.entry(Happened::Added { teacher: id }));
}

#[inline(never)]
pub(super) fn add(context: &mut Context<'_>, act: &Act) -> Result<(), Refusal> {
    let Act::AddAttendee { session, teacher: drawn, site, name, function } = act else {
        return Err(Refusal::NotAllowed);
    };
    let mut row = called(context, *session)?;
    if context.today() < row.terms.day {
        return Err(Hindrance::NotYet { day: row.terms.day }.into());
    }
    let site = context.site(site)?.id.clone();
    let name = required(FieldName::Name, name, SHORT_TEXT_CHARS)?;
    let function = optional(FieldName::Function, function, SHORT_TEXT_CHARS)?;
    let is_meant = |other: &&Arc<Teacher>| {
        other.site == site && other.is_there() && other.is_called(&name, &function)
    };
    let known = context.state.teachers.values().find(is_meant).map(|known| known.id);
    let id = match known {
        Some(known) => known,
        None => {
            context.must_be_new::<Teacher>(drawn)?;
            let named = Teacher::named(*drawn, site.clone(), name, function);
            context.put(Teacher { proposed: true, ..named });
            *drawn
        }
    };
    few(FieldName::Teachers, &row.registrations.keys().collect::<Vec<_>>(), TRAINING_NAMES)?;
    let id = registered_as(context, &row, id);
    expect(context, &mut row, id, site);
    if id != *drawn
        && let Some(one) = row.registrations.get_mut(&id)
    {
        one.drawn = Some(*drawn);
    }
    mark_one(context, &mut row, id, Attendance::Present)?;
    if row.state == SessionProgress::Open {
        row.state = SessionProgress::Held;
    }
    context.put(row);
    Ok(())
}
