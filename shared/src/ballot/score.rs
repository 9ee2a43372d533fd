//! Points and places, in exact arithmetic: no mark is ever a fraction of a machine.

use super::Ballot;
use crate::article::ArticleKind;
use crate::campaign::{Call, Campaign, CampaignKind, RankedProject};
use crate::id::{CampaignId, SupplyId};
use crate::order;
use crate::row::State;
use crate::supply::{Supply, SupplyState};
use std::cmp::{Ordering, Reverse};
use std::sync::Arc;
use uuid::Uuid;

/// Jurors whose marks a project needs at least.
const MARKED_BY: usize = 2;

/// Points as a fraction of whole numbers.
#[derive(Debug, Clone, Copy)]
pub struct Points {
    above: u128,
    below: u128,
}

impl Points {
    /// In hundredths of a point, rounded half up: for screens, never to compare.
    pub fn hundredths(self) -> u32 {
        u32::try_from((self.above * 200 + self.below) / (self.below * 2)).unwrap_or(u32::MAX)
    }
}

impl PartialEq for Points {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Points {}

impl PartialOrd for Points {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Points {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.above * other.below).cmp(&(other.above * self.below))
    }
}

/// The points of a project: of each criterion its weight times the mean of its marks by the best
/// one. Who abstained, and a mark that is missing, is absent and no zero. Nothing while fewer than
/// two jurors marked it, or a criterion has no mark at all.
pub fn points(call: &Call, ballots: &[&Ballot], supply: SupplyId) -> Option<Points> {
    let given = ballots.iter().filter_map(|ballot| ballot.mark(supply));
    let given: Vec<_> = given.filter(|mark| mark.abstained.is_none()).collect();
    if given.len() < MARKED_BY {
        return None;
    }
    let mut sum = Points { above: 0, below: 1 };
    for (at, criterion) in call.criteria.iter().enumerate() {
        let marks = given.iter().filter_map(|mark| mark.scores.get(at).copied().flatten());
        let (count, all) = marks.fold((0, 0), |(n, all), mark| (n + 1, all + u128::from(mark)));
        if count == 0 {
            return None;
        }
        let above = u128::from(criterion.weight) * all;
        let below = u128::from(criterion.max) * count;
        let (above, below) = (sum.above * below + above * sum.below, sum.below * below);
        let by = common(above, below);
        sum = Points { above: above / by, below: below / by };
    }
    Some(sum)
}

/// The greatest number by which both can be divided, at least 1.
fn common(mut one: u128, mut two: u128) -> u128 {
    while two != 0 {
        (one, two) = (two, one % two);
    }
    one.max(1)
}

/// Whether it takes part in the places.
pub fn takes_part(supply: &Supply) -> bool {
    matches!(supply.state, SupplyState::Asked | SupplyState::WaitingList)
}

/// The places of the projects of a call. Equals: who was never served in the plan goes first, then
/// who asks for fewer devices a class, then the lot.
pub fn ranking(state: &State, campaign: &Campaign, lot: u64) -> Vec<RankedProject> {
    let Some(call) = &campaign.call else { return Vec::new() };
    let ballots = state.ballots.values().filter(|ballot| ballot.campaign == campaign.id);
    let ballots: Vec<&Ballot> = ballots.map(|ballot| &**ballot).collect();
    let of_call = |supply: &&Arc<Supply>| supply.campaign == campaign.id && takes_part(supply);
    let mut placed: Vec<_> = state
        .supplies
        .values()
        .filter(of_call)
        .map(|supply| {
            let points = points(call, &ballots, supply.id);
            let tie = (was_served(state, supply), PerClass::of(supply), drawn(lot, supply.id));
            (points.is_none(), points.map(Reverse), tie, supply.id)
        })
        .collect();
    order::sort(&mut placed);
    let mut ranked = Vec::new();
    for (at, (_, points, _, supply)) in (1..).zip(placed) {
        let rank = points.map(|_| at);
        let hundredths = points.map(|Reverse(points)| points.hundredths());
        ranked.push(RankedProject { supply, rank, hundredths });
    }
    ranked
}

/// Whether the school got something of an earlier call.
fn was_served(state: &State, supply: &Supply) -> bool {
    state.supplies.values().any(|other| {
        let is_other = other.campaign != supply.campaign && other.kind == CampaignKind::Call;
        is_other && other.site == supply.site && other.takes_money()
    })
}

/// Devices a class, compared without a fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct PerClass {
    devices: u64,
    classes: u64,
}

impl PerClass {
    fn of(supply: &Supply) -> Self {
        let is_device = |kind| matches!(kind, ArticleKind::Device(_));
        let lines = supply.lines.iter().filter(|line| is_device(line.kind));
        let classes = supply.project.as_ref().map_or(0, |project| project.classes);
        let devices = lines.map(|line| u64::from(line.quantity)).sum();
        Self { devices, classes: u64::from(classes.max(1)) }
    }
}

impl PartialOrd for PerClass {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for PerClass {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.devices * other.classes).cmp(&(other.devices * self.classes))
    }
}

/// The number that draws the lots of a call. It follows from the call, which was made before any
/// project was written: nobody draws until they like what comes.
pub fn lot(campaign: CampaignId) -> u64 {
    // What every reader of JSON keeps exactly (RFC 8259, section 6).
    campaign.0.as_u64_pair().1 >> 11
}

/// The lot of a project: anybody can draw it again from the number that the decision keeps.
fn drawn(lot: u64, supply: SupplyId) -> Uuid {
    Uuid::new_v5(&supply.0, &lot.to_be_bytes())
}

/// The next of the waiting list, once something was withdrawn: places stay as they were.
pub fn next_waiting(state: &State, campaign: &Campaign) -> Option<Arc<Supply>> {
    let waits = |supply: &&Arc<Supply>| {
        supply.campaign == campaign.id && supply.state == SupplyState::WaitingList
    };
    let waiting = state.supplies.values().filter(waits);
    let placed = waiting.filter_map(|supply| Some((supply.project.as_ref()?.rank?, supply)));
    placed.min_by_key(|(rank, _)| *rank).map(|(_, supply)| supply.clone())
}
