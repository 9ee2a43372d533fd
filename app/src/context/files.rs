//! Photos and signatures: kept on the device first, shown from there.

use super::{App, Core, clock_ms};
use crate::device;
use crate::device::photo::PhotoError;
use crate::store::{FileStanding, StoreError, StoredFile};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::history::FileRef;
use shared::id::FileHash;
use web_sys::{Blob, Url};

/// Why a photo or a drawing was not kept.
#[derive(Debug, Clone, PartialEq)]
pub enum FileError {
    /// It could not be made ready.
    Photo(PhotoError),
    /// The device could not write it.
    Store(StoreError),
}

impl From<PhotoError> for FileError {
    fn from(error: PhotoError) -> Self {
        Self::Photo(error)
    }
}

impl From<StoreError> for FileError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// Files that are not on the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FileCount {
    /// To be sent.
    pub waiting: usize,
    /// Bytes of those.
    pub waiting_bytes: u64,
    /// The server does not want them.
    pub refused: usize,
}

impl App {
    /// Keeps a photo or a drawing. It is made small enough, stripped of the camera's notes (the
    /// place above all), named by its content, and written with strict durability. Cite the result
    /// in a command: only then the file is sent, by itself.
    ///
    /// # Errors
    /// [`FileError`]; then nothing was written.
    pub async fn keep_file(self, blob: Blob) -> Result<FileRef, FileError> {
        let core = self.core()?;
        let blob = device::photo::shrink(&blob).await?;
        let hash = device::photo::sha256(&blob).await?;
        let bytes = blob.size() as u64;
        let known = core.store.file(&hash).await?;
        if known.is_none() {
            make_room(&core, bytes).await?;
        }
        // One that nothing names yet is written again, so that it counts as taken now.
        if known.is_none_or(|file| file.standing == FileStanding::Draft) {
            let (hash, standing) = (hash.clone(), FileStanding::Draft);
            core.store.keep_file(&StoredFile { hash, blob, standing, at: clock_ms() }).await?;
        }
        Ok(FileRef { hash, bytes })
    }

    /// Returns the address of a file for `src`: on the device if it is there, else on the server;
    /// `None` until that is known.
    pub fn file_url(self, hash: FileHash) -> Signal<Option<String>> {
        let url = RwSignal::new(None);
        spawn_local(async move {
            let kept = match self.core() {
                Ok(core) => core.store.file(&hash).await.ok().flatten(),
                Err(_) => None,
            };
            let local = kept.and_then(|file| Url::create_object_url_with_blob(&file.blob).ok());
            let address = local.unwrap_or_else(|| format!("/api/v1/files/{hash}"));
            if let Some(Some(address)) = url.try_set(Some(address)) {
                revoke(&address);
            }
        });
        on_cleanup(move || {
            if let Some(Some(address)) = url.try_get_untracked() {
                revoke(&address);
            }
        });
        url.into()
    }

    /// Returns whether something on the way lets files not through. Reactive.
    pub fn files_are_barred(self) -> bool {
        self.files_barred.get()
    }

    /// Notes whether something on the way lets files not through.
    pub(crate) fn set_files_barred(self, barred: bool) {
        self.files_barred.set(barred);
    }

    /// Counts the files that are not on the server, and reads what is carried for others.
    pub(crate) async fn count_files(self) {
        self.read_carried().await;
        let Ok(core) = self.core() else { return };
        let Ok(files) = core.store.files().await else {
            return;
        };
        let of = |standing| files.iter().filter(move |file| file.standing == standing);
        let count = FileCount {
            waiting: of(FileStanding::Waiting).count(),
            waiting_bytes: of(FileStanding::Waiting).map(|f| f.blob.size() as u64).sum(),
            refused: of(FileStanding::Refused).count(),
        };
        self.files.set(count);
    }
}

/// Makes room for a photo without taking the last room, which commands need: drops files that the
/// server has, or fails with [`StoreError::Full`].
async fn make_room(core: &Core, bytes: u64) -> Result<(), StoreError> {
    let fits = async || device::room().await.is_none_or(|room| room.fits(bytes));
    if fits().await {
        return Ok(());
    }
    core.store.drop_sent_files().await?;
    if fits().await { Ok(()) } else { Err(StoreError::Full) }
}

fn revoke(address: &str) {
    if address.starts_with("blob:") {
        // Revoking fails only for an unknown address, which is as good.
        let _ = Url::revoke_object_url(address);
    }
}
