//! What a technician opens from «Ma journée»: a visit, and the cards of schools. They come right
//! behind it, so that the day itself is soon there at a first visit.

use super::part::{Draw, ScreenPart};
use super::site::{SiteScreen, SitesScreen};
use super::visit::VisitScreen;
use leptos::prelude::*;
use shared::id::{SiteId, VisitId};
use wasm_split_helpers::{SplitLoaderError, wasm_split};

/// A screen that is opened from «Ma journée».
#[derive(Clone)]
pub enum OnSiteScreen {
    /// The card of a school.
    Site(SiteId),
    /// «Écoles».
    Sites,
    /// «Passage».
    Visit(VisitId),
}

impl OnSiteScreen {
    /// Returns the screen of the path.
    pub fn of(parts: &[&str]) -> Option<Self> {
        Some(match parts {
            ["ecoles"] => Self::Sites,
            ["ecoles", id] => Self::Site(SiteId::from(*id)),
            ["passage", id] => Self::Visit(id.parse().ok()?),
            _ => return None,
        })
    }
}

impl ScreenPart for OnSiteScreen {
    const KEEP: &'static str = "KEEP_VISIT";

    async fn load() -> Result<Draw<Self>, SplitLoaderError> {
        visit_code().await
    }
}

/// The only entry to the code that is sent apart.
#[wasm_split(visit, fallible)]
fn visit_code() -> Result<Draw<OnSiteScreen>, SplitLoaderError> {
    Ok(draw)
}

fn draw(screen: OnSiteScreen) -> AnyView {
    match screen {
        OnSiteScreen::Site(id) => view! { <SiteScreen id=id/> }.into_any(),
        OnSiteScreen::Sites => view! { <SitesScreen/> }.into_any(),
        OnSiteScreen::Visit(id) => view! { <VisitScreen id=id/> }.into_any(),
    }
}
