//! Rules of subscriptions.

use super::act::{Act, Former};
use super::checks::{alive, settle, unended};
use super::{FormerPrice, Happened, Hindrance, Stage, Subscription, SubscriptionKind, Terms};
use crate::day::Day;
use crate::decide::context::{Context, bad, few, optional, required};
use crate::id::{One, SiteId, SubscriptionId};
use crate::limits::{IMPORT_ROWS, SHORT_TEXT_CHARS};
use crate::money::Cents;
use crate::refusal::{FieldName, FieldProblem, Refusal};
use crate::role::Role;
use crate::row::{Kind, Read, RowKey, State};
use crate::settings::Settings;
use chrono::{Datelike, Duration, Months};

impl Act {
    /// Whether that role may give it at all; [`Act::apply`] then looks at whose row it is.
    pub(crate) fn is_allowed(&self, role: Role) -> bool {
        match self {
            Act::AddSubscription { .. }
            | Act::ChangeSubscription { .. }
            | Act::AdvanceSubscription { .. }
            | Act::GiveNotice { .. }
            | Act::EndSubscription { .. }
            | Act::KeepSubscription { .. }
            | Act::RenewSubscription { .. }
            | Act::ImportSubscriptions { .. } => role.is_desk(),
            Act::SetSubscriptionCredit { .. } => role == Role::Coordinator,
        }
    }

    /// The rows that [`Act::apply`] looks at, as far as the loaded ones tell. A line stands at one
    /// site only, so that all subscriptions are compared.
    pub(crate) fn reads(&self, state: &State) -> Vec<Read> {
        match self {
            Act::AddSubscription { site, former, .. } => {
                let own = [Read::Row(RowKey::site(site)), Read::All(Kind::Subscription)];
                let old = former.iter().map(|old| RowKey::of::<Subscription>(&old.subscription));
                own.into_iter().chain(old.map(Read::Row)).collect()
            }
            Act::ChangeSubscription { subscription, .. }
            | Act::AdvanceSubscription { subscription, .. }
            | Act::GiveNotice { subscription, .. }
            | Act::EndSubscription { subscription, .. }
            | Act::KeepSubscription { subscription }
            | Act::RenewSubscription { subscription, .. } => {
                let known = state.subscriptions.get(subscription);
                let site = known.map(|row| Read::Row(RowKey::site(&row.site)));
                let own = Read::Row(RowKey::of::<Subscription>(subscription));
                let all = [own, Read::All(Kind::Subscription)];
                all.into_iter().chain(site).collect()
            }
            Act::ImportSubscriptions { .. } => {
                [Kind::Site, Kind::Subscription].map(Read::All).into()
            }
            Act::SetSubscriptionCredit { .. } => vec![Read::All(Kind::Settings)],
        }
    }

    /// Changes the rows of the context.
    ///
    /// # Errors
    /// Why it cannot be done.
    pub(crate) fn apply(&self, context: &mut Context<'_>) -> Result<(), Refusal> {
        match self {
            Act::AddSubscription { .. } => add(context, self),
            Act::ChangeSubscription { subscription, terms, from } => {
                change(context, *subscription, terms, *from)
            }
            Act::AdvanceSubscription { subscription, stage, on, reason } => {
                advance(context, *subscription, *stage, *on, reason)
            }
            Act::GiveNotice { subscription, on } => give_notice(context, *subscription, *on),
            Act::EndSubscription { subscription, last, reason } => {
                end(context, *subscription, *last, reason)
            }
            Act::KeepSubscription { subscription } => keep(context, *subscription),
            Act::RenewSubscription { subscription, due } => renew(context, *subscription, *due),
            Act::ImportSubscriptions { subscriptions } => import(context, subscriptions),
            Act::SetSubscriptionCredit { kind, credit } => set_credit(context, *kind, *credit),
        }
    }
}

impl From<Hindrance> for Refusal {
    fn from(why: Hindrance) -> Self {
        Refusal::Subscription { why }
    }
}

#[inline(never)]
fn add(context: &mut Context<'_>, act: &Act) -> Result<(), Refusal> {
    let Act::AddSubscription { subscription: id, site, kind, stage, terms, former } = act else {
        return Err(Refusal::NotAllowed);
    };
    context.must_be_new::<Subscription>(id)?;
    if *stage == Stage::Refused {
        return Err(Hindrance::Stage { stage: *stage }.into());
    }
    if let Some(Former { subscription, last }) = former {
        take_over(context, *subscription, *last, (site, *kind))?;
    }
    let mut row = act.fresh().ok_or(Refusal::NotAllowed)?;
    required(FieldName::Operator, &terms.operator, SHORT_TEXT_CHARS)?;
    row.history.push(context.entry(Happened::Added));
    settle(context, row)
}

/// Ends the one from which a new one of the same site and kind takes over.
fn take_over(
    context: &mut Context<'_>,
    id: SubscriptionId,
    last: Day,
    (site, kind): (&SiteId, SubscriptionKind),
) -> Result<(), Refusal> {
    let old = context.known::<Subscription>(&id)?;
    if old.site != *site || old.kind != kind {
        return Err(bad(FieldName::Into, FieldProblem::Invalid));
    }
    // Declared before: the day stands already.
    if old.last == Some(last) {
        return Ok(());
    }
    end(context, id, last, "")
}

#[inline(never)]
fn change(
    context: &mut Context<'_>,
    id: SubscriptionId,
    terms: &Terms,
    from: Option<Day>,
) -> Result<(), Refusal> {
    let mut row = alive(context, id)?;
    required(FieldName::Operator, &terms.operator, SHORT_TEXT_CHARS)?;
    let before = std::mem::replace(&mut row.terms, terms.clone());
    if let Some(day) = from.filter(|_| before.price != terms.price) {
        reprice(context, &mut row, before.price, day)?;
    }
    row.history.push(context.entry(Happened::Changed));
    settle(context, row)
}

/// Keeps the price of before for the days of before.
fn reprice(
    context: &Context<'_>,
    row: &mut Subscription,
    before: Cents,
    day: Day,
) -> Result<(), Refusal> {
    let from = row.former.last().map_or(row.terms.first, |former| former.before);
    if day <= from {
        return Err(bad(FieldName::First, FieldProblem::Invalid));
    }
    row.former.push(FormerPrice { before: day, price: before });
    row.history.push(context.entry(Happened::Priced { before, day }));
    Ok(())
}

#[inline(never)]
fn advance(
    context: &mut Context<'_>,
    id: SubscriptionId,
    stage: Stage,
    on: Day,
    reason: &str,
) -> Result<(), Refusal> {
    let mut row = alive(context, id)?;
    let may = match (row.stage, stage) {
        (Stage::Planned, Stage::Ordered | Stage::Active | Stage::Refused)
        | (Stage::Ordered, Stage::Active | Stage::Refused)
        | (Stage::Active, Stage::Suspended)
        | (Stage::Suspended, Stage::Active) => true,
        (
            Stage::Planned | Stage::Ordered | Stage::Active | Stage::Suspended | Stage::Refused,
            _,
        ) => false,
    };
    if !may {
        return Err(Hindrance::Stage { stage: row.stage }.into());
    }
    let reason = match stage {
        Stage::Refused | Stage::Suspended => required(FieldName::Reason, reason, SHORT_TEXT_CHARS)?,
        Stage::Planned | Stage::Ordered | Stage::Active => String::new(),
    };
    if stage == Stage::Active && !row.has_begun() {
        row.terms.first = on;
    }
    (row.stage, row.reason) = (stage, reason);
    row.history.push(context.entry(Happened::Advanced { stage, day: on }));
    settle(context, row)
}

#[inline(never)]
fn give_notice(context: &mut Context<'_>, id: SubscriptionId, on: Day) -> Result<(), Refusal> {
    let mut row = alive(context, id)?;
    if !row.has_begun() || row.last.is_some() {
        return Err(Hindrance::Stage { stage: row.stage }.into());
    }
    if on > context.today() || on < row.terms.first {
        return Err(bad(FieldName::First, FieldProblem::Invalid));
    }
    let last = match (row.terms.due, row.terms.renewal_months) {
        // Without a term, it ends when the time of the notice is over.
        (None, _) => later(&row.terms, on),
        (Some(_), None) => None,
        (Some(_), Some(_)) => row.terms.next_deadline(on).and_then(|next| next.due.pred_opt()),
    };
    let last = last.ok_or(Hindrance::NoTerm)?;
    (row.last, row.noticed) = (Some(last), Some(on));
    row.history.push(context.entry(Happened::Noticed { day: on }));
    row.history.push(context.entry(Happened::Ended { day: last, text: String::new() }));
    settle(context, row)
}

/// The day on which the time of the notice is over.
fn later(terms: &Terms, on: Day) -> Option<Day> {
    let months = on.checked_add_months(Months::new(terms.notice_months))?;
    months.checked_add_signed(Duration::days(i64::from(terms.notice_days)))
}

#[inline(never)]
fn end(
    context: &mut Context<'_>,
    id: SubscriptionId,
    last: Day,
    reason: &str,
) -> Result<(), Refusal> {
    let mut row = alive(context, id)?;
    if !row.has_begun() {
        return Err(Hindrance::Stage { stage: row.stage }.into());
    }
    if last < row.terms.first {
        return Err(bad(FieldName::Last, FieldProblem::Invalid));
    }
    let text = optional(FieldName::Reason, reason, SHORT_TEXT_CHARS)?;
    (row.last, row.reason) = (Some(last), text.clone());
    row.history.push(context.entry(Happened::Ended { day: last, text }));
    settle(context, row)
}

#[inline(never)]
fn keep(context: &mut Context<'_>, id: SubscriptionId) -> Result<(), Refusal> {
    let mut row = alive(context, id)?;
    if row.last.is_none() {
        return Ok(());
    }
    (row.last, row.noticed, row.reason) = (None, None, String::new());
    row.history.push(context.entry(Happened::Kept));
    settle(context, row)
}

#[inline(never)]
fn renew(context: &mut Context<'_>, id: SubscriptionId, due: Day) -> Result<(), Refusal> {
    let mut row = alive(context, id)?;
    if !row.has_begun() || row.last.is_some() {
        return Err(Hindrance::Stage { stage: row.stage }.into());
    }
    if row.terms.due.is_some_and(|before| due <= before) {
        return Err(bad(FieldName::Last, FieldProblem::Invalid));
    }
    row.terms.due = Some(due);
    row.history.push(context.entry(Happened::Renewed { day: due }));
    settle(context, row)
}

/// Takes over what a file says; what people set by hand (telephone, renewal, notice, end) stays.
#[inline(never)]
fn import(context: &mut Context<'_>, incoming: &[Subscription]) -> Result<(), Refusal> {
    few(FieldName::Subscriptions, incoming, IMPORT_ROWS)?;
    for row in incoming {
        let known = context.find::<Subscription>(&row.id);
        let merged = match known {
            None => Subscription {
                former: Vec::new(),
                history: vec![context.entry(Happened::Imported)],
                written: None,
                version: 0,
                ..row.clone()
            },
            Some(known) => {
                let mut merged = merge(&known, row);
                if let Some(day) = change_of_price(&known, &merged, context.today()) {
                    reprice(context, &mut merged, known.terms.price, day)?;
                }
                if merged == *known {
                    continue;
                }
                unended(&known, context.today())?;
                merged.history.push(context.entry(Happened::Imported));
                merged
            }
        };
        settle(context, merged)?;
    }
    Ok(())
}

fn merge(known: &Subscription, incoming: &Subscription) -> Subscription {
    let said = |new: &String, old: &String| if new.is_empty() { old } else { new }.clone();
    let rate = |new: u32, old: u32| if new == 0 { old } else { new };
    let (new, old) = (&incoming.terms, &known.terms);
    let terms = Terms {
        operator: said(&new.operator, &old.operator),
        phone: said(&new.phone, &old.phone),
        contract: said(&new.contract, &old.contract),
        offer: said(&new.offer, &old.offer),
        down_kbps: rate(new.down_kbps, old.down_kbps),
        up_kbps: rate(new.up_kbps, old.up_kbps),
        price: new.price,
        vat: new.vat,
        ..old.clone()
    };
    Subscription { terms, ..known.clone() }
}

/// The day from which on the price of a file counts: the beginning of this month.
fn change_of_price(known: &Subscription, merged: &Subscription, today: Day) -> Option<Day> {
    let month = today.with_day(1)?;
    (known.terms.price != merged.terms.price && month > known.terms.first).then_some(month)
}

#[inline(never)]
fn set_credit(
    context: &mut Context<'_>,
    kind: SubscriptionKind,
    credit: Option<Cents>,
) -> Result<(), Refusal> {
    if credit.is_some_and(|credit| credit.is_negative()) {
        return Err(bad(FieldName::Price, FieldProblem::Invalid));
    }
    let known = context.find::<Settings>(&One);
    let mut settings = known.map(|known| (*known).clone()).unwrap_or_default();
    match credit {
        Some(credit) => settings.credits.insert(kind.word().to_owned(), credit),
        None => settings.credits.remove(kind.word()),
    };
    context.put(settings);
    Ok(())
}
