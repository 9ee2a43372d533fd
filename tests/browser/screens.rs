//! Every screen: no fault for axe-core in light and in dark, nothing wider than 320 px.

use crate::people::*;
use tempfile::TempDir;
use tests::browser::{Browser, Look};
use tests::server::Server;

const OPEN: [&str; 5] =
    ["/connexion", "/activer", "/accessibilite", "/donnees-personnelles", "/plan-du-site"];
const DESK: [&str; 36] = [
    "/appels",
    "/couverture",
    "/planning",
    "/planning/feuilles",
    "/demandes",
    "/demandes/nouvelle",
    "/commandes",
    "/commandes/catalogue",
    "/commandes/campagnes",
    "/prets",
    "/prets?vue=semaines",
    "/prets?vue=stock",
    "/parc",
    "/parc/etiquettes?nature=board",
    "/fin-de-vie",
    "/renouvellement",
    "/enseignants",
    "/importer",
    "/appareils",
    "/prevenir",
    "/tableau-de-bord",
    "/bilans",
    "/sobriete",
    "/sobriete/facteurs",
    "/abonnements",
    "/formations",
    "/budget",
    "/ecoles",
    "/commencer",
    "/compte/securite",
    "/actualites",
    "/comptes",
    "/reglages",
    "/journal",
    "/saisies",
    "/compte",
];

/// Looks at each path, in this browser.
async fn check(browser: &Browser, server: &Server, look: &str, paths: &[String]) {
    let mut cut = Vec::new();
    for path in paths {
        browser.go(&format!("{}{path}", server.address())).await;
        browser.wait_until_started().await;
        let settled = "return !!document.querySelector('h1')";
        browser.wait_for("the screen", settled, WAIT).await;
        let what = format!("{path}, {look}");
        is_accessible(browser, &what).await;
        fits(browser, &what).await;
        cut.extend(crate::seen::cut_when_spaced(browser, &what).await);
    }
    assert!(cut.is_empty(), "text is cut once it is spaced:\n{}", cut.join("\n"));
}

/// Every line of «Plan du site» opens a screen.
async fn map_leads_to_screens(browser: &Browser, server: &Server) {
    browser.go(&format!("{}/plan-du-site", server.address())).await;
    let links = "const all = [...document.querySelectorAll('.site-map a')];
        return all.length > 0 && all.map((link) => link.pathname)";
    let links = browser.wait_for("the lines of the map", links, WAIT).await;
    for link in links.as_array().expect("addresses") {
        let link = link.as_str().expect("an address");
        browser.go(&format!("{}{link}", server.address())).await;
        let title = "return document.querySelector('h1')?.innerText";
        let title = browser.wait_for("the screen", title, WAIT).await;
        assert_ne!(title, "Page introuvable", "{link}");
    }
}

fn paths(paths: &[&str]) -> Vec<String> {
    paths.iter().map(|path| (*path).to_owned()).collect()
}

#[tokio::test]
async fn every_screen_of_the_desk_is_accessible() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    for (name, look) in [("narrow", Look::NARROW), ("dark", Look::DESK.in_dark())] {
        let browser = Browser::open(&folder.path().join(name), look).await;
        check(&browser, &server, name, &paths(&OPEN)).await;
        sign_in(&browser, &server, COORDINATOR).await;
        check(&browser, &server, name, &paths(&DESK)).await;
        if name == "dark" {
            map_leads_to_screens(&browser, &server).await;
        }
    }
}

#[tokio::test]
async fn every_screen_of_a_technician_is_accessible() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    let site = a_school(office.view(), 9);
    let technician = account(office.view(), "Amina Rey");
    let visit = plan_visit(&mut office, &site, technician).await;
    let ticket = office.view().tickets.values().find(|ticket| ticket.is_open());
    let ticket = ticket.expect("a ticket of the demonstration").id;
    let own = [
        "/journee".to_owned(),
        "/saisies".to_owned(),
        format!("/passage/{visit}"),
        format!("/passage/{visit}/compte-rendu"),
        format!("/demande/{ticket}"),
        "/ecoles".to_owned(),
        format!("/ecoles/{site}"),
        format!("/ecoles/{site}?imprevu=oui"),
    ];
    for (name, look) in [("narrow", Look::NARROW), ("dark", Look::PHONE.in_dark())] {
        let browser = Browser::open(&folder.path().join(name), look).await;
        sign_in(&browser, &server, TECHNICIAN).await;
        check(&browser, &server, name, &own).await;
        if name == "dark" {
            map_leads_to_screens(&browser, &server).await;
        }
    }
}

#[tokio::test]
async fn every_screen_of_a_school_and_of_an_observer_is_accessible() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    let site = a_school(office.view(), 11);
    for (name, look) in [("narrow", Look::NARROW), ("dark", Look::TABLET.in_dark())] {
        let code = office.make_code(site.as_str()).await.expect("a code");
        let browser = Browser::open(&folder.path().join(name), look).await;
        enrol(&browser, &server, &code).await;
        let own = [
            "/ecole",
            "/signaler",
            "/nos-demandes",
            "/appels-a-projets",
            "/emprunter",
            "/notre-budget",
            "/nos-commandes",
            "/notre-materiel",
            "/nos-enseignants",
            "/saisies",
        ];
        check(&browser, &server, name, &paths(&own)).await;
        if name == "dark" {
            map_leads_to_screens(&browser, &server).await;
        }
    }
    let browser = Browser::open(&folder.path().join("observer"), Look::NARROW).await;
    sign_in(&browser, &server, OBSERVER).await;
    check(&browser, &server, "observer", &paths(&["/tableau-de-bord", "/couverture", "/bilans"]))
        .await;
}
