//! Reservations that were kept elsewhere until now: a table, GLPI. They hold as they are, but for
//! what cannot be: no more units than there are, no end on a day on which nobody is there.

use super::act::Brought;
use super::found::{kit, must_be_possible};
use super::{Bar, UnitState};
use crate::article::Article;
use crate::campaign::{Campaign, CampaignKind};
use crate::decide::context::{Context, few};
use crate::entity::Facet;
use crate::id::CampaignId;
use crate::limits::IMPORT_ROWS;
use crate::order;
use crate::refusal::{FieldName, Refusal};
use crate::row::{Kind, Read, RowKey, State};
use crate::supply::deciding::grant;
use crate::supply::{Happened, Leg, LegDone, LegKind, LegState, Supply, SupplyState, Word, loaned};

/// The campaign and what is lent under it, the sites and the articles.
pub(super) fn reads(state: &State, campaign: CampaignId, loans: &[Brought]) -> Vec<Read> {
    let mut reads = vec![
        Read::Row(RowKey::of::<Campaign>(&campaign)),
        Read::Where(Kind::Supply, Facet::Group(campaign.to_string())),
        Read::All(Kind::Calendar),
    ];
    let mut articles = Vec::new();
    for loan in loans {
        reads.push(Read::Row(RowKey::site(&loan.site)));
        reads.push(Read::Row(RowKey::of::<Supply>(&loan.supply)));
        articles.push(loan.article);
    }
    for article in order::set(articles) {
        reads.push(Read::Row(RowKey::of::<Article>(&article)));
        // Loans of other campaigns may be over and have left their unit.
        let kit = state.articles.get(&article).and_then(|article| article.kit.as_ref());
        let taken = kit.into_iter().flat_map(|kit| kit.taken.keys());
        reads.extend(taken.map(|id| Read::Row(RowKey::of::<Supply>(id))));
    }
    reads
}

#[inline(never)]
pub(super) fn bring(
    context: &mut Context<'_>,
    campaign: CampaignId,
    loans: &[Brought],
) -> Result<(), Refusal> {
    few(FieldName::Lines, loans, IMPORT_ROWS)?;
    let campaign = context.known::<Campaign>(&campaign)?;
    for loan in loans {
        if context.find::<Supply>(&loan.supply).is_none() {
            one(context, &campaign, loan)?;
        }
    }
    Ok(())
}

fn one(context: &mut Context<'_>, campaign: &Campaign, brought: &Brought) -> Result<(), Refusal> {
    let Brought { supply: id, site, article, days, unit, teacher } = brought;
    let place = context.site(site)?;
    let article = context.known::<Article>(article)?;
    if campaign.kind != CampaignKind::Loan || !campaign.has(article.id) {
        return Err(Refusal::NotOffered { label: article.label.clone() });
    }
    let (known, today) = (kit(&article)?, context.today());
    if days.last < today {
        return Err(Bar::Past.into());
    }
    let of = (*id, campaign, &*article);
    let mut loan = loaned::new(context, of, site, (*days, *teacher, String::new()));
    must_be_possible(context, &loan, &place, (campaign, known), *days)?;
    loaned::must_be_free(context, known, *days, *id)?;
    grant(&mut loan);
    loan.history.push(context.entry(Word::Accepted.into()));
    if !unit.is_empty() {
        let label = unit.clone();
        let unit = known.unit(unit).ok_or(Bar::UnknownUnit { label })?;
        if unit.state != UnitState::Works {
            return Err(Bar::NotWorking { label: unit.label.clone() }.into());
        }
        let calendar = context.state.calendar();
        let taken = known.unit_taken(&calendar, (&unit.label, *days), today, *id);
        let is_out = || known.out_with(&unit.label, *id).filter(|_| days.first <= today);
        if let Some(with) = taken.or_else(is_out) {
            let label = unit.label.clone();
            return Err(Bar::UnitTaken { label, with, site: None }.into());
        }
        loan.unit.clone_from(&unit.label);
        loan.state = SupplyState::Ready;
        let what = Happened { text: unit.label.clone(), ..Word::Prepared.into() };
        loan.history.push(context.entry(what));
    }
    if days.first < today {
        is_there(context, &mut loan);
    }
    loaned::keep(context, loan);
    Ok(())
}

/// It began before it was written down here: the school has it.
fn is_there(context: &Context<'_>, loan: &mut Supply) {
    let done = LegDone {
        when: context.declared(),
        by: context.actor.account,
        by_name: context.actor.name.clone(),
        visit: None,
        received_by: String::new(),
        equipment: Vec::new(),
        photos: Vec::new(),
        lacks: Vec::new(),
    };
    let gives = |leg: &&mut Leg| leg.kind == LegKind::Deliver;
    if let Some(leg) = loan.legs.iter_mut().find(gives) {
        leg.state = LegState::Done(done);
        let what = Happened { leg: Some(leg.id), ..Word::Done.into() };
        loan.history.push(context.entry(what));
    }
    loan.state = SupplyState::Delivered;
    loan.delivered_on = Some(context.today());
}
