//! A day at the desk: somebody leaves, a colleague moves a visit, a school telephones.

use crate::people::*;
use serde_json::json;
use shared::id::VisitId;
use shared::ticket::number;
use tempfile::TempDir;
use tests::browser::{Browser, Look};
use tests::device::Device;
use tests::server::Server;

/// Opens «Planning» on the week of a visit.
async fn open_week(desk: &Browser, server: &Server, office: &Device, visit: VisitId) {
    let day = office.view().visits[&visit].slot.day;
    desk.go(&format!("{}/planning?semaine={day}", server.address())).await;
    let shown = format!("return !!document.getElementById('visit-{visit}')");
    desk.wait_for("the visit on the board", &shown, WAIT).await;
}

/// From the departure of a technician to the published repair: deactivate, confirm, «Planning»,
/// «Réparer», «Appliquer». Their visits are seen meanwhile.
#[tokio::test]
async fn who_leaves_is_repaired_in_five_actions() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = crate::people::desk(&server, 1).await;
    let (visit, _, amina) = planned_for_amina(&mut office).await;
    let desk = Browser::open(&folder.path().join("desk"), Look::DESK).await;
    sign_in(&desk, &server, COORDINATOR).await;

    desk.go(&format!("{}/comptes", server.address())).await;
    desk.click("button", "Désactiver\u{a0}: Amina Rey").await;
    desk.wait_for_text("1\u{a0}passage à venir n’aura plus personne").await;
    is_accessible(&desk, "the question before somebody leaves").await;
    answer(&desk, "Désactiver").await;
    desk.click("link", "Planning").await;
    desk.wait_for_text("passage sans place possible").await;
    is_accessible(&desk, "a visit without a place").await;
    desk.click("button", "Réparer le planning").await;
    desk.click("button", "Appliquer ces déplacements").await;
    let who = |office: &Device| office.view().visits[&visit].technician;
    until(&mut office, "the repair", |office| who(office) != amina).await;
}

/// A visit is moved by keyboard, and a colleague's fresh move is told with both dates.
#[tokio::test]
async fn a_visit_moves_by_keyboard_and_the_move_of_a_colleague_is_not_swallowed() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = crate::people::desk(&server, 1).await;
    let (visit, _, _) = planned_for_amina(&mut office).await;
    let desk = Browser::open(&folder.path().join("desk"), Look::DESK).await;
    sign_in(&desk, &server, COORDINATOR).await;

    // By keyboard: the visit, «Déplacer», an arrow, Enter; the focus follows.
    open_week(&desk, &server, &office, visit).await;
    let before = office.view().visits[&visit].place();
    let focus = format!("document.getElementById('visit-{visit}').focus(); return true");
    desk.wait_for("the focus", &focus, WAIT).await;
    desk.press("\u{e007}").await;
    desk.click("button", "Déplacer").await;
    let aimed = "return document.activeElement?.className === 'plan-target'";
    desk.wait_for("the nearest free half-day", aimed, WAIT).await;
    desk.press("\u{e00c}").await;
    let back = format!("return document.activeElement?.id === 'visit-{visit}'");
    desk.wait_for("the visit again, after Escape", &back, WAIT).await;
    desk.press("\u{e007}").await;
    desk.click("button", "Déplacer").await;
    desk.wait_for("the nearest free half-day", aimed, WAIT).await;
    desk.press("\u{e015}").await;
    desk.wait_for("the next free half-day", aimed, WAIT).await;
    desk.press("\u{e007}").await;
    desk.wait_for("the visit, where it is now", &back, WAIT).await;
    let place = |office: &Device| office.view().visits[&visit].place();
    until(&mut office, "the move", |office| place(office) != before).await;
    desk.click("button", "Annuler la dernière action").await;
    until(&mut office, "the undo", |office| place(office) == before).await;

    // A colleague moves it while its menu is open.
    open_week(&desk, &server, &office, visit).await;
    let open = format!(
        "if (!document.querySelector('dialog[open]')) {{
             document.getElementById('visit-{visit}')?.click();
         }}
         return document.querySelectorAll('.suggestions button').length === 3"
    );
    desk.wait_for("the three suggestions", &open, WAIT).await;
    desk.wait_for_text("a déplacé le passage").await;
    let theirs = move_visit(&mut office, visit).await;
    let suggestion = "const all = [...document.querySelectorAll('.suggestions button')];
        all[all.length - 1]?.click();
        const said = document.body.innerText;
        return said.includes('vient de déplacer') || said.includes('demande votre aide')";
    desk.wait_for("both dates", suggestion, WAIT).await;
    office.sync().await.expect("the office hears of it");
    assert_eq!(office.view().visits[&visit].slot, theirs, "the first move stays");
}

/// «Nouvelle demande» in five actions; the number that is said finds it, and the list is the same
/// after «back».
#[tokio::test]
async fn a_school_telephones_and_its_number_finds_the_request() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = crate::people::desk(&server, 1).await;
    let site = a_school(office.view(), 20);
    let desk = Browser::open(&folder.path().join("desk"), Look::DESK).await;
    sign_in(&desk, &server, DISPATCHER).await;
    desk.go(&format!("{}/demandes", server.address())).await;
    desk.click("link", "Nouvelle demande").await;
    desk.fill("combobox", "École", site.as_str()).await;
    let nature = "const all = [...document.querySelectorAll('input[name=category]')];
        all[0]?.click(); return !!all[0]";
    desk.wait_for("the natures", nature, WAIT).await;
    desk.fill("textbox", "En une phrase", "Plus de son au tableau de la salle 4").await;
    is_accessible(&desk, "a new request").await;
    desk.click("button", "Enregistrer la demande").await;
    desk.wait_for_text("Numéro à donner").await;
    let ours = |office: &Device| {
        let tickets = office.view().tickets_of(&site);
        tickets.map(|t| (t.id, t.text.clone())).find(|(_, text)| text.contains("salle 4"))
    };
    until(&mut office, "the request", |office| ours(office).is_some()).await;
    let (ticket, _) = ours(&office).expect("the request");
    let said = number::number(ticket);
    desk.wait_for_text(&said).await;

    desk.go(&format!("{}/demandes?etat=toutes", server.address())).await;
    desk.fill("searchbox", "Chercher", &said.replace('-', "").to_lowercase()).await;
    desk.wait_for_text("Plus de son au tableau de la salle 4").await;
    let one = "return document.querySelectorAll('.ticket-line').length === 1";
    desk.wait_for("one request", one, WAIT).await;
    let kept = "return location.search.includes('cherche=') && location.search.includes('toutes')";
    desk.wait_for("the address", kept, WAIT).await;
    let open = "document.querySelector('.ticket-line a').click(); return true";
    desk.wait_for("the request", open, WAIT).await;
    desk.wait_for_text("Ce qui s’est passé").await;
    desk.run("history.back()", json!([])).await;
    desk.wait_for("the same list", one, WAIT).await;
}
