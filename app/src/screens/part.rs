//! The desk's screens. Their code is a download of its own, which phones and tablets never need.

use super::accounts::AccountsScreen;
use super::coverage::CoverageScreen;
use super::dashboard::DashboardScreen;
use super::devices::DevicesScreen;
use super::import::ImportScreen;
use super::planning::PlanningScreen;
use super::settings::SettingsScreen;
use super::tickets::TicketsScreen;
use crate::device;
use crate::parts::Page;
use crate::text::shell as words;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::role::Role;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

/// A screen of dispatchers, coordinators and observers.
#[derive(Clone, Copy)]
pub enum DeskScreen {
    /// «Comptes».
    Accounts,
    /// «Couverture du trimestre».
    Coverage,
    /// «Tableau de bord».
    Dashboard,
    /// «Appareils».
    Devices,
    /// «Importer».
    Import,
    /// «Planning».
    Planning,
    /// «Réglages».
    Settings,
    /// «Demandes».
    Tickets,
}

impl DeskScreen {
    /// Returns the screen of the path, for roles that may open it.
    pub fn of(role: Role, parts: &[&str]) -> Option<Self> {
        let desk = role.is_desk();
        let reader = desk || role == Role::Observer;
        Some(match parts {
            ["couverture"] if reader => Self::Coverage,
            ["tableau-de-bord"] if reader => Self::Dashboard,
            ["planning"] if desk => Self::Planning,
            ["demandes"] if desk => Self::Tickets,
            ["importer"] if desk => Self::Import,
            ["appareils"] if desk => Self::Devices,
            ["comptes"] if role == Role::Coordinator => Self::Accounts,
            ["reglages"] if role == Role::Coordinator => Self::Settings,
            _ => return None,
        })
    }
}

type Draw = fn(DeskScreen) -> AnyView;

/// The state of the download of the desk's code.
#[derive(Clone, Copy)]
enum Arrival {
    Awaited,
    Here(Draw),
    Failed,
}

/// The desk's code, fetched once for the page.
#[derive(Clone, Copy)]
pub struct DeskCode(RwSignal<Arrival>);

impl DeskCode {
    /// Provides it to the page; nothing is fetched yet.
    pub fn provide() -> Self {
        let code = Self(RwSignal::new(Arrival::Awaited));
        provide_context(code);
        code
    }

    /// Fetches it: from the device when it was kept, else from the server.
    pub fn fetch(self) {
        if matches!(self.0.get_untracked(), Arrival::Here(_)) {
            return;
        }
        self.0.set(Arrival::Awaited);
        spawn_local(async move {
            let code = desk_code().await;
            if code.is_ok() {
                device::worker::keep_desk();
            }
            self.0.set(code.map_or(Arrival::Failed, Arrival::Here));
        });
    }
}

/// The only entry to the code that is sent apart: the code that is reachable from [`draw`] alone is
/// split off.
#[wasm_split(desk, fallible)]
fn desk_code() -> Result<Draw, SplitLoaderError> {
    Ok(draw)
}

fn draw(screen: DeskScreen) -> AnyView {
    match screen {
        DeskScreen::Accounts => view! { <AccountsScreen/> }.into_any(),
        DeskScreen::Coverage => view! { <CoverageScreen/> }.into_any(),
        DeskScreen::Dashboard => view! { <DashboardScreen/> }.into_any(),
        DeskScreen::Devices => view! { <DevicesScreen/> }.into_any(),
        DeskScreen::Import => view! { <ImportScreen/> }.into_any(),
        DeskScreen::Planning => view! { <PlanningScreen/> }.into_any(),
        DeskScreen::Settings => view! { <SettingsScreen/> }.into_any(),
        DeskScreen::Tickets => view! { <TicketsScreen/> }.into_any(),
    }
}

/// One of the desk's screens, once its code is here.
#[component]
pub fn Desk(screen: DeskScreen) -> impl IntoView {
    let code = expect_context::<DeskCode>();
    move || match code.0.get() {
        Arrival::Here(draw) => draw(screen),
        Arrival::Awaited => {
            view! { <p class="empty" role="status">{words::LOADING_SCREEN}</p> }.into_any()
        }
        Arrival::Failed => view! {
            <Page title=words::SCREEN_MISSING>
                <p>{words::SCREEN_MISSING_WHY}</p>
                <p>
                    <button type="button" class="button" on:click=move |_| code.fetch()>
                        {words::TRY_AGAIN}
                    </button>
                </p>
            </Page>
        }
        .into_any(),
    }
}
