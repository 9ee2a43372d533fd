//! «Planning»: prepare, move, repair after an absence, a closure or a visit that was not made.

use crate::people::*;
use serde_json::json;
use shared::id::SiteId;
use shared::visit;
use shared::visit::{MissedReason, VisitState};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tests::browser::{Browser, Engine, Look};
use tests::device::Device;
use tests::server::Server;

/// How long the planner may search before the draft is saved.
const PLANNING: Duration = Duration::from_secs(120);

/// Opens the menu of a visit and moves it to another half-day of the list.
async fn move_by_keyboard(desk: &Browser, site: &str) {
    let open = format!(
        "const name = {}; const all = [...document.querySelectorAll('.plan-visit')];
         const one = all.reverse().find((b) => b.innerText.startsWith(name));
         one?.focus(); return !!one",
        json!(site)
    );
    desk.wait_for("the visit", &open, WAIT).await;
    desk.press("\u{e007}").await;
    desk.find("button", "Épingler").await;
    let go = "const all = [...document.querySelectorAll('dialog[open] button')];
        const one = all.find((button) => button.innerText.trim() === 'Déplacer ici');
        one?.focus();
        return !!one && document.activeElement === one";
    desk.wait_for("the button that moves it", go, WAIT).await;
    desk.press("\u{e007}").await;
    desk.wait_for_text(&format!("{site} déplacé au")).await;
}

/// Drags a visit from its half-day to a free one that is visible.
async fn move_by_pointer(desk: &Browser, site: &str) {
    let shown = format!(
        "[...document.querySelectorAll('.plan-visit')].reverse()
            .find((visit) => visit.innerText.startsWith({}))",
        json!(site)
    );
    let visit_in_sight = format!(
        "const one = {shown}; one?.scrollIntoView({{ block: 'center' }}); return one ?? null"
    );
    let before = desk.run(&format!("return {shown}.textContent"), json!([])).await;
    let free_in_sight = "return [...document.querySelectorAll('td.plan-free')].find((cell) => {
        const box = cell.getBoundingClientRect();
        const at = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
        return cell.contains(at);
    }) ?? null";
    desk.drag(&visit_in_sight, free_in_sight).await;
    let elsewhere = format!("const one = {shown}; return one && one.textContent !== {before}");
    desk.wait_for("the second move", &elsewhere, WAIT).await;
}

/// A visit of the plan is moved by the keyboard, in a browser of any engine.
pub(crate) async fn move_a_visit(engine: Engine) {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = crate::people::desk(&server, 1).await;
    let (visit, site, _) = planned_for_amina(&mut office).await;
    let name = office.view().sites[&site].name.clone();
    let desk = Browser::open_in(engine, &folder.path().join("desk"), Look::DESK).await;
    sign_in(&desk, &server, DISPATCHER).await;
    open_plan(&desk, &server, 1).await;
    is_accessible(&desk, "the plan").await;
    let place = |office: &Device| office.view().visits[&visit].place();
    let before = place(&office);
    move_by_keyboard(&desk, &name).await;
    wait_until(&mut office, |office| place(office) != before).await;
}

/// Journey 3: prepare, look, move by keyboard, publish; the coverage changes.
#[tokio::test]
async fn a_dispatcher_plans_the_quarter() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let desk = Browser::open(&folder.path().join("desk"), Look::DESK).await;
    sign_in(&desk, &server, DISPATCHER).await;
    desk.wait_for_text("277\u{a0}établissements affichés").await;
    desk.click("button", "Préparer le planning").await;
    let drafted = "const button = [...document.querySelectorAll('button')]
        .find((button) => button.innerText === 'Publier le planning');
        return button && !button.disabled";
    desk.wait_for("the draft", drafted, PLANNING).await;
    desk.wait_for_text("Tout est envoyé").await;

    let mut office = crate::people::desk(&server, 1).await;
    let drafts = || VisitState::Proposed;
    let view = office.view();
    let proposed: Vec<_> = view.visits.values().filter(|v| v.state == drafts()).cloned().collect();
    assert!(proposed.len() > 200, "{} visits", proposed.len());
    let visit = proposed.last().expect("a visit").clone();

    desk.click("link", "Voir le planning").await;
    desk.click("button", "Tout le trimestre").await;
    let site = view.sites[&visit.site].name.clone();
    move_by_keyboard(&desk, &site).await;
    move_by_pointer(&desk, &site).await;

    desk.click("link", "Couverture").await;
    desk.click("button", "Publier le planning").await;
    desk.wait_for("the question", "return !!document.querySelector('dialog[open]')", WAIT).await;
    let yes = "const all = [...document.querySelectorAll('dialog[open] button')];
        all.find((button) => button.innerText === 'Publier le planning').click(); return true";
    desk.wait_for("the answer", yes, WAIT).await;
    let published = |office: &Device| {
        let visits = office.view().visits.values();
        visits.filter(|visit| visit.state == VisitState::Planned).count()
    };
    let start = Instant::now();
    while published(&office) < proposed.len() && start.elapsed() < WAIT {
        tokio::time::sleep(Duration::from_millis(100)).await;
        office.sync().await.expect("the office hears of it");
    }
    assert_eq!(published(&office), proposed.len());
    let moved = &office.view().visits[&visit.id];
    assert!(office.view().visits.values().any(|v| v.site == visit.site && v.id == moved.id));
}

/// Sets a field that has a control of the browser, such as a date.
async fn set(desk: &Browser, label: &str, value: &str) {
    let script = "const [label, value] = arguments;
        const open = document.querySelector('details[open]');
        const field = [...open.querySelectorAll('label')]
            .find((one) => one.innerText.trim().startsWith(label))
            .control;
        field.value = value;
        field.dispatchEvent(new Event('input', { bubbles: true }));
        field.dispatchEvent(new Event('change', { bubbles: true }));
        return field.value === value";
    assert_eq!(desk.run(script, json!([label, value])).await, json!(true), "{label}: {value}");
}

/// Opens «Planning» once the device has all its visits.
async fn open_plan(desk: &Browser, server: &Server, visits: usize) {
    desk.go(&format!("{}/planning?vue=trimestre", server.address())).await;
    let shown = format!("return document.querySelectorAll('.plan-visit').length >= {visits}");
    desk.wait_for("the visits", &shown, WAIT).await;
}

async fn unfold(desk: &Browser, summary: &str) {
    let script = "const [summary] = arguments;
        document.querySelectorAll('details[open]').forEach((one) => { one.open = false });
        const all = [...document.querySelectorAll('summary')];
        const one = all.find((summary_) => summary_.innerText.trim() === summary);
        if (one) one.parentElement.open = true;
        return !!one";
    for _ in 0..100 {
        if desk.run(script, json!([summary])).await == json!(true) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("no «{summary}»");
}

/// An absence, a closure and a missed visit each lead to a repair in one gesture. The moves of a
/// repair reach the server together.
#[tokio::test]
async fn an_absence_a_closure_and_a_missed_visit_are_repaired_in_one_gesture() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = crate::people::desk(&server, 1).await;
    let amina = account(office.view(), "Amina Rey");
    let sites: Vec<SiteId> = (20..23).map(|rank| a_school(office.view(), rank)).collect();
    let mut visits = Vec::new();
    for site in &sites {
        visits.push(plan_visit(&mut office, site, amina).await);
    }
    let slot = |office: &Device, at: usize| office.view().visits[&visits[at]].slot;
    let desk = Browser::open(&folder.path().join("desk"), Look::DESK).await;
    sign_in(&desk, &server, DISPATCHER).await;
    open_plan(&desk, &server, visits.len()).await;

    let away = slot(&office, 0);
    unfold(&desk, "Déclarer une absence").await;
    set(&desk, "Technicien", &amina.to_string()).await;
    for label in ["Du", "Au"] {
        set(&desk, label, &away.day.to_string()).await;
    }
    desk.click("button", "Enregistrer l’absence").await;
    apply_repair(&desk).await;
    wait_until(&mut office, |office| slot(office, 0) != away).await;
    assert_ne!(slot(&office, 0).day, away.day);

    let shut = slot(&office, 2);
    unfold(&desk, "Fermer une école").await;
    set(&desk, "Établissement", sites[2].as_str()).await;
    for label in ["Du", "Au"] {
        set(&desk, label, &shut.day.to_string()).await;
    }
    set(&desk, "Motif", "travaux").await;
    desk.click("button", "Enregistrer la fermeture").await;
    apply_repair(&desk).await;
    wait_until(&mut office, |office| slot(office, 2) != shut).await;
    assert_ne!(slot(&office, 2).day, shut.day);

    let missed = visit::Act::MarkVisitMissed {
        visit: visits[1],
        reason: MissedReason::Strike,
        text: String::new(),
    };
    office.give(missed.into()).expect("the visit is missed");
    office.sync().await.expect("the server knows");
    let owed = sites[1].clone();
    let has_visit =
        |office: &Device| office.view().visits_of(&owed).any(|v| v.state == VisitState::Planned);
    assert!(!has_visit(&office));
    desk.wait_for_text("Un établissement n’a pas de passage").await;
    desk.click("button", "Réparer le planning").await;
    apply_repair(&desk).await;
    wait_until(&mut office, has_visit).await;
}

/// A strike closes the schools of a commune in one gesture; the visits that lost their place are
/// repaired, and the last action can be undone for all of them.
#[tokio::test]
async fn a_strike_closes_the_schools_of_a_commune_at_once() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = crate::people::desk(&server, 1).await;
    let amina = account(office.view(), "Amina Rey");
    let sites = office.view().sites.values();
    let of_firminy = |site: &&std::sync::Arc<shared::site::Site>| {
        site.commune_name == "Firminy" && site.closed_on.is_none()
    };
    let sites: Vec<SiteId> = sites.filter(of_firminy).map(|site| site.id.clone()).collect();
    assert!(sites.len() > 2, "{}", sites.len());
    let visit = plan_visit(&mut office, &sites[0], amina).await;
    let slot = office.view().visits[&visit].slot;
    let desk = Browser::open(&folder.path().join("desk"), Look::DESK).await;
    sign_in(&desk, &server, DISPATCHER).await;
    open_plan(&desk, &server, 1).await;
    unfold(&desk, "Fermer une école").await;
    let search = "const field = document.querySelector('details[open] input[type=search]');
        field.value = 'firminy';
        field.dispatchEvent(new Event('input', { bubbles: true })); return true";
    desk.run(search, json!([])).await;
    desk.wait_for_text(&format!("Les {} établissements trouvés", sites.len())).await;
    set(&desk, "Établissement", "*").await;
    for label in ["Du", "Au"] {
        set(&desk, label, &slot.day.to_string()).await;
    }
    set(&desk, "Motif", "grève").await;
    desk.click("button", "Enregistrer la fermeture").await;
    let closed = |office: &Device| {
        let rows = sites.iter().map(|id| &office.view().sites[id]);
        rows.filter(|site| site.closures.iter().any(|one| one.reason == "grève")).count()
    };
    apply_repair(&desk).await;
    wait_until(&mut office, |office| closed(office) == sites.len()).await;
    wait_until(&mut office, |office| office.view().visits[&visit].slot.day != slot.day).await;
    // The repair, then the closures.
    desk.click("button", "Annuler la dernière action").await;
    desk.click("button", "Annuler la dernière action").await;
    wait_until(&mut office, |office| closed(office) == 0).await;
}

/// Checks the proposal (before, after, who must be told), then applies it.
async fn apply_repair(desk: &Browser) {
    for word in ["Avant", "Après", "À prévenir", "à prévenir"] {
        desk.wait_for_text(word).await;
    }
    is_accessible(desk, "the proposed repair").await;
    desk.click("button", "Appliquer ces déplacements").await;
}

async fn wait_until(office: &mut Device, holds: impl Fn(&Device) -> bool) {
    let start = Instant::now();
    while !holds(office) {
        assert!(start.elapsed() < WAIT, "the server did not hear of it");
        tokio::time::sleep(Duration::from_millis(100)).await;
        office.sync().await.expect("the office hears of it");
    }
}

/// The menu says why a visit is where it is, and which other half-days are good.
#[tokio::test]
async fn a_visit_is_moved_to_one_of_three_suggestions() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = crate::people::desk(&server, 1).await;
    let (visit, _, _) = planned_for_amina(&mut office).await;
    let place = |office: &Device| {
        let visit = &office.view().visits[&visit];
        (visit.technician, visit.slot)
    };
    let before = place(&office);
    let desk = Browser::open(&folder.path().join("desk"), Look::DESK).await;
    sign_in(&desk, &server, DISPATCHER).await;
    open_plan(&desk, &server, 1).await;
    let open = "if (!document.querySelector('dialog[open]')) {
            document.querySelector('.plan-visit')?.click();
        }
        return document.querySelectorAll('.suggestions button').length === 3";
    desk.wait_for("the three suggestions", open, WAIT).await;
    desk.wait_for_text("Pourquoi ici").await;
    desk.wait_for_text("de trajet").await;
    is_accessible(&desk, "the menu of a visit").await;
    let first = "document.querySelector('.suggestions button').click(); return true";
    desk.wait_for("the first suggestion", first, WAIT).await;
    wait_until(&mut office, |office| place(office) != before).await;
}
