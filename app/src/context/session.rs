//! Who uses the device: signing in and out never touches what waits to be sent.

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
    /// The server said no, or nothing.
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

    /// Signs out: the mirror goes, what waits to be sent stays.
    ///
    /// # Errors
    /// [`SessionError`] when the server cannot be reached: the session would go on there.
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

    /// Takes every row and the person off the device; commands stay.
    pub(crate) async fn forget_mirror(self) -> Result<(), StoreError> {
        let meta = self.read_now(|replica| replica.meta().emptied(None));
        self.write(Batch { clear_rows: true, meta: Some(meta), ..Batch::default() }).await
    }

    /// Commands of this device that wait and were given by other accounts: they stay, and go
    /// when that account signs in again. Followed.
    pub fn waiting_of_others(self) -> Vec<OutboxItem> {
        self.read(|replica| replica.waiting_of_others().cloned().collect())
    }

    fn device(self) -> Result<DeviceId, SessionError> {
        let core = self.core().map_err(SessionError::Store)?;
        Ok(core.device)
    }

    async fn adopt(self, actor: Actor) -> Result<(), SessionError> {
        let known = self.read_now(|replica| replica.meta().clone());
        // Another role holds other rows: then too the device begins anew.
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
