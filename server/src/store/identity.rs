//! Identity: credentials, sessions, devices, activation codes, and the audit of their use.

use super::StoreResult;
use super::sql::{Line, Sql, narrow, parsed};
use serde::{Deserialize, Serialize};
use shared::account::Account;
use shared::id::{AccountId, DeviceId, Millis, SiteId};
use std::sync::Arc;

/// An address and a password with which an account signs in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credential {
    /// The account.
    pub account: AccountId,
    /// Lower-case address.
    pub mail: String,
    /// Argon2id, in PHC form.
    pub password_hash: String,
    /// When somebody else made the password up; `None` when it is the person's own.
    pub given_at: Option<Millis>,
}

/// A phone, a tablet or a desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceRecord {
    /// Its key.
    pub id: DeviceId,
    /// The account that uses it.
    pub account: AccountId,
    /// The name that it gives itself.
    pub label: String,
    /// When it first came.
    pub enrolled_at: Millis,
    /// When it last synced.
    pub seen_at: Option<Millis>,
    /// The build of its app.
    pub build: String,
    /// Number of commands that it said it had not sent.
    pub unsent: u32,
    /// When it was revoked.
    pub revoked_at: Option<Millis>,
}

/// An open session. Only the hash of its token is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// SHA-256 of the token, hexadecimal.
    pub token_hash: String,
    /// The account.
    pub account: AccountId,
    /// The device.
    pub device: DeviceId,
    /// When it ends.
    pub expires_at: Millis,
}

/// A session with its device and its account, as one look finds them.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    /// The session.
    pub session: Session,
    /// Its device, if it is known.
    pub device: Option<DeviceRecord>,
    /// Its account, if there is one.
    pub account: Option<Arc<Account>>,
}

/// An activation code of a school. Only its hash is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchoolCode {
    /// SHA-256 of the code, hexadecimal.
    pub code_hash: String,
    /// The school.
    pub site: SiteId,
    /// The account that made it.
    pub made_by: AccountId,
    /// When it ends.
    pub expires_at: Millis,
    /// When it was used.
    pub used_at: Option<Millis>,
}

/// A line of the audit of what is done outside commands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditLine {
    /// When.
    pub at: Millis,
    /// The account that did it; nil for the server itself.
    pub account: AccountId,
    /// Name of the act, in snake case.
    pub what: String,
    /// Keys and counts of the things concerned; no personal data.
    pub detail: String,
}

/// Reads identity.
pub trait Identity {
    /// The credential of an address.
    fn credential(&self, mail: &str) -> StoreResult<Option<Credential>>;
    /// The credential of an account.
    fn credential_of(&self, account: AccountId) -> StoreResult<Option<Credential>>;
    /// Every credential, by account.
    fn credentials(&self) -> StoreResult<Vec<Credential>>;
    /// The session of a token's hash.
    fn session(&self, token_hash: &str) -> StoreResult<Option<Session>>;
    /// The sessions of an account, or on a device.
    fn sessions(
        &self,
        device: Option<DeviceId>,
        account: Option<AccountId>,
    ) -> StoreResult<Vec<Session>>;
    /// The hash of the secret by which a device shows that it is the one of this key.
    fn device_proof(&self, id: DeviceId) -> StoreResult<Option<String>>;
    /// A device.
    fn device(&self, id: DeviceId) -> StoreResult<Option<DeviceRecord>>;
    /// Every device, the one that synced last first.
    fn devices(&self) -> StoreResult<Vec<DeviceRecord>>;
    /// A code by its hash.
    fn code(&self, code_hash: &str) -> StoreResult<Option<SchoolCode>>;
    /// The key with which exports of that device for that account prove that they are its own.
    fn proof_key(&self, device: DeviceId, account: AccountId) -> StoreResult<Option<String>>;
    /// The audit between two instants, oldest first.
    fn audit(&self, from: Millis, to: Millis) -> StoreResult<Vec<AuditLine>>;
}

/// Writes identity.
pub trait WriteIdentity {
    /// Creates or replaces a credential.
    fn put_credential(&self, credential: &Credential) -> StoreResult<()>;
    /// Creates or replaces a session.
    fn put_session(&self, session: &Session) -> StoreResult<()>;
    /// Ends a session.
    fn end_session(&self, token_hash: &str) -> StoreResult<()>;
    /// Ends every session of a device, or of an account.
    fn end_sessions(&self, device: Option<DeviceId>, account: Option<AccountId>)
    -> StoreResult<()>;
    /// Ends every session of an account but one.
    fn end_other_sessions(&self, account: AccountId, token_hash: &str) -> StoreResult<()>;
    /// Ends every code that was not used.
    fn end_codes(&self) -> StoreResult<()>;
    /// Replaces the secret by which a known device shows that it is the one of this key.
    fn set_device_proof(&self, id: DeviceId, hash: &str) -> StoreResult<()>;
    /// Records a contact with a known device: the time, how many commands it still holds, and the
    /// build of its app.
    fn touch_device(&self, id: DeviceId, at: Millis, unsent: u32, build: &str) -> StoreResult<()>;
    /// Creates or replaces a device.
    fn put_device(&self, device: &DeviceRecord) -> StoreResult<()>;
    /// Creates or replaces a code.
    fn put_code(&self, code: &SchoolCode) -> StoreResult<()>;
    /// Creates the key of a device and an account, unless there is one.
    fn put_proof_key(&self, device: DeviceId, account: AccountId, key: &str) -> StoreResult<()>;
    /// Adds a line to the audit.
    fn append_audit(&self, line: &AuditLine) -> StoreResult<()>;
}

impl<S: Sql> Identity for S {
    fn credential(&self, mail: &str) -> StoreResult<Option<Credential>> {
        let sql = "SELECT account, mail, password_hash, given_at FROM credentials \
                   WHERE mail = $1";
        self.query_one(sql, &[mail.into()], credential)
    }

    fn credential_of(&self, account: AccountId) -> StoreResult<Option<Credential>> {
        let sql = "SELECT account, mail, password_hash, given_at FROM credentials \
                   WHERE account = $1";
        self.query_one(sql, &[account.to_string().into()], credential)
    }

    fn credentials(&self) -> StoreResult<Vec<Credential>> {
        let sql = "SELECT account, mail, password_hash, given_at FROM credentials \
                   ORDER BY account";
        self.query(sql, &[], credential)
    }

    fn session(&self, token_hash: &str) -> StoreResult<Option<Session>> {
        let sql = "SELECT token_hash, account, device, expires_at FROM sessions \
                   WHERE token_hash = $1";
        self.query_one(sql, &[token_hash.into()], session)
    }

    fn sessions(
        &self,
        device: Option<DeviceId>,
        account: Option<AccountId>,
    ) -> StoreResult<Vec<Session>> {
        let sql = "SELECT token_hash, account, device, expires_at FROM sessions \
                   WHERE device = $1 OR account = $2 ORDER BY expires_at DESC, token_hash";
        let device = device.map(|id| id.to_string());
        self.query(sql, &[device.into(), account.map(|id| id.to_string()).into()], session)
    }

    fn device_proof(&self, id: DeviceId) -> StoreResult<Option<String>> {
        let sql = "SELECT proof FROM devices WHERE id = $1";
        Ok(self.query_one(sql, &[id.to_string().into()], |line| line.maybe_text(0))?.flatten())
    }

    fn device(&self, id: DeviceId) -> StoreResult<Option<DeviceRecord>> {
        let sql = "SELECT id, account, label, enrolled_at, seen_at, build, unsent, revoked_at \
                   FROM devices WHERE id = $1";
        self.query_one(sql, &[id.to_string().into()], |line| device(line, 0))
    }

    fn devices(&self) -> StoreResult<Vec<DeviceRecord>> {
        let sql = "SELECT id, account, label, enrolled_at, seen_at, build, unsent, revoked_at \
                   FROM devices ORDER BY seen_at DESC NULLS LAST, id";
        self.query(sql, &[], |line| device(line, 0))
    }

    fn code(&self, code_hash: &str) -> StoreResult<Option<SchoolCode>> {
        let sql = "SELECT code_hash, site, made_by, expires_at, used_at FROM codes \
                   WHERE code_hash = $1";
        self.query_one(sql, &[code_hash.into()], code)
    }

    fn proof_key(&self, device: DeviceId, account: AccountId) -> StoreResult<Option<String>> {
        let sql = "SELECT key FROM proof_keys WHERE device = $1 AND account = $2";
        let values = [device.to_string().into(), account.to_string().into()];
        self.query_one(sql, &values, |line| line.text(0))
    }

    fn audit(&self, from: Millis, to: Millis) -> StoreResult<Vec<AuditLine>> {
        self.query(S::AUDIT, &[from.into(), to.into()], audit_line)
    }
}

impl<S: Sql> WriteIdentity for S {
    fn put_credential(&self, credential: &Credential) -> StoreResult<()> {
        let account = credential.account.to_string();
        let mail = credential.mail.as_str();
        // An address belongs to one account: the last one that got it.
        let sql = "DELETE FROM credentials WHERE mail = $1 AND account <> $2";
        self.execute(sql, &[mail.into(), account.as_str().into()])?;
        let sql = "INSERT INTO credentials (account, mail, password_hash, given_at) \
                   VALUES ($1, $2, $3, $4) ON CONFLICT (account) DO UPDATE SET \
                   mail = excluded.mail, password_hash = excluded.password_hash, \
                   given_at = excluded.given_at";
        let hash = credential.password_hash.as_str();
        let values = [account.into(), mail.into(), hash.into(), credential.given_at.into()];
        self.execute(sql, &values)?;
        Ok(())
    }

    fn put_session(&self, session: &Session) -> StoreResult<()> {
        let sql = "INSERT INTO sessions (token_hash, account, device, expires_at) \
                   VALUES ($1, $2, $3, $4) ON CONFLICT (token_hash) DO UPDATE SET \
                   account = excluded.account, device = excluded.device, \
                   expires_at = excluded.expires_at";
        let (account, device) = (session.account.to_string(), session.device.to_string());
        let hash = session.token_hash.as_str();
        let values = [hash.into(), account.into(), device.into(), session.expires_at.into()];
        self.execute(sql, &values)?;
        Ok(())
    }

    fn end_session(&self, token_hash: &str) -> StoreResult<()> {
        self.execute("DELETE FROM sessions WHERE token_hash = $1", &[token_hash.into()])?;
        Ok(())
    }

    fn end_sessions(
        &self,
        device: Option<DeviceId>,
        account: Option<AccountId>,
    ) -> StoreResult<()> {
        let sql = "DELETE FROM sessions WHERE device = $1 OR account = $2";
        let device = device.map(|id| id.to_string());
        self.execute(sql, &[device.into(), account.map(|id| id.to_string()).into()])?;
        Ok(())
    }

    fn end_other_sessions(&self, account: AccountId, token_hash: &str) -> StoreResult<()> {
        let sql = "DELETE FROM sessions WHERE account = $1 AND token_hash <> $2";
        self.execute(sql, &[account.to_string().into(), token_hash.into()])?;
        Ok(())
    }

    fn end_codes(&self) -> StoreResult<()> {
        self.execute("DELETE FROM codes WHERE used_at IS NULL", &[])?;
        Ok(())
    }

    fn set_device_proof(&self, id: DeviceId, hash: &str) -> StoreResult<()> {
        let sql = "UPDATE devices SET proof = $1 WHERE id = $2";
        self.execute(sql, &[hash.into(), id.to_string().into()])?;
        Ok(())
    }

    fn touch_device(&self, id: DeviceId, at: Millis, unsent: u32, build: &str) -> StoreResult<()> {
        let sql = "UPDATE devices SET seen_at = $1, unsent = $2, build = $3 WHERE id = $4";
        let unsent = i64::from(unsent);
        self.execute(sql, &[at.into(), unsent.into(), build.into(), id.to_string().into()])?;
        Ok(())
    }

    fn put_device(&self, device: &DeviceRecord) -> StoreResult<()> {
        let sql = "INSERT INTO devices (id, account, label, enrolled_at, seen_at, build, unsent, \
                   revoked_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
                   ON CONFLICT (id) DO UPDATE SET account = excluded.account, \
                   label = excluded.label, enrolled_at = excluded.enrolled_at, \
                   seen_at = excluded.seen_at, build = excluded.build, \
                   unsent = excluded.unsent, revoked_at = excluded.revoked_at";
        let values = [
            device.id.to_string().into(),
            device.account.to_string().into(),
            device.label.as_str().into(),
            device.enrolled_at.into(),
            device.seen_at.into(),
            device.build.as_str().into(),
            i64::from(device.unsent).into(),
            device.revoked_at.into(),
        ];
        self.execute(sql, &values)?;
        Ok(())
    }

    fn put_code(&self, code: &SchoolCode) -> StoreResult<()> {
        let sql = "INSERT INTO codes (code_hash, site, made_by, expires_at, used_at) \
                   VALUES ($1, $2, $3, $4, $5) ON CONFLICT (code_hash) DO UPDATE SET \
                   site = excluded.site, made_by = excluded.made_by, \
                   expires_at = excluded.expires_at, used_at = excluded.used_at";
        let values = [
            code.code_hash.as_str().into(),
            code.site.as_str().into(),
            code.made_by.to_string().into(),
            code.expires_at.into(),
            code.used_at.into(),
        ];
        self.execute(sql, &values)?;
        Ok(())
    }

    fn put_proof_key(&self, device: DeviceId, account: AccountId, key: &str) -> StoreResult<()> {
        let sql = "INSERT INTO proof_keys (device, account, key) VALUES ($1, $2, $3) \
                   ON CONFLICT (device, account) DO NOTHING";
        let values = [device.to_string().into(), account.to_string().into(), key.into()];
        self.execute(sql, &values)?;
        Ok(())
    }

    fn append_audit(&self, line: &AuditLine) -> StoreResult<()> {
        let sql = "INSERT INTO audit (at, account, what, detail) VALUES ($1, $2, $3, $4)";
        let (what, detail) = (line.what.as_str(), line.detail.as_str());
        let account = line.account.to_string();
        self.execute(sql, &[line.at.into(), account.into(), what.into(), detail.into()])?;
        Ok(())
    }
}

fn credential(line: &dyn Line) -> StoreResult<Credential> {
    Ok(Credential {
        account: parsed(line, 0)?,
        mail: line.text(1)?,
        password_hash: line.text(2)?,
        given_at: line.maybe_number(3)?,
    })
}

/// Reads a session from the first four columns of a line.
pub(super) fn session(line: &dyn Line) -> StoreResult<Session> {
    Ok(Session {
        token_hash: line.text(0)?,
        account: parsed(line, 1)?,
        device: parsed(line, 2)?,
        expires_at: line.number(3)?,
    })
}

/// Reads a device from the eight columns of a line that begin at `from`.
pub(super) fn device(line: &dyn Line, from: usize) -> StoreResult<DeviceRecord> {
    Ok(DeviceRecord {
        id: parsed(line, from)?,
        account: parsed(line, from + 1)?,
        label: line.text(from + 2)?,
        enrolled_at: line.number(from + 3)?,
        seen_at: line.maybe_number(from + 4)?,
        build: line.text(from + 5)?,
        unsent: narrow(line, from + 6)?,
        revoked_at: line.maybe_number(from + 7)?,
    })
}

fn code(line: &dyn Line) -> StoreResult<SchoolCode> {
    Ok(SchoolCode {
        code_hash: line.text(0)?,
        site: SiteId(line.text(1)?),
        made_by: parsed(line, 2)?,
        expires_at: line.number(3)?,
        used_at: line.maybe_number(4)?,
    })
}

fn audit_line(line: &dyn Line) -> StoreResult<AuditLine> {
    Ok(AuditLine {
        at: line.number(0)?,
        account: parsed(line, 1)?,
        what: line.text(2)?,
        detail: line.text(3)?,
    })
}
