//! Limits of requests, so that no device and no address can keep the server from the others.

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultDirectRateLimiter, DefaultKeyedRateLimiter, NotUntil, Quota, RateLimiter};
use shared::id::{DeviceId, Millis};
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Instant;

/// Requests of a device: photos in parts and a full outbox need many.
const DEVICE: Quota = Quota::per_second(times(10)).allow_burst(times(300));
/// Requests of a network address: a whole school or town hall may share one.
const ADDRESS: Quota = Quota::per_second(times(200)).allow_burst(times(3_000));
/// Sign-ins with a person's e-mail address.
const SIGN_IN: Quota = Quota::per_minute(times(2)).allow_burst(times(10));
/// Activation attempts of all devices together: during the ten minutes of a code they can try
/// 12,600 of 2^40 codes.
const ENROL: Quota = Quota::per_second(times(20)).allow_burst(times(600));
/// Attempts at passwords and codes from one network address.
const ATTEMPTS: Quota = Quota::per_second(times(1)).allow_burst(times(60));

const fn times(count: u32) -> NonZeroU32 {
    match NonZeroU32::new(count) {
        Some(count) => count,
        None => NonZeroU32::MIN,
    }
}

/// Too many requests: the sender may try again after this many milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too much at once: again after {0} ms")]
pub struct Busy(pub Millis);

impl From<NotUntil<Instant>> for Busy {
    fn from(until: NotUntil<Instant>) -> Self {
        let wait = until.wait_time_from(DefaultClock::default().now());
        Busy(Millis::try_from(wait.as_millis()).unwrap_or(Millis::MAX))
    }
}

/// All limits of a server.
pub struct Limits {
    devices: DefaultKeyedRateLimiter<DeviceId>,
    addresses: DefaultKeyedRateLimiter<IpAddr>,
    attempts: DefaultKeyedRateLimiter<IpAddr>,
    sign_ins: DefaultKeyedRateLimiter<String>,
    enrolments: DefaultDirectRateLimiter,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            devices: RateLimiter::keyed(DEVICE),
            addresses: RateLimiter::keyed(ADDRESS),
            attempts: RateLimiter::keyed(ATTEMPTS),
            sign_ins: RateLimiter::keyed(SIGN_IN),
            enrolments: RateLimiter::direct(ENROL),
        }
    }
}

impl Limits {
    /// Counts a request of a device.
    ///
    /// # Errors
    /// [`Busy`] when there were too many.
    pub fn device(&self, device: DeviceId) -> Result<(), Busy> {
        Ok(self.devices.check_key(&device)?)
    }

    /// Counts a request of a network address.
    ///
    /// # Errors
    /// [`Busy`] when there were too many.
    pub fn address(&self, address: IpAddr) -> Result<(), Busy> {
        Ok(self.addresses.check_key(&address)?)
    }

    /// Counts an attempt at a password or a code from a network address.
    ///
    /// # Errors
    /// [`Busy`] when there were too many.
    pub fn attempt(&self, address: IpAddr) -> Result<(), Busy> {
        Ok(self.attempts.check_key(&address)?)
    }

    /// Counts an attempt to sign in with a person's e-mail address.
    ///
    /// # Errors
    /// [`Busy`] when there were too many.
    pub fn sign_in(&self, mail: &str) -> Result<(), Busy> {
        Ok(self.sign_ins.check_key(&mail.to_owned())?)
    }

    /// Counts an attempt at an activation code.
    ///
    /// # Errors
    /// [`Busy`] when there were too many.
    pub fn enrol(&self) -> Result<(), Busy> {
        Ok(self.enrolments.check()?)
    }

    /// Forgets senders that have been quiet for so long that their limits are as if they were new.
    pub fn forget_idle(&self) {
        self.devices.retain_recent();
        self.addresses.retain_recent();
        self.attempts.retain_recent();
        self.sign_ins.retain_recent();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_reached_and_says_how_long_to_wait() {
        let limits = Limits::default();
        let taken = (0..20).take_while(|_| limits.sign_in("a@b.fr").is_ok()).count();
        assert_eq!(taken, 10);
        assert!(matches!(limits.sign_in("a@b.fr"), Err(Busy(ms)) if ms > 1_000));
        assert!(limits.sign_in("other@b.fr").is_ok());
        limits.forget_idle();
        assert!(limits.sign_in("a@b.fr").is_err(), "who came just now is not forgotten");
    }
}
