//! Blossoms: made of petals, turned, opened again.

use super::{Label, Solver};

impl Solver {
    /// The vertices of a blossom.
    pub(super) fn members(&self, x: usize, found: &mut Vec<usize>) {
        if x <= self.n {
            return found.push(x);
        }
        for &petal in &self.petals[x] {
            self.members(petal, found);
        }
    }

    pub(super) fn set_top(&mut self, x: usize, top: usize) {
        self.top[x] = top;
        for at in 0..self.petals[x].len() {
            self.set_top(self.petals[x][at], top);
        }
    }

    /// Turns a blossom so that the way from its base to the petal has an even length.
    pub(super) fn even_way(&mut self, blossom: usize, petal: usize) -> usize {
        let petals = &mut self.petals[blossom];
        let at = petals.iter().position(|p| *p == petal).unwrap_or(0);
        if at % 2 == 0 {
            return at;
        }
        petals[1..].reverse();
        petals.len() - at
    }

    pub(super) fn holder(&self, blossom: usize, vertex: usize) -> usize {
        self.child[blossom * (self.n + 1) + vertex] as usize
    }

    fn climb(&mut self, blossom: usize, mut x: usize, base: usize) {
        while x != base {
            let above = self.top[self.mate[x]];
            self.petals[blossom].extend([x, above]);
            self.enqueue(above);
            x = self.top[self.parent[above]];
        }
    }

    pub(super) fn shrink(&mut self, one: usize, base: usize, two: usize) {
        let new = (self.n + 1..=self.last).find(|b| self.top[*b] == 0).unwrap_or(self.last + 1);
        self.last = self.last.max(new);
        self.dual[new] = 0;
        self.label[new] = Label::Outer;
        self.mate[new] = self.mate[base];
        self.petals[new] = vec![base];
        self.climb(new, one, base);
        self.petals[new][1..].reverse();
        self.climb(new, two, base);
        self.set_top(new, new);
        for x in 0..=self.last {
            self.edges[new * self.width + x].weight = 0;
            self.edges[x * self.width + new].weight = 0;
        }
        self.child[new * (self.n + 1)..(new + 1) * (self.n + 1)].fill(0);
        for petal in self.petals[new].clone() {
            self.absorb(new, petal);
        }
        self.find_slack(new);
    }

    /// The edges and vertices of a petal become those of its blossom.
    fn absorb(&mut self, blossom: usize, petal: usize) {
        for x in 1..=self.last {
            let (old, own) = (self.edge(blossom, x), self.edge(petal, x));
            if old.weight == 0 || (own.weight > 0 && self.distance(own) < self.distance(old)) {
                self.edges[blossom * self.width + x] = own;
                self.edges[x * self.width + blossom] = self.edge(x, petal);
            }
        }
        for vertex in 1..=self.n {
            if self.holder(petal, vertex) != 0 {
                self.child[blossom * (self.n + 1) + vertex] = petal as u32;
            }
        }
    }

    pub(super) fn expand(&mut self, blossom: usize) {
        for petal in self.petals[blossom].clone() {
            self.set_top(petal, petal);
        }
        let entry = self.edge(blossom, self.parent[blossom]).from as usize;
        let entry = self.holder(blossom, entry);
        let way = self.even_way(blossom, entry);
        for at in (0..way).step_by(2) {
            let (inner, outer) = (self.petals[blossom][at], self.petals[blossom][at + 1]);
            self.parent[inner] = self.edge(outer, inner).from as usize;
            self.label[inner] = Label::Inner;
            self.label[outer] = Label::Outer;
            self.slack[inner] = 0;
            self.find_slack(outer);
            self.enqueue(outer);
        }
        self.label[entry] = Label::Inner;
        self.parent[entry] = self.parent[blossom];
        for at in way + 1..self.petals[blossom].len() {
            let petal = self.petals[blossom][at];
            self.label[petal] = Label::Free;
            self.find_slack(petal);
        }
        self.top[blossom] = 0;
    }
}
