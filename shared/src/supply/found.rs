//! What every rule of supplies begins with: the supply, its state, the next leg.

use super::{Leg, Line, Supply, SupplyState};
use crate::article::Article;
use crate::decide::context::{Context, bad, word};
use crate::id::{SiteId, SupplyId, TeacherId, VisitId};
use crate::refusal::{FieldName, FieldProblem, Refusal};
use crate::row::RowKey;
use crate::teacher::Teacher;
use crate::visit::Visit;

impl Context<'_> {
    /// A supply that the actor may touch.
    pub(super) fn supply(&self, id: SupplyId) -> Result<Supply, Refusal> {
        let supply = self.known::<Supply>(&id)?;
        self.may_touch_site(&supply.site)?;
        Ok((*supply).clone())
    }

    /// A visit of the supply's site that is ahead, for its legs to ride with.
    pub(super) fn visit_for(&self, supply: &Supply, id: VisitId) -> Result<(), Refusal> {
        let visit = self.known::<Visit>(&id)?;
        match visit.site == supply.site && visit.is_ahead() {
            true => Ok(()),
            false => Err(bad(FieldName::Visit, FieldProblem::Invalid)),
        }
    }
}

/// Whoever is named as the user of an order teaches at its school.
pub(crate) fn must_be_named_here(
    context: &Context<'_>,
    site: &SiteId,
    teacher: Option<TeacherId>,
) -> Result<(), Refusal> {
    let Some(teacher) = teacher else { return Ok(()) };
    let known = context.known::<Teacher>(&teacher)?;
    match known.site == *site && known.is_there() {
        true => Ok(()),
        false => Err(bad(FieldName::Teachers, FieldProblem::Invalid)),
    }
}

/// Refuses what the state of the supply does not allow.
pub(super) fn in_state(supply: &Supply, allowed: &[SupplyState]) -> Result<(), Refusal> {
    if allowed.contains(&supply.state) { Ok(()) } else { Err(wrong_state(supply)) }
}

/// The refusal that names the state.
pub(super) fn wrong_state(supply: &Supply) -> Refusal {
    let row = RowKey::of::<Supply>(&supply.id);
    Refusal::State { row, state: word(&supply.state) }
}

/// The number of the next leg.
pub(super) fn next_leg(legs: &[Leg]) -> u32 {
    legs.iter().map(|leg| leg.id).max().unwrap_or(0) + 1
}

/// An article as it is asked for: what changes later in the catalogue changes no supply.
pub(super) fn line_of(article: &Article, quantity: u32) -> Line {
    let known = article.clone();
    Line {
        article: known.id,
        label: known.label,
        kind: known.kind,
        pot: known.pot,
        unit: known.unit,
        vat: known.vat,
        quantity,
        minutes: known.minutes,
        origin: known.origin,
        requires: known.requires,
        supplier: known.supplier,
        reference: known.reference,
    }
}
