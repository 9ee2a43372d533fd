//! The budget at the desk after the annex: a vote with the credits of a year, a line above its
//! estimate with a written reason, a credit note, and what is settled.

use crate::budget::{ask_why, coordinator, import_annex, items, save};
use crate::people::*;
use serde_json::json;
use tempfile::TempDir;
use tests::browser::Browser;
use tests::server::Server;

/// A vote changes the credits of a line in one year; it is read where it counts, with all votes.
async fn a_vote(desk: &Browser, server: &Server) {
    desk.go(&format!("{}/budget?annee=2026", server.address())).await;
    desk.wait_until_started().await;
    desk.click("button", "Enregistrer un vote").await;
    set(desk, "Ligne", "2.4-I").await;
    set(desk, "Date", "2026-02-05").await;
    set(desk, "Année des crédits", "2026").await;
    set(desk, "Crédits de l’année", "200 000,00").await;
    answer(desk, "Enregistrer").await;
    let is_wrong = "return document.querySelector('dialog[open] [aria-invalid=true]')
        === document.activeElement";
    desk.wait_for("the focus on the reference that is lacking", is_wrong, WAIT).await;
    is_accessible(desk, "a vote without its reference").await;
    set(desk, "Référence", "Décision modificative n° 1").await;
    save(desk).await;
    ask_why(desk, "2.4 ", "voté").await;
    desk.wait_for_text("200\u{202f}000,00\u{a0}€").await;
    let open = "const link = document.querySelector('dialog[open] a[href^=\"/budget/ligne/\"]');
        link?.click(); return !!link";
    desk.wait_for("the line", open, WAIT).await;
    desk.find("heading", "Votes").await;
    desk.wait_for_text("Décision modificative n° 1").await;
    is_accessible(desk, "a line with its votes").await;
    fits(desk, "a line with its votes").await;
}

/// Writes a commitment in the open dialog.
async fn write_commitment(desk: &Browser, line: &str, supplier: &str, all: &str) {
    desk.click("button", "Nouvel engagement").await;
    set(desk, "Ligne", line).await;
    set(desk, "Année des crédits", "2026").await;
    set(desk, "Fournisseur", supplier).await;
    set(desk, "Montant TTC du bon de commande", all).await;
    set(desk, "Montant hors taxe", "500,00").await;
    set(desk, "Signé le", "2026-12-10").await;
}

/// Acceptance 4: a line is an estimate. Beyond it by 10,000.00 it is refused without a reason, and
/// with one it is taken, and said in the table and in its export.
async fn a_line_above_its_estimate(desk: &Browser, server: &Server) {
    desk.go(&format!("{}/budget?annee=2026", server.address())).await;
    desk.wait_until_started().await;
    write_commitment(desk, "2.5-I", "Fournisseur Alpha", "2 561 445,35").await;
    answer(desk, "Enregistrer").await;
    desk.wait_for_text("Cela dépasse la ligne 2.5 investissement de 10\u{202f}000,00\u{a0}€").await;
    is_accessible(desk, "a line above its estimate").await;
    set(desk, "Pourquoi dépasser la ligne", "Marché révisé").await;
    save(desk).await;
    let said = "dépasse de 10\u{202f}000,00\u{a0}€\u{a0}: Marché révisé";
    desk.wait_for_text(said).await;
    let export = "const answer = await fetch('/api/v1/export/budget-2026.csv');
        const lines = (await answer.text()).split('\\r\\n');
        return lines.filter((line) => line.includes(';10000,00;Marché révisé')).length";
    assert_eq!(desk.run(export, json!([])).await, json!(1), "flagged in the export");
    is_accessible(desk, "a budget with a line above its estimate").await;
    fits(desk, "a budget with a line above its estimate").await;
}

/// A credit note names the payment that it corrects; what is settled gives back its rest.
async fn a_credit_note_and_the_end(desk: &Browser) {
    write_commitment(desk, "2.4-I", "Fournisseur Bravo", "1 000,00").await;
    save(desk).await;
    ask_why(desk, "2.4 ", "engagé").await;
    desk.click("link", "Engagement Fournisseur Bravo").await;
    desk.find("heading", "Mandats").await;
    for (number, amount, corrects) in [("M-1", "800,00", ""), ("A-1", "300,00", "M-9")] {
        desk.click("button", "Noter un mandat").await;
        set(desk, "Numéro du mandat", number).await;
        set(desk, "Date", "2026-12-15").await;
        set(desk, "Montant TTC", amount).await;
        set(desk, "Mandat corrigé", corrects).await;
        answer(desk, "Enregistrer").await;
        if corrects.is_empty() {
            desk.wait_for_text("M-1 · ").await;
        }
    }
    desk.wait_for_text("indiquez le numéro du mandat qu’il corrige").await;
    is_accessible(desk, "a credit note of no payment").await;
    set(desk, "Mandat corrigé", "M-1").await;
    save(desk).await;
    desk.wait_for_text("\u{2212}300,00\u{a0}€").await;
    assert_eq!(items(desk, "A-1").await, 1, "once");
    desk.click("button", "Solder").await;
    desk.wait_for_text("Soldé, 500,00\u{a0}€ rendus").await;
    let gone = "return ![...document.querySelectorAll('main button')]
        .some((one) => /^(Solder|Noter un mandat|Modifier le montant)$/.test(one.innerText))";
    desk.wait_for("nothing to do any more", gone, WAIT).await;
    is_accessible(desk, "what is settled").await;
    desk.click("link", "Budget").await;
    for column in ["engagé", "mandaté"] {
        ask_why(desk, "2.4 ", column).await;
        desk.wait_for_text("500,00\u{a0}€").await;
        desk.press("\u{e00c}").await;
    }
}

#[tokio::test]
async fn votes_reasons_credit_notes_and_ends_are_entered_at_the_desk() {
    let server = Server::empty();
    let folder = TempDir::new().expect("a folder");
    let desk = coordinator(&server, &folder.path().join("desk")).await;
    import_annex(&desk, &server).await;
    a_vote(&desk, &server).await;
    a_line_above_its_estimate(&desk, &server).await;
    a_credit_note_and_the_end(&desk).await;
}
