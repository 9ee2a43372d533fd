//! Rules of legs. What was done at a site is a fact: it is refused before it happens, on the
//! device, and never after; what should not have happened is kept and marked.

use super::act::{Act, HandOver};
use super::found::{in_state, next_leg, wrong_state};
use super::stops::may_stop;
use super::{
    Anomaly, Carrier, FailReason, Happened, Item, Leg, LegDone, LegKind, LegState, Supply,
    SupplyState, Word, arriving, away, loaned,
};
use crate::campaign::CampaignKind;
use crate::day::{Day, paris_day};
use crate::decide::context::{Context, bad, few, optional, photos, required, room_for_words, word};
use crate::id::{SupplyId, TopicId, VisitId};
use crate::limits::{LINE_QUANTITY, LOAN_PIECES, SHORT_TEXT_CHARS, SUPPLY_LEGS, SUPPLY_LINES};
use crate::loan::{Bar, Piece};
use crate::refusal::{Conflict, FieldName, FieldProblem, Refusal};
use crate::role::Role;
use crate::row::RowKey;
use crate::teacher::{Teacher, Training, gate};
use crate::visit::Visit;

fn at(supply: &Supply, leg: u32) -> Result<usize, Refusal> {
    let found = supply.legs.iter().position(|known| known.id == leg);
    found.ok_or_else(|| bad(FieldName::Leg, FieldProblem::Invalid))
}

#[inline(never)]
pub(super) fn plan(
    context: &mut Context<'_>,
    id: SupplyId,
    leg: u32,
    carrier: Option<Carrier>,
) -> Result<(), Refusal> {
    let mut supply = context.supply(id)?;
    let at = at(&supply, leg)?;
    let before = [SupplyState::Accepted, SupplyState::Ready];
    let lent = [SupplyState::Accepted, SupplyState::Ready, SupplyState::Delivered];
    let comes_back = supply.legs[at].kind == LegKind::TakeBack;
    in_state(&supply, if comes_back { &lent } else { &before })?;
    if supply.legs[at].is_done() {
        return Err(wrong_state(&supply));
    }
    if let Some(Carrier::Visit(visit)) = carrier {
        context.visit_for(&supply, visit)?;
    }
    if let Some(Carrier::Stop { technician, slot }) = carrier {
        let (state, today) = (context.state, context.today());
        may_stop(state, &supply, &supply.legs[at], (technician, slot), today)?;
    }
    if supply.legs[at].carrier != carrier {
        supply.legs[at].carrier = carrier;
        loaned::must_fit(context, &supply)?;
        let what = Happened { leg: Some(leg), ..Word::Planned.into() };
        supply.history.push(context.entry(what));
    }
    loaned::keep(context, supply);
    Ok(())
}

/// A technician does what rides with a visit of theirs, or with their round.
fn on_own_way(
    context: &Context<'_>,
    supply: &Supply,
    leg: &Leg,
    visit: Option<VisitId>,
) -> Result<(), Refusal> {
    if context.actor.role != Role::Technician {
        return Ok(());
    }
    let me = context.actor.account;
    if matches!(leg.carrier, Some(Carrier::Stop { technician, .. }) if technician == me) {
        return Ok(());
    }
    let visit = visit.ok_or(Refusal::NotAllowed)?;
    let visit = context.known::<Visit>(&visit)?;
    let theirs = visit.technician == me || visit.was_of(me);
    if theirs && visit.site == supply.site { Ok(()) } else { Err(Refusal::NotAllowed) }
}

#[inline(never)]
pub(super) fn perform(
    context: &mut Context<'_>,
    id: SupplyId,
    leg: u32,
    done: &HandOver,
) -> Result<(), Refusal> {
    let mut supply = context.supply(id)?;
    let at = at(&supply, leg)?;
    on_own_way(context, &supply, &supply.legs[at], done.visit)?;
    let items = some_of(&supply.legs[at], &done.items)?;
    few(FieldName::Equipment, &done.equipment, LINE_QUANTITY as usize)?;
    let received_by = optional(FieldName::Name, &done.received_by, SHORT_TEXT_CHARS)?;
    let photos = photos(&done.photos)?;
    if let LegState::Done(before) = &supply.legs[at].state {
        let is_new = before.by != context.actor.account;
        if is_new && supply.legs[at].kind != LegKind::Perform {
            told_again(context, supply, at, items);
        }
        return Ok(());
    }
    if supply.state.is_given_up() {
        mark(context, &mut supply, at, Anomaly::AfterEnd);
        supply.state = SupplyState::Ready;
        supply.ended_on = None;
    }
    let day = paris_day(context.declared().corrected_ms());
    if is_barred(context, &supply, &supply.legs[at], (done, &items), day) {
        mark(context, &mut supply, at, Anomaly::Untrained);
    }
    let rest = rest_of(&supply.legs[at], &items);
    let leg = &mut supply.legs[at];
    leg.items.clone_from(&items);
    leg.to = done.to.or(leg.to);
    leg.failed = None;
    leg.state = LegState::Done(LegDone {
        when: context.declared(),
        by: context.actor.account,
        by_name: context.actor.name.clone(),
        visit: done.visit,
        received_by,
        equipment: done.equipment.clone(),
        photos,
        lacks: lacks(&done.lacks)?,
    });
    if !rest.is_empty() {
        let (id, kind, to) = (next_leg(&supply.legs), supply.legs[at].kind, supply.legs[at].to);
        supply.legs.push(Leg { to, ..Leg::waiting(id, kind, rest) });
    }
    settle(context, supply, at, items, done)
}

/// What follows from a leg that was done.
fn settle(
    context: &mut Context<'_>,
    mut supply: Supply,
    at: usize,
    items: Vec<Item>,
    done: &HandOver,
) -> Result<(), Refusal> {
    let kind = supply.legs[at].kind;
    let word = if kind == LegKind::TakeBack { Word::Returned } else { Word::Done };
    let text = crate::loan::words::pieces(&done.lacks);
    let what = Happened { leg: Some(supply.legs[at].id), items, text, ..word.into() };
    supply.history.push(context.entry(what));
    away::retire(context, &supply, at);
    if arriving::enter(context, &mut supply, at, &done.devices)? {
        mark(context, &mut supply, at, Anomaly::UnitElsewhere);
    }
    let is_left = |leg: &Leg| leg.kind.gives() && !leg.is_done();
    // Two phones may tell the way there after the way back.
    let is_back = supply.legs.iter().any(|leg| leg.kind == LegKind::TakeBack && leg.is_done());
    if kind.gives() && !is_back && !supply.legs.iter().any(is_left) {
        supply.state = SupplyState::Delivered;
        supply.delivered_on = Some(context.today());
    }
    if loaned::done(context, &mut supply, at, done)? {
        mark(context, &mut supply, at, Anomaly::UnitElsewhere);
    }
    loaned::keep(context, supply);
    Ok(())
}

/// Pieces that a unit lacks, in words that fit.
fn lacks(lacks: &[Piece]) -> Result<Vec<Piece>, Refusal> {
    few(FieldName::Lines, lacks, LOAN_PIECES)?;
    let read = |piece: &Piece| {
        let label = required(FieldName::Text, &piece.label, SHORT_TEXT_CHARS)?;
        Ok(Piece { label, quantity: piece.quantity.min(LINE_QUANTITY) })
    };
    lacks.iter().map(read).collect()
}

/// Whether the rows that are known here would have kept these pieces from being handed over.
fn is_barred(
    context: &Context<'_>,
    supply: &Supply,
    leg: &Leg,
    (done, given): (&HandOver, &[Item]),
    day: Day,
) -> bool {
    let teacher = done.to.or(leg.to).and_then(|teacher| context.find::<Teacher>(&teacher));
    supply.gate_for(leg, given, teacher.as_deref(), day).is_err()
}

/// Marks what was handed over to somebody whose training turns out not to have taken place:
/// `before` is the person as the rows knew them until now, `after` as they are.
pub(crate) fn mark_untrained(context: &mut Context<'_>, before: &Teacher, after: &Teacher) {
    let holds = |(topic, known): (&TopicId, &Training)| {
        after.trained.get(topic).is_some_and(|now| now.day <= known.day)
    };
    if before.trained.iter().all(holds) {
        return;
    }
    let lost = |topic: &TopicId, day| {
        let passes = |one: &Teacher| {
            let there = Teacher { left_on: None, ..one.clone() };
            gate(Some(topic), Some(&there), &one.site, day).is_ok()
        };
        passes(before) && !passes(after)
    };
    let supplies: Vec<_> = context.state.supplies.values().cloned().collect();
    for known in supplies {
        let is_wrong = |leg: &Leg| {
            let done = leg.done().filter(|_| leg.to == Some(after.id));
            let day = done.map(|done| paris_day(done.when.corrected_ms()));
            day.is_some_and(|day| known.required_by(leg).into_iter().any(|topic| lost(topic, day)))
        };
        let wrong: Vec<usize> =
            (0..known.legs.len()).filter(|at| is_wrong(&known.legs[*at])).collect();
        if wrong.is_empty() {
            continue;
        }
        let mut supply = Supply::clone(&known);
        for at in wrong {
            // Whoever corrects did not hand it over: the desk reads the mark, they need not.
            note(&mut supply, at, Anomaly::Untrained);
        }
        context.put(supply);
    }
}

/// Marks what should not have happened, once.
fn note(supply: &mut Supply, at: usize, anomaly: Anomaly) {
    let marked = &mut supply.legs[at].anomalies;
    if !marked.contains(&anomaly) {
        marked.push(anomaly);
    }
}

/// The same, and tells the author.
fn mark(context: &mut Context<'_>, supply: &mut Supply, at: usize, anomaly: Anomaly) {
    note(supply, at, anomaly);
    let row = RowKey::of::<Supply>(&supply.id);
    context.conflict(Conflict::Marked { row, anomaly: word(&anomaly) });
}

/// Somebody else had done it already: what they say is kept, and counts nothing.
fn told_again(context: &mut Context<'_>, mut supply: Supply, at: usize, items: Vec<Item>) {
    let leg = Some(supply.legs[at].id);
    let what = Happened { leg, items, ..Word::ToldAgain.into() };
    let me = context.actor.account;
    if supply.history.iter().any(|entry| entry.by == me && entry.what == what) {
        return;
    }
    mark(context, &mut supply, at, Anomaly::ToldTwice);
    supply.history.push(context.entry(what));
    context.put(supply);
}

/// The pieces of a leg that were handed over: those that are named, or all of them.
fn some_of(leg: &Leg, given: &[Item]) -> Result<Vec<Item>, Refusal> {
    if given.is_empty() || leg.items.is_empty() {
        return Ok(leg.items.clone());
    }
    few(FieldName::Lines, given, SUPPLY_LINES)?;
    let mut items = Vec::new();
    for item in given {
        let of_leg = leg.items.iter().find(|known| known.line == item.line);
        let fits = of_leg.is_some_and(|known| item.quantity <= known.quantity);
        let twice = items.iter().any(|before: &Item| before.line == item.line);
        if (!fits && !leg.is_done()) || twice {
            return Err(bad(FieldName::Quantity, FieldProblem::Invalid));
        }
        if item.quantity > 0 {
            items.push(Item::new(item.line, item.quantity));
        }
    }
    if items.is_empty() {
        return Err(bad(FieldName::Quantity, FieldProblem::Empty));
    }
    Ok(items)
}

/// What of a leg is left when these pieces are handed over.
fn rest_of(leg: &Leg, items: &[Item]) -> Vec<Item> {
    let left = |item: &Item| {
        let done = items.iter().find(|done| done.line == item.line);
        Item::new(item.line, item.quantity - done.map_or(0, |done| done.quantity))
    };
    leg.items.iter().map(left).filter(|item| item.quantity > 0).collect()
}

#[inline(never)]
pub(super) fn fail(context: &mut Context<'_>, act: &Act) -> Result<(), Refusal> {
    let Act::FailLeg { supply, leg, visit, reason, text } = act else {
        return Err(Refusal::NotAllowed);
    };
    let mut supply = context.supply(*supply)?;
    let at = at(&supply, *leg)?;
    on_own_way(context, &supply, &supply.legs[at], *visit)?;
    let text = match reason {
        FailReason::Other => required(FieldName::Reason, text, SHORT_TEXT_CHARS)?,
        FailReason::Unknown => return Err(bad(FieldName::Reason, FieldProblem::Invalid)),
        FailReason::NobodyThere
        | FailReason::NotWithMe
        | FailReason::NoTime
        | FailReason::Training
        | FailReason::Declined => optional(FieldName::Reason, text, SHORT_TEXT_CHARS)?,
    };
    room_for_words(&supply.history)?;
    // Somebody else may have done it meanwhile: then the words alone are kept.
    if !supply.legs[at].is_done() {
        supply.legs[at].failed = Some(*reason);
        supply.legs[at].carrier = None;
    }
    let what = Happened { leg: Some(*leg), text, reason: Some(*reason), ..Word::Failed.into() };
    supply.history.push(context.entry(what));
    loaned::keep(context, supply);
    Ok(())
}

/// The school says how many of each line it lacks in all: what is to come anyway is no news, what
/// was handed over as it seemed is to be brought again.
#[inline(never)]
pub(super) fn tell_missing(
    context: &mut Context<'_>,
    id: SupplyId,
    items: &[Item],
    text: &str,
) -> Result<(), Refusal> {
    let mut supply = context.supply(id)?;
    let text = optional(FieldName::Text, text, SHORT_TEXT_CHARS)?;
    in_state(&supply, &[SupplyState::Ready, SupplyState::Delivered])?;
    // A unit that is lent is not brought again for a piece: a ticket says what it lacks.
    if supply.kind == CampaignKind::Loan {
        return Err(Bar::Begun.into());
    }
    few(FieldName::Lines, items, SUPPLY_LINES)?;
    room_for_words(&supply.history)?;
    let mut told = Vec::new();
    let mut again: Vec<(LegKind, Item)> = Vec::new();
    for item in items.iter().filter(|item| item.quantity > 0) {
        let at = usize::try_from(item.line).ok();
        let line = at.and_then(|at| supply.lines.get(at));
        let line = line.ok_or_else(|| bad(FieldName::Lines, FieldProblem::Invalid))?;
        let (asked, delivered) = (line.quantity, line.kind.is_delivered());
        if item.quantity > asked || told.iter().any(|known: &Item| known.line == item.line) {
            return Err(bad(FieldName::Quantity, FieldProblem::Invalid));
        }
        told.push(Item::new(item.line, item.quantity));
        let more = item.quantity.saturating_sub(supply.rest(item.line));
        let lacks = take_back_count(&mut supply, item.line, more);
        if lacks > 0 {
            let kind = if delivered { LegKind::Deliver } else { LegKind::Perform };
            again.push((kind, Item::new(item.line, lacks)));
        }
    }
    if told.is_empty() {
        return Err(bad(FieldName::Quantity, FieldProblem::Empty));
    }
    for kind in [LegKind::Deliver, LegKind::Perform] {
        let items: Vec<_> = again.iter().filter(|(of, _)| *of == kind).map(|(_, i)| *i).collect();
        if !items.is_empty() {
            few(FieldName::Lines, &supply.legs, SUPPLY_LEGS - 1)?;
            let (id, to) = (next_leg(&supply.legs), supply.teacher);
            supply.legs.push(Leg { to, ..Leg::waiting(id, kind, items) });
        }
    }
    if !again.is_empty() {
        supply.state = SupplyState::Ready;
        supply.delivered_on = None;
    }
    let what = Happened { text, items: told, ..Word::Missing.into() };
    // Tapped twice, or on two tablets: said once.
    if supply.history.last().is_none_or(|last| last.what != what) {
        supply.history.push(context.entry(what));
    }
    context.put(supply);
    Ok(())
}

/// Takes that many pieces of a line out of what counts as handed over, the last ones first;
/// returns how many there were.
fn take_back_count(supply: &mut Supply, line: u32, more: u32) -> u32 {
    let mut left = more;
    for leg in supply.legs.iter_mut().rev().filter(|leg| leg.is_done() && leg.kind.gives()) {
        for item in leg.items.iter_mut().filter(|item| item.line == line) {
            let lacks = left.min(item.quantity.saturating_sub(item.missing));
            item.missing += lacks;
            left -= lacks;
        }
    }
    more - left
}
