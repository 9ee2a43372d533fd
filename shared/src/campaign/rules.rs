//! Rules of campaigns: none is open for more money than it has.

use super::act::{Act, Draft};
use super::{Call, Campaign, CampaignKind, CampaignState, Criterion, Purse};
use crate::article::Pot;
use crate::ballot::Hindrance;
use crate::decide::context::{Context, bad, few, required};
use crate::entity::Facet;
use crate::id::CampaignId;
use crate::limits::{
    CALL_CRITERIA, CALL_JURORS, CAMPAIGN_ARTICLES, CAMPAIGN_DAYS, PLAN_VISITS, SHORT_TEXT_CHARS,
};
use crate::money::{CENTS_MAX, Cents};
use crate::order;
use crate::refusal::{FieldName, FieldProblem, Refusal};
use crate::role::Role;
use crate::row::{Kind, Read, RowKey, State};
use crate::site::Site;
use crate::supply::balance::unallocated;
use chrono::Duration;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

impl Act {
    /// Whether that role may give it at all.
    pub(crate) fn is_allowed(&self, role: Role) -> bool {
        match self {
            Act::SetCampaign { .. } | Act::PublishCampaign { .. } | Act::CloseCampaign { .. } => {
                role == Role::Coordinator
            }
        }
    }

    /// The rows that [`Act::apply`] looks at.
    pub(crate) fn reads(&self, _: &State) -> Vec<Read> {
        let row = |campaign: &CampaignId| Read::Row(RowKey::of::<Campaign>(campaign));
        match self {
            Act::SetCampaign { campaign, .. } | Act::PublishCampaign { campaign } => {
                let spent = Read::Where(Kind::Supply, Facet::Group(campaign.to_string()));
                vec![row(campaign), Read::All(Kind::Site), spent]
            }
            Act::CloseCampaign { campaign } => vec![row(campaign)],
        }
    }

    /// Changes the rows of the context.
    ///
    /// # Errors
    /// Why it cannot be done.
    pub(crate) fn apply(&self, context: &mut Context<'_>) -> Result<(), Refusal> {
        match self {
            Act::SetCampaign { campaign, draft } => set(context, *campaign, draft),
            Act::PublishCampaign { campaign } => publish(context, *campaign),
            Act::CloseCampaign { campaign } => close(context, *campaign),
        }
    }
}

/// A campaign with this money may be open for these sites.
fn must_suffice(context: &Context<'_>, campaign: &Campaign) -> Result<(), Refusal> {
    for pot in Pot::ALL {
        let Some(purse) = campaign.purses.get(&pot) else { continue };
        let of = (context.state, context.today());
        let rest = unallocated(campaign, pot, of, &campaign.sites).unwrap_or_default();
        if rest.is_negative() {
            let missing = Cents::ZERO - rest;
            return Err(Refusal::MoneyLacks { line: purse.line.clone(), missing });
        }
    }
    Ok(())
}

fn purse(purse: &Purse) -> Result<Purse, Refusal> {
    let is_amount = |amount: &Cents| !amount.is_negative() && amount.0 <= CENTS_MAX;
    let total = purse.total.ok_or_else(|| bad(FieldName::Price, FieldProblem::Empty))?;
    if !is_amount(&total) || !purse.each.iter().all(is_amount) {
        return Err(bad(FieldName::Price, FieldProblem::Invalid));
    }
    if purse.overrides.len() > PLAN_VISITS || !purse.overrides.values().all(is_amount) {
        return Err(bad(FieldName::Sites, FieldProblem::Invalid));
    }
    let line = required(FieldName::Reference, &purse.line, SHORT_TEXT_CHARS)?;
    let mut reasons = BTreeMap::new();
    for (site, reason) in &purse.reasons {
        // A reason stands beside an amount.
        if purse.overrides.contains_key(site) {
            let reason = required(FieldName::Reason, reason, SHORT_TEXT_CHARS)?;
            reasons.insert(site.clone(), reason);
        }
    }
    Ok(Purse { line, reasons, ..purse.clone() })
}

#[inline(never)]
fn set(context: &mut Context<'_>, id: CampaignId, draft: &Draft) -> Result<(), Refusal> {
    let known = context.find::<Campaign>(&id);
    let label = required(FieldName::Name, &draft.label, SHORT_TEXT_CHARS)?;
    let articles: Vec<_> = draft.articles.iter().collect();
    few(FieldName::Lines, &articles, CAMPAIGN_ARTICLES)?;
    if draft.closes < draft.opens || draft.opens + Duration::days(CAMPAIGN_DAYS) < draft.closes {
        return Err(bad(FieldName::Last, FieldProblem::Invalid));
    }
    // What is lent costs schools nothing.
    if draft.purses.is_empty() && draft.kind != CampaignKind::Loan {
        return Err(bad(FieldName::Price, FieldProblem::Empty));
    }
    let mut purses = BTreeMap::new();
    for (pot, given) in &draft.purses {
        purses.insert(*pot, purse(given)?);
        for site in given.overrides.keys() {
            context.known::<Site>(site)?;
        }
    }
    let (state, sites, version) = match &known {
        Some(known) if known.kind != draft.kind && known.state != CampaignState::Draft => {
            return Err(state_of(known));
        }
        Some(known) => (known.state, known.sites.clone(), known.version),
        None => (CampaignState::Draft, BTreeSet::new(), 0),
    };
    if draft.call.is_some() != (draft.kind == CampaignKind::Call) {
        return Err(bad(FieldName::Kind, FieldProblem::Invalid));
    }
    let known_call = known.as_ref().and_then(|known| known.call.as_ref());
    if state != CampaignState::Draft && known_call != draft.call.as_ref() {
        return Err(Hindrance::RulesFixed.into());
    }
    let decision = known.as_ref().and_then(|known| known.decision.clone());
    let open_loans = draft.open_loans.or_else(|| known.as_ref().map(|known| known.open_loans));
    let Draft { kind, year, opens, closes, articles, call, .. } = draft.clone();
    let campaign = Campaign {
        id,
        kind,
        label,
        year,
        opens,
        closes,
        purses,
        articles,
        sites,
        state,
        open_loans: open_loans.unwrap_or_default(),
        call: call.map(|call| checked_call(&call)).transpose()?,
        decision,
        version,
    };
    must_suffice(context, &campaign)?;
    // What is written again as it is, also by a file, is no change.
    if known.as_deref() != Some(&campaign) {
        context.put(campaign);
    }
    Ok(())
}

/// The rules of a call, within their limits; its weights are looked at when it opens.
fn checked_call(call: &Call) -> Result<Call, Refusal> {
    few(FieldName::Lines, &call.criteria, CALL_CRITERIA)?;
    few(FieldName::Lines, &call.jury.iter().collect::<Vec<_>>(), CALL_JURORS)?;
    let mut criteria = Vec::new();
    for Criterion { label, weight, max } in &call.criteria {
        let label = required(FieldName::Label, label, SHORT_TEXT_CHARS)?;
        if *max == 0 || *weight > 100 {
            return Err(bad(FieldName::Quantity, FieldProblem::Invalid));
        }
        criteria.push(Criterion { label, weight: *weight, max: *max });
    }
    Ok(Call { criteria, ..call.clone() })
}

/// A call opens with criteria of a hundred points together, and two jurors at least.
fn must_be_whole(campaign: &Campaign) -> Result<(), Refusal> {
    let Some(call) = &campaign.call else { return Ok(()) };
    match (call.weight(), call.jury.len()) {
        (100, 2..) => Ok(()),
        (100, jurors) => Err(Hindrance::FewJurors { jurors }.into()),
        (weight, _) => Err(Hindrance::Weights { weight }.into()),
    }
}

fn state_of(campaign: &Campaign) -> Refusal {
    let state = crate::decide::context::word(&campaign.state);
    Refusal::State { row: RowKey::of::<Campaign>(&campaign.id), state }
}

#[inline(never)]
fn publish(context: &mut Context<'_>, id: CampaignId) -> Result<(), Refusal> {
    let mut campaign = (*context.known::<Campaign>(&id)?).clone();
    match campaign.state {
        CampaignState::Draft => {}
        CampaignState::Published => return Ok(()),
        CampaignState::Closed => return Err(state_of(&campaign)),
    }
    let open = context.state.sites.values().filter(|site: &&Arc<Site>| site.closed_on.is_none());
    campaign.sites = order::set(open.map(|site| site.id.clone()));
    must_suffice(context, &campaign)?;
    must_be_whole(&campaign)?;
    campaign.state = CampaignState::Published;
    context.put(campaign);
    Ok(())
}

#[inline(never)]
fn close(context: &mut Context<'_>, id: CampaignId) -> Result<(), Refusal> {
    let mut campaign = (*context.known::<Campaign>(&id)?).clone();
    match campaign.state {
        CampaignState::Published => {}
        CampaignState::Closed => return Ok(()),
        CampaignState::Draft => return Err(state_of(&campaign)),
    }
    campaign.state = CampaignState::Closed;
    context.put(campaign);
    Ok(())
}
