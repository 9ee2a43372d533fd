//! The screens of advisers and trainers, on their own phone.

use super::part::{Draw, Part};
use super::training::adviser::MySessionsScreen;
use super::training::roll_call::RollCallScreen;
use leptos::prelude::*;
use shared::id::TrainingSessionId;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

/// A screen of advisers.
#[derive(Clone)]
pub enum AdviserScreen {
    /// «Mes sessions».
    Sessions,
    /// «Faire l’appel».
    RollCall(TrainingSessionId),
}

impl AdviserScreen {
    /// Returns the screen of the path.
    pub fn of(parts: &[&str]) -> Option<Self> {
        Some(match parts {
            ["sessions"] => Self::Sessions,
            ["sessions", id] => Self::RollCall(id.parse().ok()?),
            _ => return None,
        })
    }
}

impl Part for AdviserScreen {
    const KEEP: &'static str = "KEEP_ADVISER";

    async fn load() -> Result<Draw<Self>, SplitLoaderError> {
        adviser_code().await
    }
}

/// The only entry to the code that is sent apart.
#[wasm_split(adviser, fallible)]
fn adviser_code() -> Result<Draw<AdviserScreen>, SplitLoaderError> {
    Ok(draw)
}

fn draw(screen: AdviserScreen) -> AnyView {
    match screen {
        AdviserScreen::Sessions => view! { <MySessionsScreen/> }.into_any(),
        AdviserScreen::RollCall(id) => {
            view! { <RollCallScreen id=id back="/sessions"/> }.into_any()
        }
    }
}
