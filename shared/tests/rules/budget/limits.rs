//! What is never exceeded: the authorisation, the credits, the payments; and what a reason allows.

use super::*;
use shared::budget::postings::{YearSpan, table};
use shared::budget::{CommitmentState, Word};

/// Acceptance 3: up to the authorisation exactly, and not a cent more. Breaks on: 26 lines green,
/// the total red: the check is on the total.
#[test]
fn the_authorisation_is_met_exactly_and_exceeded_by_nothing() {
    let mut world = with_annex();
    // Every line as far as its estimate: their sum is one cent above the authorisation.
    let books = Books::of(&world.state);
    let lines: Vec<_> = books.lines().iter().map(|line| (**line).clone()).collect();
    let mut n = 0;
    let mut left = AP;
    for line in lines.iter().filter(|line| line.pot == Pot::Investment) {
        let all = line.all_credits();
        if all == Cents::ZERO || line.code == "2.6" {
            continue;
        }
        n += 1;
        world.ok(open(n, line.id.clone(), all.0));
        left = left - all;
    }
    assert_eq!(left, Cents(16_499_999), "what 2.6 may take is a cent less than its estimate");
    let why = world.hindered(open(90, invest("2.6"), 16_500_000));
    assert_eq!(why, Hindrance::AboveTotal { by: Cents(1) }, "each line is green");
    world.ok(open(91, invest("2.6"), 16_499_999));
    let why = world.hindered(open(92, invest("2.6"), 1));
    assert_eq!(why, Hindrance::AboveTotal { by: Cents(1) }, "«dépasse l'AP de 0,01 €»");
    // No reason opens a hard limit.
    assert!(matches!(
        world.hindered(open_over(93, invest("2.5"), 1)),
        Hindrance::AboveTotal { .. }
    ));
    let plan = table(&world.state, YearSpan::Plan, day("2026-03-12"));
    assert_eq!(plan.section(Pot::Investment).unwrap().to_commit, Some(Cents::ZERO));
}

/// Running costs: committed of a year are at most the credits of the chapter in that year.
#[test]
fn the_chapter_is_closed_at_its_yearly_credits() {
    let mut world = with_annex();
    world.ok(open_over(1, run("2.1"), 88_943_014));
    let why = world.hindered(open(2, run("1.3"), 1));
    assert_eq!(why, Hindrance::AboveCredits { year: 2026, by: Cents(1) });
    let (commitment, order) = (key(3), order(1_000));
    let next =
        Act::OpenCommitment { commitment, line: run("1.3"), year: 2027, order, over: "".into() };
    world.ok(next);
}

/// Acceptance 4: a line is an estimate. Breaks on: a naive hard stop at the line.
#[test]
fn a_line_is_exceeded_with_a_written_reason_and_flagged() {
    let mut world = with_annex();
    let estimate = 5 * 51_028_907;
    let why = world.hindered(open(1, invest("2.5"), estimate + 1_000_000));
    assert_eq!(why, Hindrance::AboveLine { line: invest("2.5"), by: Cents(1_000_000) });
    world.ok(open_over(1, invest("2.5"), estimate + 1_000_000));
    for span in [YearSpan::Plan, YearSpan::Year(2026)] {
        let all = shared::budget::committee::entries(&world.state, span, day("2026-03-12"));
        let flagged: Vec<_> = all.iter().filter(|entry| entry.over.is_some()).collect();
        assert_eq!(flagged.len(), 1);
        assert_eq!(flagged[0].over, Some(Cents(1_000_000)));
        assert_eq!(flagged[0].reasons, ["Marché révisé"]);
    }
    // A reason where there is room flags nothing.
    world.ok(open_over(2, invest("2.4"), 1_000));
    assert_eq!(world.commitment(2).over, "");
}

/// Acceptance 5. Breaks on: invoice of December mandated in January: next year's credits.
#[test]
fn a_december_order_paid_in_january_takes_next_years_credits_and_keeps_its_year() {
    let mut world = with_annex();
    world.ok(open(1, invest("2.5"), 600_000));
    world.ok(pay(1, "M-1", "2027-01-02", 600_000));
    let at = |year| table(&world.state, YearSpan::Year(year), day("2026-03-12"));
    let paid = |year| at(year).section(Pot::Investment).unwrap().amounts[4];
    let committed = |year| at(year).section(Pot::Investment).unwrap().amounts[2];
    assert_eq!((paid(2026), paid(2027)), (Cents::ZERO, Cents(600_000)));
    assert_eq!((committed(2026), committed(2027)), (Cents(600_000), Cents::ZERO));
    assert_eq!(world.commitment(1).year, 2026, "carried over, it keeps its year of origin");
    let left = at(2027).section(Pot::Investment).unwrap().to_pay;
    assert_eq!(left, Some(Cents(139_547_804 - 600_000)));
}

/// Mandated of a year are at most its credits, also while the authorisation has room.
#[test]
fn a_year_pays_no_more_than_its_credits() {
    let mut world = with_annex();
    world.ok(open(1, invest("2.5"), 5 * 51_028_907));
    world.ok(pay(1, "M-1", "2026-03-12", 139_547_804));
    let why = world.hindered(pay(1, "M-2", "2026-12-31", 1));
    let (pot, year) = (Pot::Investment, 2026);
    assert_eq!(why, Hindrance::AbovePayments { pot, year, by: Cents(1) });
    world.ok(pay(1, "M-2", "2027-01-01", 1));
    let why = world.hindered(pay(1, "M-3", "2031-01-01", 1));
    assert_eq!(why, Hindrance::NoVote { pot, year: 2031 }, "nothing was voted for that year");
}

/// Payments are at most what was committed; a credit note names its payment. Breaks on: a negative
/// payment alone.
#[test]
fn payments_stay_within_the_commitment_and_a_credit_note_names_its_payment() {
    let mut world = with_annex();
    world.ok(open(1, invest("2.5"), 10_000));
    world.ok(pay(1, "M-1", "2026-03-12", 6_000));
    let why = world.hindered(pay(1, "M-2", "2026-03-12", 4_001));
    assert_eq!(why, Hindrance::PaidBeyond { by: Cents(1) });
    assert_eq!(world.hindered(pay(1, "A-1", "2026-03-12", -500)), Hindrance::NamesNoPayment);
    let note = |number: &str, cents, named: &str| {
        let corrects = Some(named.to_owned());
        let payment = Payment { corrects, ..payment(number, "2026-03-12", cents) };
        Act::PayCommitment { commitment: key(1), payment }
    };
    assert_eq!(world.hindered(note("A-1", -500, "M-9")), Hindrance::NamesNoPayment);
    let why = world.hindered(note("A-1", -6_001, "M-1"));
    assert_eq!(why, Hindrance::CreditBeyond { by: Cents(1) });
    world.ok(note("A-1", -500, "M-1"));
    let why = world.hindered(note("A-2", -5_501, "M-1"));
    assert_eq!(why, Hindrance::CreditBeyond { by: Cents(1) }, "with the first note");
    assert_eq!(world.commitment(1).paid(), Cents(5_500));
    // The same one noted twice is one; the same number for another is none.
    world.ok(pay(1, "M-1", "2026-03-12", 6_000));
    assert_eq!(world.commitment(1).payments.len(), 2);
    let why = world.hindered(pay(1, "M-1", "2026-03-12", 7));
    assert_eq!(why, Hindrance::NumberTaken { number: "M-1".into() });
}

/// Changes are moves, never edits; what is settled gives back its rest, once.
#[test]
fn a_commitment_moves_settles_and_gives_back_its_rest() {
    let mut world = with_annex();
    world.ok(open(1, invest("2.5"), 10_000));
    let moved = |delta, reason: &str| Act::MoveCommitment {
        commitment: key(1),
        delta: Cents(delta),
        reason: reason.into(),
        over: String::new(),
        number: None,
        goods: None,
    };
    assert!(world.give(COORDINATOR, moved(-1_000, "")).is_err(), "why?");
    world.ok(moved(-1_000, "Remise"));
    assert_eq!(world.commitment(1).price.all, Cents(10_000), "what was signed stays");
    assert_eq!(world.commitment(1).committed(), Cents(9_000));
    world.ok(pay(1, "M-1", "2026-03-12", 6_000));
    let why = world.hindered(moved(-3_001, "Trop"));
    assert_eq!(why, Hindrance::PaidBeyond { by: Cents(1) });
    let cancel = Act::CancelCommitment { commitment: key(1), reason: "Non".into() };
    assert_eq!(world.hindered(cancel), Hindrance::IsPaid { paid: Cents(6_000) });
    for _ in 0..2 {
        world.ok(Act::SettleCommitment { commitment: key(1) });
    }
    let row = world.commitment(1);
    assert_eq!((row.committed(), row.state), (Cents(6_000), CommitmentState::Settled));
    let words: Vec<_> = row.history.iter().map(|entry| entry.what.what).collect();
    assert_eq!(words, [Word::Opened, Word::Moved, Word::Paid, Word::Settled]);
    let state = CommitmentState::Settled;
    assert_eq!(world.hindered(moved(1, "Encore")), Hindrance::Ended { state });
}

/// A lower vote below what is committed is refused with the sum; history stays. Breaks on: DM n° 2
/// reduces 2.5.
#[test]
fn a_lower_vote_is_refused_with_what_is_committed() {
    let mut world = with_annex();
    world.ok(open(1, invest("2.5"), 100_000_000));
    let dm = |line, total, credits: &[(u16, i64)]| Act::RecordVote {
        line,
        vote: vote("2026-06-25", total, credits),
    };
    let committed = Cents(100_000_000);
    let low: Vec<_> = (2023..=2027).map(|year| (year, 19_000_000)).collect();
    let why = world.hindered(dm(invest("2.5"), None, &low));
    assert_eq!(why, Hindrance::BelowCommitted { committed });
    let why = world.hindered(dm(section(Pot::Investment), Some(99_999_999), &[]));
    assert_eq!(why, Hindrance::BelowCommitted { committed });
    world.ok(dm(section(Pot::Investment), Some(100_000_000), &[]));
    world.ok(pay(1, "M-1", "2026-03-12", 50_000));
    let why = world.hindered(dm(section(Pot::Investment), None, &[(2026, 49_999)]));
    assert_eq!(why, Hindrance::BelowPaid { year: 2026, paid: Cents(50_000) });
    let votes = &world.line_of(&section(Pot::Investment)).votes;
    assert_eq!((votes.len(), votes[0].total), (2, Some(AP)), "the first vote stays");
    world.ok(open(2, run("2.5"), 1_000_000));
    let why = world.hindered(dm(section(Pot::Operating), None, &[(2026, 999_999)]));
    assert_eq!(why, Hindrance::BelowCommitted { committed: Cents(1_000_000) });
}

/// A vote that is noted late replaces nothing that was decided after it.
#[test]
fn votes_count_in_the_order_of_their_days() {
    let mut world = with_annex();
    let note = |on: &str, cents| Act::RecordVote {
        line: invest("2.5"),
        vote: vote(on, None, &[(2026, cents)]),
    };
    world.ok(note("2026-02-01", 60_000_000));
    world.ok(note("2025-12-01", 55_000_000));
    assert_eq!(world.line_of(&invest("2.5")).credits(2026), Some(Cents(60_000_000)));
    assert_eq!(world.line_of(&invest("2.5")).votes.len(), 3);
}

/// The tax is that of the purchase order. Breaks on: seven lines at 20 %, whose rounded sum is not
/// the sum of the rounded ones.
#[test]
fn the_tax_is_that_of_the_paper_and_is_not_computed_again() {
    let mut world = with_annex();
    let pieces = [Cents(332); 7];
    let before_tax: Cents = pieces.into_iter().sum();
    let by_line: Cents = pieces.into_iter().map(|piece| piece.with_tax(2_000)).sum();
    let at_once = before_tax.with_tax(2_000);
    assert_eq!((by_line, at_once), (Cents(2_786), Cents(2_789)), "three cents");
    let price = Price { before_tax, tax: by_line - before_tax, all: by_line };
    let with = |price| {
        let (commitment, order) = (key(1), Order { price, ..order(1) });
        let line = invest("2.5");
        Act::OpenCommitment { commitment, line, year: 2026, order, over: String::new() }
    };
    let why = world.hindered(with(Price { all: at_once, ..price }));
    assert_eq!(why, Hindrance::TaxDiffers { by: at_once - by_line });
    world.ok(with(price));
    assert_eq!(world.commitment(1).price, price);
}

/// Nothing is committed before anything was voted, and a section bears nothing itself.
#[test]
fn without_a_vote_nothing_is_committed() {
    let mut world = World::new();
    assert!(matches!(
        world.give(COORDINATOR, open(1, invest("2.5"), 1)),
        Err(Refusal::UnknownRow { .. })
    ));
    let total = vote("2026-01-01", Some(1_000), &[]);
    world.ok(Act::RecordVote { line: section(Pot::Investment), vote: total });
    assert_eq!(world.hindered(open(1, section(Pot::Investment), 1)), Hindrance::NoLine);
}
