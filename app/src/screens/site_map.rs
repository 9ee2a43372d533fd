//! «Plan du site»: every screen that a person can open, beside those of a single row.

use super::navigation::ScreenLink;
use crate::parts::Page;
use crate::text::{self, shell as words};
use leptos::prelude::*;
use leptos_router::components::A;
use shared::role::Role;

/// Screens that the navigation of a desk does not name: others lead to them.
const DESK: [ScreenLink; 8] = [
    ("/planning/feuilles", text::sheets::TITLE),
    ("/demandes/nouvelle", text::tickets::NEW),
    ("/commandes/catalogue", text::supply_desk::CATALOGUE),
    ("/commandes/campagnes", text::supply_desk::CAMPAIGNS),
    ("/parc/etiquettes", text::fleet::LABELS),
    ("/fin-de-vie", text::fleet::END),
    ("/renouvellement", text::fleet::RENEWAL),
    ("/saisies", text::outbox::TITLE),
];
const SCHOOL: [ScreenLink; 9] = [
    ("/signaler", text::report::TITLE),
    ("/notre-budget", text::our_supplies::BUDGET),
    ("/nos-commandes", text::our_supplies::ORDERS),
    ("/notre-materiel", text::school::OUR_EQUIPMENT),
    ("/emprunter", text::borrow::TITLE),
    ("/formations", text::our_trainings::TITLE),
    ("/nos-enseignants", text::school::OUR_TEACHERS),
    ("/appels-a-projets", text::calls::TITLE),
    ("/compte", text::accounts::OWN_TITLE),
];
const TECHNICIAN: [ScreenLink; 1] = [("/ecoles", text::site_screen::FIND)];
const OWN: [ScreenLink; 2] =
    [("/compte", text::accounts::OWN_TITLE), ("/compte/securite", text::safety::TITLE)];
const COORDINATOR: [ScreenLink; 1] = [("/sobriete/facteurs", text::sobriety::FACTORS)];
/// Open to people who are not signed in.
const OPEN: [ScreenLink; 4] = [
    ("/connexion", text::sign_in::TITLE),
    ("/activer", text::enrol::TITLE),
    ("/accessibilite", words::ACCESSIBILITY),
    ("/donnees-personnelles", words::PRIVACY),
];

/// The screens of a role beside those of its navigation.
fn beside(role: Option<Role>) -> Vec<ScreenLink> {
    let own: &[&[ScreenLink]] = match role {
        None => &[],
        Some(Role::Teacher) => &[&SCHOOL],
        Some(Role::Technician) => &[&TECHNICIAN, &OWN],
        Some(Role::Dispatcher) => &[&DESK, &OWN],
        Some(Role::Coordinator) => &[&DESK, &COORDINATOR, &OWN],
        Some(Role::Adviser | Role::Observer | Role::System) => &[&OWN],
    };
    let open = if role.is_some() { &OPEN[2..] } else { &OPEN };
    own.iter().copied().chain([open]).flatten().copied().collect()
}

/// The screen. `navigation` is what the header leads to.
#[component]
pub fn SiteMapScreen(role: Option<Role>, navigation: Vec<ScreenLink>) -> impl IntoView {
    let link = |(path, label): ScreenLink| {
        view! {
            <li>
                <A href=path>{label}</A>
            </li>
        }
    };
    let all = navigation.into_iter().chain(beside(role));
    view! {
        <Page title=words::SITE_MAP>
            <ul class="site-map">{all.map(link).collect_view()}</ul>
        </Page>
    }
}
