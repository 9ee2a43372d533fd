//! Internet of a school: «Plus d’internet» on the tablet, the line on the phone without network,
//! the contract at the desk.

use crate::people::*;
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
    set(&desk, "Dernier jour de l’ancien abonnement", &last.to_string()).await;
    set(&desk, "Premier jour", &today.to_string()).await;
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

/// The line whose notice is due first, of those at the top of the page.
async fn first_to_notice(desk: &Browser) -> String {
    let open = "const links = [...document.querySelectorAll('main details.details')]
            .find((one) => one.innerText.trim().startsWith('À dénoncer'))
            ?.querySelectorAll('a[href^=\"/abonnements/\"]');
        return links?.length ? links[0].getAttribute('href') : false";
    let path = desk.wait_for("a line to give notice of", open, WAIT).await;
    path.as_str().expect("a path").to_owned()
}

/// «À dénoncer»: the day stands beside each line that renews itself without a word, in the order of
/// the days. Once notice was given the line ends with its term and asks nobody any more; what was
/// agreed to go on has a new term.
#[tokio::test]
async fn notice_is_given_by_its_day_or_the_contract_goes_on() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = crate::people::desk(&server, 1).await;
    let today = shared::day::paris_day(office.now());
    let desk = Browser::open(&folder.path().join("desk"), Look::DESK).await;
    sign_in(&desk, &server, DISPATCHER).await;
    desk.go(&format!("{}/abonnements", server.address())).await;
    desk.wait_until_started().await;
    let path = first_to_notice(&desk).await;
    let id = path.rsplit('/').next().expect("a key").parse().expect("a key");
    let row = office.view().subscriptions[&id].clone();
    assert!(row.terms.renewal_months.is_some(), "it renews itself");
    let ahead = office.view().subscriptions.values().filter_map(|one| one.notice_ahead(today));
    let deadline = row.notice_ahead(today).expect("a day to give notice");
    assert_eq!(ahead.min(), Some(deadline), "the first of all");
    assert!(today <= deadline.notice && deadline.notice < deadline.due);
    desk.go(&format!("{}{path}", server.address())).await;
    desk.wait_until_started().await;
    desk.find("heading", "Coût par mois").await;
    desk.wait_for_text("À dénoncer avant").await;

    desk.click("button", "Dénonciation envoyée").await;
    set(&desk, "Jour", &today.to_string()).await;
    is_accessible(&desk, "notice that is given").await;
    answer(&desk, "Dénonciation envoyée").await;
    desk.wait_for_text("Dénoncé le").await;
    wait_until_sent(&desk).await;
    until(&mut office, "the notice", |office| {
        let row = &office.view().subscriptions[&id];
        row.noticed.is_some() && row.notice_ahead(today).is_none()
    })
    .await;
    let last = deadline.due - chrono::Duration::days(1);
    assert_eq!(office.view().subscriptions[&id].ends(), Some(last), "with its term");
    desk.go(&format!("{}/abonnements", server.address())).await;
    desk.wait_until_started().await;
    let next = first_to_notice(&desk).await;
    assert_ne!(next, path, "it asks nobody any more");

    // The next one is agreed to go on for two years.
    let id = next.rsplit('/').next().expect("a key").parse().expect("a key");
    let due = office.view().subscriptions[&id].notice_ahead(today).expect("a term").due;
    let later = due + chrono::Months::new(24);
    desk.go(&format!("{}{next}", server.address())).await;
    desk.wait_until_started().await;
    desk.click("button", "Reconduire").await;
    set(&desk, "Échéance du premier terme", &later.to_string()).await;
    answer(&desk, "Reconduire").await;
    wait_until_sent(&desk).await;
    until(&mut office, "the new term", |office| {
        let row = &office.view().subscriptions[&id];
        row.notice_ahead(today).is_some_and(|deadline| deadline.due == later)
    })
    .await;
}

/// The park of an operator: a line is matched by its number or by the school's UAI; one that
/// matches nothing is asked about and never guessed; a number that is known at another school waits
/// with both names.
#[tokio::test]
async fn the_park_of_an_operator_is_matched_and_never_guessed() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = crate::people::desk(&server, 1).await;
    let (_, known) = a_line(&office, 2);
    let ordered = office.view().subscriptions.values().find(|row| row.stage == Stage::Ordered);
    let other = ordered.expect("a school whose line is not in service yet").site.clone();
    let (number, day) = (&known.terms.line, known.terms.first);
    let path = folder.path().join("parc.csv");
    let write = |lines: &[String]| {
        let head = "numero_ligne;site;date_mise_en_service;abonnement_mensuel_ht;taux_tva";
        std::fs::write(&path, format!("{head}\n{}\n", lines.join("\n"))).expect("a file");
    };
    let lines = [
        format!("{number};{};{day};110,00;20", known.site),
        format!("INCONNUE-1;Groupe scolaire du bas;{day};90,00;20"),
        format!("{number};{other};{day};90,00;20"),
    ];
    write(&lines);
    let before = office.view().subscriptions.len();
    let desk = Browser::open(&folder.path().join("desk"), Look::DESK).await;
    sign_in(&desk, &server, DISPATCHER).await;
    desk.go(&format!("{}/importer", server.address())).await;
    desk.wait_for_text("Choisir un fichier").await;
    desk.give_file("input[type=file]", &path.display().to_string()).await;
    desk.wait_for_text("Groupe scolaire du bas").await;
    let names = [&known.site, &other].map(|id| office.view().sites[id].name.clone());
    for name in &names {
        desk.wait_for_text(name).await;
    }
    is_accessible(&desk, "the park of an operator").await;
    fits(&desk, "the park of an operator").await;
    desk.wait_for_text("la même ligne pour deux établissements").await;
    desk.wait_for_text("0\u{a0}à créer, 1\u{a0}à modifier").await;
    write(&lines[..2]);
    desk.go(&format!("{}/importer", server.address())).await;
    desk.wait_for_text("Choisir un fichier").await;
    desk.give_file("input[type=file]", &path.display().to_string()).await;
    desk.wait_for_text("0\u{a0}à créer, 1\u{a0}à modifier").await;
    let choose = format!(
        "const field = document.querySelector('main form select');
         if (!field) return false;
         field.value = '{other}';
         field.dispatchEvent(new Event('change', {{ bubbles: true }}));
         return field.value === '{other}'"
    );
    desk.wait_for("the choice of the school", &choose, WAIT).await;
    desk.click("button", "Placer ces lignes").await;
    desk.wait_for_text("1\u{a0}à créer, 1\u{a0}à modifier").await;
    desk.click("button", "Importer").await;
    desk.wait_for_text("Enregistré\u{a0}: l’import").await;
    wait_until_sent(&desk).await;
    until(&mut office, "the line", |office| office.view().subscriptions.len() == before + 1).await;
    let mut rows = office.view().subscriptions.values();
    let line = rows.find(|row| row.terms.line == "INCONNUE-1").expect("the line");
    assert_eq!(line.site, other, "where a person said");
    let today = shared::day::paris_day(office.now());
    let price = office.view().subscriptions[&known.id].price_on(today);
    assert_eq!(price.0, 13_200, "110.00 before tax");
}
