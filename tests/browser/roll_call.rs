//! How many taps it takes to call twelve people.

use crate::people::*;
use serde_json::json;
use shared::id::{TeacherId, TrainingSessionId};
use shared::teacher;
use shared::training::{Act, SessionProgress, Terms, TrainingKind};
use tempfile::TempDir;
use tests::browser::{Browser, Look};
use tests::device::Device;
use tests::server::Server;
use uuid::Uuid;

fn person(n: u8) -> TeacherId {
    TeacherId(Uuid::from_bytes([n; 16]))
}

/// A session of today with twelve people, led by the adviser.
fn twelve(office: &mut Device, n: u8) -> TrainingSessionId {
    let session = TrainingSessionId(Uuid::from_bytes([200 + n; 16]));
    let adviser = account(office.view(), "Inès Collomb");
    let today = shared::day::paris_day(office.now());
    let terms = |day, from| Terms {
        kind: TrainingKind::Training,
        title: format!("Douze personnes {n}"),
        topics: Vec::new(),
        day,
        from,
        to: from + 60,
        place: "Canopé".into(),
        host: None,
        capacity: 12,
        leader: Some(adviser),
        co_leaders: None,
        leader_name: "Inès Collomb".into(),
        body: String::new(),
        opens: None,
        closes: None,
        cost: shared::money::Cents::ZERO,
    };
    let begin = u32::from(n) * 90;
    let plan = |day| Act::PlanTrainingSession { session, terms: terms(day, begin) };
    office.give(plan(today + chrono::Duration::days(1)).into()).expect("planned");
    office.give(Act::OpenTrainingSession { session }.into()).expect("opened");
    let site = a_school(office.view(), 31);
    let teachers: Vec<_> = (1..=12).map(|who| person(100 + who)).collect();
    for (who, teacher) in (1..).zip(&teachers).filter(|_| n == 0) {
        let (name, function) = (format!("Mme {who:02}"), "CP".to_owned());
        let (teacher, site) = (*teacher, site.clone());
        let named = teacher::Act::NameTeacher { teacher, site, name, function };
        office.give(named.into()).expect("named");
    }
    office.give(Act::RegisterTeachers { session, teachers }.into()).expect("registered");
    office.give(plan(today).into()).expect("moved to today");
    session
}

/// Opens the roll call of a session from the list.
async fn open_call(phone: &Browser, server: &Server, title: &str) {
    phone.go(&format!("{}/sessions", server.address())).await;
    phone.wait_until_started().await;
    let open = format!(
        "const card = [...document.querySelectorAll('main li.card')]
             .find((card) => card.innerText.includes({}));
         const link = card?.querySelector('a');
         if (link?.innerText.trim() !== 'Faire l’appel') return false;
         link.click();
         return true",
        json!(title)
    );
    phone.wait_for("«Faire l’appel»", &open, WAIT).await;
    phone.wait_for_text("Mme 12").await;
}

/// Section 4: «Faire l'appel» for twelve people in at most 14 taps, when each of them is marked by
/// hand, and in three when all came.
#[tokio::test]
async fn twelve_people_are_called_in_fourteen_taps() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    let sessions = [twelve(&mut office, 0), twelve(&mut office, 1)];
    office.sync().await.expect("two sessions");
    let phone = Browser::open(&folder.path().join("phone"), Look::PHONE).await;
    sign_in(&phone, &server, ADVISER).await;

    let mut taps = Taps::of("twelve people called one by one");
    open_call(&phone, &server, "Douze personnes 0").await;
    taps.one();
    for who in 1..=12 {
        let mark = if who % 4 == 0 { "Absent" } else { "Présent" };
        let script = format!(
            "const card = [...document.querySelectorAll('main li.card')]
                 .find((card) => card.innerText.includes('Mme {who:02}'));
             const found = card && [...card.querySelectorAll('label')]
                 .find((it) => it.innerText.trim() === '{mark}');
             found?.click();
             return !!found"
        );
        phone.wait_for("the choice", &script, WAIT).await;
        taps.one();
    }
    phone.wait_for_text("12\u{a0}personnes\u{a0}: 9 présents").await;
    phone.click("button", "Clore l’appel").await;
    taps.one();
    phone.wait_for_text("Appel clos").await;
    taps.at_most(14);

    let mut taps = Taps::of("twelve people called when all came");
    open_call(&phone, &server, "Douze personnes 1").await;
    taps.one();
    phone.click("button", "Tous présents").await;
    taps.one();
    phone.wait_for_text("12\u{a0}personnes\u{a0}: 12 présents").await;
    phone.click("button", "Clore l’appel").await;
    taps.one();
    phone.wait_for_text("Appel clos").await;
    taps.at_most(3);
    wait_until_sent(&phone).await;
    until(&mut office, "both roll calls", |office| {
        let is_closed = |id| office.view().training_sessions[id].state == SessionProgress::Closed;
        sessions.iter().all(is_closed)
    })
    .await;
}
