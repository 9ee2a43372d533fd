//! The least travel that any plan needs: sites pair into days like the edges of a matching.
//!
//! A day of a technician holds two sites at most, so a plan is a matching of the sites of a
//! period, and its travel is that of all sites alone less what each pair saves. The most that
//! pairs can save, calendars and technicians apart, has a dual whose every solution is a proof.

use super::blossom::duals;
use super::model::{BLOCKED, Model, NONE};

/// Sites that one matching takes; more are taken block by block, which is a little weaker.
const BLOCK_SITES_MAX: usize = 400;
/// Travel from a depot whose technicians cannot go to the site.
const FAR: i64 = 1 << 50;

/// The relaxed problem of one period, and its dual solution. In thousandths of a second;
/// `dual` and the values of `odd_sets` are doubled, so that they stay whole.
#[derive(Clone, Debug)]
pub(crate) struct Pairing {
    pub(crate) period: usize,
    /// Visits that have a slot at all.
    pub(crate) member: Vec<bool>,
    /// Travel of each site alone in its day, from the nearest depot that can.
    pub(crate) single: Vec<i64>,
    /// From each depot to each site, or [`FAR`].
    reach: Vec<i64>,
    /// Days on which each site may be visited in the morning, then in the afternoon.
    mornings: Vec<u64>,
    afternoons: Vec<u64>,
    words: usize,
    pub(crate) dual: Vec<i64>,
    pub(crate) odd_sets: Vec<(Vec<u32>, i64)>,
    /// Odd sets of each site.
    sets_of: Vec<Vec<u32>>,
    blocks: Vec<Vec<usize>>,
    sweep: usize,
}

impl Pairing {
    /// The first dual solution, which is weak: half of the best saving of each site.
    pub(crate) fn new(model: &Model, period: usize) -> Self {
        let n = model.sites;
        let (first, end) = model.period_half_days[period];
        let words = (end - first).div_ceil(128);
        let mut pairing = Self {
            period,
            member: vec![false; n],
            single: vec![0; n],
            reach: vec![FAR; n * model.depots],
            mornings: vec![0; n * words],
            afternoons: vec![0; n * words],
            words,
            dual: vec![0; n],
            odd_sets: Vec::new(),
            sets_of: vec![Vec::new(); n],
            blocks: Vec::new(),
            sweep: 0,
        };
        for site in 0..n {
            pairing.read_site(model, site, first);
        }
        for i in 0..n {
            pairing.dual[i] = (0..n).map(|j| pairing.saving(model, i, j)).max().unwrap_or(0);
        }
        pairing.blocks = pairing.cut(model);
        pairing
    }

    fn read_site(&mut self, model: &Model, site: usize, first: usize) {
        let visit = model.visit(site, self.period);
        if model.barred[visit] {
            return;
        }
        for k in 0..model.technicians {
            let depot = model.instance.technicians[k].depot as usize;
            if model.known[site * model.technicians + k] != BLOCKED {
                self.reach[site * model.depots + depot] = model.travel.depot(depot, site);
            }
        }
        let near = &self.reach[site * model.depots..(site + 1) * model.depots];
        self.single[site] = 2 * near.iter().copied().min().unwrap_or(0);
        for slot in model.allowed(site, self.period) {
            if model.pinned[visit] == NONE || model.pinned[visit] == slot {
                let half_day = model.slots[slot as usize].half_day as usize - first;
                let day = half_day / 2;
                let half =
                    if half_day % 2 == 0 { &mut self.mornings } else { &mut self.afternoons };
                half[site * self.words + day / 64] |= 1 << (day % 64);
                self.member[site] = true;
            }
        }
    }

    pub(crate) fn members(&self) -> Vec<usize> {
        (0..self.member.len()).filter(|i| self.member[*i]).collect()
    }

    /// What the two sites save in one day, from the depot that suits them best; 0 when they
    /// cannot share a day.
    fn saving(&self, model: &Model, i: usize, j: usize) -> i64 {
        if i == j || !self.member[i] || !self.member[j] {
            return 0;
        }
        let row = |site: usize| &self.reach[site * model.depots..(site + 1) * model.depots];
        let legs = row(i).iter().zip(row(j)).map(|(a, b)| a + b).min().unwrap_or(FAR);
        let saving = self.single[i] + self.single[j] - legs - model.travel.between(i, j);
        if saving > 0 && self.may_share(model, i, j) { saving } else { 0 }
    }

    fn may_share(&self, model: &Model, i: usize, j: usize) -> bool {
        let pin = |site: usize| model.pinned[model.visit(site, self.period)];
        let fits = |slot: u32, other: usize| {
            let there = pin(other);
            (there == NONE || there == slot ^ 1) && model.place(other, slot ^ 1).is_some()
        };
        if pin(i) != NONE {
            return fits(pin(i), j);
        }
        if pin(j) != NONE {
            return fits(pin(j), i);
        }
        (0..self.words).any(|word| {
            let (i, j) = (i * self.words + word, j * self.words + word);
            self.mornings[i] & self.afternoons[j] != 0 || self.afternoons[i] & self.mornings[j] != 0
        })
    }

    /// Cuts the sites into blocks of neighbours, elsewhere at each sweep.
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
                if (depth + self.sweep) % 2 == 0 { site.lat } else { site.lon }
            };
            sites.sort_by(|a, b| place(a).total_cmp(&place(b)));
            let parts = if depth == 0 && self.sweep > 0 { 3 } else { 2 };
            let rest = sites.split_off(sites.len() / parts);
            todo.extend([(sites, depth + 1), (rest, depth + 1)]);
        }
        blocks
    }

    /// Solves one more block; tells whether there is more to do in this sweep.
    pub(crate) fn step(&mut self, model: &Model) -> bool {
        if let Some(block) = self.blocks.pop() {
            self.solve(model, &block);
        }
        !self.blocks.is_empty()
    }

    /// Begins another sweep, when it can help.
    pub(crate) fn again(&mut self, model: &Model) -> bool {
        let several = self.members().len() > BLOCK_SITES_MAX;
        if several {
            self.sweep += 1;
            self.blocks = self.cut(model);
        }
        several
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
            let needs = outside.map(|j| match self.saving(model, *i, j) {
                0 => 0,
                saving => 2 * saving - self.set_value(*i, j) - self.dual[j],
            });
            needs.max().unwrap_or(0).max(0)
        };
        let floor: Vec<i64> = block.iter().map(least).collect();
        let found = duals(block.len(), |a, b| match self.saving(model, block[a], block[b]) {
            0 => 0,
            saving => {
                let rest = 2 * saving - self.set_value(block[a], block[b]) - floor[a] - floor[b];
                (rest + 1).div_euclid(2)
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

    /// The bound on travel, in thousandths of a second.
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
            let saving = self.saving(model, i, j);
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
