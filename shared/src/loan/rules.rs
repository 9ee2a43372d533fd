//! Rules of loans: on no day are more units taken than there are, late ones block, and what was
//! handed over is a fact.

use super::act::Act;
use super::taking::{Kit, Taken, Unit, UnitState};
use super::{Bar, LoanDays, between};
use crate::article::{Article, ArticleKind};
use crate::campaign::{Campaign, CampaignKind};
use crate::day::{Half, HalfDay};
use crate::decide::context::{Context, few, optional, required};
use crate::entity::Facet;
use crate::id::{ArticleId, SupplyId, TicketId};
use crate::limits::{LOAN_UNITS, LONG_TEXT_CHARS, SHORT_TEXT_CHARS};
use crate::refusal::{FieldName, Refusal};
use crate::role::Role;
use crate::row::{Kind, Read, RowKey, State};
use crate::site::Site;
use crate::slot;
use crate::supply::{Happened, Supply, SupplyState, Word, loaned};
use std::sync::Arc;

impl From<Bar> for Refusal {
    fn from(why: Bar) -> Self {
        Refusal::Loan { why }
    }
}

impl Act {
    /// Whether that role may give it at all; [`Act::apply`] then looks at whose row it is.
    pub(crate) fn is_allowed(&self, role: Role) -> bool {
        match self {
            Act::AskLoan { .. } | Act::SetLoanDays { .. } | Act::TellLack { .. } => {
                role == Role::Teacher || role.is_desk()
            }
            Act::ChooseUnit { .. } | Act::SetUnit { .. } => role.is_desk(),
        }
    }

    /// The rows that [`Act::apply`] looks at, as far as the loaded ones tell.
    pub(crate) fn reads(&self, state: &State) -> Vec<Read> {
        let calendar = Read::All(Kind::Calendar);
        let of_known = |supply: &SupplyId| {
            let known = state.supplies.get(supply);
            let mut reads = vec![Read::Row(RowKey::of::<Supply>(supply))];
            reads.extend(known.into_iter().flat_map(|known| loaned::reads(known, state)));
            reads
        };
        match self {
            Act::AskLoan { supply, site, campaign, article, .. } => {
                let own = [RowKey::of::<Supply>(supply), RowKey::site(site)];
                let of = [RowKey::of::<Campaign>(campaign), RowKey::of::<Article>(article)];
                let rows = own.into_iter().chain(of).map(Read::Row);
                let others = Read::Where(Kind::Supply, Facet::Group(campaign.to_string()));
                rows.chain([others, calendar]).collect()
            }
            Act::SetLoanDays { supply, .. } => {
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
                let kit = state.articles.get(article).and_then(|article| article.kit.as_ref());
                let meant = kit.map(|kit| kit.meant_for(&unit.label)).unwrap_or_default();
                let rows = meant.iter().map(|id| Read::Row(RowKey::of::<Supply>(id)));
                let own = Read::Row(RowKey::of::<Article>(article));
                [own, calendar].into_iter().chain(rows).collect()
            }
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
            Act::SetUnit { article, unit } => set_unit(context, *article, unit),
        }
    }
}

/// What is lent of an article; nothing of one that is not lent.
fn kit(article: &Article) -> Result<&Kit, Refusal> {
    let kit = article.kit.as_ref().filter(|_| article.kind == ArticleKind::LoanKit);
    kit.ok_or_else(|| Refusal::NotOffered { label: article.label.clone() })
}

#[inline(never)]
fn ask(context: &mut Context<'_>, act: &Act) -> Result<(), Refusal> {
    let Act::AskLoan { supply: id, site, campaign, article, days, note, teacher } = act else {
        return Err(Refusal::NotAllowed);
    };
    context.must_be_new::<Supply>(id)?;
    let place = context.site(site)?;
    let campaign = context.known::<Campaign>(campaign)?;
    let article = context.known::<Article>(article)?;
    let offers = campaign.kind == CampaignKind::Loan && campaign.has(article.id);
    if !offers || !article.is_offered(context.today()) {
        return Err(Refusal::NotOffered { label: article.label.clone() });
    }
    if !campaign.is_open(context.today()) {
        let (opens, closes) = (campaign.opens, campaign.closes);
        return Err(Refusal::CampaignClosed { opens, closes });
    }
    if days.first < context.today() {
        return Err(Bar::Past.into());
    }
    let note = optional(FieldName::Note, note, LONG_TEXT_CHARS)?;
    let asked = loaned::new(context, (*id, &campaign, &article), site, (*days, *teacher, note));
    must_be_possible(context, &asked, &place, (&campaign, kit(&article)?), *days)?;
    loaned::keep(context, asked);
    Ok(())
}

/// What holds of the days of every loan, whoever chooses them. A desk may lend over the holidays.
fn must_be_possible(
    context: &Context<'_>,
    loan: &Supply,
    site: &Arc<Site>,
    (campaign, kit): (&Campaign, &Kit),
    days: LoanDays,
) -> Result<(), Refusal> {
    if days.last < days.first {
        return Err(Bar::Backwards.into());
    }
    if days.length() > i64::from(kit.max_days) {
        return Err(Bar::TooLong { max: kit.max_days }.into());
    }
    if days.first < campaign.opens || campaign.closes < days.last {
        let (first, last) = (campaign.opens, campaign.closes);
        return Err(Bar::Outside { first, last }.into());
    }
    let calendar = context.state.calendar();
    if calendar.school_days(days.first, days.last).is_empty() {
        return Err(Bar::NoSchool.into());
    }
    if let Some(label) = between::long_holidays(&calendar, days)
        && !context.actor.role.is_desk()
    {
        return Err(Bar::OverHolidays { label }.into());
    }
    // It may be brought a day after it begins; it is taken back on its last day.
    let day = days.last;
    let closed = |half| slot::closed(context.state, site, HalfDay { day, half }).is_some();
    if Half::BOTH.into_iter().all(closed) {
        return Err(Bar::ClosedOn { day }.into());
    }
    if kit.working().next().is_none() {
        return Err(Bar::NoUnit.into());
    }
    let chain = between::chain(context.state.supplies.values(), loan, days);
    if chain > i64::from(kit.max_days) {
        return Err(Bar::Chain { days: chain, max: kit.max_days }.into());
    }
    loaned::must_be_free(context, kit, days, loan.id)
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
    must_be_possible(context, &loan, &site, (&campaign, kit(&article)?), days)?;
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

#[inline(never)]
fn set_unit(context: &mut Context<'_>, id: ArticleId, unit: &Unit) -> Result<(), Refusal> {
    let mut article = (*context.known::<Article>(&id)?).clone();
    let mut kit = kit(&article)?.clone();
    let label = required(FieldName::Label, &unit.label, SHORT_TEXT_CHARS)?;
    let serial = optional(FieldName::Serial, &unit.serial, SHORT_TEXT_CHARS)?;
    if unit.state == UnitState::Unknown {
        return Err(Bar::NotWorking { label }.into());
    }
    let unit = Unit { label, serial, state: unit.state };
    match kit.units.iter_mut().find(|known| known.label.eq_ignore_ascii_case(&unit.label)) {
        Some(known) => *known = unit.clone(),
        None => {
            few(FieldName::Equipment, &kit.units, LOAN_UNITS - 1)?;
            kit.units.push(unit.clone());
        }
    }
    if unit.state != UnitState::Works {
        for loan in kit.meant_for(&unit.label) {
            move_elsewhere(context, &mut kit, loan)?;
        }
    }
    article.kit = Some(kit);
    context.put(article);
    Ok(())
}

/// Gives a loan whose unit does not work another one that is free on its days; none for now when
/// there is none, and the desk is asked again.
fn move_elsewhere(context: &mut Context<'_>, kit: &mut Kit, id: SupplyId) -> Result<(), Refusal> {
    let mut loan = (*context.known::<Supply>(&id)?).clone();
    let Some(Taken { days, .. }) = kit.taken.get(&id).cloned() else { return Ok(()) };
    let (calendar, today) = (context.state.calendar(), context.today());
    let is_free =
        |unit: &&Unit| kit.unit_taken(&calendar, (&unit.label, days), today, id).is_none();
    let other = kit.working().find(is_free).map(|unit| unit.label.clone());
    loan.unit = other.unwrap_or_default();
    if loan.unit.is_empty() && loan.state == SupplyState::Ready {
        loan.state = SupplyState::Accepted;
    }
    let what = Happened { text: loan.unit.clone(), ..Word::Prepared.into() };
    loan.history.push(context.entry(what));
    if let Some(taken) = kit.taken.get_mut(&id) {
        taken.unit.clone_from(&loan.unit);
    }
    context.put(loan);
    Ok(())
}
