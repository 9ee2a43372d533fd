//! The dashboard with pictures: each plot says its figures and has its table, for the quarter and
//! for the year; printed and exported as it is seen.

use crate::people::*;
use serde_json::json;
use tempfile::TempDir;
use tests::browser::{Browser, Look};
use tests::server::Server;

/// The plots over time, before those of the lines of the budget.
const OVER_TIME: usize = 11;

#[tokio::test]
async fn pictures_say_their_figures_and_are_printed_and_exported() {
    let server = Server::under_way();
    let folder = TempDir::new().expect("a folder");
    for (name, look) in
        [("office", Look::OFFICE), ("narrow", Look::NARROW.in_dark()), ("phone", Look::PHONE)]
    {
        let browser = Browser::open(&folder.path().join(name), look).await;
        sign_in(&browser, &server, DISPATCHER).await;
        browser.go(&format!("{}/tableau-de-bord", server.address())).await;
        let drawn = format!("return document.querySelectorAll('.plot').length > {OVER_TIME}");
        browser.wait_for("the plots and the lines of the budget", &drawn, WAIT).await;
        let said = "return [...document.querySelectorAll('.plot figcaption')]
            .every((one) => /: (aucun nombre|[−\\d].*)\\.$/.test(one.innerText))";
        assert_eq!(browser.run(said, json!([])).await, json!(true), "each plot says its figures");
        is_accessible(&browser, name).await;
        fits(&browser, name).await;
        browser.click("radio", "L’année scolaire").await;
        let export = "return [...document.querySelectorAll('a[download]')]
            .some((one) => /evolution-annee\\.csv\\?quarter=/.test(one.href))";
        browser.wait_for("the export of the year", export, WAIT).await;
        let open = "document.querySelectorAll('.section details').forEach((one) => {
                one.open = true; }); return true";
        browser.run(open, json!([])).await;
        is_accessible(&browser, "with its tables").await;
        fits(&browser, "with its tables").await;
    }
}

/// What is exported are the numbers of the table, and paper shows plots without buttons.
#[tokio::test]
async fn the_export_has_the_numbers_of_the_table() {
    let server = Server::under_way();
    let folder = TempDir::new().expect("a folder");
    let browser = Browser::open(&folder.path().join("desk"), Look::OFFICE).await;
    sign_in(&browser, &server, DISPATCHER).await;
    browser.go(&format!("{}/tableau-de-bord", server.address())).await;
    browser.click("radio", "L’année scolaire").await;
    let export = "return [...document.querySelectorAll('a[download]')]
        .some((one) => /evolution-annee\\.csv\\?quarter=/.test(one.href))";
    browser.wait_for("the export of the year", export, WAIT).await;
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
        const sent = lines.map((line) => line.slice(2).map(digits));
        return [seen.length, seen.map((row) => row.map((cell) => cell === '–' ? '' : cell)), sent]";
    let found = browser.run(both, json!([])).await;
    assert!(found[0].as_u64() > Some(0), "{found}");
    assert_eq!(found[1], found[2], "what is exported is what is seen");
    browser.devtools("Emulation.setEmulatedMedia", json!({ "media": "print" })).await;
    let paper = "const plot = document.querySelector('.plot svg').getBoundingClientRect();
        const hidden = (one) => one.getClientRects().length === 0;
        return [plot.width > 100 && plot.height > 20,
            [...document.querySelectorAll('.actions, .header, .toolbar')].every(hidden)]";
    assert_eq!(browser.run(paper, json!([])).await, json!([true, true]));
}
