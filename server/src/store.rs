//! What the server keeps. One trait, whole transactions, few verbs; the engines are below.

mod behind;
mod ending;
pub mod postgres;
pub mod sqlite;

use serde::{Deserialize, Serialize};
use shared::account::Account;
use shared::id::{AccountId, CommandId, DeviceId, Epoch, FileHash, Millis, Seq, SiteId};
use shared::row::Read;
use shared::row::{Kind, Row, RowKey};
use shared::scope::Stream;
use shared::sync::Verdict;
use std::fmt;
use std::sync::Arc;

pub use behind::{is_behind, must_not_be_behind};

/// The store failed: a full disk, a lost connection, a broken file. Never the caller's fault.
#[derive(Debug, Clone)]
pub struct Fault(pub String);

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Fault {}

/// What store verbs give.
pub type Kept<T> = Result<T, Fault>;

/// A command that was judged: the memory of «once», and the audit.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// Its key.
    pub id: CommandId,
    /// The device that sent it.
    pub device: DeviceId,
    /// Its number on that device.
    pub sequence: u64,
    /// Who gave it.
    pub account: AccountId,
    /// The server's clock.
    pub received_at: Millis,
    /// What became of it.
    pub verdict: Verdict,
    /// The command as it came.
    pub body: String,
}

/// How somebody signs in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credential {
    /// Whose.
    pub account: AccountId,
    /// Lower-case address.
    pub mail: String,
    /// Argon2id, in PHC form.
    pub password_hash: String,
}

/// A phone, a tablet or a desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceRecord {
    /// Its key.
    pub id: DeviceId,
    /// Who uses it.
    pub account: AccountId,
    /// What it calls itself.
    pub label: String,
    /// When it first came.
    pub enrolled_at: Millis,
    /// When it last synced.
    pub seen_at: Option<Millis>,
    /// The build of its app.
    pub build: String,
    /// Commands it said it had not sent.
    pub unsent: u32,
    /// When it was revoked.
    pub revoked_at: Option<Millis>,
}

/// An open session. Only the hash of its token is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// SHA-256 of the token, hexadecimal.
    pub token_hash: String,
    /// Whose.
    pub account: AccountId,
    /// On which device.
    pub device: DeviceId,
    /// When it ends.
    pub expires_at: Millis,
}

/// What a session stands for, as one look finds it.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    /// The session.
    pub session: Session,
    /// Its device, if it is known.
    pub device: Option<DeviceRecord>,
    /// Its account, if there is one.
    pub account: Option<Arc<Account>>,
}

/// An activation code of a school. Only its hash is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// SHA-256 of the code, hexadecimal.
    pub code_hash: String,
    /// Which school.
    pub site: SiteId,
    /// Who made it.
    pub made_by: AccountId,
    /// When it ends.
    pub expires_at: Millis,
    /// When it was used.
    pub used_at: Option<Millis>,
}

/// A file that was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRecord {
    /// SHA-256 of what the device sent.
    pub hash: FileHash,
    /// The device that sent it.
    pub device: DeviceId,
    /// Who.
    pub account: AccountId,
    /// When.
    pub kept_at: Millis,
    /// Bytes as sent.
    pub bytes: u64,
}

/// A line of the audit of what is done outside commands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditLine {
    /// When.
    pub at: Millis,
    /// Who; nil for the server itself.
    pub account: AccountId,
    /// What, in snake case.
    pub what: String,
    /// To what: keys and counts, no personal data.
    pub detail: String,
}

/// One consistent look at everything.
pub trait Reader {
    /// The life of this database.
    fn epoch(&self) -> Kept<Epoch>;
    /// The last sequence number given.
    fn last_seq(&self) -> Kept<Seq>;
    /// Up to which sequence number a desk has seen everything; 0 when none has.
    fn desk_seen(&self) -> Kept<Seq>;
    /// The vocabulary of the program that knows most words of all that ever opened this database.
    fn vocabulary(&self) -> Kept<u32>;
    /// The rows of one question. When a newer program has opened this database, what this one
    /// cannot read is passed over, here and wherever else rows are read.
    fn load(&self, read: &Read) -> Kept<Vec<Row>>;
    /// The rows that a decision asks for; `None` when there is one that this program cannot read
    /// wholly, and would damage by writing it.
    fn load_whole(&self, read: &Read) -> Kept<Option<Vec<Row>>>;
    /// How many rows of a kind there are.
    fn count(&self, kind: Kind) -> Kept<u64>;
    /// The rows of a stream after a sequence number, in order, at most `limit`.
    fn follow(&self, stream: &Stream, after: Seq, limit: usize) -> Kept<Vec<Row>>;
    /// What left a place after a sequence number.
    fn departed(&self, place: &str, after: Seq) -> Kept<Vec<(RowKey, Seq)>>;
    /// The rows of these keys that are there.
    fn load_rows(&self, keys: &[RowKey]) -> Kept<Vec<Row>> {
        let mut rows = Vec::new();
        for key in keys {
            rows.extend(self.load(&Read::Row(key.clone()))?);
        }
        Ok(rows)
    }
    /// Rows of streams after a sequence number. In each part, those of one or of several streams:
    /// in the order of their numbers, at most `limit`.
    fn follow_all(&self, streams: &[Stream], after: Seq, limit: usize) -> Kept<Vec<Vec<Row>>> {
        streams.iter().map(|stream| self.follow(stream, after, limit)).collect()
    }
    /// What left these places after a sequence number.
    fn departed_all(&self, places: &[String], after: Seq) -> Kept<Vec<(RowKey, Seq)>> {
        let mut departed = Vec::new();
        for place in places {
            departed.extend(self.departed(place, after)?);
        }
        Ok(departed)
    }
    /// What became of a command, if it is known.
    fn verdict(&self, id: CommandId) -> Kept<Option<Verdict>>;
    /// What became of those of these commands that are known.
    fn verdicts(&self, ids: &[CommandId]) -> Kept<Vec<(CommandId, Verdict)>> {
        let known = |id: &CommandId| {
            self.verdict(*id).map(|verdict| verdict.map(|verdict| (*id, verdict))).transpose()
        };
        ids.iter().filter_map(known).collect()
    }
    /// The credential of an address.
    fn credential(&self, mail: &str) -> Kept<Option<Credential>>;
    /// Every credential, without order.
    fn credentials(&self) -> Kept<Vec<Credential>>;
    /// The session of a token's hash.
    fn session(&self, token_hash: &str) -> Kept<Option<Session>>;
    /// A device.
    fn device(&self, id: DeviceId) -> Kept<Option<DeviceRecord>>;
    /// Every device.
    fn devices(&self) -> Kept<Vec<DeviceRecord>>;
    /// A code by its hash.
    fn code(&self, code_hash: &str) -> Kept<Option<Code>>;
    /// A file's record.
    fn file(&self, hash: &FileHash) -> Kept<Option<FileRecord>>;
    /// The rows that name a file.
    fn file_uses(&self, hash: &FileHash) -> Kept<Vec<Row>>;
    /// Hashes of all files.
    fn file_hashes(&self) -> Kept<Vec<FileHash>>;
    /// The audit between two instants, oldest first.
    fn audit(&self, from: Millis, to: Millis) -> Kept<Vec<AuditLine>>;
}

/// One transaction: all or nothing.
pub trait Writer: Reader {
    /// Puts a row with the next sequence number, and gives it back with that.
    fn enter(&self, row: Row) -> Kept<Row>;
    /// Puts a row with the next sequence number, which it gives back.
    fn put(&self, row: Row) -> Kept<Seq> {
        Ok(self.enter(row)?.version())
    }
    /// Takes a row out for good: for the purge alone.
    fn delete(&self, key: &RowKey) -> Kept<()>;
    /// Remembers a judged command.
    fn record(&self, judged: &Judged) -> Kept<()>;
    /// Remembers judged commands.
    fn record_all(&self, judged: &[Judged]) -> Kept<()> {
        judged.iter().try_for_each(|judged| self.record(judged))
    }
    /// Creates or replaces a credential.
    fn put_credential(&self, credential: &Credential) -> Kept<()>;
    /// Creates or replaces a session.
    fn put_session(&self, session: &Session) -> Kept<()>;
    /// Ends a session.
    fn end_session(&self, token_hash: &str) -> Kept<()>;
    /// Ends every session of a device, or of an account.
    fn end_sessions(&self, device: Option<DeviceId>, account: Option<AccountId>) -> Kept<()>;
    /// Notes of a device, if it is known, when it was here, how many commands it still keeps and
    /// what its app is.
    fn see_device(&self, id: DeviceId, at: Millis, unsent: u32, build: &str) -> Kept<()>;
    /// Creates or replaces a device.
    fn put_device(&self, device: &DeviceRecord) -> Kept<()>;
    /// Creates or replaces a code.
    fn put_code(&self, code: &Code) -> Kept<()>;
    /// Creates a file's record.
    fn put_file(&self, file: &FileRecord) -> Kept<()>;
    /// Takes a file's record out.
    fn delete_file(&self, hash: &FileHash) -> Kept<()>;
    /// Adds a line to the audit.
    fn note(&self, line: &AuditLine) -> Kept<()>;
    /// Forgets commands, sessions and codes older than an instant; how many commands.
    fn forget_before(&self, commands: Millis, audit: Millis, now: Millis) -> Kept<u64>;
    /// A desk has seen everything up to that sequence number.
    fn set_desk_seen(&self, seq: Seq) -> Kept<()>;
    /// Begins a new life of the database: devices offer again what they kept.
    fn renew_epoch(&self, epoch: Epoch) -> Kept<()>;
}

/// A store.
pub trait Store: Send + Sync {
    /// One consistent look.
    fn read(&self, work: &mut dyn FnMut(&dyn Reader) -> Kept<()>) -> Kept<()>;
    /// What the session of a token's hash stands for: asked before anything else is done.
    fn opened(&self, token_hash: &str) -> Kept<Option<Opened>> {
        let mut opened = None;
        self.read(&mut |reader| {
            let Some(session) = reader.session(token_hash)? else {
                return Ok(());
            };
            let device = reader.device(session.device)?;
            let account = match reader.load(&Read::Row(RowKey::account(session.account)))?.pop() {
                Some(Row::Account(account)) => Some(account),
                _ => None,
            };
            opened = Some(Opened { session, device, account });
            Ok(())
        })?;
        Ok(opened)
    }
    /// One transaction, on the disk when it returns.
    fn write(&self, work: &mut dyn FnMut(&dyn Writer) -> Kept<()>) -> Kept<()>;
    /// Copies the whole into a new file, while it serves. The file is the same whatever the
    /// engine: one of SQLite.
    fn backup(&self, to: &std::path::Path) -> Kept<()>;
    /// Fills an empty store with a backup of this version: all or nothing.
    fn restore(&self, from: &std::path::Path) -> Kept<()>;
    /// Tells, from now on and from another thread, the last sequence number that another program
    /// gave. An engine that one program serves has nothing to tell.
    fn watch(&self, heard: Box<dyn Fn(Seq) + Send>) -> Kept<()>;
}

impl dyn Store + '_ {
    /// One consistent look that gives something.
    pub fn look<T>(&self, work: impl FnOnce(&dyn Reader) -> Kept<T>) -> Kept<T> {
        let (mut work, mut found) = (Some(work), None);
        self.read(&mut |reader| {
            let work = work.take().ok_or_else(|| Fault("a look runs once".into()))?;
            found = Some(work(reader)?);
            Ok(())
        })?;
        found.ok_or_else(|| Fault("a look gave nothing".into()))
    }

    /// One transaction that gives something.
    pub fn change<T>(&self, work: impl FnOnce(&dyn Writer) -> Kept<T>) -> Kept<T> {
        let (mut work, mut found) = (Some(work), None);
        self.write(&mut |writer| {
            let work = work.take().ok_or_else(|| Fault("a change runs once".into()))?;
            found = Some(work(writer)?);
            Ok(())
        })?;
        found.ok_or_else(|| Fault("a change gave nothing".into()))
    }
}

/// A backup goes into a store that holds nothing yet: it is never written over anything.
fn must_be_empty(reader: &dyn Reader) -> Kept<()> {
    match reader.last_seq()? == 0 && reader.credentials()?.is_empty() {
        true => Ok(()),
        false => Err(Fault("the database is not empty".into())),
    }
}

/// The place of every row, in departures: what leaves it is gone for good.
pub const EVERYWHERE: &str = "everywhere";

/// The place of a site, in departures.
pub fn site_place(site: &SiteId) -> String {
    format!("site:{site}")
}

/// The place of a technician, in departures.
pub fn owner_place(owner: impl std::fmt::Display) -> String {
    format!("owner:{owner}")
}
