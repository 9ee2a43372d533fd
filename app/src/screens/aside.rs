//! Screens that no role begins with, and that all roles share. They come after the day's
//! screens, so that nobody waits for them at a first visit.

use super::navigation::ScreenLink;
use super::outbox::OutboxScreen;
use super::own_account::OwnAccountScreen;
use super::part::{Draw, ScreenPart};
use super::privacy::{AccessibilityScreen, PrivacyScreen};
use super::safety::SafetyScreen;
use super::site_map::SiteMapScreen;
use super::ticket::TicketScreen;
use super::visit_report::VisitReportScreen;
use leptos::prelude::*;
use shared::id::{TicketId, VisitId};
use shared::role::Role;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

/// A screen that nobody begins with.
#[derive(Clone)]
pub enum AsideScreen {
    /// «Accessibilité».
    Accessibility,
    /// «Mes saisies».
    Outbox,
    /// «Mon compte».
    OwnAccount,
    /// «Données personnelles».
    Privacy,
    /// «Sécurité du compte».
    Safety,
    /// «Compte rendu de passage».
    Report(VisitId),
    /// «Demande».
    Ticket(TicketId),
    /// «Plan du site», with what the header leads to.
    SiteMap(Option<Role>, Vec<ScreenLink>),
}

impl ScreenPart for AsideScreen {
    const KEEP: &'static str = "KEEP_ASIDE";

    async fn load() -> Result<Draw<Self>, SplitLoaderError> {
        aside_code().await
    }
}

/// The only entry to the code that is sent apart.
#[wasm_split(aside, fallible)]
fn aside_code() -> Result<Draw<AsideScreen>, SplitLoaderError> {
    Ok(draw)
}

fn draw(screen: AsideScreen) -> AnyView {
    match screen {
        AsideScreen::Accessibility => view! { <AccessibilityScreen/> }.into_any(),
        AsideScreen::Outbox => view! { <OutboxScreen/> }.into_any(),
        AsideScreen::OwnAccount => view! { <OwnAccountScreen/> }.into_any(),
        AsideScreen::Privacy => view! { <PrivacyScreen/> }.into_any(),
        AsideScreen::Safety => view! { <SafetyScreen/> }.into_any(),
        AsideScreen::Report(id) => view! { <VisitReportScreen id=id/> }.into_any(),
        AsideScreen::Ticket(id) => view! { <TicketScreen id=id/> }.into_any(),
        AsideScreen::SiteMap(role, navigation) => {
            view! { <SiteMapScreen role=role navigation=navigation/> }.into_any()
        }
    }
}
