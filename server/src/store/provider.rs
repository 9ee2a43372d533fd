//! What an identity provider says: its subjects, and the sign-ins that are under way there.

use super::StoreResult;
use super::sql::{Line, Sql, parsed};
use shared::id::{AccountId, Millis};

/// A sign-in that is under way at the provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sojourn {
    /// SHA-256 of the secret that the browser keeps, hexadecimal.
    pub secret_hash: String,
    /// SHA-256 of the state that the provider sends back, hexadecimal.
    pub state_hash: String,
    /// What the ID token repeats.
    pub nonce: String,
    /// The secret of PKCE (RFC 7636).
    pub verifier: String,
    /// Whom the provider named, as JSON, once it did.
    pub person: Option<String>,
    /// When it ends.
    pub expires_at: Millis,
}

/// Reads what the provider said.
pub trait Provided {
    /// The account of a subject.
    fn subject(&self, issuer: &str, subject: &str) -> StoreResult<Option<AccountId>>;
    /// A sign-in under way.
    fn sojourn(&self, secret_hash: &str) -> StoreResult<Option<Sojourn>>;
}

/// Writes what the provider says.
pub trait WriteProvided {
    /// Binds a subject to an account.
    fn put_subject(&self, issuer: &str, subject: &str, account: AccountId) -> StoreResult<()>;
    /// Forgets the subjects of an account.
    fn end_subjects(&self, account: AccountId) -> StoreResult<()>;
    /// Creates or replaces a sign-in under way.
    fn put_sojourn(&self, sojourn: &Sojourn) -> StoreResult<()>;
    /// Ends a sign-in under way. Returns whether there was one.
    fn end_sojourn(&self, secret_hash: &str) -> StoreResult<bool>;
    /// Ends those whose time is over.
    fn end_sojourns(&self, now: Millis) -> StoreResult<()>;
}

impl<S: Sql> Provided for S {
    fn subject(&self, issuer: &str, subject: &str) -> StoreResult<Option<AccountId>> {
        let sql = "SELECT account FROM provider_subjects WHERE issuer = $1 AND subject = $2";
        self.query_one(sql, &[issuer.into(), subject.into()], |line| parsed(line, 0))
    }

    fn sojourn(&self, secret_hash: &str) -> StoreResult<Option<Sojourn>> {
        let sql = "SELECT secret_hash, state_hash, nonce, verifier, person, expires_at \
                   FROM provider_sign_ins WHERE secret_hash = $1";
        self.query_one(sql, &[secret_hash.into()], sojourn)
    }
}

impl<S: Sql> WriteProvided for S {
    fn put_subject(&self, issuer: &str, subject: &str, account: AccountId) -> StoreResult<()> {
        let sql = "INSERT INTO provider_subjects (issuer, subject, account) VALUES ($1, $2, $3) \
                   ON CONFLICT (issuer, subject) DO UPDATE SET account = excluded.account";
        self.execute(sql, &[issuer.into(), subject.into(), account.to_string().into()])?;
        Ok(())
    }

    fn end_subjects(&self, account: AccountId) -> StoreResult<()> {
        let sql = "DELETE FROM provider_subjects WHERE account = $1";
        self.execute(sql, &[account.to_string().into()])?;
        Ok(())
    }

    fn put_sojourn(&self, sojourn: &Sojourn) -> StoreResult<()> {
        let sql = "INSERT INTO provider_sign_ins (secret_hash, state_hash, nonce, verifier, \
                   person, expires_at) VALUES ($1, $2, $3, $4, $5, $6) \
                   ON CONFLICT (secret_hash) DO UPDATE SET state_hash = excluded.state_hash, \
                   nonce = excluded.nonce, verifier = excluded.verifier, \
                   person = excluded.person, expires_at = excluded.expires_at";
        let values = [
            sojourn.secret_hash.as_str().into(),
            sojourn.state_hash.as_str().into(),
            sojourn.nonce.as_str().into(),
            sojourn.verifier.as_str().into(),
            sojourn.person.clone().into(),
            sojourn.expires_at.into(),
        ];
        self.execute(sql, &values)?;
        Ok(())
    }

    fn end_sojourn(&self, secret_hash: &str) -> StoreResult<bool> {
        let sql = "DELETE FROM provider_sign_ins WHERE secret_hash = $1";
        Ok(self.execute(sql, &[secret_hash.into()])? > 0)
    }

    fn end_sojourns(&self, now: Millis) -> StoreResult<()> {
        self.execute("DELETE FROM provider_sign_ins WHERE expires_at <= $1", &[now.into()])?;
        Ok(())
    }
}

fn sojourn(line: &dyn Line) -> StoreResult<Sojourn> {
    Ok(Sojourn {
        secret_hash: line.text(0)?,
        state_hash: line.text(1)?,
        nonce: line.text(2)?,
        verifier: line.text(3)?,
        person: line.maybe_text(4)?,
        expires_at: line.number(5)?,
    })
}
