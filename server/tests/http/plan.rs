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

/// S14, acceptance 2: whoever is not signed in is told nothing about sites, on any path of the
/// document of the API, but by the public page.
#[tokio::test]
async fn other_routes_tell_nobody_anything() {
    let world = World::new();
    given(&world, 1, figures(1, true, None)).await;
    let document = world.get("/api/v1/openapi.json", "").await.body;
    let (mut open, mut closed, mut wrong) = (BTreeSet::new(), 0, Vec::new());
    for (path, methods) in document["paths"].as_object().expect("paths") {
        let address = path.replace("{id}", &statement_id(1).to_string());
        let address = address.replace("{file}", "chiffres.csv").replace("{hash}", "0");
        for (method, told) in methods.as_object().expect("methods") {
            let anybody = told["security"].as_array();
            let is_open = anybody.is_some_and(|ways| ways.contains(&serde_json::json!({})));
            let method: axum::http::Method = method.to_uppercase().parse().expect("a method");
            let asked = axum::http::Request::builder().method(method.clone()).uri(&address);
            let asked = asked.body(axum::body::Body::empty()).expect("a request");
            let answer = world.send(asked).await;
            let text = answer.body.to_string();
            for name in ["École 0420", SCHOOL, OTHER_SCHOOL] {
                assert!(!text.contains(name), "{method} {path} tells of {name}");
            }
            if is_open {
                open.insert(path.clone());
                continue;
            }
            closed += 1;
            if answer.status != StatusCode::UNAUTHORIZED {
                wrong.push(format!("{method} {path}: {} {text}", answer.status));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new(), "answered without a session");
    assert!(closed > 30 && open.contains("/plan"), "{closed} closed");
    let about_nobody = ["/plan", "/api/v1/session", "/api/v1/enrol", "/api/v1/calendar"];
    let others = ["/health", "/ready", "/metrics", "/api/v1/openapi.json"];
    let is_known = |path: &&String| {
        about_nobody.iter().any(|start| path.starts_with(start)) || others.contains(&path.as_str())
    };
    assert!(open.iter().all(|path| is_known(&path)), "open to everybody: {open:?}");
    for path in ["/api/v1/export/coverage.csv", "/api/v1/export/sobriete.csv"] {
        assert_eq!(world.get(path, "").await.status, StatusCode::UNAUTHORIZED, "{path}");
    }
    for path in ["/plan/autre", "/plan/..%2Fa.sqlite"] {
        assert_eq!(world.get(path, "").await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

/// The texts of everything that shows news.
async fn shown(world: &World) -> Vec<String> {
    let mut texts = Vec::new();
    for path in ["/plan", "/plan/affiche", "/plan/actualites.atom", "/plan/calendrier.ics"] {
        let answer = world.get(path, "").await;
        texts.push(answer.body.as_str().expect("text").to_owned());
    }
    texts
}

/// S14, invariant 2: what is expired or withdrawn leaves the page, the sheet, the feed and the
/// calendar. «Breaks»: nobody writes a row on the day after.
#[tokio::test]
async fn what_is_over_or_withdrawn_leaves_the_page_and_its_feeds() {
    let world = World::new();
    given(&world, 1, news(1, "Réunion passée", true).into_iter().chain(news(2, "Reprise", true)))
        .await;
    for text in shown(&world).await {
        assert!(text.contains("Réunion passée") && text.contains("Reprise"), "{text}");
    }
    let withdraw = notice::Act::WithdrawNotice { notice: NoticeId(Uuid::from_bytes([2; 16])) };
    given(&world, 5, [withdraw.into()]).await;
    for text in shown(&world).await {
        assert!(text.contains("Réunion passée") && !text.contains("Reprise"), "{text}");
    }
    let plan = &world.state.plan;
    let at = |days: i64| now_ms() + days * shared::limits::DAY_MS;
    let on_last = world.state.store.look(|store| plan.refresh(store, at(30)));
    assert!(on_last.is_ok() && page(&world).await.contains("Réunion passée"), "its last day");
    let made = world.state.store.look(|store| plan.refresh(store, at(31)));
    assert!(made.expect("made"), "the day alone makes it again");
    for text in shown(&world).await {
        assert!(!text.contains("Réunion passée"), "{text}");
    }
}

/// S14, section 5, «Atom»: who follows the feed is told when a notice is corrected.
#[tokio::test]
async fn a_corrected_notice_is_told_again_by_the_feed() {
    let world = World::new();
    let commands = news(1, "Réunion", true);
    given(&world, 1, commands.clone()).await;
    let updated = async || {
        let feed = world.get("/plan/actualites.atom", "").await.body;
        let text = feed.as_str().expect("text").to_owned();
        let of = |part: &str| part.split("</updated>").next().expect("a part").to_owned();
        text.split("<updated>").skip(1).map(of).collect::<Vec<_>>()
    };
    let before = updated().await;
    assert_eq!(before, [format!("{}T00:00:00Z", today()), format!("{}T00:00:00Z", today())]);
    let [corrected, _] = news(1, "Réunion déplacée", true);
    given(&world, 5, [corrected]).await;
    let after = updated().await;
    assert!(after.iter().zip(&before).all(|(after, before)| after > before), "{after:?}");
    assert!(page(&world).await.contains("Réunion déplacée"));
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

/// S14, invariant 5: the page works when the database is locked or being restored, from the file of
/// the last time. «Breaks»: a restore, during which the rows cannot be read.
#[tokio::test]
async fn the_page_outlives_its_database() {
    let world = World::new();
    given(&world, 1, news(1, "Réunion publique", true)).await;
    let known = shown(&world).await;
    assert!(known[0].contains("Réunion publique"));
    // The table goes, as while a backup is being put in its place; its name is asked for.
    let database = world.database();
    let tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'rows'";
    let found: String = database.query_row(tables, [], |row| row.get(0)).expect("a table of rows");
    database.execute(&format!("ALTER TABLE {found} RENAME TO gone"), []).expect("renamed");
    let plan = &world.state.plan;
    let tomorrow = now_ms() + 60 * shared::limits::DAY_MS;
    let fault = world.state.store.look(|store| plan.refresh(store, tomorrow));
    assert!(fault.is_err(), "the refresh meets the fault");
    assert_eq!(shown(&world).await, known, "and the page stays as it was");
    // A program that starts meanwhile shows the same, from the file.
    let kept = PlanPage::kept(&world.state.data);
    assert_eq!(kept.file("").expect("kept in the data folder").text, known[0]);
    // Restored, it is made again.
    database.execute(&format!("ALTER TABLE gone RENAME TO {found}"), []).expect("restored");
    let made = world.state.store.look(|store| plan.refresh(store, tomorrow));
    assert!(made.expect("made"), "the day of the notice is over by then");
    assert!(!page(&world).await.contains("Réunion publique"));
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
    given(&world, 1, news(1, "Réunion", true)).await;
    for text in shown(&world).await {
        let is_marked = text.contains("données sont fictives") || text.contains("(démonstration");
        assert!(is_marked && !text.contains("inventée"), "news alone: {text}");
    }
    given(&world, 3, figures(1, true, None)).await;
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
