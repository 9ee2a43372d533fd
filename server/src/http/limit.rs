//! Token buckets: so that one device or one address cannot take the server from the others.

use super::error::Problem;
use crate::state::AppState;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use shared::id::DeviceId;
use std::collections::HashMap;
use std::hash::Hash;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// Buckets kept before full ones are thrown away.
const BUCKETS_MAX: usize = 50_000;

/// How much a bucket holds, and how fast it fills again.
#[derive(Debug, Clone, Copy)]
struct Rate {
    burst: f64,
    per_second: f64,
}

/// A device: photos in parts and a flush of the outbox are many requests.
const DEVICE: Rate = Rate { burst: 300.0, per_second: 10.0 };
/// An address: a whole school or town hall may stand behind one.
const ADDRESS: Rate = Rate { burst: 3_000.0, per_second: 200.0 };
/// Attempts with one address of a person.
const SIGN_IN: Rate = Rate { burst: 10.0, per_second: 1.0 / 30.0 };
/// Attempts at a code, all together: in its ten minutes 12,600 of 2^40 codes.
const ENROL: Rate = Rate { burst: 600.0, per_second: 20.0 };
/// Attempts at passwords and codes from one network address.
const ATTEMPTS: Rate = Rate { burst: 60.0, per_second: 1.0 };
/// Where passwords and codes are tried.
const ATTEMPTED: [&str; 3] = ["/api/v1/session", "/api/v1/session/password", "/api/v1/enrol"];

struct Buckets<K>(Mutex<HashMap<K, (f64, Instant)>>);

impl<K> Default for Buckets<K> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Eq + Hash> Buckets<K> {
    fn take(&self, key: K, rate: Rate) -> Result<(), Problem> {
        let now = Instant::now();
        let mut buckets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let filled = |(left, at): (f64, Instant)| {
            (left + now.duration_since(at).as_secs_f64() * rate.per_second).min(rate.burst)
        };
        if buckets.len() > BUCKETS_MAX {
            buckets.retain(|_, bucket| filled(*bucket) < rate.burst);
        }
        let bucket = buckets.entry(key).or_insert((rate.burst, now));
        let left = filled(*bucket);
        if left < 1.0 {
            *bucket = (left, now);
            return Err(Problem::Busy(((1.0 - left) / rate.per_second * 1_000.0) as i64));
        }
        *bucket = (left - 1.0, now);
        Ok(())
    }
}

/// All buckets of a server.
#[derive(Default)]
pub struct Limits {
    devices: Buckets<DeviceId>,
    addresses: Buckets<IpAddr>,
    attempts: Buckets<IpAddr>,
    sign_ins: Buckets<String>,
    enrolments: Buckets<()>,
}

impl Limits {
    /// One request of a device.
    ///
    /// # Errors
    /// [`Problem::Busy`] when there were too many.
    pub fn device(&self, device: DeviceId) -> Result<(), Problem> {
        self.devices.take(device, DEVICE)
    }

    /// One attempt to sign in with that address.
    ///
    /// # Errors
    /// [`Problem::Busy`] when there were too many.
    pub fn sign_in(&self, mail: &str) -> Result<(), Problem> {
        self.sign_ins.take(mail.to_owned(), SIGN_IN)
    }

    /// One attempt at an activation code.
    ///
    /// # Errors
    /// [`Problem::Busy`] when there were too many.
    pub fn enrol(&self) -> Result<(), Problem> {
        self.enrolments.take((), ENROL)
    }
}

/// One request of a network address.
///
/// # Errors
/// [`Problem::Busy`] when there were too many.
pub async fn by_address(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Result<Response, Problem> {
    if let Some(address) = address(&request) {
        state.limits.addresses.take(address, ADDRESS)?;
        let attempt = *request.method() == Method::POST;
        if attempt && ATTEMPTED.contains(&request.uri().path()) {
            state.limits.attempts.take(address, ATTEMPTS)?;
        }
    }
    Ok(next.run(request).await)
}

/// The peer, or whom a reverse proxy on this machine names last.
fn address(request: &Request) -> Option<IpAddr> {
    let ConnectInfo(peer) = request.extensions().get::<ConnectInfo<SocketAddr>>()?;
    let named = || {
        let named = request.headers().get_all("x-forwarded-for").iter().next_back()?;
        named.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
    };
    let proxied = if peer.ip().is_loopback() { named() } else { None };
    Some(proxied.unwrap_or(peer.ip()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_runs_out_and_says_how_long_to_wait() {
        let limits = Limits::default();
        let taken = (0..20).take_while(|_| limits.sign_in("a@b.fr").is_ok()).count();
        assert_eq!(taken, 10);
        assert!(matches!(limits.sign_in("a@b.fr"), Err(Problem::Busy(ms)) if ms > 1_000));
        assert!(limits.sign_in("other@b.fr").is_ok());
    }
}
