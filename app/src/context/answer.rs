//! Taking over what the server answered, and what the way to it refused.

use super::App;
use crate::store::StoreError;
use leptos::prelude::*;
use shared::id::CommandId;
use shared::replica::{Batch, Replica};

impl App {
    /// Keeps a command out of the requests: it alone is too large for the way to the server.
    pub(crate) fn set_aside(self, command: CommandId) {
        self.replica.update(|replica| replica.set_aside(command));
    }

    /// Tries every command again.
    pub(crate) fn take_back_in(self) {
        if self.read_now(|replica| replica.outbox().any(|item| replica.is_aside(item))) {
            self.replica.update(Replica::take_back_in);
        }
    }

    /// Takes over the memory as the store read it back.
    pub(super) fn take_back(self, loaded: Replica) {
        self.replica.update(|known| *known = loaded.remembering(known));
    }

    /// Writes what an answer changes, unless another tab took the lead and wrote meanwhile.
    ///
    /// # Errors
    /// [`StoreError`], [`StoreError::Overtaken`] then; nothing was written.
    pub(crate) async fn write_answer(self, batch: Batch) -> Result<(), StoreError> {
        let known = self.read_now(|replica| replica.meta().clone());
        self.core()?.store.write_over(&known, &batch).await?;
        self.take_over(batch);
        Ok(())
    }
}
