//! Rules of accounts, and of calendars that are open to whoever has their address.

use super::Account;
use super::act::{Act, FeedOwner};
use crate::decide::context::{Context, bad, few, required};
use crate::id::FeedHash;
use crate::limits::{SHORT_TEXT_CHARS, SKILLS};
use crate::refusal::{FieldName, FieldProblem, Refusal};
use crate::role::Role;
use crate::row::{Read, RowKey, State};
use crate::site::Site;
use crate::slot::skill_key;

impl Act {
    /// Whether that role may give it at all; [`Act::apply`] then looks at whose row it is.
    pub(crate) fn is_allowed(&self, role: Role) -> bool {
        match self {
            Act::SetAccount { .. } => role == Role::Coordinator,
            Act::ShareCalendar { .. } => {
                matches!(role, Role::Technician | Role::Teacher | Role::Adviser) || role.is_desk()
            }
        }
    }

    /// The rows that [`Act::apply`] looks at.
    pub(crate) fn reads(&self, _: &State) -> Vec<Read> {
        match self {
            Act::SetAccount { account } => {
                let site = account.site.as_ref().map(RowKey::site);
                [RowKey::account(account.id)].into_iter().chain(site).map(Read::Row).collect()
            }
            Act::ShareCalendar { owner: FeedOwner::Site(site), .. } => {
                vec![Read::Row(RowKey::site(site))]
            }
            Act::ShareCalendar { owner: FeedOwner::Technician(account), .. } => {
                vec![Read::Row(RowKey::account(*account))]
            }
        }
    }

    /// Changes the rows of the context.
    ///
    /// # Errors
    /// Why it cannot be done.
    pub(crate) fn apply(&self, context: &mut Context<'_>) -> Result<(), Refusal> {
        match self {
            Act::SetAccount { account } => set(context, account),
            Act::ShareCalendar { owner, feed } => share(context, owner, feed.as_ref()),
        }
    }
}

#[inline(never)]
fn set(context: &mut Context<'_>, incoming: &Account) -> Result<(), Refusal> {
    let name = required(FieldName::Name, &incoming.name, SHORT_TEXT_CHARS)?;
    let school = incoming.role == Role::Teacher;
    if incoming.role == Role::System || school != incoming.site.is_some() {
        return Err(bad(FieldName::Role, FieldProblem::Invalid));
    }
    if let Some(site) = &incoming.site {
        context.site(site)?;
    }
    let known = context.state.accounts.get(&incoming.id);
    let version = known.map_or(0, |known| known.version);
    let own = incoming.id == context.actor.account;
    if own && (!incoming.active || incoming.role != Role::Coordinator) {
        return Err(Refusal::NotAllowed);
    }
    let feed = known.and_then(|known| known.feed.clone());
    let vehicles = match known {
        Some(known) if incoming.vehicles.is_empty() => known.vehicles.clone(),
        Some(_) | None => incoming.vehicles.clone(),
    };
    let skills = match &incoming.skills {
        Some(skills) => Some(named(skills)?),
        None => known.and_then(|known| known.skills.clone()),
    };
    context.put(Account { name, feed, skills, vehicles, version, ..incoming.clone() });
    Ok(())
}

/// Skills with words, each once.
fn named(skills: &[String]) -> Result<Vec<String>, Refusal> {
    few(FieldName::Skills, skills, SKILLS)?;
    let mut kept: Vec<String> = Vec::new();
    for skill in skills {
        let skill = required(FieldName::Skills, skill, SHORT_TEXT_CHARS)?;
        if kept.iter().all(|known| skill_key(known) != skill_key(&skill)) {
            kept.push(skill);
        }
    }
    Ok(kept)
}

/// A technician or an adviser shares their own calendar, a school its own; a desk any of them.
#[inline(never)]
fn share(
    context: &mut Context<'_>,
    owner: &FeedOwner,
    feed: Option<&FeedHash>,
) -> Result<(), Refusal> {
    if feed.is_some_and(|feed| !feed.is_valid()) {
        return Err(bad(FieldName::Feed, FieldProblem::Invalid));
    }
    let (actor, desk) = (context.actor, context.actor.role.is_desk());
    let own = match owner {
        FeedOwner::Technician(account) => {
            let has_one = matches!(actor.role, Role::Technician | Role::Adviser);
            has_one && *account == actor.account
        }
        FeedOwner::Site(site) => actor.site.as_ref() == Some(site),
    };
    if !desk && !own {
        return Err(Refusal::NotAllowed);
    }
    match owner {
        FeedOwner::Technician(id) => {
            let account = context.known::<Account>(id)?;
            context.put(Account { feed: feed.cloned(), ..(*account).clone() });
        }
        FeedOwner::Site(id) => {
            let site = context.site(id)?;
            context.put(Site { feed: feed.cloned(), ..(*site).clone() });
        }
    }
    Ok(())
}
