//! The end of a transaction that several requests share: each waits for it, and hears the same.

use super::{Fault, Kept};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Requests whose transactions end together, at most: the first one waits for the last.
pub(super) const JOINED_MAX: usize = 64;

/// A panic of another thread leaves no half transaction: the engine undoes it.
pub(super) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How the transaction that several share ended, once it has.
#[derive(Default)]
pub(super) struct Ending {
    told: Mutex<Option<Kept<()>>>,
    is_told: Condvar,
}

impl Ending {
    pub(super) fn tell(&self, ended: &Kept<()>) {
        *locked(&self.told) = Some(ended.clone());
        self.is_told.notify_all();
    }

    pub(super) fn wait(&self) -> Kept<()> {
        let told = self.is_told.wait_while(locked(&self.told), |told| told.is_none());
        let told = told.unwrap_or_else(PoisonError::into_inner);
        told.clone().unwrap_or_else(|| Err(Fault::new("the transaction has no end")))
    }
}
