//! Small settings of this browser. None of them is needed to find anything again.

use gloo_storage::{LocalStorage, Storage};
use shared::id::DeviceId;

/// The marker of a first start: when it is there and the database is not, the browser erased.
const STARTED: &str = "tournee.started";
/// The address of the last person who signed in with one.
const MAIL: &str = "tournee.mail";

/// Whether the app was ever started in this browser.
pub fn was_started() -> bool {
    LocalStorage::get::<String>(STARTED).is_ok()
}

/// Notes that the app was started, and as which device.
pub fn mark_started(device: DeviceId) {
    // A browser that keeps no settings only loses the detection of erased data.
    let _ = LocalStorage::set(STARTED, device.to_string());
}

/// The address to propose at the next sign-in.
pub fn last_mail() -> String {
    LocalStorage::get(MAIL).unwrap_or_default()
}

/// Notes the address to propose at the next sign-in.
pub fn keep_mail(mail: &str) {
    // Only a comfort.
    let _ = LocalStorage::set(MAIL, mail);
}
