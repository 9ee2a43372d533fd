//! Requests that are made online only, because they handle secrets or whole files. Everything else
//! is a command.

mod files;
mod http;

use serde::Deserialize;
use serde_json::Value;
use shared::api::audit::AuditRead;
use shared::api::{
    AccountLine, ActivationCode, CodeRequest, DeviceLine, Enrol, FactorCode, FactorEnd,
    FactorState, GivenPassword, NewAccount, NewFactor, NewPassword, OthersHere, OwnPassword,
    OwnSession, Password, ProviderFinish, ProviderName, ProviderUrl, RecoveryCodes, SignIn,
    SignedIn,
};
use shared::day::Day;
use shared::handover::{HandAnswer, HandRequest};
use shared::id::QuarterId;
use shared::id::{AccountId, CampaignId, DeviceId, SiteId, StatementId};
use shared::role::Actor;
use shared::row::Row;
use shared::sync::SyncAnswer;
use shared::tell::{Post, PostAct};
use web_sys::AbortController;

pub use files::{Sent, send_file};
use http::ApiCall;
pub use http::ApiError;

/// Exchanges commands and rows. `request` is the JSON of a [`shared::sync::SyncRequest`].
pub(crate) async fn sync(
    request: &str,
    controller: &AbortController,
) -> Result<SyncAnswer, ApiError> {
    let call = ApiCall::new("POST", "/api/v1/sync").text(request).controller(controller);
    let answer = String::from_utf8(call.read_bytes().await?).map_err(|_| ApiError::Fault)?;
    SyncAnswer::from_json(&answer).map_err(|_| ApiError::Fault)
}

/// Fetches the snapshot of that name: blocks of rows, one after the other.
pub(crate) async fn snapshot(name: &str) -> Result<Vec<u8>, ApiError> {
    ApiCall::new("GET", format!("/api/v1/snapshots/{name}")).read_bytes().await
}

/// Opens a session. `new` takes the place of a password that somebody else made up, `factor` is a
/// code of the second factor.
pub async fn sign_in(
    mail: &str,
    password: &str,
    device: DeviceId,
    label: &str,
    new: Option<String>,
    factor: Option<String>,
) -> Result<Actor, ApiError> {
    let [mail, password, label] = [mail, password, label].map(str::to_owned);
    let body = SignIn { mail, password, device, label, new, factor };
    let call = ApiCall::new("POST", "/api/v1/session").json(&body)?;
    call.read().await.map(|signed_in: SignedIn| signed_in.actor)
}

/// The name of the identity provider of the authority, if it has one.
pub async fn provider() -> Result<Option<String>, ApiError> {
    let named = ApiCall::new("GET", "/api/v1/session/provider").read().await;
    named.map(|named: ProviderName| named.name)
}

/// Begins a sign-in at the identity provider: the address to open.
pub async fn begin_provider() -> Result<String, ApiError> {
    let call = ApiCall::new("POST", "/api/v1/session/provider").text("{}");
    call.read().await.map(|begun: ProviderUrl| begun.url)
}

/// Opens a session for whom the identity provider has named.
pub async fn finish_provider(
    device: DeviceId,
    label: &str,
    factor: Option<String>,
) -> Result<Actor, ApiError> {
    let body = ProviderFinish { device, label: label.to_owned(), factor };
    let call = ApiCall::new("POST", "/api/v1/session/provider/finish").json(&body)?;
    call.read().await.map(|signed_in: SignedIn| signed_in.actor)
}

/// Where a browser ends its session at the identity provider.
pub const LEAVE_PROVIDER: &str = "/api/v1/session/provider/end";

/// Returns who the server takes this browser for.
pub async fn signed_in() -> Result<Actor, ApiError> {
    ApiCall::new("GET", "/api/v1/session").read().await.map(|signed_in: SignedIn| signed_in.actor)
}

/// Ends the session. By `POST`, which every firewall lets through.
pub async fn sign_out() -> Result<(), ApiError> {
    match ApiCall::new("POST", "/api/v1/session/end").text("{}").done().await {
        Err(error) if error.is_unknown_way() => {
            ApiCall::new("DELETE", "/api/v1/session").done().await
        }
        other => other,
    }
}

/// Activates a device with a one-use code.
pub async fn enrol(code: &str, device: DeviceId, label: &str) -> Result<Actor, ApiError> {
    let [code, label] = [code, label].map(str::to_owned);
    let body = Enrol { code, device, label };
    let call = ApiCall::new("POST", "/api/v1/enrol").json(&body)?;
    call.read().await.map(|signed_in: SignedIn| signed_in.actor)
}

/// Returns every device.
pub async fn devices() -> Result<Vec<DeviceLine>, ApiError> {
    ApiCall::new("GET", "/api/v1/devices").read().await
}

/// Ends a device: it may not come back.
pub async fn revoke(device: DeviceId) -> Result<(), ApiError> {
    let path = format!("/api/v1/devices/{device}/revoke");
    ApiCall::new("POST", path).done().await
}

/// Admits a revoked device again.
pub async fn admit(device: DeviceId) -> Result<(), ApiError> {
    let path = format!("/api/v1/devices/{device}/admit");
    ApiCall::new("POST", path).done().await
}

/// Returns the letters to schools.
pub async fn letters() -> Result<Post, ApiError> {
    ApiCall::new("GET", "/api/v1/letters").read().await
}

/// Does something with letters; then how they stand.
pub async fn act_on_letters(act: &PostAct) -> Result<Post, ApiError> {
    ApiCall::new("POST", "/api/v1/letters").json(act)?.read().await
}

/// Makes an activation code for a site's tablet.
pub async fn make_code(site: &SiteId) -> Result<ActivationCode, ApiError> {
    let body = CodeRequest { site: site.clone() };
    ApiCall::new("POST", "/api/v1/codes").json(&body)?.read().await
}

/// Returns the address of every account.
pub async fn accounts() -> Result<Vec<AccountLine>, ApiError> {
    ApiCall::new("GET", "/api/v1/accounts").read().await
}

/// Makes an account to sign in with.
pub async fn make_account(account: &NewAccount) -> Result<GivenPassword, ApiError> {
    let call = ApiCall::new("POST", "/api/v1/accounts").json(account)?;
    call.read().await
}

/// Gives an account a new password, made up by the server.
pub async fn renew_password(
    account: AccountId,
    own: Option<String>,
) -> Result<GivenPassword, ApiError> {
    let path = format!("/api/v1/accounts/{account}/password");
    ApiCall::new("POST", path).json(&OwnPassword { own })?.read().await
}

/// Changes one's own password.
pub async fn change_password(old: &str, new: &str) -> Result<(), ApiError> {
    let [old, new] = [old, new].map(str::to_owned);
    let body = NewPassword { old, new };
    let call = ApiCall::new("POST", "/api/v1/session/password").json(&body)?;
    call.done().await
}

/// Returns every row of a site that this version can read.
pub async fn site_rows(site: &SiteId) -> Result<Vec<Row>, ApiError> {
    let found: SiteRows = ApiCall::new("GET", format!("/api/v1/sites/{site}")).read().await?;
    Ok(found.rows.into_iter().filter_map(|row| serde_json::from_value(row).ok()).collect())
}

/// The rows of a site, of which a newer server may send some that are not known.
#[derive(Deserialize)]
struct SiteRows {
    rows: Vec<Value>,
}

/// One's own open sessions.
pub async fn own_sessions() -> Result<Vec<OwnSession>, ApiError> {
    ApiCall::new("GET", "/api/v1/session/all").read().await
}

/// Ends one's own sessions but this one.
pub async fn end_other_sessions() -> Result<(), ApiError> {
    ApiCall::new("POST", "/api/v1/session/others/end").text("{}").done().await
}

/// What the audit says of a day, which only a coordinator may ask.
pub async fn audit(day: Day) -> Result<AuditRead, ApiError> {
    ApiCall::new("GET", format!("/api/v1/audit/{day}")).read().await
}

/// Says that one is at a place of the desk, as the plan of a quarter, and asks who else is.
pub async fn be_here(place: &str) -> Result<OthersHere, ApiError> {
    ApiCall::new("POST", format!("/api/v1/here/{place}")).text("{}").read().await
}

/// Says that one is not there any more.
pub async fn leave_here(place: &str) -> Result<(), ApiError> {
    ApiCall::new("POST", format!("/api/v1/here/{place}/leave")).text("{}").done().await
}

/// Whether one's own account has a second factor.
pub async fn factor() -> Result<FactorState, ApiError> {
    ApiCall::new("GET", "/api/v1/session/factor").read().await
}

/// Begins a second factor; it is on once a code of it is given.
pub async fn begin_factor(password: &str) -> Result<NewFactor, ApiError> {
    let body = Password { password: password.to_owned() };
    ApiCall::new("POST", "/api/v1/session/factor").json(&body)?.read().await
}

/// Gives the first code of a second factor.
pub async fn confirm_factor(code: &str) -> Result<RecoveryCodes, ApiError> {
    let body = FactorCode { code: code.to_owned() };
    ApiCall::new("POST", "/api/v1/session/factor/confirm").json(&body)?.read().await
}

/// Ends a second factor.
pub async fn end_factor(password: &str, code: &str) -> Result<(), ApiError> {
    let [password, code] = [password, code].map(str::to_owned);
    let body = FactorEnd { password, code };
    ApiCall::new("POST", "/api/v1/session/factor/end").json(&body)?.done().await
}

/// Hands in the unsent commands of another device, or only asks what the server knows of them.
pub async fn hand_in(request: &HandRequest) -> Result<HandAnswer, ApiError> {
    ApiCall::new("POST", "/api/v1/handover").json(request)?.read().await
}

/// Returns the address of a download. `what` is coverage, visits, tickets or equipment; `format` is
/// csv, xlsx or pdf; coverage and visits are those of the quarter, if one is given.
pub fn export_url(what: &str, format: &str, quarter: Option<&QuarterId>) -> String {
    let asked = quarter.map(|quarter| format!("?quarter={quarter}")).unwrap_or_default();
    format!("/api/v1/export/{what}.{format}{asked}")
}

/// Returns the address of a frozen statement as a file.
pub fn statement_url(id: StatementId, format: &str) -> String {
    format!("/api/v1/statements/{id}.{format}")
}

/// Returns the address of a call for projects as a file: its projects, or its decision.
pub fn call_url(id: CampaignId, format: &str) -> String {
    format!("/api/v1/calls/{id}.{format}")
}

/// Returns the path of a file of the build, by the id of a `<link>` of the page.
pub fn asset_path(id: &str) -> Option<String> {
    let document = web_sys::window()?.document()?;
    document.get_element_by_id(id)?.get_attribute("href")
}
