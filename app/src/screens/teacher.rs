//! The screens of a school's tablet with which a day begins.

use super::our_tickets::OurTicketsScreen;
use super::part::{Draw, ScreenPart};
use super::report::ReportScreen;
use super::school::SchoolScreen;
use leptos::prelude::*;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

/// A screen of a school's tablet with which a day begins.
#[derive(Clone)]
pub enum TeacherScreen {
    /// «Nos demandes».
    OurTickets,
    /// «Plus d’internet».
    NoInternet,
    /// «Signaler».
    Report,
    /// «Mon école».
    School,
}

impl TeacherScreen {
    /// Returns the screen of the path.
    pub fn of(parts: &[&str]) -> Option<Self> {
        Some(match parts {
            ["ecole"] => Self::School,
            ["signaler"] => Self::Report,
            ["signaler", "internet"] => Self::NoInternet,
            ["nos-demandes"] => Self::OurTickets,
            _ => return None,
        })
    }
}

impl ScreenPart for TeacherScreen {
    const KEEP: &'static str = "KEEP_TEACHER";

    async fn load() -> Result<Draw<Self>, SplitLoaderError> {
        teacher_code().await
    }
}

/// The only entry to the code that is sent apart.
#[wasm_split(teacher, fallible)]
fn teacher_code() -> Result<Draw<TeacherScreen>, SplitLoaderError> {
    Ok(draw)
}

fn draw(screen: TeacherScreen) -> AnyView {
    match screen {
        TeacherScreen::OurTickets => view! { <OurTicketsScreen/> }.into_any(),
        TeacherScreen::NoInternet => view! { <ReportScreen is_down=true/> }.into_any(),
        TeacherScreen::Report => view! { <ReportScreen/> }.into_any(),
        TeacherScreen::School => view! { <SchoolScreen/> }.into_any(),
    }
}
