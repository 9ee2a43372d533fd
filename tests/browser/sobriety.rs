//! What is accounted for: the sobriety of a year with its file, and a statement with its word, its
//! definitions and its files.

use crate::people::*;
use serde_json::json;
use tempfile::TempDir;
use tests::browser::{Browser, Look};
use tests::server::Server;

/// The text of the file behind a link, as the browser downloads it.
async fn downloaded(browser: &Browser, link: &str) -> String {
    let script = format!(
        "const link = document.querySelector({});
         if (!link?.hasAttribute('download')) return 'no link to download';
         const answer = await fetch(link.href);
         return answer.ok ? await answer.text() : 'status ' + answer.status",
        json!(link),
    );
    browser.run(&script, json!([])).await.as_str().expect("text").to_owned()
}

/// S15, section 4: the life of devices stands first, then the two shares of law with their
/// objective, then the road; each with its definition and the day of its factors; and the file of
/// the yearly report says the same.
#[tokio::test]
async fn sobriety_tells_life_first_then_the_shares_of_law_and_its_file_the_same() {
    let server = Server::under_way();
    let folder = TempDir::new().expect("a folder");
    let browser = Browser::open(&folder.path().join("desk"), Look::DESK).await;
    sign_in(&browser, &server, COORDINATOR).await;
    browser.go(&format!("{}/sobriete", server.address())).await;
    browser.find("heading", "Durée de vie des appareils").await;
    let titles = "return [...document.querySelectorAll('main h2')].map((one) => one.innerText)";
    let titles = browser.run(titles, json!([])).await;
    let titles: Vec<_> = titles.as_array().expect("a list").iter().collect();
    assert_eq!(titles[0], "Durée de vie des appareils", "{titles:?}");
    let at = |name: &str| titles.iter().position(|title| *title == name).expect(name);
    let (reuse, bought) = (at("Réemploi"), at("Achats réemployés ou recyclés"));
    assert!(reuse < bought && bought < at("Kilomètres et CO2e des tournées"), "{titles:?}");
    browser.wait_for_text("objectif 50,0\u{a0}%").await;
    browser.wait_for_text("Les deux ensemble").await;
    // A figure with its definition and the factor behind it, opened by the keyboard.
    let open = "const all = [...document.querySelectorAll('main details summary')];
        const one = all.find((summary) => summary.innerText.includes('Facteurs')
            && summary.innerText.includes('Réemploi'));
        one?.focus(); return !!one";
    browser.wait_for("the factors of reuse", open, WAIT).await;
    browser.press("\u{e007}").await;
    browser.wait_for_text("Décret 2023-266 du 12 avril 2023").await;
    browser.wait_for_text("valable du").await;
    is_accessible(&browser, "sobriety with its factors open").await;
    let file = downloaded(&browser, "a[download='sobriete.csv']").await;
    for holds in ["Objectif de réemploi", "valable du 2025-01-01", "Kilomètres des tournées"] {
        assert!(file.contains(holds), "{holds} is not in {file}");
    }
    assert!(file.contains("démonstration, fictives"), "never exported as real");
    let declared = downloaded(&browser, "a[download='achats-agec.csv']").await;
    assert!(declared.contains("Matériel informatique et téléphonie"), "{declared}");
    browser.go(&format!("{}/sobriete/facteurs", server.address())).await;
    browser.wait_for_text("Objectif : réemploi des appareils retirés").await;
    browser.wait_for_text("Réemploi : âge limite au retrait").await;
}

/// S12, section 4: a statement is prepared with a word, its definitions are read by the keyboard,
/// and once it is frozen its files say the same word and the same hash.
#[tokio::test]
async fn a_statement_has_its_word_its_definitions_and_its_files() {
    const SAID: &str = "Une année de reprise, après les travaux.";
    let server = Server::under_way();
    let folder = TempDir::new().expect("a folder");
    let browser = Browser::open(&folder.path().join("desk"), Look::DESK).await;
    sign_in(&browser, &server, COORDINATOR).await;
    browser.go(&format!("{}/bilans", server.address())).await;
    browser.click("button", "Préparer un bilan").await;
    browser.click("radio", "Comité technique").await;
    let period = "const list = document.querySelector('dialog[open] select');
        if (!list?.options[1]) return false;
        list.value = list.options[1].value;
        list.dispatchEvent(new Event('change', { bubbles: true }));
        return true";
    browser.wait_for("the periods", period, WAIT).await;
    browser.fill("textbox", "Commentaire", SAID).await;
    answer(&browser, "Enregistrer").await;
    browser.wait_for_text("Chiffres de maintenant").await;
    browser.wait_for_text(SAID).await;
    wait_until_sent(&browser).await;
    let focus = "const one = document.querySelector('main .figure details summary');
        one?.focus(); return document.activeElement === one";
    browser.wait_for("a definition", focus, WAIT).await;
    browser.press("\u{e007}").await;
    let opened = "const one = document.querySelector('main .figure details');
        return one.open && one.innerText.includes('Calcul') && one.innerText.includes('Exclus')";
    browser.wait_for("its words", opened, WAIT).await;
    is_accessible(&browser, "a definition that is open").await;
    browser.click("button", "Figer le bilan").await;
    answer(&browser, "Figer le bilan").await;
    wait_until_sent(&browser).await;
    browser.wait_for_text("Empreinte").await;
    browser.wait_for_text(SAID).await;
    let file = downloaded(&browser, "a[download^='bilan-'][download$='.json']").await;
    assert!(file.contains(SAID), "{file}");
    let file = downloaded(&browser, "a[download^='bilan-'][download$='.csv']").await;
    assert!(file.contains("indicateur;version;valeur"), "{file}");
    let file = downloaded(&browser, "a[download^='bilan-'][download$='.pdf']").await;
    assert!(file.starts_with("%PDF-"), "a document");
}
