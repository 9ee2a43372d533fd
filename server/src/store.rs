//! The store. It offers looks and transactions; four traits say what can be done in one. The
//! engines are sub-modules.

mod behind;
mod factors;
mod files;
mod group_commit;
mod identity;
mod ledger;
mod letters;
mod people;
pub mod postgres;
mod presence;
mod provider;
mod rows;
mod sql;
pub mod sqlite;

pub use factors::{SecondFactor, SecondFactors, WriteFactors};
pub use files::{FileRecord, Files, WriteFiles};
pub use identity::{
    AuditLine, Credential, DeviceRecord, Identity, Opened, SchoolCode, Session, WriteIdentity,
};
pub use ledger::{Heard, Judged, Ledger, WriteLedger};
pub use letters::{LetterRecord, Letters, WriteLetters};
pub use people::{People, WritePeople};
pub use presence::{Presence, WritePresence};
pub use provider::{Provided, Sojourn, WriteProvided};
pub use rows::{Rows, WriteRows};

use shared::id::{Seq, SiteId};
use shared::row::{Read, Row, RowKey};
use std::borrow::Cow;
use std::error::Error;
use std::sync::Arc;

pub use behind::{is_behind, must_not_be_behind};

/// A failure of the store: a full disk, a lost connection, a broken file. Never the caller's fault.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{what}")]
pub struct Fault {
    what: Cow<'static, str>,
    #[source]
    cause: Option<Arc<dyn Error + Send + Sync>>,
}

impl Fault {
    /// A fault that no other error explains.
    pub fn new(what: impl Into<Cow<'static, str>>) -> Self {
        Self { what: what.into(), cause: None }
    }

    /// A fault with the error that caused it.
    pub fn of(
        what: impl Into<Cow<'static, str>>,
        cause: impl Error + Send + Sync + 'static,
    ) -> Self {
        Self { what: what.into(), cause: Some(Arc::new(cause)) }
    }
}

/// The result of an operation of the store.
pub type StoreResult<T> = Result<T, Fault>;

/// One consistent look at everything.
pub trait Reader:
    Rows + Ledger + Identity + SecondFactors + Presence + Provided + People + Files + Letters
{
}

impl<T> Reader for T where
    T: Rows + Ledger + Identity + SecondFactors + Presence + Provided + People + Files + Letters
{
}

/// One transaction: all or nothing.
pub trait Writer:
    Reader
    + WriteRows
    + WriteLedger
    + WriteIdentity
    + WriteFactors
    + WritePresence
    + WriteProvided
    + WritePeople
    + WriteFiles
    + WriteLetters
{
}

impl<T> Writer for T where
    T: Reader
        + WriteRows
        + WriteLedger
        + WriteIdentity
        + WriteFactors
        + WritePresence
        + WriteProvided
        + WritePeople
        + WriteFiles
        + WriteLetters
{
}

/// A store.
pub trait Store: Send + Sync {
    /// Runs a look.
    fn read(&self, work: &mut dyn FnMut(&dyn Reader) -> StoreResult<()>) -> StoreResult<()>;
    /// Returns the session of a token's hash, with its device and account. Every request begins
    /// with it.
    fn opened(&self, token_hash: &str) -> StoreResult<Option<Opened>> {
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
    /// Runs a transaction, which is on the disk when this returns.
    fn write(&self, work: &mut dyn FnMut(&dyn Writer) -> StoreResult<()>) -> StoreResult<()>;
    /// Copies everything into a new file while the store is in use. The file is a SQLite database,
    /// whatever the engine.
    fn backup(&self, to: &std::path::Path) -> StoreResult<()>;
    /// Fills an empty store from a backup of this version: all or nothing.
    fn restore(&self, from: &std::path::Path) -> StoreResult<()>;
    /// Calls `heard`, from another thread, with each new sequence number that another program gave.
    /// An engine that serves one program never calls it.
    fn watch(&self, heard: Box<dyn Fn(Seq) + Send>) -> StoreResult<()>;
}

impl dyn Store + '_ {
    /// Runs a look that returns something.
    pub fn look<T>(&self, work: impl FnOnce(&dyn Reader) -> StoreResult<T>) -> StoreResult<T> {
        let (mut work, mut found) = (Some(work), None);
        self.read(&mut |reader| {
            let work = work.take().ok_or_else(|| Fault::new("a look runs once"))?;
            found = Some(work(reader)?);
            Ok(())
        })?;
        found.ok_or_else(|| Fault::new("a look gave nothing"))
    }

    /// Runs a transaction that returns something.
    pub fn change<T>(&self, work: impl FnOnce(&dyn Writer) -> StoreResult<T>) -> StoreResult<T> {
        self.try_change(work)
    }

    /// Runs a transaction with an error type of its own. Nothing is written when it fails.
    pub fn try_change<T, E: From<Fault>>(
        &self,
        work: impl FnOnce(&dyn Writer) -> Result<T, E>,
    ) -> Result<T, E> {
        let (mut work, mut done) = (Some(work), None);
        let ended = self.write(&mut |writer| {
            let work = work.take().ok_or_else(|| Fault::new("a change runs once"))?;
            let done = done.insert(work(writer));
            done.as_ref().map(|_| ()).map_err(|_| Fault::new("the change was given up"))
        });
        match (done, ended) {
            (Some(Err(why)), _) => Err(why),
            (_, Err(fault)) => Err(fault.into()),
            (Some(Ok(answer)), Ok(())) => Ok(answer),
            (None, Ok(())) => Err(Fault::new("a change gave nothing").into()),
        }
    }
}

/// Fails unless the store is empty: a backup never overwrites anything.
fn must_be_empty(reader: &dyn Reader) -> StoreResult<()> {
    match reader.last_seq()? == 0 && reader.credentials()?.is_empty() {
        true => Ok(()),
        false => Err(Fault::new("the database is not empty")),
    }
}

/// The place of every row, in departures: a row that leaves it was deleted.
pub const EVERYWHERE: &str = "everywhere";

/// Returns the place of a site, in departures.
pub fn site_place(site: &SiteId) -> String {
    format!("site:{site}")
}

/// Returns the place of a technician, in departures.
pub fn owner_place(owner: impl std::fmt::Display) -> String {
    format!("owner:{owner}")
}
