//! Requests that wait for each other write in one transaction: one lock of the counter and one
//! wait for the disk for all that came meanwhile. Each is still all or nothing, and done only once
//! it is on the disk.

use super::super::ending::{Ending, JOINED_MAX, locked};
use super::super::{Fault, Kept, Writer};
use super::pool::{Lease, Pool};
use super::{CHANGE, Meta, Tx, begin, watch};
use shared::id::Seq;
use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

/// One transaction of this program writes at a time: the others wait here, not in the database
/// with a connection each.
#[derive(Default)]
pub(super) struct Together {
    open: Mutex<Option<Open>>,
    /// Threads that are about to write: the last of them ends what is open.
    coming: AtomicUsize,
}

/// A transaction that others may join.
struct Open {
    lease: Lease,
    before: Seq,
    meta: Meta,
    joined: usize,
    /// Why nothing of it can be kept any more.
    lost: Option<Fault>,
    ending: Arc<Ending>,
}

impl Together {
    /// One transaction; on the disk when it gives `Ok`.
    pub(super) fn write(
        &self,
        pool: &Arc<Pool>,
        work: &mut dyn FnMut(&dyn Writer) -> Kept<()>,
    ) -> Kept<()> {
        self.coming.fetch_add(1, Ordering::SeqCst);
        let mut held = locked(&self.open);
        self.coming.fetch_sub(1, Ordering::SeqCst);
        let mut open = match held.take() {
            Some(open) => open.join()?,
            None => Open::begin(pool)?,
        };
        let ending = Arc::clone(&open.ending);
        let worked = catch_unwind(AssertUnwindSafe(|| open.part(work)));
        if !matches!(worked, Ok(Ok(()))) {
            open.undo_part();
        }
        let nobody_comes = self.coming.load(Ordering::SeqCst) == 0;
        if nobody_comes || open.joined >= JOINED_MAX || open.lost.is_some() {
            open.end();
        } else {
            *held = Some(open);
        }
        drop(held);
        match worked {
            Ok(Ok(())) => ending.wait(),
            // Nothing of it was written, however the others end.
            Ok(Err(fault)) => Err(fault),
            Err(panic) => resume_unwind(panic),
        }
    }
}

impl Open {
    fn begin(pool: &Arc<Pool>) -> Kept<Self> {
        let (lease, meta) = begin(pool, &format!("{CHANGE}; SAVEPOINT part"))?;
        let ending = Arc::default();
        Ok(Self { lease, before: meta.seq, meta, joined: 1, lost: None, ending })
    }

    /// Another part begins; when it cannot, the parts before it are lost too.
    fn join(mut self) -> Kept<Self> {
        match self.lease.say("RELEASE part; SAVEPOINT part") {
            Ok(()) => {
                self.joined += 1;
                Ok(self)
            }
            Err(fault) => {
                self.lost = Some(fault.clone());
                self.end();
                Err(fault)
            }
        }
    }

    fn part(&mut self, work: &mut dyn FnMut(&dyn Writer) -> Kept<()>) -> Kept<()> {
        let tx = Tx::new(&mut self.lease, self.meta)?;
        work(&tx)?;
        tx.flush()?;
        self.meta = tx.meta.get();
        Ok(())
    }

    /// A part that failed takes nothing with it.
    fn undo_part(&mut self) {
        self.lost = self.lease.say("ROLLBACK TO part").err();
    }

    fn end(self) {
        let ended = match self.lost {
            None => self.lease.end(&ending(self.before, self.meta.seq)),
            // Its connection is closed, and the database undoes everything.
            Some(fault) => Err(fault),
        };
        self.ending.tell(&ended);
    }
}

/// How a transaction that wrote ends: the counter, the word to other programs and the end itself
/// in one message. Without a new number, a statement that fails when an earlier one failed: the
/// end alone would be answered as if all was well, and undo everything.
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
