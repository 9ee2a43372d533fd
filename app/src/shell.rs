//! The frame of every page: navigation, status line, notices and toasts.

mod news;
mod notices;
mod routes;
mod status;
mod toasts;
mod update;

use crate::context::{Phase, use_app};
use crate::density;
use crate::parts::keep_focus;
use crate::parts::watch_returns;
use crate::screens::{DeskScreen, ScreenLink, SignOut, beside};
use crate::text::{self, shell as words};
use leptos::prelude::*;
use leptos_router::components::{A, Router};
use news::News;
use notices::Notices;
use routes::{Destinations, Screens, destinations, provide_parts};
use status::StatusLine;
use toasts::Toasts;

/// The id of the element that `index.html` shows while the app opens.
const WAIT: &str = "boot";

/// The whole page, once the device's memory was read or has failed to be: a page drawn before would
/// be drawn twice.
#[component]
pub fn Shell() -> impl IntoView {
    let app = use_app();
    watch_returns();
    let is_open = Memo::new(move |_| app.phase() != Phase::Loading);
    Effect::new(move |_| {
        if is_open.get() {
            update::watch(app);
            keep_focus();
        }
    });
    move || {
        is_open.get().then(|| {
            document().get_element_by_id(WAIT).inspect(web_sys::Element::remove);
            view! { <Frame/> }
        })
    }
}

#[component]
fn Frame() -> impl IntoView {
    let app = use_app();
    provide_parts();
    view! {
        <Router>
            <a class="skip" href="#content" rel="external">{words::SKIP}</a>
            <Header/>
            <Show when=move || app.phase() == Phase::Ready>
                <StatusLine/>
                <Notices/>
                <News/>
                <MadeUp/>
            </Show>
            <main id="content" tabindex="-1">
                {move || match app.phase() {
                    Phase::Failed(error) => {
                        let why = text::store_error(&error);
                        view! {
                            <h1>{words::CANNOT_OPEN}</h1>
                            <p class="error" role="alert">{why}</p>
                        }
                            .into_any()
                    }
                    Phase::Ready | Phase::Loading => view! { <Screens/> }.into_any(),
                }}
            </main>
            <Footer/>
            <Toasts/>
        </Router>
    }
}

/// On paper a demonstration says that it is one, whatever is printed of it.
#[component]
fn MadeUp() -> impl IntoView {
    let app = use_app();
    let is_made_up = Memo::new(move |_| app.read(|replica| replica.view().is_made_up()));
    view! {
        <Show when=move || is_made_up.get()>
            <p class="paper-only">{words::FICTITIOUS}</p>
        </Show>
    }
}

#[component]
fn Header() -> impl IntoView {
    let app = use_app();
    let role = Memo::new(move |_| app.role());
    Effect::new(move |_| density::show(role.get()));
    let links = move || match destinations(role.get()?) {
        Destinations::Groups(screens) => Some(beside(DeskScreen::Navigation(screens))),
        Destinations::Line(screens) => {
            let link = |(path, label): ScreenLink| {
                view! {
                    <li>
                        <A href=path>{label}</A>
                    </li>
                }
            };
            let links = screens.iter().copied().map(link).collect_view();
            Some(view! { <ul>{links}</ul> }.into_any())
        }
    };
    view! {
        <header class="header">
            <a class="brand" href="/">
                <svg class="brand-mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
                    <path d="M8 26a5 5 0 0 1 0-10h14a5 5 0 0 0 0-10H9"/>
                    <circle cx="9" cy="6" r="3"/>
                    <circle cx="24" cy="26" r="3"/>
                    <path d="M8 26h13"/>
                </svg>
                <span class="brand-name">{words::PRODUCT}</span>
            </a>
            <Show when=move || app.role().is_some()>
                <nav class="nav" aria-label=words::NAVIGATION>
                    {links}
                </nav>
                <Person/>
            </Show>
        </header>
    }
}

#[component]
fn Person() -> impl IntoView {
    let app = use_app();
    view! {
        <div class="person">
            <A href="/compte" attr:class="person-name">
                {move || app.actor().map(|actor| actor.name)}
            </A>
            <SignOut/>
        </div>
    }
}

#[component]
fn Footer() -> impl IntoView {
    view! {
        <footer class="footer">
            <nav aria-label=words::FOOTER>
                <ul>
                    <li>
                        <A href="/plan-du-site">{words::SITE_MAP}</A>
                    </li>
                    <li>
                        <A href="/accessibilite">{words::ACCESSIBILITY}</A>
                    </li>
                    <li>
                        <A href="/donnees-personnelles">{words::PRIVACY}</A>
                    </li>
                </ul>
            </nav>
        </footer>
    }
}
