//! What is left of money: always counted from the rows, never stored, never put right by hand.

use super::Supply;
use crate::article::Pot;
use crate::campaign::Campaign;
use crate::day::Day;
use crate::id::{CampaignId, SiteId, SupplyId};
use crate::money::Cents;
use crate::row::State;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Which money is counted.
#[derive(Debug, Clone, Copy)]
pub struct Of<'a> {
    /// Of which campaign.
    pub campaign: CampaignId,
    /// Of which section of the budget.
    pub pot: Pot,
    /// Spent by which site; all of them when none is named.
    pub site: Option<&'a SiteId>,
    /// Without this supply.
    pub but: Option<SupplyId>,
}

/// An amount, and what of it is spent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Balance {
    /// What there was.
    pub total: Cents,
    /// What was taken of it.
    pub spent: Cents,
}

impl Balance {
    /// What is left; below zero when something was handed over that had been withdrawn, or when
    /// the total was lowered since.
    pub fn remaining(self) -> Cents {
        self.total - self.spent
    }
}

/// What these supplies took of some money: the one function that counts.
pub fn spent<'a>(supplies: impl IntoIterator<Item = &'a Arc<Supply>>, of: Of<'_>) -> Cents {
    let counts = |supply: &&Arc<Supply>| {
        supply.campaign == of.campaign
            && supply.takes_money()
            && of.site.is_none_or(|site| supply.site == *site)
            && of.but != Some(supply.id)
    };
    let supplies = supplies.into_iter().filter(counts);
    supplies.map(|supply| supply.price_in(of.pot)).sum()
}

/// What a site has of a section; nothing when sites have no amount of their own there.
pub fn of_site<'a>(
    campaign: &Campaign,
    supplies: impl IntoIterator<Item = &'a Arc<Supply>>,
    site: &SiteId,
    pot: Pot,
) -> Option<Balance> {
    let total = campaign.allowance(site, pot)?;
    let of = Of { campaign: campaign.id, pot, site: Some(site), but: None };
    Some(Balance { total, spent: spent(supplies, of) })
}

/// What the line of a section has; nothing where its total is not known.
pub fn of_line<'a>(
    campaign: &Campaign,
    supplies: impl IntoIterator<Item = &'a Arc<Supply>>,
    pot: Pot,
) -> Option<Balance> {
    let total = campaign.purses.get(&pot)?.total?;
    let of = Of { campaign: campaign.id, pot, site: None, but: None };
    Some(Balance { total, spent: spent(supplies, of) })
}

/// What stays unallocated of a section once every one of these sites has its allowance; below zero,
/// what is lacking. A site that closed keeps what it spent, and its remaining returns to the pot.
/// Nothing where the sites share the line as they come.
pub fn unallocated(
    campaign: &Campaign,
    pot: Pot,
    (state, today): (&State, Day),
    sites: &BTreeSet<SiteId>,
) -> Option<Cents> {
    let purse = campaign.purses.get(&pot)?;
    let (total, each) = (purse.total?, purse.each?);
    let is_closed = |site: &SiteId| {
        let known = state.sites.get(site);
        known.and_then(|known| known.closed_on).is_some_and(|on| on <= today)
    };
    let share = |site: &SiteId| match is_closed(site) {
        true => {
            let of = Of { campaign: campaign.id, pot, site: Some(site), but: None };
            spent(state.supplies.values(), of)
        }
        false => purse.overrides.get(site).copied().unwrap_or(each),
    };
    let others = purse.overrides.keys().filter(|site| !sites.contains(site));
    let shares: Cents = sites.iter().chain(others).map(share).sum();
    Some(total - shares)
}
