//! Calendars by a secret address, read back by a parser that did not write them.

use crate::world::*;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarProperty,
};
use server::identity;
use server::state::now_ms;
use shared::account;
use shared::account::FeedOwner;
use shared::command::Command;
use shared::day::{Day, Half, HalfDay};
use shared::id::{FeedHash, QuarterId, TeacherId, TrainingSessionId, VisitId};
use shared::money::Cents;
use shared::plan;
use shared::teacher;
use shared::training::{self, Terms, TrainingKind};
use uuid::Uuid;

pub(crate) const SECRET: &str = "00112233445566778899aabbccddeeff";

fn slot(day: &str, half: Half) -> HalfDay {
    HalfDay { day: day.parse::<Day>().expect("a day"), half }
}

pub(crate) fn share(owner: FeedOwner, secret: Option<&str>) -> Command {
    let feed = secret.map(|secret| FeedHash(identity::digest(secret)));
    account::Act::ShareCalendar { owner, feed }.into()
}

fn add(n: u8, site: &str, slot: HalfDay) -> Command {
    plan::Act::AddVisit {
        visit: VisitId(Uuid::from_bytes([n; 16])),
        site: site.into(),
        quarter: QuarterId("all".into()),
        technician: account(TECHNICIAN),
        slot,
    }
    .into()
}

/// A desk with its cookie that gives commands one after the other.
struct Desk<'a> {
    world: &'a World,
    cookie: String,
    given: u64,
}

impl Desk<'_> {
    async fn give(&mut self, intent: Command) {
        self.given += 1;
        let command = envelope(DISPATCHER, account(DISPATCHER), self.given, now_ms(), intent);
        let answer = self.world.sync(&self.cookie, &request(DISPATCHER, &[command])).await;
        let verdict = format!("{:?}", answer.outcomes[0].verdict);
        assert!(verdict.starts_with("Applied"), "{verdict}");
    }
}

/// Two published visits, in winter and in summer.
async fn planned(world: &World) -> Desk<'_> {
    let mut desk = Desk { world, cookie: world.sign_in(DISPATCHER).await, given: 0 };
    desk.give(add(1, SCHOOL, slot("2098-01-14", Half::Morning))).await;
    desk.give(add(2, OTHER_SCHOOL, slot("2098-07-01", Half::Afternoon))).await;
    desk.give(plan::Act::PublishPlan { quarter: QuarterId("all".into()) }.into()).await;
    desk
}

pub(crate) async fn events(world: &World, path: &str) -> Vec<ICalendarComponent> {
    let answer = world.get(path, "").await;
    assert_eq!(answer.status, StatusCode::OK);
    let media = answer.headers["content-type"].to_str().expect("readable");
    assert!(media.starts_with("text/calendar"), "{media}");
    let text = answer.body.as_str().expect("a text");
    assert!(text.lines().all(|line| line.len() <= 75), "lines are folded (RFC 5545, 3.1)");
    let calendar = ICalendar::parse(text).expect("a calendar");
    let is_event = |c: &ICalendarComponent| c.component_type == ICalendarComponentType::VEvent;
    calendar.components.into_iter().filter(is_event).collect()
}

pub(crate) fn text(event: &ICalendarComponent, property: ICalendarProperty) -> String {
    let entry = event.property(&property).expect("the property");
    entry.values[0].as_text().expect("a text").to_owned()
}

/// Hour and minute in UTC of the beginning.
fn start(event: &ICalendarComponent) -> (u8, u8) {
    let entry = event.property(&ICalendarProperty::Dtstart).expect("a beginning");
    let time = entry.values[0].as_partial_date_time().expect("a time");
    assert_eq!(time.tz_hour, Some(0), "in UTC");
    (time.hour.expect("an hour"), time.minute.expect("a minute"))
}

#[tokio::test]
async fn a_technician_follows_the_round_in_another_calendar() {
    let world = World::new();
    let mut desk = planned(&world).await;
    desk.give(share(FeedOwner::Technician(account(TECHNICIAN)), Some(SECRET))).await;
    let path = format!("/api/v1/calendar/technicians/{}/{SECRET}.ics", account(TECHNICIAN));
    let before = events(&world, &path).await;
    let titles: Vec<_> = before.iter().map(|e| text(e, ICalendarProperty::Summary)).collect();
    assert_eq!(titles, [format!("École {SCHOOL}"), format!("École {OTHER_SCHOOL}")]);
    assert_eq!(start(&before[0]), (7, 30), "8:30 in Paris, in winter");
    assert_eq!(start(&before[1]), (11, 30), "13:30 in Paris, in summer");

    let visit = VisitId(Uuid::from_bytes([1; 16]));
    let technician = account(TECHNICIAN);
    let to = slot("2098-01-16", Half::Morning);
    desk.give(plan::Act::MoveVisit { visit, technician, slot: to, from: None }.into()).await;
    let after = events(&world, &path).await;
    let uid = |event: &ICalendarComponent| text(event, ICalendarProperty::Uid);
    assert_eq!(uid(&after[0]), uid(&before[0]), "an event that moves is the same event");
    assert_eq!(uid(&after[0]), format!("{visit}@tournee"));
}

#[tokio::test]
async fn a_school_sees_its_own_visits_and_nothing_of_others() {
    let world = World::new();
    let mut desk = planned(&world).await;
    desk.give(share(FeedOwner::Site(SCHOOL.into()), Some(SECRET))).await;
    let events = events(&world, &format!("/api/v1/calendar/sites/{SCHOOL}/{SECRET}.ics")).await;
    assert_eq!(events.len(), 1);
}

#[tokio::test]
async fn an_address_that_was_ended_or_guessed_gives_nothing() {
    let world = World::new();
    let mut desk = planned(&world).await;
    let path = |secret: &str| format!("/api/v1/calendar/sites/{SCHOOL}/{secret}.ics");
    assert_eq!(world.get(&path(SECRET), "").await.status, StatusCode::NOT_FOUND);
    desk.give(share(FeedOwner::Site(SCHOOL.into()), Some(SECRET))).await;
    assert_eq!(world.get(&path(SECRET), "").await.status, StatusCode::OK);
    assert_eq!(world.get(&path("another"), "").await.status, StatusCode::NOT_FOUND);
    let hash = identity::digest(SECRET);
    assert_eq!(world.get(&path(&hash), "").await.status, StatusCode::NOT_FOUND);
    let other = format!("/api/v1/calendar/sites/{OTHER_SCHOOL}/{SECRET}.ics");
    assert_eq!(world.get(&other, "").await.status, StatusCode::NOT_FOUND);
    desk.give(share(FeedOwner::Site(SCHOOL.into()), Some("renewed"))).await;
    assert_eq!(world.get(&path(SECRET), "").await.status, StatusCode::NOT_FOUND);
    assert_eq!(world.get(&path("renewed"), "").await.status, StatusCode::OK);
    desk.give(share(FeedOwner::Site(SCHOOL.into()), None)).await;
    assert_eq!(world.get(&path("renewed"), "").await.status, StatusCode::NOT_FOUND);
}

const SESSION: TrainingSessionId = TrainingSessionId(Uuid::from_bytes([7; 16]));

/// Wednesday 15 January 2098 from 14:00 to 17:00, on another day when one is named.
fn session_on(day: &str) -> Command {
    let terms = Terms {
        kind: TrainingKind::Training,
        title: "Prise en main des tablettes".into(),
        topics: Vec::new(),
        day: day.parse().expect("a day"),
        from: 14 * 60,
        to: 17 * 60,
        place: "Maison du numérique".into(),
        host: None,
        capacity: 12,
        leader: None,
        co_leaders: None,
        leader_name: "Paul Grange".into(),
        body: String::new(),
        opens: None,
        closes: None,
        cost: Cents::ZERO,
    };
    training::Act::PlanTrainingSession { session: SESSION, terms }.into()
}

/// Acceptance 4 of trainings: moved twice and cancelled, a subscribed calendar holds one entry,
/// cancelled, with the sequence 3 (Moodle booking 161: every edit added another entry).
#[tokio::test]
async fn a_training_that_moves_and_is_cancelled_stays_one_event() {
    let world = World::new();
    let mut desk = Desk { world: &world, cookie: world.sign_in(DISPATCHER).await, given: 0 };
    desk.give(session_on("2098-01-15")).await;
    desk.give(training::Act::OpenTrainingSession { session: SESSION }.into()).await;
    let teacher = TeacherId(Uuid::from_bytes([9; 16]));
    let (name, function) = ("Mme Rey".to_owned(), "CE1".to_owned());
    let site = SCHOOL.into();
    desk.give(teacher::Act::NameTeacher { teacher, site, name, function }.into()).await;
    let teachers = vec![teacher];
    desk.give(training::Act::RegisterTeachers { session: SESSION, teachers }.into()).await;
    for site in [SCHOOL, OTHER_SCHOOL] {
        desk.give(share(FeedOwner::Site(site.into()), Some(SECRET))).await;
    }
    let path = |site: &str| format!("/api/v1/calendar/sites/{site}/{SECRET}.ics");
    let mut seen = vec![events(&world, &path(SCHOOL)).await];
    assert_eq!(start(&seen[0][0]), (13, 0), "14:00 in Paris, in winter");
    for day in ["2098-01-22", "2098-07-02"] {
        desk.give(session_on(day)).await;
        seen.push(events(&world, &path(SCHOOL)).await);
    }
    assert_eq!(start(&seen[2][0]), (12, 0), "14:00 in Paris, in summer");
    let reason = "Neige".to_owned();
    desk.give(training::Act::CancelTrainingSession { session: SESSION, reason }.into()).await;
    seen.push(events(&world, &path(SCHOOL)).await);
    let numbers: Vec<_> = seen
        .iter()
        .map(|events| {
            assert_eq!(events.len(), 1, "one entry");
            assert_eq!(text(&events[0], ICalendarProperty::Uid), format!("{SESSION}@tournee"));
            let entry = events[0].property(&ICalendarProperty::Sequence).expect("a number");
            entry.values[0].as_integer().expect("a number")
        })
        .collect();
    assert_eq!(numbers, [0, 1, 2, 3]);
    let status = seen[3][0].property(&ICalendarProperty::Status).expect("a status");
    assert_eq!(status.values[0].as_text().map(str::to_uppercase).as_deref(), Some("CANCELLED"));
    let text = world.get(&path(SCHOOL), "").await;
    assert!(!text.body.as_str().expect("a text").contains("Rey"), "nobody is named");
    assert_eq!(events(&world, &path(OTHER_SCHOOL)).await.len(), 0, "nobody of theirs is expected");
}

/// A desk follows all sessions, whoever leads them and whoever comes, and no visit; another role at
/// the same address does not.
#[tokio::test]
async fn a_desk_follows_every_session() {
    let world = World::new();
    let mut desk = planned(&world).await;
    desk.give(session_on("2098-01-15")).await;
    desk.give(share(FeedOwner::Technician(account(DISPATCHER)), Some(SECRET))).await;
    let path = format!("/api/v1/calendar/technicians/{}/{SECRET}.ics", account(DISPATCHER));
    assert_eq!(events(&world, &path).await.len(), 0, "a draft is told to nobody");
    desk.give(training::Act::OpenTrainingSession { session: SESSION }.into()).await;
    let before = events(&world, &path).await;
    let titles: Vec<_> = before.iter().map(|e| text(e, ICalendarProperty::Summary)).collect();
    assert_eq!(titles, ["Prise en main des tablettes"]);
    let reason = "Neige".to_owned();
    desk.give(training::Act::CancelTrainingSession { session: SESSION, reason }.into()).await;
    let after = events(&world, &path).await;
    assert_eq!(text(&after[0], ICalendarProperty::Uid), format!("{SESSION}@tournee"));
    let status = after[0].property(&ICalendarProperty::Status).expect("a status");
    assert_eq!(status.values[0].as_text().map(str::to_uppercase).as_deref(), Some("CANCELLED"));
    desk.give(share(FeedOwner::Technician(account(TECHNICIAN)), Some(SECRET))).await;
    let round = format!("/api/v1/calendar/technicians/{}/{SECRET}.ics", account(TECHNICIAN));
    let of_round = events(&world, &round).await;
    assert!(
        of_round.iter().all(|e| text(e, ICalendarProperty::Uid) != format!("{SESSION}@tournee"))
    );
}

/// A calendar in which nothing changed is the same byte for byte, and need not be sent again; after
/// a move it is another one.
#[tokio::test]
async fn an_unchanged_calendar_is_not_sent_again() {
    let world = World::new();
    let mut desk = planned(&world).await;
    desk.give(share(FeedOwner::Technician(account(TECHNICIAN)), Some(SECRET))).await;
    let path = format!("/api/v1/calendar/technicians/{}/{SECRET}.ics", account(TECHNICIAN));
    let first = world.get(&path, "").await;
    tokio::time::sleep(std::time::Duration::from_millis(1_100)).await;
    let again = world.get(&path, "").await;
    assert_eq!(first.body, again.body, "no stamp of now");
    let text = first.body.as_str().expect("a text");
    assert!(text.contains("X-PUBLISHED-TTL:PT1H") && text.contains("REFRESH-INTERVAL"), "{text}");
    assert!(!text.contains("LOCATION:\\,"), "no blank street: {text}");
    let known = async |tag: &axum::http::HeaderValue| {
        let request = Request::get(&path).header("if-none-match", tag).body(Body::empty());
        world.send(request.expect("a request")).await
    };
    let tag = first.headers["etag"].clone();
    assert_eq!(known(&tag).await.status, StatusCode::NOT_MODIFIED);
    let visit = VisitId(Uuid::from_bytes([1; 16]));
    let (technician, to) = (account(TECHNICIAN), slot("2098-01-16", Half::Morning));
    desk.give(plan::Act::MoveVisit { visit, technician, slot: to, from: None }.into()).await;
    let moved = known(&tag).await;
    assert_eq!(moved.status, StatusCode::OK);
    assert_ne!(moved.headers["etag"], tag);
}
