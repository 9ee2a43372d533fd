//! Writes what changes at once: a batch, or a snapshot with the batch that goes with it.

use super::schema::{BLOCKS, META, OUTBOX, ROWS, SENT};
use super::strict::Writing;
use super::{DeviceStore, STATUS, StoreError, mirror, outbox, second};
use shared::replica::{Batch, Meta};

impl DeviceStore {
    /// Writes the blocks of a snapshot as they came, and the batch that goes with it, all or
    /// nothing.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was written.
    pub async fn write_snapshot(
        &self,
        known: &Meta,
        packed: &[u8],
        batch: &Batch,
    ) -> Result<(), StoreError> {
        self.strictly(&[META, OUTBOX, SENT, ROWS, BLOCKS], async |writing| {
            is_still(writing, known).await?;
            mirror::write_snapshot(writing, packed)?;
            write_meta(writing, batch)?;
            outbox::write(writing, batch).await
        })
        .await?;
        second::drop_settled(&batch.outbox);
        Ok(())
    }

    /// Writes a batch, all or nothing, if the store is still as this tab knows it: a tab that was
    /// frozen while another one went on does not step back.
    ///
    /// # Errors
    /// [`StoreError`], [`StoreError::Overtaken`] then; nothing was written.
    pub async fn write_over(&self, known: &Meta, batch: &Batch) -> Result<(), StoreError> {
        self.strictly(&[META, OUTBOX, SENT, ROWS, BLOCKS], async |writing| {
            is_still(writing, known).await?;
            write_batch(writing, batch).await
        })
        .await?;
        second::drop_settled(&batch.outbox);
        Ok(())
    }

    /// Writes a batch, all or nothing.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was written.
    pub async fn write(&self, batch: &Batch) -> Result<(), StoreError> {
        let write = async |writing: &Writing| write_batch(writing, batch).await;
        self.strictly(&[META, OUTBOX, SENT, ROWS, BLOCKS], write).await?;
        second::drop_settled(&batch.outbox);
        Ok(())
    }
}

async fn write_batch(writing: &Writing, batch: &Batch) -> Result<(), StoreError> {
    write_meta(writing, batch)?;
    outbox::write(writing, batch).await?;
    mirror::write(writing, batch).await
}

/// Fails if another tab has written a meta that this one does not know.
async fn is_still(writing: &Writing, known: &Meta) -> Result<(), StoreError> {
    let status = writing.get(META, &STATUS.into()).await?.as_string();
    let written = status.and_then(|text| Meta::from_json(&text).ok()).unwrap_or_default();
    if written == *known { Ok(()) } else { Err(StoreError::Overtaken) }
}

fn write_meta(writing: &Writing, batch: &Batch) -> Result<(), StoreError> {
    let Some(meta) = &batch.meta else { return Ok(()) };
    writing.put(META, &STATUS.into(), &mirror::encode(meta)?.into())
}
