//! Kits, a campaign of loans, and schools that ask for them, at whichever hour.

use crate::world::*;
use shared::article::{self, Article, ArticleKind, Pot};
use shared::campaign::{self, CampaignKind, Draft};
use shared::command::{Command, Envelope};
use shared::day::Day;
use shared::decide::{Decision, Now, decide, reads};
use shared::id::{ArticleId, CampaignId, Millis, SiteId, SupplyId};
use shared::limits::DAY_MS;
use shared::loan::{Act, Kit, LoanDays, Piece, Unit};
use shared::money::Cents;
use shared::refusal::Refusal;
use shared::role::{Actor, Role};
use shared::row::State;
use shared::supply::{self, HandOver, LegKind, Supply};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

pub(crate) const KIT: ArticleId = ArticleId(Uuid::from_bytes([1; 16]));
pub(crate) const LOANS: CampaignId = CampaignId(Uuid::from_bytes([2; 16]));

pub(crate) fn loan(n: u32) -> SupplyId {
    SupplyId(Uuid::from_u128(u128::from(n)))
}

pub(crate) fn span(first: &str, last: &str) -> LoanDays {
    LoanDays::new(day(first), day(last))
}

pub(crate) fn school(n: u32) -> SiteId {
    SiteId::from(format!("0429{n:03}X").as_str())
}

/// A case of tablets with that many units, two working days between two loans.
pub(crate) fn tablets(units: u32) -> Article {
    let unit = |n| Unit::labelled(format!("VT-{n:02}"));
    let piece = |quantity, label: &str| Piece { quantity, label: label.into() };
    let kit = Kit {
        units: (1..=units).map(unit).collect(),
        contents: vec![piece(16, "tablette"), piece(1, "chargeur"), piece(1, "borne")],
        max_days: 42,
        buffer_days: 2,
        taken: BTreeMap::new(),
    };
    Article {
        kind: ArticleKind::LoanKit,
        pot: Pot::Operating,
        kit: Some(kit),
        ..Article::blank(KIT, "Valise de tablettes".into(), Cents(480_000))
    }
}

/// The small authority with kits to lend.
pub(crate) struct Loans {
    pub(crate) world: World,
    pub(crate) now: Millis,
}

impl Loans {
    /// That many units, on Monday 2 March 2026.
    pub(crate) fn new(units: u32) -> Self {
        let mut loans = Self { world: World::new(), now: NOW - 10 * DAY_MS };
        loans.desk(article::Act::SetArticle { article: Box::new(tablets(units)) }).unwrap();
        let draft = Draft {
            kind: CampaignKind::Loan,
            open_loans: None,
            call: None,
            label: "Prêts 2025-2026".into(),
            year: 2026,
            opens: day("2025-09-01"),
            closes: day("2026-07-03"),
            purses: BTreeMap::new(),
            articles: BTreeSet::new(),
        };
        let chief = loans.world.actor(COORDINATOR);
        for act in [
            campaign::Act::SetCampaign { campaign: LOANS, draft },
            campaign::Act::PublishCampaign { campaign: LOANS },
        ] {
            loans.give(&chief, act).unwrap();
        }
        loans
    }

    /// The clock goes to nine o'clock of that day.
    pub(crate) fn on(&mut self, text: &str) -> &mut Self {
        let from = day("2026-03-12");
        self.now = NOW + (day(text) - from).num_days() * DAY_MS;
        self
    }

    pub(crate) fn today(&self) -> Day {
        shared::day::paris_day(self.now)
    }

    /// Somebody of that school.
    pub(crate) fn teacher(&mut self, n: u32) -> Actor {
        let site = school(n);
        if !self.world.state.sites.contains_key(&site) {
            self.world.put(new_site(site.as_str()));
        }
        let account = shared::id::AccountId(Uuid::from_u128(u128::from(n) + 1_000));
        let name = format!("École {n}");
        Actor { account, name, role: Role::Teacher, site: Some(site), communes: Vec::new() }
    }

    pub(crate) fn desk(&mut self, intent: impl Into<Command>) -> Result<Decision, Refusal> {
        let desk = self.world.actor(DISPATCHER);
        self.give(&desk, intent)
    }

    /// Judges on what `reads` asks for alone, as a server does, and on everything.
    pub(crate) fn give(
        &mut self,
        who: &Actor,
        intent: impl Into<Command>,
    ) -> Result<Decision, Refusal> {
        let mut envelope = self.world.envelope(DISPATCHER, intent);
        (envelope.actor, envelope.declared_at) = (who.account, self.now);
        let now = Now { ms: self.now, offset_ms: 0 };
        let decision = decide(&self.load(&envelope), &envelope, who, now);
        let full = decide(&self.world.state, &envelope, who, now);
        assert_eq!(decision, full, "reads() misses a row for {:?}", envelope.intent);
        if let Ok(decision) = &decision {
            decision.rows.iter().for_each(|row| self.world.put(row.clone()));
        }
        decision
    }

    fn load(&self, envelope: &Envelope) -> State {
        let mut loaded = State::default();
        for _ in 0..3 {
            for read in reads(envelope, &loaded) {
                for row in self.world.state.rows().filter(|row| read.holds(row)) {
                    loaded.put(row);
                }
            }
        }
        loaded
    }

    /// A school asks for a unit.
    pub(crate) fn ask(&mut self, n: u32, at: u32, days: LoanDays) -> Result<Decision, Refusal> {
        let who = self.teacher(at);
        self.give(&who, asked(n, at, days))
    }

    /// Asked for, accepted, and a unit chosen.
    pub(crate) fn ready(&mut self, n: u32, at: u32, days: LoanDays, unit: &str) {
        self.ask(n, at, days).unwrap();
        self.accept(n).unwrap();
        self.choose(n, unit).unwrap();
    }

    pub(crate) fn accept(&mut self, n: u32) -> Result<Decision, Refusal> {
        self.desk(supply::Act::AcceptSupply { supply: loan(n), visit: None })
    }

    pub(crate) fn choose(&mut self, n: u32, unit: &str) -> Result<Decision, Refusal> {
        self.desk(Act::ChooseUnit { supply: loan(n), unit: unit.into() })
    }

    pub(crate) fn set_days(
        &mut self,
        who: &Actor,
        n: u32,
        days: LoanDays,
    ) -> Result<Decision, Refusal> {
        let reason = String::new();
        self.give(who, Act::SetLoanDays { supply: loan(n), days, reason })
    }

    /// The unit is handed over, or taken back.
    pub(crate) fn carry(
        &mut self,
        n: u32,
        kind: LegKind,
        done: HandOver,
    ) -> Result<Decision, Refusal> {
        let leg = self.loan(n).legs.iter().find(|leg| leg.kind == kind).unwrap().id;
        self.desk(supply::Act::DoLeg { supply: loan(n), leg, done })
    }

    pub(crate) fn deliver(&mut self, n: u32) {
        self.carry(n, LegKind::Deliver, HandOver::default()).unwrap();
    }

    pub(crate) fn take_back(&mut self, n: u32) {
        self.carry(n, LegKind::TakeBack, HandOver::default()).unwrap();
    }

    pub(crate) fn loan(&self, n: u32) -> &Supply {
        &self.world.state.supplies[&loan(n)]
    }

    pub(crate) fn kit(&self) -> &Kit {
        self.world.state.articles[&KIT].kit.as_ref().unwrap()
    }

    /// Units that are free for a loan of these days.
    pub(crate) fn free(&self, days: LoanDays) -> usize {
        self.kit().free(&self.world.state.calendar(), days, self.today(), None)
    }
}

pub(crate) fn asked(n: u32, at: u32, days: LoanDays) -> Act {
    Act::AskLoan {
        supply: loan(n),
        site: school(at),
        campaign: LOANS,
        article: KIT,
        days,
        note: String::new(),
        teacher: None,
    }
}
