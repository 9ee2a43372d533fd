//! Words about sites, in «Mes saisies».

use super::outbox::Told;
use shared::id::SiteId;
use shared::row::State;
use shared::site::Act;

/// The site of that key, by its name.
pub(super) fn named(id: &SiteId, view: &State) -> String {
    view.sites.get(id).map_or_else(|| id.to_string(), |site| site.name.clone())
}

impl Told for Act {
    fn told(&self, view: &State) -> String {
        match self {
            Act::CloseSite { site, .. } => format!("Fermeture, {}", named(site, view)),
            Act::ReopenSite { site, .. } => format!("Réouverture, {}", named(site, view)),
            Act::SetSiteWeek { site, .. } => {
                format!("Semaine d’ouverture, {}", named(site, view))
            }
            Act::ImportSites { sites, .. } => {
                format!("Import de {}\u{a0}établissements", sites.len())
            }
        }
    }

    fn typed(&self) -> Vec<&str> {
        match self {
            Act::CloseSite { closure, .. } => vec![&closure.reason],
            Act::ReopenSite { .. } | Act::SetSiteWeek { .. } | Act::ImportSites { .. } => {
                Vec::new()
            }
        }
    }
}
