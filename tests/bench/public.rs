//! The public page while devices sync: a tablet sends one command after the other, alone and with
//! anonymous requests at a rate, in turns within one run. Prints how long an answer to the tablet
//! takes in both, the noise between its quiet turns, and how the anonymous requests were answered.
//! Fails when the rate was not reached, a request failed, or the tablet was slowed by more than the
//! noise (S14, acceptance 7).

use reqwest::{Client, StatusCode};
use server::blobs::folder::Folder;
use server::store::sqlite::Sqlite;
use server::store::{Session, Store, StoreResult, Writer};
use server::{accounts, demo, identity};
use shared::command::Envelope;
use shared::id::{AccountId, CommandId, DeviceId, SiteId, TicketId};
use shared::limits::DAY_MS;
use shared::row::{Kind, Read, Row};
use shared::sync::{PROTOCOL, SyncAnswer, SyncRequest, VOCABULARY, Verdict};
use shared::ticket::{self, Category, TicketKind, Urgency};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use tests::server::Server;
use uuid::Uuid;

const USAGE: &str = "[--rate REQUESTS_A_SECOND] [--seconds OF_A_TURN] [--turns N]";
/// Readers of the page, each with its own address and connection.
const READERS: u16 = 20;

/// The part of the wanted rate that must be answered: a turn begins before its readers.
const REACHED: f64 = 0.98;

/// Arguments of the command line.
#[derive(Debug, Clone, Copy)]
struct Wanted {
    rate: f64,
    seconds: f64,
    turns: usize,
}

/// A tablet with its session.
struct Tablet {
    device: DeviceId,
    account: AccountId,
    token: String,
    site: SiteId,
    client: Client,
    cursor: Option<(shared::id::Epoch, i64)>,
    sent: u64,
}

/// What became of the anonymous requests.
#[derive(Debug, Default)]
struct Readers {
    answered: AtomicU64,
    failed: AtomicU64,
    end: AtomicBool,
}

fn main() {
    let wanted = read_arguments();
    let mut server = Server::prepared();
    let path = server.data().join("tournee.sqlite");
    let store: Arc<dyn Store> = Arc::new(Sqlite::open(&path).expect("a store"));
    demo::load(&store, &Folder::of(&server.data()), now_ms(), demo::Moment::UnderWay)
        .expect("the demonstration");
    let tablet = store.change(|writer| tablet(writer)).expect("a session");
    drop(store);
    server.start(&[]);
    let runtime = tokio::runtime::Runtime::new().expect("threads");
    runtime.block_on(compare(&server, tablet, wanted));
}

fn read_arguments() -> Wanted {
    let mut wanted = Wanted { rate: 1_000.0, seconds: 10.0, turns: 3 };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let value = arguments.next().and_then(|text| text.parse::<f64>().ok()).expect(USAGE);
        match argument.as_str() {
            "--rate" => wanted.rate = value.max(1.0),
            "--seconds" => wanted.seconds = value,
            "--turns" => wanted.turns = (value as usize).max(1),
            _ => panic!("{USAGE}"),
        }
    }
    wanted
}

fn now_ms() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_millis() as i64
}

fn tablet(writer: &dyn Writer) -> StoreResult<Tablet> {
    let sites = writer.load(&Read::All(Kind::Site))?;
    let site = sites.iter().find_map(|row| match row {
        Row::Site(site) if site.closed_on.is_none() => Some(site.id.clone()),
        _ => None,
    });
    let site = site.expect("a school");
    let fresh = AccountId(Uuid::from_u128(0x7ab1_e700_0000));
    let account = accounts::school(writer, &site, fresh)?.expect("a school that is open").account;
    let device = DeviceId(Uuid::from_u128(0xdec1_ce00_0000));
    let (token, now) = (identity::new_token().expect("random bytes"), now_ms());
    let session =
        Session { token_hash: identity::digest(&token), account, device, expires_at: now + DAY_MS };
    server::sessions::open(writer, &session, "public", &Default::default(), now)
        .expect("a session");
    let client = client(READERS + 1);
    Ok(Tablet { device, account, token, site, client, cursor: None, sent: 0 })
}

/// A client that connects from its own address.
fn client(n: u16) -> Client {
    let [high, low] = n.to_be_bytes();
    let address = IpAddr::V4(Ipv4Addr::new(127, 2, high, low.max(1)));
    Client::builder().local_address(address).gzip(true).build().expect("an HTTP client")
}

/// Turns without and with readers; a first one warms everything up.
async fn compare(server: &Server, mut tablet: Tablet, wanted: Wanted) {
    let address = server.address().replace("localhost", "127.0.0.1");
    turn(&address, &mut tablet, Duration::from_secs(1)).await;
    let length = Duration::from_secs_f64(wanted.seconds);
    let (mut quiet, mut crowded, mut is_kept) = (Vec::new(), Vec::new(), true);
    for _ in 0..wanted.turns {
        quiet.push(turn(&address, &mut tablet, length).await);
        let readers = Arc::new(Readers::default());
        let reading = read(&address, &readers, wanted.rate);
        crowded.push(turn(&address, &mut tablet, length).await);
        readers.end.store(true, Ordering::Relaxed);
        for task in reading {
            task.await.expect("no panic");
        }
        let [answered, failed] =
            [&readers.answered, &readers.failed].map(|count| count.load(Ordering::Relaxed));
        let rate = answered as f64 / length.as_secs_f64();
        println!("{rate:.0} pages a second answered, {failed} not");
        is_kept &= rate >= wanted.rate * REACHED && failed == 0;
    }
    let told = |times: &[(f64, f64)], at: fn(&(f64, f64)) -> f64| {
        let mut times: Vec<f64> = times.iter().map(at).collect();
        times.sort_unstable_by(f64::total_cmp);
        (times[0], times[times.len() / 2], times[times.len() - 1])
    };
    for (name, at) in [("p50", (|t| t.0) as fn(&(f64, f64)) -> f64), ("p90", |t| t.1)] {
        let (least, middle, most) = told(&quiet, at);
        let (_, slower, _) = told(&crowded, at);
        let (ratio, noise) = (slower / middle, (most - least) / middle);
        let is_within = ratio <= 1.0 + noise;
        println!(
            "a command of a tablet, {name}: {middle:.2} ms alone, {slower:.2} ms beside {} pages a \
             second: ratio {ratio:.2}, noise {:.0} %: {}",
            wanted.rate,
            noise * 100.0,
            if is_within { "pass" } else { "FAIL" }
        );
        is_kept &= is_within;
    }
    assert!(is_kept, "the page slowed the sync, or was not answered at its rate");
}

/// Sends commands one after the other. Returns the median and the ninth tenth of their times, in
/// milliseconds.
async fn turn(address: &str, tablet: &mut Tablet, length: Duration) -> (f64, f64) {
    let (start, mut times) = (Instant::now(), Vec::new());
    while start.elapsed() < length {
        let began = Instant::now();
        send(address, tablet).await;
        times.push(began.elapsed().as_secs_f64() * 1_000.0);
        // Not more often than the server lets a device come.
        tokio::time::sleep(Duration::from_millis(110)).await;
    }
    times.sort_unstable_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    (at(0.5), at(0.9))
}

async fn send(address: &str, tablet: &mut Tablet) {
    tablet.sent += 1;
    let request = SyncRequest {
        protocol: PROTOCOL,
        vocabulary: VOCABULARY,
        device: tablet.device,
        epoch: tablet.cursor.map(|(epoch, _)| epoch),
        account: None,
        cursor: tablet.cursor.map_or(0, |(_, cursor)| cursor),
        held: Vec::new(),
        sent_at: now_ms(),
        unsent: 1,
        build: "public".into(),
        takes_packs: false,
        watched: false,
        asks_proof_key: false,
        commands: vec![report(tablet)],
    };
    let sent = tablet
        .client
        .post(format!("{address}/api/v1/sync"))
        .header("cookie", format!("__Host-tournee={}", tablet.token))
        .json(&request)
        .send();
    let response = sent.await.expect("an answer");
    assert_eq!(response.status(), StatusCode::OK);
    let answer: SyncAnswer = response.json().await.expect("an answer as the app reads");
    let applied = |verdict: &Verdict| matches!(verdict, Verdict::Applied { .. });
    assert!(answer.outcomes.iter().all(|o| applied(&o.verdict)), "{:?}", answer.outcomes);
    tablet.cursor = Some((answer.epoch, answer.cursor));
}

fn report(tablet: &Tablet) -> Envelope {
    let key = u128::from(tablet.sent) | 1 << 100;
    Envelope {
        id: CommandId(Uuid::from_u128(key)),
        device: tablet.device,
        sequence: tablet.sent,
        actor: tablet.account,
        declared_at: now_ms(),
        protocol: PROTOCOL,
        seen: Vec::new(),
        intent: ticket::Act::ReportIncident {
            ticket: TicketId(Uuid::from_u128(key | 1 << 101)),
            site: tablet.site.clone(),
            kind: TicketKind::Incident,
            category: Category::Computer,
            text: "Le poste ne démarre plus depuis la mise à jour".into(),
            room: "Salle 3".into(),
            equipment: None,
            subscription: None,
            urgency: Urgency::Normal,
            photos: Vec::new(),
            found_on: None,
        }
        .into(),
    }
}

/// Starts the readers, who share the rate.
fn read(address: &str, readers: &Arc<Readers>, rate: f64) -> Vec<tokio::task::JoinHandle<()>> {
    let every = Duration::from_secs_f64(f64::from(READERS) / rate);
    let reader = |n: u16| {
        let (readers, address) = (Arc::clone(readers), format!("{address}/plan"));
        let client = client(n);
        tokio::spawn(async move {
            let mut clock = tokio::time::interval(every);
            let mut under_way = tokio::task::JoinSet::new();
            while !readers.end.load(Ordering::Relaxed) {
                clock.tick().await;
                let (client, address) = (client.clone(), address.clone());
                let readers = Arc::clone(&readers);
                under_way.spawn(async move {
                    let answer = client.get(address).send().await;
                    let is_good = match answer {
                        Ok(answer) if answer.status() == StatusCode::OK => {
                            answer.bytes().await.is_ok()
                        }
                        Ok(_) | Err(_) => false,
                    };
                    let count = if is_good { &readers.answered } else { &readers.failed };
                    count.fetch_add(1, Ordering::Relaxed);
                });
            }
            while under_way.join_next().await.is_some() {}
        })
    };
    (1..=READERS).map(reader).collect()
}
