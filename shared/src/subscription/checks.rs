//! What always holds of a subscription, whichever command changes it.

use super::at_site::is_funded;
use super::{
    Hindrance, Stage, Standing, Subscription, SubscriptionKind, SubscriptionWriter, Terms,
};
use crate::day::Day;
use crate::decide::context::{Context, bad, optional, room_for_words};
use crate::id::SubscriptionId;
use crate::limits::{MIGRATION_DAYS, SHORT_TEXT_CHARS, SUBSCRIPTION_CENTS, TERM_MONTHS};
use crate::money::VAT_MAX;
use crate::refusal::{FieldName, FieldProblem, Refusal};
use crate::row::RowKey;
use crate::site::Site;

/// The row, unless it has ended, or a colleague changed it after the author had looked.
pub(super) fn alive(context: &Context<'_>, id: SubscriptionId) -> Result<Subscription, Refusal> {
    let row = context.known::<Subscription>(&id)?;
    unended(&row, context.today())?;
    room_for_words(&row.history)?;
    let seen = context.envelope.seen_version(&RowKey::of::<Subscription>(&id));
    let device = context.envelope.device;
    if row.written.is_some_and(|last| last.version > seen && last.device != device) {
        return Err(Hindrance::Overtaken.into());
    }
    Ok((*row).clone())
}

pub(super) fn unended(row: &Subscription, today: Day) -> Result<(), Refusal> {
    match row.ends().filter(|_| row.standing(today) == Standing::Ended) {
        Some(last) => Err(Hindrance::Ended { last }.into()),
        None => Ok(()),
    }
}

/// Puts the row, once it holds all that always holds.
pub(super) fn settle(context: &mut Context<'_>, mut row: Subscription) -> Result<(), Refusal> {
    let site = context.known::<Site>(&row.site)?;
    row.terms = checked(&row.terms)?;
    if row.last.is_some_and(|last| last < row.terms.first) {
        return Err(bad(FieldName::Last, FieldProblem::Invalid));
    }
    if row.stage != Stage::Refused {
        if row.terms.exception.is_empty() && !is_funded(row.kind, &site) {
            return Err(Hindrance::NotFunded { site: site.id.clone() }.into());
        }
        if let Some(on) = site.closed_on.filter(|on| *on <= row.terms.first) {
            return Err(Hindrance::SiteGone { on }.into());
        }
    }
    stand_alone(context, &row)?;
    row.written = Some(SubscriptionWriter { version: 0, device: context.envelope.device });
    context.put(row);
    Ok(())
}

/// What a person writes, within its limits.
fn checked(terms: &Terms) -> Result<Terms, Refusal> {
    let short = |field, text: &str| optional(field, text, SHORT_TEXT_CHARS);
    let invalid = |field| Err(bad(field, FieldProblem::Invalid));
    if terms.price.is_negative() || terms.price.0 > SUBSCRIPTION_CENTS || terms.vat > VAT_MAX {
        return invalid(FieldName::Price);
    }
    if terms.due.is_some_and(|due| due <= terms.first) {
        return invalid(FieldName::Last);
    }
    let renewal = terms.renewal_months;
    if renewal.is_some_and(|months| months == 0 || months > TERM_MONTHS) {
        return invalid(FieldName::Months);
    }
    if renewal.is_some() && terms.due.is_none() {
        return Err(bad(FieldName::Last, FieldProblem::Empty));
    }
    if terms.notice_months > TERM_MONTHS || terms.notice_days > 31 * TERM_MONTHS {
        return invalid(FieldName::Months);
    }
    Ok(Terms {
        operator: short(FieldName::Operator, &terms.operator)?,
        phone: short(FieldName::Phone, &terms.phone)?,
        contract: short(FieldName::Reference, &terms.contract)?,
        line: short(FieldName::Line, &terms.line)?,
        offer: short(FieldName::Text, &terms.offer)?,
        exception: short(FieldName::Reason, &terms.exception)?,
        ..terms.clone()
    })
}

/// At most one of a kind runs at a site, but for a declared migration; a line stands at one site.
fn stand_alone(context: &Context<'_>, row: &Subscription) -> Result<(), Refusal> {
    let ids = context.state.subscriptions.values().map(|other| other.id);
    let others = ids.filter(|id| *id != row.id).filter_map(|id| context.find::<Subscription>(&id));
    let others: Vec<_> = others.filter(|other| other.kind == row.kind).collect();
    for other in others {
        let Some(days) = other.days_together(row).filter(|_| row.has_begun() && other.has_begun())
        else {
            continue;
        };
        if other.site != row.site {
            let is_same = !row.terms.line.is_empty() && other.terms.line == row.terms.line;
            if is_same && row.kind == SubscriptionKind::Internet {
                let (line, site) = (row.terms.line.clone(), other.site.clone());
                return Err(Hindrance::LineTaken { line, site }.into());
            }
            continue;
        }
        if !(row.is_migration(&other) && days <= MIGRATION_DAYS) {
            let (with, line, last) = (other.id, other.terms.line.clone(), other.ends());
            return Err(Hindrance::Overlap { with, line, last }.into());
        }
    }
    Ok(())
}
