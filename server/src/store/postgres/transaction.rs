//! The transaction that writes: one of this program at a time. The others wait for it here, not in
//! the database with a connection each. They share one lock of the counter.

use super::super::group_commit::Engine;
use super::super::{Fault, StoreResult, Writer};
use super::pool::{Lease, Pool};
use super::{CHANGE, Meta, Tx, begin, watch};
use shared::id::Seq;
use std::borrow::Cow;
use std::sync::Arc;

/// The pool, and the open transaction on one of its connections.
pub(super) struct Transactions {
    pool: Arc<Pool>,
    open: Option<Open>,
}

struct Open {
    lease: Lease,
    before: Seq,
    meta: Meta,
    /// Why nothing of it can be kept any more.
    lost: Option<Fault>,
}

impl Transactions {
    pub(super) fn new(pool: Arc<Pool>) -> Self {
        Self { pool, open: None }
    }

    fn open(&mut self) -> StoreResult<&mut Open> {
        self.open.as_mut().ok_or_else(|| Fault::new("postgresql: no transaction is open"))
    }
}

impl Engine for Transactions {
    fn begin(&mut self) -> StoreResult<()> {
        let (lease, meta) = begin(&self.pool, &format!("{CHANGE}; SAVEPOINT part"))?;
        self.open = Some(Open { lease, before: meta.seq, meta, lost: None });
        Ok(())
    }

    fn join(&mut self) -> StoreResult<()> {
        let open = self.open()?;
        let joined = open.lease.say("RELEASE part; SAVEPOINT part");
        open.lost = joined.as_ref().err().cloned();
        joined
    }

    fn part(&mut self, work: &mut dyn FnMut(&dyn Writer) -> StoreResult<()>) -> StoreResult<()> {
        let open = self.open()?;
        let tx = Tx::new(&mut open.lease, open.meta)?;
        work(&tx)?;
        tx.flush()?;
        open.meta = tx.meta.get();
        Ok(())
    }

    fn undo_part(&mut self) {
        if let Some(open) = &mut self.open {
            open.lost = open.lease.say("ROLLBACK TO part").err();
        }
    }

    fn is_lost(&self) -> bool {
        self.open.as_ref().is_none_or(|open| open.lost.is_some())
    }

    fn end(&mut self) -> StoreResult<()> {
        match self.open.take() {
            Some(Open { lost: Some(fault), .. }) => {
                // Its connection is closed here, and the database undoes everything.
                Err(fault)
            }
            Some(open) => open.lease.end(&ending(open.before, open.meta.seq)),
            None => Err(Fault::new("postgresql: no transaction is open")),
        }
    }
}

/// The statements that end a transaction: the counter, the word to other programs and the end
/// itself in one message. Without a new number, a statement that fails when an earlier one failed:
/// the end alone would be answered as if all was well, and undo everything.
fn ending(before: Seq, after: Seq) -> Cow<'static, str> {
    if after == before {
        return "SELECT 1; COMMIT".into();
    }
    let channel = watch::CHANNEL;
    format!(
        "UPDATE meta SET value = '{after}' WHERE key = 'seq'; \
         SELECT pg_notify('{channel}', '{after}'); COMMIT"
    )
    .into()
}
