//! From whom the identity provider names to an account here.

use crate::jobs::system;
use crate::provider::{NamedPerson, Provider};
use crate::store::{Fault, StoreResult, Writer, must_not_be_behind};
use crate::{accounts, audit};
use shared::account::Account;
use shared::api::audit::AuditEvent;
use shared::id::{AccountId, Millis};
use shared::limits::SHORT_TEXT_CHARS;
use shared::role::{Actor, Role};
use shared::row::{Read, Row, RowKey};
use std::sync::Arc;

/// Why nobody here is the person.
#[derive(Debug, thiserror::Error)]
pub enum Unknown {
    /// There is no account for them, no active one, or none that the provider's groups allow.
    #[error("no account is open to this person")]
    NoAccount,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] Fault),
}

/// Returns the account of a person: the one that is theirs since before, else the one of the
/// address that the provider has verified, else a new one, each only where the settings say so.
///
/// # Errors
/// [`Unknown`].
pub fn account_of(
    store: &dyn Writer,
    provider: &Provider,
    person: &NamedPerson,
    fresh: AccountId,
    now: Millis,
) -> Result<Actor, Unknown> {
    let rules = provider.settings();
    let role = rules.roles.as_ref().map(|roles| roles.of(&person.groups));
    // The provider decides who comes in, and says no.
    if role == Some(None) {
        return Err(Unknown::NoAccount);
    }
    let role = role.flatten();
    let known = match store.subject(&person.issuer, &person.subject)? {
        Some(account) => Some(account),
        None => match person.mail.as_deref().filter(|_| rules.match_mail) {
            Some(mail) => store.credential(mail)?.map(|known| known.account),
            None => None,
        },
    };
    let account = match (known, role) {
        (Some(account), role) => {
            let account = row(store, account)?.ok_or(Unknown::NoAccount)?;
            with_role(store, account, role, now)?
        }
        (None, Some(role)) => made(store, fresh, person, role, now)?,
        (None, None) => return Err(Unknown::NoAccount),
    };
    // A school has no person who could be meant.
    let actor = accounts::as_actor(&account).filter(|actor| actor.role != Role::Teacher);
    let actor = actor.ok_or(Unknown::NoAccount)?;
    if store.subject(&person.issuer, &person.subject)?.is_none() {
        store.put_subject(&person.issuer, &person.subject, actor.account)?;
        audit::append(
            store,
            actor.account,
            AuditEvent::ProviderLinked,
            actor.account.to_string(),
            now,
        )?;
    }
    Ok(actor)
}

fn row(store: &dyn Writer, account: AccountId) -> StoreResult<Option<Arc<Account>>> {
    Ok(match store.load(&Read::Row(RowKey::account(account)))?.pop() {
        Some(Row::Account(account)) => Some(account),
        _ => None,
    })
}

/// The account with the role that the provider says now.
fn with_role(
    store: &dyn Writer,
    account: Arc<Account>,
    role: Option<Role>,
    now: Millis,
) -> StoreResult<Arc<Account>> {
    let Some(role) = role.filter(|role| *role != account.role && account.active) else {
        return Ok(account);
    };
    must_not_be_behind(store)?;
    let id = account.id;
    let changed = Account { role, ..(*account).clone() };
    store.put(changed.clone().into())?;
    store.end_sessions(None, Some(id))?;
    audit::append(store, system().account, AuditEvent::RoleByProvider, id.to_string(), now)?;
    Ok(Arc::new(changed))
}

/// A new account, for who comes the first time.
fn made(
    store: &dyn Writer,
    id: AccountId,
    person: &NamedPerson,
    role: Role,
    now: Millis,
) -> StoreResult<Arc<Account>> {
    must_not_be_behind(store)?;
    let name = person.name.as_ref().or(person.mail.as_ref()).unwrap_or(&person.subject);
    let name = name.chars().filter(|c| !c.is_control()).take(SHORT_TEXT_CHARS).collect();
    let account = Account::blank(id, name, role, None);
    store.put(account.clone().into())?;
    audit::append(store, system().account, AuditEvent::AccountMade, id.to_string(), now)?;
    Ok(Arc::new(account))
}
