//! Causes that make it impossible to make every visit, found before the search.

use super::hard_rule::HardRule;
use super::instance::Assignment;
use super::matching::Matching;
use super::model::{BLOCKED, Model};
use super::plan::RoundsPlan;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Sites beyond which a crowd is not searched for a smaller one.
const CROWD_SITES_MAX: usize = 600;

/// Why one or more visits cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Cause {
    /// A pin breaks a hard rule: its visit waits until somebody unpins or moves it.
    Pin {
        /// Index of the pin.
        pin: u32,
        /// The pin.
        visit: Assignment,
        /// The rule.
        obstacle: HardRule,
    },
    /// The site is closed on every half-day of the period.
    NeverOpen {
        /// Index of the site.
        site: u32,
        /// Index of the period.
        period: u32,
    },
    /// No technician has the skill in the area of the site.
    NobodyAble {
        /// Index of the site.
        site: u32,
    },
    /// Those who could go are off whenever the site is open.
    NobodyThere {
        /// Index of the site.
        site: u32,
        /// Index of the period.
        period: u32,
    },
    /// These sites have fewer half-days among them than they are.
    Crowded {
        /// Index of the period.
        period: u32,
        /// Indices of the sites, in order.
        sites: Vec<u32>,
        /// Half-days of technicians that at least one of them could have.
        half_days: u32,
    },
}

/// A visit that a plan leaves out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Uncovered {
    /// Index of the site.
    pub site: u32,
    /// Index of the period.
    pub period: u32,
    /// The cause, when it is proven that not every visit can be made.
    pub cause: Option<Cause>,
}

/// All proven causes; none when every visit can be made.
pub fn feasibility(model: &Model) -> Vec<Cause> {
    let mut causes = Vec::new();
    for (pin, obstacle) in &model.pin_faults {
        let visit = model.instance.pins[*pin as usize];
        causes.push(Cause::Pin { pin: *pin, visit, obstacle: obstacle.clone() });
    }
    let mut matching = Matching::new(model, &model.pinned);
    matching.grow();
    let mut helpless = BTreeSet::new();
    for crowd in matching.crowds.iter().filter(|c| !c.is_empty()) {
        let alone = |v: &&usize| model.allowed(**v % model.sites, **v / model.sites).next();
        let (able, none): (Vec<usize>, Vec<usize>) = crowd.iter().partition(|v| alone(v).is_some());
        let lonely = none.iter().map(|v| lonely_cause(model, *v));
        causes.extend(lonely.filter(|c| helpless.insert(format!("{c:?}"))));
        if !able.is_empty() {
            causes.push(smallest_crowd(model, &able));
        }
    }
    causes
}

/// Why a visit has no slot at all.
fn lonely_cause(model: &Model, visit: usize) -> Cause {
    let (site, period) = (visit % model.sites, visit / model.sites);
    let team = &model.known[site * model.technicians..(site + 1) * model.technicians];
    if team.iter().all(|k| *k == BLOCKED) {
        return Cause::NobodyAble { site: site as u32 };
    }
    let (first, end) = model.period_half_days[period];
    let open = &model.unary[site * model.half_days + first..site * model.half_days + end];
    let (site, period) = (site as u32, period as u32);
    if open.iter().all(|c| *c == BLOCKED) {
        return Cause::NeverOpen { site, period };
    }
    Cause::NobodyThere { site, period }
}

/// The slots of each visit of a crowd, pinned ones apart.
fn slots_of(model: &Model, crowd: &[usize]) -> Vec<Vec<u32>> {
    let period = crowd[0] / model.sites;
    let pinned: BTreeSet<u32> = model.pinned.iter().copied().collect();
    let free = |slot: &u32| !pinned.contains(slot);
    let allowed = |v: &usize| model.allowed(v % model.sites, period).filter(free).collect();
    crowd.iter().map(allowed).collect()
}

/// Narrows a crowd: visits that only have slots of one of them, then without those that bring
/// slots of their own.
fn smallest_crowd(model: &Model, crowd: &[usize]) -> Cause {
    let slots = slots_of(model, crowd);
    let mut best: Vec<usize> = (0..crowd.len()).collect();
    if crowd.len() <= CROWD_SITES_MAX {
        for own in slots.iter().collect::<BTreeSet<_>>() {
            let inside = |i: &usize| is_subset(&slots[*i], own);
            let within: Vec<_> = (0..crowd.len()).filter(inside).collect();
            if within.len() > own.len() && within.len() < best.len() {
                best = within;
            }
        }
    }
    drop_generous(&mut best, &slots);
    let all: BTreeSet<u32> = best.iter().flat_map(|i| slots[*i].iter().copied()).collect();
    let mut sites: Vec<_> = best.iter().map(|i| (crowd[*i] % model.sites) as u32).collect();
    sites.sort_unstable();
    let period = (crowd[0] / model.sites) as u32;
    Cause::Crowded { period, sites, half_days: all.len() as u32 }
}

/// Takes out, one by one, the visits without which as many slots are missing.
fn drop_generous(crowd: &mut Vec<usize>, slots: &[Vec<u32>]) {
    let mut wanted = BTreeMap::new();
    for slot in crowd.iter().flat_map(|i| &slots[*i]) {
        *wanted.entry(*slot).or_insert(0u32) += 1;
    }
    loop {
        let own = |i: &usize| slots[*i].iter().any(|s| wanted[s] == 1);
        let Some(at) = crowd.iter().position(own) else {
            return;
        };
        for slot in &slots[crowd.remove(at)] {
            if let Some(count) = wanted.get_mut(slot) {
                *count -= 1;
            }
        }
    }
}

/// Both sorted.
fn is_subset(small: &[u32], large: &[u32]) -> bool {
    let mut rest = large.iter();
    small.len() <= large.len() && small.iter().all(|s| rest.any(|l| l == s))
}

/// Every visit that the plan leaves out, with the proven cause if there is one.
pub fn uncovered(model: &Model, plan: &RoundsPlan) -> Vec<Uncovered> {
    let mut made = vec![false; model.sites * model.periods];
    for visit in plan.visits.iter().filter(|v| model.obstacle(**v).is_none()) {
        made[model.visit(visit[0] as usize, visit[1] as usize)] = true;
    }
    if made.iter().all(|m| *m) {
        return Vec::new();
    }
    let causes = feasibility(model);
    let left = made.iter().enumerate().filter(|(_, made)| !**made);
    left.map(|(visit, _)| {
        let (site, period) = ((visit % model.sites) as u32, (visit / model.sites) as u32);
        let cause = causes.iter().find(|c| c.concerns(site, period)).cloned();
        Uncovered { site, period, cause }
    })
    .collect()
}

impl Cause {
    /// The cause is about this visit.
    pub fn concerns(&self, of_site: u32, of_period: u32) -> bool {
        match self {
            Self::Pin { visit, .. } => visit[..2] == [of_site, of_period],
            Self::NobodyAble { site } => *site == of_site,
            Self::NeverOpen { site, period } | Self::NobodyThere { site, period } => {
                (*site, *period) == (of_site, of_period)
            }
            Self::Crowded { period, sites, .. } => {
                *period == of_period && sites.binary_search(&of_site).is_ok()
            }
        }
    }
}
