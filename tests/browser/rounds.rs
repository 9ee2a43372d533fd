//! Rounds as people follow them: on the map, on a phone before a closed door, in a calendar.

use crate::people::*;
use serde_json::json;
use shared::visit::VisitState;
use tempfile::TempDir;
use tests::browser::{Browser, Look};
use tests::server::Server;

/// The map draws the rounds of a day; the list below says the same, with the road.
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
}

/// Before a closed door, without network: the phone proposes another school, and the visit there
/// can be made at once; everything goes when the network is back.
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
    phone.click("button", "Enregistrer").await;
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

/// The address is made on the device; the server gives the calendar as soon as it heard of it,
/// and no more once it was ended.
#[tokio::test]
async fn a_technician_shares_a_calendar_and_ends_it() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let phone = Browser::open(&folder.path().join("phone"), Look::PHONE).await;
    sign_in(&phone, &server, TECHNICIAN).await;
    phone.go(&format!("{}/compte", server.address())).await;
    phone.click("button", "Créer une adresse secrète").await;
    let address = "return document.querySelector('input[readonly]')?.value";
    let address = phone.wait_for("the address", address, WAIT).await;
    is_accessible(&phone, "the address of the calendar").await;
    fits(&phone, "the address of the calendar").await;
    let status = "const answer = await fetch(arguments[0], { credentials: 'omit' });
        const text = await answer.text();
        return [answer.status, text.startsWith('BEGIN:VCALENDAR')]";
    let mut answer = json!(null);
    for _ in 0..100 {
        answer = phone.run(status, json!([address])).await;
        if answer == json!([200, true]) {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    assert_eq!(answer, json!([200, true]));
    phone.click("button", "Arrêter le partage").await;
    for _ in 0..100 {
        answer = phone.run(status, json!([address])).await;
        if answer == json!([404, false]) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("the calendar is still open: {answer}");
}
