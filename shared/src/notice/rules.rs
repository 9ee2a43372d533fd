//! Rules of news: a dispatcher writes to schools, a coordinator to everybody.

use super::act::{Act, Draft};
use super::{Audience, Link, Notice, NoticeState};
use crate::decide::context::{Context, bad, few, optional, required, word};
use crate::id::{NoticeId, SiteId};
use crate::limits::{LONG_TEXT_CHARS, NOTICE_DAYS, NOTICE_TITLE_CHARS, PLAN_VISITS};
use crate::order;
use crate::refusal::{FieldName, FieldProblem, Refusal};
use crate::role::Role;
use crate::row::{Kind, Read, RowKey, State};
use chrono::Duration;
use std::collections::BTreeSet;

impl Act {
    /// Whether that role may give it at all; [`Act::apply`] then looks at whom it is for.
    pub(crate) fn is_allowed(&self, role: Role) -> bool {
        match self {
            Act::SetNotice { .. } | Act::PublishNotice { .. } | Act::WithdrawNotice { .. } => {
                role.is_desk()
            }
        }
    }

    /// The rows that [`Act::apply`] looks at.
    pub(crate) fn reads(&self, _: &State) -> Vec<Read> {
        let row = |id: &NoticeId| Read::Row(RowKey::of::<Notice>(id));
        match self {
            Act::SetNotice { notice, .. } | Act::PublishNotice { notice } => {
                vec![row(notice), Read::All(Kind::Site)]
            }
            Act::WithdrawNotice { notice } => vec![row(notice)],
        }
    }

    /// Changes the rows of the context.
    ///
    /// # Errors
    /// Why it cannot be done.
    pub(crate) fn apply(&self, context: &mut Context<'_>) -> Result<(), Refusal> {
        match self {
            Act::SetNotice { notice, draft } => set(context, *notice, draft),
            Act::PublishNotice { notice } => publish(context, *notice),
            Act::WithdrawNotice { notice } => withdraw(context, *notice),
        }
    }
}

fn may_reach(context: &Context<'_>, audience: &Audience) -> Result<(), Refusal> {
    match context.actor.role == Role::Coordinator || audience.is_schools_alone() {
        true => Ok(()),
        false => Err(Refusal::NotAllowed),
    }
}

fn state_of(notice: &Notice) -> Refusal {
    let state = word(&notice.state);
    Refusal::State { row: RowKey::of::<Notice>(&notice.id), state }
}

/// The open sites that are meant by their commune or by name.
fn reached(context: &Context<'_>, audience: &Audience) -> BTreeSet<SiteId> {
    let sites = context.state.sites.values();
    let sites = sites.filter(|site| site.closed_on.is_none() && audience.names(site));
    order::set(sites.map(|site| site.id.clone()))
}

#[inline(never)]
fn set(context: &mut Context<'_>, id: NoticeId, draft: &Draft) -> Result<(), Refusal> {
    let known = context.find::<Notice>(&id);
    may_reach(context, &draft.audience)?;
    if let Some(known) = &known {
        may_reach(context, &known.audience)?;
        if known.state == NoticeState::Withdrawn {
            return Err(state_of(known));
        }
    }
    let title = required(FieldName::Label, &draft.title, NOTICE_TITLE_CHARS)?;
    let text = optional(FieldName::Text, &draft.text, LONG_TEXT_CHARS)?;
    if draft.until < draft.from || draft.from + Duration::days(NOTICE_DAYS) < draft.until {
        return Err(bad(FieldName::Until, FieldProblem::Invalid));
    }
    if draft.audience.is_empty() {
        return Err(bad(FieldName::Sites, FieldProblem::Empty));
    }
    let sites: Vec<_> = draft.audience.sites.iter().collect();
    few(FieldName::Sites, &sites, PLAN_VISITS)?;
    if draft.link == Some(Link::Unknown) {
        return Err(bad(FieldName::Kind, FieldProblem::Invalid));
    }
    let state = known.as_ref().map_or(NoticeState::Draft, |known| known.state);
    let reached = reached(context, &draft.audience);
    let Draft { from, until, audience, link, .. } = draft.clone();
    let corrected_at = match state {
        NoticeState::Draft => None,
        NoticeState::Published | NoticeState::Withdrawn => Some(context.declared().corrected_ms()),
    };
    let version = known.map_or(0, |known| known.version);
    context.put(Notice {
        id,
        title,
        text,
        from,
        until,
        audience,
        reached,
        link,
        state,
        corrected_at,
        version,
    });
    Ok(())
}

#[inline(never)]
fn publish(context: &mut Context<'_>, id: NoticeId) -> Result<(), Refusal> {
    let mut notice = (*context.known::<Notice>(&id)?).clone();
    may_reach(context, &notice.audience)?;
    match notice.state {
        NoticeState::Draft => {}
        NoticeState::Published => return Ok(()),
        NoticeState::Withdrawn => return Err(state_of(&notice)),
    }
    if notice.until < context.today() {
        return Err(bad(FieldName::Until, FieldProblem::Invalid));
    }
    notice.reached = reached(context, &notice.audience);
    notice.state = NoticeState::Published;
    context.put(notice);
    Ok(())
}

#[inline(never)]
fn withdraw(context: &mut Context<'_>, id: NoticeId) -> Result<(), Refusal> {
    let mut notice = (*context.known::<Notice>(&id)?).clone();
    may_reach(context, &notice.audience)?;
    if notice.state == NoticeState::Draft {
        return Err(state_of(&notice));
    }
    notice.state = NoticeState::Withdrawn;
    context.put(notice);
    Ok(())
}
