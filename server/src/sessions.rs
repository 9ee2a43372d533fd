//! Opens sessions. The rules on devices hold for every caller, over HTTP or not.

use crate::audit;
use crate::store::{DeviceRecord, Fault, Session, Writer};
use shared::api::audit::AuditEvent;
use shared::id::Millis;
use shared::limits::DEVICE_LABEL_CHARS;

/// Why a session was not opened. Nothing was written then.
#[derive(Debug, thiserror::Error)]
pub enum NotOpened {
    /// The device may not come back.
    #[error("the device is revoked")]
    Revoked,
    /// Somebody else is signed in on the device of this key.
    #[error("somebody else is signed in on this device")]
    Taken,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] Fault),
}

/// What a request shows to be the device of its key, which others know too. Hashes all of them.
#[derive(Debug, Clone, Default)]
pub struct ShownDevice {
    /// Of the token of a session.
    pub token_hash: Option<String>,
    /// Of the secret of the device.
    pub proof: Option<String>,
    /// Of a new secret, for a device that shows none.
    pub fresh: Option<String>,
}

/// Opens a session, and ends the others of its device. Returns whether the new secret is the
/// device's from now on.
///
/// # Errors
/// [`NotOpened`].
pub fn open(
    store: &dyn Writer,
    session: &Session,
    label: &str,
    shown: &ShownDevice,
    now: Millis,
) -> Result<bool, NotOpened> {
    let known = store.device(session.device)?;
    if known.as_ref().is_some_and(|device| device.revoked_at.is_some()) {
        return Err(NotOpened::Revoked);
    }
    let proof = store.device_proof(session.device)?;
    let is_shown = proof.is_some() && proof == shown.proof;
    // Keys of devices are no secret: nobody ends somebody else's session by one.
    let is_others = |open: &Session| {
        let mine = Some(&open.token_hash) == shown.token_hash.as_ref();
        open.account != session.account && open.expires_at > now && !mine
    };
    if !is_shown && store.sessions(Some(session.device), None)?.iter().any(is_others) {
        return Err(NotOpened::Taken);
    }
    let device = DeviceRecord {
        id: session.device,
        account: session.account,
        label: label.chars().take(DEVICE_LABEL_CHARS).collect(),
        enrolled_at: known.as_ref().map_or(now, |device| device.enrolled_at),
        seen_at: known.as_ref().and_then(|device| device.seen_at),
        build: known.as_ref().map_or(String::new(), |device| device.build.clone()),
        unsent: known.as_ref().map_or(0, |device| device.unsent),
        revoked_at: None,
    };
    store.put_device(&device)?;
    store.end_sessions(Some(session.device), None)?;
    store.put_session(session)?;
    audit::append(store, session.account, AuditEvent::SignedIn, session.device.to_string(), now)?;
    let fresh = shown.fresh.as_ref().filter(|_| !is_shown);
    if let Some(fresh) = fresh {
        store.set_device_proof(session.device, fresh)?;
    }
    Ok(fresh.is_some())
}
