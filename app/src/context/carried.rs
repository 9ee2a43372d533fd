//! What this device carries for colleagues, as screens see it.

use super::{App, clock_ms};
use crate::store::{StoreError, StoredFile};
use leptos::prelude::*;
use shared::handover::Carried;
use shared::sync::Event;

impl App {
    /// Everything that this device carries for colleagues. Reactive.
    pub fn carried(self) -> Vec<Carried> {
        self.carried.get()
    }

    /// Everything that this device carries for colleagues, read once.
    pub fn carried_now(self) -> Vec<Carried> {
        self.carried.get_untracked()
    }

    /// How many commands of colleagues wait here. Reactive.
    pub fn carried_waiting(self) -> usize {
        self.carried.with(|carried| carried.iter().filter(|one| one.waits()).count())
    }

    /// Returns whether commands of colleagues wait here; read once.
    pub fn has_carried(self) -> bool {
        self.carried.with_untracked(|carried| carried.iter().any(Carried::waits))
    }

    /// Takes the commands and photos of a colleague's file. Once this returns `Ok`, they are on the
    /// disk, and go by themselves.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was written.
    pub async fn take(self, carried: &[Carried], files: &[StoredFile]) -> Result<(), StoreError> {
        let core = self.core()?;
        core.store.take(carried, files).await?;
        self.count_files().await;
        core.broadcast_files();
        core.event(Event::Saved);
        Ok(())
    }

    /// Puts a command away that the server does not want.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was written.
    pub async fn put_carried_away(self, gone: &Carried) -> Result<(), StoreError> {
        let core = self.core()?;
        core.store.drop_carried(|one| one.id() == gone.id()).await?;
        self.count_files().await;
        core.broadcast_files();
        Ok(())
    }

    /// Reads what this device carries; what is over goes.
    pub(super) async fn read_carried(self) {
        let Ok(core) = self.core() else { return };
        let is_over = |one: &Carried| one.is_over(clock_ms());
        // If it stays, the next start drops it.
        let _ = core.store.drop_carried(is_over).await;
        if let Ok(carried) = core.store.carried().await
            && self.carried.with_untracked(|known| *known != carried)
        {
            self.carried.set(carried);
        }
    }
}
