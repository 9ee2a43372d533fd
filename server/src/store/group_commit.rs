//! Transactions that wait for each other end together: one commit, so one wait for the disk, for
//! all that came meanwhile. Each is still all or nothing, and done only once it is on the disk.

use super::{Fault, StoreResult, Writer};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// Requests whose transactions end together, at most: the first one waits for the last.
const JOINED_MAX: usize = 64;

/// Locks a mutex, whatever became of the thread that held it before: a panic leaves no half
/// transaction, since the engine undoes it.
pub(super) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The transaction of an engine that several requests share, part by part.
pub(super) trait Engine {
    /// Begins a transaction, with its first part.
    ///
    /// # Errors
    /// When there is none then.
    fn begin(&mut self) -> StoreResult<()>;

    /// Begins another part of the open transaction.
    ///
    /// # Errors
    /// When the part was not begun; the parts before it may be lost then.
    fn join(&mut self) -> StoreResult<()>;

    /// Does the work of the part.
    ///
    /// # Errors
    /// Those of the work; [`Engine::undo_part`] follows.
    fn part(&mut self, work: &mut dyn FnMut(&dyn Writer) -> StoreResult<()>) -> StoreResult<()>;

    /// Undoes a part that failed or panicked, and nothing else; or else the transaction is lost.
    fn undo_part(&mut self);

    /// Whether nothing of the open transaction can be kept any more.
    fn is_lost(&self) -> bool;

    /// Ends the open transaction: commits it unless it is lost.
    ///
    /// # Errors
    /// When nothing of it was written, or nobody knows whether it was.
    fn end(&mut self) -> StoreResult<()>;
}

/// Tells the requests that share a transaction how it ended, once it has.
#[derive(Default)]
struct CommitSignal {
    ended: Mutex<Option<StoreResult<()>>>,
    has_ended: Condvar,
}

impl CommitSignal {
    fn tell(&self, ended: StoreResult<()>) {
        *locked(&self.ended) = Some(ended);
        self.has_ended.notify_all();
    }

    fn wait(&self) -> StoreResult<()> {
        let ended = self.has_ended.wait_while(locked(&self.ended), |ended| ended.is_none());
        let ended = ended.unwrap_or_else(PoisonError::into_inner);
        ended.clone().unwrap_or_else(|| Err(Fault::new("the transaction has no end")))
    }
}

/// An engine, one transaction of which writes at a time.
pub(super) struct GroupCommit<E> {
    shared: Mutex<Shared<E>>,
    /// Threads that are about to write: the last of them ends the open transaction.
    coming: AtomicUsize,
}

struct Shared<E> {
    engine: E,
    /// Told of the end of the open transaction, if there is one.
    open: Option<Arc<CommitSignal>>,
    joined: usize,
}

impl<E: Engine> GroupCommit<E> {
    pub(super) fn new(engine: E) -> Self {
        let shared = Shared { engine, open: None, joined: 0 };
        Self { shared: Mutex::new(shared), coming: AtomicUsize::new(0) }
    }

    /// Work on the engine itself, outside any transaction.
    pub(super) fn alone<T>(&self, work: impl FnOnce(&mut E) -> StoreResult<T>) -> StoreResult<T> {
        let mut shared = locked(&self.shared);
        shared.end();
        work(&mut shared.engine)
    }

    /// One transaction; on the disk when it gives `Ok`.
    pub(super) fn write(
        &self,
        work: &mut dyn FnMut(&dyn Writer) -> StoreResult<()>,
    ) -> StoreResult<()> {
        self.coming.fetch_add(1, Ordering::SeqCst);
        let mut shared = locked(&self.shared);
        self.coming.fetch_sub(1, Ordering::SeqCst);
        let signal = shared.join()?;
        let worked = catch_unwind(AssertUnwindSafe(|| shared.engine.part(work)));
        if !matches!(worked, Ok(Ok(()))) {
            shared.engine.undo_part();
        }
        let nobody_comes = self.coming.load(Ordering::SeqCst) == 0;
        if nobody_comes || shared.joined >= JOINED_MAX || shared.engine.is_lost() {
            shared.end();
        }
        drop(shared);
        match worked {
            Ok(Ok(())) => signal.wait(),
            // Nothing of it was written, however the others end.
            Ok(Err(fault)) => Err(fault),
            Err(panic) => resume_unwind(panic),
        }
    }
}

impl<E: Engine> Shared<E> {
    /// Begins a part, of the open transaction if there is one.
    fn join(&mut self) -> StoreResult<Arc<CommitSignal>> {
        let Some(open) = self.open.clone() else {
            self.engine.begin()?;
            self.joined = 1;
            return Ok(Arc::clone(self.open.insert(Arc::default())));
        };
        if let Err(fault) = self.engine.join() {
            // Perhaps nobody else comes: those who wait hear of the end now.
            self.end();
            return Err(fault);
        }
        self.joined += 1;
        Ok(open)
    }

    fn end(&mut self) {
        if let Some(signal) = self.open.take() {
            signal.tell(self.engine.end());
        }
    }
}
