//! Applies the limits by network address.

use super::error::Problem;
use crate::limits::Limits;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

/// Paths at which passwords and codes can be guessed.
const ATTEMPTED: [&str; 3] = ["/api/v1/session", "/api/v1/session/password", "/api/v1/enrol"];

/// Counts a request against the limits of its network address.
///
/// # Errors
/// [`Problem::Busy`] when there were too many.
pub async fn by_address(
    State(limits): State<Arc<Limits>>,
    request: Request,
    next: Next,
) -> Result<Response, Problem> {
    if let Some(address) = address(&request) {
        limits.address(address)?;
        let attempt = *request.method() == Method::POST;
        if attempt && ATTEMPTED.contains(&request.uri().path()) {
            limits.attempt(address)?;
        }
    }
    Ok(next.run(request).await)
}

/// Returns the address of the peer, or the last one that a reverse proxy on this machine names.
fn address(request: &Request) -> Option<IpAddr> {
    let ConnectInfo(peer) = request.extensions().get::<ConnectInfo<SocketAddr>>()?;
    let named = || {
        let named = request.headers().get_all("x-forwarded-for").iter().next_back()?;
        named.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
    };
    let proxied = if peer.ip().is_loopback() { named() } else { None };
    Some(proxied.unwrap_or(peer.ip()))
}
