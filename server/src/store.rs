//! Keeps everything. A store gives looks and transactions; four traits say what is done within
//! one; the engines are below.

mod behind;
mod files;
mod group_commit;
mod identity;
mod ledger;
pub mod postgres;
mod rows;
mod sql;
pub mod sqlite;

pub use files::{FileRecord, Files, WriteFiles};
pub use identity::{
    AuditLine, Code, Credential, DeviceRecord, Identity, Opened, Session, WriteIdentity,
};
pub use ledger::{Judged, Ledger, WriteLedger};
pub use rows::{Rows, WriteRows};

use shared::id::{Seq, SiteId};
use shared::row::{Read, Row, RowKey};
use std::borrow::Cow;
use std::error::Error;
use std::sync::Arc;

pub use behind::{is_behind, must_not_be_behind};

/// The store failed: a full disk, a lost connection, a broken file. Never the caller's fault.
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

/// What store verbs give.
pub type Kept<T> = Result<T, Fault>;

/// One consistent look at everything.
pub trait Reader: Rows + Ledger + Identity + Files {}

impl<T: Rows + Ledger + Identity + Files> Reader for T {}

/// One transaction: all or nothing.
pub trait Writer: Reader + WriteRows + WriteLedger + WriteIdentity + WriteFiles {}

impl<T: Reader + WriteRows + WriteLedger + WriteIdentity + WriteFiles> Writer for T {}

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
            let work = work.take().ok_or_else(|| Fault::new("a look runs once"))?;
            found = Some(work(reader)?);
            Ok(())
        })?;
        found.ok_or_else(|| Fault::new("a look gave nothing"))
    }

    /// One transaction that gives something.
    pub fn change<T>(&self, work: impl FnOnce(&dyn Writer) -> Kept<T>) -> Kept<T> {
        self.try_change(work)
    }

    /// One transaction that gives something, or fails for a reason of its own: then nothing of it
    /// was written.
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

/// A backup goes into a store that holds nothing yet: it is never written over anything.
fn must_be_empty(reader: &dyn Reader) -> Kept<()> {
    match reader.last_seq()? == 0 && reader.credentials()?.is_empty() {
        true => Ok(()),
        false => Err(Fault::new("the database is not empty")),
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
