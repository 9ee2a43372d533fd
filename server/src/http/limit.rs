//! Applies the limits by network address.

use super::error::Problem;
use crate::proxies::{self, Proxies};
use crate::state::AppState;
use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::Response;
use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// Paths at which passwords and codes can be guessed.
const ATTEMPTED: [&str; 5] = [
    "/api/v1/session",
    "/api/v1/session/password",
    "/api/v1/session/provider",
    "/api/v1/session/provider/finish",
    "/api/v1/enrol",
];

/// The network address of the sender of a request. Without a socket it is unspecified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Client(pub IpAddr);

impl Client {
    /// The network as attempts at passwords and codes count it.
    pub fn network(self) -> IpAddr {
        proxies::network(self.0)
    }
}

impl<S: Sync> FromRequestParts<S> for Client {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        let known = parts.extensions.get::<Client>().copied();
        Ok(known.unwrap_or(Client(Ipv4Addr::UNSPECIFIED.into())))
    }
}

/// Counts a request against the limits of its network address.
///
/// # Errors
/// [`Problem::Busy`] when there were too many.
pub async fn by_address(
    State(state): State<AppState>,
    mut request: Request,
    next: Next,
) -> Result<Response, Problem> {
    if let Some(address) = address(&state.proxies, &request) {
        request.extensions_mut().insert(Client(address));
        let subscriber = proxies::subscriber(address);
        state.limits.address(subscriber)?;
        let attempt = *request.method() == Method::POST;
        if attempt && ATTEMPTED.contains(&request.uri().path()) {
            state.limits.attempt(subscriber)?;
        }
    }
    Ok(next.run(request).await)
}

fn address(proxies: &Proxies, request: &Request) -> Option<IpAddr> {
    let ConnectInfo(peer) = request.extensions().get::<ConnectInfo<SocketAddr>>()?;
    Some(proxies.client(peer.ip(), named(request.headers()).into_iter()))
}

/// The values of `X-Forwarded-For`, in their order.
fn named(headers: &HeaderMap) -> Vec<&str> {
    let values = headers.get_all("x-forwarded-for").iter();
    values.filter_map(|value| value.to_str().ok()).collect()
}
