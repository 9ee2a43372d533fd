//! What is done online only, because it handles secrets or whole files. All else is a command.

mod files;
mod http;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use shared::handover::{HandAnswer, HandRequest};
use shared::id::{AccountId, DeviceId, Millis, SiteId};
use shared::role::{Actor, Role};
use shared::sync::SyncAnswer;
use web_sys::AbortController;

pub use files::{Sent, send_file};
pub use http::ApiError;
use http::Call;

/// Who is signed in.
#[derive(Deserialize)]
struct Session {
    actor: Actor,
}

/// A device as the desk sees it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct DeviceLine {
    /// Its key.
    pub id: DeviceId,
    /// What it calls itself.
    #[serde(default)]
    pub label: String,
    /// The account that uses it.
    #[serde(default)]
    pub account: Option<AccountId>,
    /// The name of that account.
    #[serde(default)]
    pub account_name: String,
    /// The role of that account.
    #[serde(default)]
    pub role: Option<Role>,
    /// The site of a school's tablet.
    #[serde(default)]
    pub site: Option<SiteId>,
    /// Its last contact, by the server's clock.
    #[serde(default)]
    pub seen_at: Option<Millis>,
    /// Commands it said it had not sent.
    #[serde(default)]
    pub unsent: u32,
    /// The build of its app.
    #[serde(default)]
    pub build: String,
    /// It may not come back.
    #[serde(default)]
    pub revoked: bool,
}

/// A one-use activation code.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Code {
    /// Eight characters.
    pub code: String,
    /// Until when it works, by the server's clock.
    pub expires_at: Millis,
    /// The address to open on the device, for a QR code.
    pub url: String,
}

/// An account as the coordinator sees it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct AccountLine {
    /// Its key.
    pub id: AccountId,
    /// The address to sign in with; none for a school's tablet.
    #[serde(default)]
    pub mail: Option<String>,
}

/// A new account to sign in with; its public card goes by a command.
#[derive(Debug, Clone, Serialize)]
pub struct NewAccount {
    /// Its key.
    pub id: AccountId,
    /// The address to sign in with.
    pub mail: String,
    /// Its password; the server makes one up when there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
}

/// A password to hand over.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Password {
    /// The password that the server made up, told once.
    #[serde(default)]
    pub password: Option<String>,
}

#[derive(Serialize)]
struct SignIn<'a> {
    mail: &'a str,
    password: &'a str,
    device: DeviceId,
    label: &'a str,
}

#[derive(Serialize)]
struct Enrol<'a> {
    code: &'a str,
    device: DeviceId,
    label: &'a str,
}

/// One request both ways: the JSON of a [`shared::sync::SyncRequest`].
pub(crate) async fn sync(
    request: &str,
    controller: &AbortController,
) -> Result<SyncAnswer, ApiError> {
    let call = Call::new("POST", "/api/v1/sync").text(request).controller(controller);
    let answer = String::from_utf8(call.read_bytes().await?).map_err(|_| ApiError::Fault)?;
    SyncAnswer::from_json(&answer).map_err(|_| ApiError::Fault)
}

/// What a desk begins from, as the sync named it: blocks of rows, one after the other.
pub(crate) async fn snapshot(name: &str) -> Result<Vec<u8>, ApiError> {
    Call::new("GET", format!("/api/v1/snapshots/{name}")).read_bytes().await
}

/// Opens a session.
pub async fn sign_in(
    mail: &str,
    password: &str,
    device: DeviceId,
    label: &str,
) -> Result<Actor, ApiError> {
    let body = SignIn { mail, password, device, label };
    let call = Call::new("POST", "/api/v1/session").json(&body)?;
    call.read().await.map(|session: Session| session.actor)
}

/// Ends the session.
pub async fn sign_out() -> Result<(), ApiError> {
    Call::new("DELETE", "/api/v1/session").done().await
}

/// Activates a device with a one-use code.
pub async fn enrol(code: &str, device: DeviceId, label: &str) -> Result<Actor, ApiError> {
    let body = Enrol { code, device, label };
    let call = Call::new("POST", "/api/v1/enrol").json(&body)?;
    call.read().await.map(|session: Session| session.actor)
}

/// Every device.
pub async fn devices() -> Result<Vec<DeviceLine>, ApiError> {
    Call::new("GET", "/api/v1/devices").read().await
}

/// Ends a device: it may not come back.
pub async fn revoke(device: DeviceId) -> Result<(), ApiError> {
    let path = format!("/api/v1/devices/{device}/revoke");
    Call::new("POST", path).done().await
}

/// Makes an activation code for a site's tablet.
pub async fn make_code(site: &SiteId) -> Result<Code, ApiError> {
    let body = serde_json::json!({ "site": site });
    Call::new("POST", "/api/v1/codes").json(&body)?.read().await
}

/// Every account's address.
pub async fn accounts() -> Result<Vec<AccountLine>, ApiError> {
    Call::new("GET", "/api/v1/accounts").read().await
}

/// Makes an account to sign in with.
pub async fn make_account(account: &NewAccount) -> Result<Password, ApiError> {
    let call = Call::new("POST", "/api/v1/accounts").json(account)?;
    call.read().await
}

/// Gives an account a new password, made up by the server.
pub async fn renew_password(account: AccountId) -> Result<Password, ApiError> {
    let path = format!("/api/v1/accounts/{account}/password");
    let body = serde_json::json!({});
    Call::new("POST", path).json(&body)?.read().await
}

/// Changes the own password.
pub async fn change_password(old: &str, new: &str) -> Result<(), ApiError> {
    let body = serde_json::json!({ "old": old, "new": new });
    let call = Call::new("POST", "/api/v1/session/password").json(&body)?;
    call.done().await
}

/// Hands in what somebody else's device had not sent, or only asks what is known of it.
pub async fn hand_in(request: &HandRequest) -> Result<HandAnswer, ApiError> {
    Call::new("POST", "/api/v1/handover").json(request)?.read().await
}

/// The address of a download: `what` is coverage, visits, tickets or equipment; `format` is csv,
/// xlsx or pdf.
pub fn export_url(what: &str, format: &str) -> String {
    format!("/api/v1/export/{what}.{format}")
}

/// A JSON file that comes with the app, named by a `<link>` of the page: its own name changes
/// with its content.
pub async fn asset<T: DeserializeOwned>(id: &str) -> Result<T, ApiError> {
    let path = asset_path(id).ok_or(ApiError::Fault)?;
    Call::new("GET", path).read().await
}

/// The path of a file of the build, which the page names by a link with that id.
pub fn asset_path(id: &str) -> Option<String> {
    let document = web_sys::window()?.document()?;
    document.get_element_by_id(id)?.get_attribute("href")
}
