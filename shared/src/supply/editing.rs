//! Changing what was asked for, before it is given: how many of what, at the prices of that day.

use super::act::{Act, Asked};
use super::deciding::must_be_paid;
use super::found::in_state;
use super::{Happened, Item, Line, Supply, SupplyState, Word};
use crate::campaign::{Campaign, CampaignKind};
use crate::decide::context::{Context, bad, optional};
use crate::limits::{LINE_QUANTITY, LONG_TEXT_CHARS};
use crate::refusal::{FieldName, FieldProblem, Refusal};

/// Changes the quantities of a supply that nobody decided on yet; a line that is not named goes.
/// What it costs counts as if it were asked for now, without what it cost before.
#[inline(never)]
pub(super) fn edit(context: &mut Context<'_>, act: &Act) -> Result<(), Refusal> {
    let Act::EditSupply { supply, lines, note } = act else { return Err(Refusal::NotAllowed) };
    let mut supply = context.supply(*supply)?;
    match supply.kind {
        // A loan has its days, a project its text.
        CampaignKind::Loan | CampaignKind::Call => return Err(Refusal::NotAllowed),
        // What the authority proposes, the authority changes.
        CampaignKind::Renewal if !context.actor.role.is_desk() => return Err(Refusal::NotAllowed),
        CampaignKind::SmallBudget | CampaignKind::Renewal | CampaignKind::Improvement => {}
    }
    in_state(&supply, &[SupplyState::Asked, SupplyState::WaitingList])?;
    let changed = changed(&supply, lines)?;
    let note = optional(FieldName::Note, note, LONG_TEXT_CHARS)?;
    if changed == supply.lines && note == supply.note {
        return Ok(());
    }
    // Fewer new ones than old ones go: somebody decided so, and says why.
    let new: u32 = changed.iter().map(|line| line.quantity).sum();
    let fewer = usize::try_from(new).is_ok_and(|new| new < supply.replaces.len());
    if fewer && note.is_empty() {
        return Err(bad(FieldName::Note, FieldProblem::Empty));
    }
    let before = supply.lines.iter().zip(0_u32..);
    let items = before.map(|(line, at)| Item::new(at, line.quantity)).collect();
    // What was typed before stays to be read.
    let text = if note == supply.note { String::new() } else { supply.note.clone() };
    supply.history.push(context.entry(Happened { items, text, ..Word::Edited.into() }));
    (supply.lines, supply.note) = (changed, note);
    if supply.takes_money() {
        let campaign = context.known::<Campaign>(&supply.campaign)?;
        must_be_paid(context, &campaign, &supply)?;
    }
    context.put(supply);
    Ok(())
}

/// The lines with their new quantities. Prices stay those that were asked for.
fn changed(supply: &Supply, lines: &[Asked]) -> Result<Vec<Line>, Refusal> {
    for (at, asked) in lines.iter().enumerate() {
        let is_known = |line: &Line| line.article == asked.article && line.unit == asked.unit;
        let is_twice = lines.iter().take(at).any(|before| before.article == asked.article);
        if is_twice || !supply.lines.iter().any(is_known) {
            return Err(bad(FieldName::Lines, FieldProblem::Invalid));
        }
        if asked.quantity > LINE_QUANTITY {
            let max = LINE_QUANTITY as usize;
            return Err(bad(FieldName::Quantity, FieldProblem::TooLong { max }));
        }
    }
    let of = |line: &Line| {
        let asked = lines.iter().find(|asked| asked.article == line.article)?;
        (asked.quantity > 0).then(|| Line { quantity: asked.quantity, ..line.clone() })
    };
    let changed: Vec<Line> = supply.lines.iter().filter_map(of).collect();
    // All of it gone is a withdrawal, which has its own word and its reason.
    if changed.is_empty() { Err(bad(FieldName::Lines, FieldProblem::Empty)) } else { Ok(changed) }
}
