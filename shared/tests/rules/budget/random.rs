//! Acceptance 7: after 10,000 random orders, withdrawals, cancellations, partial payments and
//! credit notes, on several lines of both sections and in two years, what is reserved, committed
//! and paid equals what was kept apart, move by move, and a recomputation from the rows that shares
//! no code with the table.

mod rows;

use super::*;
use rows::{recomputed, supply_of};
use shared::budget::postings::{Column, YearSpan, table};
use shared::command::Envelope;
use shared::decide::{Now, decide};
use shared::id::{CommandId, SupplyId};
use shared::row::Row;
use shared::supply;
use std::collections::BTreeMap;

/// A small generator (xorshift64*), so that a seed says everything.
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }
}

/// Commitments that are looked at; one that ended makes room for a new one.
const BUSY: usize = 120;
/// Orders that wait to be bought.
const WAITING: usize = 60;
const MOVES: usize = 10_000;
/// Lines that buy orders of schools, and lines that buy whatever they like.
const ORDERED: [(&str, Pot); 2] = [("2.2", Pot::Investment), ("2.2", Pot::Operating)];
const OTHERS: [(&str, Pot); 4] = [
    ("1.2", Pot::Investment),
    ("2.4", Pot::Investment),
    ("2.1", Pot::Operating),
    ("2.8", Pot::Operating),
];
const COUNTED: [Column; 3] = [Column::Reserved, Column::Committed, Column::Paid];

/// Cents by line, year and column.
type Sums = BTreeMap<(LineId, u16, Column), i64>;

/// An order of a school: its price in each section, and whether a commitment buys it there.
struct Wish {
    id: SupplyId,
    prices: [i64; 2],
    bought: [bool; 2],
}

/// A payment, and what of it no credit note took back.
struct Paid {
    number: String,
    left: i64,
}

/// A commitment as the ledger knows it.
struct Known {
    id: CommitmentId,
    line: LineId,
    year: u16,
    committed: i64,
    paid: i64,
    payments: Vec<Paid>,
    supplies: Vec<SupplyId>,
    pot: usize,
}

struct Life {
    world: World,
    draw: Draw,
    ledger: Sums,
    wishes: BTreeMap<SupplyId, Wish>,
    known: Vec<Known>,
    made: u32,
    applied: BTreeMap<&'static str, usize>,
}

impl Life {
    fn new(seed: u64) -> Self {
        Life {
            world: on(crate::supply_world::with_budget()),
            draw: Draw(seed | 1),
            ledger: Sums::new(),
            wishes: BTreeMap::new(),
            known: Vec::new(),
            made: 0,
            applied: BTreeMap::new(),
        }
    }

    /// Judges on the whole state, as reads are tried elsewhere.
    fn give(&mut self, act: impl Into<Command>) -> bool {
        let envelope = Envelope {
            id: CommandId(Uuid::nil()),
            device: crate::world::device(COORDINATOR),
            sequence: 1,
            actor: crate::world::account(COORDINATOR),
            declared_at: NOW,
            protocol: shared::sync::PROTOCOL,
            seen: Vec::new(),
            intent: act.into(),
        };
        let actor = self.world.actor(COORDINATOR);
        let now = Now { ms: NOW, offset_ms: 0 };
        match decide(&self.world.state, &envelope, &actor, now) {
            Ok(decision) => {
                decision.rows.into_iter().for_each(|row| self.world.put(row));
                true
            }
            Err(_) => false,
        }
    }

    fn add(&mut self, line: &LineId, year: u16, column: Column, cents: i64) {
        *self.ledger.entry((line.clone(), year, column)).or_default() += cents;
    }

    fn reserve(&mut self, pot: usize, cents: i64) {
        let (code, of) = ORDERED[pot];
        self.add(&line(code, of), 2026, Column::Reserved, cents);
    }

    fn order(&mut self) -> bool {
        self.made += 1;
        let prices = [0, 1].map(|_| 1_000 + self.draw.below(60_000) as i64);
        let row = supply_of(&self.world, self.made, prices);
        (0..2).for_each(|pot| self.reserve(pot, prices[pot]));
        self.wishes.insert(row.id, Wish { id: row.id, prices, bought: [false; 2] });
        self.world.put(Row::from(row));
        true
    }

    /// A school gives up: what nobody had bought is free again, what was bought stays committed.
    fn withdraw(&mut self) -> bool {
        let at = self.draw.below(self.wishes.len().max(1) as u64) as usize;
        let Some(id) = self.wishes.keys().nth(at).copied() else { return false };
        let act = supply::Act::CancelSupply { supply: id, reason: "Tirage".into() };
        assert!(self.give(act), "an order of which nothing is done can be withdrawn");
        let wish = self.wishes.remove(&id).unwrap();
        for pot in (0..2).filter(|pot| !wish.bought[*pot]) {
            self.reserve(pot, -wish.prices[pot]);
        }
        true
    }

    fn commit(&mut self) -> bool {
        let (pot, year) = (self.draw.below(2) as usize, 2026 + self.draw.below(2) as u16);
        let free = self.wishes.values().filter(|wish| !wish.bought[pot]);
        let some: Vec<_> = free.take(3).map(|wish| (wish.id, wish.prices[pot])).collect();
        let buys_orders = self.draw.below(3) > 0 && !some.is_empty();
        let ((code, of), supplies, sum) = match buys_orders {
            true => (ORDERED[pot], some.clone(), some.iter().map(|(_, cents)| cents).sum()),
            false => {
                let at = self.draw.below(OTHERS.len() as u64) as usize;
                (OTHERS[at], Vec::new(), 1_000 + self.draw.below(90_000) as i64)
            }
        };
        self.made += 1;
        let (id, on) = (key(1_000_000 + self.made), line(code, of));
        let supplies: Vec<SupplyId> = supplies.into_iter().map(|(id, _)| id).collect();
        let order = Order { supplies: supplies.clone(), ..order(sum) };
        let act = Act::OpenCommitment {
            commitment: id,
            line: on.clone(),
            year,
            order,
            over: "Tirage".to_owned(),
        };
        if !self.give(act) {
            return false;
        }
        self.add(&on, year, Column::Committed, sum);
        for (id, cents) in some.into_iter().filter(|_| buys_orders) {
            self.reserve(pot, -cents);
            self.wishes.get_mut(&id).unwrap().bought[pot] = true;
        }
        let (committed, paid, payments, line) = (sum, 0, Vec::new(), on);
        self.known.push(Known { id, line, year, committed, paid, payments, supplies, pot });
        true
    }

    fn pay(&mut self, at: usize) -> bool {
        let most = self.known[at].committed - self.known[at].paid;
        let cents = 1 + self.draw.below(most.max(1) as u64 + 50) as i64;
        let (on, year) = [("2026-03-12", 2026), ("2027-01-04", 2027)][self.draw.below(2) as usize];
        self.made += 1;
        let number = format!("M-{}", self.made);
        let (commitment, payment) = (self.known[at].id, payment(&number, on, cents));
        let done = self.give(Act::PayCommitment { commitment, payment });
        assert_eq!(done, cents <= most, "{cents} of {most}");
        if done {
            self.known[at].payments.push(Paid { number, left: cents });
            self.paid(at, year, cents);
        }
        done
    }

    fn paid(&mut self, at: usize, year: u16, cents: i64) {
        self.known[at].paid += cents;
        let line = self.known[at].line.clone();
        self.add(&line, year, Column::Paid, cents);
    }

    /// A credit note takes back a part of a payment, and never more than is left of it.
    fn credit(&mut self, at: usize) -> bool {
        let many = self.known[at].payments.len() as u64;
        if many == 0 {
            return false;
        }
        let of = self.draw.below(many) as usize;
        let left = self.known[at].payments[of].left;
        let cents = 1 + self.draw.below(left.max(1) as u64 + 20) as i64;
        self.made += 1;
        let number = self.known[at].payments[of].number.clone();
        let mut note = payment(&format!("A-{}", self.made), "2026-03-12", -cents);
        note.corrects = Some(number);
        let act = Act::PayCommitment { commitment: self.known[at].id, payment: note };
        let done = self.give(act);
        assert_eq!(done, cents <= left, "{cents} back of {left}");
        if done {
            self.known[at].payments[of].left -= cents;
            self.paid(at, 2026, -cents);
        }
        done
    }

    fn shift(&mut self, at: usize) -> bool {
        let delta = self.draw.below(20_000) as i64 - 10_000;
        let (commitment, reason) = (self.known[at].id, "Tirage".to_owned());
        let (over, number) = (reason.clone(), None);
        let goods = None;
        let delta_cents = Cents(delta);
        let act =
            Act::MoveCommitment { commitment, delta: delta_cents, reason, over, number, goods };
        let done = delta != 0 && self.give(act);
        if done {
            self.known[at].committed += delta;
            let (line, year) = (self.known[at].line.clone(), self.known[at].year);
            self.add(&line, year, Column::Committed, delta);
        }
        done
    }

    fn end(&mut self, at: usize, cancel: bool) -> bool {
        let commitment = self.known[at].id;
        let act = match cancel {
            true => Act::CancelCommitment { commitment, reason: "Tirage".into() },
            false => Act::SettleCommitment { commitment },
        };
        if !self.give(act) {
            assert!(cancel && self.known[at].paid != 0, "what is paid is not cancelled");
            return false;
        }
        let known = self.known.swap_remove(at);
        let rest = known.paid - known.committed;
        self.add(&known.line, known.year, Column::Committed, rest);
        for id in known.supplies.into_iter().filter(|_| cancel) {
            // What was withdrawn meanwhile is bought by nobody again.
            let Some(wish) = self.wishes.get_mut(&id) else { continue };
            wish.bought[known.pot] = false;
            let cents = wish.prices[known.pot];
            self.reserve(known.pot, cents);
        }
        true
    }

    /// One move; whether it changed something.
    fn step(&mut self) -> bool {
        let busy = self.known.len();
        let at = self.draw.below(busy.max(1) as u64) as usize;
        let (name, done) = match self.draw.below(20) {
            0..=2 if self.wishes.len() < WAITING => ("order", self.order()),
            3 => ("withdraw", self.withdraw()),
            4..=6 if busy < BUSY => ("commit", self.commit()),
            7..=11 if busy > 0 => ("pay", self.pay(at)),
            12 | 13 if busy > 0 => ("credit", self.credit(at)),
            14..=16 if busy > 0 => ("shift", self.shift(at)),
            17 if busy > 0 => ("cancel", self.end(at, true)),
            18 if busy > BUSY / 2 => ("settle", self.end(at, false)),
            _ => ("nothing", false),
        };
        *self.applied.entry(name).or_default() += usize::from(done);
        done
    }

    fn check(&self, step: usize, seed: u64) {
        let told = format!("move {step} of seed {seed}");
        let rows = recomputed(&self.world.state);
        let lines = ORDERED.into_iter().chain(OTHERS).map(|(code, pot)| line(code, pot));
        for id in lines {
            let mut plan = [[0; 3]; 2];
            for year in [2026, 2027] {
                let kept = |sums: &Sums| {
                    COUNTED.map(|column| {
                        sums.get(&(id.clone(), year, column)).copied().unwrap_or_default()
                    })
                };
                let counted = self.counted(&id, YearSpan::Year(year));
                assert_eq!(counted, kept(&self.ledger), "{id} {year}, {told}");
                assert_eq!(counted, kept(&rows), "{id} {year} from the rows, {told}");
                plan[usize::from(year - 2026)] = counted;
            }
            let both = [0, 1, 2].map(|at| plan[0][at] + plan[1][at]);
            assert_eq!(self.counted(&id, YearSpan::Plan), both, "{id}, {told}");
        }
    }

    fn counted(&self, id: &LineId, span: YearSpan) -> [i64; 3] {
        let table = table(&self.world.state, span, day("2026-03-12"));
        let amounts = table.line(id).unwrap().amounts;
        COUNTED.map(|column| amounts[Column::ALL.iter().position(|of| *of == column).unwrap()].0)
    }
}

#[test]
fn ten_thousand_random_moves_equal_a_recomputation() {
    let seed = std::env::var("BUDGET_SEED").ok().and_then(|text| text.parse().ok());
    let seed = seed.unwrap_or(20_260_312);
    println!("BUDGET_SEED={seed}");
    let mut life = Life::new(seed);
    let mut done = 0;
    while done < MOVES {
        if life.step() {
            done += 1;
            if done % 250 == 0 {
                life.check(done, seed);
            }
        }
    }
    println!("{:?}", life.applied);
    for name in ["order", "withdraw", "commit", "pay", "credit", "shift", "cancel", "settle"] {
        assert!(life.applied[name] > 100, "{name}: {:?}", life.applied);
    }
}
