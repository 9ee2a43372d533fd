//! Rules of loans: on no day are more units taken than there are, late ones block, and what was
//! handed over is a fact.

use super::act::Act;
use super::found::{asked, fits, kit, must_be_possible};
use super::taking::UnitState;
use super::{Bar, LoanDays, bringing, stock, waiting};
use crate::article::Article;
use crate::campaign::Campaign;
use crate::decide::context::{Context, optional, required};
use crate::entity::Facet;
use crate::id::{ArticleId, CampaignId, SiteId, SupplyId, TicketId};
use crate::limits::SHORT_TEXT_CHARS;
use crate::refusal::{FieldName, Refusal};
use crate::role::Role;
use crate::row::{Kind, Read, RowKey, State};
use crate::supply::{Happened, Supply, SupplyState, Word, loaned};
use crate::teacher::Teacher;

impl Act {
    /// Whether that role may give it at all; [`Act::apply`] then looks at whose row it is.
    pub(crate) fn is_allowed(&self, role: Role) -> bool {
        match self {
            Act::AskLoan { .. } | Act::SetLoanDays { .. } | Act::TellLack { .. } => {
                role == Role::Teacher || role.is_desk()
            }
            Act::WaitForLoan { .. } | Act::ClaimLoan { .. } => {
                role == Role::Teacher || role.is_desk()
            }
            Act::ChooseUnit { .. }
            | Act::SetUnit { .. }
            | Act::ImportUnits { .. }
            | Act::ImportLoans { .. } => role.is_desk(),
        }
    }

    /// The rows that [`Act::apply`] looks at, as far as the loaded ones tell.
    pub(crate) fn reads(&self, state: &State) -> Vec<Read> {
        let of_known = |supply: &SupplyId| {
            let known = state.supplies.get(supply);
            let mut reads = vec![Read::Row(RowKey::of::<Supply>(supply))];
            reads.extend(known.into_iter().flat_map(|known| loaned::reads(known, state)));
            reads
        };
        match self {
            Act::AskLoan { supply, site, campaign, article, teacher, .. } => {
                let user = teacher.map(|user| Read::Row(RowKey::of::<Teacher>(&user)));
                user.into_iter().chain(of_wish(*supply, site, *campaign, *article)).collect()
            }
            Act::WaitForLoan { supply, site, campaign, article, .. } => {
                of_wish(*supply, site, *campaign, *article)
            }
            Act::SetLoanDays { supply, .. } | Act::ClaimLoan { supply } => {
                let mut reads = of_known(supply);
                if let Some(known) = state.supplies.get(supply) {
                    let group = Facet::Group(known.campaign.to_string());
                    reads.push(Read::Where(Kind::Supply, group));
                    reads.push(Read::Row(RowKey::of::<Campaign>(&known.campaign)));
                }
                reads
            }
            Act::ChooseUnit { supply, .. } => of_known(supply),
            Act::TellLack { supply, ticket, .. } => {
                let mut reads = of_known(supply);
                reads.push(Read::Row(RowKey::ticket(*ticket)));
                reads
            }
            Act::SetUnit { article, unit } => {
                stock::reads(state, *article, std::slice::from_ref(unit))
            }
            Act::ImportUnits { article, units, .. } => stock::reads(state, *article, units),
            Act::ImportLoans { campaign, loans } => bringing::reads(state, *campaign, loans),
        }
    }

    /// Changes the rows of the context.
    ///
    /// # Errors
    /// Why it cannot be done.
    pub(crate) fn apply(&self, context: &mut Context<'_>) -> Result<(), Refusal> {
        match self {
            Act::AskLoan { .. } => ask(context, self),
            Act::SetLoanDays { supply, days, reason } => set_days(context, *supply, *days, reason),
            Act::ChooseUnit { supply, unit } => choose_unit(context, *supply, unit),
            Act::TellLack { supply, ticket, text } => tell_lack(context, *supply, *ticket, text),
            Act::WaitForLoan { .. } => waiting::wait(context, self),
            Act::ClaimLoan { supply } => waiting::claim(context, *supply),
            Act::SetUnit { article, unit } => stock::set(context, *article, unit),
            Act::ImportUnits { .. } => stock::import(context, self),
            Act::ImportLoans { campaign, loans } => bringing::bring(context, *campaign, loans),
        }
    }
}

/// What a wish looks at.
fn of_wish(supply: SupplyId, site: &SiteId, campaign: CampaignId, article: ArticleId) -> Vec<Read> {
    let own = [RowKey::of::<Supply>(&supply), RowKey::site(site)];
    let of = [RowKey::of::<Campaign>(&campaign), RowKey::of::<Article>(&article)];
    let rows = own.into_iter().chain(of).map(Read::Row);
    let others = Read::Where(Kind::Supply, Facet::Group(campaign.to_string()));
    rows.chain([others, Read::All(Kind::Calendar)]).collect()
}

#[inline(never)]
fn ask(context: &mut Context<'_>, act: &Act) -> Result<(), Refusal> {
    let Act::AskLoan { supply, site, campaign, article, days, note, teacher } = act else {
        return Err(Refusal::NotAllowed);
    };
    let of = (*supply, campaign, article);
    let (asked, campaign, article) = asked(context, of, site, (*days, *teacher, note))?;
    fits(context, &campaign, &article, (&asked, *days))?;
    loaned::keep(context, asked);
    Ok(())
}

#[inline(never)]
fn set_days(
    context: &mut Context<'_>,
    id: SupplyId,
    days: LoanDays,
    reason: &str,
) -> Result<(), Refusal> {
    let (mut loan, before, article) = loaned::known(context, id)?;
    let text = optional(FieldName::Reason, reason, SHORT_TEXT_CHARS)?;
    let today = context.today();
    match loan.state {
        SupplyState::Delivered if days.first != before.first => return Err(Bar::Begun.into()),
        SupplyState::Delivered => {}
        // Before it was handed over the desk proposes other days; a school withdraws.
        SupplyState::Asked
        | SupplyState::WaitingList
        | SupplyState::Accepted
        | SupplyState::Ready => {
            if !context.actor.role.is_desk() {
                return Err(Refusal::NotAllowed);
            }
            if days.first < today {
                return Err(Bar::Past.into());
            }
        }
        SupplyState::Closed | SupplyState::Refused | SupplyState::Cancelled => {
            return Err(loaned::wrong_state(&loan));
        }
    }
    if days == before {
        return Ok(());
    }
    if days.last < today {
        return Err(Bar::Past.into());
    }
    let campaign = context.known::<Campaign>(&loan.campaign)?;
    let site = context.site(&loan.site)?;
    let kit = kit(&article)?;
    must_be_possible(context, &loan, &site, (&campaign, kit), days)?;
    loaned::must_be_free(context, kit, days, loan.id)?;
    loan.period = Some(days);
    // A stop on a day that is none of the loan any more waits for another one.
    loaned::drop_stops(&mut loan, days);
    let what = Happened { text, days: Some(days), ..Word::Days.into() };
    loan.history.push(context.entry(what));
    loaned::keep(context, loan);
    Ok(())
}

#[inline(never)]
fn choose_unit(context: &mut Context<'_>, id: SupplyId, label: &str) -> Result<(), Refusal> {
    let (mut loan, days, article) = loaned::known(context, id)?;
    loaned::in_state(&loan, &[SupplyState::Accepted, SupplyState::Ready])?;
    let kit = kit(&article)?;
    let unit = kit.unit(label).ok_or_else(|| Bar::UnknownUnit { label: label.to_owned() })?;
    if unit.state != UnitState::Works {
        return Err(Bar::NotWorking { label: unit.label.clone() }.into());
    }
    let (calendar, today) = (context.state.calendar(), context.today());
    let taken = kit.unit_taken(&calendar, (&unit.label, days), today, id);
    let taken = taken.or_else(|| kit.out_with(&unit.label, id).filter(|_| days.first <= today));
    if let Some(with) = taken {
        let label = unit.label.clone();
        return Err(Bar::UnitTaken { label, with, site: None }.into());
    }
    if loan.unit == unit.label && loan.state == SupplyState::Ready {
        return Ok(());
    }
    loan.unit.clone_from(&unit.label);
    loan.state = SupplyState::Ready;
    let what = Happened { text: unit.label.clone(), ..Word::Prepared.into() };
    loan.history.push(context.entry(what));
    loaned::keep(context, loan);
    Ok(())
}

#[inline(never)]
fn tell_lack(
    context: &mut Context<'_>,
    id: SupplyId,
    ticket: TicketId,
    text: &str,
) -> Result<(), Refusal> {
    let (mut loan, ..) = loaned::known(context, id)?;
    let text = required(FieldName::Text, text, SHORT_TEXT_CHARS)?;
    loaned::in_state(&loan, &[SupplyState::Delivered])?;
    loaned::report(context, &loan, ticket, &text)?;
    loan.history.push(context.entry(Happened { text, ..Word::Missing.into() }));
    context.put(loan);
    Ok(())
}
