//! What a person may ask for: a copy of what is kept of them (article 15 of the GDPR), and its end
//! once they have left (article 17), but for what the law or the accounts of the service need.

use crate::audit;
use crate::jobs::system;
use crate::store::{
    AuditLine, DeviceRecord, Fault, Reader, StoreResult, Writer, must_not_be_behind,
};
use serde::Serialize;
use serde_json::Value;
use shared::account::Account;
use shared::api::audit::AuditEvent;
use shared::id::{AccountId, Millis};
use shared::role::Role;
use shared::row::{Kind, Read, Row, RowKey};

/// The name of whoever was forgotten, on every screen and export.
pub const FORGOTTEN: &str = "Ancien agent";

/// What stays of a person who was forgotten, why, and for how long: told to them.
pub const STAYS: [&str; 4] = [
    "in requests, visits and reports, a key in the place of the name: the work that was done for a \
     school and its signed reports are kept 5 years (accounts of the service)",
    "the words of commands, by that key: 3 years, for who must answer for what was done",
    "the audit of sign-ins and of what was done outside commands, by that key: 1 year (CNIL, \
     deliberation 2021-122)",
    "backups, until they are replaced: the purge forgets the person again after a restore",
];

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub enum NotDone {
    /// Nobody has this address or key.
    #[error("no account has this address or key")]
    Nobody,
    /// A school is no person.
    #[error("this is the account of a school, not of a person")]
    School,
    /// The account is still in use.
    #[error("the account is active: a coordinator ends it first, in «Comptes»")]
    Active,
    /// Something that they did has not arrived.
    #[error(
        "{0} commands on their devices have not arrived: open the devices once, or revoke them"
    )]
    Unsent(u32),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] Fault),
}

/// A copy of everything that is kept of a person.
#[derive(Debug, Serialize)]
pub struct Copy {
    account: Account,
    mail: Option<String>,
    second_factor: bool,
    devices: Vec<DeviceRecord>,
    sessions: Vec<SessionCopy>,
    absences: Vec<Value>,
    visits: Vec<Value>,
    commands: Vec<Dated<Value>>,
    files: Vec<Dated<String>>,
    audit: Vec<AuditCopy>,
}

#[derive(Debug, Serialize)]
struct SessionCopy {
    device: String,
    expires_at: Millis,
}

#[derive(Debug, Serialize)]
struct Dated<T> {
    at: Millis,
    what: T,
}

#[derive(Debug, Serialize)]
struct AuditCopy {
    at: Millis,
    what: String,
    detail: String,
}

/// Finds the account of an address, or of a key.
///
/// # Errors
/// [`NotDone`].
pub fn find(store: &dyn Reader, who: &str) -> Result<Account, NotDone> {
    let known = store.credential(&who.trim().to_lowercase())?.map(|known| known.account);
    let id = known.or_else(|| who.trim().parse().ok()).ok_or(NotDone::Nobody)?;
    let account = row(store, id)?.ok_or(NotDone::Nobody)?;
    match account.role {
        Role::Teacher => Err(NotDone::School),
        Role::Technician
        | Role::Dispatcher
        | Role::Coordinator
        | Role::Observer
        | Role::Adviser
        | Role::System => Ok(account),
    }
}

fn row(store: &dyn Reader, id: AccountId) -> StoreResult<Option<Account>> {
    Ok(match store.load(&Read::Row(RowKey::account(id)))?.pop() {
        Some(Row::Account(account)) => Some((*account).clone()),
        _ => None,
    })
}

/// Copies what is kept of a person.
///
/// # Errors
/// [`NotDone`].
pub fn copy(store: &dyn Reader, who: &str) -> Result<Copy, NotDone> {
    let account = find(store, who)?;
    let id = account.id;
    let written = |row: &Row| serde_json::to_value(row).unwrap_or_default();
    let (mut absences, mut visits) = (Vec::new(), Vec::new());
    for row in store.load(&Read::All(Kind::Absence))? {
        if matches!(&row, Row::Absence(absence) if absence.technician == id) {
            absences.push(written(&row));
        }
    }
    for row in store.load(&Read::All(Kind::Visit))? {
        if matches!(&row, Row::Visit(visit) if visit.technician == id) {
            visits.push(written(&row));
        }
    }
    let sessions = store.sessions(None, Some(id))?.into_iter().map(|session| SessionCopy {
        device: session.device.to_string(),
        expires_at: session.expires_at,
    });
    let as_json = |body: String| serde_json::from_str(&body).unwrap_or(Value::String(body));
    let commands = store.commands_of(id)?.into_iter();
    let files = store.files_of(id)?.into_iter();
    let audit = store.audit(0, Millis::MAX)?.into_iter();
    let theirs = |line: &AuditLine| line.account == id || line.detail.contains(&id.to_string());
    Ok(Copy {
        mail: store.credential_of(id)?.map(|known| known.mail),
        second_factor: store.factor(id)?.is_some(),
        devices: devices(store, id)?,
        sessions: sessions.collect(),
        absences,
        visits,
        commands: commands.map(|(at, body)| Dated { at, what: as_json(body) }).collect(),
        files: files.map(|(at, what)| Dated { at, what }).collect(),
        audit: audit
            .filter(theirs)
            .map(|AuditLine { at, what, detail, .. }| AuditCopy { at, what, detail })
            .collect(),
        account,
    })
}

fn devices(store: &dyn Reader, account: AccountId) -> StoreResult<Vec<DeviceRecord>> {
    Ok(store.devices()?.into_iter().filter(|device| device.account == account).collect())
}

/// Forgets a person who has left, but for [`STAYS`]. Returns the key that stays. A second time
/// changes nothing.
///
/// # Errors
/// [`NotDone`]; then nothing was written.
pub fn forget(store: &dyn Writer, who: &str, now: Millis) -> Result<AccountId, NotDone> {
    must_not_be_behind(store)?;
    let account = find(store, who)?;
    let id = account.id;
    if account.active {
        return Err(NotDone::Active);
    }
    let devices = devices(store, id)?;
    let still = devices.iter().filter(|device| device.revoked_at.is_none());
    match still.map(|device| device.unsent).sum() {
        0 => {}
        unsent => return Err(NotDone::Unsent(unsent)),
    }
    if is_forgotten(store, &account)? {
        return Ok(id);
    }
    store.end_identity(id)?;
    for device in devices {
        store.put_device(&DeviceRecord { label: String::new(), ..device })?;
    }
    for row in store.load(&Read::All(Kind::Absence))? {
        if matches!(&row, Row::Absence(absence) if absence.technician == id) {
            store.delete(&row.key())?;
        }
    }
    let role = account.role;
    let blank = Account { active: false, ..Account::blank(id, FORGOTTEN.into(), role, None) };
    store.put(blank.into())?;
    audit::append(store, system().account, AuditEvent::PersonForgotten, id.to_string(), now)?;
    Ok(id)
}

/// Whether nothing is left to forget.
fn is_forgotten(store: &dyn Reader, account: &Account) -> StoreResult<bool> {
    let is_nobody = account.name == FORGOTTEN && account.depot.is_none();
    Ok(is_nobody && account.feed.is_none() && store.credential_of(account.id)?.is_none())
}

/// Forgets everybody who left before an instant and of whom nothing was heard since. Returns how
/// many.
///
/// # Errors
/// When the store fails.
pub fn forget_left(store: &dyn Writer, before: Millis, now: Millis) -> StoreResult<u64> {
    let audit = store.audit(before, Millis::MAX)?;
    let mut count = 0;
    for row in store.load(&Read::All(Kind::Account))? {
        let Row::Account(account) = row else { continue };
        let id = account.id;
        let is_person = account.role != Role::Teacher && account.role != Role::System;
        let devices = devices(store, id)?;
        let seen = devices.iter().map(|device| device.seen_at.unwrap_or(device.enrolled_at));
        let heard = seen.max().is_some_and(|at| at >= before)
            || audit.iter().any(|line| line.account == id || line.detail.contains(&id.to_string()));
        if account.active || !is_person || heard || is_forgotten(store, &account)? {
            continue;
        }
        match forget(store, &id.to_string(), now) {
            Ok(_) => count += 1,
            // What has not arrived is waited for.
            Err(NotDone::Unsent(_) | NotDone::Nobody | NotDone::School | NotDone::Active) => {}
            Err(NotDone::Store(fault)) => return Err(fault),
        }
    }
    Ok(count)
}
