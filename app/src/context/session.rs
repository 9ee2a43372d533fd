//! Signing in and out, which never touches the commands that wait.

use super::{App, HeaderNotice};
use crate::api::{self, ApiError};
use crate::device;
use crate::settings;
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
    /// The address is not of `https`: the browser would not keep the session.
    Insecure,
    /// The server opened a session, and the browser did not keep its cookie.
    NoCookie,
}

/// What waits on a device where nobody is signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Left {
    /// Commands, those that are carried for colleagues too.
    pub entries: usize,
    /// Photos and signatures.
    pub photos: usize,
}

impl Left {
    /// Whether there is anything.
    pub fn is_something(self) -> bool {
        self.entries + self.photos > 0
    }
}

impl App {
    /// Signs in with an address and a password. `label` is the name that the device gives itself,
    /// `new` the password in the place of one that somebody else made up, `factor` a code of the
    /// second factor.
    ///
    /// # Errors
    /// [`SessionError`]; then nothing changed on the device.
    pub async fn sign_in(
        self,
        mail: &str,
        password: &str,
        label: &str,
        new: Option<String>,
        factor: Option<String>,
    ) -> Result<(), SessionError> {
        let device = self.device_to_enter()?;
        let actor = api::sign_in(mail, password, device, label, new, factor).await;
        self.adopt(actor.map_err(SessionError::Api)?).await
    }

    /// Signs in whom the identity provider of the authority has named. `label` is the name that the
    /// device gives itself, `factor` a code of the second factor.
    ///
    /// # Errors
    /// [`SessionError`]; then nothing changed on the device.
    pub async fn sign_in_by_provider(
        self,
        label: &str,
        factor: Option<String>,
    ) -> Result<(), SessionError> {
        let device = self.device_to_enter()?;
        let actor = api::finish_provider(device, label, factor).await;
        self.adopt(actor.map_err(SessionError::Api)?).await?;
        settings::mark_by_provider(true);
        Ok(())
    }

    /// Activates this device with a one-use code. `label` is the name that the device gives itself.
    ///
    /// # Errors
    /// [`SessionError`]; then nothing changed on the device.
    pub async fn enrol(self, code: &str, label: &str) -> Result<(), SessionError> {
        let device = self.device_to_enter()?;
        let actor = api::enrol(code, device, label).await;
        self.adopt(actor.map_err(SessionError::Api)?).await
    }

    /// Signs out, with or without a network. Everything but what waits is erased from the device
    /// at once, drafts too; without a network, the server ends the session at the next contact.
    ///
    /// # Errors
    /// [`SessionError::Store`] when the device cannot write.
    pub async fn sign_out(self) -> Result<(), SessionError> {
        let core = self.core().map_err(SessionError::Store)?;
        settings::mark_leaving(true);
        settings::forget_place();
        core.interrupt();
        self.drop_drafts().await.map_err(SessionError::Store)?;
        self.forget_person().await.map_err(SessionError::Store)?;
        // The tab that sends ends the session first, now or once there is a network.
        core.broadcast_signed_in();
        core.event(Event::SignedIn);
        Ok(())
    }

    /// Shows what the server asks of the person before it does anything else, and returns what its
    /// error means for who tries again.
    pub(crate) fn heed(self, error: &ApiError) -> Failure {
        if error.asks_for_factor() {
            self.set_notice(Some(HeaderNotice::FactorRequired));
        }
        error.as_failure()
    }

    /// Ends the session of whoever has signed out on this device, if the server was not told yet.
    ///
    /// # Errors
    /// When the server cannot be told now.
    pub(crate) async fn end_session(self) -> Result<(), ApiError> {
        if !settings::is_leaving() {
            return Ok(());
        }
        match api::sign_out().await {
            // A device that was revoked has no session to end.
            Ok(()) | Err(ApiError::SignedOut | ApiError::Revoked) => {
                settings::mark_leaving(false);
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    /// Erases the rows, the person, and what the server has of them: their sent commands and
    /// photos. What waits stays.
    pub(crate) async fn forget_person(self) -> Result<(), StoreError> {
        self.write(self.read_now(shared::replica::Replica::signed_out)).await?;
        let core = self.core()?;
        let authors = self.read_now(|replica| {
            let unsent = replica.outbox().filter(|item| item.is_unsent());
            unsent.map(|item| item.envelope.actor).collect()
        });
        // What waits must still be provable in a file.
        if core.unreadable.is_empty() {
            settings::keep_proof_keys_of(&authors);
        }
        core.store.drop_carried(|carried| !carried.waits()).await?;
        core.store.drop_sent_files().await?;
        self.count_files().await;
        Ok(())
    }

    /// The commands on this device that wait for other accounts: each is sent when its account
    /// signs in again. Reactive.
    pub fn waiting_of_others(self) -> Vec<OutboxItem> {
        self.read(|replica| replica.waiting_of_others().cloned().collect())
    }

    /// What waits on a device where nobody is signed in. Reactive.
    pub fn left_behind(self) -> Left {
        let entries = self.waiting_of_others().len() + self.carried_waiting();
        Left { entries, photos: self.files().waiting }
    }

    /// Returns the key of this device, where a session can be kept: a one-use code must not be
    /// spent in vain.
    fn device_to_enter(self) -> Result<DeviceId, SessionError> {
        if !device::is_secure() {
            return Err(SessionError::Insecure);
        }
        let core = self.core().map_err(SessionError::Store)?;
        Ok(core.device)
    }

    async fn adopt(self, actor: Actor) -> Result<(), SessionError> {
        if api::signed_in().await == Err(ApiError::SignedOut) {
            return Err(SessionError::NoCookie);
        }
        let known = self.read_now(|replica| replica.meta().clone());
        // Another role has other rows: then too the device starts with an empty mirror.
        let same = known.actor.as_ref() == Some(&actor);
        let meta = if same { known } else { known.emptied(Some(actor)) };
        let batch = Batch { clear_rows: !same, meta: Some(meta), ..Batch::default() };
        let core = self.core().map_err(SessionError::Store)?;
        core.interrupt();
        self.write(batch).await.map_err(SessionError::Store)?;
        // The new session has ended the one before.
        settings::mark_leaving(false);
        core.broadcast_signed_in();
        core.event(Event::SignedIn);
        device::persist();
        Ok(())
    }
}
