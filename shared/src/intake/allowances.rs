//! Allowances of single schools: other amounts of the small budget that is prepared or open.

use super::{AllowanceChange, Intake};
use crate::article::Pot;
use crate::campaign::{Act, Campaign, CampaignKind, CampaignState, Draft};
use crate::day::Day;
use crate::import::allowances;
use crate::import::problem::WholeFileProblem;
use crate::import::{FileKind, FileTable};
use crate::row::State;
use std::sync::Arc;

/// The small budget that such a file is about: the one that opens last of those that are not
/// closed.
fn campaign(state: &State) -> Option<&Arc<Campaign>> {
    let all = state.campaigns.values();
    let of = all
        .filter(|one| one.kind == CampaignKind::SmallBudget && one.state != CampaignState::Closed);
    of.max_by_key(|one| (one.opens, one.id))
}

/// The section of which schools have amounts of their own.
fn pot(campaign: &Campaign) -> Option<Pot> {
    let of = |pot: &Pot| campaign.purses.get(pot).is_some_and(|purse| purse.each.is_some());
    let own = Pot::ALL.into_iter().find(of);
    own.or_else(|| campaign.purses.keys().next().copied())
}

pub(super) fn read(
    table: &FileTable,
    state: &State,
    today: Day,
) -> Result<Intake, WholeFileProblem> {
    let site = |code: &str| state.sites.get(&code.into()).cloned();
    let (rows, problems) = allowances::read(table, site, today)?;
    let known = campaign(state).ok_or(WholeFileProblem::NoSmallBudget)?;
    let pot = pot(known).ok_or(WholeFileProblem::NoSmallBudget)?;
    let mut intake = Intake::new(FileKind::Allowances);
    intake.problems = problems;
    let mut purses = known.purses.clone();
    let Some(purse) = purses.get_mut(&pot) else { return Ok(intake) };
    for row in rows {
        let before = known.allowance(&row.site, pot);
        purse.overrides.insert(row.site.clone(), row.amount);
        match row.reason.is_empty() {
            true => purse.reasons.remove(&row.site),
            false => purse.reasons.insert(row.site.clone(), row.reason.clone()),
        };
        let (line, site, after, reason) = (row.line, row.site, row.amount, row.reason);
        intake.allowances.push(AllowanceChange { line, site, before, after, reason });
    }
    let Campaign { kind, label, year, opens, closes, articles, call, open_loans, .. } =
        (**known).clone();
    let open_loans = Some(open_loans);
    let draft = Draft { kind, label, year, opens, closes, purses, articles, call, open_loans };
    if !intake.allowances.is_empty() {
        intake.commands.push(Act::SetCampaign { campaign: known.id, draft }.into());
    }
    Ok(intake)
}
