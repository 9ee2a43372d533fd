//! The files of the demonstration are read without a problem.

use super::support::DEMO_COMMUNES;
use shared::import::{FileKind, communes, demo_sites, kind, table, uai};
use std::collections::BTreeSet;

const SITES: &[u8] = include_bytes!("../../../../server/demo/sites.csv");

#[test]
fn the_sites_are_263_schools_and_14_units_in_known_communes() {
    let table = table::read(SITES).unwrap();
    let (sites, problems) = demo_sites::read(&table).unwrap();
    assert_eq!(problems, []);
    assert_eq!(sites.iter().filter(|site| site.unit).count(), 14);
    assert_eq!(sites.iter().filter(|site| !site.unit).count(), 263);
    assert!(sites.iter().all(|s| s.unit != (s.level.is_some() && s.sector.is_some())));
    assert!(sites.iter().all(|site| site.place.is_some()));
    assert!(sites.iter().all(|site| site.fictitious != uai::parse(&site.id).is_ok()));
    let (known, _) = communes::read(&table::read(DEMO_COMMUNES).unwrap()).unwrap();
    let known: BTreeSet<String> = known.into_iter().map(|commune| commune.code).collect();
    assert!(sites.iter().all(|site| known.contains(&site.commune)));
    let ids: BTreeSet<&String> = sites.iter().map(|site| &site.id).collect();
    assert_eq!(ids.len(), 277);
}

#[test]
fn each_file_is_recognised() {
    assert_eq!(kind::recognise(&table::read(SITES).unwrap()), Some(FileKind::DemoSites));
    let communes = table::read(DEMO_COMMUNES).unwrap();
    assert_eq!(kind::recognise(&communes), Some(FileKind::Communes));
}
