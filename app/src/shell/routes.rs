//! The screen of each path, and the roles that may open it.

use crate::context::use_app;
use crate::parts::Page;
use crate::screens::*;
use crate::settings;
use crate::text::navigation::Group;
use crate::text::{self, shell as words};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::components::{A, Route, Routes};
use leptos_router::hooks::{use_location, use_navigate};
use leptos_router::path;
use shared::role::Role;
use shared::sync::Connection;
use std::time::Duration;

/// The screens of a coordinator, each with its group. A dispatcher has all but the last three.
const COORDINATOR: [NavItem; 23] = [
    (Group::Maintenance, ("/couverture", text::coverage::SHORT)),
    (Group::Maintenance, ("/planning", text::planning::TITLE)),
    (Group::Maintenance, ("/demandes", text::tickets::TITLE)),
    (Group::Maintenance, ("/tableau-de-bord", text::dashboard::TITLE)),
    (Group::Schools, ("/ecoles", text::navigation::SCHOOLS)),
    (Group::Fleet, ("/commandes", text::supply_desk::TITLE)),
    (Group::Fleet, ("/prets", text::loans_desk::TITLE)),
    (Group::Fleet, ("/parc", text::fleet::TITLE)),
    (Group::Schools, ("/enseignants", text::teacher::TITLE)),
    (Group::Schools, ("/formations", text::training::PLAN)),
    (Group::Schools, ("/abonnements", text::subscriptions::TITLE)),
    (Group::Accounting, ("/bilans", text::statements::TITLE)),
    (Group::Accounting, ("/actualites", text::news::TITLE)),
    (Group::Accounting, ("/sobriete", text::sobriety::TITLE)),
    (Group::Budget, ("/budget", text::budget::TITLE)),
    (Group::Budget, ("/appels", text::calls::TITLE)),
    (Group::Administration, ("/importer", text::import::TITLE)),
    (Group::Administration, ("/appareils", text::devices::TITLE)),
    (Group::Administration, ("/prevenir", text::letters::TITLE)),
    (Group::Administration, ("/commencer", text::first_day::TITLE)),
    (Group::Administration, ("/comptes", text::accounts::TITLE)),
    (Group::Administration, ("/reglages", text::settings::TITLE)),
    (Group::Administration, ("/journal", text::audit::TITLE)),
];

/// The screens that the header leads to.
pub(super) enum Destinations {
    /// On one line.
    Line(&'static [ScreenLink]),
    /// In groups, at a desk.
    Groups(&'static [NavItem]),
}

/// The screens of a role, in the order of the navigation.
pub(super) fn destinations(role: Role) -> Destinations {
    match role {
        Role::Technician => Destinations::Line(&[
            ("/journee", text::today::TITLE),
            ("/saisies", text::outbox::TITLE),
        ]),
        Role::Teacher => Destinations::Line(&[
            ("/ecole", text::school::TITLE),
            ("/nos-demandes", text::our_tickets::TITLE),
            ("/saisies", text::outbox::TITLE),
        ]),
        Role::Adviser => Destinations::Line(&[
            ("/sessions", text::training::MINE),
            ("/appels", text::calls::TITLE),
            ("/saisies", text::outbox::TITLE),
        ]),
        Role::Dispatcher => {
            Destinations::Groups(COORDINATOR.first_chunk::<20>().map_or(&[], |most| most))
        }
        Role::Coordinator => Destinations::Groups(&COORDINATOR),
        Role::Observer | Role::System => Destinations::Line(&[
            ("/tableau-de-bord", text::dashboard::TITLE),
            ("/couverture", text::coverage::SHORT),
            ("/bilans", text::statements::TITLE),
            ("/appels", text::calls::TITLE),
        ]),
    }
}

/// Provides the parts of the app to the page; nothing of them is fetched yet.
pub(super) fn provide_parts() {
    Codes::provide();
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
    let codes = Codes::here();
    // What failed to come without a network is fetched once there is one.
    let is_online = Memo::new(move |_| app.connection() == Connection::Online);
    Effect::new(move |_| {
        is_online.track();
        if let Some(role) = role.get() {
            codes.fetch(role);
        }
    });
    // The screen that is drawn at the start asks for the part before the effect above does.
    Effect::new(move |_| {
        is_online.track();
        if role.get().is_some_and(|role| codes.are_here(role)) {
            // Whoever gives a command asks again for what failed to come.
            spawn_local(async move { drop(app.fetch_rules().await) });
            if role.get() == Some(Role::Technician) {
                codes.on_site.fetch();
            }
            set_timeout(move || codes.fetch_aside(role.get_untracked()), ASIDE_AFTER);
        }
    });
    Effect::new(move |_| {
        let (path, actor) = (path.get(), app.actor());
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        if let Some(actor) = actor.filter(|_| !is_entrance(&parts)) {
            settings::keep_place(actor.account, &path);
        }
    });
    // Alone, so that a photo on its way does not draw the page anew.
    let is_left = Memo::new(move |_| app.role().is_none() && app.left_behind().is_something());
    move || {
        let path = path.get();
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        let open = open_screen(&parts).or_else(|| left_screen(is_left, &parts));
        let open = open.or_else(|| (parts == ["plan-du-site"]).then(|| site_map(role.get())));
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
        ["accessibilite"] => later(AsideScreen::Accessibility),
        ["donnees-personnelles"] => later(AsideScreen::Privacy),
        ["connexion"] => view! { <SignInScreen/> }.into_any(),
        ["activer"] => view! { <EnrolScreen/> }.into_any(),
        _ => return None,
    })
}

/// «Plan du site», for whoever asks.
fn site_map(role: Option<Role>) -> AnyView {
    let navigation = match role.map(destinations) {
        None => Vec::new(),
        Some(Destinations::Line(links)) => links.to_vec(),
        Some(Destinations::Groups(items)) => items.iter().map(|(_, link)| *link).collect(),
    };
    later(AsideScreen::SiteMap(role, navigation))
}

/// «Mes saisies» on a device where nobody is signed in and something waits: the way to hand it in.
fn left_screen(is_left: Memo<bool>, parts: &[&str]) -> Option<AnyView> {
    (parts == ["saisies"] && is_left.get()).then(|| later(AsideScreen::Outbox))
}

fn is_on_site(role: Role) -> bool {
    matches!(role, Role::Technician | Role::Teacher)
}

/// What comes after the screens of the role waits so long, so that it delays none of them.
const ASIDE_AFTER: Duration = Duration::from_secs(2);

/// The parts of the app.
#[derive(Clone, Copy)]
struct Codes {
    aside: Code<AsideScreen>,
    adviser: Code<AdviserScreen>,
    desk: Code<DeskScreen>,
    on_site: Code<OnSiteScreen>,
    services: Code<ServicesScreen>,
    teacher: Code<TeacherScreen>,
    technician: Code<TechnicianScreen>,
}

impl Codes {
    /// Provides them to the page; nothing is fetched yet.
    fn provide() {
        Code::<AsideScreen>::provide();
        Code::<AdviserScreen>::provide();
        Code::<DeskScreen>::provide();
        Code::<OnSiteScreen>::provide();
        Code::<ServicesScreen>::provide();
        Code::<TeacherScreen>::provide();
        Code::<TechnicianScreen>::provide();
    }

    /// Those of the page.
    fn here() -> Self {
        Self {
            aside: expect_context(),
            adviser: expect_context(),
            desk: expect_context(),
            on_site: expect_context(),
            services: expect_context(),
            teacher: expect_context(),
            technician: expect_context(),
        }
    }

    /// Fetches the part that a role uses.
    fn fetch(self, role: Role) {
        match role {
            Role::Technician => self.technician.fetch(),
            Role::Teacher => self.teacher.fetch(),
            Role::Adviser => self.adviser.fetch(),
            Role::Dispatcher | Role::Coordinator | Role::Observer | Role::System => {
                self.desk.fetch();
            }
        }
    }

    /// Fetches what a role uses once in a while.
    fn fetch_aside(self, role: Option<Role>) {
        self.aside.fetch();
        if role == Some(Role::Teacher) {
            self.services.fetch();
        }
    }

    /// Returns whether the screens of a role are here. Reactive.
    fn are_here(self, role: Role) -> bool {
        match role {
            Role::Technician => self.technician.is_here(),
            Role::Teacher => self.teacher.is_here(),
            Role::Adviser => self.adviser.is_here(),
            Role::Dispatcher | Role::Coordinator | Role::Observer | Role::System => {
                self.desk.is_here()
            }
        }
    }
}

fn own_screen(role: Role, parts: &[&str]) -> Option<AnyView> {
    Some(match (parts, role) {
        (["saisies"], _) => later(AsideScreen::Outbox),
        (["compte"], _) => later(AsideScreen::OwnAccount),
        // A school's tablets share one account without a password.
        (["compte", "securite"], role) if role != Role::Teacher => later(AsideScreen::Safety),
        (["passage", id, "compte-rendu"], role) if role.is_desk() || is_on_site(role) => {
            later(AsideScreen::Report(id.parse().ok()?))
        }
        (["demande", id], role) if role.is_desk() || is_on_site(role) => {
            later(AsideScreen::Ticket(id.parse().ok()?))
        }
        (_, Role::Technician) => match TechnicianScreen::of(parts) {
            Some(screen) => later(screen),
            None => later(OnSiteScreen::of(parts)?),
        },
        (_, Role::Teacher) => match TeacherScreen::of(parts) {
            Some(screen) => later(screen),
            None => later(ServicesScreen::of(parts)?),
        },
        (_, Role::Adviser) => later(AdviserScreen::of(parts)?),
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
