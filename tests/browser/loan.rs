//! The last unit of a kit, wanted by two schools at once: reserved without a server, confirmed,
//! delivered by a stop; and one that is late, taken back incomplete.

use crate::people::*;
use serde_json::json;
use shared::article::{self, Article, ArticleKind, Pot};
use shared::campaign::CampaignKind;
use shared::day::paris_day;
use shared::id::{AccountId, ArticleId, SiteId, SupplyId};
use shared::loan::between::is_late;
use shared::loan::{self, Kit, LoanDays, Piece, Unit};
use shared::money::Cents;
use shared::row::State;
use shared::supply::{Act, Carrier, LegKind, Supply, SupplyState};
use std::collections::BTreeMap;
use std::sync::Arc;
use tempfile::TempDir;
use tests::browser::{Browser, Look};
use tests::device::Device;
use tests::server::Server;
use uuid::Uuid;

const KIT: ArticleId = ArticleId(Uuid::from_u128(0x10a4));
const LABEL: &str = "Valise de microscopes";

/// One unit that nobody has.
fn microscopes() -> Article {
    let unit = Unit::labelled("MI-01");
    let piece = |quantity, label: &str| Piece { quantity, label: label.into() };
    let kit = Kit {
        units: vec![unit],
        contents: vec![piece(6, "microscope"), piece(1, "chargeur")],
        max_days: 42,
        buffer_days: 2,
        taken: BTreeMap::new(),
    };
    let kind = ArticleKind::LoanKit;
    let known = Article::blank(KIT, LABEL.into(), Cents(90_000));
    Article { kind, pot: Pot::Operating, kit: Some(kit), ..known }
}

/// Two schools of the demonstration that lend nothing.
fn two_schools(state: &State) -> [SiteId; 2] {
    let lends = |site: &SiteId| state.supplies.values().any(|supply| supply.site == *site);
    let mut free = (0..).map(|rank| a_school(state, rank)).filter(|site| !lends(site));
    [free.next().expect("a school"), free.next().expect("another one")]
}

fn of_kit(state: &State) -> Vec<&Arc<Supply>> {
    let is_of = |one: &&Arc<Supply>| one.lines.first().is_some_and(|line| line.article == KIT);
    state.supplies.values().filter(is_of).collect()
}

/// Clicks something in the card that holds a text; the button is named by how it begins.
pub(crate) async fn click_in_card(browser: &Browser, text: &str, button: &str) {
    let script = "const [text, button] = arguments;
        const cards = [...document.querySelectorAll('main li.card')]
            .filter((card) => card.innerText.includes(text));
        const found = cards.flatMap((card) => [...card.querySelectorAll('button')])
            .find((it) => !it.disabled && it.innerText.trim().startsWith(button));
        if (!found) return false;
        found.click();
        return true";
    for _ in 0..150 {
        if browser.run(script, json!([text, button])).await == json!(true) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("no card «{text}» with the button «{button}»");
}

/// Chooses the first radio button whose label begins so, in the open dialog.
pub(crate) async fn choose(browser: &Browser, label: &str) {
    let script = "const found = [...document.querySelectorAll('dialog label.choice')]
            .find((it) => it.innerText.trim().startsWith(arguments[0]));
        if (!found) return false;
        found.querySelector('input').click();
        return true";
    for _ in 0..150 {
        if browser.run(script, json!([label])).await == json!(true) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("no choice «{label}»");
}

/// Reserves the first week that is free, in four taps, without a server.
async fn reserve_offline(tablet: &Browser, server: &Server) {
    tablet.go(&format!("{}/ecole", server.address())).await;
    tablet.wait_until_started().await;
    let mut taps = Taps::of("a kit reserved");
    tablet.click("link", "Emprunter").await;
    taps.one();
    tablet.wait_for_text(LABEL).await;
    click_in_card(tablet, LABEL, "Choisir les semaines").await;
    taps.one();
    press_week(tablet, "1\u{a0}libre").await;
    taps.one();
    is_accessible(tablet, "the weeks").await;
    fits(tablet, "the weeks").await;
    click_in_card(tablet, LABEL, "Réserver").await;
    taps.one();
    tablet.wait_for_text("Demande enregistrée, à confirmer").await;
    taps.at_most(4);
}

/// Presses the first week in the grid whose name ends so.
async fn press_week(tablet: &Browser, end: &str) {
    let script = "const found = [...document.querySelectorAll('.week-grid button')]
            .find((it) => it.textContent.endsWith(arguments[0]));
        if (!found) return false;
        found.click();
        return true";
    for _ in 0..150 {
        if tablet.run(script, json!([end])).await == json!(true) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("no week that ends with «{end}»");
}

/// A tablet of a school, with its session written down.
async fn tablet_of(
    office: &mut Device,
    server: &Server,
    folder: &TempDir,
    site: &SiteId,
) -> Browser {
    let code = office.make_code(site.as_str()).await.expect("a code");
    let tablet = Browser::open(&folder.path().join(site.as_str()), Look::TABLET).await;
    enrol(&tablet, server, &code).await;
    tablet.wait_until_kept().await;
    tablet.close_and_reopen().await
}

/// Lets a round pass by for a leg, on the first half-day that the rules allow.
async fn by_stop(office: &mut Device, id: SupplyId, kind: LegKind, technician: AccountId) {
    let loan = office.view().supplies[&id].clone();
    let leg = loan.legs.iter().find(|leg| leg.kind == kind).expect("the leg").id;
    let today = paris_day(office.now());
    let first = loan.period.map_or(today, |days| match kind {
        LegKind::TakeBack => today,
        _ => days.first.max(today),
    });
    let placed = half_days(first).find(|slot| {
        let carrier = Some(Carrier::Stop { technician, slot: *slot });
        office.give(Act::PlanLeg { supply: id, leg, carrier }.into()).is_ok()
    });
    placed.expect("a half-day for the stop");
    office.sync().await.expect("the stop is planned");
}

/// The desk confirms, and chooses the unit.
async fn confirm_at_the_desk(server: &Server, folder: &TempDir) -> Browser {
    let desk = Browser::open(&folder.path().join("desk"), Look::DESK).await;
    sign_in(&desk, server, DISPATCHER).await;
    desk.go(&format!("{}/prets", server.address())).await;
    desk.wait_until_started().await;
    desk.find("heading", "En retard").await;
    is_accessible(&desk, "the loans at the desk").await;
    click_in_card(&desk, LABEL, "Confirmer").await;
    desk.wait_for_text("Prêt confirmé").await;
    click_in_card(&desk, LABEL, "Choisir l’unité").await;
    desk.click("button", "Préparer cette unité").await;
    desk.wait_for_text("Unité choisie").await;
    wait_until_sent(&desk).await;
    desk.click("button", "Unités par semaine").await;
    desk.wait_for_text("MI-01").await;
    is_accessible(&desk, "the units by weeks").await;
    by_keyboard(&desk).await;
    desk
}

/// Units by weeks without a mouse: arrows go from loan to loan, also to another kit's, Enter opens
/// one, Escape closes it, and the focus is where it was.
async fn by_keyboard(desk: &Browser) {
    let first = "document.querySelector('.plan-grid button').focus()";
    desk.run(first, json!([])).await;
    let row = "const rows = [...document.querySelectorAll('.plan-grid tbody tr')];
        return rows.indexOf(document.activeElement.closest('tr'))";
    let week = "return document.activeElement.closest('td')?.cellIndex ?? -1";
    let (mut rows, mut weeks) = (Vec::new(), Vec::new());
    for arrow in ["", "\u{e015}", "\u{e015}", "\u{e013}", "\u{e014}", "\u{e012}"] {
        desk.press(arrow).await; // down twice, up, right, left
        rows.push(desk.run(row, json!([])).await.as_i64().expect("a row"));
        weeks.push(desk.run(week, json!([])).await.as_i64().expect("a week"));
    }
    assert!(rows[0] >= 0 && rows[0] < rows[1] && rows[1] < rows[2], "{rows:?}");
    assert_eq!(rows[3..], [rows[1]; 3], "up, and sideways in the row");
    assert!(weeks[3] < weeks[4] && weeks[4] > weeks[5], "{weeks:?}");
    let (role, name) = desk.focused().await;
    assert_eq!(role, "button", "{name}");
    desk.press("\u{e007}").await; // Enter
    desk.wait_for("the loan", "return !!document.querySelector('dialog[open]')", WAIT).await;
    is_accessible(desk, "a loan of the grid").await;
    desk.press("\u{e00c}").await; // Escape
    desk.wait_for("no dialog", "return !document.querySelector('dialog[open]')", WAIT).await;
    assert_eq!(desk.focused().await.0, "button", "the focus is back in the grid");
}

/// The technician hands over at the stop, without a server, in three taps and a name.
async fn hand_over_at_the_stop(phone: &Browser, server: &mut Server) {
    phone.wait_until_kept().await;
    phone.wait_for_text(LABEL).await;
    server.kill();
    let mut taps = Taps::of("a kit handed over");
    click_in_card(phone, LABEL, "Remettre").await;
    taps.one();
    choose(phone, "Tout y est (7").await;
    taps.one();
    phone.fill("textbox", "Remis à", "Mme Roux").await;
    is_accessible(phone, "the hand-over of a kit").await;
    fits(phone, "the hand-over of a kit").await;
    phone.click("button", "C’est remis").await;
    taps.one();
    taps.at_most(3);
    phone.wait_for_text("Remis, enregistré sur cet appareil").await;
    server.start(&[]);
    wait_until_sent(phone).await;
}

/// Invariants 1 «Kept» and 2 «Once», and «on no day more units than exist»: of two schools that
/// reserve the last unit without a server one has it, and the other is told the next free days.
#[tokio::test]
async fn a_kit_goes_to_one_of_two_schools_and_comes_back() {
    let mut server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    let act = article::Act::SetArticle { article: Box::new(microscopes()) };
    office.give(act.into()).expect("an article");
    office.sync().await.expect("the article is there");
    let sites = two_schools(office.view());
    let mut tablets = Vec::new();
    for site in &sites {
        tablets.push(tablet_of(&mut office, &server, &folder, site).await);
    }
    server.kill();
    for tablet in &tablets {
        reserve_offline(tablet, &server).await;
    }
    server.start(&[]);
    for tablet in &tablets {
        let script = "return !document.body.innerText.includes('à envoyer')";
        tablet.wait_for("an answer", script, WAIT).await;
    }
    for _ in 0..100 {
        office.sync().await.expect("the office hears of it");
        if !of_kit(office.view()).is_empty() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    let loans = of_kit(office.view());
    assert_eq!(loans.len(), 1, "one unit, one loan");
    let (id, winner) = (loans[0].id, loans[0].site.clone());
    let (winner, loser) = if winner == sites[0] { (0, 1) } else { (1, 0) };
    tablets[loser].go(&format!("{}/saisies", server.address())).await;
    tablets[loser].wait_until_started().await;
    tablets[loser].wait_for_text("Complet du").await;
    tablets[loser].wait_for_text("Libre du").await;

    let desk = confirm_at_the_desk(&server, &folder).await;
    let technician = account(office.view(), "Amina Rey");
    office.sync().await.expect("the choice of the desk");
    by_stop(&mut office, id, LegKind::Deliver, technician).await;
    tablets[winner].wait_for_text("Confirmé\u{a0}: livré le").await;
    tablets[winner].wait_for_text("arrêt de Amina Rey").await;

    let phone = Browser::open(&folder.path().join("phone"), Look::PHONE).await;
    sign_in(&phone, &server, TECHNICIAN).await;
    hand_over_at_the_stop(&phone, &mut server).await;
    office.sync().await.expect("the hand-over");
    let loan = &office.view().supplies[&id];
    assert_eq!((loan.state, loan.unit.as_str()), (SupplyState::Delivered, "MI-01"));
    tablets[winner].wait_for_text("Chez vous jusqu’au").await;

    take_back_the_late_one(&mut office, &phone, technician).await;
    desk.click("button", "Liste").await;
    desk.wait_for_text("En prêt").await;
}

/// The loan of the demonstration that is late comes back at a stop, with a piece missing.
async fn take_back_the_late_one(office: &mut Device, phone: &Browser, technician: AccountId) {
    let today = paris_day(office.now());
    let mut loans = office.view().supplies.values();
    let late = loans.find(|one| one.kind == CampaignKind::Loan && is_late(one, today));
    let late = late.expect("one is late").clone();
    by_stop(office, late.id, LegKind::TakeBack, technician).await;
    phone.wait_for_text(&late.unit).await;
    click_in_card(phone, &late.unit, "Reprendre").await;
    choose(phone, "Il manque quelque chose").await;
    let script = "const list = document.querySelector('dialog select');
        if (!list) return false;
        list.value = '1';
        list.dispatchEvent(new Event('change', { bubbles: true }));
        return true";
    phone.wait_for("what lacks", "return !!document.querySelector('dialog select')", WAIT).await;
    assert_eq!(phone.run(script, json!([])).await, json!(true));
    is_accessible(phone, "a kit that lacks something").await;
    phone.click("button", "C’est repris").await;
    phone.wait_for_text("Repris, enregistré sur cet appareil").await;
    wait_until_sent(phone).await;
    office.sync().await.expect("it came back");
    assert_eq!(office.view().supplies[&late.id].state, SupplyState::Closed);
    let told = office.view().tickets.values().find(|ticket| ticket.text.contains(&late.unit));
    let told = told.expect("a ticket says what lacks");
    assert!(told.site == late.site && told.text.contains("il manque"), "{}", told.text);
}

/// «Prévenez-moi»: what is full is asked for by the same four taps; once it is free the tablet says
/// so by itself, and one tap reserves it.
#[tokio::test]
async fn a_school_is_told_when_what_it_waits_for_is_free() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    let act = article::Act::SetArticle { article: Box::new(microscopes()) };
    office.give(act.into()).expect("an article");
    office.sync().await.expect("the article is there");
    let [waiting, other] = two_schools(office.view());
    let supply = SupplyId(Uuid::from_u128(0x10a5));
    let campaigns = office.view().campaigns.values();
    let campaign = campaigns.filter(|one| one.kind == CampaignKind::Loan).map(|one| one.id).next();
    let today = paris_day(office.now());
    // The first days on which the rules lend it.
    let days = (3..60).map(|ahead| today + chrono::Duration::days(ahead)).find(|first| {
        let ask = loan::Act::AskLoan {
            supply,
            site: other.clone(),
            campaign: campaign.expect("a campaign of loans"),
            article: KIT,
            days: LoanDays::new(*first, *first + chrono::Duration::days(1)),
            note: String::new(),
            teacher: None,
        };
        office.give(ask.into()).is_ok()
    });
    days.expect("days on which it is lent");
    office.sync().await.expect("it is lent");

    let tablet = tablet_of(&mut office, &server, &folder, &waiting).await;
    tablet.go(&format!("{}/ecole", server.address())).await;
    tablet.wait_until_started().await;
    let mut taps = Taps::of("to be told when a kit is free");
    tablet.click("link", "Emprunter").await;
    taps.one();
    click_in_card(&tablet, LABEL, "Choisir les semaines").await;
    taps.one();
    press_week(&tablet, "complet").await;
    taps.one();
    tablet.wait_for_text("Tout est pris à ces dates").await;
    is_accessible(&tablet, "weeks that are full").await;
    fits(&tablet, "weeks that are full").await;
    click_in_card(&tablet, LABEL, "Prévenez-moi").await;
    taps.one();
    taps.at_most(4);
    tablet.wait_for_text("Vous serez prévenu ici dès que c’est libre").await;
    wait_until_sent(&tablet).await;

    let reason = "Sortie annulée".to_owned();
    office.give(Act::CancelSupply { supply, reason }.into()).expect("withdrawn");
    office.sync().await.expect("withdrawn");
    tablet.go(&format!("{}/ecole", server.address())).await;
    tablet.wait_until_started().await;
    tablet.click("link", "Emprunter\u{a0}: ce que vous attendiez est libre").await;
    tablet.click("button", "Réserver ces dates").await;
    tablet.wait_for_text("Demande enregistrée, à confirmer").await;
    until(&mut office, "the wish", |office| {
        let loans = of_kit(office.view());
        loans.iter().any(|one| one.site == waiting && one.state == SupplyState::Asked)
    })
    .await;
    // The weeks as a list of sentences.
    click_in_card(&tablet, LABEL, "Choisir les semaines").await;
    tablet.click("button", "Liste").await;
    tablet.wait_for_text("\u{a0}: complet").await;
    is_accessible(&tablet, "the weeks as a list").await;
    fits(&tablet, "the weeks as a list").await;
}
