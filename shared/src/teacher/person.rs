//! One person who teaches at several sites: a row for each, of which every school sees its own.
//! What they were trained for is the same in all of them, and whoever counts people counts them
//! once.

use super::{Teacher, Training};
use crate::decide::context::{Context, bad};
use crate::entity::Facet;
use crate::id::{TeacherId, TopicId};
use crate::refusal::{FieldName, FieldProblem, Refusal};
use crate::row::{Kind, Read, RowKey, State};
use crate::supply::legs::mark_untrained;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The row of somebody and, once that is loaded, those of the same person elsewhere.
pub(crate) fn reads(state: &State, id: TeacherId) -> Vec<Read> {
    let person = state.teachers.get(&id).and_then(|known| known.person);
    let others = person.map(|key| Read::Where(Kind::Teacher, Facet::Group(key.to_string())));
    std::iter::once(Read::Row(RowKey::of::<Teacher>(&id))).chain(others).collect()
}

/// The other rows of the same person, as they are known here.
pub(crate) fn elsewhere(context: &Context<'_>, one: &Teacher) -> Vec<Arc<Teacher>> {
    if one.person.is_none() {
        return Vec::new();
    }
    let same = |other: &&Arc<Teacher>| other.id != one.id && other.person == one.person;
    let others = context.state.teachers.values().filter(same);
    others.filter_map(|other| context.find::<Teacher>(&other.id)).collect()
}

/// Puts somebody whose trainings changed, and the same on the rows of the same person. What was
/// handed over before a training that turns out to be none is marked.
pub(crate) fn put_trainings(context: &mut Context<'_>, before: &Teacher, after: Teacher) {
    for other in elsewhere(context, &after) {
        let same = after.clone();
        let changed = Teacher {
            trained: same.trained,
            attended: same.attended,
            attested: same.attested,
            waived: same.waived,
            ..Teacher::clone(&other)
        };
        mark_untrained(context, &other, &changed);
        context.put(changed);
    }
    mark_untrained(context, before, &after);
    context.put(after);
}

/// Says that two rows are one person, who teaches at both sites; without another one, that they
/// are somebody else after all. What each was trained for counts for both.
#[inline(never)]
pub(super) fn join(
    context: &mut Context<'_>,
    one: Teacher,
    other: Option<Teacher>,
) -> Result<(), Refusal> {
    let Some(other) = other else { return part(context, one) };
    let key = other.person.unwrap_or(other.id);
    if one.person == Some(key) {
        return Ok(());
    }
    if one.site == other.site || one.person.is_some() || !one.is_there() || !other.is_there() {
        return Err(bad(FieldName::Teachers, FieldProblem::Invalid));
    }
    let mut joined = other.clone();
    joined.person = Some(key);
    joined.add_trainings(&one);
    context.put(Teacher { person: Some(key), ..one });
    put_trainings(context, &other, joined);
    Ok(())
}

fn part(context: &mut Context<'_>, one: Teacher) -> Result<(), Refusal> {
    let others = elsewhere(context, &one);
    if let [last] = others.as_slice() {
        context.put(Teacher { person: None, ..Teacher::clone(last) });
    }
    context.put(Teacher { person: None, ..one });
    Ok(())
}

impl Teacher {
    /// What somebody else, who turns out to be the same person, was trained for counts too: the
    /// earliest day of each, and the waiver that holds longest.
    fn add_trainings(&mut self, other: &Teacher) {
        let seen = other.attended.iter().map(|(session, seen)| (*session, seen.clone()));
        self.attended.extend(seen);
        let said = |known: &Training| known.attested.is_some();
        let attested = other.trained.iter().filter(|(_, known)| said(known)).chain(&other.attested);
        for (topic, training) in attested {
            let known = self.attested.get(topic).or_else(|| self.trained.get(topic));
            if known.is_none_or(|known| training.day < known.day || !said(known)) {
                self.attested.insert(topic.clone(), training.clone());
            }
        }
        for (topic, training) in other.trained.iter().filter(|(_, known)| !said(known)) {
            self.trained.entry(topic.clone()).or_insert_with(|| training.clone());
        }
        let of_attended = self.attended.values().flat_map(|seen| seen.topics.iter().cloned());
        let topics: BTreeSet<TopicId> = of_attended.chain(self.attested.keys().cloned()).collect();
        for topic in &topics {
            self.count_trainings(topic);
        }
        for (topic, waiver) in &other.waived {
            if self.waived.get(topic).is_none_or(|known| known.until < waiver.until) {
                self.waived.insert(topic.clone(), waiver.clone());
            }
        }
    }
}
