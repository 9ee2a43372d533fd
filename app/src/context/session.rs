//! Signing in and out, which never touches the commands that wait.

use super::App;
use crate::api::{self, ApiError};
use crate::device;
use crate::store::StoreError;
use shared::id::DeviceId;
use shared::replica::{Batch, OutboxItem};
use shared::role::Actor;
use shared::sync::{Event, Failure};

/// Why nobody could sign in or out.
#[derive(Debug, Clone, PartialEq)]
pub enum SessionError {
    /// The server refused, or did not answer.
    Api(ApiError),
    /// The device could not write.
    Store(StoreError),
}

impl App {
    /// Signs in with an address and a password. `label` is the name that the device gives itself.
    ///
    /// # Errors
    /// [`SessionError`]; then nothing changed on the device.
    pub async fn sign_in(
        self,
        mail: &str,
        password: &str,
        label: &str,
    ) -> Result<(), SessionError> {
        let device = self.device()?;
        let actor = api::sign_in(mail, password, device, label).await;
        self.adopt(actor.map_err(SessionError::Api)?).await
    }

    /// Activates this device with a one-use code. `label` is the name that the device gives itself.
    ///
    /// # Errors
    /// [`SessionError`]; then nothing changed on the device.
    pub async fn enrol(self, code: &str, label: &str) -> Result<(), SessionError> {
        let device = self.device()?;
        let actor = api::enrol(code, device, label).await;
        self.adopt(actor.map_err(SessionError::Api)?).await
    }

    /// Signs out. The mirror is erased; the commands that wait stay.
    ///
    /// # Errors
    /// [`SessionError`] when the server cannot be reached: the session would stay open there.
    pub async fn sign_out(self) -> Result<(), SessionError> {
        match api::sign_out().await {
            Ok(()) | Err(ApiError::SignedOut) => {}
            Err(error) => return Err(SessionError::Api(error)),
        }
        self.forget_mirror().await.map_err(SessionError::Store)?;
        if let Ok(core) = self.core() {
            core.event(Event::Failed(Failure::SignedOut));
        }
        Ok(())
    }

    /// Erases every row and the person from the device; commands stay.
    pub(crate) async fn forget_mirror(self) -> Result<(), StoreError> {
        let meta = self.read_now(|replica| replica.meta().emptied(None));
        self.write(Batch { clear_rows: true, meta: Some(meta), ..Batch::default() }).await
    }

    /// The commands on this device that wait for other accounts: each is sent when its account
    /// signs in again. Reactive.
    pub fn waiting_of_others(self) -> Vec<OutboxItem> {
        self.read(|replica| replica.waiting_of_others().cloned().collect())
    }

    fn device(self) -> Result<DeviceId, SessionError> {
        let core = self.core().map_err(SessionError::Store)?;
        Ok(core.device)
    }

    async fn adopt(self, actor: Actor) -> Result<(), SessionError> {
        let known = self.read_now(|replica| replica.meta().clone());
        // Another role has other rows: then too the device starts with an empty mirror.
        let same = known.actor.as_ref() == Some(&actor);
        let meta = if same { known } else { known.emptied(Some(actor)) };
        let batch = Batch { clear_rows: !same, meta: Some(meta), ..Batch::default() };
        let core = self.core().map_err(SessionError::Store)?;
        core.interrupt();
        self.write(batch).await.map_err(SessionError::Store)?;
        core.broadcast_signed_in();
        core.event(Event::SignedIn);
        device::persist();
        Ok(())
    }
}
