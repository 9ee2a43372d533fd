//! Nothing typed, chosen or drawn is lost before it is sent or thrown away: not by Escape, by
//! «back», by a reload, by a page that is killed behind the camera, by a browser that is killed.

use crate::people::*;
use serde_json::{Value, json};
use shared::id::TicketId;
use shared::visit;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tests::browser::{Browser, Look};
use tests::files;
use tests::server::Server;

const FOUND: &str = "Brouillon retrouvé";
const ESCAPE: &str = "\u{e00c}";
const COMMENT: &str = "Votre commentaire";
/// Whether a photo is shown in the form.
const PHOTO: &str = "return !!document.querySelector('form .photos img')";
const DIALOG_CLOSED: &str = "return !document.querySelector('dialog[open]')";
/// How much of the signature is drawn.
const INK: &str = "
    const canvas = document.querySelector('dialog canvas');
    if (!canvas) return false;
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    return data.filter((value, at) => at % 4 === 3 && value > 0).length";
/// Drawn with the pointer, as a finger does.
const DRAW: &str = "
    const canvas = document.querySelector('dialog canvas');
    const { left, top } = canvas.getBoundingClientRect();
    canvas.setPointerCapture = () => {};
    const send = (type, x, y) => canvas.dispatchEvent(new PointerEvent(type, {
        bubbles: true, cancelable: true, pointerId: 1, clientX: left + x, clientY: top + y,
    }));
    send('pointerdown', 20, 20);
    for (let at = 0; at < 30; at += 1) send('pointermove', 20 + 5 * at, 20 + (at % 7) * 8);
    send('pointerup', 170, 40);
    return true";

async fn open_dialog(phone: &Browser, page: &str, button: &str) {
    phone.go(page).await;
    phone.wait_until_started().await;
    phone.click("button", button).await;
}

/// The draft is there, and says so.
async fn is_back(browser: &Browser, name: &str, text: &str) {
    browser.wait_for_text(FOUND).await;
    assert_eq!(browser.value("textbox", name).await, text);
}

/// Waits until the element with that role and that name has the focus.
async fn has_focus(browser: &Browser, role: &str, name: &str) {
    let start = Instant::now();
    let wanted = (role.to_owned(), name.to_owned());
    loop {
        let focused = browser.focused().await;
        if focused == wanted {
            return;
        }
        assert!(start.elapsed() < WAIT, "{focused:?} has the focus, not {wanted:?}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn a_comment_with_its_photo_outlives_whatever_happens_and_is_sent_once() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    let ticket = planned_ticket(&mut office).await.id;
    let page = format!("{}/demande/{ticket}", server.address());
    let phone = Browser::open(&folder.path().join("phone"), Look::PHONE).await;
    sign_in(&phone, &server, TECHNICIAN).await;
    let phone = phone.close_and_reopen().await;

    open_dialog(&phone, &page, "Ajouter un commentaire").await;
    phone.fill("textbox", COMMENT, "Carte mère").await;
    phone.press(ESCAPE).await;
    phone.wait_for("the page", DIALOG_CLOSED, WAIT).await;
    phone.click("button", "Ajouter un commentaire").await;
    is_back(&phone, COMMENT, "Carte mère").await;

    phone.fill("textbox", COMMENT, "Carte mère à changer").await;
    phone.run("history.back()", json!([])).await;
    open_dialog(&phone, &page, "Ajouter un commentaire").await;
    is_back(&phone, COMMENT, "Carte mère à changer").await;

    // The page is killed behind the camera, then the whole browser.
    let path = photo(folder.path()).display().to_string();
    phone.give_file("dialog .photo-picker input[type=file]", &path).await;
    phone.wait_for("the photo", PHOTO, WAIT).await;
    phone.crash_page().await;
    open_dialog(&phone, &page, "Ajouter un commentaire").await;
    is_back(&phone, COMMENT, "Carte mère à changer").await;
    phone.wait_for("the photo", PHOTO, WAIT).await;
    is_accessible(&phone, "a draft").await;
    phone.fill("textbox", COMMENT, "Carte mère à changer, port 2").await;
    tokio::time::sleep(Duration::from_millis(700)).await;
    let phone = phone.crash_and_reopen().await;
    open_dialog(&phone, &page, "Ajouter un commentaire").await;
    is_back(&phone, COMMENT, "Carte mère à changer, port 2").await;
    phone.wait_for("the photo", PHOTO, WAIT).await;
    let kept = server.data().join("files");
    assert!(files::below(&kept).is_empty(), "a photo that no command names is never sent");

    phone.click("button", "Enregistrer").await;
    phone.wait_for_text("le commentaire est ajouté").await;
    wait_until_sent(&phone).await;
    let phone = phone.crash_and_reopen().await;
    open_dialog(&phone, &page, "Ajouter un commentaire").await;
    assert_eq!(phone.value("textbox", COMMENT).await, "", "what was sent does not come back");
    let start = Instant::now();
    while files::below(&kept).is_empty() {
        assert!(start.elapsed() < AGAIN, "the photo never arrives");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    office.sync().await.expect("the office hears of it");
    assert_eq!(comments(office.view(), ticket), ["Carte mère à changer, port 2"], "once");
}

/// A draft is its author's: who signs in on the same device after the session ended sees nothing of
/// it, and the author finds it again.
#[tokio::test]
async fn a_draft_is_shown_to_its_author_alone() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    let ticket = planned_ticket(&mut office).await.id;
    let page = format!("{}/demande/{ticket}", server.address());
    let shared = Browser::open(&folder.path().join("shared"), Look::DESK).await;
    sign_in(&shared, &server, DISPATCHER).await;
    open_dialog(&shared, &page, "Ajouter un commentaire").await;
    shared.fill("textbox", COMMENT, "À dire à la directrice").await;
    shared.press(ESCAPE).await;
    shared.wait_for("the page", DIALOG_CLOSED, WAIT).await;
    tokio::time::sleep(Duration::from_millis(700)).await;
    office.post("/api/v1/session/others/end", &json!({})).await.expect("the session is over");
    shared.go(&page).await;
    shared.wait_for_text("Votre session est terminée").await;

    sign_in(&shared, &server, COORDINATOR).await;
    open_dialog(&shared, &page, "Ajouter un commentaire").await;
    assert_eq!(shared.value("textbox", COMMENT).await, "", "another person's draft");
    shared.press(ESCAPE).await;
    shared.click("button", "Se déconnecter").await;
    shared.find("button", "Se connecter").await;
    sign_in(&shared, &server, DISPATCHER).await;
    open_dialog(&shared, &page, "Ajouter un commentaire").await;
    is_back(&shared, COMMENT, "À dire à la directrice").await;
}

/// The names, the capacity and the drawing of a signature, the words of a visit, the note of an
/// item: each for its visit.
#[tokio::test]
async fn what_is_written_and_drawn_on_a_visit_stays_with_it() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    let technician = account(office.view(), "Amina Rey");
    let site = a_school(office.view(), 7);
    let id = plan_visit(&mut office, &site, technician).await;
    let page = format!("{}/passage/{id}", server.address());
    let phone = Browser::open(&folder.path().join("phone"), Look::PHONE).await;
    sign_in(&phone, &server, TECHNICIAN).await;
    open_dialog(&phone, &page, "Démarrer le passage").await;
    phone.wait_for_text("le passage a démarré").await;
    phone.click("radio", "Problème").await;
    phone.fill("textbox", "Précisez le problème", "Prise arrachée").await;

    phone.click("button", "Faire signer").await;
    phone.fill("textbox", "Nom", "Mme Durand").await;
    phone.fill("textbox", "Fonction", "directrice").await;
    phone.wait_for("the drawing", DRAW, WAIT).await;
    let ink = phone.wait_for("the ink", INK, WAIT).await;
    phone.click("button", "Fermer et garder le brouillon").await;
    phone.click("button", "Ajouter une demande").await;
    phone.click("radio", "Internet et réseau").await;
    phone.fill("textbox", "La demande en une phrase", "Borne arrachée").await;
    phone.reload().await;

    open_dialog(&phone, &page, "Ajouter une demande").await;
    is_back(&phone, "La demande en une phrase", "Borne arrachée").await;
    let chosen = "return document.querySelector('dialog input[type=radio]:checked')
        ?.closest('label').innerText.trim()";
    assert_eq!(phone.run(chosen, json!([])).await, json!("Internet et réseau"));
    phone.click("button", "Enregistrer").await;
    phone.wait_for_text("la demande est ajoutée").await;

    open_dialog(&phone, &page, "Faire signer").await;
    is_back(&phone, "Nom", "Mme Durand").await;
    assert_eq!(phone.value("textbox", "Fonction").await, "directrice");
    assert_eq!(phone.wait_for("the ink", INK, WAIT).await, ink, "the same drawing");
    // Thrown away on purpose, brought back, and signed.
    phone.click("button", "Effacer le brouillon").await;
    phone.wait_for_text("Brouillon effacé").await;
    assert_eq!(phone.value("textbox", "Nom").await, "");
    phone.click("button", "Reprendre le brouillon").await;
    is_back(&phone, "Nom", "Mme Durand").await;
    phone.click("button", "Enregistrer la signature").await;
    phone.wait_for_text("le compte rendu est signé").await;
    wait_until_sent(&phone).await;
    office.sync().await.expect("the office hears of it");
    let made = &office.view().visits[&id];
    let signed = made.signature.as_ref().expect("a signature");
    assert_eq!((signed.name.as_str(), signed.capacity.as_str()), ("Mme Durand", "directrice"));
    assert!(signed.drawing.is_some());
    let noted = |one: &&visit::Checked| one.note == "Prise arrachée";
    assert_eq!(made.checklist.values().filter(noted).count(), 1);
}

/// Journey of a school's tablet: the form of an incident, its errors, and the way out.
#[tokio::test]
async fn a_half_typed_incident_waits_and_the_form_says_what_it_lacks() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    let site = a_school(office.view(), 5);
    let code = office.make_code(site.as_str()).await.expect("a code");
    let tablet = Browser::open(&folder.path().join("tablet"), Look::TABLET).await;
    enrol(&tablet, &server, &code).await;
    tablet.click("link", "Signaler un incident").await;

    // Empty: each error at its field, under its visible name; the first one has the focus.
    tablet.click("button", "Envoyer").await;
    tablet.wait_for_text("Touchez l’image de ce qui ne va pas.").await;
    has_focus(&tablet, "radio", "Vidéoprojecteur ou tableau").await;
    let wrong = "return [...document.querySelectorAll('[aria-invalid=true]')].map((field) => {
        const error = document.getElementById(field.getAttribute('aria-describedby')
            .split(' ').at(-1)).innerText;
        return [field.tagName, error];
    })";
    let wrong = tablet.run(wrong, json!([])).await;
    assert_eq!(wrong[0][0], json!("FIELDSET"));
    assert_eq!(wrong[1], json!(["TEXTAREA", "Dites en une phrase ce qui ne va pas."]));
    is_accessible(&tablet, "a form with errors").await;

    tablet.click("radio", "Imprimante").await;
    // Pasted beyond the end: nothing is cut, and the field says so.
    let long = "très long ".repeat(24);
    tablet.fill("textbox", "En une phrase", &long).await;
    tablet.wait_for_text("C’est trop long").await;
    tablet.wait_for_text("39\u{a0}caractères de trop").await;
    tablet.click("button", "Envoyer").await;
    has_focus(&tablet, "textbox", "En une phrase").await;
    assert_eq!(tablet.value("textbox", "En une phrase").await, long);
    tablet.fill("textbox", "En une phrase", "Le bac ne s’ouvre plus").await;
    tablet.fill("combobox", "Où\u{a0}?", "Salle 4").await;

    tablet.click("link", "Nos demandes").await;
    tablet.find("heading", "Nos demandes").await;
    tablet.run("history.back()", json!([])).await;
    is_back(&tablet, "En une phrase", "Le bac ne s’ouvre plus").await;
    assert_eq!(tablet.value("combobox", "Où\u{a0}?").await, "Salle 4");

    // Signing out asks, and can be refused; then the draft is still there.
    tablet.click("button", "Se déconnecter").await;
    tablet.wait_for_text("Il faudra un nouveau code d’activation").await;
    tablet.wait_for_text("Vos brouillons, avec leurs photos, seront effacés.").await;
    is_accessible(&tablet, "the question before signing out").await;
    tablet.click("button", "Rester connecté").await;
    has_focus(&tablet, "button", "Se déconnecter").await;
    assert_eq!(tablet.value("textbox", "En une phrase").await, "Le bac ne s’ouvre plus");
    tablet.click("button", "Se déconnecter").await;
    let leave = "document.querySelector('dialog[open] .button.primary').click(); return true";
    tablet.wait_for("the answer", leave, WAIT).await;
    tablet.find("heading", "Connexion").await;
    let words = "return Object.values(localStorage).some((text) => text.includes('Le bac'))";
    assert_eq!(tablet.run(words, json!([])).await, json!(false));
    let code = office.make_code(site.as_str()).await.expect("a code");
    enrol(&tablet, &server, &code).await;
    tablet.click("link", "Signaler un incident").await;
    assert_eq!(tablet.value("textbox", "En une phrase").await, "", "signing out erases it");
}

async fn wait_for_focus(browser: &Browser, script: &str) {
    let script = format!("const at = document.activeElement; return {script}");
    browser.wait_for(&format!("the focus: {script}"), &script, WAIT).await;
}

/// Buttons say what they do; required fields say so; the focus goes where the person would look
/// next, although the button that was pressed is gone.
#[tokio::test]
async fn dialogs_say_what_they_do_and_give_the_focus_back() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    let ticket: TicketId = planned_ticket(&mut office).await.id;
    let text = office.view().tickets[&ticket].text.clone();
    let page = format!("{}/demande/{ticket}", server.address());
    let phone = Browser::open(&folder.path().join("phone"), Look::NARROW).await;
    sign_in(&phone, &server, TECHNICIAN).await;

    open_dialog(&phone, &page, "Noter un travail").await;
    phone.click("button", "Enregistrer").await;
    phone.wait_for_text("Complétez «\u{a0}Ce qui a été fait\u{a0}».").await;
    phone.wait_for_text("Choisissez une durée.").await;
    let required = "return document.querySelector('dialog textarea').required
        && document.querySelector('dialog [role=radiogroup]').ariaRequired";
    assert_eq!(phone.run(required, json!([])).await, json!("true"));
    fits(&phone, "a dialog with errors").await;
    phone.press(ESCAPE).await;
    phone.wait_for("the page", DIALOG_CLOSED, WAIT).await;
    has_focus(&phone, "button", "Noter un travail").await;

    let about: Value = json!(text);
    phone.click("button", "Marquer comme résolue").await;
    let confirm = "const all = [...document.querySelectorAll('dialog[open] button')];
        all.find((one) => one.innerText === 'Marquer comme résolue').click(); return true";
    phone.wait_for("the dialog", confirm, WAIT).await;
    phone.wait_for_text("la demande est résolue").await;
    wait_for_focus(&phone, &format!("at.innerText.trim() === {about}.trim()")).await;

    let office_page = Browser::open(&folder.path().join("desk"), Look::DESK).await;
    sign_in(&office_page, &server, DISPATCHER).await;
    office_page.go(&page).await;
    office_page.wait_until_started().await;
    let open = "const more = document.querySelector('details');
        if (more) more.open = true; return !!more";
    office_page.wait_for("what is rare", open, WAIT).await;
    office_page.click("button", "Annuler la demande").await;
    office_page.find("button", "Garder la demande").await;
    assert!(office_page.all("button", "Annuler").await.is_empty());
    office_page.click("button", "Garder la demande").await;
    office_page.wait_for("the page", DIALOG_CLOSED, WAIT).await;
    office.sync().await.expect("the office is up to date");
    assert!(office.view().tickets[&ticket].is_open(), "kept");

    // «Aller au contenu» moves the focus as well as the page.
    office_page.run("document.querySelector('.skip').focus()", json!([])).await;
    office_page.press("\u{e007}").await;
    wait_for_focus(&office_page, "at.id === 'content'").await;
}
