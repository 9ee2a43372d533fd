//! Loads the demonstration: real communes, calendar and schools, fictitious ones marked as such,
//! and a fleet, people and tickets drawn with a fixed seed. `server/demo/PROVENANCE.md` names the
//! sources.

mod draw;
mod fleet;
mod past;
mod people;
mod sites;
mod supplies;
mod teachers;
mod tickets;

use crate::store::{Fault, Store, StoreResult};
use draw::Draw;
use shared::day::paris_day;
use shared::id::Millis;
use shared::import::table::{self, FileTable};
use shared::row::Row;
use shared::settings::{ChecklistItem, Settings};
use std::sync::Arc;

pub use people::{PASSWORD, PEOPLE, Person};

/// Seed of everything that is drawn, so that the demonstration is the same everywhere.
const SEED: u64 = 20_260_901;
/// Steps of every visit.
const CHECKLIST: [(&str, &str); 8] = [
    ("listen", "Faire le point avec la direction"),
    ("teacher-computers", "Vérifier les ordinateurs des enseignants"),
    ("pupil-computers", "Mettre à jour les ordinateurs des élèves"),
    ("tablets", "Charger et mettre à jour les tablettes"),
    ("projectors", "Nettoyer et régler les vidéoprojecteurs"),
    ("network", "Tester Internet et le wifi dans chaque classe"),
    ("printers", "Vérifier l’imprimante"),
    ("inventory", "Contrôler les étiquettes du matériel"),
];

/// Fills an empty store with the demonstration. Returns `false`, and writes nothing, when the
/// store is not empty.
///
/// # Errors
/// A fault of the store.
pub fn load(store: &Arc<dyn Store>, now: Millis) -> StoreResult<bool> {
    let today = paris_day(now);
    let mut draw = Draw::new(SEED);
    let sites = sites::sites(&mut draw)?;
    let calendar = sites::calendar()?;
    let people = people::accounts();
    let mut rows: Vec<Row> = vec![settings()?.into(), calendar.clone().into()];
    rows.extend(people.iter().cloned().map(Row::from));
    rows.extend(sites.iter().cloned().map(Row::from));
    let fleet = fleet::fleet(&sites, &mut draw);
    rows.extend(past::visits(&sites, &calendar, &people, today).into_iter().map(Row::from));
    rows.extend(tickets::tickets(&sites, &fleet, &people, now, &mut draw)?);
    rows.extend(fleet.into_iter().map(Row::from));
    rows.extend(supplies::supplies(&sites, &calendar, &people, now));
    // With a generator of their own, so that all else stays as it was.
    let mut draw = Draw::new(SEED + 1);
    rows.extend(fleet::retired(&sites, today, &mut draw).into_iter().map(Row::from));
    rows.extend(teachers::teachers(&sites, today, &mut draw).into_iter().map(Row::from));
    let credentials = people::credentials()?;
    store.change(|writer| {
        if writer.last_seq()? > 0 {
            return Ok(false);
        }
        for row in rows {
            writer.put(row)?;
        }
        for credential in &credentials {
            writer.put_credential(credential)?;
        }
        Ok(true)
    })
}

/// Returns whether a store holds accounts of the demonstration.
///
/// # Errors
/// A fault of the store.
pub fn is_in(store: &Arc<dyn Store>) -> StoreResult<bool> {
    store.look(|reader| {
        for person in PEOPLE {
            if reader.credential(person.mail)?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    })
}

fn settings() -> StoreResult<Settings> {
    let item = |(id, label): (&str, &str)| ChecklistItem {
        id: shared::id::ItemId(id.into()),
        label: label.into(),
    };
    Ok(Settings {
        authority: "Saint-Étienne Métropole".into(),
        checklist: CHECKLIST.map(item).to_vec(),
        communes: sites::communes()?,
        topics: Some(teachers::topics()),
        ..Settings::default()
    })
}

/// Reads a file of the demonstration, which is compiled into the program.
fn read(bytes: &[u8]) -> StoreResult<FileTable> {
    table::read(bytes).map_err(|problem| Fault::new(format!("demonstration: {problem:?}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::sqlite::Sqlite;
    use shared::article::Pot;
    use shared::row::{Kind, Read, State};
    use shared::supply::SupplyState;
    use shared::supply::balance::of_line;
    use std::collections::BTreeSet;

    /// 2026-11-24, noon.
    const NOW: Millis = 1_795_518_000_000;

    fn loaded() -> (tempfile::TempDir, Arc<dyn Store>) {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Sqlite::open(&folder.path().join("a.sqlite")).expect("a store");
        let store: Arc<dyn Store> = Arc::new(store);
        assert!(!is_in(&store).expect("a look"));
        assert!(load(&store, NOW).expect("loaded"));
        assert!(is_in(&store).expect("a look"));
        (folder, store)
    }

    fn all(store: &Arc<dyn Store>, kind: Kind) -> Vec<Row> {
        store.look(|reader| reader.load(&Read::All(kind))).expect("rows")
    }

    #[test]
    fn the_demonstration_holds_277_sites_and_31_devices_a_school() {
        let (_folder, store) = loaded();
        assert_eq!(all(&store, Kind::Site).len(), 277);
        let fleet = all(&store, Kind::Equipment).len();
        assert!((263 * 29..=263 * 33).contains(&fleet), "{fleet} devices");
        assert!(all(&store, Kind::Ticket).len() > 300);
        assert!(!load(&store, NOW).expect("a second load"), "it fills an empty store only");
    }

    #[test]
    fn the_demonstration_is_always_the_same() {
        let (_first, one) = loaded();
        let (_second, other) = loaded();
        for kind in [Kind::Site, Kind::Equipment, Kind::Ticket, Kind::Visit, Kind::Supply] {
            assert_eq!(all(&one, kind), all(&other, kind));
        }
    }

    /// The demonstration has orders in every state that a school may meet, and no line of the
    /// budget is overspent.
    #[test]
    fn the_demonstration_has_a_plausible_year_of_orders() {
        let (_folder, store) = loaded();
        let kinds = [Kind::Campaign, Kind::Supply].map(|kind| all(&store, kind));
        let state: State = kinds.into_iter().flatten().collect();
        let found: BTreeSet<_> = state.supplies.values().map(|supply| supply.state).collect();
        for wanted in SupplyState::ALL {
            let is_there = found.contains(&wanted) || wanted == SupplyState::Cancelled;
            assert!(is_there, "no order is {wanted:?}: {found:?}");
        }
        assert!(state.supplies.values().any(|supply| supply.is_partly_delivered()));
        assert_eq!(state.campaigns.len(), 2);
        for campaign in state.campaigns.values() {
            for pot in Pot::ALL {
                let line = of_line(campaign, state.supplies.values(), pot).expect("a line");
                assert!(!line.remaining().is_negative() && line.total > line.spent, "{line:?}");
            }
        }
    }
}
