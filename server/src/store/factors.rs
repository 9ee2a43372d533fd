//! Second factors, and the codes for the day on which one is lost.

use super::StoreResult;
use super::sql::{Line, Sql, parsed};
use shared::id::{AccountId, Millis};

/// The second factor of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecondFactor {
    /// The account.
    pub account: AccountId,
    /// The secret of its codes, in hexadecimal.
    pub secret: String,
    /// When a code was first given; until then it is not asked for.
    pub confirmed_at: Option<Millis>,
    /// The step of the last code that was taken.
    pub last_step: i64,
}

/// Reads second factors.
pub trait SecondFactors {
    /// The second factor of an account.
    fn factor(&self, account: AccountId) -> StoreResult<Option<SecondFactor>>;
    /// How many recovery codes an account has left.
    fn recovery_codes(&self, account: AccountId) -> StoreResult<usize>;
}

/// Writes second factors.
pub trait WriteFactors {
    /// Creates or replaces a second factor.
    fn put_factor(&self, factor: &SecondFactor) -> StoreResult<()>;
    /// Ends a second factor, with its recovery codes.
    fn end_factor(&self, account: AccountId) -> StoreResult<()>;
    /// Adds the hash of a recovery code.
    fn put_recovery_code(&self, account: AccountId, hash: &str) -> StoreResult<()>;
    /// Uses a recovery code up. Returns whether there was one of that hash.
    fn use_recovery_code(&self, account: AccountId, hash: &str) -> StoreResult<bool>;
}

impl<S: Sql> SecondFactors for S {
    fn factor(&self, account: AccountId) -> StoreResult<Option<SecondFactor>> {
        let sql = "SELECT account, secret, confirmed_at, last_step FROM factors WHERE account = $1";
        self.query_one(sql, &[account.to_string().into()], factor)
    }

    fn recovery_codes(&self, account: AccountId) -> StoreResult<usize> {
        let sql = "SELECT code_hash FROM recovery_codes WHERE account = $1";
        Ok(self.query(sql, &[account.to_string().into()], |_| Ok(()))?.len())
    }
}

impl<S: Sql> WriteFactors for S {
    fn put_factor(&self, factor: &SecondFactor) -> StoreResult<()> {
        let sql = "INSERT INTO factors (account, secret, confirmed_at, last_step) \
                   VALUES ($1, $2, $3, $4) ON CONFLICT (account) DO UPDATE SET \
                   secret = excluded.secret, confirmed_at = excluded.confirmed_at, \
                   last_step = excluded.last_step";
        let values = [
            factor.account.to_string().into(),
            factor.secret.as_str().into(),
            factor.confirmed_at.into(),
            factor.last_step.into(),
        ];
        self.execute(sql, &values)?;
        Ok(())
    }

    fn end_factor(&self, account: AccountId) -> StoreResult<()> {
        let account = account.to_string();
        let of = [account.as_str().into()];
        self.execute("DELETE FROM factors WHERE account = $1", &of)?;
        self.execute("DELETE FROM recovery_codes WHERE account = $1", &of)?;
        Ok(())
    }

    fn put_recovery_code(&self, account: AccountId, hash: &str) -> StoreResult<()> {
        let sql = "INSERT INTO recovery_codes (account, code_hash) VALUES ($1, $2)";
        self.execute(sql, &[account.to_string().into(), hash.into()])?;
        Ok(())
    }

    fn use_recovery_code(&self, account: AccountId, hash: &str) -> StoreResult<bool> {
        let sql = "DELETE FROM recovery_codes WHERE account = $1 AND code_hash = $2";
        Ok(self.execute(sql, &[account.to_string().into(), hash.into()])? > 0)
    }
}

fn factor(line: &dyn Line) -> StoreResult<SecondFactor> {
    Ok(SecondFactor {
        account: parsed(line, 0)?,
        secret: line.text(1)?,
        confirmed_at: line.maybe_number(2)?,
        last_step: line.number(3)?,
    })
}
