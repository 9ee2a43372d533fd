//! The rule of a visit that nobody had planned.

use super::{Happened, Visit, VisitState};
use crate::day::HalfDay;
use crate::decide::context::Context;
use crate::id::{SiteId, VisitId};
use crate::refusal::Refusal;

/// A technician is at a site where nothing was planned for them. It is what they do: neither the
/// plan nor the week of the site refuses it. It counts for the quarter of its day; a site that has
/// several visits in a quarter is covered once.
#[inline(never)]
pub(super) fn start(
    context: &mut Context<'_>,
    id: VisitId,
    site: &SiteId,
    slot: HalfDay,
) -> Result<(), Refusal> {
    context.must_be_new::<Visit>(&id)?;
    context.site(site)?;
    let calendar = context.state.calendar();
    // The clock of a device may be years off.
    let quarter = calendar.quarter_of(slot.day);
    let quarter = quarter.or_else(|| calendar.current_quarter(context.today()));
    let quarter = quarter.ok_or(Refusal::UnknownQuarter)?.id.clone();
    let technician = context.actor.account;
    let mut visit = Visit::new(id, site.clone(), quarter, technician, slot, VisitState::OnSite);
    visit.started = Some(context.declared());
    let began = [Happened::Unplanned, Happened::Started].map(|what| context.entry(what));
    visit.history.extend(began);
    context.put(visit);
    Ok(())
}
