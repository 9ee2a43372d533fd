//! Sends files, after the commands that cite them, in a queue of their own.

use super::Courier;
use crate::api::{self, Sent};
use crate::context::clock_ms;
use crate::store::{FileStanding, StoreError};
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::set_timeout_with_handle;
use leptos::task::spawn_local;
use shared::limits::POLL_MS;
use shared::order;
use shared::sync::{Failure, Pause};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

/// The state of the queue.
#[derive(Default)]
pub(super) struct Queue {
    busy: Cell<bool>,
    /// A pause is running; sending resumes when it ends.
    timer: RefCell<Option<TimeoutHandle>>,
    /// The pause is one that the way asks for: an answer of the sync does not end it.
    is_told_to_wait: Cell<bool>,
    pause: Cell<Pause>,
}

impl Queue {
    /// Something went through.
    fn go_on(&self) {
        self.pause.set(Pause::default());
    }

    /// Ends a pause, as the person asks.
    pub(super) fn wake(&self) {
        self.is_told_to_wait.set(false);
    }
}

/// Sends the files that wait, oldest first, unless it is already running.
pub(super) fn send_waiting(sender: &Rc<Courier>) {
    if sender.files.is_told_to_wait.get() || sender.files.busy.replace(true) {
        return;
    }
    let sender = Rc::clone(sender);
    spawn_local(async move {
        let sent = send_all(&sender).await;
        sender.files.busy.set(false);
        sender.app.set_files_barred(matches!(sent, Err(Failure::Barred(_))));
        sender.app.count_files().await;
        sender.core.broadcast_files();
        if let Err(failure) = sent {
            go_on_later(sender, failure);
        }
    });
}

/// Sends what it can. The failure is why something still waits.
async fn send_all(sender: &Courier) -> Result<(), Failure> {
    let core = &sender.core;
    let unread = |_: StoreError| Failure::Fault;
    let mut files = core.store.files().await.map_err(unread)?;
    files.retain(|file| file.standing == FileStanding::Waiting);
    order::sort_by_key(&mut files, |file| file.at);
    let mut left = Ok(());
    for file in files {
        let standing = match api::send_file(&file, || sender.files.go_on()).await {
            Ok(Sent::Whole) => FileStanding::Sent,
            Ok(Sent::Refused) => FileStanding::Refused,
            Ok(Sent::Lost) => {
                // Said with those that were refused. A browser that cannot read it may not be able
                // to write it either; then it is tried again, and the others do not wait for it.
                drop(core.store.restate_file(&file, FileStanding::Refused, clock_ms()).await);
                continue;
            }
            Err(error) => match error.as_failure() {
                // This file does not pass, or the server fails on it: the others need not wait.
                failure @ (Failure::Fault | Failure::Barred(_)) => {
                    left = Err(failure);
                    continue;
                }
                failure => return Err(failure),
            },
        };
        core.store.restate_file(&file, standing, clock_ms()).await.map_err(unread)?;
    }
    left
}

/// Resumes later: what waits must not wait for the next sync, which may be minutes away. Each
/// failure without progress doubles the pause. What is barred costs a whole part at each try, so
/// that it is tried as seldom as the server is asked.
fn go_on_later(sender: Rc<Courier>, failure: Failure) {
    let queue = &sender.files;
    let mut pause = queue.pause.get();
    let wait = pause.after(failure, super::dice());
    queue.pause.set(pause);
    let Some(wait) = wait else { return };
    let is_barred = matches!(failure, Failure::Barred(_));
    let wait = if is_barred { wait.max(POLL_MS) } else { wait };
    queue.is_told_to_wait.set(is_barred || matches!(failure, Failure::Busy(_)));
    let courier = Rc::clone(&sender);
    let again = move || {
        courier.files.is_told_to_wait.set(false);
        send_waiting(&courier);
    };
    let timer = set_timeout_with_handle(again, Duration::from_millis(wait.unsigned_abs())).ok();
    // The latest failure tells how long.
    if let Some(before) = sender.files.timer.replace(timer) {
        before.clear();
    }
}
