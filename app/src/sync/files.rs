//! Sends files, after the commands that cite them, in a queue of their own.

use super::Courier;
use crate::api::{self, ApiError, Sent};
use crate::context::clock_ms;
use crate::store::{FileStanding, StoreError};
use leptos::prelude::set_timeout;
use leptos::task::spawn_local;
use shared::id::Millis;
use shared::limits::{RETRY_FIRST_MS, RETRY_LAST_MS};
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

/// The state of the queue.
#[derive(Default)]
pub(super) struct Queue {
    busy: Cell<bool>,
    /// A pause is running; sending resumes when it ends.
    rests: Cell<bool>,
    /// Successive cuts without any progress.
    failures: Cell<u32>,
}

/// Sends the files that wait, oldest first, unless it is already running.
pub(super) fn send_waiting(sender: &Rc<Courier>) {
    if sender.files.busy.replace(true) {
        return;
    }
    let sender = Rc::clone(sender);
    spawn_local(async move {
        let stopped = send_all(&sender).await;
        sender.files.busy.set(false);
        sender.app.count_files().await;
        sender.core.broadcast_files();
        if let Err(Stopped::Cut) = stopped {
            go_on_later(sender);
        }
    });
}

/// Why the queue stopped.
enum Stopped {
    /// The line was cut: the queue resumes by itself, from where it was.
    Cut,
    /// The queue resumes after the next answer. The cause also stops the next request, which shows
    /// it on the screen.
    Waits,
}

impl From<ApiError> for Stopped {
    fn from(error: ApiError) -> Self {
        match error {
            ApiError::Offline => Stopped::Cut,
            _ => Stopped::Waits,
        }
    }
}

impl From<StoreError> for Stopped {
    fn from(_: StoreError) -> Self {
        Stopped::Waits
    }
}

async fn send_all(sender: &Courier) -> Result<(), Stopped> {
    let core = &sender.core;
    let mut files = core.store.files().await?;
    files.retain(|file| file.standing == FileStanding::Waiting);
    files.sort_by_key(|file| file.at);
    for file in files {
        let standing = match api::send_file(&file, || sender.files.failures.set(0)).await {
            Ok(Sent::Whole) => FileStanding::Sent,
            Ok(Sent::Refused) => FileStanding::Refused,
            // The server fails on this file: the others need not wait for it.
            Err(ApiError::Fault) => continue,
            Err(error) => return Err(error.into()),
        };
        core.store.restate_file(&file, standing, clock_ms()).await?;
    }
    Ok(())
}

/// Resumes later. After a cut, a slow line must not wait for the next sync, which may be minutes
/// away. Each cut without progress doubles the pause.
fn go_on_later(sender: Rc<Courier>) {
    let queue = &sender.files;
    if queue.rests.replace(true) {
        return;
    }
    let failures = queue.failures.get();
    queue.failures.set(failures + 1);
    let wait: Millis = (RETRY_FIRST_MS << failures.min(10)).min(RETRY_LAST_MS);
    let again = move || {
        sender.files.rests.set(false);
        send_waiting(&sender);
    };
    set_timeout(again, Duration::from_millis(wait.unsigned_abs()));
}
