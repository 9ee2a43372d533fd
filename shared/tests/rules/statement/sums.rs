//! The sheets sum to the total.

use super::money::{budget_line, commitment, paid};
use super::services::{accepted, done, noon, priced, session, supply};
use super::*;
use proptest::prelude::*;
use shared::article::{Article, Pot};
use shared::campaign::CampaignKind;
use shared::equipment::{Destination, Equipment, EquipmentKind, EquipmentState, Retirement};
use shared::history::Entry;
use shared::id::{ArticleId, EquipmentId, SiteId, SubscriptionId, SupplyId, TeacherId};
use shared::id::{TicketId, TrainingSessionId};
use shared::loan::{Kit, LoanDays, Unit, UnitState};
use shared::money::Cents;
use shared::subscription::{Billing, Stage, Subscription, SubscriptionKind, Terms};
use shared::supply::{Anomaly, FailReason, Happened, LegKind, Supply, SupplyState, Word};
use shared::teacher::{Teacher, Training, Waiver};
use shared::training::{Class, Registration, SessionProgress, Standing, TrainingKind};
use shared::visit::MissedReason;

/// The figures of all together alone, which no commune has a part of. All others are sums.
const WHOLE: [&str; 18] = [
    "gap",
    "lent_days",
    "sessions",
    "seats",
    "committed_1_i",
    "committed_1_f",
    "committed_2_i",
    "committed_2_f",
    "paid_1_i",
    "paid_1_f",
    "paid_2_i",
    "paid_2_f",
    "income",
    "reused",
    "bought_used",
    "kilometres",
    "avoided",
    "emitted",
];
/// Kinds of facts that [`happened`] makes.
const KINDS: u8 = 12;
/// A day of each quarter of the year.
const DAYS: [&str; 4] = ["2024-10-01", "2024-12-02", "2025-02-03", "2025-05-05"];

/// Something that happened.
#[derive(Debug, Clone, Copy)]
struct Fact {
    n: usize,
    at: usize,
    quarter: u8,
    /// Sets two of a kind apart.
    odd: bool,
}

impl Fact {
    fn site(self) -> SiteId {
        site(&format!("043{:04}Z", self.at))
    }

    fn on(self) -> &'static str {
        DAYS[usize::from(self.quarter)]
    }

    fn key(self) -> Uuid {
        Uuid::from_u128(self.n as u128 + 1)
    }

    fn supply(self, kind: CampaignKind) -> Supply {
        let known = supply(1, kind, self.on());
        Supply { id: SupplyId(self.key()), site: self.site(), ..known }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// S12, acceptance 3: the sheets of 48 communes sum to the total, for all figures of all
    /// committees that are sums. «Breaks»: merged communes, a school that moved.
    #[test]
    fn sheets_sum_to_the_total(
        facts in proptest::collection::vec((0_usize..90, 0_u8..4, 0..KINDS, any::<bool>()), 0..240),
        moved in proptest::collection::vec((0_usize..90, 0_usize..48), 0..8),
    ) {
        let mut world = authority(90, 48);
        with_money(&mut world);
        for (n, (at, quarter, kind, odd)) in facts.iter().copied().enumerate() {
            happened(&mut world, kind, Fact { n, at, quarter, odd });
        }
        for (at, commune) in moved {
            let mut row = new_site(&format!("043{at:04}Z"));
            row.commune = format!("42{commune:03}").as_str().into();
            row.commune_name = format!("Commune {commune:02}");
            world.put(row);
        }
        for (n, committee) in (1..).zip(Committee::ALL) {
            prepare(&mut world, n, draft(committee, year()));
            must_sum(&froze(&mut world, n))?;
        }
    }
}

fn must_sum(frozen: &Statement) -> Result<(), TestCaseError> {
    for (at, defined) in frozen.definitions.iter().enumerate().filter(|(_, d)| !d.persons) {
        let amounts = || frozen.sheets[1..].iter().map(|sheet| &sheet.amounts[at]);
        if WHOLE.contains(&defined.id.as_str()) {
            prop_assert!(amounts().all(|amount| *amount == Amount::default()), "{}", defined.id);
            continue;
        }
        let total = frozen.sheets[0].amounts[at];
        let sum = |part: fn(&Amount) -> Option<i64>| -> i64 { amounts().filter_map(part).sum() };
        prop_assert_eq!(sum(|a| a.value), total.value.unwrap_or(0), "{}", defined.id);
        prop_assert_eq!(sum(|a| a.of), total.of.unwrap_or(0), "{}", defined.id);
    }
    let listed: Vec<&SiteId> =
        frozen.sheets.iter().flat_map(|sheet| sheet.sites.iter().map(|s| &s.id)).collect();
    let once: BTreeSet<_> = listed.iter().collect();
    prop_assert_eq!((listed.len(), once.len()), (90, 90), "each site in one sheet");
    Ok(())
}

/// S12, acceptance 3: one fact of each kind and both sorts, so that no figure that is a sum is a
/// sum of nothing.
#[test]
fn every_figure_that_is_a_sum_is_one_of_something() {
    let mut world = authority(90, 48);
    with_money(&mut world);
    let kinds = (0..KINDS).flat_map(|kind| [(kind, false), (kind, true)]);
    for (n, (kind, odd)) in kinds.enumerate() {
        happened(&mut world, kind, Fact { n, at: n, quarter: 0, odd });
    }
    for (n, reason) in MissedReason::ALL.into_iter().enumerate() {
        missed(&mut world, Fact { n: 100 + n, at: n, quarter: 1, odd: false }, reason);
    }
    for (n, committee) in (1..).zip(Committee::ALL) {
        prepare(&mut world, n, draft(committee, year()));
        let frozen = froze(&mut world, n);
        must_sum(&frozen).unwrap();
        for (defined, total) in frozen.definitions.iter().zip(&frozen.sheets[0].amounts) {
            // Roads need positions, which these schools have not.
            if !["kilometres", "avoided", "emitted", "income", "gap"].contains(&&*defined.id) {
                let is_something = total.value > Some(0) || total.few || total.of > Some(0);
                assert!(is_something, "{}: {total:?}", defined.id);
            }
        }
    }
}

/// A kit, lines of the budget, and orders that were paid.
fn with_money(world: &mut World) {
    let unit = |label: &str| Unit {
        label: label.into(),
        serial: String::new(),
        state: UnitState::Works,
        bought: None,
        price: None,
    };
    let kit = Kit { units: vec![unit("VT-01"), unit("VT-02")], ..Kit::default() };
    let blank = Article::blank(ArticleId(Uuid::from_bytes([1; 16])), "Valise".into(), Cents(0));
    world.put(Article { kit: Some(kit), ..blank });
    let lines = ["1.2", "2.5"].into_iter().flat_map(|code| Pot::ALL.map(|pot| (code, pot)));
    for (n, (code, pot)) in (1..).zip(lines) {
        let vote = vote_of_2025(budget_line(code, pot, &[("2024-01-10", 10_000)]));
        world.put(vote);
        let mut order = commitment(n, code, pot, 6_000, "2025-02-03");
        order.year = 2025;
        order.payments = vec![paid("1", "2025-03-05", 4_000)];
        world.put(order);
    }
    let goods = Some(shared::budget::Goods::Devices);
    let device = commitment(9, "1.2", Pot::Investment, 6_000, "2024-10-01");
    world.put(shared::budget::Commitment { goods, ..device });
}

fn vote_of_2025(mut line: shared::budget::BudgetLine) -> shared::budget::BudgetLine {
    for vote in &mut line.votes {
        vote.credits[0].year = 2025;
    }
    line
}

fn happened(world: &mut World, kind: u8, fact: Fact) {
    match kind {
        0 => made(world, fact.n, &fact.site().to_string(), fact.quarter + 1, fact.on()),
        1 => missed(world, fact, MissedReason::ALL[fact.n % MissedReason::ALL.len()]),
        2 => world.put(device(fact)),
        3 => world.put(ticket(fact)),
        4 => world.put(order(fact, CampaignKind::SmallBudget)),
        5 => world.put(order(fact, CampaignKind::Renewal)),
        6 => world.put(loan(fact)),
        7 => world.put(project(fact)),
        8 => world.put(training(fact)),
        9 => world.put(subscription(fact)),
        10 => world.put(teacher(fact)),
        11 => world.put(troubled(fact)),
        other => panic!("no kind {other}"),
    }
}

fn missed(world: &mut World, fact: Fact, reason: MissedReason) {
    let quarter = QuarterId(format!("2024-2025-{}", fact.quarter + 1));
    let (key, slot) = (VisitId(fact.key()), slot(fact.on(), Half::Afternoon));
    let state = VisitState::Missed { reason };
    world.put(Visit::new(key, fact.site(), quarter, account(TECHNICIAN), slot, state));
}

/// One that serves, of an age that is known or not; or one that was retired and given away.
fn device(fact: Fact) -> Equipment {
    let kind = EquipmentKind::ALL[fact.n % 8];
    let mut device = Equipment::blank(EquipmentId(fact.key()), fact.site(), kind, "A".into());
    device.bought = (!fact.n.is_multiple_of(3)).then(|| day("2015-01-01"));
    if fact.odd {
        let mut end = Retirement::pending(day("2023-06-01"), "Fin".into(), true);
        end.destination = Some(Destination::Given);
        (device.state, device.retired) = (EquipmentState::Retired, Some(end));
        device.bought = Some(day("2019-01-01"));
    }
    device
}

fn ticket(fact: Fact) -> shared::ticket::Ticket {
    let mut world = World::new();
    world.give(TEACHER, incident(1)).unwrap();
    let mut ticket = world.ticket(1).clone();
    (ticket.id, ticket.site) = (TicketId(fact.key()), fact.site());
    ticket.reported_on = day(fact.on());
    ticket.subscription = fact.odd.then(|| SubscriptionId(fact.key()));
    ticket.ended_on = fact.odd.then(|| day("2025-06-02"));
    ticket
}

/// One that was handed over, or waits.
fn order(fact: Fact, kind: CampaignKind) -> Supply {
    let mut order = accepted(fact.supply(kind), fact.on());
    order.lines = vec![priced(12_000 + fact.n as i64, 2)];
    if fact.odd {
        order.legs = vec![done(1, LegKind::Deliver, "2025-06-02")];
        (order.state, order.delivered_on) = (SupplyState::Delivered, Some(day("2025-06-03")));
    }
    order
}

/// One that is out too long, or came back.
fn loan(fact: Fact) -> Supply {
    let mut loan = fact.supply(CampaignKind::Loan);
    loan.period = Some(LoanDays::new(day(fact.on()), day("2025-06-02")));
    loan.unit = if fact.odd { "VT-01".into() } else { "VT-02".into() };
    loan.legs = vec![done(1, LegKind::Deliver, fact.on())];
    loan.state = SupplyState::Delivered;
    if fact.odd {
        loan.legs.push(done(2, LegKind::TakeBack, "2025-06-02"));
        loan.state = SupplyState::Closed;
    }
    loan
}

fn project(fact: Fact) -> Supply {
    let mut project = fact.supply(CampaignKind::Call);
    project.lines = vec![priced(50_000, 1)];
    match fact.odd {
        true => accepted(project, fact.on()),
        false => project,
    }
}

/// A training with people of a school, or an activity with a class.
fn training(fact: Fact) -> shared::training::TrainingSession {
    let kind = match fact.odd {
        true => TrainingKind::ClassActivity,
        false => TrainingKind::Training,
    };
    let mut held = session(1, kind, fact.on(), SessionProgress::Held);
    held.id = TrainingSessionId(fact.key());
    if fact.odd {
        held.classes.insert(fact.site(), Class { class: "CE2".into(), pupils: 24 });
        return held;
    }
    for n in 0..6 {
        let one = Registration {
            site: fact.site(),
            state: if n > 4 { Standing::Absent } else { Standing::Present },
            rank: n,
            unannounced: false,
            drawn: None,
            also: Default::default(),
            marked: None,
        };
        held.registrations.insert(TeacherId(Uuid::from_u128(n.into())), one);
    }
    held
}

fn subscription(fact: Fact) -> Subscription {
    let terms = Terms {
        operator: "Opérateur".into(),
        phone: "3901".into(),
        contract: "C-12".into(),
        line: format!("L-{}", fact.n),
        offer: "Fibre Pro".into(),
        down_kbps: 500_000,
        up_kbps: 100_000,
        price: Cents(12_647),
        vat: 2_000,
        billing: Billing::Monthly,
        first: day(fact.on()),
        due: None,
        renewal_months: None,
        notice_months: 2,
        notice_days: 0,
        exception: String::new(),
    };
    Subscription {
        id: SubscriptionId(fact.key()),
        site: fact.site(),
        kind: SubscriptionKind::Internet,
        stage: Stage::Active,
        terms,
        former: Vec::new(),
        last: fact.odd.then(|| day("2025-06-02")),
        noticed: None,
        reason: String::new(),
        takes_over: None,
        history: Vec::new(),
        written: None,
        version: 0,
    }
}

fn teacher(fact: Fact) -> Teacher {
    let (id, name) = (TeacherId(fact.key()), "Mme Rey".into());
    let mut teacher = Teacher::named(id, fact.site(), name, "CE1".into());
    let training = Training { day: day(fact.on()), attested: None };
    teacher.trained.insert("robot".into(), training);
    let attested = Some(shared::teacher::Attested::default());
    teacher.trained.insert("ecran".into(), Training { day: day(fact.on()), attested });
    let (from, until) = (day(fact.on()), day(fact.on()));
    let waiver = Waiver { from, until, by: String::new(), reason: String::new() };
    teacher.waived.insert("tablettes".into(), waiver);
    teacher
}

/// A hand-over that was not made as nobody was trained, or one that should not have been.
fn troubled(fact: Fact) -> Supply {
    let mut order = order(fact, CampaignKind::SmallBudget);
    if fact.odd {
        order.legs[0].anomalies.push(Anomaly::Untrained);
        return order;
    }
    let reason = Some(FailReason::Training);
    let what = Happened { reason, ..Word::Failed.into() };
    let by_name = "T".into();
    let by = account(TECHNICIAN);
    order.history.push(Entry { when: noon(fact.on()), by, by_name, handed: None, what });
    order
}
