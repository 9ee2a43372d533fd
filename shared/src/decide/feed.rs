//! Rules of calendars that are open to whoever has their address.

use super::context::{Context, bad};
use crate::command::FeedOwner;
use crate::id::FeedHash;
use crate::plan::Account;
use crate::refusal::{Problem, Refusal};
use crate::role::Role;
use crate::row::RowKey;
use crate::site::Site;

/// A technician shares their own calendar, a school its own; a desk any of them.
#[inline(never)]
pub(super) fn share(
    context: &mut Context<'_>,
    owner: &FeedOwner,
    feed: Option<&FeedHash>,
) -> Result<(), Refusal> {
    if feed.is_some_and(|feed| !feed.is_valid()) {
        return Err(bad("feed", Problem::Invalid));
    }
    let (actor, desk) = (context.actor, context.actor.role.is_desk());
    let own = match owner {
        FeedOwner::Technician(account) => {
            actor.role == Role::Technician && *account == actor.account
        }
        FeedOwner::Site(site) => actor.site.as_ref() == Some(site),
    };
    if !desk && !own {
        return Err(Refusal::NotAllowed);
    }
    match owner {
        FeedOwner::Technician(id) => {
            let unknown = || Refusal::UnknownRow { row: RowKey::account(*id) };
            let account = context.state.accounts.get(id).ok_or_else(unknown)?;
            context.put(Account { feed: feed.cloned(), ..(**account).clone() });
        }
        FeedOwner::Site(id) => {
            let site = context.site(id)?;
            context.put(Site { feed: feed.cloned(), ..(*site).clone() });
        }
    }
    Ok(())
}
