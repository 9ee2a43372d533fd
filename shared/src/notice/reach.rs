//! Whom news reaches: open schools, counted for whoever writes them.

use super::Audience;
use crate::id::CommuneId;
use crate::order;
use crate::row::State;
use crate::search;
use crate::site::{Site, SiteKind};
use std::collections::BTreeMap;

/// A commune with open schools.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommunePlace {
    /// Its key.
    pub commune: CommuneId,
    /// Its name.
    pub name: String,
    /// How many open schools it has.
    pub schools: usize,
}

/// The open schools.
fn open(state: &State) -> impl Iterator<Item = &Site> {
    let sites = state.sites.values().map(AsRef::as_ref);
    sites.filter(|site: &&Site| {
        let is_school = matches!(site.kind, SiteKind::School | SiteKind::TeachingUnit);
        is_school && site.closed_on.is_none()
    })
}

/// The communes that have open schools, by name.
pub fn places(state: &State) -> Vec<CommunePlace> {
    let mut known: BTreeMap<CommuneId, CommunePlace> = BTreeMap::new();
    for site in open(state) {
        let (commune, name) = (site.commune.clone(), site.commune_name.clone());
        let place = CommunePlace { commune: commune.clone(), name, schools: 0 };
        known.entry(commune).or_insert(place).schools += 1;
    }
    let mut places: Vec<CommunePlace> = known.into_values().collect();
    order::sort_by_key(&mut places, |place| (search::words(&place.name), place.commune.clone()));
    places
}

impl Audience {
    /// Whether it means that school by its commune or by name.
    pub(super) fn names(&self, site: &Site) -> bool {
        self.communes.contains(&site.commune) || self.sites.contains(&site.id)
    }

    /// How many open schools it reaches.
    pub fn schools(&self, state: &State) -> usize {
        let reached = |site: &&Site| self.public || self.schools || self.names(site);
        open(state).filter(reached).count()
    }
}
