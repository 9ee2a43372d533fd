//! What a desk changes of a school by hand.

use crate::world::*;
use shared::day::Week;
use shared::refusal::{Conflict, FieldName, Refusal};
use shared::row::RowKey;
use shared::site;

/// What the desk wrote of a school itself is not lost to the next directory; what it did not write
/// still comes from there.
#[test]
fn what_a_desk_writes_of_a_school_stays_when_a_directory_comes() {
    let mut world = World::new();
    let edit = |edit| site::Act::EditSite { site: site("0420001A"), edit, was: None };
    let phone = site::SiteEdit { phone: Some("+33 4 77 00 00 01".into()), ..Default::default() };
    assert_eq!(world.give(TECHNICIAN, edit(phone.clone())), Err(Refusal::NotAllowed));
    world.give(DISPATCHER, edit(phone)).unwrap();
    let file = site::Site {
        phone: "0477999999".into(),
        mail: "ce.0420001a@ac-lyon.fr".into(),
        ..new_site("0420001A")
    };
    let on = day("2026-03-12");
    let import = site::Act::ImportSites { sites: vec![file], close: Vec::new(), on };
    world.give(DISPATCHER, import).unwrap();
    let known = world.state.sites[&site("0420001A")].clone();
    assert_eq!(known.phone, "0477000001");
    assert_eq!(known.mail, "ce.0420001a@ac-lyon.fr");
    for wrong in [
        site::SiteEdit { phone: Some("12".into()), ..Default::default() },
        site::SiteEdit { postcode: Some("4200".into()), ..Default::default() },
        site::SiteEdit { mail: Some("école".into()), ..Default::default() },
    ] {
        assert!(matches!(world.give(DISPATCHER, edit(wrong)), Err(Refusal::BadField { .. })));
    }
    let none = site::SiteEdit { phone: Some(String::new()), ..Default::default() };
    world.give(DISPATCHER, edit(none)).unwrap();
    assert_eq!(world.state.sites[&site("0420001A")].phone, "", "no telephone is one too");
}

/// A file brings no calendar that is open to others, no note, nothing that people set elsewhere.
#[test]
fn a_directory_sets_nothing_that_people_set() {
    let mut world = World::new();
    let forged = site::Site {
        feed: Some(shared::id::FeedHash("0".repeat(64))),
        skill: "Serveurs".into(),
        by_mail: Some(true),
        access: Some(site::AccessNote {
            text: "entrer".into(),
            by_name: "Personne".into(),
            on: day("2026-03-12"),
            version: 0,
            device: shared::id::DeviceId(uuid::Uuid::nil()),
        }),
        ..new_site("0429999Z")
    };
    let on = day("2026-03-12");
    let import = site::Act::ImportSites { sites: vec![forged], close: Vec::new(), on };
    world.give(DISPATCHER, import).unwrap();
    let known = &world.state.sites[&site("0429999Z")];
    assert_eq!((&known.feed, &known.access, known.by_mail), (&None, &None, None));
    assert_eq!(known.skill, "");
    assert!(known.closures.is_empty());
}

/// Invariant 5 «Never dropped», for the fields of a school: of two colleagues who change the same
/// one, the second is told what stayed, and their other fields are written.
#[test]
fn of_two_changes_of_a_school_the_first_stays_and_the_other_author_is_told() {
    let mut world = World::new();
    let of = |phone: &str, mail: Option<&str>| site::SiteEdit {
        phone: Some(phone.into()),
        mail: mail.map(Into::into),
        ..Default::default()
    };
    let edit = |edit, was| site::Act::EditSite { site: site("0420001A"), edit, was: Some(was) };
    let seen = world.state.sites[&site("0420001A")].clone();
    let was = || of(&seen.phone, Some(&seen.mail));
    world.give(DISPATCHER, edit(of("0477000001", None), was())).unwrap();
    let late = world
        .give(COORDINATOR, edit(of("0477000002", Some("a@b.example")), was()))
        .expect("decided");
    let told = Conflict::Value {
        row: RowKey::site(&site("0420001A")),
        field: FieldName::Phone,
        mine: "0477000002".into(),
        kept: "0477000001".into(),
    };
    assert_eq!(late.conflicts, [told]);
    let known = world.state.sites[&site("0420001A")].clone();
    assert_eq!((known.phone.as_str(), known.mail.as_str()), ("0477000001", "a@b.example"));
    // Once they have seen it, theirs is written; the same value is no disagreement.
    let again = edit(of("0477000002", None), of("0477000001", None));
    assert!(world.give(COORDINATOR, again.clone()).unwrap().conflicts.is_empty());
    assert_eq!(world.state.sites[&site("0420001A")].phone, "0477000002");
    assert!(world.give(DISPATCHER, again).unwrap().conflicts.is_empty());
}

/// Invariant 5 «Never dropped», for the week of a school.
#[test]
fn of_two_weeks_of_a_school_the_first_stays_and_the_other_author_is_told() {
    let mut world = World::new();
    let was = Some(world.state.sites[&site("0420001A")].week);
    let set = |week| site::Act::SetSiteWeek { site: site("0420001A"), week, was };
    let mut mornings = Week::FULL;
    mornings.0[3] = false;
    world.give(DISPATCHER, set(mornings)).unwrap();
    let other = Week([true, false, true, false, true, false, true, false, true, false]);
    let late = world.give(COORDINATOR, set(other)).unwrap();
    let (row, field) = (RowKey::site(&site("0420001A")), FieldName::Week);
    let (mine, kept) = ("1010101010".into(), mornings.to_string());
    assert_eq!(late.conflicts, [Conflict::Value { row, field, mine, kept }]);
    assert_eq!(world.state.sites[&site("0420001A")].week, mornings);
    assert_eq!("1010101010".parse::<Week>().ok(), Some(other));
    for wrong in ["", "101010101", "10101010101", "1010101012"] {
        assert!(wrong.parse::<Week>().is_err(), "{wrong}");
    }
}
