//! «Fictitious sites never leave the demonstration»: whatever goes out of one says what it is, also
//! to whom sees real schools alone.

use crate::calendar::share;
use crate::world::*;
use axum::http::StatusCode;
use server::export::{Form, Table};
use server::mail::desk;
use server::state::now_ms;
use server::store::Writer;
use shared::account::{Account, FeedOwner};
use shared::role::Role;
use shared::row::Row;
use shared::site::Site;
use shared::words::statement::DEMONSTRATION;

/// The tables that desks and observers take away, but that of factors, which are real everywhere.
const TABLES: [&str; 16] = [
    "coverage",
    "visits",
    "tickets",
    "equipment",
    "abonnements",
    "sobriete",
    "achats-agec",
    "sessions",
    "presences",
    "heures",
    "livraisons-sans-formation",
    "a-former",
    "prets",
    "evolution",
    "evolution-annee",
    "budget-2026",
];
const SECRET: &str = "un-secret-assez-long-pour-un-calendrier";

/// A made-up school of a commune that the observer does not see.
fn with_made_up(world: &World) {
    let made_up = Site::blank("0429001Z".into(), "École inventée".into());
    let row = Site { fictitious: true, commune: "42095".into(), ..made_up };
    let mut observer = Account::blank(account(OBSERVER), "O".into(), Role::Observer, None);
    observer.communes = vec!["42218".into()];
    let rows = [Row::from(row), observer.into()];
    let put = |to: &dyn Writer| rows.iter().try_for_each(|row| to.put(row.clone()).map(drop));
    world.state.store.change(put).expect("put");
}

#[tokio::test]
async fn every_table_of_a_demonstration_says_so_in_every_line() {
    let world = World::new();
    let (desk, observer) = (world.sign_in(COORDINATOR).await, world.sign_in(OBSERVER).await);
    let read = async |name: &str, cookie: &str| {
        let answer = world.get(&format!("/api/v1/export/{name}.csv"), cookie).await;
        assert_eq!(answer.status, StatusCode::OK, "{name}");
        answer.body.as_str().expect("a table").to_owned()
    };
    for name in TABLES {
        let real = read(name, &desk).await;
        assert!(!real.contains("démonstration"), "{name}: {real}");
    }
    with_made_up(&world);
    for name in TABLES {
        let text = read(name, &desk).await;
        let mut lines = text.lines();
        assert!(lines.next().is_some_and(|head| head.ends_with(";donnees")), "{name}: {text}");
        assert!(lines.all(|line| line.contains("démonstration")), "{name}: {text}");
    }
    assert!(!read("facteurs", &desk).await.contains("démonstration"), "the law is real");
    let seen = read("coverage", &observer).await;
    assert!(seen.lines().count() > 1 && !seen.contains("inventée"), "{seen}");
    assert!(seen.lines().skip(1).all(|line| line.contains("démonstration")), "{seen}");
}

#[test]
fn a_document_says_so_in_its_title_and_a_workbook_in_every_line() {
    let table = || Table {
        name: "Demandes",
        title: "Demandes".into(),
        columns: vec!["Demande".into()],
        lines: vec![vec!["Une panne".into()]],
    };
    let paper = table().made_up(Form::Pdf);
    assert_eq!(paper.title, format!("Demandes ({DEMONSTRATION})"));
    assert_eq!(paper.columns, ["Demande"]);
    let book = table().made_up(Form::Xlsx);
    assert_eq!(book.columns, ["Demande", "donnees"]);
    assert_eq!(book.lines, [["Une panne", DEMONSTRATION]]);
}

/// The calendar that a school follows, and who signs its letters.
#[tokio::test]
async fn calendars_and_letters_of_a_demonstration_say_so() {
    let world = World::new();
    let cookie = world.sign_in(COORDINATOR).await;
    let shared = share(FeedOwner::Site(SCHOOL.into()), Some(SECRET));
    let given = envelope(COORDINATOR, account(COORDINATOR), 1, now_ms(), shared);
    world.sync(&cookie, &request(COORDINATOR, &[given])).await;
    let calendar = async || {
        let answer = world.get(&format!("/api/v1/calendar/sites/{SCHOOL}/{SECRET}.ics"), "").await;
        // A long line goes on in the next one, after a space.
        answer.body.as_str().expect("a calendar").replace("\r\n ", "")
    };
    let signed = || world.state.store.look(|store| desk::sheets(store, false, now_ms()));
    assert!(!calendar().await.contains("démonstration"));
    assert!(!signed().expect("letters").1.contains("démonstration"));
    with_made_up(&world);
    let text = calendar().await;
    let mut names = text.lines().filter(|line| line.contains("NAME:"));
    assert!(names.all(|line| line.contains("démonstration")), "{text}");
    assert!(text.contains("NAME:"), "{text}");
    assert!(signed().expect("letters").1.contains(DEMONSTRATION));
}
