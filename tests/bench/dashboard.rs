//! How long the dashboard takes to be drawn from memory at the desk, with the visits, requests,
//! orders, loans, trainings and payments of five years: all of it, and its plots alone, in one run.
//! The ratio is of all of it to what it was without plots. Fails when all of it takes too long.

use serde_json::json;
use server::blobs::folder::Folder;
use server::demo;
use server::store::sqlite::Sqlite;
use server::store::{Store, StoreResult};
use shared::budget::Commitment;
use shared::day::Day;
use shared::id::{CommitmentId, SupplyId, TicketId, TrainingSessionId, VisitId};
use shared::row::{Kind, Read, Row};
use shared::supply::{Supply, SupplyState};
use shared::ticket::{Ticket, TicketState};
use shared::training::{SessionProgress, TrainingSession};
use shared::visit::{Visit, VisitState};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tempfile::TempDir;
use tests::browser::{Browser, Look};
use tests::people::{DISPATCHER, PASSWORD};
use tests::server::Server;
use uuid::Uuid;

const RUNS: usize = 15;
/// Years before this one; a year is four times what the demonstration has of visits and tickets.
const YEARS: i64 = 5;
const QUARTERS: i64 = 4;
/// The most milliseconds that the whole dashboard may take.
const MOST_MS: f64 = 100.0;
const PATIENCE: Duration = Duration::from_secs(60);

#[tokio::main]
async fn main() {
    let mut rows = 0;
    let server = Server::filled(|data| {
        let store: Arc<dyn Store> =
            Arc::new(Sqlite::open(&data.join("tournee.sqlite")).expect("a store"));
        demo::load(&store, &Folder::of(data), now_ms(), demo::Moment::UnderWay)
            .expect("the demonstration");
        rows = grow(&store).expect("room");
    });
    let folder = TempDir::new().expect("a folder");
    let desk = Browser::open(folder.path(), Look::DESK).await;
    desk.go(&format!("{}/connexion", server.address())).await;
    desk.wait_until_started().await;
    desk.fill("textbox", "Adresse e-mail", DISPATCHER).await;
    desk.fill("textbox", "Mot de passe", PASSWORD).await;
    desk.click("button", "Se connecter").await;
    desk.wait_for_text("Tout est envoyé").await;
    desk.go(&format!("{}/tableau-de-bord", server.address())).await;
    let drawn = "return document.querySelectorAll('.plot').length > 8";
    desk.wait_for("the plots", drawn, PATIENCE).await;
    println!("{rows} rows of {YEARS} years before this one");
    let plots = measure(&desk, PLOTS).await;
    let all = measure(&desk, ALL).await;
    tell("plots of a quarter or a year", &plots);
    tell("the whole dashboard", &all);
    let (plots, all) = (middle(&plots), middle(&all));
    println!("with plots it takes {:.2} times what it takes without", all / (all - plots).max(0.1));
    assert!(all <= MOST_MS, "the dashboard takes {all:.0} ms, more than {MOST_MS:.0}");
}

/// Chooses the year and the quarter in turns: the plots alone are drawn again.
const PLOTS: &str = "const choices = [...document.querySelectorAll('input[name=plot-span]')];
    const target = choices.find((choice) => !choice.checked);
    const act = () => target.click();";
/// Chooses another quarter: everything is drawn again.
const ALL: &str = "const list = document.querySelector('.toolbar select');
    const act = () => {
        list.selectedIndex = (list.selectedIndex + 1) % list.options.length;
        list.dispatchEvent(new Event('change', { bubbles: true }));
    };";

/// Milliseconds from an action to the finished layout, several times.
async fn measure(desk: &Browser, action: &str) -> Vec<f64> {
    let script = format!(
        "{action}
        const rest = () => new Promise((done) => {{
            const channel = new MessageChannel();
            channel.port1.onmessage = done;
            channel.port2.postMessage(0);
        }});
        const start = performance.now();
        act();
        await rest();
        document.body.offsetHeight;
        const spent = performance.now() - start;
        await new Promise((done) => setTimeout(done, 300));
        return spent;"
    );
    let mut times = Vec::new();
    for _ in 0..RUNS {
        times.push(desk.run(&script, json!([])).await.as_f64().expect("milliseconds"));
    }
    times.sort_unstable_by(f64::total_cmp);
    times
}

fn middle(times: &[f64]) -> f64 {
    times[times.len() / 2]
}

fn tell(what: &str, times: &[f64]) {
    let (least, most) = (times[0], times[times.len() - 1]);
    println!("{what}: median {:.1} ms of {RUNS} ({least:.1} to {most:.1})", middle(times));
}

fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| since.as_millis() as i64)
}

/// What the dashboard counts.
const KINDS: [Kind; 5] =
    [Kind::Ticket, Kind::Visit, Kind::Supply, Kind::TrainingSession, Kind::Commitment];

/// Writes copies of all that the dashboard counts into each quarter of the years before. Returns
/// how many.
fn grow(store: &Arc<dyn Store>) -> StoreResult<usize> {
    let all: Vec<Row> = store.look(|reader| {
        let mut rows = Vec::new();
        for kind in KINDS {
            rows.extend(reader.load(&Read::All(kind))?);
        }
        Ok(rows)
    })?;
    let mut number = 0_u128;
    for back in 1..=YEARS * QUARTERS {
        let past: Vec<Row> = all
            .iter()
            .filter_map(|row| {
                number += 1;
                earlier(row, Uuid::from_u128(number), back)
            })
            .collect();
        store.change(|writer| past.into_iter().try_for_each(|row| writer.put(row).map(drop)))?;
    }
    Ok(number as usize)
}

/// The same thing, finished, that many quarters earlier.
fn earlier(row: &Row, key: Uuid, quarters: i64) -> Option<Row> {
    let then = |day: Day| day - chrono::Duration::days(91 * quarters);
    match row {
        Row::Ticket(ticket) => {
            let mut ticket = Ticket::clone(ticket);
            ticket.id = TicketId(key);
            ticket.state = TicketState::Closed;
            ticket.reported_on = then(ticket.reported_on);
            ticket.ended_on = Some(ticket.reported_on + chrono::Duration::days(20));
            Some(ticket.into())
        }
        Row::Visit(visit) => {
            let mut visit = Visit::clone(visit);
            visit.id = VisitId(key);
            visit.state = VisitState::Reported;
            visit.slot.day = then(visit.slot.day);
            visit.quarter = "2021-2022-3".into();
            Some(visit.into())
        }
        Row::Supply(supply) => {
            let mut supply = Supply::clone(supply);
            supply.id = SupplyId(key);
            supply.asked_on = then(supply.asked_on);
            supply.delivered_on = supply.delivered_on.map(then);
            supply.ended_on = Some(supply.asked_on + chrono::Duration::days(60));
            supply.state = SupplyState::Closed;
            Some(supply.into())
        }
        Row::TrainingSession(session) => {
            let mut session = TrainingSession::clone(session);
            session.id = TrainingSessionId(key);
            session.terms.day = then(session.terms.day);
            session.state = SessionProgress::Closed;
            Some(session.into())
        }
        Row::Commitment(commitment) => {
            let mut commitment = Commitment::clone(commitment);
            commitment.id = CommitmentId(key);
            commitment.signed_on = then(commitment.signed_on);
            for payment in &mut commitment.payments {
                payment.day = then(payment.day);
            }
            Some(commitment.into())
        }
        _ => None,
    }
}
