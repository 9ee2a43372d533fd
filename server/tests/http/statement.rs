//! Statements on the wire and as files: frozen by the server, the same for good.

use crate::world::*;
use axum::http::StatusCode;
use server::state::now_ms;
use server::statement::{check, export, hash};
use sha2::Digest;
use shared::command::Command;
use shared::id::StatementId;
use shared::intake::{self, Wanted};
use shared::role::Role;
use shared::row::{Kind, Read, Row, RowKey};
use shared::site::Site;
use shared::statement::{Act, Committee, Draft, Span, Statement, StatementState};
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

/// S12, invariant 1, once a corrected one took its place: the same files, byte for byte, under a
/// name that says so; and the check of a restore finds it whole.
#[tokio::test]
async fn a_corrected_statement_keeps_its_files_and_its_hash() {
    let world = World::new();
    let cookie = frozen(&world, 1, Committee::Technical).await;
    let forms = ["csv", "xlsx", "pdf", "json"];
    let files = async || {
        let mut all = Vec::new();
        for form in forms {
            let answer = world.get(&format!("/api/v1/statements/{}.{form}", id(1)), &cookie).await;
            let named = answer.headers["content-disposition"].to_str().expect("readable");
            all.push((named.to_owned(), answer.body.clone()));
        }
        all
    };
    let written = |row: &Statement| {
        let form = |ending| export::FileForm::named(ending).expect("a form");
        forms.map(|ending| export::file(row, form(ending)).expect("written"))
    };
    let (before, row) = (files().await, stored(&world, 1));
    let of_then = written(&row);
    let own = account(COORDINATOR);
    let correction = prepared(1, Committee::Technical);
    let Some(Act::PrepareStatement { draft, .. }) = correction.act() else {
        panic!("{correction:?}");
    };
    let draft = Draft { replaces: Some(id(1)), ..draft.clone() };
    let acts = [
        Act::PrepareStatement { statement: id(2), draft },
        Act::FreezeStatement { statement: id(2) },
    ];
    for (n, act) in (10..).zip(acts) {
        let given = envelope(COORDINATOR, own, n, now_ms(), act.into());
        world.sync(&cookie, &request(COORDINATOR, &[given])).await;
    }
    let now = stored(&world, 1);
    assert_eq!((now.state, now.replaced_by), (StatementState::Superseded, Some(id(2))));
    assert!(now.version > row.version, "the row changed, what was frozen did not");
    assert!(written(&now) == of_then, "the same bytes");
    assert_eq!((&now.hash, hash(&now).expect("a hash")), (&row.hash, row.hash.clone()));
    for ((name, body), (was, old)) in files().await.into_iter().zip(before) {
        assert_eq!(body, old, "{name}");
        assert!(name.contains("-remplace.") && !was.contains("-remplace."), "{name}, {was}");
    }
    assert_eq!(world.state.store.look(|store| check(store)).expect("read"), (2, Vec::new()));
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
    // The objective and the limit of the law, with who says so and from which day on (section 16).
    // The headings of the report (décret 2022-1084): every line stands under one of them.
    let parts = ["Bilan de l’impact", "Actions menées", "Objectifs", "Indicateurs de suivi"];
    for part in parts {
        assert!(text.lines().any(|line| line.starts_with(&format!("{part};"))), "{part}: {text}");
    }
    let is_under_one = |line: &str| parts.iter().any(|part| line.starts_with(part));
    assert!(text.lines().skip(1).all(is_under_one), "{text}");
    let law = "Décret 2023-266 du 12 avril 2023, article 2, valable du 2025-01-01";
    assert!(text.contains("Objectif de réemploi;50,0;%;") && text.contains(law), "{text}");
    let factors = world.get("/api/v1/export/facteurs.csv", &cookie).await;
    let factors = factors.body.as_str().expect("text").to_owned();
    assert!(factors.contains("reuse_share;500;‰;") && factors.contains("reuse_age;120;mois;"));
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

/// What a frozen statement exports is taken in elsewhere, marked, with a hash of its own.
#[tokio::test]
async fn an_exported_table_is_taken_in_elsewhere_and_marked() {
    let world = World::new();
    let cookie = frozen(&world, 1, Committee::Communes).await;
    let row = stored(&world, 1);
    let form = export::FileForm::named("csv").expect("a form");
    let table = export::file(&row, form).expect("written");
    let mut state = shared::row::State::default();
    for kind in [Kind::Site, Kind::Calendar] {
        let rows = world.state.store.look(|store| store.load(&Read::All(kind))).expect("rows");
        rows.into_iter().for_each(|row| state.put(row));
    }
    let today = shared::day::paris_day(now_ms());
    let wanted = Wanted { communes: BTreeSet::new(), today };
    let intake = intake::read(&table, &state, &wanted).expect("a known file");
    assert_eq!((intake.commands.len(), intake.problems.len()), (1, 0), "{:?}", intake.problems);
    let own = account(COORDINATOR);
    let given = envelope(COORDINATOR, own, 9, now_ms(), intake.commands[0].clone());
    let answer = world.sync(&cookie, &request(COORDINATOR, &[given])).await;
    assert_eq!(answer.outcomes.len(), 1);
    let rows = world.state.store.look(|store| store.load(&Read::All(Kind::Statement)));
    let taken = rows.expect("rows").into_iter().find_map(|row| match row {
        Row::Statement(row) if row.imported => Some(row),
        _ => None,
    });
    let taken = taken.expect("taken in");
    assert_eq!(taken.hash, hash(&taken).expect("a hash"));
    let sites = |row: &Statement| row.total().expect("a total").amounts[0].value;
    assert_eq!(sites(&taken), sites(&row));
    assert_eq!(taken.sheets.len(), row.sheets.len());
    let again = export::file(&taken, form).expect("written");
    let text = String::from_utf8_lossy(&again).into_owned();
    assert!(text.contains("(importé, non recalculable)"), "{text}");
    let whole = world.state.store.look(|store| check(store)).expect("checked");
    assert_eq!(whole, (2, Vec::new()), "a restore checks it too");
}

/// The plots of the dashboard as they are seen, for the desk alone; and what the law asks to be
/// declared of purchases, with gifts beside it.
#[tokio::test]
async fn plots_and_the_declaration_of_purchases_are_exported_to_the_desk() {
    let world = World::new();
    let mut given = shared::equipment::Equipment::blank(
        shared::id::EquipmentId(Uuid::from_u128(9)),
        SCHOOL.into(),
        shared::equipment::EquipmentKind::Laptop,
        "Portable".into(),
    );
    given.given_by = "Entreprise".into();
    let today = shared::day::paris_day(now_ms());
    given.acquired = Some(today);
    world.state.store.change(|writer| writer.put(given.clone().into())).expect("put");
    let desk = world.sign_in(DISPATCHER).await;
    let url = "/api/v1/export/achats-agec.csv";
    let text = world.get(url, &desk).await.body.as_str().expect("text").to_owned();
    let columns = "annee_civile;categorie;montant_ht;dont_reemploye_ht;dont_recycle_ht;\
         dons_nombre;dons_valeur_forfaitaire;dons_sans_valeur;donnees";
    assert!(text.contains(columns), "{text}");
    let year = today.format("%Y");
    let line = format!("{year};Matériel informatique et téléphonie;0,00;0,00;0,00;1;200,00;0;");
    assert!(text.contains(&line), "{text}");
    let observer = world.sign_in(OBSERVER).await;
    for name in ["achats-agec", "evolution", "evolution-annee"] {
        for form in ["csv", "xlsx", "pdf"] {
            let path = format!("/api/v1/export/{name}.{form}");
            assert_eq!(world.get(&path, &desk).await.status, StatusCode::OK, "{path}");
            let refused = world.get(&path, &observer).await.status;
            assert_eq!(refused, StatusCode::FORBIDDEN, "{path}");
        }
    }
    let course = world.get("/api/v1/export/evolution-annee.csv", &desk).await;
    let course = course.body.as_str().expect("text").to_owned();
    assert!(course.contains("du;au;demi_journees_depuis_le_debut;demandes_recues"), "{course}");
}

/// «A frozen statement never changes, byte for byte»: one that an earlier version froze, with the
/// definitions of then, has the same hash and gives the same files.
#[test]
fn what_an_earlier_version_froze_is_the_same_byte_for_byte() {
    let text = include_str!("../../../tests/fixtures/statement-1.json");
    let old: Statement = serde_json::from_str(text).expect("readable");
    let version = |id: &str| {
        let of = old.definitions.iter().find(|defined| defined.id == id);
        of.expect("a figure of then").version
    };
    assert_eq!(version("orders_asked"), 1, "loans and projects counted too");
    assert_eq!(hash(&old).expect("a hash"), old.hash);
    let written = serde_json::to_string(&old).expect("JSON");
    assert_eq!(written, text.trim_end(), "nothing is added to the row");
    for (ending, known) in [
        ("csv", "fed3ab68267c75f80e78103ff9393b6a22a77edebe5aff96c40cb96d5e1b1c38"),
        ("pdf", "22f857a986d895e28c1b3074140600acca81e53a79d60ea34f473d3da38934bb"),
        ("xlsx", "699643fab87612d0daff81d428ee201905c0665ee747c97c2dc0a161f5f69b33"),
        ("json", "ada3ec40cf4d5e4a3ea474c051edea0a7f242f1acba5d1a88718226b402c0dc7"),
    ] {
        let form = export::FileForm::named(ending).expect("a form");
        let bytes = export::file(&old, form).expect("written");
        let digest = sha2::Sha256::digest(bytes);
        let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(digest, known, "{ending}");
    }
}
