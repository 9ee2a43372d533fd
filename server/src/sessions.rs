//! Opens sessions. The rules on devices hold for every caller, over HTTP or not.

use crate::audit;
use crate::store::{DeviceRecord, Fault, Session, Writer};
use shared::id::Millis;
use shared::limits::DEVICE_LABEL_CHARS;

/// Why a session was not opened. Nothing was written then.
#[derive(Debug, thiserror::Error)]
pub enum NotOpened {
    /// The device may not come back.
    #[error("the device is revoked")]
    Revoked,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] Fault),
}

/// Opens a session, and ends the others of its device.
///
/// # Errors
/// [`NotOpened`].
pub fn open(
    store: &dyn Writer,
    session: &Session,
    label: &str,
    now: Millis,
) -> Result<(), NotOpened> {
    let known = store.device(session.device)?;
    if known.as_ref().is_some_and(|device| device.revoked_at.is_some()) {
        return Err(NotOpened::Revoked);
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
    audit::append(store, session.account, "signed_in", session.device.to_string(), now)?;
    Ok(())
}
