//! The morning: every tablet and technician of the authority comes back with commands that wait.
//! Prints requests a second, how long answers took, and the most memory of the server.

use cluster::{Cluster, Database, Disk, database_on};
use reqwest::{Client, StatusCode};
use server::blobs::folder::Folder;
use server::store::postgres::Postgres;
use server::store::sqlite::Sqlite;
use server::store::{Session, Store, StoreResult, Writer};
use server::{accounts, demo, identity};
use shared::command::Envelope;
use shared::id::{AccountId, CommandId, DeviceId, Epoch, Seq, SiteId, TicketId};
use shared::limits::DAY_MS;
use shared::role::Role;
use shared::row::{Kind, Read, Row};
use shared::sync::{PROTOCOL, SyncAnswer, SyncRequest, VOCABULARY, Verdict};
use shared::ticket;
use shared::ticket::{Category, TicketKind, Urgency};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use tests::server::Server;
use uuid::Uuid;

const USAGE: &str =
    "[--tablets N] [--technicians N] [--commands N] [--window SECONDS] [--postgres]";

/// Arguments of the command line.
#[derive(Debug, Clone, Copy)]
struct Wanted {
    tablets: usize,
    technicians: usize,
    commands: u64,
    window: f64,
    postgres: bool,
}

/// The engine of the database.
enum Engine {
    Sqlite,
    Postgres { database: Database, _cluster: Cluster },
}

impl Engine {
    fn start(wanted: Wanted) -> Self {
        if !wanted.postgres {
            return Self::Sqlite;
        }
        let cluster = Cluster::start(Disk::Safe).expect("a PostgreSQL");
        let database = database_on(&cluster).expect("a database");
        Self::Postgres { database, _cluster: cluster }
    }

    /// A server that is not started yet.
    fn server(&self) -> Server {
        match self {
            Self::Sqlite => Server::prepared(),
            Self::Postgres { database, .. } => Server::stopped(Some(database.url())),
        }
    }

    fn open(&self, server: &Server) -> Arc<dyn Store> {
        match self {
            Self::Sqlite => {
                let path = server.data().join("tournee.sqlite");
                Arc::new(Sqlite::open(&path).expect("a store"))
            }
            Self::Postgres { database, .. } => {
                Arc::new(Postgres::open(&database.url()).expect("a store"))
            }
        }
    }
}

/// A device that comes back.
#[derive(Clone)]
struct Caller {
    device: DeviceId,
    account: AccountId,
    token: String,
    is_technician: bool,
    site: SiteId,
    held: Vec<SiteId>,
    /// Many devices share one address, as in a school or a town.
    client: Client,
}

fn main() {
    let wanted = read_arguments();
    let engine = Engine::start(wanted);
    let mut server = engine.server();
    let store = engine.open(&server);
    demo::load(&store, &Folder::of(&server.data()), now_ms(), demo::Moment::Unplanned)
        .expect("the demonstration");
    let callers = store.change(|writer| people(writer, wanted)).expect("room");
    let (epoch, seq) =
        store.look(|reader| Ok((reader.epoch()?, reader.last_seq()?))).expect("a store");
    drop(store);
    server.start(&[]);
    let runtime = tokio::runtime::Runtime::new().expect("threads");
    let callers = runtime.block_on(prime(&server, callers, epoch));
    let seq = seq.max(runtime.block_on(last_seq(&server, &callers[0], epoch)));
    let before = tickets(&engine, &server);
    let mut times = runtime.block_on(come_back(&server, callers, wanted, epoch, seq));
    let spent = times.0;
    times.1.sort_unstable();
    let requests = times.1.len();
    let at = |share: f64| times.1[((requests - 1) as f64 * share) as usize].as_millis();
    println!(
        "{requests} devices in {:.1} s: {:.0} requests/s, answers p50 {} ms, p90 {} ms, p99 {} ms, \
         longest {} ms; server's most memory {} MB",
        spent.as_secs_f64(),
        requests as f64 / spent.as_secs_f64(),
        at(0.5),
        at(0.9),
        at(0.99),
        at(1.0),
        peak_memory_mb(server.id()),
    );
    let kept = tickets(&engine, &server) - before;
    assert_eq!(kept, requests as u64 * wanted.commands, "each command once");
    println!("{kept} commands kept, each once");
}

fn read_arguments() -> Wanted {
    let mut wanted =
        Wanted { tablets: 3_000, technicians: 10, commands: 5, window: 10.0, postgres: false };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        if argument == "--postgres" {
            wanted.postgres = true;
            continue;
        }
        let value = arguments.next().and_then(|text| text.parse::<f64>().ok()).expect(USAGE);
        match argument.as_str() {
            "--tablets" => wanted.tablets = value as usize,
            "--technicians" => wanted.technicians = value as usize,
            "--commands" => wanted.commands = value as u64,
            "--window" => wanted.window = value,
            _ => panic!("{USAGE}"),
        }
    }
    wanted
}

fn now_ms() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_millis() as i64
}

/// Accounts, devices and open sessions of all who come.
fn people(writer: &dyn Writer, wanted: Wanted) -> StoreResult<Vec<Caller>> {
    let mut sites: Vec<SiteId> = writer
        .load(&Read::All(Kind::Site))?
        .into_iter()
        .filter_map(|row| match row {
            Row::Site(site) if site.closed_on.is_none() => Some(site.id.clone()),
            _ => None,
        })
        .collect();
    sites.sort();
    let accounts = writer.load(&Read::All(Kind::Account))?;
    let technicians: Vec<AccountId> = accounts
        .iter()
        .filter_map(|row| match row {
            Row::Account(account) if account.role == Role::Technician => Some(account.id),
            _ => None,
        })
        .collect();
    let clients: Vec<Client> = (0..sites.len()).map(|n| client(n as u16)).collect();
    let mut callers = Vec::new();
    for n in 0..wanted.tablets + wanted.technicians {
        let at = n % sites.len();
        let account = if n < wanted.tablets {
            let fresh = AccountId(Uuid::from_u128(0x7ab1_e700_0000 + at as u128));
            accounts::school(writer, &sites[at], fresh)?.expect("a school that is open").account
        } else {
            technicians[n % technicians.len()]
        };
        let device = DeviceId(Uuid::from_u128(0xdec1_ce00_0000_0000 + n as u128));
        let token = identity::new_token().expect("random bytes");
        let now = now_ms();
        let session = Session {
            token_hash: identity::digest(&token),
            account,
            device,
            expires_at: now + DAY_MS,
        };
        server::sessions::open(writer, &session, "load", &Default::default(), now)
            .expect("a session");
        let client = clients[at].clone();
        callers.push(Caller {
            device,
            account,
            token,
            is_technician: n >= wanted.tablets,
            site: sites[at].clone(),
            held: Vec::new(),
            client,
        });
    }
    Ok(callers)
}

/// A client that connects from its own address, as each school does.
fn client(n: u16) -> Client {
    let [high, low] = n.to_be_bytes();
    let address = IpAddr::V4(Ipv4Addr::new(127, 1, high, low.max(1)));
    Client::builder().local_address(address).gzip(true).build().expect("an HTTP client")
}

fn request(caller: &Caller, epoch: Epoch, cursor: Seq, commands: Vec<Envelope>) -> SyncRequest {
    SyncRequest {
        protocol: PROTOCOL,
        vocabulary: VOCABULARY,
        device: caller.device,
        epoch: Some(epoch),
        account: None,
        cursor,
        held: caller.held.clone(),
        sent_at: now_ms(),
        unsent: commands.len() as u32,
        build: "load".into(),
        takes_packs: false,
        watched: false,
        asks_proof_key: false,
        commands,
    }
}

async fn ask(server: &Server, caller: &Caller, request: &SyncRequest) -> SyncAnswer {
    let address = server.address().replace("localhost", "127.0.0.1");
    let sent = caller
        .client
        .post(format!("{address}/api/v1/sync"))
        .header("cookie", format!("__Host-tournee={}", caller.token))
        .json(request)
        .send();
    let response = sent.await.expect("an answer");
    assert_eq!(response.status(), StatusCode::OK);
    response.json().await.expect("an answer as the app reads")
}

/// Fetches the rows of the technicians beforehand.
async fn prime(server: &Server, mut callers: Vec<Caller>, epoch: Epoch) -> Vec<Caller> {
    for caller in &mut callers {
        if !caller.is_technician {
            continue;
        }
        let answer = ask(server, caller, &request(caller, epoch, 0, Vec::new())).await;
        caller.held = answer.sites.unwrap_or_default();
    }
    callers
}

async fn last_seq(server: &Server, caller: &Caller, epoch: Epoch) -> Seq {
    ask(server, caller, &request(caller, epoch, 0, Vec::new())).await.cursor
}

/// Starts each device at a random moment within the window. Returns the total time and the time of
/// each answer.
async fn come_back(
    server: &Server,
    callers: Vec<Caller>,
    wanted: Wanted,
    epoch: Epoch,
    seq: Seq,
) -> (Duration, Vec<Duration>) {
    let mut rng = fastrand::Rng::with_seed(830);
    let start = Instant::now() + Duration::from_secs(1);
    let mut under_way = tokio::task::JoinSet::new();
    let address = Arc::new(server.address().replace("localhost", "127.0.0.1"));
    for caller in callers {
        let at = start + Duration::from_secs_f64(rng.f64() * wanted.window);
        let address = Arc::clone(&address);
        let commands = (1..=wanted.commands).map(|n| report(&caller, n)).collect();
        let body = request(&caller, epoch, seq, commands);
        let body = serde_json::to_vec(&body).expect("JSON");
        under_way.spawn(async move {
            tokio::time::sleep_until(at.into()).await;
            let sent = caller
                .client
                .post(format!("{address}/api/v1/sync"))
                .header("cookie", format!("__Host-tournee={}", caller.token))
                .header("content-type", "application/json")
                .body(body)
                .send();
            let response = sent.await.expect("an answer");
            assert_eq!(response.status(), StatusCode::OK);
            let text = response.bytes().await.expect("a whole answer");
            (at.elapsed(), text)
        });
    }
    let mut times = Vec::new();
    while let Some(done) = under_way.join_next().await {
        let (time, text) = done.expect("no panic");
        let answer: SyncAnswer = serde_json::from_slice(&text).expect("an answer");
        let applied = |verdict: &Verdict| matches!(verdict, Verdict::Applied { .. });
        assert_eq!(answer.outcomes.len() as u64, wanted.commands);
        assert!(answer.outcomes.iter().all(|o| applied(&o.verdict)), "{:?}", answer.outcomes);
        times.push(time);
    }
    (start.elapsed(), times)
}

fn report(caller: &Caller, n: u64) -> Envelope {
    let key = caller.device.0.as_u128() << 16 | u128::from(n);
    Envelope {
        id: CommandId(Uuid::from_u128(key)),
        device: caller.device,
        sequence: n,
        actor: caller.account,
        declared_at: now_ms() - 60_000,
        protocol: PROTOCOL,
        seen: Vec::new(),
        intent: ticket::Act::ReportIncident {
            ticket: TicketId(Uuid::from_u128(key | 1 << 120)),
            site: caller.site.clone(),
            kind: TicketKind::Incident,
            category: Category::Computer,
            text: format!("Le poste {n} ne démarre plus depuis la mise à jour de lundi"),
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

fn tickets(engine: &Engine, server: &Server) -> u64 {
    engine.open(server).look(|reader| reader.count(Kind::Ticket)).expect("read")
}

/// The peak memory of a process, from the system.
fn peak_memory_mb(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.unwrap_or_default() / 1024
}
