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
            Act::EditSite { site, .. } => format!("Coordonnées, {}", named(site, view)),
            Act::SetAccessNote { site, text } if text.is_empty() => {
                format!("Fin de la note d’accès, {}", named(site, view))
            }
            Act::SetAccessNote { site, text } => {
                format!("Note d’accès «\u{a0}{text}\u{a0}», {}", named(site, view))
            }
            Act::SetSiteMail { site, accepted: true } => {
                format!("Courriels acceptés, {}", named(site, view))
            }
            Act::SetSiteMail { site, accepted: false } => {
                format!("Courriels refusés, {}", named(site, view))
            }
            Act::ImportSites { sites, .. } => {
                format!(
                    "Import de {}",
                    super::count(sites.len(), "établissement", "établissements")
                )
            }
        }
    }

    fn typed(&self) -> Vec<&str> {
        match self {
            Act::CloseSite { closure, .. } => vec![&closure.reason],
            Act::EditSite { edit, .. } => {
                let typed = [&edit.address, &edit.postcode, &edit.phone, &edit.mail, &edit.skill];
                typed.into_iter().flatten().map(String::as_str).collect()
            }
            Act::ReopenSite { .. }
            | Act::SetSiteWeek { .. }
            | Act::SetAccessNote { .. }
            | Act::SetSiteMail { .. }
            | Act::ImportSites { .. } => Vec::new(),
        }
    }
}
