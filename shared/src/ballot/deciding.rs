//! The decision of a call: in the order of the places, within the money of both sections. It is
//! frozen with its minutes; what is given is an order like any other one.

use super::act::{Act, Award, ProjectOutcome};
use super::found::call_of;
use super::score::{ranking, takes_part};
use super::{Ballot, Hindrance};
use crate::article::Pot;
use crate::campaign::{CallDecision, Campaign, CampaignState, RankedProject};
use crate::decide::context::{Context, bad, few, file, optional, required};
use crate::id::SupplyId;
use crate::limits::{CALL_PROJECTS, SHORT_TEXT_CHARS};
use crate::money::Cents;
use crate::refusal::{FieldName, FieldProblem, Refusal};
use crate::supply::deciding::grant;
use crate::supply::{Happened, Supply, SupplyState, Word};
use std::collections::BTreeMap;

#[inline(never)]
pub(super) fn decide(context: &mut Context<'_>, act: &Act) -> Result<(), Refusal> {
    let Act::DecideCall { campaign: id, day, reference, minutes, lot, awards } = act else {
        return Err(Refusal::NotAllowed);
    };
    let (campaign, _) = call_of(context, *id)?;
    if campaign.decision.is_some() {
        return Err(Hindrance::Over.into());
    }
    if campaign.is_open(context.today()) || campaign.state == CampaignState::Draft {
        return Err(Hindrance::StillOpen.into());
    }
    few(FieldName::Lines, awards, CALL_PROJECTS)?;
    let places = ranking(context.state, &campaign, *lot);
    let decided = by_project(context, &campaign, awards)?;
    in_order(&places, &decided)?;
    let mut left = money(&campaign)?;
    for place in &places {
        let Some(award) = decided.get(&place.supply) else {
            return Err(Hindrance::Undecided { supply: place.supply }.into());
        };
        apply(context, place, award, &mut left)?;
    }
    let decision = CallDecision {
        day: *day,
        reference: required(FieldName::Reference, reference, SHORT_TEXT_CHARS)?,
        minutes: minutes.as_ref().map(file).transpose()?,
        lot: *lot,
        ranking: places,
    };
    let state = CampaignState::Closed;
    context.put(Campaign { decision: Some(decision), state, ..(*campaign).clone() });
    let of_call = context.state.ballots.values().filter(|ballot| ballot.campaign == *id);
    for ballot in of_call.cloned().collect::<Vec<_>>() {
        context.put(Ballot { open: true, ..(*ballot).clone() });
    }
    Ok(())
}

/// One award a project.
fn by_project<'a>(
    context: &Context<'_>,
    campaign: &Campaign,
    awards: &'a [Award],
) -> Result<BTreeMap<SupplyId, &'a Award>, Refusal> {
    let mut decided = BTreeMap::new();
    for award in awards {
        let supply = context.known::<Supply>(&award.supply)?;
        let is_here = supply.campaign == campaign.id && takes_part(&supply);
        if !is_here || decided.insert(award.supply, award).is_some() {
            return Err(Hindrance::Undecided { supply: award.supply }.into());
        }
    }
    Ok(decided)
}

/// Nothing is given past a better placed project without a written reason.
fn in_order(
    places: &[RankedProject],
    decided: &BTreeMap<SupplyId, &Award>,
) -> Result<(), Hindrance> {
    let mut passed = None;
    for place in places {
        let Some(award) = decided.get(&place.supply) else { continue };
        match (award.outcome, passed) {
            (ProjectOutcome::Given, Some(supply)) if award.past.trim().is_empty() => {
                return Err(Hindrance::PassedOver { supply, by: place.supply });
            }
            (ProjectOutcome::Given, _) if place.rank.is_none() => {
                return Err(Hindrance::Unranked { supply: place.supply });
            }
            (ProjectOutcome::Waits, None) => passed = Some(place.supply),
            (ProjectOutcome::Given | ProjectOutcome::Waits | ProjectOutcome::Refused, _) => {}
        }
    }
    Ok(())
}

/// What each section of the call has.
fn money(campaign: &Campaign) -> Result<BTreeMap<Pot, Cents>, Refusal> {
    let purse = |(pot, purse): (&Pot, &crate::campaign::Purse)| {
        let total = purse.total.ok_or_else(|| bad(FieldName::Price, FieldProblem::Empty))?;
        Ok((*pot, total))
    };
    campaign.purses.iter().map(purse).collect()
}

fn apply(
    context: &mut Context<'_>,
    place: &RankedProject,
    award: &Award,
    left: &mut BTreeMap<Pot, Cents>,
) -> Result<(), Refusal> {
    let mut supply = (*context.known::<Supply>(&place.supply)?).clone();
    if let Some(project) = &mut supply.project {
        if project.doubtful {
            return Err(Hindrance::Doubtful { supply: supply.id }.into());
        }
        (project.rank, project.hundredths) = (place.rank, place.hundredths);
        project.past = optional(FieldName::Reason, &award.past, SHORT_TEXT_CHARS)?;
        project.decided_on = Some(context.today());
    }
    let text = optional(FieldName::Reason, &award.reason, SHORT_TEXT_CHARS)?;
    let word = match award.outcome {
        ProjectOutcome::Given => {
            reduce(&mut supply, &award.quantities)?;
            spend(&supply, left)?;
            grant(&mut supply);
            Word::Accepted
        }
        ProjectOutcome::Waits => {
            supply.state = SupplyState::WaitingList;
            Word::Waits
        }
        ProjectOutcome::Refused => {
            required(FieldName::Reason, &award.reason, SHORT_TEXT_CHARS)?;
            supply.state = SupplyState::Refused;
            supply.ended_on = Some(context.today());
            Word::Refused
        }
    };
    supply.reason.clone_from(&text);
    supply.history.push(context.entry(Happened { text, ..word.into() }));
    context.put(supply);
    Ok(())
}

/// Gives fewer of some lines; a line of which nothing is given goes.
fn reduce(supply: &mut Supply, quantities: &[u32]) -> Result<(), Refusal> {
    if quantities.is_empty() {
        return Ok(());
    }
    let more = supply.lines.iter().zip(quantities).any(|(line, given)| *given > line.quantity);
    if more || quantities.len() != supply.lines.len() || quantities.iter().all(|given| *given == 0)
    {
        return Err(bad(FieldName::Quantity, FieldProblem::Invalid));
    }
    let pieces = |supply: &Supply| supply.lines.iter().map(|line| line.quantity).sum::<u32>();
    let asked = pieces(supply);
    for (line, given) in supply.lines.iter_mut().zip(quantities) {
        line.quantity = *given;
    }
    supply.lines.retain(|line| line.quantity > 0);
    let is_less = pieces(supply) < asked;
    if let Some(project) = supply.project.as_mut().filter(|_| is_less) {
        project.asked = Some(asked);
    }
    Ok(())
}

/// Takes the price of a project from both sections: each has a limit of its own.
fn spend(supply: &Supply, left: &mut BTreeMap<Pot, Cents>) -> Result<(), Hindrance> {
    for pot in Pot::ALL {
        let (asked, rest) = (supply.price_in(pot), left.entry(pot).or_default());
        if asked > *rest {
            let (left, supply) = (*rest, supply.id);
            return Err(Hindrance::SectionLacks { pot, left, asked, supply });
        }
        *rest = *rest - asked;
    }
    Ok(())
}
