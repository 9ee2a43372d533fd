//! Statements on the wire and as files: frozen by the server, the same for good.

use crate::world::*;
use axum::http::StatusCode;
use server::state::now_ms;
use server::statement::{check, export, hash};
use shared::command::Command;
use shared::id::StatementId;
use shared::role::Role;
use shared::row::{Read, Row, RowKey};
use shared::site::Site;
use shared::statement::{Act, Committee, Draft, Span, Statement};
use shared::sync::Change;
use std::collections::BTreeSet;
use uuid::Uuid;

fn id(n: u8) -> StatementId {
    StatementId(Uuid::from_bytes([n; 16]))
}

fn prepared(n: u8, committee: Committee) -> Command {
    let day = |text: &str| text.parse().expect("a day");
    let span =
        Span { label: "2024-2025".into(), first: day("2024-09-01"), last: day("2025-07-04") };
    let (text, readers) = ("Une bonne année.".into(), BTreeSet::new());
    let draft = Draft { committee, span, text, public: false, readers, replaces: None };
    Act::PrepareStatement { statement: id(n), draft }.into()
}

/// A school of another commune, which the observer of the tests does not see.
fn elsewhere(world: &World) {
    let site = Site::blank("0420003C".into(), "École d’ailleurs".into());
    let site = Site { commune: "42095".into(), commune_name: "Firminy".into(), ..site };
    let put = world.state.store.change(|writer| {
        let mut observer =
            shared::account::Account::blank(account(OBSERVER), "O".into(), Role::Observer, None);
        observer.communes = vec!["42218".into()];
        writer.put(observer.into())?;
        writer.put(site.into())
    });
    put.expect("put");
}

async fn frozen(world: &World, n: u8, committee: Committee) -> String {
    let cookie = world.sign_in(COORDINATOR).await;
    let own = account(COORDINATOR);
    let freeze = Act::FreezeStatement { statement: id(n) }.into();
    let given = [
        envelope(COORDINATOR, own, u64::from(n) * 2, now_ms(), prepared(n, committee)),
        envelope(COORDINATOR, own, u64::from(n) * 2 + 1, now_ms(), freeze),
    ];
    let answer = world.sync(&cookie, &request(COORDINATOR, &given)).await;
    assert_eq!(answer.outcomes.len(), 2);
    cookie
}

fn stored(world: &World, n: u8) -> Statement {
    let key = RowKey::of::<Statement>(&id(n));
    let rows = world.state.store.look(|store| store.load(&Read::Row(key.clone()))).expect("rows");
    match rows.into_iter().next() {
        Some(Row::Statement(statement)) => (*statement).clone(),
        other => panic!("{other:?}"),
    }
}

/// The server writes figures and hash in the same row as the freeze. Acceptance 5: frozen twice,
/// the same hash. Acceptance 6: the check of a restore sees a changed one.
#[tokio::test]
async fn the_server_writes_figures_and_a_hash_that_a_restore_checks() {
    let world = World::new();
    frozen(&world, 1, Committee::Communes).await;
    frozen(&world, 2, Committee::Communes).await;
    let (one, two) = (stored(&world, 1), stored(&world, 2));
    assert!(one.total().is_some_and(|total| total.amounts[0].value == Some(2)), "{one:?}");
    assert_eq!(one.hash.len(), 64);
    assert_eq!((one.as_of, &one.hash), (two.as_of, &two.hash));
    assert_eq!(hash(&one).expect("a hash"), one.hash);
    let whole = world.state.store.look(|store| check(store)).expect("checked");
    assert_eq!(whole, (2, Vec::new()));
    let mut changed = one.clone();
    changed.sheets[0].amounts[0].value = Some(3);
    world.state.store.change(|writer| writer.put(changed.clone().into())).expect("put");
    let (good, bad) = world.state.store.look(|store| check(store)).expect("checked");
    assert_eq!((good, bad), (1, vec![id(1).to_string()]));
}

/// Acceptance 7: on the wire, and in the file.
#[tokio::test]
async fn an_observer_gets_their_own_sheets_and_the_total() {
    let world = World::new();
    elsewhere(&world);
    frozen(&world, 1, Committee::Communes).await;
    frozen(&world, 2, Committee::Strategic).await;
    let observer = world.sign_in(OBSERVER).await;
    let answer = world.sync(&observer, &request(OBSERVER, &[])).await;
    let seen: Vec<_> = answer
        .changes
        .iter()
        .filter_map(|change| match change {
            Change::Put(Row::Statement(statement)) => Some(statement),
            _ => None,
        })
        .collect();
    assert_eq!(seen.iter().map(|statement| statement.id).collect::<Vec<_>>(), [id(1)]);
    let places: Vec<_> = seen[0].sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    assert_eq!(places, ["", "Saint-Étienne"]);
    let wire = serde_json::to_string(&answer.changes).expect("JSON");
    assert!(!wire.contains("Firminy") && !wire.contains("ailleurs"), "{wire}");
    let url = |n, form: &str| format!("/api/v1/statements/{}.{form}", id(n));
    let file = world.get(&url(1, "csv"), &observer).await;
    assert_eq!(file.status, StatusCode::OK);
    let text = file.body.as_str().expect("text");
    assert!(text.contains("Saint-Étienne") && !text.contains("Firminy"), "{text}");
    assert_eq!(world.get(&url(2, "csv"), &observer).await.status, StatusCode::NOT_FOUND);
    let (tablet, _) = world.tablet(SCHOOL, 20).await;
    assert_eq!(world.get(&url(1, "csv"), &tablet).await.status, StatusCode::FORBIDDEN);
    assert_eq!(world.get(&url(1, "csv"), "").await.status, StatusCode::UNAUTHORIZED);
}

/// Acceptance 2: the same bytes after a new name and a closed school, and on another day.
/// «Breaks»: clock or locale in the PDF.
#[tokio::test]
async fn files_are_made_of_the_row_alone() {
    let world = World::new();
    frozen(&world, 1, Committee::Communes).await;
    let forms = ["csv", "xlsx", "pdf", "json"]
        .map(|ending| export::FileForm::named(ending).expect("a form"));
    let written =
        |statement: &Statement| forms.map(|form| export::file(statement, form).expect("written"));
    let before = written(&stored(&world, 1));
    let closed = Site {
        name: "Renommée".into(),
        closed_on: Some("2024-09-02".parse().expect("a day")),
        ..Site::blank(SCHOOL.into(), "A".into())
    };
    world.state.store.change(|writer| writer.put(closed.clone().into())).expect("put");
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    assert!(written(&stored(&world, 1)) == before, "the same bytes, a second later");
    let csv = String::from_utf8_lossy(&before[0]).into_owned();
    let columns = "indicateur;version;valeur;unite;numerateur;denominateur;commune;periode;fige_le";
    assert!(csv.contains(columns), "{csv}");
    assert!(csv.contains("sites;1;2;établissements;;;Toutes les communes;2024-2025;"), "{csv}");
    let pdf = String::from_utf8_lossy(&before[2]).into_owned();
    for tag in ["/StructTreeRoot", "/Marked true", "/S/H1", "/S/H2", "/Lang"] {
        assert!(pdf.contains(tag), "{tag}");
    }
    assert!(!pdf.contains("/CreationDate"));
    assert!(before[1].starts_with(b"PK"));
}

/// S15, acceptance 8: what was made up is said to be so, in every line.
#[tokio::test]
async fn the_report_on_sustainable_development_tells_what_was_made_up() {
    let world = World::new();
    let cookie = world.sign_in(DISPATCHER).await;
    let url = "/api/v1/export/sobriete.csv";
    let text = world.get(url, &cookie).await.body.as_str().expect("text").to_owned();
    assert!(text.contains("Kilomètres des tournées;0;km;"), "{text}");
    assert!(text.contains("Taux de réemploi;sans objet;%;"), "B = 0 is handled: {text}");
    assert!(text.lines().skip(1).all(|line| line.ends_with(";réelles")), "{text}");
    let factors = world.get("/api/v1/export/facteurs.csv", &cookie).await;
    let factors = factors.body.as_str().expect("text").to_owned();
    let columns = "cle;valeur;unite;source;url;valable_du;perimetre";
    assert!(
        factors.contains(columns) && factors.contains("road_diesel;236390;mg/km;"),
        "{factors}"
    );
    let mut made_up = Site::blank("0420009Z".into(), "École inventée".into());
    made_up.fictitious = true;
    world.state.store.change(|writer| writer.put(made_up.clone().into())).expect("put");
    let text = world.get(url, &cookie).await.body.as_str().expect("text").to_owned();
    assert!(text.lines().skip(1).all(|line| line.ends_with("fictives")), "{text}");
    let observer = world.sign_in(OBSERVER).await;
    assert_eq!(world.get(url, &observer).await.status, StatusCode::FORBIDDEN);
}
