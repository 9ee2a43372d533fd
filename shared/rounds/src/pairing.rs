//! The least that the days of a period need: sites pair into days like the edges of a matching.
//!
//! A day of a technician holds two sites at most, so a plan is a matching of the sites of a
//! period, and its cost is that of all sites alone less what each pair saves. Each pair takes
//! the technician and the day that suit it best, whatever the others take. The most that pairs
//! can save then has a dual, whose every solution is a proof.

use super::blossom::duals;
use super::model::{Model, NONE};

/// Sites that one matching takes; more are taken block by block, which is a little weaker.
const BLOCK_SITES_MAX: usize = 400;
/// More than any cost: not allowed.
pub(super) const NEVER: i64 = 1 << 50;
const NO_DAY: i32 = i32::MAX / 2;

/// The costs that count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Counted {
    /// Travel alone.
    Travel,
    /// Travel, and what a site makes of technicians and half-days.
    Places,
}

/// The relaxed problem of one period, and its dual solution. In thousandths of a second;
/// `dual` and the values of `odd_sets` are doubled, so that they stay whole.
#[derive(Clone, Debug)]
pub(crate) struct Pairing {
    pub(crate) period: usize,
    counted: Counted,
    /// Visits that have a slot at all.
    pub(crate) member: Vec<bool>,
    /// Cost of each site alone in its day.
    pub(crate) single: Vec<i64>,
    /// The most of it that a shared day can spare, the way between the two sites apart.
    spare: Vec<i64>,
    /// One way and preference, for each site and technician; [`NEVER`] when not able.
    reach: Vec<i64>,
    /// Cost of each site on each morning of the period, then on each afternoon.
    halves: [Vec<i32>; 2],
    days: usize,
    pub(crate) dual: Vec<i64>,
    pub(crate) odd_sets: Vec<(Vec<u32>, i64)>,
    /// Odd sets of each site.
    sets_of: Vec<Vec<u32>>,
    /// Blocks that wait to be solved.
    blocks: Vec<Vec<usize>>,
}

impl Pairing {
    /// The first dual solution, which is weak: half of the best saving of each site.
    pub(crate) fn new(model: &Model, period: usize, counted: Counted) -> Self {
        let n = model.sites;
        let (first, end) = model.period_half_days[period];
        let days = (end - first) / 2;
        let mut pairing = Self {
            period,
            counted,
            member: vec![false; n],
            single: vec![0; n],
            spare: vec![0; n],
            reach: vec![NEVER; n * model.technicians],
            halves: [vec![NO_DAY; n * days], vec![NO_DAY; n * days]],
            days,
            dual: vec![0; n],
            odd_sets: Vec::new(),
            sets_of: vec![Vec::new(); n],
            blocks: Vec::new(),
        };
        for site in (0..n).filter(|i| !model.barred[model.visit(*i, period)]) {
            pairing.read_site(model, site, first);
        }
        for i in 0..n {
            pairing.dual[i] = (0..n).fold(0, |most, j| most.max(pairing.saving(model, i, j, most)));
        }
        pairing.blocks = pairing.cut(model);
        pairing
    }

    fn read_site(&mut self, model: &Model, site: usize, first: usize) {
        let pin = model.pinned[model.visit(site, self.period)];
        let (mut alone, mut nearest) = (NEVER, NEVER);
        let mut cheapest = NO_DAY;
        for slot in model.allowed(site, self.period).filter(|s| pin == NONE || pin == *s) {
            let info = &model.slots[slot as usize];
            let k = info.technician as usize;
            let (mut known, mut place) = (0, 0);
            if self.counted == Counted::Places {
                known = i64::from(model.known[site * model.technicians + k]);
                place = model.unary[site * model.half_days + info.half_day as usize];
            }
            let way = model.travel.depot(info.depot as usize, site);
            self.reach[site * model.technicians + k] = way + known;
            alone = alone.min(2 * way + known);
            nearest = nearest.min(way + known);
            let half_day = info.half_day as usize - first;
            self.halves[half_day % 2][site * self.days + half_day / 2] = place.min(NO_DAY - 1);
            cheapest = cheapest.min(place);
            self.member[site] = true;
        }
        if self.member[site] {
            self.single[site] = alone + i64::from(cheapest);
            self.spare[site] = alone - nearest;
        }
    }

    pub(crate) fn members(&self) -> Vec<usize> {
        (0..self.member.len()).filter(|i| self.member[*i]).collect()
    }

    /// Saving of two sites in one day, with the technician and the day that suit them best. 0
    /// when they cannot share a day, and as soon as it is known to be at most `enough`.
    fn saving(&self, model: &Model, i: usize, j: usize, enough: i64) -> i64 {
        if i == j || !self.member[i] || !self.member[j] {
            return 0;
        }
        if self.spare[i] + self.spare[j] - model.travel.between(i, j) <= enough {
            return 0;
        }
        let team = model.technicians;
        let row = |site: usize| &self.reach[site * team..(site + 1) * team];
        let ways = row(i).iter().zip(row(j)).map(|(a, b)| a + b).min().unwrap_or(NEVER);
        let most = self.single[i] + self.single[j] - ways - model.travel.between(i, j);
        if most <= 0 {
            return 0;
        }
        let row =
            |half: usize, site: usize| &self.halves[half][site * self.days..(site + 1) * self.days];
        let least = |a: &[i32], b: &[i32]| {
            let sums = a.iter().zip(b).map(|(a, b)| a.saturating_add(*b));
            sums.min().unwrap_or(NO_DAY)
        };
        let day = least(row(0, i), row(1, j)).min(least(row(1, i), row(0, j)));
        if day >= NO_DAY { 0 } else { (most - i64::from(day)).max(0) }
    }

    /// Cuts the sites into blocks of neighbours.
    fn cut(&self, model: &Model) -> Vec<Vec<usize>> {
        let mut todo = vec![(self.members(), 0)];
        let mut blocks = Vec::new();
        while let Some((mut sites, depth)) = todo.pop() {
            if sites.len() <= BLOCK_SITES_MAX {
                blocks.push(sites);
                continue;
            }
            let place = |i: &usize| {
                let site = &model.instance.sites[*i];
                if depth % 2 == 0 { site.lat } else { site.lon }
            };
            sites.sort_by(|a, b| place(a).total_cmp(&place(b)));
            let rest = sites.split_off(sites.len() / 2);
            todo.extend([(sites, depth + 1), (rest, depth + 1)]);
        }
        blocks
    }

    /// Solves one more block; tells whether there was one.
    pub(crate) fn step(&mut self, model: &Model) -> bool {
        let block = self.blocks.pop();
        if let Some(block) = &block {
            self.solve(model, block);
        }
        block.is_some()
    }

    /// The best duals of a block, the others staying as they are.
    fn solve(&mut self, model: &Model, block: &[usize]) {
        let mut inside = vec![false; self.member.len()];
        block.iter().for_each(|i| inside[*i] = true);
        let within = |set: &(Vec<u32>, i64)| set.0.iter().all(|i| inside[*i as usize]);
        self.odd_sets.retain(|set| !within(set));
        self.index_sets();
        let least = |i: &usize| {
            let outside = (0..self.member.len()).filter(|j| self.member[*j] && !inside[*j]);
            outside.fold(0, |most: i64, j| {
                match self.saving(model, *i, j, (most + self.dual[j]) / 2) {
                    0 => most,
                    saving => most.max(2 * saving - self.set_value(*i, j) - self.dual[j]),
                }
            })
        };
        let floor: Vec<i64> = block.iter().map(least).collect();
        let found = duals(block.len(), |a, b| {
            let paid = floor[a] + floor[b];
            match self.saving(model, block[a], block[b], paid / 2) {
                0 => 0,
                saving => {
                    let rest = 2 * saving - self.set_value(block[a], block[b]) - paid;
                    (rest + 1).div_euclid(2)
                }
            }
        });
        for (at, &site) in block.iter().enumerate() {
            self.dual[site] = floor[at] + found.vertices[at];
        }
        let named = |set: Vec<u32>| set.iter().map(|a| block[*a as usize] as u32).collect();
        self.odd_sets.extend(found.odd_sets.into_iter().map(|(set, value)| (named(set), value)));
        self.index_sets();
    }

    fn index_sets(&mut self) {
        self.sets_of.iter_mut().for_each(Vec::clear);
        for (number, (set, _)) in self.odd_sets.iter().enumerate() {
            set.iter().for_each(|i| self.sets_of[*i as usize].push(number as u32));
        }
    }

    /// The values of the odd sets that hold both sites.
    pub(crate) fn set_value(&self, i: usize, j: usize) -> i64 {
        let both = self.sets_of[i].iter().filter(|set| self.sets_of[j].contains(set));
        both.map(|set| self.odd_sets[*set as usize].1).sum()
    }

    /// The bound on what is counted, in thousandths of a second.
    pub(crate) fn bound(&self) -> i64 {
        let alone: i64 = self.members().iter().map(|i| self.single[*i]).sum();
        let ends: i64 = self.dual.iter().sum();
        let sets: i64 = self.odd_sets.iter().map(|(set, z)| z * (set.len() as i64 / 2)).sum();
        alone - (ends + sets + 1).div_euclid(2)
    }

    /// No pair saves more than the duals allow.
    #[cfg(test)]
    pub(crate) fn holds(&self, model: &Model) -> bool {
        let n = self.member.len();
        let fine = |i: usize, j: usize| {
            let saving = self.saving(model, i, j, 0);
            saving == 0 || self.dual[i] + self.dual[j] + self.set_value(i, j) >= 2 * saving
        };
        let signs = self.dual.iter().all(|d| *d >= 0) && self.odd_sets.iter().all(|s| s.1 >= 0);
        signs && (0..n).all(|i| (0..i).all(|j| fine(i, j)))
    }
}

#[cfg(test)]
mod tests {
    use super::super::random::Random;
    use super::*;

    /// The best matching by trying everything.
    fn best(free: u32, n: usize, weight: &[i64]) -> i64 {
        if free == 0 {
            return 0;
        }
        let i = free.trailing_zeros() as usize;
        let rest = free & !(1 << i);
        let with = |j: usize| weight[i * n + j] + best(rest & !(1 << j), n, weight);
        let paired = (0..n).filter(|j| rest & (1 << j) != 0).map(with).max();
        best(rest, n, weight).max(paired.unwrap_or(0))
    }

    #[test]
    fn duals_prove_the_best_matching() {
        for seed in 0..600 {
            let mut random = Random::new(seed);
            let n = 1 + random.below(10);
            let most = [3, 20, 1000][random.below(3)];
            let mut weight = vec![0; n * n];
            for i in 0..n {
                for j in 0..i {
                    let w = random.below(most) as i64 - most as i64 / 4;
                    weight[i * n + j] = w.max(0);
                    weight[j * n + i] = w.max(0);
                }
            }
            let found = duals(n, |i, j| weight[i * n + j]);
            for i in 0..n {
                assert!(found.vertices[i] >= 0, "seed {seed}");
                for j in (0..i).filter(|j| weight[i * n + j] > 0) {
                    let both = |set: &&(Vec<u32>, i64)| {
                        set.0.contains(&(i as u32)) && set.0.contains(&(j as u32))
                    };
                    let sets: i64 = found.odd_sets.iter().filter(both).map(|s| s.1).sum();
                    let sum = found.vertices[i] + found.vertices[j] + sets;
                    assert!(sum >= 2 * weight[i * n + j], "seed {seed}: {i} {j}");
                }
            }
            let sets: i64 = found.odd_sets.iter().map(|(s, z)| z * (s.len() as i64 / 2)).sum();
            let value = found.vertices.iter().sum::<i64>() + sets;
            assert_eq!(value, 2 * best((1 << n) - 1, n, &weight), "seed {seed}");
        }
    }
}
