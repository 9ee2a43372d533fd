//! Notes in the log who did or was refused what, and from where: whoever tries doors is seen.

use super::limit::Client;
use axum::extract::{MatchedPath, Request};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use shared::api::ErrorCode;
use shared::id::{AccountId, DeviceId};
use std::sync::{Arc, OnceLock};

/// The paths under which rights, sessions and devices change.
const CHANGES: [&str; 6] = ["session", "enrol", "accounts", "devices", "codes", "handover"];
/// The paths by which much is read at once.
const READS: [&str; 4] = ["export", "statements", "calls", "sites"];

/// The account and the device of a request. A sign-in adds them to its answer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Who(pub(super) AccountId, pub(super) DeviceId);

/// Who sends a request, once its session is known.
#[derive(Debug, Clone, Default)]
pub(super) struct Sender(Arc<OnceLock<Who>>);

impl Sender {
    /// Notes whose session the request shows, whether or not it is still good.
    pub(super) fn is(&self, account: AccountId, device: DeviceId) {
        // The first one stays: a request shows one session.
        let _ = self.0.set(Who(account, device));
    }
}

/// Notes each request that is refused, and each that changes rights, sessions or devices or reads
/// much at once: account, device, network address, route, status and reason. Its words are never
/// noted.
pub async fn note(mut request: Request, next: Next) -> Response {
    let sender = Sender::default();
    request.extensions_mut().insert(sender.clone());
    let from = request.extensions().get::<Client>().map(|client| client.0.to_string());
    let from = from.unwrap_or_default();
    let route = request.extensions().get::<MatchedPath>();
    let route = route.map_or(String::new(), |path| path.as_str().to_owned());
    let method = request.method().clone();
    let response = next.run(request).await;
    let who = response.extensions().get::<Who>().or_else(|| sender.0.get()).copied();
    let (code, is_known) = (response.status(), who.is_some());
    let account = who.map_or(String::new(), |Who(account, _)| account.to_string());
    let device = who.map_or(String::new(), |Who(_, device)| device.to_string());
    let status = code.as_u16();
    if is_refusal(code, is_known, &route) {
        let why = response.extensions().get::<ErrorCode>();
        let why = why.and_then(|code| serde_json::to_value(code).ok());
        let why = why.as_ref().and_then(|code| code.as_str()).unwrap_or("");
        tracing::warn!(account, device, from, %method, route, status, why, "request refused");
    } else if code.is_success() && is_watched(&method, &route) {
        tracing::info!(account, device, from, %method, route, status, "request done");
    }
    response
}

fn is_watched(method: &Method, route: &str) -> bool {
    let first = route.strip_prefix("/api/v1/").and_then(|rest| rest.split('/').next());
    let paths = if method == Method::GET { &READS[..] } else { &CHANGES[..] };
    first.is_some_and(|first| paths.contains(&first))
}

/// What is out of the scope is «not there»: noted of who is signed in, but for files that a device
/// is about to send.
fn is_refusal(status: StatusCode, is_known: bool, route: &str) -> bool {
    match status.as_u16() {
        404 => is_known && !route.ends_with("/status"),
        other => matches!(other, 400 | 401 | 403 | 413 | 422 | 429),
    }
}
