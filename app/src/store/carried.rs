//! What this device carries for colleagues, by the key of each command, as JSON text.

use super::mirror::encode;
use super::photos::{FileStanding, StoredFile};
use super::schema::{CARRIED, FILES};
use super::strict::Writing;
use super::{DeviceStore, StoreError};
use rexie::TransactionMode;
use shared::handover::Carried;
use shared::id::CommandId;
use wasm_bindgen::prelude::*;

fn key(id: CommandId) -> JsValue {
    id.to_string().into()
}

fn read(value: &JsValue) -> Option<Carried> {
    serde_json::from_str(&value.as_string()?).ok()
}

impl DeviceStore {
    /// Takes the commands and the photos of a file, all or nothing. One that was taken before stays
    /// as it is.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was written.
    pub async fn take(&self, carried: &[Carried], files: &[StoredFile]) -> Result<(), StoreError> {
        let take = async |writing: &Writing| {
            for carried in carried {
                let Some(key) = carried.id().map(key) else { continue };
                if writing.get(CARRIED, &key).await?.is_undefined() {
                    writing.put(CARRIED, &key, &encode(carried)?.into())?;
                }
            }
            for file in files {
                let key = file.hash.as_str().into();
                let known = StoredFile::read(&key, &writing.get(FILES, &key).await?);
                let counts = |known: StoredFile| {
                    matches!(known.standing, FileStanding::Waiting | FileStanding::Sent)
                };
                if !known.is_some_and(counts) {
                    file.put(writing)?;
                }
            }
            Ok(())
        };
        match self.strictly(&[CARRIED, FILES], &take).await {
            Err(StoreError::Full) => {
                self.drop_sent_files().await?;
                self.strictly(&[CARRIED, FILES], &take).await
            }
            other => other,
        }
    }

    /// Returns everything that this device carries, in the order of the devices that wrote it.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be read.
    pub async fn carried(&self) -> Result<Vec<Carried>, StoreError> {
        let values = self
            .reading(async |rexie| {
                let transaction = rexie.transaction(&[CARRIED], TransactionMode::ReadOnly)?;
                transaction.store(CARRIED)?.get_all(None, None).await
            })
            .await?;
        let mut carried: Vec<_> = values.iter().filter_map(read).collect();
        carried.sort_by_key(Carried::place);
        Ok(carried)
    }

    /// Writes commands in their new standing.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was written.
    pub async fn restate_carried(&self, carried: &[Carried]) -> Result<(), StoreError> {
        self.strictly(&[CARRIED], async |writing| {
            for carried in carried {
                if let Some(key) = carried.id().map(key) {
                    writing.put(CARRIED, &key, &encode(carried)?.into())?;
                }
            }
            Ok(())
        })
        .await
    }

    /// Drops those commands that need not be carried any more.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was written.
    pub async fn drop_carried(&self, goes: impl Fn(&Carried) -> bool) -> Result<(), StoreError> {
        let carried = self.carried().await?;
        let gone: Vec<_> = carried.iter().filter(|one| goes(one)).filter_map(Carried::id).collect();
        if gone.is_empty() {
            return Ok(());
        }
        let gone = &gone;
        self.strictly(&[CARRIED], async |writing| {
            gone.iter().try_for_each(|id| writing.delete(CARRIED, &key(*id)))
        })
        .await
    }
}
