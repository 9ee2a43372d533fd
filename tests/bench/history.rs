//! The cost of a pull when the past grows: the same requests over the demonstration, and over ten
//! and a hundred times its tickets and visits, all of them past. And the first sync of a tablet,
//! beside five years of orders of all schools.

use server::blobs::folder::Folder;
use server::exchange::{Caller, exchange};
use server::snapshot::SnapshotCache;
use server::store::sqlite::Sqlite;
use server::store::{Store, StoreResult};
use server::{accounts, demo};
use shared::entity::Facet;
use shared::id::{AccountId, DeviceId, SiteId, SupplyId, TicketId, VisitId};
use shared::role::{Actor, Role};
use shared::row::{Kind, Read, Row};
use shared::supply::{Supply, SupplyState};
use shared::sync::{PROTOCOL, SyncAnswer, SyncRequest, VOCABULARY};
use shared::ticket::{Ticket, TicketState};
use shared::visit::{Visit, VisitState};
use std::sync::Arc;
use std::time::{Instant, SystemTime, UNIX_EPOCH};
use tempfile::TempDir;
use uuid::Uuid;

const TIMES: [usize; 3] = [1, 10, 100];
const RUNS: usize = 201;
/// Rows of the scope that change before a pull.
const CHANGES: usize = 10;
/// Orders of five years, and its days.
const ORDERS: usize = 12_500;
const FIVE_YEARS: usize = 5 * 365;
/// How many times as long a first sync may take beside them.
const FIRST_MOST: f64 = 1.3;
/// Rows of one transaction while the past is written.
const PORTION: usize = 10_000;

fn main() -> StoreResult<()> {
    for times in TIMES {
        let folder =
            TempDir::new().map_err(|error| server::store::Fault::of("no folder", error))?;
        let store: Arc<dyn Store> = Arc::new(Sqlite::open(&folder.path().join("a.sqlite"))?);
        demo::load(&store, &Folder::of(folder.path()), now_ms(), demo::Moment::Unplanned)?;
        let rows = grow(&store, times)?;
        for (who, actor) in people(&store)? {
            measure(&store, times, rows, who, &actor)?;
        }
    }
    first_syncs()
}

/// The first sync of a tablet with and without five years of orders, in turns: what a school sees
/// of them is little, and the rest of them costs it nothing.
fn first_syncs() -> StoreResult<()> {
    let folder = TempDir::new().map_err(|error| server::store::Fault::of("no folder", error))?;
    let open = |name: &str| -> StoreResult<Arc<dyn Store>> {
        let store: Arc<dyn Store> = Arc::new(Sqlite::open(&folder.path().join(name))?);
        demo::load(&store, &Folder::of(folder.path()), now_ms(), demo::Moment::Unplanned)?;
        Ok(store)
    };
    let (without, with) = (open("without.sqlite")?, open("with.sqlite")?);
    write(&with, ordered(&with, ORDERS)?)?;
    let school = |store: &Arc<dyn Store>| -> StoreResult<Caller> {
        let mut people = people(store)?.into_iter();
        let (_, actor) = people.find(|(who, _)| *who == "school").expect("a school");
        Ok(Caller { actor, device: DeviceId(Uuid::from_u128(1)) })
    };
    let (of_without, of_with) = (school(&without)?, school(&with)?);
    let (mut times, mut rows) = ([Vec::new(), Vec::new()], [0, 0]);
    for _ in 0..RUNS {
        for (at, (store, caller)) in [(&without, &of_without), (&with, &of_with)].iter().enumerate()
        {
            let start = Instant::now();
            rows[at] = first_sync(store, caller);
            times[at].push(start.elapsed().as_secs_f64() * 1_000.0);
        }
    }
    let [before, after] = times.map(|mut times| {
        times.sort_unstable_by(f64::total_cmp);
        times[RUNS / 2]
    });
    let ratio = after / before;
    println!(
        "first sync of a tablet: {before:.3} ms for {} rows; with {ORDERS} orders in the database \
         {after:.3} ms for {} rows: {ratio:.2} times",
        rows[0], rows[1]
    );
    assert!(ratio <= FIRST_MOST, "the first sync takes {ratio:.2} times as long");
    Ok(())
}

/// Asks until there is nothing more. Returns the number of rows.
fn first_sync(store: &Arc<dyn Store>, caller: &Caller) -> usize {
    let mut known = request(caller.device);
    let mut rows = 0;
    loop {
        let body = serde_json::to_vec(&known).expect("JSON");
        let snapshots = SnapshotCache::hasty();
        let answer = exchange(&**store, &snapshots, caller, &body, now_ms(), drop).expect("it");
        (known.epoch, known.cursor) = (Some(answer.epoch), answer.cursor);
        rows += answer.changes.len();
        known.held = answer.sites.unwrap_or_default();
        if !answer.more {
            return rows;
        }
    }
}

/// Copies of the demonstration's orders for all schools in turn, closed over the last five years.
fn ordered(store: &Arc<dyn Store>, many: usize) -> StoreResult<Vec<Row>> {
    let (supplies, sites) = store.look(|reader| {
        Ok((reader.load(&Read::All(Kind::Supply))?, reader.load(&Read::All(Kind::Site))?))
    })?;
    let today = shared::day::paris_day(now_ms());
    let ids: Vec<SiteId> = sites
        .iter()
        .filter_map(|row| match row {
            Row::Site(site) => Some(site.id.clone()),
            _ => None,
        })
        .collect();
    let known: Vec<_> = supplies
        .iter()
        .filter_map(|row| match row {
            Row::Supply(supply) => Some(Supply::clone(supply)),
            _ => None,
        })
        .collect();
    let of = |(number, (supply, site)): (usize, (&Supply, &SiteId))| {
        let days = (number * FIVE_YEARS / many) as i64;
        let on = today - chrono::Duration::days(days);
        Row::from(Supply {
            id: SupplyId(Uuid::from_u128(number as u128 + 1)),
            site: site.clone(),
            state: SupplyState::Closed,
            asked_on: on,
            ended_on: Some(on),
            ..supply.clone()
        })
    };
    let pairs = known.iter().cycle().zip(ids.iter().cycle()).take(many);
    Ok(pairs.enumerate().map(of).collect())
}

fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| since.as_millis() as i64)
}

/// Writes copies of all tickets and visits, all closed long ago. Returns the number of rows.
fn grow(store: &Arc<dyn Store>, times: usize) -> StoreResult<u64> {
    let (tickets, visits) = store.look(|reader| {
        Ok((reader.load(&Read::All(Kind::Ticket))?, reader.load(&Read::All(Kind::Visit))?))
    })?;
    let all: Vec<Row> = tickets.into_iter().chain(visits).collect();
    let mut number = 0_u128;
    let mut past = Vec::with_capacity(PORTION);
    for _ in 1..times {
        for row in &all {
            number += 1;
            past.push(long_ago(row, Uuid::from_u128(number)));
            if past.len() == PORTION {
                write(store, std::mem::take(&mut past))?;
            }
        }
    }
    write(store, past)?;
    store.look(|reader| {
        let counts = Kind::ALL.iter().map(|kind| reader.count(*kind));
        counts.sum::<StoreResult<u64>>()
    })
}

fn write(store: &Arc<dyn Store>, rows: Vec<Row>) -> StoreResult<()> {
    store.change(|writer| rows.into_iter().try_for_each(|row| writer.put(row).map(drop)))
}

fn long_ago(row: &Row, key: Uuid) -> Row {
    let long_ago = chrono::NaiveDate::from_ymd_opt(2022, 3, 10).expect("a day");
    match row {
        Row::Ticket(ticket) => {
            let mut ticket = Ticket::clone(ticket);
            ticket.id = TicketId(key);
            ticket.state = TicketState::Closed;
            (ticket.reported_on, ticket.ended_on) = (long_ago, Some(long_ago));
            ticket.into()
        }
        Row::Visit(visit) => {
            let mut visit = Visit::clone(visit);
            visit.id = VisitId(key);
            visit.state = VisitState::Reported;
            (visit.slot.day, visit.quarter) = (long_ago, "2021-2022-3".into());
            visit.into()
        }
        other => other.clone(),
    }
}

/// The account that pulls: a school, a technician or a desk.
fn people(store: &Arc<dyn Store>) -> StoreResult<Vec<(&'static str, Actor)>> {
    let site = store.look(|reader| {
        let sites = reader.load(&Read::All(Kind::Site))?;
        let open = sites.into_iter().find_map(|row| match row {
            Row::Site(site) if site.closed_on.is_none() => Some(site.id.clone()),
            _ => None,
        });
        Ok(open.unwrap_or(SiteId::from("0420001A")))
    })?;
    let school = store.change(|writer| {
        let fresh = AccountId(Uuid::from_u128(7));
        accounts::school(writer, &site, fresh)
    })?;
    let of_role = |role| {
        store.look(|reader| {
            let accounts = reader.load(&Read::All(Kind::Account))?;
            let id = accounts.iter().find_map(|row| match row {
                Row::Account(account) if account.role == role => Some(account.id),
                _ => None,
            });
            id.map_or(Ok(None), |id| accounts::actor(reader, id))
        })
    };
    let found = [
        ("school", school),
        ("technician", of_role(Role::Technician)?),
        ("desk", of_role(Role::Dispatcher)?),
    ];
    Ok(found.into_iter().filter_map(|(who, actor)| Some((who, actor?))).collect())
}

fn measure(
    store: &Arc<dyn Store>,
    times: usize,
    rows: u64,
    who: &str,
    actor: &Actor,
) -> StoreResult<()> {
    let caller = Caller { actor: actor.clone(), device: DeviceId(Uuid::from_u128(1)) };
    let snapshots = SnapshotCache::hasty();
    let ask = |request: &SyncRequest| -> SyncAnswer {
        let body = serde_json::to_vec(request).expect("JSON");
        exchange(&**store, &snapshots, &caller, &body, now_ms(), drop).expect("an answer")
    };
    let mut known = request(caller.device);
    loop {
        let answer = ask(&known);
        (known.epoch, known.cursor) = (Some(answer.epoch), answer.cursor);
        known.held = answer.sites.unwrap_or_default();
        if !answer.more {
            break;
        }
    }
    let (nothing, _) = median(|| ask(&known));
    let mine = touched(store, actor, &known.held)?;
    write(store, mine)?;
    let (some, answer) = median(|| ask(&known));
    println!(
        "{times:>4}x ({rows} rows) {who:<10} nothing new {nothing:>7.3} ms, {} changed rows \
         {some:>7.3} ms",
        answer.changes.len()
    );
    Ok(())
}

fn request(device: DeviceId) -> SyncRequest {
    SyncRequest {
        protocol: PROTOCOL,
        vocabulary: VOCABULARY,
        device,
        epoch: None,
        account: None,
        cursor: 0,
        held: Vec::new(),
        sent_at: now_ms(),
        unsent: 0,
        build: "bench".into(),
        takes_packs: false,
        watched: false,
        asks_proof_key: false,
        commands: Vec::new(),
    }
}

/// Open tickets of the scope, which the bench writes again.
fn touched(store: &Arc<dyn Store>, actor: &Actor, held: &[SiteId]) -> StoreResult<Vec<Row>> {
    let sites: Vec<SiteId> = actor.site.iter().cloned().chain(held.iter().cloned()).collect();
    store.look(|reader| {
        let open = reader.load(&Read::Where(Kind::Ticket, Facet::Open))?.into_iter().filter(
            |row| match row {
                Row::Ticket(ticket) => sites.is_empty() || sites.contains(&ticket.site),
                _ => false,
            },
        );
        Ok(open.take(CHANGES).collect())
    })
}

/// The median time in milliseconds, and the last result.
fn median<T>(mut work: impl FnMut() -> T) -> (f64, T) {
    let mut times = Vec::with_capacity(RUNS);
    let mut last = work();
    for _ in 0..RUNS {
        let start = Instant::now();
        last = work();
        times.push(start.elapsed().as_secs_f64() * 1_000.0);
    }
    times.sort_by(f64::total_cmp);
    (times[RUNS / 2], last)
}
