//! Small settings of this browser. No data depends on them.

use gloo_storage::{LocalStorage, SessionStorage, Storage};
use serde::{Deserialize, Serialize};
use shared::id::{AccountId, DeviceId, Epoch, NoticeId};
use std::collections::{BTreeMap, BTreeSet};

/// Marks that the app was started. If it exists and the database does not, the browser erased the
/// data.
const STARTED: &str = "tournee.started";
/// The last address that somebody signed in with.
const MAIL: &str = "tournee.mail";

/// Whether the pages of a desk are drawn with large targets.
const ROOMY: &str = "tournee.roomy";

/// Returns whether the pages of a desk are drawn with large targets.
pub fn is_roomy() -> bool {
    LocalStorage::get(ROOMY).unwrap_or(false)
}

/// Keeps whether the pages of a desk are drawn with large targets.
pub fn keep_roomy(roomy: bool) {
    // If it fails, the person chooses again at the next start.
    let _ = LocalStorage::set(ROOMY, roomy);
}

/// Whether short messages stay until somebody closes them.
const STAYING: &str = "tournee.messages";

/// Returns whether short messages stay until somebody closes them.
pub fn do_messages_stay() -> bool {
    LocalStorage::get(STAYING).unwrap_or(false)
}

/// Keeps whether short messages stay until somebody closes them.
pub fn keep_messages_stay(stay: bool) {
    // If it fails, the person chooses again at the next start.
    let _ = LocalStorage::set(STAYING, stay);
}

/// The screen that somebody looked at last in this tab.
const PLACE: &str = "tournee.place";

/// Notes the screen that somebody looks at, for when their session ends.
pub fn keep_place(account: AccountId, path: &str) {
    // If it fails, the person begins at their first screen.
    let _ = SessionStorage::set(PLACE, (account, path));
}

/// Returns the screen that this person looked at last in this tab.
pub fn place_of(account: AccountId) -> Option<String> {
    let (of, path): (AccountId, String) = SessionStorage::get(PLACE).ok()?;
    (of == account).then_some(path)
}

/// Forgets the screen: whoever signs out begins anew.
pub fn forget_place() {
    SessionStorage::delete(PLACE);
}

/// The news that somebody here has read.
const NEWS: &str = "tournee.news";
/// How many of them are kept: older ones are over.
const NEWS_KEPT: usize = 200;

/// Returns the news that somebody here has read.
pub fn read_news() -> Vec<NoticeId> {
    LocalStorage::get(NEWS).unwrap_or_default()
}

/// Notes the news that somebody here has read. Nobody else is told.
pub fn keep_read_news(read: &[NoticeId]) {
    // If it fails, they are shown again.
    let _ = LocalStorage::set(NEWS, &read[read.len().saturating_sub(NEWS_KEPT)..]);
}

/// Marks that somebody signed out and the server does not know it yet.
const LEAVING: &str = "tournee.leaving";

/// The keys with which files of unsent commands prove that they are of this device, by account.
const PROOF_KEYS: &str = "tournee.keys";

/// A key as the server gave it.
#[derive(Serialize, Deserialize)]
struct KnownKey {
    key: String,
    /// In which life of the server's database: another one may not know it.
    epoch: Epoch,
}

fn proof_keys() -> BTreeMap<AccountId, KnownKey> {
    LocalStorage::get(PROOF_KEYS).unwrap_or_default()
}

/// Returns the key of an account on this device.
pub fn proof_key(account: AccountId) -> Option<String> {
    proof_keys().remove(&account).map(|known| known.key)
}

/// Returns whether the server in that life gave a key for the account.
pub fn has_proof_key(account: AccountId, epoch: Option<Epoch>) -> bool {
    proof_keys().get(&account).is_some_and(|known| Some(known.epoch) == epoch)
}

/// Keeps a key. Without it, only a dispatcher can hand in what this device exports.
pub fn keep_proof_key(account: AccountId, epoch: Epoch, key: String) {
    let mut keys = proof_keys();
    keys.insert(account, KnownKey { key, epoch });
    let _ = LocalStorage::set(PROOF_KEYS, &keys);
}

/// Erases the keys of all other accounts.
pub fn keep_proof_keys_of(accounts: &BTreeSet<AccountId>) {
    let mut keys = proof_keys();
    keys.retain(|account, _| accounts.contains(account));
    match keys.is_empty() {
        true => LocalStorage::delete(PROOF_KEYS),
        false => drop(LocalStorage::set(PROOF_KEYS, &keys)),
    }
}

/// Returns whether somebody signed out and the server does not know it yet.
pub fn is_leaving() -> bool {
    LocalStorage::get::<bool>(LEAVING).unwrap_or(false)
}

/// Notes whether the server has yet to be told that somebody signed out.
pub fn mark_leaving(leaving: bool) {
    match leaving {
        // Without settings, the session ends at the server when its time is over.
        true => drop(LocalStorage::set(LEAVING, true)),
        false => LocalStorage::delete(LEAVING),
    }
}

/// Marks that the last session was opened by the identity provider of the authority.
const BY_PROVIDER: &str = "tournee.provider";

/// Returns whether the last session was opened by the identity provider of the authority, whose own
/// session may still be open in this browser.
pub fn is_by_provider() -> bool {
    LocalStorage::get::<bool>(BY_PROVIDER).unwrap_or(false)
}

/// Notes whether the last session was opened by the identity provider.
pub fn mark_by_provider(by_provider: bool) {
    match by_provider {
        // Without settings, nobody is reminded of the session over there.
        true => drop(LocalStorage::set(BY_PROVIDER, true)),
        false => LocalStorage::delete(BY_PROVIDER),
    }
}

/// Returns whether the app was ever started in this browser.
pub fn was_started() -> bool {
    LocalStorage::get::<String>(STARTED).is_ok()
}

/// Notes that the app was started, and as which device.
pub fn mark_started(device: DeviceId) {
    // Without settings, erased data is not detected; nothing else is lost.
    let _ = LocalStorage::set(STARTED, device.to_string());
}

/// Returns the address to suggest at the next sign-in.
pub fn last_mail() -> String {
    LocalStorage::get(MAIL).unwrap_or_default()
}

/// Stores the address to suggest at the next sign-in.
pub fn keep_mail(mail: &str) {
    // If it fails, the person types the address again.
    let _ = LocalStorage::set(MAIL, mail);
}

/// The views of «Demandes» that people keep, by account.
const VIEWS: &str = "tournee.views";

/// Filters, search and order of «Demandes», under a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedView {
    /// As the person calls it.
    pub name: String,
    /// In the order of the screen's own list of them.
    pub values: Vec<String>,
}

fn all_views() -> BTreeMap<AccountId, Vec<SavedView>> {
    LocalStorage::get(VIEWS).unwrap_or_default()
}

/// Returns the views of an account on this device.
pub fn views_of(account: AccountId) -> Vec<SavedView> {
    all_views().remove(&account).unwrap_or_default()
}

/// Keeps the views of an account on this device.
pub fn keep_views(account: AccountId, views: &[SavedView]) {
    let mut all = all_views();
    all.insert(account, views.to_vec());
    // If it fails, they are there until the page is left.
    let _ = LocalStorage::set(VIEWS, &all);
}
