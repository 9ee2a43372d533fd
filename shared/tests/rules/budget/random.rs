//! Acceptance 7: after 10,000 random orders, cancellations and partial payments what is reserved,
//! committed and paid equals a recomputation that was kept apart, move by move.

use super::*;
use shared::budget::postings::{Column, Span, table};
use shared::campaign::CampaignKind;
use shared::command::Envelope;
use shared::decide::{Now, decide};
use shared::id::{CommandId, SupplyId};
use shared::row::Row;
use shared::supply::{Line, Supply, SupplyState};

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

/// What is known beside the rows, kept by adding and taking away.
#[derive(Default)]
struct Ledger {
    reserved: i64,
    committed: i64,
    paid: i64,
}

/// A commitment as the ledger knows it.
struct Known {
    id: CommitmentId,
    committed: i64,
    paid: i64,
    supplies: Vec<(SupplyId, i64)>,
    open: bool,
}

struct Life {
    world: World,
    draw: Draw,
    ledger: Ledger,
    free: Vec<(SupplyId, i64)>,
    known: Vec<Known>,
    made: u32,
}

fn supply_of(world: &World, n: u32, cents: i64) -> Supply {
    let article = world.state.articles.values().next().unwrap().clone();
    Supply {
        id: SupplyId(Uuid::from_u128(u128::from(n))),
        site: crate::world::site("0420001A"),
        campaign: crate::supply_world::campaign(1),
        kind: CampaignKind::SmallBudget,
        lines: vec![Line {
            article: article.id,
            label: article.label.clone(),
            kind: article.kind,
            pot: Pot::Investment,
            unit: Cents(cents),
            vat: 2_000,
            quantity: 1,
            minutes: 0,
            origin: Origin::New,
            requires: None,
            supplier: String::new(),
            reference: String::new(),
        }],
        period: None,
        unit: String::new(),
        replaces: Vec::new(),
        teacher: None,
        project: None,
        legs: Vec::new(),
        state: SupplyState::Accepted,
        asked_on: day("2026-03-12"),
        late: false,
        delivered_on: None,
        ended_on: None,
        reason: String::new(),
        note: String::new(),
        history: Vec::new(),
        version: 0,
    }
}

impl Life {
    fn new(seed: u64) -> Self {
        let world = on(crate::supply_world::with_budget());
        let (ledger, draw) = (Ledger::default(), Draw(seed | 1));
        Life { world, draw, ledger, free: Vec::new(), known: Vec::new(), made: 0 }
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

    fn order(&mut self) {
        self.made += 1;
        let cents = 1_000 + self.draw.below(200_000) as i64;
        let row = supply_of(&self.world, self.made, cents);
        self.free.push((row.id, cents));
        self.ledger.reserved += cents;
        self.world.put(Row::from(row));
    }

    fn commit(&mut self) {
        let count = (1 + self.draw.below(3) as usize).min(self.free.len());
        let supplies: Vec<_> = self.free.drain(..count).collect();
        let sum: i64 = supplies.iter().map(|(_, cents)| cents).sum();
        if sum == 0 {
            return;
        }
        self.made += 1;
        let id = key(1_000_000 + self.made);
        let of = supplies.iter().map(|(id, _)| *id).collect();
        let order = Order { supplies: of, ..order(sum) };
        let (line, over) = (invest("2.2"), "Tirage".to_owned());
        let act = Act::OpenCommitment { commitment: id, line, year: 2026, order, over };
        if self.give(act) {
            self.ledger.reserved -= sum;
            self.ledger.committed += sum;
            self.known.push(Known { id, committed: sum, paid: 0, supplies, open: true });
        } else {
            self.free.extend(supplies);
        }
    }

    fn pay(&mut self, at: usize) {
        let (id, most) = (self.known[at].id, self.known[at].committed - self.known[at].paid);
        let cents = 1 + self.draw.below(most.max(1) as u64 + 50) as i64;
        self.made += 1;
        let payment = payment(&format!("M-{}", self.made), "2026-03-12", cents);
        let fits = self.known[at].open && cents <= most;
        let year = self.ledger.paid + cents <= 139_547_804;
        let done = self.give(Act::PayCommitment { commitment: id, payment });
        assert_eq!(done, fits && year, "{cents} of {most}");
        if done {
            self.known[at].paid += cents;
            self.ledger.paid += cents;
        }
    }

    fn shift(&mut self, at: usize) {
        let delta = self.draw.below(20_000) as i64 - 10_000;
        let (id, reason) = (self.known[at].id, "Tirage".to_owned());
        let (over, number, delta) = (reason.clone(), None, Cents(delta));
        let act = Act::MoveCommitment { commitment: id, delta, reason, over, number, goods: None };
        if self.give(act) {
            assert!(self.known[at].open);
            self.known[at].committed += delta.0;
            self.ledger.committed += delta.0;
        }
    }

    fn end(&mut self, at: usize, cancel: bool) {
        let id = self.known[at].id;
        let act = match cancel {
            true => Act::CancelCommitment { commitment: id, reason: "Tirage".into() },
            false => Act::SettleCommitment { commitment: id },
        };
        let given = self.give(act);
        let known = &mut self.known[at];
        if !given || !known.open {
            return;
        }
        known.open = false;
        self.ledger.committed += known.paid - known.committed;
        known.committed = known.paid;
        if cancel {
            assert_eq!(known.paid, 0);
            for (id, cents) in known.supplies.drain(..) {
                self.ledger.reserved += cents;
                self.free.push((id, cents));
            }
        }
    }

    fn step(&mut self) {
        let busy = self.known.len() as u64;
        match self.draw.below(10) {
            0..=2 if self.free.len() < 40 && self.made < 100_000 => self.order(),
            3 | 4 if !self.free.is_empty() && busy < 250 => self.commit(),
            5 | 6 if busy > 0 => {
                let at = self.draw.below(busy) as usize;
                self.pay(at);
            }
            7 if busy > 0 => {
                let at = self.draw.below(busy) as usize;
                self.shift(at);
            }
            8 if busy > 0 => {
                let at = self.draw.below(busy) as usize;
                self.end(at, true);
            }
            9 if busy > 200 => {
                let at = self.draw.below(busy) as usize;
                self.end(at, false);
            }
            _ => {}
        }
    }

    fn check(&self, step: usize, seed: u64) {
        let table = table(&self.world.state, Span::Year(2026), day("2026-03-12"));
        let amounts = table.line(&invest("2.2")).unwrap().amounts;
        let counted = [Column::Reserved, Column::Committed, Column::Paid]
            .map(|column| amounts[Column::ALL.iter().position(|of| *of == column).unwrap()].0);
        let Ledger { reserved, committed, paid } = self.ledger;
        assert_eq!(counted, [reserved, committed, paid], "step {step} of seed {seed}");
    }
}

#[test]
fn ten_thousand_random_moves_equal_a_recomputation() {
    let seed = std::env::var("BUDGET_SEED").ok().and_then(|text| text.parse().ok());
    let seed = seed.unwrap_or(20_260_312);
    println!("BUDGET_SEED={seed}");
    let mut life = Life::new(seed);
    for step in 1..=10_000 {
        life.step();
        if step % 100 == 0 {
            life.check(step, seed);
        }
    }
    assert!(life.known.len() > 100 && life.known.iter().any(|known| known.paid > 0));
    assert!(life.known.iter().any(|known| !known.open));
}
