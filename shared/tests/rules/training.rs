//! Trainings (S11): places and waiting lists, attendance and what it opens, who sees whom, hours
//! and needs. Each case that breaks naive code, and each case of acceptance, is named here.

mod attendance;
mod desk;
mod files;
mod places;
mod plan;
mod seen;
mod sheet;

use crate::world::*;
use shared::account::Account;
use shared::command::Command;
use shared::decide::Decision;
use shared::id::{Millis, SiteId, TeacherId, TopicId, TrainingSessionId};
use shared::limits::DAY_MS;
use shared::money::Cents;
use shared::refusal::Refusal;
use shared::role::Role;
use shared::settings::{Settings, Topic};
use shared::teacher::{self, Teacher};
use shared::training::{
    Act, Attendance, Hindrance, Mark, Registration, SessionProgress, Standing, Terms, TrainingKind,
    TrainingSession,
};
use uuid::Uuid;

const ADVISER: u8 = 6;
const OTHER_SCHOOL: u8 = 7;
const SCHOOL: &str = "0420001A";
const OTHER: &str = "0420002B";
/// The Wednesday of most of these sessions.
const WEDNESDAY: &str = "2026-03-18";

fn session(n: u8) -> TrainingSessionId {
    TrainingSessionId(Uuid::from_bytes([n; 16]))
}

fn person(n: u8) -> TeacherId {
    TeacherId(Uuid::from_u128(0xA000 + u128::from(n)))
}

fn tablets() -> TopicId {
    "tablettes".into()
}

/// An instant of March 2026, before the change of the hour: a day and a minute of Paris.
fn instant(on: &str, minute: i64) -> Millis {
    let days = (day(on) - day("2026-03-12")).num_days();
    NOW + days * DAY_MS + (minute - 9 * 60) * 60_000
}

/// Wednesday from 14:00 to 17:00, for that many.
fn terms(capacity: u32) -> Terms {
    Terms {
        kind: TrainingKind::Training,
        title: "Prise en main des tablettes".into(),
        topics: vec![tablets()],
        day: day(WEDNESDAY),
        from: 14 * 60,
        to: 17 * 60,
        place: "Maison du numérique".into(),
        host: None,
        capacity,
        leader: Some(account(ADVISER)),
        co_leaders: None,
        leader_name: "Paul Grange".into(),
        body: String::new(),
        opens: None,
        closes: None,
        cost: Cents(45_000),
    }
}

/// Topics, an adviser, and a second school with its tablet.
fn peopled(mut world: World) -> World {
    let topic = |id: &str, label: &str| Topic { id: id.into(), label: label.into() };
    let topics = vec![topic("tablettes", "Prise en main"), topic("ecran", "Écran interactif")];
    world.put(Settings { topics: Some(topics), ..Settings::default() });
    let adviser = Account::blank(account(ADVISER), "Paul Grange".into(), Role::Adviser, None);
    world.put(adviser);
    let school = Some(site(OTHER));
    let tablet = Account::blank(account(OTHER_SCHOOL), "École".into(), Role::Teacher, school);
    world.put(tablet);
    world
}

fn name(world: &mut World, n: u8, at: &str) {
    let act = teacher::Act::NameTeacher {
        teacher: person(n),
        site: site(at),
        name: format!("Mme {n}"),
        function: "CE1".into(),
    };
    world.give(DISPATCHER, act).unwrap();
}

fn plan_it(world: &mut World, n: u8, terms: Terms) {
    let plan = Act::PlanTrainingSession { session: session(n), terms };
    world.give(DISPATCHER, plan).unwrap();
    world.give(DISPATCHER, Act::OpenTrainingSession { session: session(n) }).unwrap();
}

/// One open session, three people of the school and one of the other.
fn with_session(capacity: u32) -> World {
    let mut world = peopled(World::new());
    for n in 1..=3 {
        name(&mut world, n, SCHOOL);
    }
    name(&mut world, 4, OTHER);
    plan_it(&mut world, 1, terms(capacity));
    world
}

fn register(n: u8, people: &[u8]) -> Act {
    let teachers = people.iter().map(|n| person(*n)).collect();
    Act::RegisterTeachers { session: session(n), teachers }
}

fn marks(n: u8, marks: &[(u8, Attendance)]) -> Act {
    let of = |(n, mark): &(u8, Attendance)| Mark { teacher: person(*n), mark: *mark };
    Act::MarkAttendance { session: session(n), marks: marks.iter().map(of).collect() }
}

fn hindered(result: Result<Decision, Refusal>) -> Hindrance {
    match result {
        Err(Refusal::Training { why }) => why,
        other => panic!("not hindered: {other:?}"),
    }
}

impl World {
    fn at(&mut self, ms: Millis, n: u8, act: impl Into<Command>) -> Result<Decision, Refusal> {
        let envelope = self.envelope(n, act);
        self.judge_at(n, &envelope, ms)
    }

    /// On the day, at five, when all is over.
    fn after(&mut self, n: u8, act: impl Into<Command>) -> Result<Decision, Refusal> {
        self.at(instant(WEDNESDAY, 17 * 60), n, act)
    }

    fn session(&self, n: u8) -> &TrainingSession {
        &self.state.training_sessions[&session(n)]
    }

    fn standing(&self, n: u8, who: u8) -> Standing {
        self.session(n).registrations[&person(who)].state
    }

    fn teacher(&self, n: u8) -> &Teacher {
        &self.state.teachers[&person(n)]
    }

    fn is_trained(&self, n: u8) -> bool {
        self.teacher(n).trained.contains_key(&tablets())
    }
}
