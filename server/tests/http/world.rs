//! A server without a socket: two schools, a technician, a dispatcher, a coordinator.

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use server::state::{AppState, now_ms};
use server::store::sqlite::Sqlite;
use server::store::{Credential, Store};
use server::{identity, router};
use shared::account::Account;
use shared::command::{Command, Envelope};
use shared::day::{Calendar, Quarter};
use shared::id::{AccountId, CommandId, DeviceId, Millis, QuarterId, SiteId, TicketId};
use shared::role::Role;
use shared::row::Row;
use shared::site::Site;
use shared::sync::{PROTOCOL, SyncAnswer, SyncRequest, VOCABULARY};
use shared::ticket;
use shared::ticket::{Category, TicketKind, Urgency};
use std::sync::{Arc, OnceLock};
use tempfile::TempDir;
use tower::ServiceExt;
use uuid::Uuid;

/// The password of everybody.
pub const PASSWORD: &str = "une phrase assez longue";
pub const TECHNICIAN: u8 = 1;
pub const DISPATCHER: u8 = 2;
pub const COORDINATOR: u8 = 3;
pub const OBSERVER: u8 = 4;
pub const SCHOOL: &str = "0420001A";
pub const OTHER_SCHOOL: &str = "0420002B";

pub fn account(n: u8) -> AccountId {
    AccountId(Uuid::from_bytes([n; 16]))
}

pub fn device(n: u8) -> DeviceId {
    DeviceId(Uuid::from_bytes([n; 16]))
}

pub fn ticket(n: u8) -> TicketId {
    TicketId(Uuid::from_bytes([n; 16]))
}

/// The server under test.
pub struct World {
    pub state: AppState,
    app: Router,
    folder: TempDir,
}

/// An answer, read whole.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Value,
}

impl World {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Sqlite::open(&folder.path().join("a.sqlite")).expect("a store");
        let store: Arc<dyn Store> = Arc::new(store);
        fill(&store);
        let state = AppState::new(store, folder.path().to_owned()).expect("a state");
        let app = router::router(state.clone());
        Self { state, app, folder }
    }

    /// Serves with the state as it is now.
    pub fn renew(&mut self) {
        self.app = router::router(self.state.clone());
    }

    /// Any request.
    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.app.clone().oneshot(request).await.expect("an answer");
        let (status, headers) = (response.status(), response.headers().clone());
        let body = response.into_body().collect().await.expect("a body").to_bytes();
        let text = String::from_utf8_lossy(&body).into_owned();
        let body = serde_json::from_slice(&body).unwrap_or(Value::String(text));
        Answer { status, headers, body }
    }

    pub async fn post(&self, path: &str, cookie: &str, body: impl Into<Body>) -> Answer {
        let request = Request::post(path).header(header::COOKIE, cookie).body(body.into());
        self.send(request.expect("a request")).await
    }

    pub async fn get(&self, path: &str, cookie: &str) -> Answer {
        let request = Request::get(path).header(header::COOKIE, cookie).body(Body::empty());
        self.send(request.expect("a request")).await
    }

    /// Signs an account in on the device of the same number; its cookie.
    pub async fn sign_in(&self, n: u8) -> String {
        let body = json!({
            "mail": format!("{n}@authority.example"), "password": PASSWORD, "device": device(n),
        });
        let answer = self.post("/api/v1/session", "", body.to_string()).await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
        answer.cookie()
    }

    /// A code for a school, made by the dispatcher.
    pub async fn code(&self, site: &str) -> String {
        let cookie = self.sign_in(DISPATCHER).await;
        let answer = self.post("/api/v1/codes", &cookie, json!({ "site": site }).to_string()).await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
        answer.body["code"].as_str().expect("a code").to_owned()
    }

    /// Activates a device with a code.
    pub async fn enrol(&self, code: &str, n: u8) -> Answer {
        let body = json!({ "code": code, "device": device(n) });
        self.post("/api/v1/enrol", "", body.to_string()).await
    }

    /// The cookie of a school's tablet, and the school's account.
    pub async fn tablet(&self, site: &str, n: u8) -> (String, AccountId) {
        let code = self.code(site).await;
        let answer = self.enrol(&code, n).await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
        let account = answer.body["actor"]["account"].as_str().expect("an account");
        (answer.cookie(), account.parse().expect("an account's key"))
    }

    /// One request both ways, raw.
    pub async fn sync_raw(&self, cookie: &str, request: &SyncRequest<Value>) -> Answer {
        let body = serde_json::to_vec(request).expect("requests serialise");
        self.post("/api/v1/sync", cookie, body).await
    }

    /// One request both ways that goes well.
    pub async fn sync(&self, cookie: &str, request: &SyncRequest<Value>) -> SyncAnswer {
        let answer = self.sync_raw(cookie, request).await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
        serde_json::from_value(answer.body).expect("an answer as the app reads it")
    }

    /// The database itself, as another program sees it.
    pub fn database(&self) -> rusqlite::Connection {
        let file = self.folder.path().join("a.sqlite");
        rusqlite::Connection::open(file).expect("a database")
    }

    /// The last sequence number: it moves when a row is written.
    pub fn seq(&self) -> i64 {
        self.state.store.look(|store| store.last_seq()).expect("a sequence")
    }
}

impl Answer {
    /// The cookie of the session that it opens.
    pub fn cookie(&self) -> String {
        let set = self.headers.get_all(header::SET_COOKIE).iter();
        let mut set = set.map(|value| value.to_str().expect("readable"));
        let text = set.find(|text| text.starts_with("__Host-tournee=")).expect("a session");
        text.split(';').next().expect("a first part").to_owned()
    }

    pub fn error(&self) -> &str {
        self.body["error"].as_str().unwrap_or("")
    }
}

/// A request with these commands, from the device of that number.
pub fn request(n: u8, commands: &[Envelope]) -> SyncRequest<Value> {
    let value = |envelope| serde_json::to_value(envelope).expect("commands serialise");
    SyncRequest {
        protocol: PROTOCOL,
        vocabulary: VOCABULARY,
        device: device(n),
        epoch: None,
        account: None,
        cursor: 0,
        held: Vec::new(),
        sent_at: now_ms(),
        unsent: commands.len() as u32,
        build: "test".into(),
        takes_packs: false,
        watched: false,
        asks_proof_key: false,
        commands: commands.iter().map(value).collect(),
    }
}

/// A command, given on the device of that number.
pub fn envelope(n: u8, actor: AccountId, sequence: u64, at: Millis, intent: Command) -> Envelope {
    let mut random = [n; 10];
    random[..8].copy_from_slice(&sequence.to_be_bytes());
    Envelope {
        id: CommandId::from_parts(at, random),
        device: device(n),
        sequence,
        actor,
        declared_at: at,
        protocol: PROTOCOL,
        seen: Vec::new(),
        intent,
    }
}

/// An incident at a school.
pub fn incident(n: u8, site: &str) -> Command {
    ticket::Act::ReportIncident {
        ticket: ticket(n),
        site: site.into(),
        kind: TicketKind::Incident,
        category: Category::Projection,
        text: "Plus d'image au tableau".into(),
        room: String::new(),
        equipment: None,
        subscription: None,
        urgency: Urgency::Normal,
        photos: Vec::new(),
        found_on: None,
    }
    .into()
}

fn fill(store: &Arc<dyn Store>) {
    static HASH: OnceLock<String> = OnceLock::new();
    let hash = HASH.get_or_init(|| identity::hash_password(PASSWORD).expect("random bytes"));
    let quarter = Quarter {
        id: QuarterId("all".into()),
        rank: 1,
        first: "2020-01-01".parse().expect("a day"),
        last: "2099-12-31".parse().expect("a day"),
    };
    let calendar =
        Calendar { zone: "A".into(), holidays: Vec::new(), quarters: vec![quarter], version: 0 };
    let roles = [Role::Technician, Role::Dispatcher, Role::Coordinator, Role::Observer];
    let people: Vec<_> = (1..).zip(roles).collect();
    let filled = store.change(|writer| {
        writer.put(Row::from(calendar))?;
        for id in [SCHOOL, OTHER_SCHOOL] {
            writer.put(site(id.into()).into())?;
        }
        for (n, role) in people {
            writer.put(Account::blank(account(n), format!("{role:?}"), role, None).into())?;
            writer.put_credential(&Credential {
                account: account(n),
                mail: format!("{n}@authority.example"),
                password_hash: hash.clone(),
                given_at: None,
            })?;
        }
        Ok(())
    });
    filled.expect("a small world");
}

fn site(id: SiteId) -> Site {
    let name = format!("École {id}");
    let commune_name = "Saint-Étienne".into();
    Site { commune: "42218".into(), commune_name, ..Site::blank(id, name) }
}
