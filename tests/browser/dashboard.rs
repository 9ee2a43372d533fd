//! The dashboard with pictures: each plot says its figures and has its table, for the quarter and
//! for the year; printed and exported as it is seen.

use crate::people::*;
use crate::reflow::picture;
use serde_json::json;
use tempfile::TempDir;
use tests::browser::{Browser, Look};
use tests::server::Server;

/// The plots over time, before those of the lines of the budget.
const OVER_TIME: usize = 11;

/// Opens the dashboard of the dispatcher, and waits for its plots.
async fn open(browser: &Browser, server: &Server) {
    sign_in(browser, server, DISPATCHER).await;
    browser.go(&format!("{}/tableau-de-bord", server.address())).await;
    let drawn = format!("return document.querySelectorAll('.plot').length > {OVER_TIME}");
    browser.wait_for("the plots and the lines of the budget", &drawn, WAIT).await;
}

/// Changes from the quarter to the year, and opens the tables.
async fn show_the_year(browser: &Browser) {
    browser.click("radio", "L’année scolaire").await;
    let export = "return [...document.querySelectorAll('a[download]')]
        .some((one) => /evolution-annee\\.csv\\?quarter=/.test(one.href))";
    browser.wait_for("the export of the year", export, WAIT).await;
    let open = "document.querySelectorAll('.section details').forEach((one) => {
            one.open = true; }); return true";
    browser.run(open, json!([])).await;
}

/// Fails unless the file of the year has the numbers of its table, in its order.
async fn the_export_is_what_is_seen(browser: &Browser) {
    let both = "const link = [...document.querySelectorAll('a[download]')]
            .find((one) => /evolution-annee\\.csv\\?quarter=/.test(one.href));
        const text = await (await fetch(link.href)).text();
        const lines = text.trim().split('\\r\\n').slice(1).map((line) => line.split(';'));
        const table = [...document.querySelectorAll('.section')]
            .find((one) => one.querySelector('h2')?.innerText === 'Évolution')
            .querySelector('table');
        const digits = (text) => text.replace(/[^0-9,−-]/g, '').replace('−', '-');
        const seen = [...table.tBodies[0].rows].map((row) =>
            [...row.cells].slice(1).map((cell) => digits(cell.textContent)));
        // The last column says that it is a demonstration.
        const sent = lines.map((line) => line.slice(2, -1).map(digits));
        const are_said = lines.every((line) => line.at(-1).includes('fictives'));
        return [seen, sent, are_said]";
    let found = browser.run(both, json!([])).await;
    assert_eq!(found[2], json!(true), "{found}");
    assert!(found[0].as_array().is_some_and(|rows| !rows.is_empty()), "{found}");
    assert_eq!(found[0], found[1], "what is exported is what is seen");
}

/// Fails unless paper shows the plots, and nothing that only a screen can use.
async fn paper_shows_plots_alone(browser: &Browser) {
    browser.devtools("Emulation.setEmulatedMedia", json!({ "media": "print" })).await;
    let paper = "const plot = document.querySelector('.plot svg').getBoundingClientRect();
        const shown = (one) => one.getClientRects().length > 0;
        return [plot.width > 100 && plot.height > 20,
            [...document.querySelectorAll('.actions, .header, .toolbar, nav, button')]
                .filter(shown).map((one) => one.outerHTML.slice(0, 80)),
            [...document.querySelectorAll('.paper-only')].filter(shown)
                .map((one) => one.innerText.replace(/[0-9].*trimestre.*/, 'TRIMESTRE'))]";
    let found = browser.run(paper, json!([])).await;
    picture(browser, "dashboard-paper").await;
    let said = ["Démonstration\u{a0}: données fictives.", "TRIMESTRE"];
    assert_eq!(found, json!([true, [], said]), "and says of what it is");
    browser.devtools("Emulation.setEmulatedMedia", json!({ "media": "" })).await;
}

#[tokio::test]
async fn pictures_say_their_figures_and_are_printed_and_exported() {
    let server = Server::under_way();
    let folder = TempDir::new().expect("a folder");
    for (name, look) in [("narrow", Look::NARROW.in_dark()), ("office", Look::OFFICE)] {
        let browser = Browser::open(&folder.path().join(name), look).await;
        open(&browser, &server).await;
        let silent = "return [...document.querySelectorAll('.plot figcaption')]
            .map((one) => one.innerText)
            .filter((text) => !/: (aucun nombre|[−\\d].*)\\.$/.test(text))";
        let silent = browser.run(silent, json!([])).await;
        assert_eq!(silent, json!([]), "each plot says its figures");
        // S15, section 4: the life of devices stands first.
        let card = "const title = [...document.querySelectorAll('main h2')]
            .find((one) => one.innerText === 'Sobriété');
            return title.parentElement.querySelector('dt').innerText.startsWith('Âge moyen')";
        assert_eq!(browser.run(card, json!([])).await, json!(true));
        is_accessible(&browser, name).await;
        fits(&browser, name).await;
        reads_well(&browser, name).await;
        picture(&browser, &format!("dashboard-{name}")).await;
        show_the_year(&browser).await;
        is_accessible(&browser, "with its tables").await;
        fits(&browser, "with its tables").await;
        reads_well(&browser, "with its tables").await;
        picture(&browser, &format!("dashboard-{name}-year")).await;
        if name == "office" {
            the_export_is_what_is_seen(&browser).await;
            let budget = "return [...document.querySelectorAll('a[download^=budget-]')]
                .map((one) => one.download.replace(String(new Date().getFullYear()), 'YEAR'))";
            let files = ["budget-YEAR.csv", "budget-YEAR.xlsx", "budget-YEAR.pdf"];
            assert_eq!(browser.run(budget, json!([])).await, json!(files), "of this year");
            paper_shows_plots_alone(&browser).await;
        }
    }
}
