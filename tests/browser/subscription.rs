//! Internet of a school: «Plus d’internet» on the tablet, the line on the phone without network,
//! the contract at the desk.

use crate::people::*;
use serde_json::json;
use shared::id::SiteId;
use shared::subscription::{Stage, Subscription, SubscriptionKind};
use shared::ticket::{Category, Urgency};
use std::sync::Arc;
use tempfile::TempDir;
use tests::browser::{Browser, Look};
use tests::device::Device;
use tests::server::Server;

/// A school whose line works and is not about to end, and its line.
fn a_line(office: &Device, rank: usize) -> (SiteId, Arc<Subscription>) {
    let rows = office.view().subscriptions.values();
    let works = |row: &&Arc<Subscription>| {
        let real = office.view().sites.get(&row.site).is_some_and(|site| !site.fictitious);
        row.kind == SubscriptionKind::Internet
            && row.stage == Stage::Active
            && row.last.is_none()
            && real
            && office.view().tickets_of(&row.site).next().is_none()
    };
    let line = rows.filter(works).nth(rank).expect("a line").clone();
    (line.site.clone(), line)
}

/// Sets a field that has a control of the browser, such as a date, by its label.
async fn set_date(browser: &Browser, label: &str, day: &str) {
    let script = format!(
        "const labels = [...document.querySelectorAll('dialog[open] label')];
         const label = labels.find((one) => one.textContent.trim() === {});
         const field = label && document.getElementById(label.htmlFor);
         if (!field) return false;
         field.value = {};
         field.dispatchEvent(new Event('input', {{ bubbles: true }}));
         return true",
        json!(label),
        json!(day),
    );
    browser.wait_for(label, &script, WAIT).await;
}

/// Two taps at the school, and the desk reads operator and number on the request. Acceptance 7: the
/// technician has line and telephone where there is no network.
#[tokio::test]
async fn a_school_without_internet_says_so_in_two_taps_and_its_line_comes_along() {
    let mut server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    let (site, line) = a_line(&office, 0);
    let technician = account(office.view(), "Amina Rey");
    plan_visit(&mut office, &site, technician).await;
    let code = office.make_code(site.as_str()).await.expect("a code");
    let tablet = Browser::open(&folder.path().join("tablet"), Look::TABLET).await;
    enrol(&tablet, &server, &code).await;
    tablet.find("heading", "Notre connexion").await;
    tablet.wait_for_text(&format!("Internet est fourni par {}.", line.terms.operator)).await;
    is_accessible(&tablet, "our connection").await;
    tablet.click("link", "Plus d’internet").await;
    fits(&tablet, "no internet").await;
    tablet.click("button", "Envoyer").await;
    tablet.wait_for_text("Plus d’internet").await;
    wait_until_sent(&tablet).await;
    office.sync().await.expect("the office hears of it");
    let mut tickets = office.view().tickets_of(&site);
    let ticket = tickets.find(|ticket| ticket.text == "Plus d’internet").expect("reported").clone();
    assert_eq!(ticket.subscription, Some(line.id));
    assert_eq!((ticket.category, ticket.urgency), (Category::Network, Urgency::High));
    tablet.go(&format!("{}/ecole", server.address())).await;
    tablet.wait_for_text("Une panne est déjà signalée.").await;

    let desk = Browser::open(&folder.path().join("desk"), Look::DESK).await;
    sign_in(&desk, &server, DISPATCHER).await;
    desk.go(&format!("{}/demande/{}", server.address(), ticket.id)).await;
    desk.wait_for_text(&line.terms.line).await;
    desk.wait_for_text(&line.terms.operator).await;

    let phone = Browser::open(&folder.path().join("phone"), Look::PHONE).await;
    sign_in(&phone, &server, TECHNICIAN).await;
    phone.wait_until_kept().await;
    server.kill();
    let name = office.view().sites[&site].name.clone();
    phone.click("link", "Chercher une école").await;
    phone.fill("searchbox", "École", site.as_str()).await;
    phone.wait_for_text("trouvée").await;
    phone.click("link", &name).await;
    phone.find("heading", "Connexion").await;
    phone.wait_for_text(&line.terms.line).await;
    phone.find("button", "Copier le numéro de ligne").await;
    let call = format!("return !!document.querySelector('a[href=\"tel:{}\"]')", line.terms.phone);
    phone.wait_for("the operator's telephone", &call, WAIT).await;
    is_accessible(&phone, "the connection of a school").await;
    fits(&phone, "the connection of a school").await;
}

/// The desk finds a line, changes its operator with both in parallel for 12 days, and sees what a
/// second one would break.
#[tokio::test]
async fn an_operator_is_changed_with_two_lines_in_parallel() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = crate::people::desk(&server, 1).await;
    let (site, line) = a_line(&office, 1);
    let desk = Browser::open(&folder.path().join("desk"), Look::DESK).await;
    sign_in(&desk, &server, COORDINATOR).await;
    desk.click("button", "Écoles").await;
    desk.click("link", "Abonnements").await;
    desk.find("heading", "Abonnements").await;
    is_accessible(&desk, "subscriptions").await;
    desk.fill("searchbox", "Chercher", &line.terms.line).await;
    desk.wait_for_text("1\u{a0}abonnement").await;
    let open = "const link = document.querySelector('table.data tbody a');
        link?.click(); return !!link";
    desk.wait_for("the line", open, WAIT).await;
    desk.find("heading", "Coût par mois").await;
    is_accessible(&desk, "a subscription").await;

    desk.click("button", "Changer d’opérateur").await;
    let today = shared::day::paris_day(office.now());
    let last = today + chrono::Duration::days(11);
    set_date(&desk, "Dernier jour de l’ancien abonnement", &last.to_string()).await;
    set_date(&desk, "Premier jour", &today.to_string()).await;
    desk.fill("textbox", "Opérateur", "Opérateur Delta").await;
    desk.fill("textbox", "Numéro de la ligne", "DELTA-1").await;
    desk.fill("textbox", "Prix", "1.395").await;
    answer(&desk, "Changer d’opérateur").await;
    desk.wait_for_text("Un point suivi de trois chiffres se lit de deux façons").await;
    is_accessible(&desk, "an amount that can be read twice").await;
    desk.fill("textbox", "Prix", "119,90").await;
    // The credit may be told first: it forbids nothing, and is sent by the second press.
    let told = "const all = [...document.querySelectorAll('dialog[open] button')];
        all.find((one) => one.innerText.trim() === 'Changer d’opérateur')?.click();
        return !document.querySelector('dialog[open]')";
    desk.wait_for("the change", told, WAIT).await;
    wait_until_sent(&desk).await;
    office.sync().await.expect("the office hears of it");
    let rows =
        shared::subscription::at_site::of_site(office.view(), &site, SubscriptionKind::Internet);
    let found: Vec<_> = rows.iter().map(|row| row.terms.operator.as_str()).collect();
    assert_eq!(found[0], "Opérateur Delta", "{found:?}");
    assert_eq!(rows[0].takes_over, Some(line.id));
    assert_eq!(office.view().subscriptions[&line.id].last, Some(last));
    assert_eq!(shared::subscription::at_site::overlaps(&rows, today).len(), 1);
    desk.wait_for_text("Résilié").await;
}
