//! From the list of renewal to a campaign: what each site is proposed, and what that costs.

use super::Ranked;
use crate::article::{Article, Pot};
use crate::campaign::Campaign;
use crate::id::{EquipmentId, SiteId, SupplyId};
use crate::limits::LINE_QUANTITY;
use crate::money::Cents;
use crate::order;
use crate::row::State;
use crate::supply::{Act, Asked, SupplyState};
use std::collections::{BTreeMap, BTreeSet};

/// The devices that an order in progress replaces already.
pub fn replaced(state: &State) -> BTreeSet<EquipmentId> {
    let open = state.supplies.values().filter(|supply| supply.state.is_open());
    order::set(open.flat_map(|supply| supply.replaces.iter().copied()))
}

/// The first devices of the list by their sites, each site's in the order of the list; no more of
/// one site together than one order may hold.
pub fn by_site(first: &[Ranked]) -> Vec<(SiteId, Vec<EquipmentId>)> {
    let mut sites: BTreeMap<SiteId, Vec<EquipmentId>> = BTreeMap::new();
    for ranked in first {
        sites.entry(ranked.device.site.clone()).or_default().push(ranked.device.id);
    }
    let cut = |(site, devices): (SiteId, Vec<EquipmentId>)| {
        let orders = devices.chunks(LINE_QUANTITY as usize).map(<[EquipmentId]>::to_vec);
        orders.map(|devices| (site.clone(), devices)).collect::<Vec<_>>()
    };
    sites.into_iter().flat_map(cut).collect()
}

/// What a campaign has that nobody was given nor proposed; nothing where its total is not known.
/// What is proposed takes no money yet, but a campaign proposes nothing twice.
pub fn left(state: &State, campaign: &Campaign, pot: Pot) -> Option<Cents> {
    let total = campaign.purses.get(&pot)?.total?;
    let counts = |state: SupplyState| !state.is_given_up();
    let known = state.supplies.values();
    let known = known.filter(|supply| supply.campaign == campaign.id && counts(supply.state));
    Some(total - known.map(|supply| supply.price_in(pot)).sum())
}

/// Why the first devices of the list cannot be proposed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Short {
    /// There is nothing to propose.
    Nothing,
    /// The campaign has no money for such an article.
    NoPurse,
    /// It lacks that much.
    Money(Cents),
}

/// Whether a campaign has the money to propose one such article for each of so many devices.
///
/// # Errors
/// What is short.
pub fn suffices(
    state: &State,
    campaign: &Campaign,
    article: &Article,
    many: usize,
) -> Result<(), Short> {
    if many == 0 {
        return Err(Short::Nothing);
    }
    let left = left(state, campaign, article.pot).ok_or(Short::NoPurse)?;
    let price = article.unit.times(u32::try_from(many).unwrap_or(u32::MAX));
    if price > left { Err(Short::Money(price - left)) } else { Ok(()) }
}

/// The order that proposes a site one new article for each of its old devices.
pub fn proposal(
    supply: SupplyId,
    campaign: &Campaign,
    article: &Article,
    (site, replaces): (SiteId, Vec<EquipmentId>),
    note: String,
) -> Act {
    let quantity = u32::try_from(replaces.len()).unwrap_or(u32::MAX);
    let lines = vec![Asked { article: article.id, quantity, unit: article.unit }];
    Act::AskSupply { supply, site, campaign: campaign.id, lines, note, teacher: None, replaces }
}
