//! The screens of a school's tablet.

use super::calls::apply::ApplyScreen;
use super::calls::school::OurProjectsScreen;
use super::loans::borrow::BorrowScreen;
use super::our_equipment::OurEquipmentScreen;
use super::our_teachers::OurTeachersScreen;
use super::our_tickets::OurTicketsScreen;
use super::part::{Draw, Part};
use super::report::ReportScreen;
use super::school::SchoolScreen;
use super::supply::budget::BudgetScreen;
use super::supply::orders::OrdersScreen;
use super::training::school::OurTrainingsScreen;
use leptos::prelude::*;
use shared::id::CampaignId;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

/// A screen of a school's tablet.
#[derive(Clone)]
pub enum TeacherScreen {
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
    /// «Nos demandes».
    OurTickets,
    /// «Formations».
    OurTrainings,
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
            ["notre-materiel"] => Self::OurEquipment,
            ["nos-enseignants"] => Self::OurTeachers,
            ["nos-demandes"] => Self::OurTickets,
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

impl Part for TeacherScreen {
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
        TeacherScreen::Apply(id) => view! { <ApplyScreen id=id/> }.into_any(),
        TeacherScreen::OurProjects => view! { <OurProjectsScreen/> }.into_any(),
        TeacherScreen::Borrow => view! { <BorrowScreen/> }.into_any(),
        TeacherScreen::Budget => view! { <BudgetScreen/> }.into_any(),
        TeacherScreen::Orders => view! { <OrdersScreen/> }.into_any(),
        TeacherScreen::OurEquipment => view! { <OurEquipmentScreen/> }.into_any(),
        TeacherScreen::OurTeachers => view! { <OurTeachersScreen/> }.into_any(),
        TeacherScreen::OurTickets => view! { <OurTicketsScreen/> }.into_any(),
        TeacherScreen::OurTrainings => view! { <OurTrainingsScreen/> }.into_any(),
        TeacherScreen::NoInternet => view! { <ReportScreen is_down=true/> }.into_any(),
        TeacherScreen::Report => view! { <ReportScreen/> }.into_any(),
        TeacherScreen::School => view! { <SchoolScreen/> }.into_any(),
    }
}
