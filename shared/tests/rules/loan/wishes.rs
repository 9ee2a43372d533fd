//! «Prévenez-moi», the limit of open loans, and a school that closes on the last day.

use super::*;
use shared::day::{Half, HalfDay};
use shared::loan::between::{OtherEnd, between_visits, closed_stops, other_end};
use shared::loan::between::{ends_when_closed, is_freed};
use shared::site::Closure;
use shared::supply::{Carrier, LegKind};

fn wait(n: u32, at: u32, days: LoanDays) -> Act {
    Act::WaitForLoan {
        supply: loan(n),
        site: school(at),
        campaign: LOANS,
        article: KIT,
        days,
        note: String::new(),
    }
}

impl Loans {
    fn wait(&mut self, n: u32, at: u32, days: LoanDays) -> Result<(), Refusal> {
        let who = self.teacher(at);
        self.give(&who, wait(n, at, days)).map(drop)
    }

    fn claim(&mut self, n: u32, at: u32) -> Result<(), Refusal> {
        let who = self.teacher(at);
        self.give(&who, Act::ClaimLoan { supply: loan(n) }).map(drop)
    }

    fn is_freed(&self, n: u32) -> bool {
        is_freed(&self.world.state, self.loan(n), self.today())
    }

    fn limit(&mut self, open: Option<u32>) {
        use shared::campaign::{self, CampaignKind, Draft};
        let draft = Draft {
            kind: CampaignKind::Loan,
            label: "Prêts 2025-2026".into(),
            year: 2026,
            opens: day("2025-09-01"),
            closes: day("2026-07-03"),
            purses: BTreeMap::new(),
            articles: Default::default(),
            open_loans: open,
            call: None,
        };
        let chief = self.world.actor(COORDINATOR);
        self.give(&chief, campaign::Act::SetCampaign { campaign: LOANS, draft }).unwrap();
    }
}

/// «A list “prévenez-moi” is enough»: a wish takes no unit, is told when one is free, and is asked
/// for then by the school itself; whoever asks first has it.
#[test]
fn a_school_that_waits_is_told_and_asks_then() {
    let mut loans = Loans::new(1);
    let days = span("2026-03-16", "2026-03-20");
    loans.ask(1, 1, days).unwrap();
    loans.wait(2, 2, days).unwrap();
    loans.wait(3, 3, days).unwrap();
    assert_eq!(loans.loan(2).state, SupplyState::WaitingList);
    assert_eq!(loans.kit().taken.len(), 1, "who waits takes nothing");
    let next = span("2026-03-25", "2026-03-27");
    assert_eq!(loans.claim(2, 2).unwrap_err(), taken(days, Some(next)));
    assert!(!loans.is_freed(2));
    // A tablet knows it by itself: from the article, without the rows of other schools.
    let who = loans.teacher(2);
    assert!(!is_freed(&tablet(&loans, &who), loans.loan(2), loans.today()));

    let reason = "Sortie annulée".to_owned();
    let first = loans.teacher(1);
    loans.give(&first, supply::Act::CancelSupply { supply: loan(1), reason }).unwrap();
    assert!(loans.is_freed(2) && loans.is_freed(3));
    assert!(is_freed(&tablet(&loans, &who), loans.loan(2), loans.today()));
    assert_eq!(loans.loan(2).state, SupplyState::WaitingList, "nothing is lent by itself");
    loans.claim(3, 3).unwrap();
    assert_eq!(loans.loan(3).state, SupplyState::Asked);
    assert!(!loans.is_freed(2));
    assert_eq!(loans.claim(2, 2).unwrap_err(), taken(days, Some(next)));
    loans.claim(3, 3).unwrap();
    assert_eq!(loans.loan(3).history.len(), 2, "told twice it is the same");
}

/// A wish for days that make no sense is none; the same wish twice is one; another school's cannot
/// be claimed; one whose days began is over.
#[test]
fn a_wish_is_judged_like_a_loan() {
    let mut loans = Loans::new(1);
    let days = span("2026-03-16", "2026-03-20");
    let backwards = span("2026-03-20", "2026-03-16");
    assert_eq!(loans.wait(1, 1, backwards).unwrap_err(), Bar::Backwards.into());
    let past = span("2026-02-23", "2026-02-27");
    assert_eq!(loans.wait(1, 1, past).unwrap_err(), Bar::Past.into());
    loans.ask(9, 9, days).unwrap();
    loans.wait(1, 1, days).unwrap();
    loans.wait(2, 1, days).unwrap();
    assert!(!loans.world.state.supplies.contains_key(&loan(2)), "the same wish twice");
    assert_eq!(loans.claim(1, 5).unwrap_err(), Refusal::NotAllowed);
    loans.on("2026-03-17");
    assert!(!loans.is_freed(1));
    assert_eq!(loans.claim(1, 1).unwrap_err(), Bar::Past.into());
    // What the desk put on its list with a reason is the desk's to take off it.
    let reason = "Une autre école d’abord".to_owned();
    loans.desk(supply::Act::WaitSupply { supply: loan(1), reason }).unwrap();
    assert!(matches!(loans.claim(1, 1), Err(Refusal::State { .. })));
}

/// Rule of the campaign: a school has no more loans open than it says, by wishes neither; a desk
/// may lend one more, and an app of before that says nothing of the limit leaves it.
#[test]
fn a_school_has_no_more_loans_open_than_the_campaign_says() {
    let mut loans = Loans::new(9);
    loans.limit(Some(2));
    loans.limit(None);
    loans.ask(1, 1, span("2026-03-09", "2026-03-13")).unwrap();
    loans.ask(2, 1, span("2026-04-27", "2026-04-30")).unwrap();
    let third = span("2026-06-01", "2026-06-05");
    let full = Refusal::from(Bar::TooMany { open: 2, max: 2 });
    assert_eq!(loans.ask(3, 1, third).unwrap_err(), full);
    loans.wait(4, 1, third).unwrap();
    assert_eq!(loans.claim(4, 1).unwrap_err(), full, "a wish is no way around it");
    loans.ask(5, 2, third).unwrap();
    loans.desk(asked(6, 1, third)).unwrap();
    let who = loans.teacher(1);
    for n in [1, 2] {
        let reason = "Autre projet".to_owned();
        loans.give(&who, supply::Act::CancelSupply { supply: loan(n), reason }).unwrap();
    }
    loans.claim(4, 1).unwrap();
    loans.limit(Some(0));
    loans.ask(7, 1, span("2026-05-04", "2026-05-07")).unwrap();
}

/// «The end of a loan falls on a day when the site is open», broken by a bridge that is declared
/// after: the desk is warned, other days are proposed, and the next school is never moved silently.
#[test]
fn an_end_on_a_day_that_was_closed_since_is_shown() {
    let mut loans = Loans::new(1);
    loans.ready(1, 1, span("2026-05-04", "2026-05-15"), "VT-01");
    loans.ask(2, 2, span("2026-05-20", "2026-05-29")).unwrap();
    let shown =
        |loans: &Loans, n| ends_when_closed(&loans.world.state, loans.loan(n), loans.today());
    assert!(!shown(&loans, 1));
    let mut calendar = (*loans.world.state.calendar()).clone();
    calendar.holidays.push(Holiday {
        first: day("2026-05-14"),
        last: day("2026-05-15"),
        kind: HolidayKind::Bridge,
        label: "Pont de l’Ascension".into(),
    });
    loans.world.put(calendar);
    assert!(shown(&loans, 1), "nobody is there on the last day");
    assert!(!shown(&loans, 2));
    // Later would take the unit of the next school: refused, with what is free; sooner is fine.
    let desk = loans.world.actor(DISPATCHER);
    let before = loans.loan(2).clone();
    let later = loans.set_days(&desk, 1, span("2026-05-04", "2026-05-19"));
    assert!(matches!(later, Err(Refusal::Loan { why: Bar::Taken { .. } })), "{later:?}");
    loans.set_days(&desk, 1, span("2026-05-04", "2026-05-12")).unwrap();
    assert!(!shown(&loans, 1));
    assert_eq!(loans.loan(2), &before, "the next one is where it was");
}

fn half(text: &str, half: Half) -> HalfDay {
    HalfDay { day: day(text), half }
}

/// That school is closed on these days.
fn strike(loans: &mut Loans, at: u32, first: &str, last: &str) {
    let mut place = (*loans.world.state.sites[&school(at)]).clone();
    place.closures.push(Closure {
        first: half(first, Half::Morning),
        last: half(last, Half::Afternoon),
        reason: "Grève".into(),
    });
    loans.world.put(place);
}

/// «4 July, bridge of Ascension, strike: take-back moves, next borrower is told, not silently
/// shifted»: on the day of a strike the desk reads the next day on which somebody is there, whether
/// the kit may stay until then, and which stop falls out; nothing moves by itself.
#[test]
fn a_strike_on_the_last_day_names_the_next_day_that_works() {
    let mut loans = Loans::new(1);
    loans.ready(1, 1, span("2026-03-09", "2026-03-19"), "VT-01");
    let end = |loans: &Loans| other_end(&loans.world.state, loans.loan(1), loans.today());
    assert_eq!(end(&loans), None, "the school is open");
    strike(&mut loans, 1, "2026-03-19", "2026-03-20");
    let monday = OtherEnd { day: day("2026-03-23"), is_free: true };
    assert_eq!(end(&loans), Some(monday), "over the strike and the weekend");
    loans.ask(2, 2, span("2026-03-25", "2026-03-27")).unwrap();
    let next = loans.loan(2).clone();
    let promised = OtherEnd { is_free: false, ..monday };
    assert_eq!(end(&loans), Some(promised), "two working days are for the next school");
    assert_eq!(loans.loan(2), &next, "which is not moved in silence");
    assert_eq!(loans.loan(1).period, Some(span("2026-03-09", "2026-03-19")));
}

/// A delivery by a stop on the day of a strike is told too.
#[test]
fn a_stop_on_the_day_of_a_strike_is_told() {
    let mut loans = Loans::new(1);
    loans.ready(1, 1, span("2026-03-09", "2026-03-19"), "VT-01");
    let slot = half("2026-03-10", Half::Morning);
    let mut row = loans.loan(1).clone();
    let leg = row.legs.iter_mut().find(|leg| leg.kind == LegKind::Deliver).unwrap();
    leg.carrier = Some(Carrier::Stop { technician: account(TECHNICIAN), slot });
    loans.world.put(row);
    let told = |loans: &Loans| closed_stops(&loans.world.state, loans.loan(1), loans.today());
    assert_eq!(told(&loans), []);
    strike(&mut loans, 1, "2026-03-10", "2026-03-10");
    assert_eq!(told(&loans), [(LegKind::Deliver, slot)]);
    loans.on("2026-03-11");
    assert_eq!(told(&loans), [], "what is past is no plan any more");
}

/// «Default proposals “entre deux passages”»: from the next visit of the school to the one after
/// it, when both are known and the kit may stay for so long.
#[test]
fn a_loan_between_two_visits_needs_no_trip_of_its_own() {
    let mut loans = Loans::new(1);
    loans.teacher(1);
    let coming = |n: u8, on: &str| shared::visit::Visit {
        id: visit(n),
        slot: half(on, Half::Morning),
        site: school(1),
        ..with_visit().visit(1).clone()
    };
    let proposed = |loans: &Loans, max_days| {
        let kit = shared::loan::Kit { max_days, ..loans.kit().clone() };
        between_visits(&loans.world.state, &school(1), &kit, loans.today())
    };
    assert_eq!(proposed(&loans, 100), None, "no visit is planned");
    loans.world.put(coming(101, "2026-03-10"));
    assert_eq!(proposed(&loans, 100), None, "one alone brings nothing back");
    loans.world.put(coming(102, "2026-06-04"));
    assert_eq!(proposed(&loans, 100), Some(span("2026-03-10", "2026-06-04")));
    assert_eq!(proposed(&loans, 86), None, "longer than the kit is lent");
    assert_eq!(proposed(&loans, 87), Some(span("2026-03-10", "2026-06-04")));
    loans.on("2026-03-10");
    assert_eq!(proposed(&loans, 100), None, "a visit of today brings nothing that is asked today");
}
