//! Files go after the commands that cite them, in a queue of their own.

use crate::api::{self, ApiError, Sent};
use crate::context::{App, Core, clock_ms};
use crate::store::{FileStanding, StoreError};
use leptos::task::spawn_local;
use std::rc::Rc;

/// Sends the files that wait, oldest first, unless that is already going on.
pub(super) fn send_waiting(app: App, core: Rc<Core>) {
    if core.sender.files_busy.replace(true) {
        return;
    }
    spawn_local(async move {
        // What stopped the queue also stops the next request, which says so on the screen.
        let _ = send_all(&core).await;
        core.sender.files_busy.set(false);
        app.count_files().await;
        core.tell_files();
    });
}

/// Something stopped the queue; it goes on after the next answer.
struct Stopped;

impl From<ApiError> for Stopped {
    fn from(_: ApiError) -> Self {
        Stopped
    }
}

impl From<StoreError> for Stopped {
    fn from(_: StoreError) -> Self {
        Stopped
    }
}

async fn send_all(core: &Core) -> Result<(), Stopped> {
    let mut files = core.store.files().await?;
    files.retain(|file| file.standing == FileStanding::Waiting);
    files.sort_by_key(|file| file.at);
    for file in files {
        let standing = match api::send_file(&file).await? {
            Sent::Whole => FileStanding::Sent,
            Sent::Refused => FileStanding::Refused,
        };
        core.store.restate_file(&file, standing, clock_ms()).await?;
    }
    Ok(())
}
