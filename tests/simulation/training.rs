//! Trainings: two places that many want, an attendance from two phones, and what must hold of them.

use super::people::{ADVISER, SITES, account, any, fresh};
use super::world::World;
use fastrand::Rng;
use server::store::{StoreResult, Writer};
use shared::command::Command;
use shared::day::paris_day;
use shared::id::{Millis, SiteId, TeacherId, TopicId, TrainingSessionId};
use shared::money::Cents;
use shared::replica::Replica;
use shared::row::{Row, State};
use shared::teacher::Teacher;
use shared::training::{
    Act, Attendance, Mark, SessionProgress, Standing, Terms, TrainingKind, TrainingSession,
};
use std::sync::Arc;
use uuid::Uuid;

/// Places of a session: fewer than there are people.
const PLACES: u32 = 2;
/// People of each of the first two sites.
const PEOPLE: u8 = 3;

fn topic() -> TopicId {
    "tablettes".into()
}

/// On the day of the beginning, late in the evening: schools register until then, and attendance is
/// taken on the same day.
fn terms(day: shared::day::Day, capacity: u32) -> Terms {
    Terms {
        kind: TrainingKind::Training,
        title: "Tablettes".into(),
        topics: vec![topic()],
        day,
        from: 23 * 60 + 30,
        to: 23 * 60 + 50,
        place: String::new(),
        host: None,
        capacity,
        leader: Some(account(ADVISER)),
        co_leaders: None,
        leader_name: "F".into(),
        body: String::new(),
        opens: None,
        closes: None,
        cost: Cents::ZERO,
    }
}

/// Two sessions and people who may want them.
pub(crate) fn fill(writer: &dyn Writer) -> StoreResult<()> {
    let days = ["2026-11-24", "2026-11-25"];
    for (n, day) in (1..).zip(days) {
        let id = TrainingSessionId(Uuid::from_bytes([n; 16]));
        let terms = terms(day.parse().expect("a day"), PLACES);
        let mut row = TrainingSession::drafted(id, terms);
        row.state = SessionProgress::Open;
        writer.put(row.into())?;
    }
    for (at, site) in (0..).zip(&SITES[..2]) {
        for n in 0..PEOPLE {
            let id = TeacherId(Uuid::from_bytes([10 * (at + 1) + n; 16]));
            let name = format!("Mme {at}{n}");
            writer.put(Teacher::named(id, SiteId::from(*site), name, "CE1".into()).into())?;
        }
    }
    Ok(())
}

fn session(rng: &mut Rng, view: &State) -> Option<Arc<TrainingSession>> {
    any(rng, view.training_sessions.values().cloned())
}

/// What a school does: registers its people, and takes them back.
pub(crate) fn by_school(rng: &mut Rng, replica: &Replica, site: &SiteId) -> Option<Command> {
    let view = replica.view();
    let session = session(rng, view)?.id;
    let own = view.teachers.values().filter(|one| one.site == *site && one.is_there());
    let teachers = vec![any(rng, own.map(|one| one.id))?];
    Some(match rng.u8(..4) {
        0 => Act::WithdrawTeachers { session, teachers }.into(),
        _ => Act::RegisterTeachers { session, teachers }.into(),
    })
}

/// What an adviser, or a desk in their place, does: marks, adds, closes.
pub(crate) fn by_adviser(rng: &mut Rng, replica: &Replica, word: &str) -> Option<Command> {
    let view = replica.view();
    let row = session(rng, view)?;
    let session = row.id;
    let on_list = any(rng, row.registrations.keys().copied());
    Some(match (rng.u8(..8), on_list) {
        (0, _) => Act::CloseTrainingSession { session }.into(),
        (1, _) | (_, None) => {
            let site = SiteId::from(SITES[rng.usize(..2)]);
            let teacher = TeacherId(fresh(rng));
            let (name, function) = (word.to_owned(), String::new());
            Act::AddAttendee { session, teacher, site, name, function }.into()
        }
        (_, Some(teacher)) => {
            let mark = Attendance::ALL[rng.usize(..3)];
            Act::MarkAttendance { session, marks: vec![Mark { teacher, mark }] }.into()
        }
    })
}

/// What a desk does: more places or fewer, another day, another session, none.
pub(crate) fn by_desk(
    rng: &mut Rng,
    replica: &Replica,
    word: &str,
    now: Millis,
) -> Option<Command> {
    let day = paris_day(now) + chrono::Duration::days(rng.i64(0..2));
    let row = session(rng, replica.view())?;
    let session = row.id;
    Some(match rng.u8(..8) {
        0 => {
            let session = TrainingSessionId(fresh(rng));
            Act::PlanTrainingSession { session, terms: terms(day, PLACES) }.into()
        }
        1 => Act::OpenTrainingSession { session }.into(),
        2 => Act::CancelTrainingSession { session, reason: word.into() }.into(),
        3 => Act::PlanTrainingSession { session, terms: terms(day, rng.u32(1..4)) }.into(),
        4 | 5 => {
            let teachers = vec![any(rng, replica.view().teachers.keys().copied())?];
            Act::RegisterTeachers { session, teachers }.into()
        }
        _ => return by_adviser(rng, replica, word),
    })
}

impl World {
    /// No session holds more people than it has places, who waits is on time, and those and only
    /// those are trained who were present.
    pub(super) fn check_trainings(&mut self, rows: &[Row]) {
        let state: State = rows.iter().cloned().collect();
        let mut wrong = Vec::new();
        for row in state.training_sessions.values() {
            if row.taken() > row.terms.capacity {
                wrong.push(format!("more people than places: {row:?}"));
            }
            let mut ranks: Vec<_> = row.registrations.values().map(|one| one.rank).collect();
            ranks.sort_unstable();
            ranks.dedup();
            if ranks.len() != row.registrations.len() {
                wrong.push(format!("two on one place of the list: {row:?}"));
            }
            for (id, one) in &row.registrations {
                let present = row.was_held() && one.state == Standing::Present;
                let teacher = state.teachers.get(id);
                let counted = teacher.is_some_and(|one| one.attended.contains_key(&row.id));
                let passes = teacher.is_some_and(|one| one.trained.contains_key(&topic()));
                if present != counted || (present && !passes) {
                    wrong.push(format!("{id} is {:?} and counted as {counted}", one.state));
                }
            }
        }
        for teacher in state.teachers.values() {
            if teacher.trained.contains_key(&topic()) && teacher.attended.is_empty() {
                wrong.push(format!("trained by nothing: {teacher:?}"));
            }
        }
        if let Some(how) = wrong.pop() {
            self.break_rule("places and presence: whoever was there, and nobody else", how);
        }
    }
}
