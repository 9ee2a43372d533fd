//! The second factor on the screen, where the authority asks for it.

use crate::people::*;
use serde_json::json;
use tempfile::TempDir;
use tests::browser::{Browser, Look};
use tests::server::Server;

/// What a program for second factors shows now, from the secret that the page shows (RFC 6238).
const CODE: &str = "
    const secret = document.querySelector('.code').innerText.replace(/[^A-Z2-7]/g, '');
    const bits = [...secret]
        .map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0'))
        .join('');
    const key = new Uint8Array(Math.floor(bits.length / 8))
        .map((_, at) => parseInt(bits.slice(8 * at, 8 * at + 8), 2));
    const step = new DataView(new ArrayBuffer(8));
    step.setBigUint64(0, BigInt(Math.floor(Date.now() / 30000)));
    const hmac = { name: 'HMAC', hash: 'SHA-1' };
    crypto.subtle.importKey('raw', key, hmac, false, ['sign'])
        .then((key) => crypto.subtle.sign('HMAC', key, step.buffer))
        .then((signed) => {
            const hash = new DataView(signed);
            const four = hash.getUint32(hash.getUint8(19) & 15) & 0x7fffffff;
            window.codeShown = String(four % 1000000).padStart(6, '0');
        });
    return true";

/// A dispatcher who has no second factor yet is told so, gets nothing else done, adds one, and is
/// at work at once: what they typed meanwhile goes.
#[tokio::test]
async fn a_desk_that_must_have_a_second_factor_adds_it_and_goes_on() {
    let asked = ("TOURNEE_REQUIRE_SECOND_FACTOR", "desk".to_owned());
    let mut server = Server::stopped(None).with_environment(&[asked]);
    server.start(&["--demo=unplanned"]);
    let folder = TempDir::new().expect("a folder");
    let browser = Browser::open(&folder.path().join("desk"), Look::DESK).await;
    browser.go(&format!("{}/connexion", server.address())).await;
    browser.wait_until_started().await;
    browser.fill("textbox", "Adresse e-mail", DISPATCHER).await;
    browser.fill("textbox", "Mot de passe", PASSWORD).await;
    browser.click("button", "Se connecter").await;
    browser.wait_for_text("Votre collectivité demande un deuxième facteur").await;
    browser.click("link", "Activer le deuxième facteur").await;
    browser.fill("textbox", "Mot de passe actuel", PASSWORD).await;
    browser.click("button", "Activer le deuxième facteur").await;
    browser.wait_for("the secret", "return !!document.querySelector('p.code')", WAIT).await;
    browser.run(CODE, json!([])).await;
    browser.wait_for("the code", "return !!window.codeShown", WAIT).await;
    let code = browser.run("return window.codeShown", json!([])).await;
    browser.fill("textbox", "Code de l’application", code.as_str().expect("six digits")).await;
    browser.click("button", "Vérifier et activer").await;
    browser.wait_for_text("Le deuxième facteur est actif").await;
    browser.wait_for_text("Tout est envoyé").await;
    let told = "return !document.body.innerText.includes('Votre collectivité demande')";
    browser.wait_for("the notice to be gone", told, WAIT).await;
    browser.click("link", "Couverture").await;
    browser.wait_for_text("277\u{a0}établissements affichés").await;
}
