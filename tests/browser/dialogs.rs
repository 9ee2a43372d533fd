//! Every dialog of budget, subscriptions and calls, by keys alone: it opens by Enter, holds the
//! focus, has no fault for axe-core in light and in dark, fits a narrow screen, closes by Escape,
//! and gives the focus back to the button that opened it.

use crate::people::*;
use crate::reflow::picture;
use serde_json::json;
use shared::budget::CommitmentState;
use shared::campaign::{CampaignKind, CampaignState};
use shared::subscription::{Stage, SubscriptionKind};
use tempfile::TempDir;
use tests::browser::{Browser, Look};
use tests::device::Device;
use tests::server::Server;

const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";
const TAB: &str = "\u{e004}";

/// Gives the focus to the first button of the page whose name begins like that; whether there is
/// one.
const FOCUS: &str = "const name = (one) => one.getAttribute('aria-label') ?? one.innerText.trim();
    const all = [...document.querySelectorAll('main button')];
    const button = all.find((one) => name(one).startsWith(arguments[0]));
    button?.focus();
    return !!button && document.activeElement === button";
const HOLDS_FOCUS: &str = "const open = document.querySelector('dialog[open]');
    return !!open && open !== document.activeElement && open.contains(document.activeElement)";
const GAVE_BACK: &str = "const one = document.activeElement;
    return !document.querySelector('dialog[open]')
        && (one.getAttribute('aria-label') ?? one.innerText).trim().startsWith(arguments[0])";

/// Opens a dialog by keys, looks at it, and leaves it.
async fn by_keys(desk: &Browser, look: &str, button: &str) {
    let what = format!("{button}, {look}");
    let mut found = false;
    for _ in 0..100 {
        found = desk.run(FOCUS, json!([button])).await == json!(true);
        if found {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    assert!(found, "{what}: no button");
    desk.press(ENTER).await;
    desk.wait_for("the dialog", "return !!document.querySelector('dialog[open] h2')", WAIT).await;
    desk.press(TAB).await;
    assert_eq!(desk.run(HOLDS_FOCUS, json!([])).await, json!(true), "{what}: the focus is outside");
    is_accessible(desk, &what).await;
    fits(desk, &what).await;
    picture(desk, &format!("dialog-{what}")).await;
    desk.press(ESCAPE).await;
    let closed = "return !document.querySelector('dialog[open]')";
    desk.wait_for("the dialog to close", closed, WAIT).await;
    assert_eq!(
        desk.run(GAVE_BACK, json!([button])).await,
        json!(true),
        "{what}: the focus is lost"
    );
}

/// The pages with their buttons. What is about to be given needs an open commitment, a line that
/// runs on and a call.
fn pages(office: &Device) -> Vec<(String, Vec<&'static str>)> {
    let view = office.view();
    let open = view.commitments.values().find(|row| {
        row.state == CommitmentState::Open && row.payments.is_empty() && row.supplies.is_empty()
    });
    let line = view.subscriptions.values().find(|row| {
        row.kind == SubscriptionKind::Internet && row.stage == Stage::Active && row.last.is_none()
    });
    let call = |state| {
        let mut calls = view.campaigns.values().filter(|one| one.kind == CampaignKind::Call);
        calls.find(|one| one.state == state).expect("a call").id
    };
    let (open, line) = (open.expect("an open commitment").id, line.expect("a line").id);
    vec![
        ("/budget".into(), vec!["Enregistrer un vote", "Nouvel engagement", "Ajouter une recette"]),
        (
            format!("/budget/{open}"),
            vec![
                "Noter un mandat",
                "Modifier le montant",
                "Nature de l’achat",
                "Annuler l’engagement",
            ],
        ),
        ("/abonnements".into(), vec!["Ajouter un abonnement", "Modifier le crédit"]),
        (
            format!("/abonnements/{line}"),
            vec![
                "Modifier",
                "Suspendre",
                "Dénonciation envoyée",
                "Résilier",
                "Reconduire",
                "Changer d’opérateur",
            ],
        ),
        ("/appels".into(), vec!["Préparer un appel"]),
        (
            format!("/appels/{}", call(CampaignState::Published)),
            vec!["Modifier…", "Clore le dépôt"],
        ),
    ]
}

#[tokio::test]
async fn every_dialog_of_money_contracts_and_calls_is_used_by_keys_alone() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    office.sync().await.expect("everything");
    for (name, look) in [("narrow", Look::NARROW), ("dark", Look::DESK.in_dark())] {
        let browser = Browser::open(&folder.path().join(name), look).await;
        sign_in(&browser, &server, COORDINATOR).await;
        for (path, buttons) in pages(&office) {
            browser.go(&format!("{}{path}", server.address())).await;
            browser.wait_until_started().await;
            browser.wait_for("the screen", "return !!document.querySelector('h1')", WAIT).await;
            for button in buttons {
                by_keys(&browser, name, button).await;
            }
        }
    }
}
