//! What a desk changes of a school by hand.

use crate::world::*;
use shared::refusal::Refusal;
use shared::site;

/// What the desk wrote of a school itself is not lost to the next directory; what it did not write
/// still comes from there.
#[test]
fn what_a_desk_writes_of_a_school_stays_when_a_directory_comes() {
    let mut world = World::new();
    let edit = |edit| site::Act::EditSite { site: site("0420001A"), edit };
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
