//! Rules of trainings: who may do what, and how a session is planned, moved, cancelled and closed.
//!
//! Sessions are not bound by the half-days on which schools are open: trainings sit on Wednesdays
//! and evenings, when classes are over.

use super::act::{Act, Planned};
use super::found::{at, elsewhere_too, led, settle};
use super::{Happened, Hindrance, SessionProgress, Standing, Terms, TrainingSession};
use super::{attendance, registering, sheet};
use crate::decide::context::{Context, bad, few, optional, photos, required, room_for_words};
use crate::entity::Facet;
use crate::history::FileRef;
use crate::id::{AccountId, One, TeacherId, TrainingSessionId};
use crate::limits::{
    HISTORY_ENTRIES, IMPORT_ROWS, PRICE_CENTS, SHORT_TEXT_CHARS, TOPICS, TRAINING_CO_LEADERS,
    TRAINING_PLACES, TRAINING_SHEETS,
};
use crate::order;
use crate::refusal::{FieldName, FieldProblem, Refusal};
use crate::role::Role;
use crate::row::{Kind, Read, RowKey, State, Tabled};
use crate::settings::Settings;
use crate::site::Site;
use crate::teacher::{Teacher, person};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Minutes of a day.
const DAY_MINUTES: u32 = 24 * 60;

impl Act {
    /// Whether that role may give it at all; [`Act::apply`] then looks at whose row it is.
    pub(crate) fn is_allowed(&self, role: Role) -> bool {
        match self {
            Act::RegisterTeachers { .. } | Act::WithdrawTeachers { .. } => {
                role.is_desk() || matches!(role, Role::Teacher | Role::Adviser)
            }
            Act::RegisterClass { .. } => role.is_desk() || role == Role::Teacher,
            Act::MarkAttendance { .. }
            | Act::AddAttendee { .. }
            | Act::AddSignedSheet { .. }
            | Act::CloseTrainingSession { .. } => role.is_desk() || role == Role::Adviser,
            Act::PlanTrainingSession { .. }
            | Act::OpenTrainingSession { .. }
            | Act::CancelTrainingSession { .. }
            | Act::ImportAttendance { .. }
            | Act::ImportTrainingSessions { .. } => role.is_desk(),
        }
    }

    /// The rows that [`Act::apply`] looks at, as far as the loaded ones tell.
    pub(crate) fn reads(&self, state: &State) -> Vec<Read> {
        let of = |id: &TrainingSessionId| Read::Row(RowKey::of::<TrainingSession>(id));
        let row = |id: &TeacherId| Read::Row(RowKey::of::<Teacher>(id));
        let that_day = |id: &TrainingSessionId| {
            let known = state.training_sessions.get(id);
            known.map(|known| Read::Where(TrainingSession::KIND, group(&known.terms)))
        };
        match self {
            Act::PlanTrainingSession { session, terms } => {
                let host = terms.host.iter().map(|site| Read::Row(RowKey::site(site)));
                let leader = terms.leaders().map(|id| Read::Row(RowKey::account(id)));
                let day = Read::Where(TrainingSession::KIND, group(terms));
                let own = [of(session), Read::All(Kind::Settings), day];
                own.into_iter().chain(host).chain(leader).collect()
            }
            Act::OpenTrainingSession { session }
            | Act::CancelTrainingSession { session, .. }
            | Act::AddSignedSheet { session, .. }
            | Act::CloseTrainingSession { session } => vec![of(session)],
            Act::RegisterTeachers { session, teachers } => {
                let people = teachers.iter().flat_map(|one| person::reads(state, *one));
                [of(session)].into_iter().chain(that_day(session)).chain(people).collect()
            }
            Act::WithdrawTeachers { session, teachers } => {
                [of(session)].into_iter().chain(teachers.iter().map(row)).collect()
            }
            Act::RegisterClass { session, site, .. } => {
                vec![of(session), Read::Row(RowKey::site(site))]
            }
            Act::MarkAttendance { session, marks } => attendance::reads(state, *session, marks),
            Act::AddAttendee { session, teacher, site, .. } => {
                let there = Read::Where(Kind::Teacher, Facet::OpenAt(site.clone()));
                let own = vec![of(session), row(teacher), Read::Row(RowKey::site(site)), there];
                own.into_iter().chain(elsewhere_too(state, site)).collect()
            }
            Act::ImportAttendance { session, people } => sheet::reads(state, *session, people),
            Act::ImportTrainingSessions { .. } => {
                let all = [TrainingSession::KIND, Kind::Site, Kind::Account, Kind::Settings];
                all.map(Read::All).into()
            }
        }
    }

    /// Changes the rows of the context.
    ///
    /// # Errors
    /// Why it cannot be done.
    pub(crate) fn apply(&self, context: &mut Context<'_>) -> Result<(), Refusal> {
        match self {
            Act::PlanTrainingSession { session, terms } => plan(context, *session, terms),
            Act::OpenTrainingSession { session } => open(context, *session),
            Act::CancelTrainingSession { session, reason } => cancel(context, *session, reason),
            Act::RegisterTeachers { session, teachers } => {
                registering::register(context, *session, teachers)
            }
            Act::WithdrawTeachers { session, teachers } => {
                registering::withdraw(context, *session, teachers)
            }
            Act::RegisterClass { session, site, class, pupils } => {
                registering::class(context, *session, site, class, *pupils)
            }
            Act::MarkAttendance { session, marks } => attendance::mark(context, *session, marks),
            Act::AddAttendee { .. } => attendance::add(context, self),
            Act::ImportAttendance { session, people } => sheet::import(context, *session, people),
            Act::AddSignedSheet { session, photos } => sign(context, *session, photos),
            Act::CloseTrainingSession { session } => close(context, *session),
            Act::ImportTrainingSessions { sessions } => import(context, sessions),
        }
    }
}

/// The sessions of the same day.
fn group(terms: &Terms) -> Facet {
    Facet::Group(terms.day.to_string())
}

#[inline(never)]
fn plan(context: &mut Context<'_>, id: TrainingSessionId, terms: &Terms) -> Result<(), Refusal> {
    let Some(known) = context.find::<TrainingSession>(&id) else {
        let terms = checked(context, terms)?;
        let mut row = TrainingSession::drafted(id, terms);
        row.position = position(context, &row.terms);
        row.history.push(context.entry(Happened::Planned));
        context.put(row);
        return Ok(());
    };
    let row = at(Arc::unwrap_or_clone(known), &[SessionProgress::Draft, SessionProgress::Open])?;
    room_for_words(&row.history)?;
    let terms = checked(context, terms)?;
    change(context, row, terms)
}

/// Writes new terms: what a calendar shows of them raises the number of its entry.
fn change(
    context: &mut Context<'_>,
    mut row: TrainingSession,
    terms: Terms,
) -> Result<(), Refusal> {
    let registered = row.taken();
    if terms.capacity < registered {
        return Err(Hindrance::TooSmall { registered }.into());
    }
    let known = row.terms.co_leaders.clone();
    let terms = Terms { co_leaders: terms.co_leaders.clone().or(known), ..terms };
    if row.terms == terms {
        return Ok(());
    }
    if terms.kind != row.terms.kind && (!row.registrations.is_empty() || !row.classes.is_empty()) {
        return Err(Hindrance::WrongKind.into());
    }
    let before = std::mem::replace(&mut row.terms, terms);
    let time = |terms: &Terms| (terms.day, terms.from, terms.to);
    if time(&before) != time(&row.terms) {
        nobody_is_elsewhere(context, &row)?;
        let what = Happened::Moved { day: before.day, from: before.from };
        row.history.push(context.entry(what));
    } else if before.capacity != row.terms.capacity {
        let capacity = row.terms.capacity;
        row.history.push(context.entry(Happened::Resized { capacity }));
    } else {
        row.history.push(context.entry(Happened::Changed));
    }
    if row.state != SessionProgress::Draft && row.terms.is_told_anew(&before) {
        row.sequence += 1;
    }
    row.position = position(context, &row.terms);
    settle(context, row);
    Ok(())
}

/// No person is at two sessions at once, after a move either.
fn nobody_is_elsewhere(context: &Context<'_>, row: &TrainingSession) -> Result<(), Refusal> {
    let expected = |one: &Standing| matches!(one, Standing::Registered | Standing::Waiting);
    let people = row.registrations.iter().filter(|(_, one)| expected(&one.state));
    for (teacher, _) in people {
        registering::is_free(context, row, *teacher)?;
    }
    Ok(())
}

fn position(context: &Context<'_>, terms: &Terms) -> Option<crate::site::Position> {
    context.find::<Site>(terms.host.as_ref()?)?.position
}

/// What a desk writes, within its limits. Names of topics, sites and accounts are known.
fn checked(context: &Context<'_>, terms: &Terms) -> Result<Terms, Refusal> {
    let short = |field, text: &str| optional(field, text, SHORT_TEXT_CHARS);
    let invalid = |field| Err(bad(field, FieldProblem::Invalid));
    if terms.to > DAY_MINUTES || terms.from >= DAY_MINUTES {
        return invalid(FieldName::Time);
    }
    if terms.to <= terms.from {
        return invalid(FieldName::Until);
    }
    if terms.capacity == 0 || terms.capacity > TRAINING_PLACES {
        return invalid(FieldName::Capacity);
    }
    if terms.cost.is_negative() || terms.cost.0 > PRICE_CENTS {
        return invalid(FieldName::Price);
    }
    if terms.closes.is_some_and(|closes| closes > terms.day) {
        return invalid(FieldName::Last);
    }
    let last = terms.last_day_of_registration();
    if terms.opens.is_some_and(|opens| opens > last) {
        return invalid(FieldName::First);
    }
    few(FieldName::Topics, &terms.topics, TOPICS)?;
    let settings = context.find::<Settings>(&One);
    let is_known = |topic| settings.as_ref().is_some_and(|all| all.topic(topic).is_some());
    if !terms.topics.iter().all(is_known) {
        return invalid(FieldName::Topic);
    }
    if let Some(host) = &terms.host {
        context.known::<Site>(host)?;
    }
    let co_leaders = co_leaders(terms)?;
    for leader in terms.leaders() {
        let account = context.known::<crate::account::Account>(&leader)?;
        if !account.active || !(account.role == Role::Adviser || account.role.is_desk()) {
            return invalid(FieldName::Leader);
        }
    }
    Ok(Terms {
        co_leaders,
        title: required(FieldName::Label, &terms.title, SHORT_TEXT_CHARS)?,
        place: short(FieldName::Address, &terms.place)?,
        leader_name: short(FieldName::Name, &terms.leader_name)?,
        body: short(FieldName::Body, &terms.body)?,
        ..terms.clone()
    })
}

/// Who leads it with its leader, who is none of them: a few people.
fn co_leaders(terms: &Terms) -> Result<Option<BTreeSet<AccountId>>, Refusal> {
    let Some(said) = &terms.co_leaders else { return Ok(None) };
    let others: Vec<_> = said.iter().copied().filter(|one| Some(*one) != terms.leader).collect();
    few(FieldName::Leader, &others, TRAINING_CO_LEADERS)?;
    Ok(Some(order::set(others)))
}

#[inline(never)]
fn open(context: &mut Context<'_>, id: TrainingSessionId) -> Result<(), Refusal> {
    let mut row = at(led(context, id)?, &[SessionProgress::Draft])?;
    if row.has_begun(context.paris_now()) {
        return Err(bad(FieldName::Day, FieldProblem::Invalid));
    }
    row.state = SessionProgress::Open;
    row.history.push(context.entry(Happened::Opened));
    context.put(row);
    Ok(())
}

#[inline(never)]
fn cancel(context: &mut Context<'_>, id: TrainingSessionId, reason: &str) -> Result<(), Refusal> {
    let reason = required(FieldName::Reason, reason, SHORT_TEXT_CHARS)?;
    let row = at(led(context, id)?, &[SessionProgress::Draft, SessionProgress::Open])?;
    call_off(context, row, reason);
    Ok(())
}

/// It trains nobody and frees everybody; its history stays.
fn call_off(context: &mut Context<'_>, mut row: TrainingSession, reason: String) {
    row.state = SessionProgress::Cancelled;
    row.sequence += 1;
    row.reason.clone_from(&reason);
    row.history.push(context.entry(Happened::Cancelled { text: reason }));
    context.put(row);
}

#[inline(never)]
fn sign(
    context: &mut Context<'_>,
    id: TrainingSessionId,
    files: &[FileRef],
) -> Result<(), Refusal> {
    let mut row = at(
        led(context, id)?,
        &[SessionProgress::Open, SessionProgress::Held, SessionProgress::Closed],
    )?;
    let files = photos(files)?;
    let new = files.into_iter().filter(|file| !row.sheets.contains(file)).collect::<Vec<_>>();
    row.sheets.extend(new);
    few(FieldName::Photos, &row.sheets, TRAINING_SHEETS)?;
    row.history.push(context.entry(Happened::Signed));
    context.put(row);
    Ok(())
}

#[inline(never)]
fn close(context: &mut Context<'_>, id: TrainingSessionId) -> Result<(), Refusal> {
    let mut row = led(context, id)?;
    if row.state == SessionProgress::Closed {
        return Ok(());
    }
    row = at(row, &[SessionProgress::Open, SessionProgress::Held])?;
    if context.today() < row.terms.day {
        return Err(Hindrance::NotYet { day: row.terms.day }.into());
    }
    let unmarked = row.registrations.iter().filter(|(_, one)| one.state == Standing::Registered);
    let teachers: Vec<TeacherId> = unmarked.map(|(id, _)| *id).collect();
    if !teachers.is_empty() {
        return Err(Hindrance::Unmarked { teachers }.into());
    }
    row.state = SessionProgress::Closed;
    row.history.push(context.entry(Happened::Closed));
    context.put(row);
    Ok(())
}

/// Takes over what a file says. A calendar knows nothing of topics and places: those stay.
#[inline(never)]
fn import(context: &mut Context<'_>, sessions: &[Planned]) -> Result<(), Refusal> {
    few(FieldName::Sessions, sessions, IMPORT_ROWS)?;
    for line in sessions {
        let of_uid = |row: &&Arc<TrainingSession>| line.uid.is_some() && row.uid == line.uid;
        let known = context.state.training_sessions.values().find(of_uid).map(|row| row.id);
        let id = known.unwrap_or(line.session);
        let Some(row) = context.find::<TrainingSession>(&id) else {
            if !line.cancelled {
                bring(context, id, line)?;
            }
            continue;
        };
        let row = Arc::unwrap_or_clone(row);
        if !matches!(row.state, SessionProgress::Draft | SessionProgress::Open) {
            continue;
        }
        if row.history.len() >= HISTORY_ENTRIES {
            return Err(bad(FieldName::Sessions, FieldProblem::TooLong { max: HISTORY_ENTRIES }));
        }
        if line.cancelled {
            call_off(context, row, line.terms.body.clone());
        } else {
            let terms = if line.uid.is_some() { moved(&row, line) } else { line.terms.clone() };
            let terms = checked(context, &terms)?;
            change(context, row, terms)?;
        }
    }
    Ok(())
}

fn bring(context: &mut Context<'_>, id: TrainingSessionId, line: &Planned) -> Result<(), Refusal> {
    let terms = checked(context, &line.terms)?;
    let mut row = TrainingSession::drafted(id, terms);
    row.position = position(context, &row.terms);
    row.uid.clone_from(&line.uid);
    if !row.has_begun(context.paris_now()) {
        row.state = SessionProgress::Open;
    }
    row.history.push(context.entry(Happened::Imported));
    context.put(row);
    Ok(())
}

fn moved(row: &TrainingSession, line: &Planned) -> Terms {
    let new = &line.terms;
    let closes = row.terms.closes.map(|closes| closes.min(new.day));
    let opens = row.terms.opens.filter(|opens| *opens <= closes.unwrap_or(new.day));
    Terms {
        title: new.title.clone(),
        day: new.day,
        from: new.from,
        to: new.to,
        place: new.place.clone(),
        closes,
        opens,
        ..row.terms.clone()
    }
}
