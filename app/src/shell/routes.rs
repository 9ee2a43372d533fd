//! The screen of each path, and the roles that may open it.

use crate::context::{App, use_app};
use crate::parts::Page;
use crate::screens::*;
use crate::settings;
use crate::text::{self, shell as words};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::{A, Route, Routes};
use leptos_router::hooks::{use_location, use_navigate};
use leptos_router::path;
use shared::role::Role;

type Destination = (&'static str, &'static str);

const COORDINATOR: [Destination; 8] = [
    ("/couverture", text::coverage::TITLE),
    ("/planning", text::planning::TITLE),
    ("/demandes", text::tickets::TITLE),
    ("/importer", text::import::TITLE),
    ("/appareils", text::devices::TITLE),
    ("/tableau-de-bord", text::dashboard::TITLE),
    ("/comptes", text::accounts::TITLE),
    ("/reglages", text::settings::TITLE),
];

/// The screens of a role, in the order of the navigation.
pub(super) fn destinations(role: Role) -> &'static [Destination] {
    match role {
        Role::Technician => &[("/journee", text::today::TITLE), ("/saisies", text::outbox::TITLE)],
        Role::Teacher => &[
            ("/ecole", text::school::TITLE),
            ("/nos-demandes", text::our_tickets::TITLE),
            ("/saisies", text::outbox::TITLE),
        ],
        Role::Dispatcher => COORDINATOR.first_chunk::<6>().map_or(&[], |six| six),
        Role::Coordinator => &COORDINATOR,
        Role::Observer | Role::System => {
            &[("/tableau-de-bord", text::dashboard::TITLE), ("/couverture", text::coverage::TITLE)]
        }
    }
}

/// The screen of the path.
#[component]
pub(super) fn Screens() -> impl IntoView {
    view! {
        <Routes fallback=NotFound>
            <Route path=path!("/*any") view=Screen/>
        </Routes>
    }
}

#[component]
fn Screen() -> impl IntoView {
    let app = use_app();
    let path = use_location().pathname;
    let role = Memo::new(move |_| app.role());
    let codes = (Code::provide(), Code::provide(), Code::provide());
    Effect::new(move |_| {
        if let Some(role) = role.get() {
            fetch_part(role, codes);
        }
    });
    Effect::new(move |_| {
        let (path, actor) = (path.get(), app.actor());
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        if let Some(actor) = actor.filter(|_| !is_entrance(&parts)) {
            settings::keep_place(actor.account, &path);
        }
    });
    move || {
        let path = path.get();
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        let open = open_screen(&parts).or_else(|| left_screen(app, &parts));
        open.unwrap_or_else(|| match role.get() {
            None => view! { <Go to="/connexion"/> }.into_any(),
            Some(role) if parts.is_empty() => view! { <Go to=home(role)/> }.into_any(),
            Some(role) => {
                own_screen(role, &parts).unwrap_or_else(|| view! { <NotFound/> }.into_any())
            }
        })
    }
}

/// A screen through which people come in: nobody returns to it.
fn is_entrance(parts: &[&str]) -> bool {
    matches!(parts, [] | ["connexion" | "activer"])
}

/// The screens that are open to people who are not signed in.
fn open_screen(parts: &[&str]) -> Option<AnyView> {
    Some(match parts {
        ["accessibilite"] => view! { <AccessibilityScreen/> }.into_any(),
        ["donnees-personnelles"] => view! { <PrivacyScreen/> }.into_any(),
        ["connexion"] => view! { <SignInScreen/> }.into_any(),
        ["activer"] => view! { <EnrolScreen/> }.into_any(),
        _ => return None,
    })
}

/// «Mes saisies» on a device where nobody is signed in and something waits: the way to hand it in.
fn left_screen(app: App, parts: &[&str]) -> Option<AnyView> {
    let left = parts == ["saisies"] && app.role().is_none() && !app.waiting_of_others().is_empty();
    left.then(|| view! { <OutboxScreen/> }.into_any())
}

fn is_on_site(role: Role) -> bool {
    matches!(role, Role::Technician | Role::Teacher)
}

type Codes = (Code<TechnicianScreen>, Code<TeacherScreen>, Code<DeskScreen>);

/// Fetches the part of the app that a role uses.
fn fetch_part(role: Role, (technician, teacher, desk): Codes) {
    match role {
        Role::Technician => technician.fetch(),
        Role::Teacher => teacher.fetch(),
        Role::Dispatcher | Role::Coordinator | Role::Observer | Role::System => desk.fetch(),
    }
}

fn own_screen(role: Role, parts: &[&str]) -> Option<AnyView> {
    Some(match (parts, role) {
        (["saisies"], _) => view! { <OutboxScreen/> }.into_any(),
        (["compte"], _) => view! { <OwnAccountScreen/> }.into_any(),
        // Nearly everybody opens tickets: a part that all share would only be longer to send.
        (["demande", id], role) if role.is_desk() || is_on_site(role) => {
            let id = id.parse().ok()?;
            view! { <TicketScreen id=id/> }.into_any()
        }
        (_, Role::Technician) => later(TechnicianScreen::of(parts)?),
        (_, Role::Teacher) => later(TeacherScreen::of(parts)?),
        (_, Role::Dispatcher | Role::Coordinator | Role::Observer | Role::System) => {
            later(DeskScreen::of(role, parts)?)
        }
    })
}

/// Redirects, without an entry in the history.
#[component]
fn Go(to: &'static str) -> impl IntoView {
    let navigate = use_navigate();
    Effect::new(move |_| {
        let instead = NavigateOptions { replace: true, ..NavigateOptions::default() };
        navigate(to, instead);
    });
}

#[component]
fn NotFound() -> impl IntoView {
    view! {
        <Page title=words::NOT_FOUND>
            <p>{words::NOT_FOUND_WHY}</p>
            <p>
                <A href="/">{words::BACK_HOME}</A>
            </p>
        </Page>
    }
}
