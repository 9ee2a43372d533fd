//! What a desk does all day, on a screen of 1366 by 768: many requests at once with one way back,
//! views that are kept, delays.

use crate::people::*;
use serde_json::json;
use shared::ticket::{self, Channel, TicketState, Urgency};
use tempfile::TempDir;
use tests::browser::{Browser, Look};
use tests::device::Device;
use tests::server::Server;

/// Today in France, by the clock of this machine.
fn today() -> shared::day::Day {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    shared::day::paris_day(since.expect("a clock").as_millis() as i64)
}

async fn picture(desk: &Browser, name: &str) {
    let folder = std::env::var_os("TOURNEE_PICTURES").map(std::path::PathBuf::from);
    if let Some(folder) = folder {
        desk.screenshot(&folder.join(format!("{name}.png"))).await;
    }
}

/// One message counts what was sorted; each way back takes the last one back.
#[tokio::test]
async fn sorting_ten_requests_shows_one_message_that_counts() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = crate::people::desk(&server, 1).await;
    let is_new = |office: &Device| {
        office.view().tickets.values().filter(|t| t.state == TicketState::New).count()
    };
    let before = is_new(&office);
    let desk = Browser::open(&folder.path().join("desk"), Look::OFFICE).await;
    sign_in(&desk, &server, DISPATCHER).await;
    desk.go(&format!("{}/demandes", server.address())).await;
    let first = "const first = document.querySelector('.ticket-line'); first?.focus();
                 return !!first";
    desk.wait_for("a request", first, WAIT).await;
    desk.press("pppppppppp").await;
    desk.wait_for_text("10\u{a0}demandes orientées").await;
    let toasts = desk.run("return document.querySelectorAll('.toast').length", json!([])).await;
    assert_eq!(toasts, json!(1), "one message");
    desk.click("button", "Annuler la dernière").await;
    desk.wait_for_text("9\u{a0}demandes orientées").await;
    let start = std::time::Instant::now();
    while is_new(&office) != before - 9 {
        assert!(start.elapsed() < WAIT, "{} new of {before}", is_new(&office));
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        office.sync().await.expect("the office hears of it");
    }
}

/// Several requests are closed at once, and one press brings them all back where they were.
#[tokio::test]
async fn requests_that_were_closed_at_once_come_back_at_once() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = crate::people::desk(&server, 1).await;
    let standing = |office: &Device| {
        let tickets = office.view().tickets.values();
        tickets.map(|t| (t.id, t.state.clone(), t.channel)).collect::<Vec<_>>()
    };
    let before = standing(&office);
    let desk = Browser::open(&folder.path().join("desk"), Look::OFFICE).await;
    sign_in(&desk, &server, DISPATCHER).await;
    desk.go(&format!("{}/demandes", server.address())).await;
    let focus = "const first = document.querySelector('.ticket-line'); first?.focus();
                 return !!first";
    desk.wait_for("a request", focus, WAIT).await;
    // X chooses the one with the focus, the arrow goes on.
    desk.press("x\u{e015}x\u{e015}x").await;
    desk.wait_for_text("3\u{a0}demandes choisies").await;
    is_accessible(&desk, "requests that are chosen").await;
    picture(&desk, "demandes-choisies").await;
    desk.click("button", "Clore").await;
    desk.fill("textbox", "Pourquoi\u{a0}?", "Écoles prévenues par téléphone").await;
    let send = "document.querySelector('dialog[open] button[type=submit]').click(); return true";
    desk.run(send, json!([])).await;
    desk.wait_for_text("3\u{a0}demandes changées").await;
    let closed = |office: &Device| {
        let given_up = |t: &&std::sync::Arc<ticket::Ticket>| t.state == TicketState::Cancelled;
        office.view().tickets.values().filter(given_up).count()
    };
    let start = std::time::Instant::now();
    while closed(&office) != 3 {
        assert!(start.elapsed() < WAIT, "{} are closed", closed(&office));
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        office.sync().await.expect("the office hears of it");
    }
    desk.click("button", "Annuler").await;
    while closed(&office) != 0 {
        assert!(start.elapsed() < 2 * WAIT, "{} are still closed", closed(&office));
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        office.sync().await.expect("the office hears of it");
    }
    assert_eq!(standing(&office), before, "each stands where it stood");
}

/// A view is kept for the account on the device, and found again after a reload.
#[tokio::test]
async fn a_view_is_kept_under_a_name() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let desk = Browser::open(&folder.path().join("desk"), Look::OFFICE).await;
    sign_in(&desk, &server, DISPATCHER).await;
    let filtered = "demandes?etat=en-cours&urgence=haute&tri=anciennes";
    desk.go(&format!("{}/{filtered}", server.address())).await;
    desk.click("button", "Garder cette vue").await;
    desk.fill("textbox", "Nom de la vue", "Urgentes à suivre").await;
    let send = "document.querySelector('dialog[open] button[type=submit]').click(); return true";
    desk.run(send, json!([])).await;
    desk.find("button", "Oublier cette vue").await;
    desk.go(&format!("{}/demandes?urgence=basse", server.address())).await;
    let choose = "const select = [...document.querySelectorAll('select')]
                     .find((one) => [...one.options].some((o) => o.value === 'Urgentes à suivre'));
                  if (!select) return false;
                  select.value = 'Urgentes à suivre';
                  select.dispatchEvent(new Event('change', { bubbles: true }));
                  return true";
    desk.wait_for("the view", choose, WAIT).await;
    let address = "return location.search.includes('urgence=haute')
                   && location.search.includes('etat=en-cours')";
    desk.wait_for("its filters in the address", address, WAIT).await;
}

/// A request that is late says so and comes first; a target of the coordinator changes it.
#[tokio::test]
async fn late_requests_come_first_and_the_share_kept_is_told() {
    let server = Server::under_way();
    let folder = TempDir::new().expect("a folder");
    let office = crate::people::desk(&server, 1).await;
    let view = office.view();
    let clock = shared::delay::SchoolDays::until(&view.calendar(), today());
    let late = view.tickets.values().filter(|ticket| {
        let waits = ticket.is_open() && ticket.state != TicketState::Resolved;
        let next = clock.next(&view.settings().targets(), ticket);
        waits && matches!(next, Some((_, shared::delay::DelayStanding::Late { .. })))
    });
    let late = late.count();
    assert!(late > 0, "the demonstration has late requests");
    let desk = Browser::open(&folder.path().join("desk"), Look::OFFICE).await;
    sign_in(&desk, &server, COORDINATOR).await;
    desk.go(&format!("{}/demandes?etat=toutes&age=retard", server.address())).await;
    desk.wait_for_text("hors délai de").await;
    let listed = format!("return document.querySelectorAll('.ticket-line').length === {late}");
    desk.wait_for("those that are late", &listed, WAIT).await;
    desk.go(&format!("{}/tableau-de-bord", server.address())).await;
    for share in ["Triées à temps", "Passages à temps", "Délais tenus"] {
        desk.wait_for_text(share).await;
    }
    desk.wait_for_text("Hors délai").await;
    let figure = "const one = [...document.querySelectorAll('.figure')]
                     .find((one) => one.querySelector('dt')?.innerText.trim() === 'Hors délai');
                  return Number(one?.querySelector('.figure-value')?.innerText)";
    assert_eq!(desk.run(figure, json!([])).await, json!(late), "the figure equals the list");
    desk.go(&format!("{}/reglages", server.address())).await;
    let labelled = format!(
        "return [...document.querySelectorAll('label')].some((l) => l.innerText.includes({}))",
        json!("en jours d’école")
    );
    desk.wait_for("the targets", &labelled, WAIT).await;
    is_accessible(&desk, "the targets").await;
}

/// A technician of the demonstration has work today or on the next school day, whatever the day.
#[tokio::test]
async fn whoever_opens_the_demonstration_sees_it_at_work() {
    let server = Server::under_way();
    let folder = TempDir::new().expect("a folder");
    let office = crate::people::desk(&server, 1).await;
    let state = office.view();
    assert!(state.tickets.values().any(|t| t.urgency == Urgency::High && t.is_open()));
    assert!(state.tickets.values().any(|t| t.channel == Some(Channel::Curative)));
    let phone = Browser::open(&folder.path().join("phone"), Look::PHONE).await;
    sign_in(&phone, &server, TECHNICIAN).await;
    let card = "return document.querySelectorAll('.visit-card').length >= 1";
    phone.wait_for("a visit", card, WAIT).await;
    picture(&phone, "ma-journee").await;
    // A report of the past, with its photos, as it was signed.
    let signed = state.visits.values().find(|visit| {
        let drawn = visit.signature.as_ref().is_some_and(|s| s.drawing.is_some());
        drawn && !visit.photos.is_empty()
    });
    let signed = signed.expect("a signed report").id;
    let desk = Browser::open(&folder.path().join("desk"), Look::OFFICE).await;
    sign_in(&desk, &server, DISPATCHER).await;
    desk.go(&format!("{}/passage/{signed}/compte-rendu", server.address())).await;
    let pictures = "const all = [...document.querySelectorAll('main img')];
                    return all.length >= 2 && all.every((one) => one.naturalWidth > 0)";
    desk.wait_for("the photo and the signature", pictures, WAIT).await;
    picture(&desk, "compte-rendu").await;
    desk.go(&format!("{}/planning", server.address())).await;
    desk.wait_for_text("Réparer le planning").await;
}

/// How many of these stand wholly in the window.
async fn above_the_fold(desk: &Browser, what: &str) -> u64 {
    let count = "return [...document.querySelectorAll(arguments[0])].filter((one) => {
                     const { top, bottom, height } = one.getBoundingClientRect();
                     return height && top >= 0 && bottom <= innerHeight;
                 }).length";
    let start = std::time::Instant::now();
    let mut last = None;
    loop {
        let seen = desk.run(count, json!([what])).await.as_u64().expect("a number");
        // Until the list is drawn, and stands still.
        if (seen > 0 && last == Some(seen)) || start.elapsed() > WAIT {
            return seen;
        }
        last = Some(seen);
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    }
}

/// At 1366 by 768 each screen of a desk shows what it is for without scrolling; who wants larger
/// targets chooses them.
#[tokio::test]
async fn a_desk_shows_its_main_thing_above_the_fold() {
    let server = Server::under_way();
    let folder = TempDir::new().expect("a folder");
    let desk = Browser::open(&folder.path().join("desk"), Look::OFFICE).await;
    sign_in(&desk, &server, DISPATCHER).await;
    let screens = [
        ("couverture", ".data tbody tr", 8),
        ("demandes", ".ticket-line", 5),
        ("planning", ".plan-row", 10),
    ];
    for (path, what, least) in screens {
        desk.go(&format!("{}/{path}", server.address())).await;
        desk.wait_until_started().await;
        let seen = above_the_fold(&desk, what).await;
        picture(&desk, path).await;
        println!("{path}: {seen} above the fold");
        assert!(seen >= least, "{path}: {seen} of {what}, at least {least}");
    }
    let lines = "const tops = [...document.querySelectorAll('.groups > li')]
                     .filter((one) => one.offsetHeight).map((one) => one.offsetTop);
                 return new Set(tops).size";
    assert_eq!(desk.run(lines, json!([])).await, json!(1), "the navigation stands on one line");
    desk.go(&format!("{}/compte", server.address())).await;
    desk.click("button", "Aéré").await;
    desk.reload().await;
    desk.wait_until_started().await;
    let height = "return document.querySelector('main button').offsetHeight >= 48";
    desk.wait_for("large targets", height, WAIT).await;
}
