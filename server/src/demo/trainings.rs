//! A school year of trainings: those of before with their attendance, those to come with places
//! taken and a waiting list. Every step goes through the rules, as those of people do.

use super::world::{World, at};
use crate::store::StoreResult;
use chrono::{Datelike, Duration, Weekday};
use shared::day::Day;
use shared::id::{SiteId, TeacherId, TrainingSessionId};
use shared::money::Cents;
use shared::role::Role;
use shared::row::State;
use shared::site::{Site, SiteKind};
use shared::training::{Act, Attendance, Mark, SessionProgress, Standing, Terms, TrainingKind};
use std::sync::Arc;

/// Weeks between two sessions.
const EVERY_WEEKS: i64 = 2;
/// Weeks that lie behind, and ahead.
const WEEKS: (i64, i64) = (28, 10);

/// Title, what it is, topic, minutes from and to, places, cost in cents.
type Model = (&'static str, TrainingKind, Option<&'static str>, u32, u32, u32, i64);

const MODELS: [Model; 5] = [
    (
        "Prise en main des tablettes",
        TrainingKind::Training,
        Some("tablettes"),
        14 * 60,
        17 * 60,
        12,
        45_000,
    ),
    (
        "Écran interactif en classe",
        TrainingKind::SupplierTraining,
        Some("ecran"),
        17 * 60,
        19 * 60,
        10,
        0,
    ),
    (
        "Classe mobile\u{a0}: organiser une séance",
        TrainingKind::Training,
        Some("classe-mobile"),
        14 * 60,
        16 * 60 + 30,
        12,
        38_000,
    ),
    ("Accompagnement en classe", TrainingKind::Accompaniment, None, 9 * 60, 11 * 60, 6, 0),
    (
        "Sobriété numérique et développement durable",
        TrainingKind::ClassActivity,
        None,
        9 * 60,
        11 * 60 + 30,
        3,
        12_000,
    ),
];

/// Lets a year of sessions happen.
///
/// # Errors
/// What the rules refused: a fault of the demonstration.
pub(super) fn hold(world: &mut World) -> StoreResult<()> {
    let today = world.today;
    let hosts = hosts(&world.state);
    if hosts.is_empty() {
        return Ok(());
    }
    let mut week = -WEEKS.0;
    let mut rank = 0;
    while week <= WEEKS.1 {
        let model = MODELS[rank % MODELS.len()];
        let weekday = match model.1 {
            TrainingKind::Training | TrainingKind::SupplierTraining => Weekday::Wed,
            TrainingKind::Accompaniment => Weekday::Thu,
            TrainingKind::ClassActivity => Weekday::Fri,
        };
        let day = in_week(today + Duration::weeks(week), weekday);
        if world.state.calendar().holiday(day).is_none() {
            let host = hosts[world.draw.below(hosts.len())].clone();
            one(world, model, day, &host)?;
        }
        rank += 1;
        week += EVERY_WEEKS;
    }
    Ok(())
}

fn in_week(day: Day, weekday: Weekday) -> Day {
    let monday = day - Duration::days(i64::from(day.weekday().num_days_from_monday()));
    monday + Duration::days(i64::from(weekday.num_days_from_monday()))
}

/// Schools in whose rooms sessions take place.
fn hosts(state: &State) -> Vec<Arc<Site>> {
    let open = |site: &&Arc<Site>| site.kind == SiteKind::School && site.closed_on.is_none();
    state.sites.values().filter(open).step_by(17).cloned().collect()
}

/// One session, from its preparation to its close, as far as it got by now.
fn one(world: &mut World, model: Model, day: Day, host: &Site) -> StoreResult<()> {
    let (title, kind, topic, from, to, capacity, cost) = model;
    let (desk, adviser) = (world.one(Role::Dispatcher)?, world.one(Role::Adviser)?);
    let session = TrainingSessionId(world.draw.key());
    let terms = Terms {
        kind,
        title: title.into(),
        topics: topic.map(Into::into).into_iter().collect(),
        day,
        from,
        to,
        place: format!("{}, {}", host.name, host.commune_name),
        host: Some(host.id.clone()),
        capacity,
        leader: Some(adviser.account),
        co_leaders: None,
        leader_name: adviser.name.clone(),
        body: match kind {
            TrainingKind::SupplierTraining => "Fournisseur des écrans".into(),
            TrainingKind::Training | TrainingKind::Accompaniment | TrainingKind::ClassActivity => {
                String::new()
            }
        },
        opens: None,
        closes: Some(day - Duration::days(2)),
        cost: Cents(cost),
    };
    let planned = at((day - Duration::days(40)).min(world.today - Duration::days(6)), 9 * 60);
    world.give(&desk, planned, Act::PlanTrainingSession { session, terms })?;
    // The last ones are still being prepared.
    if day > world.today + Duration::weeks(8) {
        return Ok(());
    }
    let opened = planned + 3_600_000;
    world.give(&desk, opened, Act::OpenTrainingSession { session })?;
    let asked = at((day - Duration::days(20)).min(world.today - Duration::days(3)), 16 * 60);
    match kind {
        TrainingKind::ClassActivity => classes(world, session, asked)?,
        TrainingKind::Training | TrainingKind::SupplierTraining => {
            let many = capacity as usize + world.draw.below(4);
            register(world, session, many, asked, |_| true)?;
        }
        TrainingKind::Accompaniment => {
            let at_host = |site: &SiteId| *site == host.id;
            register(world, session, capacity as usize, asked, at_host)?;
        }
    }
    if day < world.today { attend(world, session, day, to) } else { Ok(()) }
}

/// Teachers of those sites, one after the other; those who are elsewhere then are left out.
fn register(
    world: &mut World,
    session: TrainingSessionId,
    many: usize,
    asked: i64,
    is_wanted: impl Fn(&SiteId) -> bool,
) -> StoreResult<()> {
    let there = world.state.teachers.values().filter(|one| one.is_there() && is_wanted(&one.site));
    let all: Vec<(TeacherId, SiteId)> = there.map(|one| (one.id, one.site.clone())).collect();
    if all.is_empty() {
        return Ok(());
    }
    let first = world.draw.below(all.len());
    let desk = world.one(Role::Dispatcher)?;
    for step in 0..many.min(all.len()) {
        let (teacher, _) = all[(first + step * 7) % all.len()].clone();
        let act = Act::RegisterTeachers { session, teachers: vec![teacher] };
        world.give(&desk, asked + 60_000 * step as i64, act)?;
    }
    Ok(())
}

fn classes(world: &mut World, session: TrainingSessionId, asked: i64) -> StoreResult<()> {
    let desk = world.one(Role::Dispatcher)?;
    let sites: Vec<SiteId> = hosts(&world.state).iter().map(|site| site.id.clone()).collect();
    let first = world.draw.below(sites.len());
    for step in 0..2.min(sites.len()) {
        let site = sites[(first + step) % sites.len()].clone();
        let (class, pupils) = ("CM1-CM2".to_owned(), 20 + world.draw.below(8) as u32);
        world.give(&desk, asked, Act::RegisterClass { session, site, class, pupils })?;
    }
    Ok(())
}

/// The roll call: most were there; the very last one is not closed yet.
fn attend(world: &mut World, session: TrainingSessionId, day: Day, to: u32) -> StoreResult<()> {
    let adviser = world.one(Role::Adviser)?;
    let Some(row) = world.state.training_sessions.get(&session).cloned() else { return Ok(()) };
    let expected = row.registrations.iter().filter(|(_, one)| one.state == Standing::Registered);
    let people: Vec<TeacherId> = expected.map(|(id, _)| *id).collect();
    let mut marks = Vec::new();
    for teacher in people {
        let mark = match world.draw.below(12) {
            0 => Attendance::Absent,
            1 => Attendance::Excused,
            _ => Attendance::Present,
        };
        marks.push(Mark { teacher, mark });
    }
    let evening = at(day, i64::from(to));
    if !marks.is_empty() {
        world.give(&adviser, evening, Act::MarkAttendance { session, marks })?;
    }
    let row = world.state.training_sessions.get(&session).map(|row| row.state);
    let is_late = day + Duration::weeks(1) >= world.today && row == Some(SessionProgress::Held);
    if is_late {
        return Ok(());
    }
    world.give(&adviser, evening + 60_000, Act::CloseTrainingSession { session })
}
