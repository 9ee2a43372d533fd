//! «Prévenez-moi»: a school waits until a unit is free on its days, and asks for it then. There is
//! no queue, and nothing is lent by itself: whoever asks first has it.

use super::act::Act;
use super::found::{asked, fits, kit, must_be_open, must_be_possible};
use crate::campaign::Campaign;
use crate::decide::context::Context;
use crate::id::SupplyId;
use crate::loan::Bar;
use crate::refusal::Refusal;
use crate::supply::{Supply, SupplyState, Word, loaned};
use std::sync::Arc;

#[inline(never)]
pub(super) fn wait(context: &mut Context<'_>, act: &Act) -> Result<(), Refusal> {
    let Act::WaitForLoan { supply, site, campaign, article, days, note } = act else {
        return Err(Refusal::NotAllowed);
    };
    let of = (*supply, campaign, article);
    let (mut wish, ..) = asked(context, of, site, (*days, None, note))?;
    let known = context.state.supplies.values();
    let same = |other: &&Arc<Supply>| {
        let of = |one: &Supply| one.lines.first().map(|line| line.article);
        other.waits_by_wish()
            && (&other.site, other.period, of(other)) == (site, Some(*days), of(&wish))
    };
    // Two taps mean the same.
    if known.into_iter().any(|other| same(&other)) {
        return Ok(());
    }
    wish.state = SupplyState::WaitingList;
    wish.history = vec![context.entry(Word::Waits.into())];
    loaned::keep(context, wish);
    Ok(())
}

#[inline(never)]
pub(super) fn claim(context: &mut Context<'_>, id: SupplyId) -> Result<(), Refusal> {
    let (mut loan, days, article) = loaned::known(context, id)?;
    // Somebody else of the school was faster, or the desk.
    if matches!(loan.state, SupplyState::Asked | SupplyState::Accepted | SupplyState::Ready) {
        return Ok(());
    }
    if !loan.waits_by_wish() {
        return Err(loaned::wrong_state(&loan));
    }
    if days.first < context.today() {
        return Err(Bar::Past.into());
    }
    let campaign = context.known::<Campaign>(&loan.campaign)?;
    must_be_open(context, &campaign, &article)?;
    let site = context.site(&loan.site)?;
    must_be_possible(context, &loan, &site, (&campaign, kit(&article)?), days)?;
    fits(context, &campaign, &article, (&loan, days))?;
    loan.state = SupplyState::Asked;
    loan.asked_on = context.today();
    loan.history.push(context.entry(Word::Asked.into()));
    loaned::keep(context, loan);
    Ok(())
}
