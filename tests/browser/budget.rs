//! The budget at the desk: from the annex of the deliberation to a year of it, with a December
//! order that is paid in January.

use crate::people::*;
use serde_json::json;
use std::path::Path;
use tempfile::TempDir;
use tests::browser::{Browser, Look};
use tests::server::Server;

/// Opens what makes an amount, by the beginning of its line's name and its column.
async fn ask_why(browser: &Browser, line: &str, column: &str) {
    let script = format!(
        "const all = [...document.querySelectorAll('table.data button')];
         const name = (one) => one.getAttribute('aria-label') ?? '';
         const cell = all.find((one) => name(one).startsWith({}) && name(one).includes({}));
         cell?.click(); return !!cell",
        json!(line),
        json!(format!(", {column}\u{a0}:")),
    );
    browser.wait_for(&format!("{line}, {column}"), &script, WAIT).await;
    browser.find("heading", "Pourquoi ce montant\u{a0}?").await;
}

/// Somebody who decides on money, at the desk of an empty database.
async fn coordinator(server: &Server, folder: &Path) -> Browser {
    let who = ["--mail", "budget@val.example", "--name", "Nadia", "--role", "coordinator"];
    let (made, said) = server.run(&[&["create-account"][..], &who].concat());
    assert!(made, "{said}");
    let password = said.trim().rsplit(' ').next().expect("a password").to_owned();
    let desk = Browser::open(folder, Look::DESK).await;
    desk.go(&format!("{}/connexion", server.address())).await;
    desk.wait_until_started().await;
    desk.fill("textbox", "Adresse e-mail", "budget@val.example").await;
    desk.fill("textbox", "Mot de passe", &password).await;
    desk.click("button", "Se connecter").await;
    desk.fill("textbox", "Nouveau mot de passe", "quatre-chats-sur-un-banc").await;
    desk.click("button", "Se connecter").await;
    wait_until_sent(&desk).await;
    desk
}

/// The annex, as printed.
async fn import_annex(desk: &Browser, server: &Server) {
    desk.go(&format!("{}/budget", server.address())).await;
    desk.wait_for_text("Aucune ligne n’est connue").await;
    is_accessible(desk, "an empty budget").await;
    desk.click("link", "Importer l’annexe ou les mandats").await;
    let annex = Path::new(env!("CARGO_MANIFEST_DIR")).join("../server/demo/budget_plan.csv");
    let annex = annex.canonicalize().expect("the annex");
    desk.give_file("input[type=file]", &annex.display().to_string()).await;
    desk.wait_for_text("28\u{a0}à créer, 0\u{a0}à modifier").await;
    desk.click("button", "Importer").await;
    desk.wait_for_text("Enregistré\u{a0}: l’import").await;
    wait_until_sent(desk).await;
}

/// Acceptance 1 and 5: the annex as printed, its rounding as a line of its own; a December order is
/// committed in its year, and paid from the credits of the next one.
#[tokio::test]
async fn the_annex_becomes_a_year_with_a_december_order_paid_in_january() {
    let server = Server::empty();
    let folder = TempDir::new().expect("a folder");
    let desk = coordinator(&server, &folder.path().join("desk")).await;
    import_annex(&desk, &server).await;

    desk.click("button", "Budget").await;
    desk.click("link", "Budget").await;
    desk.click("button", "2026").await;
    desk.wait_for_text("1\u{202f}395\u{202f}478,04\u{a0}€").await;
    desk.wait_for_text("889\u{202f}430,14\u{a0}€").await;
    desk.click("button", "5\u{a0}ans").await;
    desk.wait_for_text("6\u{202f}977\u{202f}390,19\u{a0}€").await;
    desk.wait_for_text("\u{2212}0,01\u{a0}€").await;
    desk.wait_for_text("\u{2212}0,02\u{a0}€").await;
    is_accessible(&desk, "the budget").await;

    desk.click("button", "Nouvel engagement").await;
    set(&desk, "Ligne", "2.5-I").await;
    set(&desk, "Année des crédits", "2026").await;
    set(&desk, "Fournisseur", "Fournisseur Alpha").await;
    set(&desk, "Montant TTC du bon de commande", "6 000,00").await;
    set(&desk, "Montant hors taxe", "5.000").await;
    set(&desk, "Signé le", "2026-12-10").await;
    answer(&desk, "Enregistrer").await;
    desk.wait_for_text("Un point suivi de trois chiffres se lit de deux façons").await;
    is_accessible(&desk, "an amount that can be read twice").await;
    set(&desk, "Montant hors taxe", "5 000,00").await;
    answer(&desk, "Enregistrer").await;
    wait_until_sent(&desk).await;

    desk.click("button", "2026").await;
    ask_why(&desk, "2.5 Appels", "engagé").await;
    desk.click("link", "Engagement Fournisseur Alpha").await;
    desk.find("heading", "Mandats").await;
    is_accessible(&desk, "a commitment").await;
    desk.click("button", "Noter un mandat").await;
    set(&desk, "Numéro du mandat", "M-2027-1").await;
    set(&desk, "Date", "2027-01-04").await;
    answer(&desk, "Enregistrer").await;
    wait_until_sent(&desk).await;
    desk.wait_for_text("Mandat M-2027-1").await;

    desk.go(&format!("{}/budget?annee=2027", server.address())).await;
    ask_why(&desk, "2.5 Appels", "mandaté").await;
    desk.wait_for_text("Mandat M-2027-1").await;
    desk.click("button", "Fermer").await;
    desk.click("button", "2026").await;
    ask_why(&desk, "2.5 Appels", "mandaté").await;
    desk.wait_for_text("Rien ne compte ici.").await;
}
