//! Who looks at what right now. Every server of a database tells of the others' people too.

use super::StoreResult;
use super::sql::{Sql, parsed};
use shared::id::{AccountId, DeviceId, Millis};

/// Reads presence.
pub trait Presence {
    /// The accounts that have been at a place since an instant, on other devices than this one.
    fn others_at(
        &self,
        place: &str,
        device: DeviceId,
        since: Millis,
    ) -> StoreResult<Vec<AccountId>>;
}

/// Writes presence.
pub trait WritePresence {
    /// Says that an account is at a place, on a device.
    fn be_at(
        &self,
        place: &str,
        device: DeviceId,
        account: AccountId,
        at: Millis,
    ) -> StoreResult<()>;
    /// Says that nobody is there any more on that device.
    fn leave(&self, place: &str, device: DeviceId) -> StoreResult<()>;
    /// Forgets those who have not been heard of since an instant.
    fn forget_absent(&self, before: Millis) -> StoreResult<()>;
}

impl<S: Sql> Presence for S {
    fn others_at(
        &self,
        place: &str,
        device: DeviceId,
        since: Millis,
    ) -> StoreResult<Vec<AccountId>> {
        let sql = "SELECT DISTINCT account FROM presence \
                   WHERE place = $1 AND device <> $2 AND at >= $3 ORDER BY account";
        let values = [place.into(), device.to_string().into(), since.into()];
        self.query(sql, &values, |line| parsed(line, 0))
    }
}

impl<S: Sql> WritePresence for S {
    fn be_at(
        &self,
        place: &str,
        device: DeviceId,
        account: AccountId,
        at: Millis,
    ) -> StoreResult<()> {
        let sql = "INSERT INTO presence (place, device, account, at) VALUES ($1, $2, $3, $4) \
                   ON CONFLICT (place, device) DO UPDATE SET \
                   account = excluded.account, at = excluded.at";
        let (device, account) = (device.to_string(), account.to_string());
        self.execute(sql, &[place.into(), device.into(), account.into(), at.into()])?;
        Ok(())
    }

    fn leave(&self, place: &str, device: DeviceId) -> StoreResult<()> {
        let sql = "DELETE FROM presence WHERE place = $1 AND device = $2";
        self.execute(sql, &[place.into(), device.to_string().into()])?;
        Ok(())
    }

    fn forget_absent(&self, before: Millis) -> StoreResult<()> {
        self.execute("DELETE FROM presence WHERE at < $1", &[before.into()])?;
        Ok(())
    }
}
