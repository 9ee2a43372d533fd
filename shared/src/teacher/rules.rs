//! Rules of teachers. A training that was attended is never replaced by one that is attested.

use super::act::{Act, Attestation};
use super::{Attested, Teacher, Training, Waiver, person};
use crate::day::Day;
use crate::decide::context::{Context, bad, few, optional, required};
use crate::entity::Facet;
use crate::id::{One, SiteId, TeacherId, TopicId};
use crate::limits::{IMPORT_ROWS, SHORT_TEXT_CHARS};
use crate::refusal::{FieldName, FieldProblem, Refusal};
use crate::role::Role;
use crate::row::{Kind, Read, RowKey, State};
use crate::settings::Settings;
use chrono::Duration;
use std::sync::Arc;

impl Act {
    /// Whether that role may give it at all; [`Act::apply`] then looks at whose row it is.
    pub(crate) fn is_allowed(&self, role: Role) -> bool {
        match self {
            Act::NameTeacher { .. } => {
                role.is_desk() || matches!(role, Role::Teacher | Role::Technician)
            }
            Act::CorrectTeacher { .. } | Act::MarkTeacherLeft { .. } => {
                role.is_desk() || role == Role::Teacher
            }
            Act::MoveTeacher { .. }
            | Act::AttestTraining { .. }
            | Act::WithdrawTraining { .. }
            | Act::JoinTeachers { .. }
            | Act::ImportTrainings { .. } => role.is_desk(),
            Act::WaiveTraining { .. } => role == Role::Coordinator,
        }
    }

    /// The rows that [`Act::apply`] looks at.
    pub(crate) fn reads(&self, state: &State) -> Vec<Read> {
        let of = |id: &TeacherId| Read::Row(RowKey::of::<Teacher>(id));
        let those_of = |site: &SiteId| Read::Where(Kind::Teacher, Facet::OpenAt(site.clone()));
        match self {
            Act::NameTeacher { teacher, site, .. } | Act::MoveTeacher { teacher, site } => {
                vec![of(teacher), Read::Row(RowKey::site(site)), those_of(site)]
            }
            Act::CorrectTeacher { teacher, .. } | Act::MarkTeacherLeft { teacher, .. } => {
                let site = state.teachers.get(teacher).map(|known| those_of(&known.site));
                std::iter::once(of(teacher)).chain(site).collect()
            }
            Act::AttestTraining { teacher, .. } | Act::WaiveTraining { teacher, .. } => {
                let people = person::reads(state, *teacher);
                people.into_iter().chain([Read::All(Kind::Settings)]).collect()
            }
            // What was handed over since may turn out to have come before a training.
            Act::WithdrawTraining { teacher, .. } => {
                let people = person::reads(state, *teacher);
                people.into_iter().chain([Read::All(Kind::Supply)]).collect()
            }
            Act::JoinTeachers { teacher, with } => {
                let both = std::iter::once(teacher).chain(with);
                both.flat_map(|one| person::reads(state, *one)).collect()
            }
            Act::ImportTrainings { .. } => {
                [Kind::Site, Kind::Teacher, Kind::Settings].map(Read::All).into()
            }
        }
    }

    /// Changes the rows of the context.
    ///
    /// # Errors
    /// Why it cannot be done.
    pub(crate) fn apply(&self, context: &mut Context<'_>) -> Result<(), Refusal> {
        match self {
            Act::NameTeacher { teacher, site, name, function } => {
                give_name(context, *teacher, site, name, function)
            }
            Act::CorrectTeacher { teacher, name, function } => {
                correct(context, *teacher, name, function)
            }
            Act::MarkTeacherLeft { teacher, on } => leave(context, *teacher, *on),
            Act::MoveTeacher { teacher, site } => go_elsewhere(context, *teacher, site),
            Act::AttestTraining { teacher, topic, day, body, evidence } => {
                let evidence = required(FieldName::Evidence, evidence, SHORT_TEXT_CHARS)?;
                let known = known(context, *teacher)?;
                let attested = attested(context, topic, *day, body, evidence)?;
                put_training(context, known, topic, Training { day: *day, attested });
                Ok(())
            }
            Act::WithdrawTraining { teacher, topic } => withdraw(context, *teacher, topic),
            Act::JoinTeachers { teacher, with } => {
                let one = known(context, *teacher)?;
                let other = with.map(|other| known(context, other)).transpose()?;
                person::join(context, one, other)
            }
            Act::WaiveTraining { teacher, topic, until, reason } => {
                waive(context, *teacher, topic, *until, reason)
            }
            Act::ImportTrainings { trainings } => import(context, trainings),
        }
    }
}

/// The person, if the actor may touch their site; nobody once their time is over.
fn known(context: &Context<'_>, id: TeacherId) -> Result<Teacher, Refusal> {
    let teacher = context.known::<Teacher>(&id)?;
    context.may_touch_site(&teacher.site)?;
    if teacher.name.is_empty() {
        return Err(Refusal::UnknownRow { row: RowKey::of::<Teacher>(&id) });
    }
    Ok(Arc::unwrap_or_clone(teacher))
}

/// Two people of one name at one site have two functions, or nobody could tell them apart.
fn must_differ(context: &Context<'_>, teacher: &Teacher) -> Result<(), Refusal> {
    let same = |other: &&Arc<Teacher>| {
        other.id != teacher.id
            && other.site == teacher.site
            && other.is_there()
            && other.is_called(&teacher.name, &teacher.function)
    };
    match context.state.teachers.values().find(same) {
        Some(other) => Err(Refusal::SameTeacher { teacher: other.id }),
        None => Ok(()),
    }
}

fn called(name: &str, function: &str) -> Result<(String, String), Refusal> {
    let name = required(FieldName::Name, name, SHORT_TEXT_CHARS)?;
    Ok((name, optional(FieldName::Function, function, SHORT_TEXT_CHARS)?))
}

#[inline(never)]
fn give_name(
    context: &mut Context<'_>,
    id: TeacherId,
    site: &SiteId,
    name: &str,
    function: &str,
) -> Result<(), Refusal> {
    let site = context.site(site)?.id.clone();
    context.must_be_new::<Teacher>(&id)?;
    let (name, function) = called(name, function)?;
    let proposed = context.actor.role == Role::Technician;
    let teacher = Teacher { proposed, ..Teacher::named(id, site, name, function) };
    must_differ(context, &teacher)?;
    context.put(teacher);
    Ok(())
}

#[inline(never)]
fn correct(
    context: &mut Context<'_>,
    id: TeacherId,
    name: &str,
    function: &str,
) -> Result<(), Refusal> {
    let known = known(context, id)?;
    let (name, function) = called(name, function)?;
    let teacher = Teacher { name, function, proposed: false, ..known };
    must_differ(context, &teacher)?;
    context.put(teacher);
    Ok(())
}

#[inline(never)]
fn leave(context: &mut Context<'_>, id: TeacherId, on: Option<Day>) -> Result<(), Refusal> {
    let teacher = Teacher { left_on: on, ..known(context, id)? };
    if on.is_some_and(|on| on > context.today()) {
        return Err(bad(FieldName::Last, FieldProblem::Invalid));
    }
    if on.is_none() {
        must_differ(context, &teacher)?;
    }
    context.put(teacher);
    Ok(())
}

#[inline(never)]
fn go_elsewhere(context: &mut Context<'_>, id: TeacherId, site: &SiteId) -> Result<(), Refusal> {
    let site = context.site(site)?.id.clone();
    let teacher = Teacher { site, left_on: None, ..known(context, id)? };
    must_differ(context, &teacher)?;
    context.put(teacher);
    Ok(())
}

/// Checks what is said of a training elsewhere. `evidence` is as it will be kept.
fn attested(
    context: &Context<'_>,
    topic: &TopicId,
    day: Day,
    body: &str,
    evidence: String,
) -> Result<Option<Attested>, Refusal> {
    must_be_topic(context, topic)?;
    if day > context.today() {
        return Err(bad(FieldName::Day, FieldProblem::Invalid));
    }
    let body = optional(FieldName::Body, body, SHORT_TEXT_CHARS)?;
    Ok(Some(Attested { by: context.actor.name.clone(), body, evidence }))
}

fn must_be_topic(context: &Context<'_>, topic: &TopicId) -> Result<(), Refusal> {
    let settings = context.find::<Settings>(&One);
    let is_known = settings.is_some_and(|settings| settings.topic(topic).is_some());
    if is_known { Ok(()) } else { Err(bad(FieldName::Topic, FieldProblem::Invalid)) }
}

/// Writes what was attested, unless the person was seen at a session: that counts for more.
fn put_training(context: &mut Context<'_>, before: Teacher, topic: &TopicId, training: Training) {
    let mut after = before.clone();
    after.attest(topic, training);
    person::put_trainings(context, &before, after);
}

/// What was handed over stays handed over: it is marked, and the gate is shut from now on.
#[inline(never)]
fn withdraw(context: &mut Context<'_>, id: TeacherId, topic: &TopicId) -> Result<(), Refusal> {
    let before = known(context, id)?;
    let mut after = before.clone();
    if !after.forget_attested(topic) {
        if after.trained.get(topic).is_some_and(|training| training.attested.is_none()) {
            return Err(bad(FieldName::Topic, FieldProblem::Invalid));
        }
        after.trained.remove(topic);
    }
    person::put_trainings(context, &before, after);
    Ok(())
}

#[inline(never)]
fn waive(
    context: &mut Context<'_>,
    id: TeacherId,
    topic: &TopicId,
    until: Option<Day>,
    reason: &str,
) -> Result<(), Refusal> {
    let before = known(context, id)?;
    let mut teacher = before.clone();
    let today = context.today();
    match until {
        None => end_waiver(&mut teacher, topic, today),
        Some(until) => {
            must_be_topic(context, topic)?;
            let reason = required(FieldName::Reason, reason, SHORT_TEXT_CHARS)?;
            if until < today {
                return Err(bad(FieldName::Until, FieldProblem::Invalid));
            }
            let by = context.actor.name.clone();
            teacher.waived.insert(topic.clone(), Waiver { from: today, until, by, reason });
        }
    }
    person::put_trainings(context, &before, teacher);
    Ok(())
}

/// It holds no longer. One under which something may have been handed over stays, as over: exports
/// and statements name and count it.
fn end_waiver(teacher: &mut Teacher, topic: &TopicId, today: Day) {
    match teacher.waived.get_mut(topic) {
        Some(waiver) if waiver.from < today => {
            waiver.until = waiver.until.min(today - Duration::days(1));
        }
        Some(_) | None => drop(teacher.waived.remove(topic)),
    }
}

#[inline(never)]
fn import(context: &mut Context<'_>, trainings: &[Attestation]) -> Result<(), Refusal> {
    few(FieldName::Trainings, trainings, IMPORT_ROWS)?;
    for line in trainings {
        let site = context.site(&line.site)?.id.clone();
        let (name, function) = called(&line.name, &line.function)?;
        let evidence = optional(FieldName::Evidence, &line.evidence, SHORT_TEXT_CHARS)?;
        let attested = attested(context, &line.topic, line.day, &line.body, evidence)?;
        let is_meant = |other: &&Arc<Teacher>| {
            other.site == site && other.is_there() && other.is_called(&name, &function)
        };
        let known = context.state.teachers.values().find(is_meant).map(|known| known.id);
        let id = known.unwrap_or(line.teacher);
        let teacher = match context.find::<Teacher>(&id) {
            Some(teacher) if teacher.is_called(&name, &function) => Arc::unwrap_or_clone(teacher),
            Some(_) => return Err(Refusal::RowExists { row: RowKey::of::<Teacher>(&id) }),
            None => Teacher::named(id, site, name, function),
        };
        put_training(context, teacher, &line.topic, Training { day: line.day, attested });
    }
    Ok(())
}
