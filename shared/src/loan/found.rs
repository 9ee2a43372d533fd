//! What every rule of loans begins with: what is lent, a wish whose days are right, and what the
//! campaign and the stock have to say of it.

use super::{Bar, Kit, LoanDays, between};
use crate::article::{Article, ArticleKind};
use crate::campaign::{Campaign, CampaignKind};
use crate::day::{Half, HalfDay};
use crate::decide::context::{Context, optional};
use crate::id::{ArticleId, CampaignId, SiteId, SupplyId, TeacherId};
use crate::limits::LONG_TEXT_CHARS;
use crate::refusal::{FieldName, Refusal};
use crate::site::Site;
use crate::slot;
use crate::supply::found::must_be_named_here;
use crate::supply::{Supply, loaned};
use std::sync::Arc;

impl From<Bar> for Refusal {
    fn from(why: Bar) -> Self {
        Refusal::Loan { why }
    }
}

/// What is lent of an article; nothing of one that is not lent.
pub(super) fn kit(article: &Article) -> Result<&Kit, Refusal> {
    let kit = article.kit.as_ref().filter(|_| article.kind == ArticleKind::LoanKit);
    kit.ok_or_else(|| Refusal::NotOffered { label: article.label.clone() })
}

/// A wish, once all that holds of it was looked at but whether a unit is free.
pub(super) fn asked(
    context: &Context<'_>,
    (id, campaign, article): (SupplyId, &CampaignId, &ArticleId),
    site: &SiteId,
    (days, teacher, note): (LoanDays, Option<TeacherId>, &str),
) -> Result<(Supply, Arc<Campaign>, Arc<Article>), Refusal> {
    context.must_be_new::<Supply>(&id)?;
    let place = context.site(site)?;
    let campaign = context.known::<Campaign>(campaign)?;
    let article = context.known::<Article>(article)?;
    if campaign.kind != CampaignKind::Loan {
        return Err(Refusal::NotOffered { label: article.label.clone() });
    }
    must_be_open(context, &campaign, &article)?;
    if days.first < context.today() {
        return Err(Bar::Past.into());
    }
    must_be_named_here(context, site, teacher)?;
    let note = optional(FieldName::Note, note, LONG_TEXT_CHARS)?;
    let asked = loaned::new(context, (id, &campaign, &article), site, (days, teacher, note));
    must_be_possible(context, &asked, &place, (&campaign, kit(&article)?), days)?;
    Ok((asked, campaign, article))
}

/// A school has no more loans open than the campaign says; a desk may lend it one more.
fn must_have_room(
    context: &Context<'_>,
    campaign: &Campaign,
    loan: &Supply,
) -> Result<(), Refusal> {
    let (open, max) =
        (between::open_at(context.state.supplies.values(), loan), campaign.open_loans);
    let is_full = usize::try_from(max).is_ok_and(|max| max > 0 && open >= max);
    if is_full && !context.actor.role.is_desk() {
        return Err(Bar::TooMany { open, max }.into());
    }
    Ok(())
}

/// What holds of the days of every loan, whoever chooses them, but whether a unit is free. A desk
/// may lend over the holidays.
pub(super) fn must_be_possible(
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
    Ok(())
}

/// What the campaign and the stock have to say of a wish, once its days are right.
pub(super) fn fits(
    context: &Context<'_>,
    campaign: &Campaign,
    article: &Article,
    (loan, days): (&Supply, LoanDays),
) -> Result<(), Refusal> {
    must_have_room(context, campaign, loan)?;
    loaned::must_be_free(context, kit(article)?, days, loan.id)
}

/// It can be asked for today.
pub(super) fn must_be_open(
    context: &Context<'_>,
    campaign: &Campaign,
    article: &Article,
) -> Result<(), Refusal> {
    if !campaign.has(article.id) || !article.is_offered(context.today()) {
        return Err(Refusal::NotOffered { label: article.label.clone() });
    }
    if !campaign.is_open(context.today()) {
        let (opens, closes) = (campaign.opens, campaign.closes);
        return Err(Refusal::CampaignClosed { opens, closes });
    }
    Ok(())
}
