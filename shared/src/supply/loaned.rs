//! A supply that is lent: what it takes of its article, and what its legs do to it.

use super::found::wrong_state as state_of;
use super::{Anomaly, Carrier, HandOver, LegKind, Line, Supply, SupplyState, Word};
use crate::article::Article;
use crate::campaign::{Campaign, CampaignKind};
use crate::day::{Day, paris_day};
use crate::decide::context::Context;
use crate::id::{SiteId, SupplyId, TeacherId, TicketId};
use crate::loan::{Bar, Kit, LentUnit, LoanDays, Taken};
use crate::money::Cents;
use crate::refusal::Refusal;
use crate::row::{Kind, Read, RowKey, State};
use crate::ticket::{self, Category, Ticket, TicketKind, Urgency};
use std::sync::Arc;

/// The refusal that names the state.
pub(crate) fn wrong_state(supply: &Supply) -> Refusal {
    state_of(supply)
}

/// Refuses what the state of the loan does not allow.
pub(crate) fn in_state(supply: &Supply, allowed: &[SupplyState]) -> Result<(), Refusal> {
    super::found::in_state(supply, allowed)
}

/// The rows that a change of a loan looks at besides its own.
pub(crate) fn reads(supply: &Supply, state: &State) -> Vec<Read> {
    let Some(article) = article_of(supply).filter(|_| supply.kind == CampaignKind::Loan) else {
        return Vec::new();
    };
    let mut reads = vec![
        Read::Row(RowKey::of::<Article>(&article)),
        Read::Row(RowKey::site(&supply.site)),
        Read::All(Kind::Calendar),
    ];
    // Whoever has the same unit out, so that both are marked.
    let kit = state.articles.get(&article).and_then(|article| article.kit.as_ref());
    let out = kit.into_iter().flat_map(|kit| kit.taken.iter().filter(|(_, taken)| taken.out));
    reads.extend(out.map(|(id, _)| Read::Row(RowKey::of::<Supply>(id))));
    reads
}

fn article_of(supply: &Supply) -> Option<crate::id::ArticleId> {
    supply.lines.first().map(|line| line.article)
}

/// A loan as it is asked for: one unit, which costs the school nothing.
pub(crate) fn new(
    context: &Context<'_>,
    (id, campaign, article): (SupplyId, &Campaign, &Article),
    site: &SiteId,
    (days, teacher, note): (LoanDays, Option<TeacherId>, String),
) -> Supply {
    let line = Line { unit: Cents::ZERO, ..super::found::line_of(article, 1) };
    Supply {
        id,
        site: site.clone(),
        campaign: campaign.id,
        kind: campaign.kind,
        lines: vec![line],
        period: Some(days),
        unit: String::new(),
        project: None,
        replaces: Vec::new(),
        teacher,
        legs: Vec::new(),
        state: SupplyState::Asked,
        asked_on: context.today(),
        late: false,
        delivered_on: None,
        ended_on: None,
        reason: String::new(),
        note,
        history: vec![context.entry(Word::Asked.into())],
        version: 0,
    }
}

/// A loan that the actor may touch, its days, and its article.
pub(crate) fn known(
    context: &Context<'_>,
    id: SupplyId,
) -> Result<(Supply, LoanDays, Arc<Article>), Refusal> {
    let loan = context.supply(id)?;
    let days = loan.period.filter(|_| loan.kind == CampaignKind::Loan);
    let (days, article) = days.zip(article_of(&loan)).ok_or(Bar::NoLoan)?;
    let article = context.known::<Article>(&article)?;
    Ok((loan, days, article))
}

/// A stop outside the days of a loan goes back to those that wait for a day.
pub(crate) fn drop_stops(loan: &mut Supply, days: LoanDays) {
    for leg in loan.legs.iter_mut().filter(|leg| !leg.is_done()) {
        let fits = match (leg.kind, &leg.carrier) {
            (LegKind::TakeBack, Some(Carrier::Stop { slot, .. })) => slot.day == days.last,
            (_, Some(Carrier::Stop { slot, .. })) => days.holds(slot.day),
            _ => true,
        };
        if !fits {
            leg.carrier = None;
        }
    }
}

/// Keeps a supply; what a loan takes of its article goes with it, in the same change.
pub(crate) fn keep(context: &mut Context<'_>, supply: Supply) {
    if supply.kind == CampaignKind::Loan {
        write_down(context, &supply);
    }
    context.put(supply);
}

fn write_down(context: &mut Context<'_>, loan: &Supply) {
    // A phone may not have the article: the server writes it down.
    let Some(article) = article_of(loan).and_then(|id| context.find::<Article>(&id)) else {
        return;
    };
    let Some(mut kit) = article.kit.clone() else { return };
    match taken(loan) {
        Some(taken) => drop(kit.taken.insert(loan.id, taken)),
        None => drop(kit.taken.remove(&loan.id)),
    }
    kit.forget_ended(&context.state.calendar(), context.today());
    context.put(Article { kit: Some(kit), ..(*article).clone() });
}

/// What a loan takes: being out is a fact of its legs, whatever the dates say.
pub fn taken(loan: &Supply) -> Option<Taken> {
    let period = loan.period?;
    let unit = loan.unit.clone();
    let on = |kind: LegKind| {
        let done = loan.legs.iter().filter(|leg| leg.kind == kind).filter_map(super::Leg::done);
        done.map(|done| paris_day(done.when.corrected_ms())).max()
    };
    let stop = |kind: LegKind| {
        let waiting = loan.legs.iter().filter(|leg| leg.kind == kind && !leg.is_done());
        waiting.filter_map(stop_of).max()
    };
    match (loan.state, on(LegKind::Deliver), on(LegKind::TakeBack)) {
        // It came back: taken until it is ready again.
        (SupplyState::Closed, _, Some(back)) => {
            let first = period.first.min(back);
            Some(Taken { days: LoanDays::new(first, back), out: false, unit })
        }
        (SupplyState::Delivered, given, _) => {
            let first = given.map_or(period.first, |day| day.min(period.first));
            let last = stop(LegKind::TakeBack).map_or(period.last, |day| day.max(period.last));
            Some(Taken { days: LoanDays::new(first, last), out: true, unit })
        }
        (SupplyState::Asked | SupplyState::Accepted | SupplyState::Ready, ..) => {
            let first = stop(LegKind::Deliver).map_or(period.first, |day| day.min(period.first));
            let last = stop(LegKind::TakeBack).map_or(period.last, |day| day.max(period.last));
            Some(Taken { days: LoanDays::new(first, last), out: false, unit })
        }
        (SupplyState::WaitingList | SupplyState::Closed, ..)
        | (SupplyState::Refused | SupplyState::Cancelled, ..) => None,
    }
}

fn stop_of(leg: &super::Leg) -> Option<Day> {
    match leg.carrier {
        Some(Carrier::Stop { slot, .. }) => Some(slot.day),
        Some(Carrier::Visit(_) | Carrier::Collect | Carrier::Supplier(_)) | None => None,
    }
}

/// The days that a loan takes must be free for it; nothing is asked of other supplies.
///
/// # Errors
/// The next days that are free.
pub(super) fn must_fit(context: &Context<'_>, supply: &Supply) -> Result<(), Refusal> {
    let Some(kit) = kit(context, supply) else { return Ok(()) };
    // One that is late comes back whoever waits for it: that is what frees it.
    let today = context.today();
    let is_late = taken(supply).is_some_and(|taken| taken.out)
        && supply.period.is_some_and(|days| days.last < today);
    match taken(supply).filter(|_| !is_late) {
        Some(taken) => must_be_free(context, &kit, taken.days, supply.id),
        None => Ok(()),
    }
}

fn kit(context: &Context<'_>, supply: &Supply) -> Option<Kit> {
    let article = article_of(supply).filter(|_| supply.kind == CampaignKind::Loan)?;
    context.find::<Article>(&article)?.kit.clone()
}

/// The one place where the rules ask whether a unit is free.
pub(crate) fn must_be_free(
    context: &Context<'_>,
    kit: &Kit,
    days: LoanDays,
    but: SupplyId,
) -> Result<(), Refusal> {
    let (calendar, today) = (context.state.calendar(), context.today());
    if kit.free(&calendar, days, today, Some(but)) > 0 {
        return Ok(());
    }
    let next = kit.next_free(&calendar, days, today, Some(but));
    Err(Bar::Taken { days, next }.into())
}

/// What a unit lacks becomes a ticket of the site that had it, and of the unit: no fine.
pub(crate) fn report(
    context: &mut Context<'_>,
    loan: &Supply,
    ticket: TicketId,
    text: &str,
) -> Result<(), Refusal> {
    let label = loan.lines.first().map(|line| line.label.as_str()).unwrap_or_default();
    let what = crate::loan::words::lack(label, &loan.unit, text);
    let act = ticket::Act::ReportIncident {
        ticket,
        site: loan.site.clone(),
        kind: TicketKind::Incident,
        category: Category::Other,
        text: what,
        room: String::new(),
        equipment: None,
        subscription: None,
        urgency: Urgency::Normal,
        photos: Vec::new(),
        found_on: None,
    };
    act.apply(context)?;
    let of = article_of(loan).filter(|_| !loan.unit.is_empty());
    if let Some((article, row)) = of.zip(context.find::<Ticket>(&ticket)) {
        let unit = Some(LentUnit { article, label: loan.unit.clone() });
        context.put(Ticket { unit, ..Ticket::clone(&row) });
    }
    Ok(())
}

/// What a leg that was done means for a loan: the unit is here or back, and what it lacks becomes
/// a ticket. Returns whether the unit is told to be elsewhere too.
///
/// # Errors
/// The text of what lacks does not fit.
pub(super) fn done(
    context: &mut Context<'_>,
    loan: &mut Supply,
    at: usize,
    done: &HandOver,
) -> Result<bool, Refusal> {
    if loan.kind != CampaignKind::Loan {
        return Ok(false);
    }
    let mut elsewhere = false;
    match loan.legs[at].kind {
        LegKind::Deliver => {
            if !done.unit.is_empty() {
                loan.unit = named(context, loan, &done.unit);
            }
            elsewhere = mark_other(context, loan);
        }
        LegKind::TakeBack => {
            loan.state = SupplyState::Closed;
            loan.ended_on = Some(context.today());
        }
        LegKind::Perform | LegKind::TakeAway => {}
    }
    if let Some(ticket) = done.ticket.filter(|_| !done.lacks.is_empty()) {
        report(context, loan, ticket, &crate::loan::words::pieces(&done.lacks))?;
    }
    Ok(elsewhere)
}

/// The label as it is written in the catalogue, where that is known.
fn named(context: &Context<'_>, loan: &Supply, label: &str) -> String {
    let kit = kit(context, loan);
    let known = kit.as_ref().and_then(|kit| kit.unit(label));
    known.map_or_else(|| label.trim().to_owned(), |unit| unit.label.clone())
}

/// Marks the other loan that says to have the same unit.
fn mark_other(context: &mut Context<'_>, loan: &Supply) -> bool {
    let Some(kit) = kit(context, loan).filter(|_| !loan.unit.is_empty()) else { return false };
    let Some(other) = kit.out_with(&loan.unit, loan.id) else { return false };
    if let Some(other) = context.find::<Supply>(&other) {
        let mut other = (*other).clone();
        let given = other.legs.iter_mut().find(|leg| leg.kind == LegKind::Deliver);
        if let Some(leg) = given.filter(|leg| !leg.anomalies.contains(&Anomaly::UnitElsewhere)) {
            leg.anomalies.push(Anomaly::UnitElsewhere);
            context.put(other);
        }
    }
    true
}
