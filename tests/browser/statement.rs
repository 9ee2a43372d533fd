//! A statement is prepared, frozen, corrected, compared and read; news reach a school; the public
//! page is read by anybody.

use crate::people::*;
use serde_json::json;
use shared::command::Command;
use shared::day::paris_day;
use shared::id::{NoticeId, StatementId};
use shared::notice::{self, Audience};
use shared::statement::{self, Committee, Span, StatementState};
use shared::ticket::{self, Category, TicketKind, Urgency};
use std::collections::BTreeSet;
use tempfile::TempDir;
use tests::browser::{Browser, Look};
use tests::device::Device;
use tests::server::Server;
use uuid::Uuid;

/// Chooses the option of that place in a list of the page or of the open dialog.
async fn choose(browser: &Browser, list: &str, at: usize) {
    let script = format!(
        "const list = document.querySelector({});
         const option = list?.options[{at}];
         if (!option) return false;
         list.value = option.value;
         list.dispatchEvent(new Event('change', {{ bubbles: true }}));
         return true",
        json!(list),
    );
    browser.wait_for(list, &script, WAIT).await;
}

/// An incident that the desk notes for a school.
fn incident(office: &mut Device) -> Command {
    ticket::Act::ReportIncident {
        ticket: office.new_ticket(),
        site: a_school(office.view(), 0),
        kind: TicketKind::Incident,
        category: Category::Projection,
        text: "Plus d’image".into(),
        room: String::new(),
        equipment: None,
        subscription: None,
        urgency: Urgency::Normal,
        photos: Vec::new(),
        found_on: None,
    }
    .into()
}

/// A coordinator freezes the quarter of today for the communes, to be shown to everybody, and
/// publishes news.
async fn told(server: &Server) -> Device {
    let mut device = Device::new(server, 9);
    device.sign_in(COORDINATOR, PASSWORD).await.expect("signed in");
    device.sync().await.expect("the rows");
    let today = paris_day(device.now());
    let quarter = device.view().calendar().current_quarter(today).cloned().expect("a quarter");
    let (first, last) = (quarter.first.min(today), quarter.last);
    let span = Span { label: "Période".into(), first, last };
    let draft = statement::Draft {
        committee: Committee::Communes,
        span,
        text: String::new(),
        public: true,
        readers: BTreeSet::new(),
        replaces: None,
    };
    let (id, news) = (StatementId(Uuid::from_u128(77)), NoticeId(Uuid::from_u128(78)));
    let notice = notice::Draft {
        title: "Le plan se suit en ligne".into(),
        text: "Une page ouverte à tous.".into(),
        from: today,
        until: today + chrono::Duration::days(30),
        audience: Audience { public: true, ..Audience::default() },
        link: None,
    };
    let commands: [Command; 4] = [
        statement::Act::PrepareStatement { statement: id, draft }.into(),
        statement::Act::FreezeStatement { statement: id }.into(),
        notice::Act::SetNotice { notice: news, draft: notice }.into(),
        notice::Act::PublishNotice { notice: news }.into(),
    ];
    for command in commands {
        device.give(command).expect("given");
    }
    device.sync().await.expect("sent");
    device
}

async fn freeze(browser: &Browser) {
    browser.click("button", "Figer le bilan").await;
    browser.wait_for_text("Les chiffres ne changeront plus").await;
    is_accessible(browser, "the question before the freeze").await;
    answer(browser, "Figer le bilan").await;
    wait_until_sent(browser).await;
    browser.wait_for_text("Empreinte").await;
}

fn technical(office: &Device, state: StatementState) -> usize {
    let all = office.view().statements.values();
    all.filter(|row| row.committee == Committee::Technical && row.state == state).count()
}

/// The coordinator freezes, learns of one more request, corrects, and sees what differs; what was
/// frozen stays readable with its banner.
#[tokio::test]
async fn a_statement_is_frozen_corrected_and_compared() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    let browser = Browser::open(&folder.path().join("desk"), Look::DESK).await;
    sign_in(&browser, &server, COORDINATOR).await;
    browser.go(&format!("{}/bilans", server.address())).await;
    browser.find("heading", "Bilans").await;
    is_accessible(&browser, "statements").await;
    let known = technical(&office, StatementState::Frozen);
    browser.click("button", "Préparer un bilan").await;
    browser.click("radio", "Comité technique").await;
    choose(&browser, "dialog[open] select", 1).await;
    answer(&browser, "Enregistrer").await;
    browser.wait_for_text("Chiffres de maintenant").await;
    is_accessible(&browser, "a draft").await;
    freeze(&browser).await;
    is_accessible(&browser, "a frozen statement").await;
    until(&mut office, "the freeze", |o| technical(o, StatementState::Frozen) == known + 1).await;

    let told = incident(&mut office);
    office.give(told).expect("reported");
    office.sync().await.expect("sent");
    browser.click("button", "Préparer un bilan corrigé").await;
    browser.wait_for_text("Chiffres de maintenant").await;
    freeze(&browser).await;
    let replaced = |o: &Device| technical(o, StatementState::Superseded) == 1;
    until(&mut office, "the correction", replaced).await;
    browser.click("link", "Ouvrir le bilan remplacé").await;
    browser.wait_for_text("Ce bilan a été remplacé par un bilan corrigé.").await;
    browser.click("link", "Ouvrir le bilan corrigé").await;
    browser.wait_for_text("Ce bilan corrige un bilan figé avant lui.").await;
    is_accessible(&browser, "a corrected statement").await;
}

/// An observer reads the sheets of their communes and the total. The demonstration's observer has
/// two communes.
#[tokio::test]
async fn an_observer_reads_their_own_sheets() {
    let server = Server::demo();
    told(&server).await;
    let folder = TempDir::new().expect("a folder");
    let browser = Browser::open(&folder.path().join("observer"), Look::DESK).await;
    sign_in(&browser, &server, OBSERVER).await;
    browser.click("link", "Bilans").await;
    browser.find("heading", "Bilans").await;
    let open = "const links = [...document.querySelectorAll('.card a')];
        const link = links.find((one) => one.innerText.includes('communes'));
        link?.click(); return !!link";
    browser.wait_for("the statement of the communes", open, WAIT).await;
    browser.wait_for_text("Empreinte").await;
    let sheets = "return document.querySelectorAll('.toolbar select option').length === 3";
    browser.wait_for("the total and two sheets", sheets, WAIT).await;
    is_accessible(&browser, "the sheets of an observer").await;
}

/// Anybody reads the public page at 320 pixels; a school reads a line of news and puts it away.
#[tokio::test]
async fn news_reach_a_school_and_everybody() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    told(&server).await;
    let mut office = desk(&server, 1).await;
    let anybody = Browser::open(&folder.path().join("anybody"), Look::NARROW).await;
    let shown = "return document.body.innerText.includes('se suit en ligne')";
    let address = format!("{}/plan", server.address());
    for n in 0..30 {
        // A browser keeps the page for some minutes: another address each time.
        anybody.go(&format!("{address}?{n}")).await;
        if anybody.run(shown, json!([])).await == json!(true) {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    }
    anybody.wait_for_text("toutes les données sont fictives").await;
    is_accessible(&anybody, "the public page").await;
    fits(&anybody, "the public page").await;
    let scripts = "return document.scripts.length + document.cookie.length";
    assert_eq!(anybody.run(scripts, json!([])).await, json!(0));

    let school = a_school(office.view(), 0);
    let code = office.make_code(school.as_str()).await.expect("a code");
    let tablet = Browser::open(&folder.path().join("tablet"), Look::TABLET).await;
    enrol(&tablet, &server, &code).await;
    tablet.wait_for_text("Nouveau").await;
    is_accessible(&tablet, "news at a school").await;
    let read = "const button = document.querySelector('.news button');
        button?.click(); return !!button";
    tablet.wait_for("the button that puts it away", read, WAIT).await;
    tablet.reload().await;
    tablet.wait_until_started().await;
    tablet.find("heading", "Mon école").await;
    let gone = "return !document.querySelector('.news')";
    tablet.wait_for("no news", gone, WAIT).await;
}
