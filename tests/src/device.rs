//! A phone, tablet or desk without a browser: the app's own memory and sync, over real HTTP.

use crate::server::Server;
use reqwest::{Client, Response, StatusCode};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use shared::command::{Command, Envelope};
use shared::id::{AccountId, CommandId, DeviceId, FileHash, Millis, Seq, TicketId, VisitId};
use shared::refusal::Refusal;
use shared::replica::{OutboxItem, Replica, Standing};
use shared::row::State;
use shared::sync::SyncAnswer;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use uuid::Uuid;

/// A device with its memory, its session and its clock.
pub struct Device {
    /// Its key.
    pub id: DeviceId,
    /// Its rows and its outbox.
    pub replica: Replica,
    /// How far its clock is ahead of the real one, in milliseconds.
    pub clock_off_ms: Millis,
    client: Client,
    base: String,
    sequence: u64,
    drawn: u64,
}

/// A live channel.
pub struct Live {
    response: Response,
    text: String,
}

impl Live {
    /// Waits for the next sequence number that the server announces.
    pub async fn next(&mut self, patience: Duration) -> Seq {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let told = event.strip_prefix("data:").and_then(|seq| seq.trim().parse().ok());
                self.text = rest.to_owned();
                match told {
                    Some(seq) => return seq,
                    None => continue,
                }
            }
            let chunk = tokio::time::timeout(patience, self.response.chunk()).await;
            let chunk = chunk.expect("a word in time").expect("an open channel");
            self.text.push_str(&String::from_utf8_lossy(&chunk.expect("an open channel")));
        }
    }
}

/// Why a request did not bring an answer.
#[derive(Debug)]
pub enum SyncError {
    /// Nothing came back.
    Network(reqwest::Error),
    /// The server answered with an error.
    Status(StatusCode, Value),
}

/// Bytes of one part of a file, as the app cuts it.
pub const PART_BYTES: usize = 256 * 1024;

/// The name of a file: SHA-256 of its bytes.
pub fn hash_of(bytes: &[u8]) -> FileHash {
    FileHash(Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect())
}

fn received_in(body: &str) -> usize {
    let body: Value = serde_json::from_str(body).expect("an answer on a file");
    body["received"].as_u64().and_then(|received| received.try_into().ok()).expect("a count")
}

impl Device {
    /// A new device that knows a server's address.
    pub fn new(server: &Server, number: u8) -> Self {
        let client = Client::builder()
            .cookie_store(true)
            .pool_max_idle_per_host(0)
            .build()
            .expect("an HTTP client");
        Self {
            id: DeviceId(Uuid::from_bytes([number; 16])),
            replica: Replica::default(),
            clock_off_ms: 0,
            client,
            base: server.address(),
            sequence: 0,
            drawn: 0,
        }
    }

    /// The device's clock.
    pub fn now(&self) -> Millis {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970");
        since.as_millis() as Millis + self.clock_off_ms
    }

    /// Uses the new address of a server, as after a restart on another port.
    pub fn follow(&mut self, server: &Server) {
        self.base = server.address();
    }

    /// A device with the same key and session, without rows and commands.
    pub fn twin(&self) -> Self {
        Self {
            id: self.id,
            replica: Replica::default(),
            clock_off_ms: self.clock_off_ms,
            client: self.client.clone(),
            base: self.base.clone(),
            sequence: 0,
            drawn: 0,
        }
    }

    /// Opens the live channel.
    pub async fn live(&self) -> Result<Live, SyncError> {
        let sent = self.client.get(format!("{}/api/v1/live", self.base)).send().await;
        Ok(Live { response: sent.map_err(SyncError::Network)?, text: String::new() })
    }

    /// Reaches the server by another address from now on, as through a relay.
    pub fn go_through(&mut self, address: &str) {
        self.base = address.to_owned();
    }

    /// Signs in with an account.
    pub async fn sign_in(&mut self, mail: &str, password: &str) -> Result<(), SyncError> {
        let body = json!({
            "mail": mail, "password": password, "device": self.id, "label": "test"
        });
        self.post("/api/v1/session", &body).await.map(|_| ())
    }

    /// Activates the device with a code.
    pub async fn enrol(&mut self, code: &str) -> Result<(), SyncError> {
        let body = json!({ "code": code, "device": self.id, "label": "tablet" });
        self.post("/api/v1/enrol", &body).await.map(|_| ())
    }

    /// An activation code for a school.
    pub async fn make_code(&mut self, site: &str) -> Result<String, SyncError> {
        let answer = self.post("/api/v1/codes", &json!({ "site": site })).await?;
        Ok(answer["code"].as_str().unwrap_or_default().to_owned())
    }

    /// Any request of the API, as the app sends it.
    pub async fn post(&self, path: &str, body: &Value) -> Result<Value, SyncError> {
        let request = self.client.post(format!("{}{path}", self.base)).json(body);
        let sent = request.header("origin", &self.base).send().await;
        let response = sent.map_err(SyncError::Network)?;
        let status = response.status();
        let text = response.text().await.map_err(SyncError::Network)?;
        let value = serde_json::from_str(&text).unwrap_or(Value::String(text));
        if status.is_success() { Ok(value) } else { Err(SyncError::Status(status, value)) }
    }

    /// Reads a path of the API.
    pub async fn get(&self, path: &str) -> Result<(StatusCode, String), SyncError> {
        let sent = self.client.get(format!("{}{path}", self.base)).send().await;
        let response = sent.map_err(SyncError::Network)?;
        let status = response.status();
        Ok((status, response.text().await.map_err(SyncError::Network)?))
    }

    /// Reads the bytes of a path of the API.
    pub async fn read(&self, path: &str) -> Result<(StatusCode, Vec<u8>), SyncError> {
        let sent = self.client.get(format!("{}{path}", self.base)).send().await;
        let response = sent.map_err(SyncError::Network)?;
        let status = response.status();
        Ok((status, response.bytes().await.map_err(SyncError::Network)?.to_vec()))
    }

    /// Sends the missing parts of a file, as the app does.
    pub async fn send_file(&self, bytes: &[u8]) -> Result<FileHash, SyncError> {
        let path = format!("/api/v1/files/{}/status", hash_of(bytes));
        let (status, body) = self.get(&path).await?;
        let mut received = if status.is_success() { received_in(&body) } else { 0 };
        while received < bytes.len() {
            received = self.send_part(bytes, received).await?;
        }
        Ok(hash_of(bytes))
    }

    /// Sends the part of a file that begins at `first`. Returns how many bytes the server has then.
    pub async fn send_part(&self, bytes: &[u8], first: usize) -> Result<usize, SyncError> {
        let end = (first + PART_BYTES).min(bytes.len());
        let range = format!("bytes {first}-{}/{}", end - 1, bytes.len());
        let request = self.client.put(format!("{}/api/v1/files/{}", self.base, hash_of(bytes)));
        let request = request.header("origin", &self.base).header("content-range", range);
        let request = request.header("content-type", "image/jpeg");
        let sent = request.body(bytes[first..end].to_vec()).send().await;
        let response = sent.map_err(SyncError::Network)?;
        let status = response.status();
        let text = response.text().await.map_err(SyncError::Network)?;
        match status {
            StatusCode::OK | StatusCode::CREATED => Ok(bytes.len()),
            StatusCode::PERMANENT_REDIRECT => Ok(received_in(&text)),
            _ => Err(SyncError::Status(status, Value::String(text))),
        }
    }

    fn draw(&mut self) -> [u8; 10] {
        self.drawn += 1;
        let mut bytes = [0; 10];
        bytes[..8].copy_from_slice(&self.drawn.to_be_bytes());
        bytes[8] = self.id.0.as_bytes()[0];
        bytes
    }

    /// A new ticket's key.
    pub fn new_ticket(&mut self) -> TicketId {
        TicketId::from_parts(self.now(), self.draw())
    }

    /// A new visit's key.
    pub fn new_visit(&mut self) -> VisitId {
        VisitId::from_parts(self.now(), self.draw())
    }

    /// Gives a command, as a tap does: judges it on the rows of the device, then keeps it.
    pub fn give(&mut self, intent: Command) -> Result<CommandId, Refusal> {
        let now = self.now();
        let id = CommandId::from_parts(now, self.draw());
        self.sequence += 1;
        let envelope = self.replica.envelope(id, self.id, self.sequence, intent, now);
        self.replica.judge(&envelope, now)?;
        self.keep(envelope);
        Ok(id)
    }

    /// Keeps an envelope without judging it, as a broken or newer app could.
    pub fn keep(&mut self, envelope: Envelope) {
        let item = OutboxItem { envelope, standing: Standing::Waiting };
        let batch = shared::replica::Batch { outbox: vec![item], ..Default::default() };
        self.replica.commit(batch, self.now());
    }

    /// Sends one request and applies the answer.
    pub async fn sync_once(&mut self) -> Result<SyncAnswer, SyncError> {
        let request = self.replica.request(self.id, "test", false, self.now());
        let body = serde_json::to_value(&request).expect("requests serialise");
        let value = self.post("/api/v1/sync", &body).await?;
        let answer = SyncAnswer::from_json(&value.to_string()).expect("as the app reads it");
        let batch = match self.replica.meta().begins_with(&answer) {
            Some(snapshot) => {
                let path = format!("/api/v1/snapshots/{}", snapshot.name);
                let (status, blocks) = self.read(&path).await?;
                if !status.is_success() {
                    return Err(SyncError::Status(status, Value::Null));
                }
                let rows = shared::pack::unpack_all(&blocks).expect("rows as the app reads");
                self.replica.settle_snapshot(&answer, rows, snapshot.seq, self.now())
            }
            None => self.replica.settle(&answer, self.now()),
        };
        self.replica.commit(batch, self.now());
        Ok(answer)
    }

    /// Sends requests until nothing is left to send or to receive.
    pub async fn sync(&mut self) -> Result<(), SyncError> {
        for _ in 0..200 {
            let answer = self.sync_once().await?;
            if !answer.more && self.replica.waiting() == 0 {
                return Ok(());
            }
        }
        panic!("the sync never ends");
    }

    /// The rows that the person sees.
    pub fn view(&self) -> &State {
        self.replica.view()
    }

    /// The account that the server takes the device for.
    pub fn account(&self) -> AccountId {
        self.replica.meta().actor.as_ref().expect("signed in and synced").account
    }

    /// Where a command stands.
    pub fn standing(&self, id: CommandId) -> &Standing {
        let item = self.replica.outbox().find(|item| item.envelope.id == id);
        &item.expect("commands are kept").standing
    }
}
