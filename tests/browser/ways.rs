//! How a desk gets about: its screens in groups on one line, and «Aller à…» to anything.

use crate::people::*;
use serde_json::json;
use shared::ticket::number;
use tempfile::TempDir;
use tests::browser::{Browser, Look};
use tests::server::Server;

const CONTROL: &str = "\u{e009}";
const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";

/// Heights of the header and width beyond the page, in pixels.
const HEADER: &str = "
    const page = document.documentElement;
    const header = document.querySelector('header.header').getBoundingClientRect();
    return [Math.round(header.height), page.scrollWidth - page.clientWidth]";

async fn header(desk: &Browser) -> (i64, i64) {
    desk.wait_for("the navigation", "return !!document.querySelector('.groups')", WAIT).await;
    let sizes = desk.run(HEADER, json!([])).await;
    (sizes[0].as_i64().expect("a height"), sizes[1].as_i64().expect("a width"))
}

/// The navigation of a coordinator takes two lines at most at 1366 and stays usable at 200 %;
/// Escape closes a group and gives the focus back.
#[tokio::test]
async fn the_navigation_is_in_groups() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let desk = Browser::open(&folder.path().join("desk"), Look::OFFICE).await;
    sign_in(&desk, &server, COORDINATOR).await;
    let (height, beyond) = header(&desk).await;
    assert!(height <= 112 && beyond <= 0, "header of {height} px, {beyond} px beside the page");
    desk.click("button", "Administration").await;
    desk.find("link", "Réglages").await;
    is_accessible(&desk, "an open group").await;
    desk.press(ESCAPE).await;
    assert_eq!(desk.focused().await.1, "Administration");
    assert!(desk.all("link", "Réglages").await.is_empty(), "Escape closes the group");

    let narrow = Browser::open(&folder.path().join("narrow"), Look::OFFICE_200).await;
    sign_in(&narrow, &server, COORDINATOR).await;
    let (height, beyond) = header(&narrow).await;
    assert!(beyond <= 0, "at 200 %: {height} px, {beyond} px beside the page");
    narrow.click("button", "Maintenance").await;
    narrow.click("link", "Planning").await;
    narrow.wait_for("the plan", "return document.title.startsWith('Planning')", WAIT).await;
}

/// «Aller à…» by keyboard: a school in a few keys, a request by its number, a screen, a person.
#[tokio::test]
async fn anything_is_a_few_keys_away() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let office = crate::people::desk(&server, 1).await;
    let site = a_school(office.view(), 12);
    let name = office.view().sites[&site].name.clone();
    let ticket = a_ticket(office.view());
    let desk = Browser::open(&folder.path().join("desk"), Look::DESK).await;
    sign_in(&desk, &server, COORDINATOR).await;
    desk.wait_for("the navigation", "return !!document.querySelector('.groups')", WAIT).await;

    let titled = |title: &str| format!("return document.title.includes({})", json!(title));
    desk.press_with(CONTROL, "k").await;
    desk.find("combobox", "Aller à…").await;
    is_accessible(&desk, "«Aller à…»").await;
    desk.press(&format!("{site}{ENTER}")).await;
    desk.wait_for("the school", &titled(&name), WAIT).await;

    let said = number::number(ticket.id).replace('-', " ").to_lowercase();
    desk.press_with(CONTROL, "k").await;
    desk.find("combobox", "Aller à…").await;
    desk.press(&said).await;
    desk.wait_for_text("1\u{a0}résultat").await;
    desk.press(ENTER).await;
    let there = format!("return location.pathname === '/demande/{}'", ticket.id);
    desk.wait_for("the request", &there, WAIT).await;

    desk.press_with(CONTROL, "k").await;
    desk.find("combobox", "Aller à…").await;
    desk.press(&format!("reglag{ENTER}")).await;
    desk.wait_for("the settings", &titled("Réglages"), WAIT).await;
    desk.press_with(CONTROL, "k").await;
    desk.find("combobox", "Aller à…").await;
    desk.press(&format!("amina rey{ENTER}")).await;
    desk.wait_for("the accounts", &titled("Comptes"), WAIT).await;
}

/// On paper nothing can be scrolled: whatever stands in a box that scrolls on screen is whole on a
/// page of A4, upright and across.
#[tokio::test]
async fn no_table_is_cut_on_paper() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let desk = Browser::open(&folder.path().join("desk"), Look::OFFICE).await;
    sign_in(&desk, &server, COORDINATOR).await;
    let media = json!({ "media": "print" });
    desk.devtools("Emulation.setEmulatedMedia", media).await;
    // A4 with margins of 10 mm, at 96 points an inch.
    for width in [718, 1047] {
        let page =
            json!({ "width": width, "height": 1000, "deviceScaleFactor": 1, "mobile": false });
        desk.devtools("Emulation.setDeviceMetricsOverride", page).await;
        for (path, shown) in [
            ("planning", ".plan-grid tbody tr"),
            ("couverture", ".data tbody tr"),
            ("comptes", ".data tbody tr"),
            ("appareils", ".data tbody tr"),
            ("parc", ".data tbody tr"),
        ] {
            desk.go(&format!("{}/{path}", server.address())).await;
            desk.wait_until_started().await;
            let there = format!("return !!document.querySelector('{shown}')");
            desk.wait_for(path, &there, WAIT).await;
            let cut = desk.run(CUT, json!([])).await;
            assert_eq!(cut, json!([]), "{path}, {width} px wide");
        }
    }
}

/// What is beyond the page or hidden in a box that scrolls.
const CUT: &str = "
    const wide = document.documentElement.clientWidth + 1;
    const boxes = [...document.querySelectorAll('.table-scroll')]
        .filter((box) => getComputedStyle(box).overflow !== 'visible')
        .map((box) => 'box ' + box.className);
    const cells = [...document.querySelectorAll('th, td')]
        .filter((cell) => cell.getBoundingClientRect().right > wide
            || cell.scrollWidth > cell.clientWidth + 2)
        .map((cell) => cell.innerText.slice(0, 40));
    return [...boxes, ...cells].slice(0, 5)";
