//! The screens of a school's tablet with which no day begins: what a school asks for, borrows and
//! learns. They come after «Mon école» and «Signaler», so that nobody waits for them at a first
//! visit.

use super::calls::apply::ApplyScreen;
use super::calls::school::OurProjectsScreen;
use super::loans::borrow::BorrowScreen;
use super::our_equipment::OurEquipmentScreen;
use super::our_teachers::OurTeachersScreen;
use super::part::{Draw, ScreenPart};
use super::supply::budget::BudgetScreen;
use super::supply::orders::OrdersScreen;
use super::training::school::OurTrainingsScreen;
use leptos::prelude::*;
use shared::id::CampaignId;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

/// A screen with which no day begins.
#[derive(Clone)]
pub enum ServicesScreen {
    /// «Candidater», of a call for projects.
    Apply(CampaignId),
    /// «Emprunter».
    Borrow,
    /// «Notre budget».
    Budget,
    /// «Nos commandes».
    Orders,
    /// «Appels à projets».
    OurProjects,
    /// «Notre matériel».
    OurEquipment,
    /// «Nos enseignants».
    OurTeachers,
    /// «Formations».
    OurTrainings,
}

impl ServicesScreen {
    /// Returns the screen of the path.
    pub fn of(parts: &[&str]) -> Option<Self> {
        Some(match parts {
            ["notre-materiel"] => Self::OurEquipment,
            ["nos-enseignants"] => Self::OurTeachers,
            ["formations"] => Self::OurTrainings,
            ["appels-a-projets"] => Self::OurProjects,
            ["appels-a-projets", id] => Self::Apply(id.parse().ok()?),
            ["emprunter"] => Self::Borrow,
            ["notre-budget"] => Self::Budget,
            ["nos-commandes"] => Self::Orders,
            _ => return None,
        })
    }
}

impl ScreenPart for ServicesScreen {
    const KEEP: &'static str = "KEEP_SERVICES";

    async fn load() -> Result<Draw<Self>, SplitLoaderError> {
        services_code().await
    }
}

/// The only entry to the code that is sent apart.
#[wasm_split(services, fallible)]
fn services_code() -> Result<Draw<ServicesScreen>, SplitLoaderError> {
    Ok(draw)
}

fn draw(screen: ServicesScreen) -> AnyView {
    match screen {
        ServicesScreen::Apply(id) => view! { <ApplyScreen id=id/> }.into_any(),
        ServicesScreen::OurProjects => view! { <OurProjectsScreen/> }.into_any(),
        ServicesScreen::Borrow => view! { <BorrowScreen/> }.into_any(),
        ServicesScreen::Budget => view! { <BudgetScreen/> }.into_any(),
        ServicesScreen::Orders => view! { <OrdersScreen/> }.into_any(),
        ServicesScreen::OurEquipment => view! { <OurEquipmentScreen/> }.into_any(),
        ServicesScreen::OurTeachers => view! { <OurTeachersScreen/> }.into_any(),
        ServicesScreen::OurTrainings => view! { <OurTrainingsScreen/> }.into_any(),
    }
}
