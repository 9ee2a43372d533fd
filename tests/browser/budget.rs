//! The budget at the desk: from the annex of the deliberation to a year of it, with a December
//! order that is paid in January.

use crate::people::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use serde_json::json;
use std::path::Path;
use tempfile::TempDir;
use tests::browser::{Browser, Look};
use tests::server::Server;

/// From now on each answer of the server is lost on its way: what was sent has arrived.
const LOSE_ANSWERS: &str = "const fetched = window.fetch;
    window.findAnswers = () => { window.fetch = fetched };
    window.fetch = async (...all) => {
        await fetched.apply(window, all);
        throw new TypeError('cut');
    }";

/// The sentence about money that no server decided, in the dialog that stays open.
const UNDECIDED: &str = "Le budget se décide avec le serveur";

/// How many commands of the device wait to be sent.
const WAITING: &str = "return new Promise((done) => {
    const opening = indexedDB.open('tournee');
    opening.onsuccess = () => {
        const all = opening.result.transaction('outbox').objectStore('outbox').getAll();
        all.onsuccess = () => {
            opening.result.close();
            done(all.result.filter((one) => one.includes('\"waiting\"')).length);
        };
    };
})";

/// Presses «Enregistrer» in the open dialog, which closes once the server has decided.
pub(crate) async fn save(desk: &Browser) {
    answer(desk, "Enregistrer").await;
    let closed = "return !document.querySelector('dialog[open]')";
    desk.wait_for("the dialog to close", closed, WAIT).await;
}

/// How many list items of the page begin with a text.
pub(crate) async fn items(desk: &Browser, text: &str) -> usize {
    let script = "return [...document.querySelectorAll('main li')]
        .filter((one) => one.innerText.trim().startsWith(arguments[0])).length";
    let found = desk.run(script, json!([text])).await;
    usize::try_from(found.as_u64().expect("a number")).expect("a small number")
}

/// Opens what makes an amount, by the beginning of its line's name and its column.
pub(crate) async fn ask_why(browser: &Browser, line: &str, column: &str) {
    let script = format!(
        "const all = [...document.querySelectorAll('table.data button')];
         const name = (one) => one.getAttribute('aria-label') ?? '';
         const cell = all.find((one) => name(one).startsWith({}) && name(one).includes({}));
         cell?.focus(); cell?.click(); return !!cell",
        json!(line),
        json!(format!(", {column}\u{a0}:")),
    );
    browser.wait_for(&format!("{line}, {column}"), &script, WAIT).await;
    browser.find("heading", "Pourquoi ce montant\u{a0}?").await;
}

/// Somebody who decides on money, at the desk of an empty database.
pub(crate) async fn coordinator(server: &Server, folder: &Path) -> Browser {
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
pub(crate) async fn import_annex(desk: &Browser, server: &Server) {
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

/// Money is decided with the server alone. It has just stopped and the app does not know yet: a
/// sentence says so, nothing waits on the device, and the form outlives the page.
async fn without_a_server(desk: &Browser, server: &mut Server) {
    desk.wait_until_role_kept().await;
    server.kill();
    answer(desk, "Enregistrer").await;
    desk.wait_for_text(UNDECIDED).await;
    is_accessible(desk, "money without a server").await;
    desk.reload().await;
    desk.wait_until_started().await;
    desk.wait_for_text("Pas de réseau").await;
    assert_eq!(desk.run(WAITING, json!([])).await, 0, "no command of money waits on a device");
    desk.click("button", "Nouvel engagement").await;
    let kept = "return [...document.querySelectorAll('dialog[open] input')]
        .some((field) => field.value === 'Fournisseur Alpha')";
    desk.wait_for("the draft", kept, WAIT).await;
    server.start(&[]);
}

/// The server decides, and its answer is lost: what is given again counts once; what is changed
/// meanwhile is not added to it unseen.
async fn answers_are_lost(desk: &Browser) {
    desk.click("button", "Noter un mandat").await;
    set(desk, "Numéro du mandat", "M-2027-1").await;
    set(desk, "Date", "2027-01-04").await;
    desk.run(LOSE_ANSWERS, json!([])).await;
    answer(desk, "Enregistrer").await;
    desk.wait_for_text(UNDECIDED).await;
    desk.run("window.findAnswers()", json!([])).await;
    save(desk).await;
    desk.wait_for_text("Mandat M-2027-1").await;
    wait_until_sent(desk).await;
    assert_eq!(items(desk, "M-2027-1").await, 1, "once");

    desk.click("button", "Modifier le montant").await;
    set(desk, "De combien", "100").await;
    set(desk, "Motif", "Révision").await;
    desk.run(LOSE_ANSWERS, json!([])).await;
    answer(desk, "Enregistrer").await;
    desk.wait_for_text(UNDECIDED).await;
    // The page forgets; the device knows that one is under way.
    desk.reload().await;
    desk.click("button", "Modifier le montant").await;
    set(desk, "De combien", "200").await;
    answer(desk, "Enregistrer").await;
    desk.wait_for_text("Votre envoi précédent était bien arrivé").await;
    is_accessible(desk, "an answer that was lost").await;
    answer(desk, "Fermer et garder le brouillon").await;
    desk.wait_for_text("6\u{202f}100,00\u{a0}€").await;
}

/// A workbook of the finance system: a title, real days and numbers, a row of sums.
fn finance_workbook(path: &Path, paid: f64) {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let day = Format::new().set_num_format("dd/mm/yyyy");
    let on = |month, day| ExcelDateTime::from_ymd(2026, month, day).expect("a day");
    let names = [
        "Exercice",
        "Opération",
        "N_engagement",
        "Date_engagement",
        "Tiers",
        "Objet",
        "Montant_engage_TTC",
        "Montant_HT",
        "N_mandat",
        "Date_mandat",
        "Montant_mandate_TTC",
        "Ligne",
    ];
    sheet.write_string(0, 0, "Extraction du 12 mars 2026").expect("a title");
    for (column, name) in (0_u16..).zip(names) {
        sheet.write_string(2, column, name).expect("a name");
    }
    sheet.write_number(3, 0, 2026.0).expect("a number");
    for (column, text) in [(1, "29"), (2, "E-17"), (4, "Fournisseur Béta"), (5, "Tablettes")] {
        sheet.write_string(3, column, text).expect("a text");
    }
    for (column, number) in [(6, 1_200.5), (7, 1_000.42), (10, paid)] {
        sheet.write_number(3, column, number).expect("a number");
    }
    sheet.write_datetime_with_format(3, 3, on(3, 2), &day).expect("a day");
    sheet.write_datetime_with_format(3, 9, on(3, 10), &day).expect("a day");
    sheet.write_string(3, 8, "M-41").expect("a text").write_string(3, 11, "2.5").expect("a line");
    sheet.write_string(4, 0, "TOTAL").expect("a sum").write_number(4, 6, 1_200.5).expect("a sum");
    book.save(path).expect("a workbook");
}

/// Acceptance 8: a promise that is tied to a line, of which a part has come.
async fn a_grant_tied_to_a_line(desk: &Browser) {
    desk.click("link", "Budget").await;
    desk.click("button", "Ajouter une recette").await;
    set(desk, "Financeur", "FEDER").await;
    set(desk, "Notifié le", "2026-01-15").await;
    set(desk, "Montant notifié", "1 246 000,00").await;
    set(desk, "Dernier jour pour justifier", "2027-06-30").await;
    let tick = "const all = [...document.querySelectorAll('dialog[open] label.tick')];
        const line = all.find((one) => one.innerText.trim().startsWith('2.5 '));
        line?.querySelector('input').click(); return !!line";
    desk.wait_for("the line that it is for", tick, WAIT).await;
    is_accessible(desk, "a promise").await;
    save(desk).await;
    desk.wait_for_text("pour 2.5 investissement").await;
    desk.click("button", "Noter un encaissement\u{a0}: FEDER").await;
    set(desk, "Numéro du titre", "T-1").await;
    set(desk, "Date", "2026-02-16").await;
    set(desk, "Montant TTC", "1 100 000,00").await;
    desk.press("\u{e007}").await;
    desk.wait_for_text("146\u{202f}000,00\u{a0}€ à recevoir").await;
}

/// Acceptance 6, with a workbook: the file is taken in once, again it changes nothing, and a
/// payment that was put right changes one row.
#[tokio::test]
async fn the_workbook_of_the_finance_system_is_taken_in_once() {
    let server = Server::empty();
    let folder = TempDir::new().expect("a folder");
    let desk = coordinator(&server, &folder.path().join("desk")).await;
    import_annex(&desk, &server).await;
    let path = folder.path().join("mandats.xlsx");
    for (paid, told) in [
        (600.25, "1\u{a0}à créer, 0\u{a0}à modifier"),
        (600.25, "0\u{a0}à créer, 0\u{a0}à modifier"),
        (650.0, "0\u{a0}à créer, 1\u{a0}à modifier"),
    ] {
        finance_workbook(&path, paid);
        desk.go(&format!("{}/importer", server.address())).await;
        desk.wait_for_text("Choisir un fichier").await;
        desk.give_file("input[type=file]", &path.display().to_string()).await;
        desk.wait_for_text("L’export du système financier").await;
        desk.wait_for_text(told).await;
        desk.wait_for_text("1\u{a0}ligne de totaux").await;
        is_accessible(&desk, "a workbook").await;
        if told.starts_with('0') && told.contains(", 0") {
            desk.wait_for_text("Tout ce que contient ce fichier est déjà connu").await;
            continue;
        }
        desk.click("button", "Importer").await;
        desk.wait_for_text("Enregistré\u{a0}: l’import").await;
    }
    desk.go(&format!("{}/budget?annee=2026", server.address())).await;
    ask_why(&desk, "2.5 Appels", "mandaté").await;
    desk.wait_for_text("650,00\u{a0}€").await;
    desk.click("link", "Mandat M-41, engagement E-17 (Fournisseur Béta)").await;
    desk.wait_for_text("corrigé\u{a0}: 650,00\u{a0}€ au lieu de 600,25\u{a0}€").await;
    a_grant_tied_to_a_line(&desk).await;
    std::fs::write(&path, b"PK\x03\x04[Content_Types].xml").expect("a file");
    desk.go(&format!("{}/importer", server.address())).await;
    desk.wait_for_text("Choisir un fichier").await;
    desk.give_file("input[type=file]", &path.display().to_string()).await;
    desk.wait_for_text("Ce classeur ne peut pas être lu").await;
}

/// Acceptance 1 and 5: the annex as printed, its rounding as a line of its own; a December order is
/// committed in its year, and paid from the credits of the next one.
#[tokio::test]
async fn the_annex_becomes_a_year_with_a_december_order_paid_in_january() {
    let mut server = Server::empty();
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
    without_a_server(&desk, &mut server).await;
    save(&desk).await;

    desk.click("button", "2026").await;
    ask_why(&desk, "2.5 Appels", "engagé").await;
    assert_eq!(desk.all("link", "Engagement Fournisseur Alpha").await.len(), 1, "once");
    desk.click("link", "Engagement Fournisseur Alpha").await;
    desk.find("heading", "Mandats").await;
    is_accessible(&desk, "a commitment").await;
    answers_are_lost(&desk).await;

    desk.go(&format!("{}/budget?annee=2027", server.address())).await;
    ask_why(&desk, "2.5 Appels", "mandaté").await;
    desk.wait_for_text("Mandat M-2027-1").await;
    // By keyboard: Escape closes it, and the focus is back on the amount.
    desk.press("\u{e00c}").await;
    let back = "return !document.querySelector('dialog[open]')
        && (document.activeElement.getAttribute('aria-label') ?? '').startsWith('2.5 Appels')";
    desk.wait_for("the focus on the amount", back, WAIT).await;
    desk.click("button", "2026").await;
    ask_why(&desk, "2.5 Appels", "mandaté").await;
    desk.wait_for_text("Rien ne compte ici.").await;
}
