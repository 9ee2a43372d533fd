//! Acts that only desks may do; jobs, metrics and readiness.

use crate::world::*;
use axum::http::StatusCode;
use serde_json::json;
use server::jobs::{close_unanswered, open_quarters, system};
use server::state::now_ms;
use server::store::{AuditLine, Session};
use shared::account;
use shared::day::{Calendar, Day, Half, HalfDay, paris_day};
use shared::id::{QuarterId, TeacherId, VisitId};
use shared::limits::DAY_MS;
use shared::row::{Kind, Read, Row};
use shared::settings::Settings;
use shared::teacher::Teacher;
use shared::ticket;
use shared::ticket::TicketState;
use shared::visit::{Visit, VisitState};
use uuid::Uuid;

#[tokio::test]
async fn only_those_with_the_right_see_devices_and_accounts() {
    let world = World::new();
    let everybody = [
        (TECHNICIAN, StatusCode::FORBIDDEN, StatusCode::FORBIDDEN),
        (OBSERVER, StatusCode::FORBIDDEN, StatusCode::FORBIDDEN),
        (DISPATCHER, StatusCode::OK, StatusCode::FORBIDDEN),
        (COORDINATOR, StatusCode::OK, StatusCode::OK),
    ];
    for (n, devices, accounts) in everybody {
        let cookie = world.sign_in(n).await;
        assert_eq!(world.get("/api/v1/devices", &cookie).await.status, devices);
        assert_eq!(world.get("/api/v1/accounts", &cookie).await.status, accounts);
    }
    assert_eq!(world.get("/api/v1/devices", "").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn the_desk_sees_when_a_device_came_and_what_it_kept() {
    let world = World::new();
    let (tablet, _) = world.tablet(SCHOOL, 20).await;
    let mut request = request(20, &[]);
    request.unsent = 3;
    world.sync(&tablet, &request).await;
    let desk = world.sign_in(DISPATCHER).await;
    let devices = world.get("/api/v1/devices", &desk).await;
    let id = json!(device(20));
    let lines = devices.body.as_array().expect("a list");
    let line = lines.iter().find(|line| line["id"] == id).expect("the tablet");
    assert_eq!((&line["unsent"], &line["build"]), (&json!(3), &json!("test")));
    assert_eq!((&line["site"], &line["revoked"]), (&json!(SCHOOL), &json!(false)));
    assert!(line["seen_at"].as_i64().is_some_and(|at| now_ms() - at < 60_000));
}

#[tokio::test]
async fn a_coordinator_makes_an_account_that_signs_in() {
    let world = World::new();
    let desk = world.sign_in(COORDINATOR).await;
    let id = account(40);
    let card =
        shared::account::Account::blank(id, "Léo".into(), shared::role::Role::Technician, None);
    let intent = account::Act::SetAccount { account: card };
    let set = envelope(COORDINATOR, account(COORDINATOR), 1, now_ms(), intent.into());
    world.sync(&desk, &request(COORDINATOR, &[set])).await;
    let body = json!({ "id": id, "mail": "leo@authority.example", "own": PASSWORD }).to_string();
    let made = world.post("/api/v1/accounts", &desk, body.clone()).await;
    let password = made.body["password"].as_str().expect("a password, told once").to_owned();
    let sign_in = json!({
        "mail": "leo@authority.example", "password": password, "device": device(40),
    });
    let answer = world.post("/api/v1/session", "", sign_in.to_string()).await;
    assert_eq!(answer.error(), "password_given", "{answer:?}");
    let own = |new: &str| {
        let mut own = sign_in.clone();
        own["new"] = new.into();
        own.to_string()
    };
    for (new, why) in [
        (&*password, "password_given"),
        ("court", "password_too_short"),
        ("motdepasse1234", "password_common"),
    ] {
        let answer = world.post("/api/v1/session", "", own(new)).await;
        assert_eq!(answer.error(), why, "{answer:?}");
    }
    let answer = world.post("/api/v1/session", "", own("un vélo sur le toit")).await;
    assert_eq!(answer.body["actor"]["role"], "technician", "{answer:?}");
    let answer = world.post("/api/v1/session", "", own("un autre vélo encore")).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "the one that was given is gone");
    let taken =
        json!({ "id": account(41), "mail": "leo@authority.example", "own": PASSWORD }).to_string();
    let answer = world.post("/api/v1/accounts", &desk, taken).await;
    assert_eq!(answer.error(), "mail_taken");
    let own = json!({ "own": PASSWORD }).to_string();
    let renewed = world.post(&format!("/api/v1/accounts/{id}/password"), &desk, own).await;
    assert_ne!(renewed.body["password"].as_str(), Some(&*password));
    let answer = world.post("/api/v1/session", "", sign_in.to_string()).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "the old password is gone");
}

/// A session that was left open makes no account and no password: the coordinator shows that it is
/// them. Who has no password, because a provider vouches for them, has just signed in.
#[tokio::test]
async fn an_open_session_alone_gives_no_password() {
    let world = World::new();
    let desk = world.sign_in(COORDINATOR).await;
    let renew = format!("/api/v1/accounts/{}/password", account(TECHNICIAN));
    let new = json!({ "id": account(40), "mail": "leo@authority.example" }).to_string();
    let wrong = json!({ "own": "faux" }).to_string();
    for (path, body) in [(&*renew, "{}"), (&renew, &wrong), ("/api/v1/accounts", &new)] {
        let answer = world.post(path, &desk, body.to_owned()).await;
        assert_eq!(answer.error(), "wrong_password", "{path} {body}");
    }
    let still = world.sign_in(TECHNICIAN).await;
    assert_eq!(world.get("/api/v1/session", &still).await.status, StatusCode::OK);

    // A coordinator of a provider: an account without a password.
    let by = account(42);
    let role = shared::role::Role::Coordinator;
    let card = shared::account::Account::blank(by, "Nour".into(), role, None);
    let begin = |token: &str, n: u8, ago: i64| {
        let (token_hash, now) = (server::identity::digest(token), now_ms());
        // A session of the staff lasts 30 days.
        let expires_at = now - ago + 30 * DAY_MS;
        let session = Session { token_hash, account: by, device: device(n), expires_at };
        let opened = world.state.store.change(|writer| {
            writer.put(Row::from(card.clone()))?;
            server::sessions::open(writer, &session, "", &Default::default(), now)
                .expect("a session");
            Ok(())
        });
        opened.expect("written");
    };
    let minute = 60 * 1_000;
    for (token, n, ago, status) in [
        ("a".repeat(64), 42, 9 * minute, StatusCode::OK),
        ("b".repeat(64), 43, 11 * minute, StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        begin(&token, n, ago);
        let answer = world.post(&renew, &format!("__Host-tournee={token}"), "{}").await;
        assert_eq!(answer.status, status, "{answer:?}");
        assert!(status == StatusCode::OK || answer.error() == "sign_in_again");
    }
}

#[tokio::test]
async fn whose_role_changes_signs_in_again() {
    let world = World::new();
    let phone = world.sign_in(TECHNICIAN).await;
    let desk = world.sign_in(COORDINATOR).await;
    let mut card = shared::account::Account::blank(
        account(TECHNICIAN),
        "Inès".into(),
        shared::role::Role::Technician,
        None,
    );
    for (sequence, active, status) in
        [(1, true, StatusCode::OK), (2, false, StatusCode::UNAUTHORIZED)]
    {
        card.active = active;
        let intent = account::Act::SetAccount { account: card.clone() };
        let set = envelope(COORDINATOR, account(COORDINATOR), sequence, now_ms(), intent.into());
        world.sync(&desk, &request(COORDINATOR, &[set])).await;
        assert_eq!(world.get("/api/v1/session", &phone).await.status, status);
    }
}

#[tokio::test]
async fn a_technician_reads_any_site_on_demand_and_a_school_does_not() {
    let world = World::new();
    let phone = world.sign_in(TECHNICIAN).await;
    let (tablet, _) = world.tablet(SCHOOL, 20).await;
    let path = format!("/api/v1/sites/{OTHER_SCHOOL}");
    let rows = world.get(&path, &phone).await;
    assert_eq!(rows.body["rows"][0]["site"]["id"], OTHER_SCHOOL);
    assert_eq!(world.get(&path, &tablet).await.status, StatusCode::FORBIDDEN);
    assert_eq!(world.get("/api/v1/sites/none", &phone).await.status, StatusCode::NOT_FOUND);
}

/// Invariant 6 «In scope»: names of teachers are for the school, for whoever goes there, and for
/// desks.
#[tokio::test]
async fn a_site_read_on_demand_brings_no_names_of_teachers() {
    let world = World::new();
    let id = TeacherId(Uuid::from_u128(9));
    let teacher = Teacher::named(id, OTHER_SCHOOL.into(), "Mme Rey".into(), "CE1".into());
    world.state.store.change(|writer| writer.put(teacher.clone().into())).expect("written");
    let path = format!("/api/v1/sites/{OTHER_SCHOOL}");
    for (n, sees) in [(TECHNICIAN, false), (DISPATCHER, true)] {
        let cookie = world.sign_in(n).await;
        let rows = world.get(&path, &cookie).await.body["rows"].to_string();
        assert!(rows.contains(OTHER_SCHOOL));
        assert_eq!(rows.contains("Mme Rey"), sees, "{rows}");
    }
}

#[tokio::test]
async fn a_resolved_request_closes_after_the_school_days_without_an_answer() {
    let world = World::new();
    let phone = world.sign_in(TECHNICIAN).await;
    let give =
        |sequence, intent| envelope(TECHNICIAN, account(TECHNICIAN), sequence, now_ms(), intent);
    let resolve = ticket::Act::ResolveTicket { ticket: ticket(1), text: "Câble changé".into() };
    let commands = [give(1, incident(1, SCHOOL)), give(2, resolve.into())];
    let answer = world.sync(&phone, &request(TECHNICIAN, &commands)).await;
    assert!(matches!(answer.outcomes[1].verdict, shared::sync::Verdict::Applied { .. }));
    let store = &world.state.store;
    let close = |now| store.change(|writer| close_unanswered(writer, now)).expect("closed");
    assert_eq!(close(now_ms()), 0);
    assert_eq!(close(now_ms() + 30 * DAY_MS), 1);
    assert_eq!(close(now_ms() + 30 * DAY_MS), 0, "once");
    let tickets = store.look(|reader| reader.load(&Read::All(Kind::Ticket))).expect("rows");
    let [Row::Ticket(closed)] = &*tickets else { panic!("{tickets:?}") };
    assert_eq!(closed.state, TicketState::Closed);
}

/// The job closes on the first day on which the rule allows it, and not a day later.
#[tokio::test]
async fn a_resolved_request_closes_on_the_day_of_the_rule() {
    let world = World::new();
    let phone = world.sign_in(TECHNICIAN).await;
    let give =
        |sequence, intent| envelope(TECHNICIAN, account(TECHNICIAN), sequence, now_ms(), intent);
    let resolve = ticket::Act::ResolveTicket { ticket: ticket(1), text: "Câble changé".into() };
    let commands = [give(1, incident(1, SCHOOL)), give(2, resolve.into())];
    world.sync(&phone, &request(TECHNICIAN, &commands)).await;
    let store = &world.state.store;
    let tickets = store.look(|reader| reader.load(&Read::All(Kind::Ticket))).expect("rows");
    let [Row::Ticket(resolved)] = &*tickets else { panic!("{tickets:?}") };
    let wait = Settings::default().close_after_school_days;
    let day = resolved.resolved_on.expect("the day of the resolution");
    let due = Calendar::default().after_school_days(day, wait);
    let noon = |day: Day| day.and_hms_opt(11, 0, 0).expect("noon").and_utc().timestamp_millis();
    let close = |now| store.change(|writer| close_unanswered(writer, now)).expect("closed");
    assert_eq!(close(noon(due) - DAY_MS), 0, "the day before");
    assert_eq!(close(noon(due)), 1, "the day itself");
}

/// A planned visit of the quarter that the world is in.
fn planned(world: &World) -> Row {
    let slot = HalfDay { day: paris_day(now_ms()), half: Half::Morning };
    let (id, quarter) = (VisitId(Uuid::from_u128(1)), QuarterId("all".into()));
    let by = account(TECHNICIAN);
    let row = Row::from(Visit::new(id, SCHOOL.into(), quarter, by, slot, VisitState::Planned));
    world.state.store.change(|writer| writer.insert_row(row)).expect("put")
}

#[tokio::test]
async fn a_quarter_stays_open_when_the_audit_is_purged() {
    let world = World::new();
    planned(&world);
    let open = || world.state.store.change(|writer| open_quarters(writer, now_ms()));
    assert_eq!(open().expect("opened"), 1);
    let purged = world.state.store.change(|writer| writer.forget_before(0, i64::MAX, 0));
    purged.expect("purged");
    assert_eq!(open().expect("opened"), 0, "once");
}

/// A server of an earlier version recorded an opened quarter in the audit alone.
#[tokio::test]
async fn a_quarter_that_was_opened_before_an_upgrade_is_not_opened_again() {
    let world = World::new();
    planned(&world);
    let line = AuditLine {
        at: now_ms() - DAY_MS,
        account: system().account,
        what: "quarter_opened".into(),
        detail: "all".into(),
    };
    world.state.store.change(|writer| writer.append_audit(&line)).expect("told");
    for _ in 0..2 {
        let opened = world.state.store.change(|writer| open_quarters(writer, now_ms()));
        assert_eq!(opened.expect("opened"), 0);
    }
}

#[tokio::test]
async fn a_quarter_is_opened_once() {
    let world = World::new();
    let open = || world.state.store.change(|writer| open_quarters(writer, now_ms()));
    assert_eq!(open().expect("opened"), 0, "no visit yet");
    let (from, to) = (0, now_ms() + 1);
    let lines = || world.state.store.look(|reader| reader.audit(from, to)).expect("audit");
    let known = lines().len();
    assert_eq!(open().expect("opened"), 0);
    assert_eq!(lines().len(), known);
}

#[tokio::test]
async fn metrics_count_requests_commands_devices_and_rows() {
    let world = World::new();
    let phone = world.sign_in(TECHNICIAN).await;
    let report = envelope(TECHNICIAN, account(TECHNICIAN), 1, now_ms(), incident(1, SCHOOL));
    world.sync(&phone, &request(TECHNICIAN, &[report])).await;
    let answer = world.get("/metrics", "").await;
    let text = answer.body.as_str().expect("text");
    for line in [
        "tournee_requests_total{route=\"/api/v1/sync\",status=\"200\"} 1",
        "tournee_request_seconds_count{route=\"/api/v1/sync\",status=\"200\"} 1",
        "tournee_request_seconds_sum{route=\"/api/v1/sync\",status=\"200\"} 0.",
        "tournee_request_seconds_bucket{route=\"/api/v1/sync\",status=\"200\",le=\"+Inf\"} 1",
        "tournee_commands_total{verdict=\"applied\"} 1",
        "tournee_rows{kind=\"site\"} 2",
        "tournee_devices{state=\"active\"} 1",
        "tournee_devices_unsent_commands 0",
    ] {
        assert!(text.contains(line), "{line} is not in:\n{text}");
    }
    assert!(!text.contains("authority.example"));
    assert_eq!(world.get("/ready", "").await.body, "ready");
}
