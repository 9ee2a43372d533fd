//! A statement is prepared, frozen, corrected, compared, restored and read.

use crate::people::*;
use crate::reflow::picture;
use serde_json::json;
use server::blobs::folder::Folder;
use server::demo;
use server::state::now_ms;
use server::store::DeviceRecord;
use server::store::Store;
use server::store::sqlite::Sqlite;
use shared::command::Command;
use shared::day::paris_day;
use shared::id::{CommandId, DeviceId, NoticeId, StatementId, VisitId};
use shared::limits::DAY_MS;
use shared::notice::{self, Audience};
use shared::row::{Kind, Read, Row};
use shared::statement::{self, Committee, Span, Statement, StatementState};
use shared::ticket::{self, Category, TicketKind, Urgency};
use shared::visit::{self, Visit, VisitState};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
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
pub(crate) async fn told(server: &Server) -> Device {
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
    a_factor_of_today_changes_no_frozen_one(&browser, &server, &mut office).await;
}

/// S15, acceptance 2 as the coordinator sees it: a factor is corrected from a day on, with its
/// source; what was frozen before keeps its own.
async fn a_factor_of_today_changes_no_frozen_one(
    browser: &Browser,
    server: &Server,
    office: &mut Device,
) {
    let frozen = |o: &Device| {
        let all = o.view().statements.values().filter(|row| row.is_frozen());
        all.map(|row| (row.id, row.hash.clone(), row.factors.clone())).collect::<Vec<_>>()
    };
    let before = frozen(office);
    browser.go(&format!("{}/sobriete/facteurs", server.address())).await;
    browser.click("button", "Corriger… Route : fourgonnette diesel").await;
    browser.fill("textbox", "Valeur (mg/km)", "244100").await;
    set(browser, "Valable du", "2024-01-01").await;
    browser.fill("textbox", "Source", "Arrêté du 26 avril 2017").await;
    is_accessible(browser, "a factor that is corrected").await;
    answer(browser, "Enregistrer").await;
    browser.wait_for_text("Facteur corrigé.").await;
    browser.wait_for_text("244,100\u{a0}g CO2e/km").await;
    wait_until_sent(browser).await;
    let told = |o: &Device| {
        let settings = o.view().settings();
        let factors = settings.factors.as_ref();
        factors.is_some_and(|known| format!("{known:?}").contains("244100"))
    };
    until(office, "the factor", told).await;
    assert_eq!(frozen(office), before, "what was frozen keeps its factors");
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

/// Two devices hold something back, and one that was revoked long ago sends nothing more.
fn with_silent_devices(data: &Path) {
    let store: Arc<dyn Store> =
        Arc::new(Sqlite::open(&data.join("tournee.sqlite")).expect("a store"));
    let now = now_ms();
    demo::load(&store, &Folder::of(data), now, demo::Moment::UnderWay).expect("the demonstration");
    let changed = store.change(|writer| {
        let accounts = writer.load(&Read::All(Kind::Account))?;
        let amina = accounts.iter().find_map(|row| match row {
            Row::Account(account) if account.name == "Amina Rey" => Some(account.id),
            _ => None,
        });
        let device = |n: u128, label: &str, days: i64, unsent| DeviceRecord {
            id: DeviceId(Uuid::from_u128(n)),
            account: amina.expect("the technician"),
            label: label.into(),
            enrolled_at: now - 60 * DAY_MS,
            seen_at: Some(now - days * DAY_MS),
            build: "b1".into(),
            unsent,
            revoked_at: None,
        };
        let gone = DeviceRecord { revoked_at: Some(now), ..device(903, "Ancien", 40, 9) };
        let devices = [device(901, "Téléphone", 10, 0), device(902, "Tablette", 1, 3), gone];
        devices.iter().try_for_each(|device| writer.put_device(device))
    });
    changed.expect("written");
}

/// «Figer le bilan» asks first, and says which devices have not sent; without a network it says
/// that nobody knows.
#[tokio::test]
async fn the_question_before_the_freeze_names_silent_devices() {
    let mut server = Server::filled(with_silent_devices);
    let folder = TempDir::new().expect("a folder");
    let browser = Browser::open(&folder.path().join("desk"), Look::DESK).await;
    sign_in(&browser, &server, COORDINATOR).await;
    browser.go(&format!("{}/bilans", server.address())).await;
    browser.click("button", "Préparer un bilan").await;
    browser.click("radio", "Comité technique").await;
    choose(&browser, "dialog[open] select", 1).await;
    answer(&browser, "Enregistrer").await;
    browser.wait_for_text("Chiffres de maintenant").await;
    browser.click("button", "Figer le bilan").await;
    browser.wait_for_text("2\u{a0}appareils n’ont pas tout envoyé").await;
    let named =
        "return [...document.querySelectorAll('dialog[open] li')].map((li) => li.innerText)";
    let named = browser.run(named, json!([])).await;
    let lines: Vec<_> =
        named.as_array().expect("a list").iter().filter_map(|l| l.as_str()).collect();
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines[0].starts_with("Amina Rey (Téléphone)\u{a0}: rien à envoyer"), "{lines:?}");
    assert!(lines[1].starts_with("Amina Rey (Tablette)\u{a0}: 3\u{a0}saisies"), "{lines:?}");
    is_accessible(&browser, "silent devices before the freeze").await;
    picture(&browser, "freeze-silent").await;
    answer(&browser, "Ne pas figer").await;
    browser.wait_for_text("Chiffres de maintenant").await;
    server.kill();
    browser.click("button", "Figer le bilan").await;
    browser.wait_for_text("Les appareils n’ont pas pu être lus").await;
    answer(&browser, "Ne pas figer").await;
}

/// A visit of the quarter before that a phone has not finished yet, as far as anybody knows.
fn with_a_silent_phone(data: &Path) {
    let store: Arc<dyn Store> =
        Arc::new(Sqlite::open(&data.join("tournee.sqlite")).expect("a store"));
    demo::load(&store, &Folder::of(data), now_ms(), demo::Moment::Unplanned)
        .expect("the demonstration");
    let changed = store.change(|writer| {
        let accounts = writer.load(&Read::All(Kind::Account))?;
        let amina = accounts.iter().find_map(|row| match row {
            Row::Account(account) if account.name == "Amina Rey" => Some(account.id),
            _ => None,
        });
        let visits = writer.load(&Read::All(Kind::Visit))?;
        let own = visits.iter().find_map(|row| match row {
            Row::Visit(visit) if Some(visit.technician) == amina => Some(visit),
            _ => None,
        });
        let mut visit = Visit::clone(own.expect("a visit of the quarter before"));
        visit.state = VisitState::OnSite;
        writer.put(visit.into()).map(drop)
    });
    changed.expect("written");
}

/// The phone of the technician sends at last that the visit was finished.
async fn phone_speaks(server: &Server, visit: VisitId) {
    let mut phone = Device::new(server, 4);
    phone.sign_in(TECHNICIAN, PASSWORD).await.expect("signed in");
    phone.sync().await.expect("the rows");
    let finish = visit::Act::FinishVisit { visit, left_over: false };
    let (id, now) = (CommandId(Uuid::from_u128(79)), phone.now());
    let envelope = phone.replica.envelope(id, phone.id, 1, finish.into(), now);
    phone.keep(envelope);
    phone.sync().await.expect("sent");
}

/// Freezes the quarter before for the strategic committee. Returns its key.
async fn frozen_before(server: &Server) -> StatementId {
    let mut office = Device::new(server, 9);
    office.sign_in(COORDINATOR, PASSWORD).await.expect("signed in");
    office.sync().await.expect("the rows");
    let today = paris_day(office.now());
    let calendar = office.view().calendar();
    let over = calendar.quarters.iter().filter(|quarter| quarter.last < today);
    let before = over.max_by_key(|quarter| quarter.last).expect("a quarter that is over");
    let span = Span { label: "Avant".into(), first: before.first, last: before.last };
    let draft = statement::Draft {
        committee: Committee::Strategic,
        span,
        text: "Avant que le téléphone parle.".into(),
        public: false,
        readers: BTreeSet::new(),
        replaces: None,
    };
    let id = StatementId(Uuid::from_u128(80));
    for act in [
        statement::Act::PrepareStatement { statement: id, draft },
        statement::Act::FreezeStatement { statement: id },
    ] {
        office.give(act.into()).expect("given");
    }
    office.sync().await.expect("sent");
    id
}

/// Acceptance 1 as the coordinator sees it: a visit that comes after the freeze is told in the next
/// statement, under the period before; the frozen one stays; both are compared.
#[tokio::test]
async fn a_late_visit_is_told_in_the_next_statement_and_two_are_compared() {
    let server = Server::filled(with_a_silent_phone);
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    let silent = office.view().visits.values().find(|visit| visit.state == VisitState::OnSite);
    let silent = silent.expect("a visit that is not finished").id;
    let first = frozen_before(&server).await;
    until(&mut office, "the first freeze", |o| o.view().statements.contains_key(&first)).await;
    let before = office.view().statements[&first].clone();
    phone_speaks(&server, silent).await;

    let browser = Browser::open(&folder.path().join("desk"), Look::OFFICE).await;
    sign_in(&browser, &server, COORDINATOR).await;
    browser.go(&format!("{}/bilans", server.address())).await;
    browser.click("button", "Préparer un bilan").await;
    browser.click("radio", "Comité stratégique partenarial").await;
    choose(&browser, "dialog[open] select", 1).await;
    answer(&browser, "Enregistrer").await;
    browser.wait_for_text("Chiffres de maintenant").await;
    freeze(&browser).await;
    browser.wait_for_text("Rattaché à la période précédente").await;
    browser.wait_for_text("Demi-journées faites\u{a0}: +1").await;
    choose(&browser, "section.section select", 1).await;
    browser.wait_for_text("différences").await;
    let told = "return [...document.querySelectorAll('section.section table tr')].some((row) =>
        row.innerText.includes('Demi-journées faites') && row.innerText.includes('→'))";
    browser.wait_for("the difference", told, WAIT).await;
    is_accessible(&browser, "two statements beside each other").await;
    fits(&browser, "two statements beside each other").await;

    office.sync().await.expect("the rows");
    assert_eq!(office.view().statements[&first], before, "the frozen one stays");
}

/// Acceptance 6 as the coordinator sees it: a frozen statement opens from a restored backup.
#[tokio::test]
async fn a_frozen_statement_opens_from_a_restored_backup() {
    let mut server = Server::under_way();
    let folder = TempDir::new().expect("a folder");
    let office = desk(&server, 1).await;
    let frozen = office.view().statements.values().find(|row| row.is_frozen());
    let frozen = Statement::clone(frozen.expect("one of the demonstration"));
    let backup = server.beside("backup");
    let path = backup.to_str().expect("a path in UTF-8");
    let (good, told) = server.run(&["backup", "--to", path]);
    assert!(good, "{told}");
    server.kill();
    std::fs::remove_dir_all(server.data()).expect("the disk is lost");
    let (good, told) = server.run(&["restore", "--from", path]);
    assert!(good, "{told}");
    server.start(&[]);

    let browser = Browser::open(&folder.path().join("desk"), Look::DESK).await;
    sign_in(&browser, &server, COORDINATOR).await;
    browser.go(&format!("{}/bilans/{}", server.address(), frozen.id)).await;
    browser.wait_for_text(&format!("Empreinte {}", frozen.hash)).await;
    let total = frozen.total().expect("a total").amounts[0].value.expect("sites");
    browser.wait_for_text(&format!("{total}\u{a0}établissements")).await;
}
