//! Sessions that several people lead: what each of them gets on the wire.

use crate::call::others::{people, write};
use crate::world::*;
use server::state::now_ms;
use shared::id::{TeacherId, TrainingSessionId};
use shared::limits::DAY_MS;
use shared::money::Cents;
use shared::role::Role;
use shared::row::Row;
use shared::sync::Change;
use shared::teacher::Teacher;
use shared::training::{
    Registration, SessionProgress, Standing, Terms, TrainingKind, TrainingSession,
};
use uuid::Uuid;

/// A session of tomorrow with one person, led by the first account and the second one.
fn session(first: u8, second: u8, who: TeacherId) -> TrainingSession {
    let terms = Terms {
        kind: TrainingKind::Training,
        title: "Prise en main des tablettes".into(),
        topics: Vec::new(),
        day: shared::day::paris_day(now_ms() + DAY_MS),
        from: 14 * 60,
        to: 17 * 60,
        place: String::new(),
        host: None,
        capacity: 12,
        leader: Some(account(first)),
        co_leaders: Some([account(second)].into()),
        leader_name: "P".into(),
        body: String::new(),
        opens: None,
        closes: None,
        cost: Cents::ZERO,
    };
    let id = TrainingSessionId(Uuid::from_bytes([7; 16]));
    let mut row =
        TrainingSession { state: SessionProgress::Open, ..TrainingSession::drafted(id, terms) };
    let one = Registration {
        site: SCHOOL.into(),
        state: Standing::Registered,
        rank: 1,
        unannounced: false,
        drawn: None,
        also: Default::default(),
        marked: None,
    };
    row.registrations.insert(who, one);
    row
}

/// S11 «two trainers' phones»: both get the session with its names, in their own scope; an adviser
/// who leads it not gets neither the session nor a name.
#[tokio::test]
async fn both_who_lead_a_session_get_it_with_its_names() {
    let world = World::new();
    let who = TeacherId(Uuid::from_bytes([9; 16]));
    for n in [5, 6, 7] {
        people(&world, n, Role::Adviser, &[]);
    }
    write(&world, Teacher::named(who, SCHOOL.into(), "Mme Rey".into(), "CE1".into()));
    write(&world, session(5, 6, who));
    for (n, leads) in [(5, true), (6, true), (7, false)] {
        let phone = world.sign_in(n).await;
        let answer = world.sync(&phone, &request(n, &[])).await;
        let got = |is: fn(&Row) -> bool| {
            answer.changes.iter().any(|change| matches!(change, Change::Put(row) if is(row)))
        };
        assert_eq!(got(|row| matches!(row, Row::TrainingSession(_))), leads, "{n}");
        assert_eq!(got(|row| matches!(row, Row::Teacher(_))), leads, "{n}");
    }
}
