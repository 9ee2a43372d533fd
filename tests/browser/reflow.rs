//! Screens of technicians and schools at several widths and with text at 200 %: nothing is cut or
//! beside the screen, and nothing to touch is too small.

use crate::people::*;
use serde_json::json;
use tempfile::TempDir;
use tests::browser::{Browser, Look};
use tests::server::Server;

/// What is wrong on the page: what sticks out of it, and what is smaller than 24 by 24.
const FAULTS: &str = "
    const faults = [];
    const page = document.documentElement;
    if (page.scrollWidth > page.clientWidth) {
        faults.push(`the page: ${page.scrollWidth} of ${page.clientWidth}`);
    }
    const name = (element) => {
        const text = element.textContent.trim().slice(0, 40);
        return `${element.tagName} ${element.className} «${text}»`;
    };
    const scrolls = (element) => {
        for (let at = element; at; at = at.parentElement) {
            if (/auto|scroll/.test(getComputedStyle(at).overflowX) && at !== page) return true;
        }
        return false;
    };
    const all = document.querySelectorAll(
        'main *, header *, nav *, footer *, dialog[open] *, .status *');
    for (const element of all) {
        if (element.closest('.visually-hidden, .skip, svg, [hidden]')) continue;
        const box = element.getBoundingClientRect();
        if (box.width === 0 || box.height === 0) continue;
        if ((box.right > page.clientWidth + 1 || box.left < -1) && !scrolls(element)) {
            const [left, right] = [box.left, box.right].map(Math.round);
            faults.push(`beside: ${name(element)} ${left}..${right}`);
        }
        const touched = element.matches('a[href], button, select, summary, textarea,'
            + 'input:not([type=radio]):not([type=checkbox]):not([type=hidden])');
        const style = getComputedStyle(element);
        const in_text = element.matches('a') && style.display === 'inline';
        if (touched && !in_text && (box.width < 24 || box.height < 24)) {
            const [width, height] = [box.width, box.height].map(Math.round);
            faults.push(`small: ${name(element)} ${width}x${height}`);
        }
    }
    return faults";

/// The faults of a path at this width, as sentences.
async fn faults(browser: &Browser, what: &str) -> Vec<String> {
    let faults = browser.run(FAULTS, json!([])).await;
    let faults = faults.as_array().cloned().unwrap_or_default();
    faults.iter().map(|fault| format!("{what}: {}", fault.as_str().unwrap_or_default())).collect()
}

async fn settle(browser: &Browser, address: &str) {
    browser.go(address).await;
    browser.wait_until_started().await;
    browser.wait_for("the screen", "return !!document.querySelector('h1')", WAIT).await;
}

/// Keeps a picture of the page for a person, when somebody asks for it.
pub(crate) async fn picture(browser: &Browser, name: &str) {
    if let Ok(folder) = std::env::var("TOURNEE_PICTURES") {
        let name = name.replace(['/', ' ', ','], "-");
        browser.screenshot(&std::path::Path::new(&folder).join(format!("{name}.png"))).await;
    }
}

/// Shows what a screen shows only after a tap.
async fn open_more(browser: &Browser, path: &str) {
    if path.starts_with("/demande/") {
        browser.click("button", "Ajouter un commentaire").await;
    } else if path == "/signaler" {
        browser.click("radio", "Ordinateur").await;
    }
}

async fn look_at(browser: &Browser, server: &Server, look: &str, paths: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    for path in paths {
        settle(browser, &format!("{}{path}", server.address())).await;
        picture(browser, &format!("{look}{path}")).await;
        found.extend(faults(browser, &format!("{path}, {look}")).await);
        open_more(browser, path).await;
        picture(browser, &format!("{look}{path}-more")).await;
        found.extend(faults(browser, &format!("{path} open, {look}")).await);
        scale(browser, "212.5%").await;
        picture(browser, &format!("{look}{path}-200")).await;
        found.extend(faults(browser, &format!("{path}, {look}, 200 %")).await);
    }
    found
}

const LOOKS: [(&str, Look); 4] = [
    ("320", Look::NARROW),
    ("390", Look::PHONE),
    ("390 dark", Look::PHONE.in_dark()),
    ("820", Look::TABLET),
];

#[tokio::test]
async fn a_technicians_screens_fit_at_every_width_and_size_of_text() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    let ticket = planned_ticket(&mut office).await;
    let visit = office.view().visits_of(&ticket.site).find(|visit| visit.is_ahead());
    let visit = visit.expect("the visit").id;
    let id = ticket.id;
    let own = [
        "/journee".to_owned(),
        "/saisies".to_owned(),
        "/compte".to_owned(),
        "/donnees-personnelles".to_owned(),
        format!("/passage/{visit}"),
        format!("/passage/{visit}/compte-rendu"),
        format!("/demande/{id}"),
    ];
    let mut found = Vec::new();
    for (name, look) in LOOKS {
        let browser = Browser::open(&folder.path().join(name), look).await;
        settle(&browser, &format!("{}/connexion", server.address())).await;
        found.extend(faults(&browser, &format!("/connexion, {name}")).await);
        sign_in(&browser, &server, TECHNICIAN).await;
        found.extend(look_at(&browser, &server, name, &own).await);
    }
    assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
}

#[tokio::test]
async fn a_schools_screens_fit_at_every_width_and_size_of_text() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    let ticket = a_ticket(office.view());
    let technician = account(office.view(), "Amina Rey");
    let visit = plan_visit(&mut office, &ticket.site, technician).await;
    let id = ticket.id;
    let own = [
        "/ecole".to_owned(),
        "/signaler".to_owned(),
        "/nos-demandes".to_owned(),
        "/notre-materiel".to_owned(),
        "/nos-enseignants".to_owned(),
        "/notre-budget".to_owned(),
        "/nos-commandes".to_owned(),
        "/saisies".to_owned(),
        format!("/passage/{visit}/compte-rendu"),
        format!("/demande/{id}"),
    ];
    let mut found = Vec::new();
    for (name, look) in LOOKS {
        let code = office.make_code(ticket.site.as_str()).await.expect("a code");
        let browser = Browser::open(&folder.path().join(name), look).await;
        settle(&browser, &format!("{}/activer", server.address())).await;
        found.extend(faults(&browser, &format!("/activer, {name}")).await);
        enrol(&browser, &server, &code).await;
        found.extend(look_at(&browser, &server, &format!("school {name}"), &own).await);
    }
    assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
}

/// Sets the size of text, in the way that a reader's own setting does.
async fn scale(browser: &Browser, size: &str) {
    let script = "document.documentElement.style.fontSize = arguments[0]; return true";
    browser.run(script, json!([size])).await;
}
