//! Steps that the journeys share: signing in, planning a visit for the technician, making a photo.

use chrono::Datelike;
use serde_json::json;
use shared::day::{Day, Half, HalfDay, paris_day};
use shared::id::{AccountId, SiteId, TicketId, VisitId};
use shared::plan;
use shared::row::State;
use shared::ticket;
use shared::ticket::Ticket;
use shared::visit::VisitState;
use std::path::PathBuf;
use std::time::Duration;
use tests::browser::Browser;
use tests::device::Device;
pub(crate) use tests::people::{DISPATCHER, PASSWORD, TECHNICIAN, desk};
use tests::server::Server;

/// How long a page may take for one action.
pub(crate) const WAIT: Duration = Duration::from_secs(30);
/// How long an app that lost its connection may take to try again.
pub(crate) const AGAIN: Duration = Duration::from_secs(90);
/// The coordinator of the demonstration.
pub(crate) const COORDINATOR: &str = "coordinateur@demo.example";
/// The adviser of the demonstration.
pub(crate) const ADVISER: &str = "formateur@demo.example";
/// The observer of the demonstration.
pub(crate) const OBSERVER: &str = "observateur@demo.example";

/// Signs in on the screen, and waits until everything is on the device.
pub(crate) async fn sign_in(browser: &Browser, server: &Server, mail: &str) {
    sign_in_at(browser, &server.address(), mail).await;
}

/// Signs in on the screen at another address of the server, as behind a relay.
pub(crate) async fn sign_in_at(browser: &Browser, address: &str, mail: &str) {
    browser.go(&format!("{address}/connexion")).await;
    browser.wait_until_started().await;
    browser.fill("textbox", "Adresse e-mail", mail).await;
    browser.fill("textbox", "Mot de passe", PASSWORD).await;
    browser.click("button", "Se connecter").await;
    browser.wait_for_text("Tout est envoyé").await;
}

/// Waits until everything is sent after the server came back.
pub(crate) async fn wait_until_sent(browser: &Browser) {
    let script = "return document.body.innerText.includes('Tout est envoyé')";
    browser.wait_for("everything to be sent", script, AGAIN).await;
}

/// Activates a tablet on the screen.
pub(crate) async fn enrol(browser: &Browser, server: &Server, code: &str) {
    browser.go(&format!("{}/activer", server.address())).await;
    browser.wait_until_started().await;
    browser.fill("textbox", "Code d’activation", code).await;
    browser.click("button", "Activer").await;
    browser.wait_for_text("Tout est envoyé").await;
}

/// An open school of the demonstration.
pub(crate) fn a_school(state: &State, rank: usize) -> SiteId {
    let open = state.sites.values().filter(|site| site.closed_on.is_none() && !site.fictitious);
    open.map(|site| site.id.clone()).nth(rank).expect("a school")
}

/// The account of that name.
pub(crate) fn account(state: &State, name: &str) -> AccountId {
    let named = state.accounts.values().find(|account| account.name == name);
    named.expect("an account of the demonstration").id
}

/// The half-days from today on, school or not.
pub(crate) fn half_days(today: Day) -> impl Iterator<Item = HalfDay> {
    let days = today.iter_days().filter(|day| day.weekday().num_days_from_monday() < 5).take(200);
    days.flat_map(|day| [Half::Morning, Half::Afternoon].map(|half| HalfDay { day, half }))
}

/// A ticket at a school that Amina Rey will visit.
pub(crate) async fn planned_ticket(desk: &mut Device) -> Ticket {
    let ticket = a_ticket(desk.view());
    let technician = account(desk.view(), "Amina Rey");
    plan_visit(desk, &ticket.site, technician).await;
    ticket
}

/// Adds a visit at that site to the plan of a technician, on the first half-day that the rules
/// allow, and publishes it.
pub(crate) async fn plan_visit(desk: &mut Device, site: &SiteId, technician: AccountId) -> VisitId {
    let visit = desk.new_visit();
    let today = paris_day(desk.now());
    let calendar = desk.view().calendar();
    let placed = half_days(today).find(|slot| {
        let Some(quarter) =
            calendar.quarters.iter().find(|q| q.first <= slot.day && slot.day <= q.last)
        else {
            return false;
        };
        let command = plan::Act::AddVisit {
            visit,
            site: site.clone(),
            quarter: quarter.id.clone(),
            technician,
            slot: *slot,
        };
        desk.give(command.into()).is_ok()
    });
    placed.expect("a half-day for the visit");
    let made = &desk.view().visits[&visit];
    if made.state == VisitState::Proposed {
        let quarter = made.quarter.clone();
        desk.give(plan::Act::PublishPlan { quarter }.into()).expect("the plan is published");
    }
    desk.sync().await.expect("the visit is planned");
    visit
}

/// A visit that Amina Rey is to make, with its school and her account.
pub(crate) async fn planned_for_amina(desk: &mut Device) -> (VisitId, SiteId, AccountId) {
    let amina = account(desk.view(), "Amina Rey");
    let site = a_school(desk.view(), 20);
    (plan_visit(desk, &site, amina).await, site, amina)
}

/// Moves a visit to another half-day, as a dispatcher does.
pub(crate) async fn move_visit(desk: &mut Device, visit: VisitId) -> HalfDay {
    let now = desk.view().visits[&visit].clone();
    let later = half_days(now.slot.day).filter(|slot| *slot > now.slot);
    let slot = later.into_iter().find(|slot| {
        let (technician, from) = (now.technician, Some(now.place()));
        let command = plan::Act::MoveVisit { visit, technician, slot: *slot, from };
        desk.give(command.into()).is_ok()
    });
    desk.sync().await.expect("the visit is moved");
    slot.expect("another half-day")
}

/// An open ticket of a school of the demonstration that is not closed.
pub(crate) fn a_ticket(state: &State) -> Ticket {
    let open = state.tickets.values().filter(|ticket| ticket.is_open());
    open.map(|ticket| Ticket::clone(ticket)).next().expect("a ticket of the demonstration")
}

/// Texts of the comments of a ticket, in their order.
pub(crate) fn comments(state: &State, ticket: TicketId) -> Vec<String> {
    let history = state.tickets[&ticket].history.iter();
    history
        .filter_map(|entry| match &entry.what {
            ticket::Happened::Commented { text, .. } => Some(text.clone()),
            _ => None,
        })
        .collect()
}

/// Writes a comment on the screen of a ticket, and waits until the screen shows it.
pub(crate) async fn comment(browser: &Browser, text: &str) {
    browser.click("button", "Ajouter un commentaire").await;
    browser.fill("textbox", "Votre commentaire", text).await;
    browser.click("button", "Enregistrer").await;
    browser.wait_for_text(text).await;
}

/// Ends a visit in the dialog that names what is left.
pub(crate) async fn end_with_what_is_left(phone: &Browser) -> String {
    let script = "const button = document.querySelector('dialog .button.primary');
        return button && button.innerText.startsWith('Terminer') && button.innerText";
    let name = phone.wait_for("the button that names what is left", script, WAIT).await;
    let name = name.as_str().expect("a text").to_owned();
    phone.click("button", &name).await;
    name
}

/// A small photo in a file.
pub(crate) fn photo(folder: &std::path::Path) -> PathBuf {
    let path = folder.join("photo.png");
    let icon = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../public/icons/icon-192.png");
    std::fs::copy(icon, &path).expect("a photo");
    path
}

/// Fails when axe-core finds a problem on the page.
pub(crate) async fn is_accessible(browser: &Browser, what: &str) {
    let problems = browser.accessibility_problems().await;
    assert!(problems.is_empty(), "{what}:\n{}", problems.join("\n"));
}

/// Fails when the page is wider than the screen.
pub(crate) async fn fits(browser: &Browser, what: &str) {
    let script = "return [document.documentElement.scrollWidth, innerWidth]";
    let widths = browser.run(script, json!([])).await;
    let (page, screen) = (widths[0].as_u64(), widths[1].as_u64());
    assert!(page <= screen, "{what}: {page:?} wide on a screen of {screen:?}");
}

/// Fails when the page says something like «1 passages» or «0 passages»: French takes the singular
/// below two.
pub(crate) async fn reads_well(browser: &Browser, what: &str) {
    let script = "const number = '(?:^|[\\\\s(:·«+−])([01](?:,[0-9]+)?)';
        const word = '([a-zà-ÿœ’]+s)(?![a-zà-ÿœ-])';
        const wrong = new RegExp(`${number}[ \\u00a0]${word}`, 'gmu');
        const right = /^(mois|fois|dans|sans|plus|puis|sous|vers|accès|avis|des|les|pas|depuis)$/;
        const found = [...document.body.innerText.matchAll(wrong)];
        return found.filter((one) => !right.test(one[2])).map((one) => one[0].trim())";
    let wrong = browser.run(script, json!([])).await;
    assert_eq!(wrong, json!([]), "{what}");
}

/// Waits until the server tells the office something.
pub(crate) async fn until(office: &mut Device, what: &str, holds: impl Fn(&Device) -> bool) {
    let start = std::time::Instant::now();
    while !holds(office) {
        assert!(start.elapsed() < WAIT, "the server did not hear of it: {what}");
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        office.sync().await.expect("the office hears of it");
    }
}

/// Sets a field that has a control of the browser, by its label: a date, a choice of the open
/// dialog.
pub(crate) async fn set(browser: &Browser, label: &str, value: &str) {
    let script = format!(
        "const labels = [...document.querySelectorAll('dialog[open] label')];
         const label = labels.find((one) => one.innerText.trim().startsWith({}));
         const field = label && (document.getElementById(label.htmlFor)
             ?? label.querySelector('select'));
         if (!field) return false;
         field.focus();
         field.value = {};
         for (const told of ['input', 'change'])
             field.dispatchEvent(new Event(told, {{ bubbles: true }}));
         return field.value === {}",
        json!(label),
        json!(value),
        json!(value),
    );
    browser.wait_for(label, &script, WAIT).await;
}

/// Presses the button of the open dialog.
pub(crate) async fn answer(desk: &Browser, label: &str) {
    let script = format!(
        "const all = [...document.querySelectorAll('dialog[open] button')];
         const one = all.find((button) => button.innerText.trim() === {});
         one?.click(); return !!one",
        json!(label)
    );
    desk.wait_for("the button of the dialog", &script, WAIT).await;
}

/// Clicks a button of the card that holds a text.
pub(crate) async fn click_in_card(browser: &Browser, text: &str, button: &str) {
    let script = format!(
        "const card = [...document.querySelectorAll('main li.card')]
             .find((card) => card.innerText.includes({}));
         const found = card && [...card.querySelectorAll('button')]
             .find((it) => !it.disabled && it.innerText.trim() === {});
         found?.click();
         return !!found",
        json!(text),
        json!(button)
    );
    let what = format!("the card «{text}» with the button «{button}»");
    browser.wait_for(&what, &script, WAIT).await;
}

/// Taps that somebody needs for something, counted and printed; typed texts apart.
pub(crate) struct Taps {
    what: &'static str,
    count: u32,
}

impl Taps {
    /// None yet.
    pub(crate) fn of(what: &'static str) -> Self {
        Self { what, count: 0 }
    }

    /// One more.
    pub(crate) fn one(&mut self) {
        self.count += 1;
    }

    /// Fails when they were more than that.
    pub(crate) fn at_most(self, most: u32) {
        let Self { what, count } = self;
        println!("{what}: {count} taps (at most {most})");
        assert!(count <= most, "{what}: {count} taps");
    }
}
