//! The subscriptions of a site: which one runs, which days have none, which have two.

use super::{Subscription, SubscriptionKind};
use crate::day::Day;
use crate::id::{SiteId, SubscriptionId};
use crate::order;
use crate::row::State;
use crate::site::{Sector, Site, SiteKind};
use std::cmp::Reverse;
use std::sync::Arc;

/// Whether the plan pays a subscription of that kind to that site: internet is for public schools,
/// and a teaching unit uses the line of its host.
pub fn is_funded(kind: SubscriptionKind, site: &Site) -> bool {
    match kind {
        SubscriptionKind::Internet => {
            site.kind == SiteKind::School && site.sector == Sector::Public
        }
        SubscriptionKind::Ent => true,
    }
}

/// The subscriptions of a site, of one kind, the latest first.
pub fn of_site(state: &State, site: &SiteId, kind: SubscriptionKind) -> Vec<Arc<Subscription>> {
    let own = |row: &&Arc<Subscription>| row.site == *site && row.kind == kind;
    let mut rows: Vec<_> = state.subscriptions.values().filter(own).cloned().collect();
    order::sort_by_key(&mut rows, |row| (Reverse(row.terms.first), row.id));
    rows
}

/// The one that runs at a site on that day: its own, or that of the host of a teaching unit. Of two
/// during a migration, the one that takes over.
pub fn running(
    state: &State,
    site: &SiteId,
    kind: SubscriptionKind,
    today: Day,
) -> Option<Arc<Subscription>> {
    let of = |site: &SiteId| {
        let rows = of_site(state, site, kind);
        rows.into_iter().find(|row| row.runs_on(today))
    };
    let host = || state.sites.get(site)?.host.clone();
    of(site).or_else(|| of(&host()?))
}

/// Stretches of days, within these two, on which a site that had the service before has none: both
/// ends included, in order.
pub fn gaps(rows: &[Arc<Subscription>], first: Day, last: Day) -> Vec<(Day, Day)> {
    let mut runs: Vec<_> = rows.iter().filter(|row| row.has_begun()).collect();
    order::sort_by_key(&mut runs, |row| row.terms.first);
    let mut gaps = Vec::new();
    // The first day that is not served yet.
    let Some(mut open) = runs.first().map(|row| row.terms.first.max(first)) else {
        return gaps;
    };
    for row in runs {
        if row.ends().is_some_and(|last| last < open) {
            continue;
        }
        if row.terms.first > open {
            gaps.extend(row.terms.first.pred_opt().map(|before| (open, before.min(last))));
        }
        match row.ends().and_then(|last| last.succ_opt()) {
            Some(next) => open = next,
            None => return gaps,
        }
        if open > last {
            return gaps;
        }
    }
    if open <= last {
        gaps.push((open, last));
    }
    gaps
}

/// Pairs of these, of one site and kind, whose contracts run at the same time and end on that day
/// or later; declared migrations too, since both are paid.
pub fn overlaps(rows: &[Arc<Subscription>], from: Day) -> Vec<(SubscriptionId, SubscriptionId)> {
    let runs: Vec<_> = rows
        .iter()
        .filter(|row| row.has_begun() && row.ends().is_none_or(|last| last >= from))
        .collect();
    let mut pairs = Vec::new();
    for (at, one) in runs.iter().enumerate() {
        let rest = runs.iter().skip(at + 1);
        let with = rest.filter(|other| one.days_together(other).is_some());
        pairs.extend(with.map(|other| (one.id, other.id)));
    }
    pairs
}

/// Subscriptions of closed sites whose last day nobody has chosen: they go on being paid.
pub fn of_closed_sites(state: &State, today: Day) -> Vec<Arc<Subscription>> {
    let pays_on = |row: &&Arc<Subscription>| {
        let site = state.sites.get(&row.site);
        let is_closed = site.is_some_and(|site| !site.exists_on(today));
        is_closed && row.has_begun() && row.ends().is_none()
    };
    state.subscriptions.values().filter(pays_on).cloned().collect()
}
