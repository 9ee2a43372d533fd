//! Attendance, one command for each session.

use super::{Intake, LeftOut};
use crate::day::Day;
use crate::id::{TeacherId, TrainingSessionId};
use crate::import::attendance::{self, AttendanceRow};
use crate::import::problem::{LineProblem, ProblemReason, SessionProblem, WholeFileProblem};
use crate::import::{FileKind, FileTable, words};
use crate::limits::TRAINING_NAMES;
use crate::row::State;
use crate::training::{
    Act, Attendance, Came, Hindrance, SessionProgress, TrainingKind, TrainingSession,
};
use std::collections::BTreeMap;
use std::sync::Arc;
use uuid::Uuid;

pub(super) fn read(
    table: &FileTable,
    state: &State,
    today: Day,
) -> Result<Intake, WholeFileProblem> {
    let import = attendance::read(table, |code| state.sites.contains_key(&code.into()))?;
    let mut intake = Intake::new(FileKind::Attendance);
    intake.problems = import.problems;
    intake.leave_out(LeftOut::Unmarked, import.unmarked);
    let mut sessions: BTreeMap<TrainingSessionId, Vec<Came>> = BTreeMap::new();
    let mut seen: BTreeMap<(TrainingSessionId, TeacherId), (u64, Attendance)> = BTreeMap::new();
    let mut repeated = 0;
    for row in import.rows {
        let problem =
            |column: &str, value: &str, why| LineProblem::new(row.line, column, value, why);
        let session = match session(state, &row, today) {
            Ok(session) => session,
            Err(why) => {
                intake.problems.push(problem("session", &row.session, why));
                continue;
            }
        };
        let one = came(&row);
        match seen.get(&(session.id, one.teacher)).copied() {
            Some((_, mark)) if mark == one.mark => {
                repeated += 1;
                continue;
            }
            Some((first_line, _)) => {
                let why = ProblemReason::Duplicate { first_line };
                intake.problems.push(problem("enseignant", &row.name, why));
                continue;
            }
            None => seen.insert((session.id, one.teacher), (row.line, one.mark)),
        };
        let minutes = session.terms.minutes();
        let is_other = |hours: i64| hours != i64::from(minutes) * 100 / 60;
        if row.mark == Attendance::Present && row.hours.is_some_and(is_other) {
            let why = ProblemReason::Session(SessionProblem::OtherHours { minutes });
            let said = row.hours.unwrap_or_default();
            let said = format!("{},{:02}", said / 100, said % 100);
            intake.warnings.push(problem("heures", &said, why));
        }
        let people = sessions.entry(session.id).or_default();
        if people.len() < TRAINING_NAMES {
            people.push(one);
        } else {
            let why = ProblemReason::TooLong { max: TRAINING_NAMES };
            intake.problems.push(problem("session", &row.session, why));
        }
    }
    intake.leave_out(LeftOut::Repeated, repeated);
    intake.problems.sort_by_key(|problem| problem.line);
    let command = |(session, people)| Act::ImportAttendance { session, people }.into();
    intake.commands = sessions.into_iter().map(command).collect();
    Ok(intake)
}

/// The session of that title on that day, if attendance may be taken of it.
fn session<'s>(
    state: &'s State,
    row: &AttendanceRow,
    today: Day,
) -> Result<&'s Arc<TrainingSession>, ProblemReason> {
    let sought = words(&row.session);
    let is_it =
        |one: &&Arc<TrainingSession>| one.terms.day == row.day && words(&one.terms.title) == sought;
    let mut named = state.training_sessions.values().filter(is_it);
    let found = named.next().ok_or(ProblemReason::Session(SessionProblem::Unknown))?;
    if named.next().is_some() {
        return Err(ProblemReason::Session(SessionProblem::Unsure));
    }
    if found.terms.kind == TrainingKind::ClassActivity {
        return Err(ProblemReason::Session(SessionProblem::Hindered(Hindrance::WrongKind)));
    }
    if today < found.terms.day {
        return Err(ProblemReason::Session(SessionProblem::Hindered(Hindrance::NotYet {
            day: found.terms.day,
        })));
    }
    match found.state {
        SessionProgress::Open | SessionProgress::Held | SessionProgress::Closed => Ok(found),
        state @ (SessionProgress::Draft | SessionProgress::Cancelled) => {
            Err(ProblemReason::Session(SessionProblem::Hindered(Hindrance::Progress { state })))
        }
    }
}

/// A person with the key that they get if nobody of that name is known at the site: the same file
/// read again gives the same key (RFC 9562, version 5).
fn came(row: &AttendanceRow) -> Came {
    let key = format!("tournee:teacher:{}:{}:{}", row.site, words(&row.name), words(&row.function));
    Came {
        teacher: TeacherId(Uuid::new_v5(&Uuid::NAMESPACE_URL, key.as_bytes())),
        site: row.site.as_str().into(),
        name: row.name.clone(),
        function: row.function.clone(),
        mark: row.mark,
    }
}
