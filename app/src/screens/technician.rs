//! The screens of technicians.

use super::part::{Draw, Part};
use super::site::{SiteScreen, SitesScreen};
use super::today::TodayScreen;
use super::visit::VisitScreen;
use leptos::prelude::*;
use shared::id::{SiteId, VisitId};
use wasm_split_helpers::{SplitLoaderError, wasm_split};

/// A screen of technicians.
#[derive(Clone)]
pub enum TechnicianScreen {
    /// «Ma journée».
    Today,
    /// The card of a school.
    Site(SiteId),
    /// «Écoles».
    Sites,
    /// «Passage».
    Visit(VisitId),
}

impl TechnicianScreen {
    /// Returns the screen of the path.
    pub fn of(parts: &[&str]) -> Option<Self> {
        Some(match parts {
            ["journee"] => Self::Today,
            ["ecoles"] => Self::Sites,
            ["ecoles", id] => Self::Site(SiteId::from(*id)),
            ["passage", id] => Self::Visit(id.parse().ok()?),
            _ => return None,
        })
    }
}

impl Part for TechnicianScreen {
    const KEEP: &'static str = "KEEP_TECHNICIAN";

    async fn load() -> Result<Draw<Self>, SplitLoaderError> {
        technician_code().await
    }
}

/// The only entry to the code that is sent apart.
#[wasm_split(technician, fallible)]
fn technician_code() -> Result<Draw<TechnicianScreen>, SplitLoaderError> {
    Ok(draw)
}

fn draw(screen: TechnicianScreen) -> AnyView {
    match screen {
        TechnicianScreen::Today => view! { <TodayScreen/> }.into_any(),
        TechnicianScreen::Site(id) => view! { <SiteScreen id=id/> }.into_any(),
        TechnicianScreen::Sites => view! { <SitesScreen/> }.into_any(),
        TechnicianScreen::Visit(id) => view! { <VisitScreen id=id/> }.into_any(),
    }
}
