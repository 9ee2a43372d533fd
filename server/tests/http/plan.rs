//! The public page of the plan: small, without script or cookie, and of nothing but what was
//! published.

use crate::world::*;
use axum::http::{StatusCode, header};
use calcard::icalendar::ICalendar;
use server::plan::{PAGE_BYTES_MAX, PlanPage};
use server::state::now_ms;
use shared::command::Command;
use shared::day::{Day, paris_day};
use shared::id::{NoticeId, StatementId};
use shared::notice::{self, Audience, Link};
use shared::row::Row;
use shared::site::Site;
use shared::statement::{self, Committee, Span};
use std::collections::BTreeSet;
use uuid::Uuid;

fn today() -> Day {
    paris_day(now_ms())
}

fn statement_id(n: u8) -> StatementId {
    StatementId(Uuid::from_bytes([n; 16]))
}

fn news(n: u8, title: &str, public: bool) -> [Command; 2] {
    let id = NoticeId(Uuid::from_bytes([n; 16]));
    let draft = notice::Draft {
        title: title.into(),
        text: "<script>alert(1)</script> Ouvert à tous.".into(),
        from: today(),
        until: today() + chrono::Duration::days(30),
        audience: Audience { public, schools: !public, ..Audience::default() },
        link: Some(Link::Orders),
    };
    let set = notice::Act::SetNotice { notice: id, draft };
    [set.into(), notice::Act::PublishNotice { notice: id }.into()]
}

fn figures(n: u8, public: bool, replaces: Option<u8>) -> [Command; 2] {
    let day = |text: &str| text.parse().expect("a day");
    let span =
        Span { label: "2024-2025".into(), first: day("2024-09-01"), last: day("2025-07-04") };
    let draft = statement::Draft {
        committee: Committee::Technical,
        span,
        text: format!("Texte {n}."),
        public,
        readers: BTreeSet::new(),
        replaces: replaces.map(statement_id),
    };
    let id = statement_id(n);
    [
        statement::Act::PrepareStatement { statement: id, draft }.into(),
        statement::Act::FreezeStatement { statement: id }.into(),
    ]
}

/// Gives these commands as a coordinator, then makes the page again as the job does.
async fn given(world: &World, from: u64, commands: impl IntoIterator<Item = Command>) {
    let cookie = world.sign_in(COORDINATOR).await;
    let own = account(COORDINATOR);
    let envelopes: Vec<_> = (from..)
        .zip(commands)
        .map(|(at, command)| envelope(COORDINATOR, own, at, now_ms(), command))
        .collect();
    let answer = world.sync(&cookie, &request(COORDINATOR, &envelopes)).await;
    let refused = answer
        .outcomes
        .iter()
        .filter(|outcome| matches!(outcome.verdict, shared::sync::Verdict::Refused { .. }));
    assert_eq!(refused.count(), 0, "{:?}", answer.outcomes);
    refresh(world);
}

fn refresh(world: &World) {
    let plan = &world.state.plan;
    world.state.store.look(|store| plan.refresh(store, now_ms())).expect("made");
}

async fn page(world: &World) -> String {
    let answer = world.get("/plan", "").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.headers.get(header::SET_COOKIE).is_none(), "no cookie");
    answer.body.as_str().expect("a page").to_owned()
}

/// Acceptance 1 and 6. «Breaks»: a live counter leaks a school's failure the same morning.
#[tokio::test]
async fn the_page_is_small_without_script_and_of_what_was_published() {
    let world = World::new();
    let public = news(1, "Appel à projets <b>ouvert</b>", true);
    let inside = news(2, "Mot aux écoles seules", false);
    given(&world, 1, public.into_iter().chain(inside).chain(figures(1, true, None))).await;
    let text = page(&world).await;
    assert!(text.len() < PAGE_BYTES_MAX, "{} bytes", text.len());
    assert!(!text.contains("<script") && !text.contains("<b>"), "neutralised: {text}");
    assert!(text.contains("&lt;script&gt;") && text.contains("Appel à projets"), "{text}");
    assert!(!text.contains("Mot aux écoles seules"), "{text}");
    assert!(text.contains("0 sur 2 demi-journées") || text.contains("0 sur 0"), "{text}");
    for elsewhere in ["src=", "http://", "https://", "style=", "onclick"] {
        assert!(!text.contains(elsewhere), "{elsewhere}");
    }
    for name in ["École 0420", SCHOOL, OTHER_SCHOOL, "Saint-Étienne"] {
        assert!(!text.contains(name), "no site: {name}");
    }
    // A request that comes now changes nothing: no live counter.
    let (tablet, school) = world.tablet(SCHOOL, 20).await;
    let told = envelope(20, school, 1, now_ms(), incident(1, SCHOOL));
    world.sync(&tablet, &request(20, &[told])).await;
    refresh(&world);
    assert_eq!(page(&world).await, text);
}

/// Acceptance 2: no other route tells anything to somebody who is not signed in.
#[tokio::test]
async fn other_routes_tell_nobody_anything() {
    let world = World::new();
    given(&world, 1, figures(1, true, None)).await;
    let id = statement_id(1);
    for path in [
        format!("/api/v1/statements/{id}.csv"),
        format!("/api/v1/sites/{SCHOOL}"),
        "/api/v1/export/coverage.csv".into(),
        "/api/v1/export/sobriete.csv".into(),
    ] {
        let answer = world.get(&path, "").await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{path}");
        assert!(!answer.body.to_string().contains("École"), "{path}");
    }
    assert_eq!(world.get("/plan/autre", "").await.status, StatusCode::NOT_FOUND);
    assert_eq!(world.get("/plan/..%2Fa.sqlite", "").await.status, StatusCode::NOT_FOUND);
}

/// Acceptance 5.
#[tokio::test]
async fn a_corrected_statement_takes_the_place_and_says_so() {
    let world = World::new();
    given(&world, 1, figures(1, true, None)).await;
    assert!(page(&world).await.contains("Texte 1."));
    given(&world, 3, figures(2, true, Some(1))).await;
    let text = page(&world).await;
    assert!(text.contains("Texte 2.") && !text.contains("Texte 1."), "{text}");
    assert!(text.contains("corrigent et remplacent"), "{text}");
    given(&world, 5, figures(3, false, None)).await;
    assert!(page(&world).await.contains("Texte 2."), "one that is not public is not shown");
}

/// «The page works when the database is locked or being restored»: from the file of the last time.
/// «Breaks»: a restore.
#[tokio::test]
async fn the_page_outlives_its_database() {
    let world = World::new();
    given(&world, 1, news(1, "Réunion publique", true)).await;
    let kept = PlanPage::kept(&world.state.data);
    let known = kept.file("").expect("kept in the data folder");
    assert!(known.text.contains("Réunion publique"));
    // A store that cannot be read leaves it as it was.
    let fault = world.state.store.look(|_| -> server::store::StoreResult<()> {
        Err(server::store::Fault::of("locked", std::io::Error::other("locked")))
    });
    assert!(fault.is_err());
    assert_eq!(kept.file("").map(|kept| kept.tag), Some(known.tag));
    let torn = tempfile::tempdir().expect("a folder");
    std::fs::write(torn.path().join("plan.json"), b"{\"").expect("written");
    let anew = PlanPage::kept(torn.path()).file("").expect("a page");
    assert!(anew.text.contains("Aucune actualité"), "in the place of a cut file");
}

/// Formats: feed, calendar, open data, sheet; cached, and asked for again by their mark.
#[tokio::test]
async fn the_files_of_the_page_are_what_they_say() {
    let world = World::new();
    given(&world, 1, news(1, "Réunion; publique", true).into_iter().chain(figures(1, true, None)))
        .await;
    let get = |name: &str| format!("/plan/{name}");
    for (name, kind, holds) in [
        ("actualites.atom", "application/atom+xml", "<title>Réunion; publique</title>"),
        ("calendrier.ics", "text/calendar", "BEGIN:VEVENT"),
        ("chiffres.csv", "text/csv", "indicateur;valeur;unite;periode;definition"),
        ("affiche", "text/html", "Réunion; publique"),
        ("style.css", "text/css", "@media print"),
    ] {
        let answer = world.get(&get(name), "").await;
        assert_eq!(answer.status, StatusCode::OK, "{name}");
        let said = answer.headers[header::CONTENT_TYPE].to_str().expect("readable");
        assert!(said.starts_with(kind), "{name}: {said}");
        assert!(answer.body.as_str().is_some_and(|text| text.contains(holds)), "{name}");
        let control = answer.headers[header::CACHE_CONTROL].to_str().expect("readable");
        assert!(control.starts_with("public"), "{name}: {control}");
        let tag = answer.headers[header::ETAG].clone();
        let again = axum::http::Request::get(get(name)).header(header::IF_NONE_MATCH, tag);
        let again = world.send(again.body(axum::body::Body::empty()).expect("a request")).await;
        assert_eq!(again.status, StatusCode::NOT_MODIFIED, "{name}");
    }
    let answer = world.get("/plan/chiffres.json", "").await;
    assert_eq!(answer.body["licence"], "Licence Ouverte 2.0 (Etalab)");
    assert!(answer.body["chiffres"].as_array().is_some_and(|all| all.len() > 10));
    let calendar = world.get("/plan/calendrier.ics", "").await;
    let text = calendar.body.as_str().expect("text");
    assert!(ICalendar::parse(text).is_ok(), "{text}");
}

/// «Demonstration sites are never on the public page». «Breaks»: 73 fictitious schools. None is
/// named, and what counts them is marked.
#[tokio::test]
async fn what_was_made_up_is_marked() {
    let world = World::new();
    for n in 0..73 {
        let id = format!("0429{n:03}Z");
        let mut made_up = Site::blank(id.as_str().into(), format!("École inventée {n}"));
        made_up.fictitious = true;
        world.state.store.change(|writer| writer.put(Row::from(made_up.clone()))).expect("put");
    }
    given(&world, 1, figures(1, true, None)).await;
    let text = page(&world).await;
    assert!(text.contains("données sont fictives") && !text.contains("inventée"), "{text}");
    let csv = world.get("/plan/chiffres.csv", "").await;
    assert!(csv.body.as_str().is_some_and(|csv| csv.contains("(démonstration")));
}

/// Validated as HTML by a public validator, page and sheet alike, with everything on them.
#[tokio::test]
async fn a_public_validator_finds_no_fault_in_the_page() {
    let world = World::new();
    let commands = news(1, "Réunion & <b>débat</b>", true).into_iter();
    let frozen = figures(1, true, None).into_iter().chain(figures(2, true, Some(1)));
    for path in ["/plan", "/plan/affiche"] {
        let text = world.get(path, "").await.body.as_str().expect("a page").to_owned();
        assert_eq!(cluster::validator::faults(&text), Ok(Vec::new()), "{path}, empty: {text}");
    }
    given(&world, 1, commands.chain(frozen)).await;
    for path in ["/plan", "/plan/affiche"] {
        let text = world.get(path, "").await.body.as_str().expect("a page").to_owned();
        assert_eq!(cluster::validator::faults(&text), Ok(Vec::new()), "{path}: {text}");
    }
    let wrong = cluster::validator::faults("<!DOCTYPE html><p><div>a</div></p>");
    assert!(!wrong.expect("an answer").is_empty(), "the validator sees what is wrong");
}

/// The page stays below its size however much is published: the oldest news go, and it says where
/// they are.
#[tokio::test]
async fn the_page_stays_small_however_much_is_published() {
    let world = World::new();
    let mut commands: Vec<Command> = figures(1, true, None).into();
    for n in 1..=40 {
        let id = NoticeId(Uuid::from_bytes([n; 16]));
        let draft = notice::Draft {
            title: format!("Actualité {n}"),
            text: "été <&> ".repeat(shared::limits::LONG_TEXT_CHARS / 8),
            from: today() - chrono::Duration::days(i64::from(n)),
            until: today() + chrono::Duration::days(30),
            audience: Audience { public: true, ..Audience::default() },
            link: None,
        };
        commands.push(notice::Act::SetNotice { notice: id, draft }.into());
        commands.push(notice::Act::PublishNotice { notice: id }.into());
    }
    given(&world, 1, commands).await;
    let text = page(&world).await;
    assert!(text.len() < PAGE_BYTES_MAX, "{} bytes", text.len());
    assert!(text.contains(">Actualité 1<") && !text.contains(">Actualité 40<"), "the newest stay");
    assert!(text.contains("Les autres actualités sont dans le flux Atom."));
    let feed = world.get("/plan/actualites.atom", "").await;
    assert!(feed.body.as_str().is_some_and(|feed| feed.contains(">Actualité 40<")));
}

/// Open data, read by another reader than the one that wrote it: five columns on every line, no
/// formula, and numbers with their unit.
#[tokio::test]
async fn the_open_data_are_a_strict_table() {
    let world = World::new();
    given(&world, 1, figures(1, true, None)).await;
    let answer = world.get("/plan/chiffres.csv", "").await;
    let text = answer.body.as_str().expect("text");
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(text.as_bytes());
    let names = reader.headers().expect("a first line").clone();
    assert_eq!(
        names.iter().collect::<Vec<_>>(),
        ["indicateur", "valeur", "unite", "periode", "definition"]
    );
    let mut keys = BTreeSet::new();
    for record in reader.records() {
        let record = record.expect("a line of five columns");
        assert!(record.iter().all(|cell| !cell.is_empty()), "{record:?}");
        let value = record[1].replace(',', ".");
        let parts: Vec<_> = value.split('/').collect();
        let is_number = parts.iter().all(|part| part.parse::<f64>().is_ok());
        assert!(is_number || ["inconnu", "moins de 5"].contains(&&record[1]), "{record:?}");
        assert!(keys.insert(record[0].to_owned()), "each figure once: {record:?}");
    }
    assert!(keys.len() > 10);
}
