//! The screen with which a technician's day begins.

use super::part::{Draw, ScreenPart};
use super::today::TodayScreen;
use leptos::prelude::*;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

/// The screen with which a technician's day begins.
#[derive(Clone)]
pub enum TechnicianScreen {
    /// «Ma journée».
    Today,
}

impl TechnicianScreen {
    /// Returns the screen of the path.
    pub fn of(parts: &[&str]) -> Option<Self> {
        (parts == ["journee"]).then_some(Self::Today)
    }
}

impl ScreenPart for TechnicianScreen {
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
    }
}
