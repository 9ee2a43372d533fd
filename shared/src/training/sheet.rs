//! The attendance of a file: a sheet that somebody typed, or our own export with its marks. People
//! are found by their school and their name, as nobody writes keys.

use super::act::Came;
use super::attendance::{called, expect, mark_one};
use super::found::{elsewhere_too, registered_as};
use super::{Attendance, Hindrance, SessionProgress, TrainingSession};
use crate::decide::context::{Context, few, optional, required};
use crate::entity::Facet;
use crate::id::{SiteId, TeacherId, TrainingSessionId};
use crate::limits::{SHORT_TEXT_CHARS, TRAINING_NAMES};
use crate::order;
use crate::refusal::{FieldName, Refusal};
use crate::row::{Kind, Read, RowKey, State};
use crate::teacher::Teacher;
use std::sync::Arc;

/// Those who are on the list, those of the sites, and supplies when somebody was not there after
/// all.
pub(super) fn reads(state: &State, id: TrainingSessionId, people: &[Came]) -> Vec<Read> {
    let mut reads = vec![Read::Row(RowKey::of::<TrainingSession>(&id))];
    let known = state.training_sessions.get(&id);
    let on_list = known.into_iter().flat_map(|known| known.registrations.keys());
    let drawn = people.iter().map(|one| &one.teacher);
    let rows = on_list.chain(drawn).map(|id| Read::Row(RowKey::of::<Teacher>(id)));
    reads.extend(rows);
    for site in order::set(people.iter().map(|one| one.site.clone())) {
        reads.push(Read::Row(RowKey::site(&site)));
        reads.extend(elsewhere_too(state, &site));
        reads.push(Read::Where(Kind::Teacher, Facet::OpenAt(site)));
    }
    if people.iter().any(|one| one.mark != Attendance::Present) {
        reads.push(Read::All(Kind::Supply));
    }
    reads
}

/// Whoever bears that name: of those on the list at that site, then of those who teach there.
fn find(
    context: &Context<'_>,
    row: &TrainingSession,
    (site, name, function): (&SiteId, &str, &str),
) -> Option<TeacherId> {
    let is_called = |id: &TeacherId| {
        context.find::<Teacher>(id).is_some_and(|known| known.is_called(name, function))
    };
    let on_list = row.registrations.iter().filter(|(_, one)| one.site == *site);
    let on_list = on_list.map(|(id, _)| *id).find(|id| is_called(id));
    on_list.or_else(|| {
        let is_there = |other: &&Arc<Teacher>| {
            other.site == *site && other.is_there() && other.is_called(name, function)
        };
        context.state.teachers.values().find(is_there).map(|known| known.id)
    })
}

#[inline(never)]
pub(super) fn import(
    context: &mut Context<'_>,
    id: TrainingSessionId,
    people: &[Came],
) -> Result<(), Refusal> {
    few(FieldName::Teachers, people, TRAINING_NAMES)?;
    let mut row = called(context, id)?;
    if context.today() < row.terms.day {
        return Err(Hindrance::NotYet { day: row.terms.day }.into());
    }
    for one in people {
        let site = context.site(&one.site)?.id.clone();
        let name = required(FieldName::Name, &one.name, SHORT_TEXT_CHARS)?;
        let function = optional(FieldName::Function, &one.function, SHORT_TEXT_CHARS)?;
        let known = find(context, &row, (&site, &name, &function));
        let teacher = known.unwrap_or(one.teacher);
        match context.find::<Teacher>(&teacher) {
            Some(known) if known.is_called(&name, &function) => {}
            Some(_) => return Err(Refusal::RowExists { row: RowKey::of::<Teacher>(&teacher) }),
            None => context.put(Teacher::named(teacher, site.clone(), name, function)),
        }
        let teacher = registered_as(context, &row, teacher);
        expect(context, &mut row, teacher, site);
        few(FieldName::Teachers, &row.registrations.keys().collect::<Vec<_>>(), TRAINING_NAMES)?;
        mark_one(context, &mut row, teacher, one.mark)?;
    }
    if row.state == SessionProgress::Open {
        row.state = SessionProgress::Held;
    }
    context.put(row);
    Ok(())
}
