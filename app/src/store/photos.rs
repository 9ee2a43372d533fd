//! Files by the SHA-256 of their content. They are kept until the server has them, and then as long
//! as a restore of the server could need them.

use super::schema::FILES;
use super::strict::{Writing, set};
use super::{DeviceStore, StoreError};
use js_sys::{Object, Reflect};
use rexie::TransactionMode;
use shared::id::{FileHash, Millis};
use shared::limits::SENT_KEPT_MS;
use wasm_bindgen::prelude::*;
use web_sys::Blob;

const WAITING: &str = "waiting";
const SENT: &str = "sent";
const REFUSED: &str = "refused";
const DRAFT: &str = "draft";

/// The state of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileStanding {
    /// To be sent.
    Waiting,
    /// The server has it.
    Sent,
    /// The server refused it: it is no photo, or too large.
    Refused,
    /// No command names it yet, so that it is not sent.
    Draft,
}

impl FileStanding {
    fn word(self) -> &'static str {
        match self {
            FileStanding::Waiting => WAITING,
            FileStanding::Sent => SENT,
            FileStanding::Refused => REFUSED,
            FileStanding::Draft => DRAFT,
        }
    }

    fn of(word: &str) -> Self {
        match word {
            SENT => FileStanding::Sent,
            REFUSED => FileStanding::Refused,
            DRAFT => FileStanding::Draft,
            _ => FileStanding::Waiting,
        }
    }
}

/// A file of the device.
#[derive(Debug, Clone)]
pub struct StoredFile {
    /// SHA-256 of its bytes.
    pub hash: FileHash,
    /// The bytes.
    pub blob: Blob,
    /// Its state.
    pub standing: FileStanding,
    /// When it was kept or sent, by the device's clock.
    pub at: Millis,
}

impl StoredFile {
    pub(super) fn read(key: &JsValue, value: &JsValue) -> Option<Self> {
        let field = |name: &str| Reflect::get(value, &name.into()).ok();
        Some(Self {
            hash: FileHash(key.as_string()?),
            blob: field("blob")?.dyn_into().ok()?,
            standing: FileStanding::of(&field("state")?.as_string()?),
            at: field("at")?.as_f64()? as Millis,
        })
    }

    fn record(&self) -> Object {
        let record = Object::new();
        set(&record, "blob", &self.blob);
        set(&record, "bytes", &self.blob.size().into());
        set(&record, "state", &self.standing.word().into());
        set(&record, "at", &(self.at as f64).into());
        record
    }

    pub(super) fn put(&self, writing: &Writing) -> Result<(), StoreError> {
        writing.put(FILES, &self.hash.as_str().into(), &self.record())
    }

    fn is_old(&self, now: Millis) -> bool {
        self.standing == FileStanding::Sent && now - self.at > SENT_KEPT_MS
    }
}

impl DeviceStore {
    /// Keeps a file. When the device is full, files that the server has are dropped first.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was written.
    pub async fn keep_file(&self, file: &StoredFile) -> Result<(), StoreError> {
        match self.put_file(file).await {
            Err(StoreError::Full) => {
                self.drop_sent_files().await?;
                self.put_file(file).await
            }
            other => other,
        }
    }

    async fn put_file(&self, file: &StoredFile) -> Result<(), StoreError> {
        self.strictly(&[FILES], async |writing| file.put(writing)).await
    }

    /// Writes the new state of a file.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was written.
    pub async fn restate_file(
        &self,
        file: &StoredFile,
        standing: FileStanding,
        now: Millis,
    ) -> Result<(), StoreError> {
        let mut file = file.clone();
        file.standing = standing;
        file.at = now;
        self.put_file(&file).await
    }

    /// Marks sent files to be sent again, after the server's database was restored.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was written.
    pub async fn offer_files_again(&self) -> Result<(), StoreError> {
        for file in self.files().await? {
            if file.standing == FileStanding::Sent {
                let at = file.at;
                self.restate_file(&file, FileStanding::Waiting, at).await?;
            }
        }
        Ok(())
    }

    /// Drops the files that the server has, to make room: only a restore would need them.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was written.
    pub async fn drop_sent_files(&self) -> Result<(), StoreError> {
        self.drop_files(|file| file.standing == FileStanding::Sent).await
    }

    /// Drops the files that were sent long ago.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was written.
    pub async fn drop_old_files(&self, now: Millis) -> Result<(), StoreError> {
        self.drop_files(|file| file.is_old(now)).await
    }

    pub(super) async fn drop_files(
        &self,
        goes: impl Fn(&StoredFile) -> bool,
    ) -> Result<(), StoreError> {
        let files = self.files().await?;
        let gone: Vec<_> = files.into_iter().filter(|file| goes(file)).collect();
        if gone.is_empty() {
            return Ok(());
        }
        let gone = &gone;
        self.strictly(&[FILES], async |writing| {
            gone.iter().try_for_each(|file| writing.delete(FILES, &file.hash.as_str().into()))
        })
        .await
    }

    /// Returns every file of the device.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be read.
    pub async fn files(&self) -> Result<Vec<StoredFile>, StoreError> {
        self.reading(async |rexie| {
            let transaction = rexie.transaction(&[FILES], TransactionMode::ReadOnly)?;
            let store = transaction.store(FILES)?;
            let keys = store.get_all_keys(None, None).await?;
            let values = store.get_all(None, None).await?;
            let files = keys.iter().zip(&values);
            Ok(files.filter_map(|(key, value)| StoredFile::read(key, value)).collect())
        })
        .await
    }

    /// Returns the file of that hash, if the device has it.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be read.
    pub async fn file(&self, hash: &FileHash) -> Result<Option<StoredFile>, StoreError> {
        self.reading(async |rexie| {
            let key = JsValue::from_str(hash.as_str());
            let transaction = rexie.transaction(&[FILES], TransactionMode::ReadOnly)?;
            let value = transaction.store(FILES)?.get(key.clone()).await?;
            Ok(value.and_then(|value| StoredFile::read(&key, &value)))
        })
        .await
    }
}
