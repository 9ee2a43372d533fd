//! Token buckets: so that one device or one address cannot take the server from the others.

use shared::id::{DeviceId, Millis};
use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;
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
/// Too much at once: again after that many milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too much at once: again after {0} ms")]
pub struct Busy(pub Millis);

struct Buckets<K>(Mutex<HashMap<K, (f64, Instant)>>);

impl<K> Default for Buckets<K> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Eq + Hash> Buckets<K> {
    fn take(&self, key: K, rate: Rate) -> Result<(), Busy> {
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
            return Err(Busy(((1.0 - left) / rate.per_second * 1_000.0) as Millis));
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
    /// [`Busy`] when there were too many.
    pub fn device(&self, device: DeviceId) -> Result<(), Busy> {
        self.devices.take(device, DEVICE)
    }

    /// One request of a network address.
    ///
    /// # Errors
    /// [`Busy`] when there were too many.
    pub fn address(&self, address: IpAddr) -> Result<(), Busy> {
        self.addresses.take(address, ADDRESS)
    }

    /// One attempt at a password or a code from a network address.
    ///
    /// # Errors
    /// [`Busy`] when there were too many.
    pub fn attempt(&self, address: IpAddr) -> Result<(), Busy> {
        self.attempts.take(address, ATTEMPTS)
    }

    /// One attempt to sign in with that address.
    ///
    /// # Errors
    /// [`Busy`] when there were too many.
    pub fn sign_in(&self, mail: &str) -> Result<(), Busy> {
        self.sign_ins.take(mail.to_owned(), SIGN_IN)
    }

    /// One attempt at an activation code.
    ///
    /// # Errors
    /// [`Busy`] when there were too many.
    pub fn enrol(&self) -> Result<(), Busy> {
        self.enrolments.take((), ENROL)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_runs_out_and_says_how_long_to_wait() {
        let limits = Limits::default();
        let taken = (0..20).take_while(|_| limits.sign_in("a@b.fr").is_ok()).count();
        assert_eq!(taken, 10);
        assert!(matches!(limits.sign_in("a@b.fr"), Err(Busy(ms)) if ms > 1_000));
        assert!(limits.sign_in("other@b.fr").is_ok());
    }
}
