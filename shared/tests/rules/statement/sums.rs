//! The sheets sum to the total.

use super::*;
use proptest::prelude::*;
use shared::equipment::{Equipment, EquipmentKind};
use shared::id::{EquipmentId, SiteId};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Acceptance 3: the sheets of 48 communes sum to the total, for all figures that are sums.
    /// «Breaks»: merged communes, a school that moved.
    #[test]
    fn sheets_sum_to_the_total(
        facts in proptest::collection::vec((0_usize..90, 0_u8..4, 0_u8..4), 0..160),
        moved in proptest::collection::vec((0_usize..90, 0_usize..48), 0..8),
    ) {
        let mut world = authority(90, 48);
        for (n, (at, quarter, what)) in facts.iter().enumerate() {
            let id = format!("043{at:04}Z");
            let on = ["2024-10-01", "2024-12-02", "2025-02-03", "2025-05-05"][*quarter as usize];
            match what {
                0 | 1 => made(&mut world, n, &id, quarter + 1, on),
                2 => {
                    let key = EquipmentId(Uuid::from_u128(n as u128 + 1));
                    let kind = EquipmentKind::ALL[n % 8];
                    let mut device = Equipment::blank(key, site(&id), kind, "A".into());
                    device.bought = (n % 3 > 0).then(|| day("2015-01-01"));
                    world.put(device);
                }
                _ => {
                    let mut ticket = incident_at(n, &id);
                    ticket.reported_on = day(on);
                    world.put(ticket);
                }
            }
        }
        for (at, commune) in moved {
            let mut row = new_site(&format!("043{at:04}Z"));
            row.commune = format!("42{commune:03}").as_str().into();
            row.commune_name = format!("Commune {commune:02}");
            world.put(row);
        }
        prepare(&mut world, 1, draft(Committee::Communes, year()));
        let frozen = froze(&mut world, 1);
        for (at, defined) in frozen.definitions.iter().enumerate().filter(|(_, d)| !d.persons) {
            let total = frozen.sheets[0].amounts[at];
            let sum = |part: fn(&Amount) -> Option<i64>| -> i64 {
                frozen.sheets[1..].iter().filter_map(|sheet| part(&sheet.amounts[at])).sum()
            };
            prop_assert_eq!(sum(|a| a.value), total.value.unwrap_or(0), "{}", defined.id);
            prop_assert_eq!(sum(|a| a.of), total.of.unwrap_or(0), "{}", defined.id);
        }
        let listed: Vec<&SiteId> =
            frozen.sheets.iter().flat_map(|sheet| sheet.sites.iter().map(|s| &s.id)).collect();
        let once: BTreeSet<_> = listed.iter().collect();
        prop_assert_eq!((listed.len(), once.len()), (90, 90), "each site in one sheet");
    }
}

fn incident_at(n: usize, at: &str) -> shared::ticket::Ticket {
    let mut world = World::new();
    world.give(TEACHER, incident(1)).unwrap();
    let mut ticket = world.ticket(1).clone();
    ticket.id = shared::id::TicketId(Uuid::from_u128(n as u128 + 1));
    ticket.site = site(at);
    ticket
}
