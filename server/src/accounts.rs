//! Turns account rows into actors, and makes new accounts.

use crate::audit;
use crate::identity;
use crate::jobs::system;
use crate::store::{Credential, Fault, Reader, StoreResult, Writer, must_not_be_behind};
use shared::account::Account;
use shared::api::audit::AuditEvent;
use shared::id::{AccountId, Millis, SiteId};
use shared::role::{Actor, Role};
use shared::row::{Kind, Read, Row, RowKey};

/// Returns the actor of an account, or `None` if it is unknown or inactive.
///
/// # Errors
/// A fault of the store.
pub fn actor(store: &dyn Reader, account: AccountId) -> StoreResult<Option<Actor>> {
    let row = store.load(&Read::Row(RowKey::account(account)))?.pop();
    Ok(match row {
        Some(Row::Account(account)) => as_actor(&account),
        _ => None,
    })
}

/// Returns the actor of an account, or `None` if the account is inactive.
pub fn as_actor(account: &Account) -> Option<Actor> {
    account.active.then(|| actor_of(account))
}

fn actor_of(account: &Account) -> Actor {
    Actor {
        account: account.id,
        name: account.name.clone(),
        role: account.role,
        site: account.site.clone(),
        communes: account.communes.clone(),
    }
}

/// Returns the account that a school's tablets share, and creates it if it does not exist yet.
/// `None` when there is no such site.
///
/// # Errors
/// A fault of the store.
pub fn school(store: &dyn Writer, site: &SiteId, fresh: AccountId) -> StoreResult<Option<Actor>> {
    // A new account must not stand beside one that this program cannot read.
    must_not_be_behind(store)?;
    let accounts = store.load(&Read::All(Kind::Account))?;
    let known = accounts.into_iter().find_map(|row| match row {
        Row::Account(account)
            if account.role == Role::Teacher && account.site.as_ref() == Some(site) =>
        {
            Some(account)
        }
        _ => None,
    });
    if let Some(account) = known {
        return Ok(as_actor(&account));
    }
    let Some(Row::Site(site)) = store.load(&Read::Row(RowKey::site(site)))?.pop() else {
        return Ok(None);
    };
    let account = Account::blank(fresh, site.name.clone(), Role::Teacher, Some(site.id.clone()));
    let actor = actor_of(&account);
    store.put(account.into())?;
    Ok(Some(actor))
}

/// Creates an account with which somebody can sign in.
///
/// # Errors
/// When the store fails, the address is taken, or the machine has no random bytes.
pub fn create(
    store: &dyn Writer,
    account: Account,
    mail: &str,
    password: &str,
    now: Millis,
) -> StoreResult<()> {
    let mail = mail.trim().to_lowercase();
    if store.credential(&mail)?.is_some() {
        return Err(Fault::new(format!("the address {mail} is taken")));
    }
    let password_hash = identity::hash_password(password)?;
    let given_at = Some(now);
    store.put_credential(&Credential { account: account.id, mail, password_hash, given_at })?;
    audit::append(store, system().account, AuditEvent::AccountMade, account.id.to_string(), now)?;
    store.put(account.into())?;
    Ok(())
}
