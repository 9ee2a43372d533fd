//! Limits of requests, so that no device and no address can keep the server from the others.

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultDirectRateLimiter, DefaultKeyedRateLimiter, NotUntil, Quota, RateLimiter};
use shared::id::{AccountId, DeviceId, Millis};
use shared::limits::{DAY_MS, FILE_BYTES_PER_DAY};
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Instant;

/// Requests of a device: photos in parts and a full outbox need many.
const DEVICE: Quota = Quota::per_second(times(10)).allow_burst(times(300));
/// Requests of a network address: a whole school or town hall may share one.
const ADDRESS: Quota = Quota::per_second(times(200)).allow_burst(times(3_000));
/// Sign-ins with a person's e-mail address from one network, or on a device that is known.
const SIGN_IN: Quota = Quota::per_minute(times(2)).allow_burst(times(10));
/// Sign-ins with a person's e-mail address from all networks together. Whoever uses this up by
/// wrong passwords, from many networks, keeps the person from new devices only.
const SIGN_IN_ANYWHERE: Quota = Quota::per_minute(times(1)).allow_burst(times(100));
/// Codes of a second factor of one account: during a day 300 of 1,000,000 can be tried.
const FACTOR: Quota = Quota::per_hour(times(12)).allow_burst(times(10));
/// Activation attempts of all devices together: during the ten minutes of a code they can try
/// 126,000 of 2^40 codes.
const ENROL_ANYWHERE: Quota = Quota::per_second(times(200)).allow_burst(times(6_000));
/// Activation attempts from one network.
const ENROL: Quota = Quota::per_second(times(1)).allow_burst(times(60));
/// Attempts at passwords and codes from one network address.
const ATTEMPTS: Quota = Quota::per_second(times(1)).allow_burst(times(60));
/// Bytes in one unit of [`FILES`].
const FILE_UNIT: u64 = 1024;
/// Units of photos of one device.
const FILES: Quota = Quota::per_second(times(per_second(FILE_BYTES_PER_DAY)))
    .allow_burst(times((FILE_BYTES_PER_DAY / FILE_UNIT) as u32));

const fn times(count: u32) -> NonZeroU32 {
    match NonZeroU32::new(count) {
        Some(count) => count,
        None => NonZeroU32::MIN,
    }
}

/// Units a second that make so many bytes a day.
const fn per_second(bytes_per_day: u64) -> u32 {
    (bytes_per_day / FILE_UNIT / (DAY_MS as u64 / 1_000)) as u32
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

/// All limits of a server. Keys are short: what names a sender is cut before it gets here.
pub struct Limits {
    devices: DefaultKeyedRateLimiter<DeviceId>,
    files: DefaultKeyedRateLimiter<DeviceId>,
    addresses: DefaultKeyedRateLimiter<IpAddr>,
    attempts: DefaultKeyedRateLimiter<IpAddr>,
    sign_ins: DefaultKeyedRateLimiter<(String, IpAddr)>,
    sign_ins_anywhere: DefaultKeyedRateLimiter<String>,
    sign_ins_known: DefaultKeyedRateLimiter<(AccountId, DeviceId)>,
    factors: DefaultKeyedRateLimiter<AccountId>,
    enrolments: DefaultKeyedRateLimiter<IpAddr>,
    enrolments_anywhere: DefaultDirectRateLimiter,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            devices: RateLimiter::keyed(DEVICE),
            files: RateLimiter::keyed(FILES),
            addresses: RateLimiter::keyed(ADDRESS),
            attempts: RateLimiter::keyed(ATTEMPTS),
            sign_ins: RateLimiter::keyed(SIGN_IN),
            sign_ins_anywhere: RateLimiter::keyed(SIGN_IN_ANYWHERE),
            sign_ins_known: RateLimiter::keyed(SIGN_IN),
            factors: RateLimiter::keyed(FACTOR),
            enrolments: RateLimiter::keyed(ENROL),
            enrolments_anywhere: RateLimiter::direct(ENROL_ANYWHERE),
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

    /// Counts bytes of photos of a device.
    ///
    /// # Errors
    /// [`Busy`] when there were too many within a day.
    pub fn files(&self, device: DeviceId, bytes: u64) -> Result<(), Busy> {
        let units = u32::try_from(bytes.div_ceil(FILE_UNIT)).unwrap_or(u32::MAX);
        match self.files.check_key_n(&device, times(units)) {
            Ok(counted) => Ok(counted?),
            Err(_) => Err(Busy(DAY_MS)),
        }
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

    /// Counts an attempt to sign in with a person's e-mail address, from a network, on a device on
    /// which nobody has shown yet to be this person.
    ///
    /// # Errors
    /// [`Busy`] when there were too many.
    pub fn sign_in(&self, mail: &str, network: IpAddr) -> Result<(), Busy> {
        self.sign_ins.check_key(&(mail.to_owned(), network))?;
        Ok(self.sign_ins_anywhere.check_key(&mail.to_owned())?)
    }

    /// Counts an attempt at the password of an account on a device that was signed in as it before:
    /// wrong passwords that others try elsewhere do not count here.
    ///
    /// # Errors
    /// [`Busy`] when there were too many.
    pub fn sign_in_known(&self, account: AccountId, device: DeviceId) -> Result<(), Busy> {
        Ok(self.sign_ins_known.check_key(&(account, device))?)
    }

    /// Counts an attempt at a code of the second factor, after the account's password was right.
    ///
    /// # Errors
    /// [`Busy`] when there were too many.
    pub fn factor(&self, account: AccountId) -> Result<(), Busy> {
        Ok(self.factors.check_key(&account)?)
    }

    /// Counts an attempt at an activation code from a network.
    ///
    /// # Errors
    /// [`Busy`] when there were too many.
    pub fn enrol(&self, network: IpAddr) -> Result<(), Busy> {
        self.enrolments.check_key(&network)?;
        Ok(self.enrolments_anywhere.check()?)
    }

    /// Forgets senders that have been quiet for so long that their limits are as if they were new.
    pub fn forget_idle(&self) {
        self.devices.retain_recent();
        self.files.retain_recent();
        self.addresses.retain_recent();
        self.attempts.retain_recent();
        self.sign_ins.retain_recent();
        self.sign_ins_anywhere.retain_recent();
        self.sign_ins_known.retain_recent();
        self.factors.retain_recent();
        self.enrolments.retain_recent();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::Ipv4Addr;
    use uuid::Uuid;

    const HERE: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 0));
    const THERE: IpAddr = IpAddr::V4(Ipv4Addr::new(198, 51, 100, 0));

    #[test]
    fn a_limit_is_reached_and_says_how_long_to_wait() {
        let limits = Limits::default();
        let taken = (0..20).take_while(|_| limits.sign_in("a@b.fr", HERE).is_ok()).count();
        assert_eq!(taken, 10);
        assert!(matches!(limits.sign_in("a@b.fr", HERE), Err(Busy(ms)) if ms > 1_000));
        assert!(limits.sign_in("other@b.fr", HERE).is_ok());
        limits.forget_idle();
        assert!(limits.sign_in("a@b.fr", HERE).is_err(), "who came just now is not forgotten");
    }

    /// Wrong passwords of somebody else do not lock a person out: not from another network, and
    /// not on a device that was this person's, however many networks they come from.
    #[test]
    fn nobody_is_locked_out_by_others() {
        let limits = Limits::default();
        while limits.sign_in("a@b.fr", THERE).is_ok() {}
        assert!(limits.sign_in("a@b.fr", HERE).is_ok());
        for n in 0..=255 {
            let _ = limits.sign_in("a@b.fr", Ipv4Addr::new(203, 0, n, 0).into());
        }
        assert!(limits.sign_in("a@b.fr", HERE).is_err(), "guesses are few, even from everywhere");
        let (account, device) = (AccountId(Uuid::nil()), DeviceId(Uuid::nil()));
        let taken = (0..20).take_while(|_| limits.sign_in_known(account, device).is_ok()).count();
        assert_eq!(taken, 10);
        while limits.enrol(THERE).is_ok() {}
        assert!(limits.enrol(HERE).is_ok());
    }

    #[test]
    fn a_device_sends_so_many_bytes_a_day() {
        let (limits, device) = (Limits::default(), DeviceId(Uuid::nil()));
        let part = 8 * 1024 * 1024;
        let taken = (0..1_000).take_while(|_| limits.files(device, part).is_ok()).count();
        assert_eq!(taken as u64, FILE_BYTES_PER_DAY / part);
        assert!(limits.files(DeviceId(Uuid::max()), part).is_ok());
        assert!(limits.files(DeviceId(Uuid::max()), u64::MAX).is_err());
    }
}
