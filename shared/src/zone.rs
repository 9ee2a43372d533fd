//! The zones of the school holidays, by département (arrêté du 7 juillet 2025: each academy belongs
//! to one zone, each département to one academy).

use crate::row::State;
use std::collections::BTreeMap;

/// The zones, by their letter.
pub const ZONES: [&str; 3] = ["A", "B", "C"];

/// Départements of zone A: Besançon, Bordeaux, Clermont-Ferrand, Dijon, Grenoble, Limoges, Lyon,
/// Poitiers.
const A: &str = "25 39 70 90 24 33 40 47 64 03 15 43 63 21 58 71 89 07 26 38 73 74 19 23 87 01 42 \
                 69 16 17 79 86";
/// Zone B: Aix-Marseille, Amiens, Lille, Nancy-Metz, Nantes, Nice, Normandie, Orléans-Tours, Reims,
/// Rennes, Strasbourg.
const B: &str = "04 05 13 84 02 60 80 59 62 54 55 57 88 44 49 53 72 85 06 83 14 27 50 61 76 18 28 \
                 36 37 41 45 08 10 51 52 22 29 35 56 67 68";
/// Zone C: Créteil, Montpellier, Paris, Toulouse, Versailles.
const C: &str = "77 93 94 11 30 34 48 66 75 09 12 31 32 46 65 81 82 78 91 92 95";

/// The zone of a commune, from its INSEE code; `None` for Corsica and overseas, which have
/// calendars of their own.
pub fn of_commune(code: &str) -> Option<&'static str> {
    let department = code.get(..2)?;
    let lists = ZONES.into_iter().zip([A, B, C]);
    let holds = |list: &str| list.split_whitespace().any(|one| one == department);
    lists.into_iter().find(|(_, list)| holds(list)).map(|(zone, _)| zone)
}

/// The zone in which most schools are; before there are any, most communes of the authority.
pub fn of_schools(state: &State) -> Option<&'static str> {
    let schools = state.sites.values().map(|site| site.commune.as_str());
    most(schools).or_else(|| {
        let settings = state.settings();
        most(settings.communes.iter().map(|code| code.as_str()))
    })
}

fn most<'a>(codes: impl Iterator<Item = &'a str>) -> Option<&'static str> {
    let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
    for zone in codes.filter_map(of_commune) {
        *counts.entry(zone).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(zone, _)| zone)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn each_departement_of_the_mainland_has_one_zone() {
        let all: Vec<_> = [A, B, C].iter().flat_map(|list| list.split_whitespace()).collect();
        let distinct: BTreeSet<_> = all.iter().collect();
        assert_eq!((all.len(), distinct.len()), (94, 94), "95, less Corsica");
        let of = ["42218", "35238", "94028", "2A004", "97411", "9"].map(of_commune);
        assert_eq!(of, [Some("A"), Some("B"), Some("C"), None, None, None]);
    }
}
