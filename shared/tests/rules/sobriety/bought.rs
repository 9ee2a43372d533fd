//! Purchases and gifts against the thresholds of law.

use super::*;
use shared::budget::{self, Commitment, CommitmentState, Goods, Move, Price};
use shared::id::CommitmentId;
use shared::sobriety::purchases::{self, Purchases};

fn thresholds() -> shared::sobriety::Factors {
    let rows =
        [(Threshold::SecondHand, "2027-01-01", 200), (Threshold::Recycled, "2027-01-01", 50)];
    rows.iter().fold(known::factors(&Settings::default()), |factors, (of, from, value)| {
        factors.with(factor(Key::Share(*of), from, *value))
    })
}

/// Acceptance 6.
#[test]
fn shares_of_purchases_stand_apart_and_together_against_their_own_threshold() {
    let mut bought = Purchases::default();
    let laptop = ArticleKind::Device(EquipmentKind::Laptop);
    bought.count(laptop, Origin::New, Cents(7_600_000));
    bought.count(laptop, Origin::SecondHand, Cents(1_800_000));
    bought.count(laptop, Origin::Recycled(30), Cents(600_000));
    bought.count(ArticleKind::Device(EquipmentKind::Board), Origin::SecondHand, Cents(900_000));
    bought.count(ArticleKind::Small, Origin::SecondHand, Cents(900_000));
    assert_eq!((bought.all, bought.to_check), (Cents(10_000_000), Cents(900_000)));
    let factors = thresholds();
    let of = |threshold| bought.standing(threshold, &factors, 2027);
    let together = of(Threshold::Together);
    assert_eq!(together.permille, Some(240));
    assert_eq!(together.threshold.map(|row| row.value), Some(250));
    assert_eq!(together.missing, Some(Cents(100_000)), "1 000,00 € before tax");
    let (used, recycled) = (of(Threshold::SecondHand), of(Threshold::Recycled));
    assert_eq!((used.permille, used.missing), (Some(180), Some(Cents(200_000))));
    assert_eq!((recycled.permille, recycled.missing), (Some(60), Some(Cents::ZERO)));
    let of_2026 = bought.standing(Threshold::Together, &factors, 2026);
    assert_eq!(of_2026.threshold.map(|row| row.value), Some(200), "the row of its year");
    let before = bought.standing(Threshold::Together, &factors, 2023);
    assert_eq!((before.threshold, before.missing), (None, None), "no duty before its day");
    let nothing = Purchases::default().standing(Threshold::Together, &factors, 2027);
    assert_eq!((nothing.permille, nothing.missing), (None, Some(Cents::ZERO)));
}

/// What was only asked for is no purchase; one that was accepted is, in the year of that day, and
/// before tax.
#[test]
fn purchases_are_what_was_accepted() {
    let mut world = with_budget();
    let mut used = sold(PRINTER, "Imprimante", 12_000, 0);
    used.kind = ArticleKind::Device(EquipmentKind::Printer);
    used.origin = Origin::SecondHand;
    world.give(DISPATCHER, shared::article::Act::SetArticle { article: Box::new(used) }).unwrap();
    let wish = ask(&world, 1, &[(PRINTER, 1)]);
    world.give(TEACHER, wish).unwrap();
    assert_eq!(purchases::of_year(&world.state, 2026), Purchases::default());
    world.give(DISPATCHER, accept(1)).unwrap();
    let bought = purchases::of_year(&world.state, 2026);
    assert_eq!((bought.all, bought.second_hand), (Cents(10_000), Cents(10_000)));
    assert_eq!(purchases::of_year(&world.state, 2027), Purchases::default());
}

/// A purchase order of 2027 of that price before tax.
fn ordered(n: u8, cents: i64, origin: Origin, goods: Option<Goods>) -> Commitment {
    let before_tax = Cents(cents);
    Commitment {
        id: CommitmentId(Uuid::from_bytes([n; 16])),
        line: "1.2-I".into(),
        year: 2027,
        number: format!("E-{n}"),
        supplier: "Fournisseur".into(),
        label: "Ordinateurs".into(),
        market: String::new(),
        price: Price::of(Cents(cents * 6 / 5), before_tax),
        signed_on: day("2027-03-12"),
        origin,
        goods,
        supplies: Vec::new(),
        over: String::new(),
        moves: Vec::new(),
        payments: Vec::new(),
        state: CommitmentState::Open,
        ended_on: None,
        history: Vec::new(),
        version: 0,
    }
}

/// S15, acceptance 6, through rows of 2027: commitments before tax by category and calendar year.
/// 100,000 of which 18,000 second-hand and 6,000 recycled are 18.0, 6.0 and 24.0 %.
#[test]
fn purchase_orders_of_2027_are_18_and_6_and_24_percent() {
    let mut world = World::new();
    let devices = Some(Goods::Devices);
    for row in [
        ordered(1, 7_600_000, Origin::New, devices),
        ordered(2, 1_800_000, Origin::SecondHand, devices),
        ordered(3, 600_000, Origin::Recycled(30), devices),
        ordered(4, 4_000_000, Origin::SecondHand, Some(Goods::Other)),
        ordered(5, 500_000, Origin::New, None),
        Commitment { year: 2026, ..ordered(6, 900_000, Origin::New, devices) },
        Commitment {
            state: CommitmentState::Cancelled,
            ..ordered(7, 300_000, Origin::New, devices)
        },
    ] {
        world.put(row);
    }
    let bought = purchases::of_year(&world.state, 2027);
    assert_eq!((bought.all, bought.unsaid), (Cents(10_000_000), Cents(500_000)));
    let factors = known::factors(&world.state.settings());
    let of = |threshold| bought.standing(threshold, &factors, 2027);
    let shares = [Threshold::SecondHand, Threshold::Recycled, Threshold::Together];
    assert_eq!(shares.map(|of_| of(of_).permille), [Some(180), Some(60), Some(240)]);
    let together = of(Threshold::Together);
    let row = together.threshold.expect("a row");
    assert_eq!((row.value, row.from), (250, day("2027-01-01")), "with its day");
    assert!(row.source.contains("2024-134") && row.source.contains("à vérifier"), "{row:?}");
    assert_eq!(together.missing, Some(Cents(100_000)), "1 000,00 € before tax");
    // The annex was not read: no threshold is made up for either part alone.
    let alone = [of(Threshold::SecondHand), of(Threshold::Recycled)];
    assert!(alone.iter().all(|standing| standing.threshold.is_none()));
}

/// S15, section 2, «commitments»: an order of a school that a commitment buys counts once, by its
/// lines; what was given back counts no more.
#[test]
fn nothing_that_was_bought_is_counted_twice() {
    let mut world = with_budget();
    let mut printer = sold(PRINTER, "Imprimante", 12_000, 0);
    printer.kind = ArticleKind::Device(EquipmentKind::Printer);
    world
        .give(DISPATCHER, shared::article::Act::SetArticle { article: Box::new(printer) })
        .unwrap();
    let wish = ask(&world, 1, &[(PRINTER, 1)]);
    world.give(TEACHER, wish).unwrap();
    world.give(DISPATCHER, accept(1)).unwrap();
    let devices = Some(Goods::Devices);
    let buys = Commitment {
        year: 2026,
        supplies: vec![supply(1)],
        ..ordered(1, 10_000, Origin::SecondHand, devices)
    };
    world.put(buys.clone());
    let bought = purchases::of_year(&world.state, 2026);
    assert_eq!((bought.all, bought.second_hand), (Cents(10_000), Cents::ZERO));
    let back = Move { day: day("2026-05-04"), delta: Cents(-6_000), reason: "Remise".into() };
    let direct = Commitment { supplies: Vec::new(), moves: vec![back], ..buys };
    world.put(direct.clone());
    assert_eq!(purchases::of_year(&world.state, 2026).second_hand, Cents(5_000));
    // What is bought can be said later, also of what was paid; not of what was cancelled.
    let act = |n: u8, goods| budget::Act::MoveCommitment {
        commitment: CommitmentId(Uuid::from_bytes([n; 16])),
        delta: Cents::ZERO,
        reason: String::new(),
        over: String::new(),
        number: None,
        goods: Some(goods),
    };
    world.put(Commitment { state: CommitmentState::Settled, goods: None, ..direct.clone() });
    world.give(COORDINATOR, act(1, Goods::Other)).unwrap();
    assert_eq!(purchases::of_year(&world.state, 2026).all, Cents(10_000), "the order alone");
    assert!(world.give(DISPATCHER, act(1, Goods::Devices)).is_err());
    world.put(Commitment { state: CommitmentState::Cancelled, ..direct });
    assert!(world.give(COORDINATOR, act(1, Goods::Devices)).is_err());
    let newer: Goods = serde_json::from_str("\"furniture\"").expect("read");
    assert_eq!(newer, Goods::Other, "a category of a newer version is not that of devices");
}

/// Gifts stand beside purchases with the flat value of their day, and in no share; without a known
/// value they are counted, and nothing is invented.
#[test]
fn gifts_stand_apart_with_their_flat_value() {
    let mut world = World::new();
    let given = |kind, n: u8, on: &str, by: &str| Equipment {
        given_by: by.into(),
        acquired: Some(day(on)),
        ..Equipment::blank(
            EquipmentId(Uuid::from_bytes([n; 16])),
            site("0420001A"),
            kind,
            "A".into(),
        )
    };
    for device in [
        given(EquipmentKind::Laptop, 1, "2026-02-01", "Entreprise"),
        given(EquipmentKind::Laptop, 2, "2026-03-01", "Entreprise"),
        given(EquipmentKind::Tablet, 3, "2026-03-01", "Entreprise"),
        given(EquipmentKind::Board, 4, "2026-03-01", "Entreprise"),
        given(EquipmentKind::Laptop, 5, "2026-03-01", ""),
        given(EquipmentKind::Laptop, 6, "2025-03-01", "Entreprise"),
        given(EquipmentKind::Laptop, 7, "2023-03-01", "Entreprise"),
    ] {
        world.put(device);
    }
    let of_2026 = purchases::gifts(&world.state, 2026);
    let told = (of_2026.devices, of_2026.value, of_2026.without_value);
    assert_eq!(told, (3, Cents(40_000), 1), "a laptop under five years counts 200 €");
    assert_eq!(purchases::gifts(&world.state, 2025).value, Cents(20_000));
    let before = purchases::gifts(&world.state, 2023);
    assert_eq!((before.devices, before.without_value), (1, 1), "no value before its day");
    assert_eq!(purchases::of_year(&world.state, 2026), Purchases::default(), "in no share");
}
