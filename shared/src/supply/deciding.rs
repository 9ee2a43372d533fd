//! Rules of asking and deciding. The money that is spent is never more than there is, as far as
//! whoever decides knows: a device knows its own orders, the server knows all.

use super::act::{Act, Asked};
use super::balance::{Of, of_line, of_site, spent};
use super::found::{in_state, line_of, must_be_named_here, next_leg, wrong_state};
use super::{
    Carrier, Happened, Item, Leg, LegKind, LegState, Line, Supply, SupplyState, Word, away, loaned,
};
use crate::article::{Article, ArticleKind, Pot};
use crate::campaign::{Campaign, CampaignKind, CampaignState};
use crate::day::paris_day;
use crate::decide::context::{Context, bad, few, optional, required};
use crate::id::{SupplyId, VisitId};
use crate::limits::{
    CLOCK_OFFSET_SHOWN_MS, LATE_ORDER_SCHOOL_DAYS, LINE_QUANTITY, LONG_TEXT_CHARS,
    SHORT_TEXT_CHARS, SUPPLY_LINES,
};
use crate::loan::Bar;
use crate::money::Cents;
use crate::refusal::{FieldName, FieldProblem, Refusal};
use crate::role::Role;

#[inline(never)]
pub(super) fn ask(context: &mut Context<'_>, act: &Act) -> Result<(), Refusal> {
    let asked = asked(context, act, |context, campaign| match campaign.kind {
        // A call asks for a project, a loan for its days.
        CampaignKind::Call | CampaignKind::Loan => Err(Refusal::NotAllowed),
        CampaignKind::SmallBudget | CampaignKind::Renewal | CampaignKind::Improvement => {
            is_late(context, campaign)
        }
    })?;
    context.put(asked);
    Ok(())
}

/// What is asked for, once all that holds of it was looked at; `late` says whether it comes late,
/// or too late.
pub(crate) fn asked(
    context: &Context<'_>,
    act: &Act,
    late: impl Fn(&Context<'_>, &Campaign) -> Result<bool, Refusal>,
) -> Result<Supply, Refusal> {
    let Act::AskSupply { supply, site, campaign, lines, note, teacher, replaces } = act else {
        return Err(Refusal::NotAllowed);
    };
    context.must_be_new::<Supply>(supply)?;
    let place = context.site(site)?;
    if place.closed_on.is_some_and(|on| on <= context.today()) {
        return Err(bad(FieldName::Sites, FieldProblem::Invalid));
    }
    let campaign = context.known::<Campaign>(campaign)?;
    // What is lent is asked for with its days.
    if campaign.kind == CampaignKind::Loan {
        return Err(Bar::NoLoan.into());
    }
    // A school asks; a renewal is proposed to it.
    if campaign.kind == CampaignKind::Renewal && !context.actor.role.is_desk() {
        return Err(Refusal::NotAllowed);
    }
    let late = late(context, &campaign)?;
    away::not_replaced_twice(context, site, replaces)?;
    must_be_named_here(context, site, *teacher)?;
    let asked = Supply {
        id: *supply,
        site: site.clone(),
        campaign: campaign.id,
        kind: campaign.kind,
        lines: copied(context, &campaign, lines)?,
        period: None,
        unit: String::new(),
        replaces: replaces.clone(),
        teacher: *teacher,
        project: None,
        legs: Vec::new(),
        state: SupplyState::Asked,
        asked_on: context.today(),
        late,
        delivered_on: None,
        ended_on: None,
        reason: String::new(),
        note: optional(FieldName::Note, note, LONG_TEXT_CHARS)?,
        history: vec![context.entry(Word::Asked.into())],
        version: 0,
    };
    if asked.takes_money() {
        must_be_paid(context, &campaign, &asked)?;
    }
    Ok(asked)
}

/// Whether it was typed before the closing day and comes after; refused when neither. The day of
/// the server counts, but for a device without a network whose clock is believed.
pub(crate) fn is_late(context: &Context<'_>, campaign: &Campaign) -> Result<bool, Refusal> {
    let today = context.today();
    if campaign.is_open(today) {
        return Ok(false);
    }
    let declared = context.declared();
    let typed = paris_day(declared.at_ms);
    let is_believed = declared.offset_ms.abs() <= CLOCK_OFFSET_SHOWN_MS;
    let calendar = context.state.calendar();
    let until = calendar.after_school_days(campaign.closes, LATE_ORDER_SCHOOL_DAYS);
    let was_open = campaign.opens <= typed && typed <= campaign.closes;
    // A call that was closed by hand still waits for what was written in time.
    let is_call = campaign.kind == CampaignKind::Call && campaign.state == CampaignState::Closed;
    let is_ended = campaign.state == CampaignState::Published || is_call;
    match is_ended && was_open && is_believed && today <= until {
        true => Ok(true),
        false => Err(Refusal::CampaignClosed { opens: campaign.opens, closes: campaign.closes }),
    }
}

/// The lines as they are sold now. The price that was seen is the price that counts.
fn copied(
    context: &Context<'_>,
    campaign: &Campaign,
    asked: &[Asked],
) -> Result<Vec<Line>, Refusal> {
    few(FieldName::Lines, asked, SUPPLY_LINES)?;
    if asked.is_empty() {
        return Err(bad(FieldName::Lines, FieldProblem::Empty));
    }
    let mut lines = Vec::new();
    for (at, Asked { article, quantity, unit }) in asked.iter().enumerate() {
        let known = context.known::<Article>(article)?;
        // What was asked for in time is judged by the day on which it was typed.
        let day = paris_day(context.declared().corrected_ms()).min(context.today());
        let is_sold = known.kind != ArticleKind::LoanKit;
        if !is_sold || !known.is_offered(day) || !campaign.has(*article) {
            return Err(Refusal::NotOffered { label: known.label.clone() });
        }
        if known.unit != *unit {
            let (label, seen, now) = (known.label.clone(), *unit, known.unit);
            return Err(Refusal::PriceChanged { label, seen, now });
        }
        if *quantity == 0 {
            return Err(bad(FieldName::Quantity, FieldProblem::Empty));
        }
        if *quantity > LINE_QUANTITY {
            let max = LINE_QUANTITY as usize;
            return Err(bad(FieldName::Quantity, FieldProblem::TooLong { max }));
        }
        if asked.iter().take(at).any(|before| before.article == *article) {
            return Err(bad(FieldName::Lines, FieldProblem::Invalid));
        }
        if !campaign.purses.contains_key(&known.pot) {
            return Err(Refusal::NotOffered { label: known.label.clone() });
        }
        lines.push(line_of(&known, *quantity));
    }
    Ok(lines)
}

/// Both ceilings: what the site may spend, and what the line of the budget has.
pub(super) fn must_be_paid(
    context: &Context<'_>,
    campaign: &Campaign,
    supply: &Supply,
) -> Result<(), Refusal> {
    let known = || context.state.supplies.values();
    for pot in Pot::ALL {
        let price = supply.price_in(pot);
        if price == Cents::ZERO {
            continue;
        }
        let but = Some(supply.id);
        let own = Of { campaign: campaign.id, pot, site: Some(&supply.site), but };
        if let Some(balance) = of_site(campaign, known(), &supply.site, pot) {
            let remaining = balance.total - spent(known(), own);
            if remaining < price {
                return Err(Refusal::Allowance { remaining });
            }
        }
        if let Some(balance) = of_line(campaign, known(), pot) {
            let remaining = balance.total - spent(known(), Of { site: None, ..own });
            if remaining < price {
                let purse = campaign.purses.get(&pot);
                let line = purse.map(|purse| purse.line.clone()).unwrap_or_default();
                return Err(Refusal::LineSpent { line, remaining });
            }
        }
    }
    Ok(())
}

/// Renewals and improvements are decided by the coordinator alone; orders and loans by any desk.
fn may_decide(context: &Context<'_>, supply: &Supply) -> Result<(), Refusal> {
    let by_desk = matches!(supply.kind, CampaignKind::SmallBudget | CampaignKind::Loan);
    let may = by_desk || context.actor.role == Role::Coordinator;
    if may { Ok(()) } else { Err(Refusal::NotAllowed) }
}

#[inline(never)]
pub(super) fn accept(
    context: &mut Context<'_>,
    id: SupplyId,
    visit: Option<VisitId>,
) -> Result<(), Refusal> {
    let mut supply = context.supply(id)?;
    may_decide(context, &supply)?;
    match supply.state {
        SupplyState::Asked | SupplyState::WaitingList => {}
        // Two people at two desks mean the same.
        SupplyState::Accepted | SupplyState::Ready | SupplyState::Delivered => return Ok(()),
        SupplyState::Closed | SupplyState::Refused | SupplyState::Cancelled => {
            return Err(wrong_state(&supply));
        }
    }
    let campaign = context.known::<Campaign>(&supply.campaign)?;
    if campaign.kind == CampaignKind::Call && campaign.decision.is_none() {
        return Err(wrong_state(&supply));
    }
    must_be_paid(context, &campaign, &supply)?;
    grant(&mut supply);
    ride(context, &mut supply, visit)?;
    loaned::must_fit(context, &supply)?;
    supply.history.push(context.entry(Word::Accepted.into()));
    loaned::keep(context, supply);
    Ok(())
}

/// The authority gives it: from then on it is an order like any other one.
pub(crate) fn grant(supply: &mut Supply) {
    supply.legs = legs_of(supply);
    let is_ready = !supply.legs.iter().any(|leg| leg.kind == LegKind::Deliver);
    // Work needs nothing that has to be bought first.
    supply.state = if is_ready { SupplyState::Ready } else { SupplyState::Accepted };
    supply.reason.clear();
}

/// One hand-over of all that is carried, one piece of work for each service, and one leg for what
/// is replaced: new one in, old one out, one trip.
fn legs_of(supply: &Supply) -> Vec<Leg> {
    let items = supply.lines.iter().zip(0_u32..);
    let (carried, work): (Vec<_>, Vec<_>) = items.partition(|(line, _)| line.kind.is_delivered());
    let item = |(line, at): &(&Line, u32)| Item::new(*at, line.quantity);
    let mut legs = Vec::new();
    if !carried.is_empty() {
        let items = carried.iter().map(item).collect();
        let leg = Leg { to: supply.teacher, ..Leg::waiting(1, LegKind::Deliver, items) };
        legs.push(leg);
    }
    if supply.kind == CampaignKind::Loan {
        let items = carried.iter().map(item).collect();
        legs.push(Leg::waiting(next_leg(&legs), LegKind::TakeBack, items));
    }
    for service in &work {
        let id = next_leg(&legs);
        legs.push(Leg::waiting(id, LegKind::Perform, vec![item(service)]));
    }
    if !supply.replaces.is_empty() {
        let leg = Leg::waiting(next_leg(&legs), LegKind::TakeAway, Vec::new());
        legs.push(Leg { equipment: supply.replaces.clone(), ..leg });
    }
    legs
}

/// Lets the legs that go with nobody ride with a visit.
fn ride(context: &Context<'_>, supply: &mut Supply, visit: Option<VisitId>) -> Result<(), Refusal> {
    let Some(visit) = visit else { return Ok(()) };
    context.visit_for(supply, visit)?;
    // What is lent comes back by another way.
    let waits = |leg: &&mut Leg| {
        let is_open = leg.state == LegState::Waiting && leg.carrier.is_none();
        is_open && leg.kind != LegKind::TakeBack
    };
    for leg in supply.legs.iter_mut().filter(waits) {
        leg.carrier = Some(Carrier::Visit(visit));
    }
    Ok(())
}

#[inline(never)]
pub(super) fn wait(context: &mut Context<'_>, id: SupplyId, reason: &str) -> Result<(), Refusal> {
    let mut supply = context.supply(id)?;
    may_decide(context, &supply)?;
    let text = required(FieldName::Reason, reason, SHORT_TEXT_CHARS)?;
    in_state(&supply, &[SupplyState::Asked, SupplyState::WaitingList])?;
    // Who waits of a call is said by its decision, with the places.
    (supply.kind != CampaignKind::Call).then_some(()).ok_or_else(|| wrong_state(&supply))?;
    supply.state = SupplyState::WaitingList;
    supply.reason.clone_from(&text);
    supply.history.push(context.entry(Happened { text, ..Word::Waits.into() }));
    loaned::keep(context, supply);
    Ok(())
}

#[inline(never)]
pub(super) fn refuse(context: &mut Context<'_>, id: SupplyId, reason: &str) -> Result<(), Refusal> {
    let mut supply = context.supply(id)?;
    may_decide(context, &supply)?;
    let text = required(FieldName::Reason, reason, SHORT_TEXT_CHARS)?;
    in_state(&supply, &[SupplyState::Asked, SupplyState::WaitingList])?;
    give_up(context, &mut supply, SupplyState::Refused, Word::Refused, text);
    loaned::keep(context, supply);
    Ok(())
}

#[inline(never)]
pub(super) fn cancel(context: &mut Context<'_>, id: SupplyId, reason: &str) -> Result<(), Refusal> {
    let mut supply = context.supply(id)?;
    let text = required(FieldName::Reason, reason, SHORT_TEXT_CHARS)?;
    if supply.state == SupplyState::Cancelled {
        return Ok(());
    }
    let before = [SupplyState::Asked, SupplyState::WaitingList];
    let begun = [SupplyState::Accepted, SupplyState::Ready];
    in_state(&supply, &[before, begun].concat())?;
    if supply.has_begun() {
        return Err(wrong_state(&supply));
    }
    give_up(context, &mut supply, SupplyState::Cancelled, Word::Cancelled, text);
    loaned::keep(context, supply);
    Ok(())
}

fn give_up(
    context: &Context<'_>,
    supply: &mut Supply,
    state: SupplyState,
    what: Word,
    text: String,
) {
    supply.state = state;
    supply.ended_on = Some(context.today());
    supply.reason.clone_from(&text);
    supply.history.push(context.entry(Happened { text, ..what.into() }));
}

#[inline(never)]
pub(super) fn prepare(
    context: &mut Context<'_>,
    id: SupplyId,
    visit: Option<VisitId>,
) -> Result<(), Refusal> {
    let mut supply = context.supply(id)?;
    in_state(&supply, &[SupplyState::Accepted, SupplyState::Ready])?;
    ride(context, &mut supply, visit)?;
    if supply.kind == CampaignKind::Loan && supply.unit.is_empty() {
        return Err(Bar::NoUnitChosen.into());
    }
    if supply.state == SupplyState::Accepted {
        supply.state = SupplyState::Ready;
        supply.history.push(context.entry(Word::Prepared.into()));
    }
    loaned::keep(context, supply);
    Ok(())
}

#[inline(never)]
pub(super) fn confirm(context: &mut Context<'_>, id: SupplyId) -> Result<(), Refusal> {
    let supply = context.supply(id)?;
    if supply.state == SupplyState::Closed {
        return Ok(());
    }
    in_state(&supply, &[SupplyState::Delivered])?;
    if supply.kind == CampaignKind::Loan {
        // The school has it, and gives it back later.
        let mut supply = supply;
        if !supply.history.iter().any(|entry| entry.what.what == Word::Confirmed) {
            supply.history.push(context.entry(Word::Confirmed.into()));
        }
        context.put(supply);
        return Ok(());
    }
    end(context, supply, Word::Confirmed);
    Ok(())
}

#[inline(never)]
pub(super) fn close(context: &mut Context<'_>, id: SupplyId) -> Result<(), Refusal> {
    let supply = context.supply(id)?;
    if !supply.closes_unanswered(&context.state.calendar(), context.today()) {
        return Err(wrong_state(&supply));
    }
    end(context, supply, Word::Closed);
    Ok(())
}

fn end(context: &mut Context<'_>, mut supply: Supply, what: Word) {
    supply.state = SupplyState::Closed;
    supply.ended_on = Some(context.today());
    supply.history.push(context.entry(what.into()));
    context.put(supply);
}
