//! Figures of orders, loans, trainings, projects and money: what each counts, and what it leaves
//! out.

use super::*;
use shared::article::{Article, ArticleKind, Origin, Pot};
use shared::campaign::CampaignKind;
use shared::history::{Declared, Entry};
use shared::id::{ArticleId, CampaignId, SupplyId, TeacherId, TrainingSessionId};
use shared::loan::{Kit, LoanDays, Unit, UnitState};
use shared::money::Cents;
use shared::supply::{Leg, LegDone, LegKind, LegState, Supply, SupplyState, Word};
use shared::training::{
    Class, Registration, SessionProgress, Standing, Terms, TrainingKind, TrainingSession,
};

/// Noon of a day, in Paris.
pub(crate) fn noon(on: &str) -> Declared {
    let at = day(on).and_hms_opt(11, 0, 0).unwrap().and_utc();
    Declared { at_ms: at.timestamp_millis(), offset_ms: 0 }
}

pub(crate) fn supply(n: u8, kind: CampaignKind, asked: &str) -> Supply {
    Supply {
        id: SupplyId(Uuid::from_bytes([n; 16])),
        site: site("0430000Z"),
        campaign: CampaignId(Uuid::from_bytes([1; 16])),
        kind,
        lines: Vec::new(),
        period: None,
        unit: String::new(),
        replaces: Vec::new(),
        teacher: None,
        project: None,
        legs: Vec::new(),
        state: SupplyState::Asked,
        asked_on: day(asked),
        late: false,
        delivered_on: None,
        ended_on: None,
        reason: String::new(),
        note: String::new(),
        history: Vec::new(),
        version: 0,
    }
}

pub(crate) fn priced(cents: i64, quantity: u32) -> shared::supply::Line {
    shared::supply::Line {
        article: ArticleId(Uuid::from_bytes([1; 16])),
        label: "Ordinateur".into(),
        kind: ArticleKind::Small,
        pot: Pot::Investment,
        unit: Cents(cents),
        vat: 2_000,
        quantity,
        minutes: 0,
        origin: Origin::New,
        requires: None,
        supplier: String::new(),
        reference: String::new(),
    }
}

pub(crate) fn done(id: u32, kind: LegKind, on: &str) -> Leg {
    let done = LegDone {
        when: noon(on),
        by: account(TECHNICIAN),
        by_name: "T".into(),
        visit: None,
        received_by: String::new(),
        equipment: Vec::new(),
        photos: Vec::new(),
        lacks: Vec::new(),
    };
    Leg { state: LegState::Done(done), ..Leg::waiting(id, kind, Vec::new()) }
}

pub(crate) fn accepted(supply: Supply, on: &str) -> Supply {
    let what = Word::Accepted.into();
    let entry = Entry { when: noon(on), by: account(3), by_name: "D".into(), handed: None, what };
    Supply { state: SupplyState::Accepted, history: vec![entry], ..supply }
}

pub(crate) fn of(world: &World, committee: Committee, time: Span) -> Statement {
    let row = Statement { span: time, committee, ..stored_blank() };
    freeze::figures(&world.state, &row)
}

fn stored_blank() -> Statement {
    let mut world = authority(0, 1);
    prepare(&mut world, 1, draft(Committee::Technical, year()));
    stored(&world, 1)
}

pub(crate) fn quarter_1() -> Span {
    span("2024-2025, trimestre 1", "2024-09-01", "2024-11-15")
}

pub(crate) fn quarter_2() -> Span {
    span("2024-2025, trimestre 2", "2024-11-16", "2024-12-31")
}

pub(crate) fn value(statement: &Statement, figure: &str) -> Option<i64> {
    amount(statement, figure).value
}

/// «Breaks»: a loan or a project counted as an order.
#[test]
fn loans_and_projects_are_no_orders() {
    let mut world = authority(2, 1);
    for (n, kind) in [
        (1, CampaignKind::SmallBudget),
        (2, CampaignKind::Renewal),
        (3, CampaignKind::Loan),
        (4, CampaignKind::Call),
    ] {
        world.put(supply(n, kind, "2024-10-01"));
    }
    let made = of(&world, Committee::Technical, quarter_1());
    assert_eq!(value(&made, "orders_asked"), Some(2));
    let told = made.definitions.iter().find(|d| d.id == "orders_asked").unwrap();
    assert_eq!(told.version, 2, "the first one counted all four");
    assert_eq!(value(&of(&world, Committee::Strategic, quarter_1()), "projects_asked"), Some(1));
}

/// «Breaks»: a phone that was silent for three weeks. The hand-over counts on its own day, in the
/// next statement under the period before.
#[test]
fn a_hand_over_that_is_told_late_belongs_to_its_day() {
    let mut world = authority(2, 1);
    prepare(&mut world, 1, draft(Committee::Technical, quarter_1()));
    assert_eq!(value(&froze(&mut world, 1), "orders_delivered"), Some(0));
    let mut order = accepted(supply(1, CampaignKind::SmallBudget, "2024-10-01"), "2024-10-03");
    order.lines = vec![priced(12_000, 2)];
    order.legs = vec![done(1, LegKind::Deliver, "2024-11-10")];
    order.state = SupplyState::Delivered;
    // The day on which the server learnt of it.
    order.delivered_on = Some(day("2024-12-02"));
    world.put(order);
    prepare(&mut world, 2, draft(Committee::Technical, quarter_2()));
    let next = froze(&mut world, 2);
    assert_eq!(value(&next, "orders_delivered"), Some(0));
    let late: Vec<_> = next.late.iter().map(|late| (&*late.figure, late.count)).collect();
    assert_eq!(late, [("orders_asked", 1), ("orders_delivered", 1)]);
    let first = of(&world, Committee::Technical, quarter_1());
    assert_eq!(value(&first, "orders_amount"), Some(24_000));
    let delay = amount(&first, "orders_delay");
    assert_eq!(
        (delay.value, delay.of),
        (Some(40), Some(1)),
        "days from the order to the hand-over"
    );
}

/// What waits to be renewed on the last day, by device.
#[test]
fn renewals_that_were_decided_and_not_handed_over_wait() {
    let mut world = authority(2, 1);
    let mut waits = accepted(supply(1, CampaignKind::Renewal, "2024-09-10"), "2024-09-20");
    waits.lines = vec![priced(70_000, 3)];
    let mut handed = accepted(supply(2, CampaignKind::Renewal, "2024-09-10"), "2024-09-20");
    handed.lines = vec![priced(70_000, 5)];
    handed.legs = vec![done(1, LegKind::Deliver, "2024-12-01")];
    (handed.state, handed.delivered_on) = (SupplyState::Delivered, Some(day("2024-12-01")));
    for row in [waits, handed, supply(3, CampaignKind::Renewal, "2024-09-10")] {
        world.put(row);
    }
    assert_eq!(value(&of(&world, Committee::Communes, quarter_1()), "renewals"), Some(8));
    assert_eq!(value(&of(&world, Committee::Communes, quarter_2()), "renewals"), Some(3));
}

/// Two units, one of them lost; a loan that is out too long.
#[test]
fn loans_are_counted_by_their_legs_and_kits_by_their_school_days() {
    let mut world = authority(2, 1);
    let unit = |label: &str, state| Unit {
        label: label.into(),
        serial: String::new(),
        state,
        bought: None,
        price: None,
    };
    let kit = Kit {
        units: vec![
            unit("VT-01", UnitState::Works),
            unit("VT-02", UnitState::Broken),
            unit("VT-03", UnitState::Gone),
        ],
        ..Kit::default()
    };
    let blank = Article::blank(ArticleId(Uuid::from_bytes([1; 16])), "Valise".into(), Cents(0));
    world.put(Article { kit: Some(kit), ..blank });
    let mut loan = supply(1, CampaignKind::Loan, "2024-09-20");
    loan.period = Some(LoanDays::new(day("2024-10-07"), day("2024-10-11")));
    loan.unit = "VT-01".into();
    loan.legs = vec![done(1, LegKind::Deliver, "2024-10-07")];
    loan.state = SupplyState::Delivered;
    world.put(loan.clone());
    let made = of(&world, Committee::Technical, quarter_1());
    assert_eq!((value(&made, "lent"), value(&made, "lent_late")), (Some(1), Some(1)));
    let school = world.state.calendar().school_days(day("2024-09-01"), day("2024-11-15"));
    let out = school.iter().filter(|day| **day >= self::day("2024-10-07")).count();
    let used = amount(&made, "lent_days");
    assert_eq!((used.value, used.of), (Some(out as i64), Some(2 * school.len() as i64)));
    loan.legs.push(done(2, LegKind::TakeBack, "2024-10-11"));
    loan.state = SupplyState::Closed;
    world.put(loan);
    let made = of(&world, Committee::Technical, quarter_1());
    assert_eq!((value(&made, "lent"), value(&made, "lent_late")), (Some(1), Some(0)));
    assert_eq!(amount(&made, "lent_days").value, Some(5));
    let nothing = of(&authority(2, 1), Committee::Technical, quarter_1());
    assert_eq!(value(&nothing, "lent_days"), None, "no unit is not zero");
}

pub(crate) fn session(
    n: u8,
    kind: TrainingKind,
    on: &str,
    state: SessionProgress,
) -> TrainingSession {
    let terms = Terms {
        kind,
        title: "Séance".into(),
        topics: Vec::new(),
        day: day(on),
        from: 540,
        to: 720,
        place: String::new(),
        host: None,
        capacity: 12,
        leader: None,
        co_leaders: None,
        leader_name: String::new(),
        body: String::new(),
        opens: None,
        closes: None,
        cost: Cents::ZERO,
    };
    let id = TrainingSessionId(Uuid::from_bytes([n; 16]));
    TrainingSession { state, ..TrainingSession::drafted(id, terms) }
}

/// Who was marked present counts, where they taught; few of a commune are not told.
#[test]
fn sessions_count_those_who_were_present() {
    let mut world = authority(4, 4);
    let mut held = session(1, TrainingKind::Training, "2024-10-09", SessionProgress::Held);
    let mut n = 0;
    for (at, count, state) in [
        (0, 6, Standing::Present),
        (1, 5, Standing::Present),
        (2, 2, Standing::Absent),
        (3, 1, Standing::Registered),
    ] {
        for _ in 0..count {
            n += 1;
            let one = Registration {
                site: site(&format!("043{at:04}Z")),
                state,
                rank: n,
                unannounced: false,
                drawn: None,
                also: Default::default(),
                marked: None,
            };
            held.registrations.insert(TeacherId(Uuid::from_u128(n.into())), one);
        }
    }
    let mut activity =
        session(2, TrainingKind::ClassActivity, "2024-10-10", SessionProgress::Closed);
    activity.classes.insert(site("0430000Z"), Class { class: "CE2".into(), pupils: 24 });
    world.put(held);
    world.put(activity);
    world.put(session(3, TrainingKind::Training, "2024-10-11", SessionProgress::Cancelled));
    world.put(session(4, TrainingKind::Training, "2024-12-11", SessionProgress::Held));
    let made = of(&world, Committee::Technical, quarter_1());
    assert_eq!(value(&made, "sessions"), Some(2));
    let seats = amount(&made, "seats");
    assert_eq!((seats.value, seats.of), (Some(11), Some(12)), "activities have no seats");
    assert_eq!(value(&made, "attended"), Some(11));
    assert_eq!(value(&of(&world, Committee::Communes, quarter_1()), "pupils"), Some(24));
    let text = serde_json::to_string(&made).unwrap();
    assert!(!text.contains("CE2"), "no class is told");
}

/// Projects are counted on the day of the decision, as long as the school keeps them.
#[test]
fn projects_are_counted_on_the_day_of_the_decision() {
    let mut world = authority(3, 3);
    let mut chosen = accepted(supply(1, CampaignKind::Call, "2024-09-20"), "2024-11-20");
    chosen.lines = vec![priced(50_000, 2)];
    let mut withdrawn = accepted(supply(2, CampaignKind::Call, "2024-09-20"), "2024-11-20");
    withdrawn.state = SupplyState::Cancelled;
    world.put(chosen);
    world.put(withdrawn);
    let made = |time| of(&world, Committee::Communes, time);
    let (first, second) = (made(quarter_1()), made(quarter_2()));
    assert_eq!(
        (value(&first, "projects_asked"), value(&first, "projects_awarded")),
        (Some(2), Some(0))
    );
    assert_eq!(value(&second, "projects_awarded"), Some(1));
    assert_eq!(value(&second, "projects_amount"), Some(100_000));
}

/// Reasons of missed visits stand apart, and outages are told by the line that they name.
#[test]
fn reasons_and_outages_stand_apart() {
    use shared::visit::MissedReason;
    let mut world = authority(2, 1);
    for (n, reason) in
        [MissedReason::Strike, MissedReason::Strike, MissedReason::NoAccess].into_iter().enumerate()
    {
        made(&mut world, n, "0430000Z", 1, "2024-10-01");
        let key = VisitId(Uuid::from_u128(n as u128 + 1));
        let mut visit = Visit::clone(&world.state.visits[&key]);
        visit.state = VisitState::Missed { reason };
        world.put(visit);
    }
    let made = of(&world, Committee::Technical, quarter_1());
    let told = ["missed", "missed_strike", "missed_access", "missed_other"];
    assert_eq!(told.map(|figure| value(&made, figure)), [3, 2, 1, 0].map(Some));
    assert_eq!(value(&made, "outages"), Some(0));
}

/// S10 «attested ≠ attended in every count», broken by one figure of both: those who were present,
/// those of whom a training elsewhere is attested, and those who may do without are counted apart;
/// who teaches at two schools counts once.
#[test]
fn attested_attended_and_waived_are_three_counts() {
    use shared::teacher::{Attended, Attested, Teacher, Training, Waiver};
    let mut world = authority(1, 2);
    let on = day("2024-10-09");
    for n in 1..=18_u32 {
        let id = TeacherId(Uuid::from_u128(n.into()));
        let mut one = Teacher::named(id, site("0430000Z"), format!("Mme {n}"), String::new());
        if n <= 7 {
            one.was_seen(TrainingSessionId(Uuid::from_bytes([1; 16])), on);
        } else if n <= 13 {
            let attested = Some(Attested::default());
            one.trained.insert("robots".into(), Training { day: on, attested });
        } else {
            let (by, reason) = (String::new(), String::new());
            let until = day("2024-12-01");
            one.waived.insert("robots".into(), Waiver { from: on, until, by, reason });
        }
        if n == 7 {
            one.person = Some(TeacherId(Uuid::from_u128(1)));
        }
        world.put(one);
    }
    let counted = |figure| {
        let committees = [Committee::Strategic, Committee::Technical];
        let made = committees.map(|committee| of(&world, committee, quarter_1()));
        made.iter().find_map(|made| {
            let known = made.definitions.iter().any(|one| one.id == figure);
            known.then(|| value(made, figure)).flatten()
        })
    };
    assert_eq!(counted("trained"), Some(6), "present, each person once");
    assert_eq!(counted("attested"), Some(6));
    assert_eq!(counted("waived"), Some(5));

    trait Seen {
        fn was_seen(&mut self, session: TrainingSessionId, on: shared::day::Day);
    }
    impl Seen for Teacher {
        fn was_seen(&mut self, session: TrainingSessionId, on: shared::day::Day) {
            let topics = vec!["robots".into()];
            self.attended.insert(session, Attended { day: on, topics });
            self.trained.insert("robots".into(), Training { day: on, attested: None });
        }
    }
}
