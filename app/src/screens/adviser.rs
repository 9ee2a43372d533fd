//! The screens of advisers and trainers, on their own phone.

use super::calls::judged::{JudgedScreen, JuryScreen};
use super::calls::marking::MarkingScreen;
use super::part::{Draw, ScreenPart};
use super::training::adviser::MySessionsScreen;
use super::training::roll_call::RollCallScreen;
use leptos::prelude::*;
use shared::id::{CampaignId, TrainingSessionId};
use wasm_split_helpers::{SplitLoaderError, wasm_split};

/// A screen of advisers.
#[derive(Clone)]
pub enum AdviserScreen {
    /// One of «Appels à projets» whose jury names the reader.
    Call(CampaignId),
    /// «Appels à projets».
    Calls,
    /// «Projets à noter» of a call.
    Marking(CampaignId),
    /// «Mes sessions».
    Sessions,
    /// «Faire l’appel».
    RollCall(TrainingSessionId),
}

impl AdviserScreen {
    /// Returns the screen of the path.
    pub fn of(parts: &[&str]) -> Option<Self> {
        Some(match parts {
            ["appels"] => Self::Calls,
            ["appels", id] => Self::Call(id.parse().ok()?),
            ["appels", id, "noter"] => Self::Marking(id.parse().ok()?),
            ["sessions"] => Self::Sessions,
            ["sessions", id] => Self::RollCall(id.parse().ok()?),
            _ => return None,
        })
    }
}

impl ScreenPart for AdviserScreen {
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
        AdviserScreen::Call(id) => view! { <JudgedScreen id=id/> }.into_any(),
        AdviserScreen::Calls => view! { <JuryScreen/> }.into_any(),
        AdviserScreen::Marking(id) => view! { <MarkingScreen id=id/> }.into_any(),
        AdviserScreen::Sessions => view! { <MySessionsScreen/> }.into_any(),
        AdviserScreen::RollCall(id) => {
            view! { <RollCallScreen id=id back="/sessions"/> }.into_any()
        }
    }
}
