//! S12 and S15: no figure tells of a person.

use super::*;
use shared::account::Account;

/// The statement of a year whose visits are all by one technician, or those of every second day by
/// another one.
fn frozen(committee: Committee, is_shared: bool) -> (World, Statement) {
    let mut world = authority(12, 3);
    visits(&mut world, 12, 0..30);
    let all: Vec<_> = world.state.visits.values().cloned().collect();
    let of_another = |visit: &&std::sync::Arc<Visit>| {
        is_shared && ["2024-12-02", "2025-05-05"].map(day).contains(&visit.slot.day)
    };
    for visit in all.iter().filter(of_another) {
        world.put(Visit { technician: account(OTHER_TECHNICIAN), ..(**visit).clone() });
    }
    for (n, name) in [(TECHNICIAN, "Zoé Quillet"), (OTHER_TECHNICIAN, "Yann Vauzelle")] {
        let known = (*world.state.accounts[&account(n)]).clone();
        world.put(Account { name: name.into(), ..known });
    }
    prepare(&mut world, 1, draft(committee, year()));
    let frozen = froze(&mut world, 1);
    (world, frozen)
}

/// «No figure about a named person», «no figure per technician»: who made the visits changes no
/// figure, and neither a name nor a key of theirs is in what is frozen and handed out.
#[test]
fn who_made_the_visits_changes_no_figure_and_nobody_is_named() {
    for committee in [Committee::Strategic, Committee::Technical, Committee::Communes] {
        let (_, alone) = frozen(committee, false);
        let (world, shared) = frozen(committee, true);
        assert_eq!(alone.sheets, shared.sheets, "{committee:?}");
        assert!(shared.sheets.iter().any(|sheet| sheet.amounts.iter().any(|a| a.value > Some(0))));
        let text = String::from_utf8(bytes(&shared)).unwrap();
        for n in [TECHNICIAN, OTHER_TECHNICIAN] {
            let person = &world.state.accounts[&account(n)];
            assert!(!text.contains(&person.name), "{}", person.name);
            assert!(!text.contains(&person.id.to_string()), "the key of {}", person.name);
        }
    }
}
