//! Rounds as people follow them: on the map, on a phone before a closed door, in a calendar.

use crate::people::*;
use serde_json::json;
use shared::day::{Half, HalfDay, paris_day};
use shared::owed::{self, Owed};
use shared::planning::{self, Job};
use shared::rounds::RoundSearch;
use shared::site;
use shared::site::Closure;
use shared::visit::VisitState;
use tempfile::TempDir;
use tests::browser::{Browser, Look};
use tests::server::Server;

/// The map draws the rounds of a day; the list below says the same, with distances.
#[tokio::test]
async fn the_map_shows_the_rounds_of_a_day_and_the_list_says_the_same() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = crate::people::desk(&server, 1).await;
    for (rank, name) in [(20, "Amina Rey"), (21, "Amina Rey"), (40, "Bruno Faure")] {
        let site = a_school(office.view(), rank);
        let technician = account(office.view(), name);
        plan_visit(&mut office, &site, technician).await;
    }
    let desk = Browser::open(&folder.path().join("desk"), Look::DESK).await;
    sign_in(&desk, &server, DISPATCHER).await;
    desk.click("button", "Carte").await;
    let lines = "return document.querySelectorAll('polyline.map-round').length === 2
        && document.querySelectorAll('path.map-commune').length > 0";
    desk.wait_for("the rounds of two technicians", lines, WAIT).await;
    for text in ["Tournées du", "Amina Rey", "Bruno Faure", "min de route"] {
        desk.wait_for_text(text).await;
    }
    is_accessible(&desk, "the map").await;

    desk.click("button", "Par commune").await;
    desk.wait_for_text("Part des établissements déjà visités").await;
    let rows = "return document.querySelectorAll('table.data tbody tr').length > 30";
    desk.wait_for("a line for each commune", rows, WAIT).await;
    is_accessible(&desk, "the communes").await;
    desk.click("link", "Tableau de bord").await;
    for text in ["Route prévue", "Déplacements évités", "Équité entre communes"] {
        desk.wait_for_text(text).await;
    }
    // The worker beside the page computes it.
    let gap = "return /Écart au minimum\\s+\\d+\\s%/.test(document.body.innerText)";
    desk.wait_for("the distance to the proven bound", gap, AGAIN).await;
}

/// The quarter of the demonstration, planned by the same seed.
#[tokio::test]
async fn the_same_seed_gives_the_same_plan_natively_and_in_the_browser() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let office = crate::people::desk(&server, 1).await;
    let today = paris_day(office.now());
    let calendar = office.view().calendar();
    let quarter = calendar.current_quarter(today).expect("a quarter");
    let mut instance = planning::problem(office.view(), quarter, today).instance;
    instance.sites.truncate(60);
    instance.pins.clear();
    let mut native = RoundSearch::new(&instance, 7).expect("an instance");
    let (_, budget) = native.progress();
    native.run(budget);
    let browser = Browser::open(folder.path(), Look::DESK).await;
    browser.go(&format!("{}/connexion", server.address())).await;
    browser.wait_until_started().await;
    let planned = browser.plan(Job { instance, seed: 7 }, None).await;
    assert!(!planned.plan.visits.is_empty());
    assert_eq!(planned.plan, native.best());
}

/// Visits that cannot be planned are explained before the search; all others are planned.
#[tokio::test]
async fn a_school_that_never_opens_is_named_and_the_others_are_planned() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = crate::people::desk(&server, 1).await;
    let today = paris_day(office.now());
    let calendar = office.view().calendar();
    let quarter = calendar.current_quarter(today).expect("a quarter");
    let last = quarter.last;
    let coverage = owed::coverage(office.view(), quarter, today);
    let due = coverage.iter().find(|line| line.owed == Owed::Due).expect("a site that is due");
    let shut = due.site.id.clone();
    let closure = Closure {
        first: HalfDay { day: today, half: Half::Morning },
        last: HalfDay { day: last, half: Half::Afternoon },
        reason: "Travaux".into(),
    };
    office.give(site::Act::CloseSite { site: shut.clone(), closure }.into()).expect("a closure");
    office.sync().await.expect("sent");
    let name = office.view().sites[&shut].name.clone();
    let desk = Browser::open(folder.path(), Look::DESK).await;
    sign_in(&desk, &server, DISPATCHER).await;
    desk.click("button", "Préparer le planning").await;
    desk.wait_for_text("Tous les établissements ne peuvent pas être visités").await;
    desk.wait_for_text("aucune demi-journée ouverte").await;
    let ready = "const all = document.querySelector('.prepare')?.innerText ?? '';
        return !document.querySelector('.progress-block') && all.includes('sans passage')
            && all.includes(arguments[0])";
    for _ in 0..600 {
        if desk.run(ready, json!([name])).await == json!(true) {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    assert_eq!(desk.run(ready, json!([name])).await, json!(true), "{name} is named as left out");
    is_accessible(&desk, "what cannot be planned").await;
    wait_until_sent(&desk).await;
    office.sync().await.expect("the office hears of it");
    let drafts = office.view().visits.values().filter(|v| v.state == VisitState::Proposed);
    assert!(drafts.count() > 30, "the others are planned");
}

/// A desk that has received only part of its rows proposes no plan: visits that are still missing
/// would be left out or planned twice.
#[tokio::test]
async fn nothing_is_planned_before_everything_has_come() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let desk = Browser::open(folder.path(), Look::DESK).await;
    desk.go(&format!("{}/connexion", server.address())).await;
    desk.wait_until_started().await;
    // A request from before the sign-in may come late: only successful answers count.
    let hold_later_answers = "const ask = window.fetch;
        let answered = 0;
        const held = new Promise((release) => { window.release = release });
        window.fetch = async (...all) => {
            const syncs = String(all[0].url ?? all[0]).includes('/api/v1/sync');
            if (syncs && answered > 0) await held;
            const answer = await ask(...all);
            if (syncs && answer.ok) answered += 1;
            return answer;
        };";
    desk.run(hold_later_answers, json!([])).await;
    desk.fill("textbox", "Adresse e-mail", DISPATCHER).await;
    desk.fill("textbox", "Mot de passe", PASSWORD).await;
    desk.click("button", "Se connecter").await;
    for text in ["Réception des données", "le planning pourra être préparé"] {
        desk.wait_for_text(text).await;
    }
    desk.find("button", "Préparer le planning").await;
    let refused = "return document.querySelector('.prepare .primary').disabled";
    assert_eq!(desk.run(refused, json!([])).await, json!(true));
    desk.run("window.release()", json!([])).await;
    desk.wait_for_text("Tout est envoyé").await;
    assert_eq!(desk.run(refused, json!([])).await, json!(false));
}

/// A technician stands before a closed door, without network: the phone proposes another school,
/// and the visit there can start at once. Everything is sent when the network is back.
#[tokio::test]
async fn a_phone_without_network_proposes_another_school_when_one_is_closed() {
    let mut server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = crate::people::desk(&server, 1).await;
    let amina = account(office.view(), "Amina Rey");
    let here = a_school(office.view(), 20);
    let closed = plan_visit(&mut office, &here, amina).await;
    let mut others = Vec::new();
    for rank in 21..26 {
        let site = a_school(office.view(), rank);
        others.push(plan_visit(&mut office, &site, amina).await);
    }
    let slot = office.view().visits[&closed].slot;
    let phone = Browser::open(&folder.path().join("phone"), Look::PHONE).await;
    sign_in(&phone, &server, TECHNICIAN).await;
    phone.wait_until_kept().await;
    server.kill();
    phone.go(&format!("{}/passage/{closed}", server.address())).await;
    phone.click("button", "Passage impossible").await;
    phone.click("radio", "École fermée").await;
    phone.click("button", "Déclarer le passage impossible").await;
    phone.wait_for_text("Une autre école à la place").await;
    is_accessible(&phone, "the proposals").await;
    fits(&phone, "the proposals").await;
    let go = "const one = document.querySelector('.suggestions button');
        one?.click(); return !!one";
    phone.wait_for("a proposal", go, WAIT).await;
    phone.click("button", "Démarrer le passage").await;
    phone.wait_for_text("Terminer le passage").await;

    server.start(&[]);
    wait_until_sent(&phone).await;
    office.sync().await.expect("the office hears of it");
    let view = office.view();
    assert!(matches!(view.visits[&closed].state, VisitState::Missed { .. }));
    let made = others.iter().filter(|id| view.visits[id].state == VisitState::OnSite);
    let made: Vec<_> = made.map(|id| view.visits[id].slot).collect();
    assert_eq!(made, [slot], "one visit goes on, in the place of the other");
}

/// Waits until the calendar at an address satisfies the condition.
async fn expect_calendar(
    browser: &Browser,
    address: &serde_json::Value,
    wanted: serde_json::Value,
) {
    let status = "const answer = await fetch(arguments[0], { credentials: 'omit' });
        const text = await answer.text();
        return [answer.status, text.startsWith('BEGIN:VCALENDAR')]";
    let mut answer = json!(null);
    for _ in 0..100 {
        answer = browser.run(status, json!([address])).await;
        if answer == wanted {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("{answer} instead of {wanted}");
}

const ADDRESS: &str = "return document.querySelector('input[readonly]')?.value";

/// The device draws the secret address. The server serves the calendar as soon as it has received
/// the address, and stops when the address is revoked.
#[tokio::test]
async fn a_technician_shares_a_calendar_and_ends_it() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let phone = Browser::open(&folder.path().join("phone"), Look::PHONE).await;
    sign_in(&phone, &server, TECHNICIAN).await;
    phone.go(&format!("{}/compte", server.address())).await;
    phone.click("button", "Créer une adresse secrète").await;
    let address = phone.wait_for("the address", ADDRESS, WAIT).await;
    is_accessible(&phone, "the address of the calendar").await;
    fits(&phone, "the address of the calendar").await;
    expect_calendar(&phone, &address, json!([200, true])).await;
    phone.click("button", "Arrêter le partage").await;
    expect_calendar(&phone, &address, json!([404, false])).await;
}

/// A desk shares the calendars of a technician and of a school, and revokes both.
#[tokio::test]
async fn a_desk_shares_the_calendars_of_others_and_ends_them() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let office = crate::people::desk(&server, 1).await;
    let school = office.view().sites[&a_school(office.view(), 30)].clone();
    let desk = Browser::open(folder.path(), Look::DESK).await;
    sign_in(&desk, &server, COORDINATOR).await;
    desk.go(&format!("{}/comptes", server.address())).await;
    desk.click("button", "Agenda\u{a0}: Amina Rey").await;
    desk.click("button", "Créer une adresse secrète").await;
    let address = desk.wait_for("the address", ADDRESS, WAIT).await;
    is_accessible(&desk, "somebody's calendar").await;
    expect_calendar(&desk, &address, json!([200, true])).await;
    desk.click("button", "Arrêter le partage").await;
    expect_calendar(&desk, &address, json!([404, false])).await;

    desk.go(&format!("{}/appareils", server.address())).await;
    desk.click("button", "Agenda d’une école").await;
    let name = format!("{}, {}", school.name, school.commune_name);
    desk.fill("searchbox", "École ou unité d’enseignement", &name).await;
    desk.click("radio", &name).await;
    desk.click("button", "Continuer").await;
    desk.click("button", "Créer une adresse secrète").await;
    let address = desk.wait_for("the address", ADDRESS, WAIT).await;
    expect_calendar(&desk, &address, json!([200, true])).await;
}
