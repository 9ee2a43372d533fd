//! Notices to the whole page: an update, a session that ended, a clock that is off.

use super::update;
use crate::context::{App, HeaderNotice, use_app};
use crate::device::worker;
use crate::text::{self, safety, shell as words};
use leptos::prelude::*;
use leptos_router::components::A;
use shared::limits::{CLOCK_OFFSET_SHOWN_MS, OUTBOX_COMMANDS};
use shared::role::Role;
use shared::sync::Connection;

/// The notices, the most pressing first.
#[component]
pub(super) fn Notices() -> impl IntoView {
    let app = use_app();
    view! {
        <div class="notices">
            {move || app.notice().map(|notice| view! { <PageNotice app=app notice=notice/> })}
            {move || connection_notice(app)}
            // The region is there before its words: else many screen readers do not say them.
            <div role="status">
                <Show when=move || app.update_is_ready()>
                    <Update/>
                </Show>
                {move || passed_over_notice(app)}
                {move || clock_notice(app)}
                <OthersNotice/>
            </div>
            {move || too_much_waits(app)}
        </div>
    }
}

#[component]
fn PageNotice(app: App, notice: HeaderNotice) -> AnyView {
    let (text, reload) = match notice {
        HeaderNotice::Evicted(found_again) => (words::evicted(found_again), false),
        HeaderNotice::Replaced => (words::REPLACED.to_owned(), true),
        HeaderNotice::Unwritten(error) => (text::store_error(&error), false),
        HeaderNotice::FactorRequired => return view! { <FactorNotice/> }.into_any(),
    };
    view! {
        <div class="banner" role="alert">
            <p>{text}</p>
            {match reload {
                true => {
                    view! {
                        <button
                            type="button"
                            class="button primary"
                            on:click=move |_| worker::reload()
                        >
                            {words::RELOAD}
                        </button>
                    }
                        .into_any()
                }
                false => {
                    view! {
                        <button
                            type="button"
                            class="button secondary"
                            on:click=move |_| app.set_notice(None)
                        >
                            {words::CLOSE}
                        </button>
                    }
                        .into_any()
                }
            }}
        </div>
    }
    .into_any()
}

/// The server does nothing else for who must have a second factor and has none yet.
#[component]
fn FactorNotice() -> impl IntoView {
    view! {
        <div class="banner" role="alert">
            <p>{safety::REQUIRED}</p>
            <A href="/compte/securite">{safety::BEGIN}</A>
        </div>
    }
}

fn connection_notice(app: App) -> Option<AnyView> {
    let (text, link) = match (app.connection(), app.role()) {
        (Connection::Revoked, _) => (words::REVOKED, None),
        (Connection::TooOld, _) => (words::TOO_OLD, None),
        (Connection::SignedOut, Some(Role::Teacher)) => {
            (words::SCHOOL_SIGNED_OUT, Some(("/activer", words::ACTIVATE)))
        }
        (Connection::SignedOut, Some(_)) => {
            (words::SIGNED_OUT, Some(("/connexion", words::SIGN_IN)))
        }
        (Connection::SignedOut, None) => return None,
        (
            Connection::Unknown
            | Connection::Online
            | Connection::Offline
            | Connection::Trouble
            | Connection::Barred,
            _,
        ) => return None,
    };
    let link = link.map(|(href, label)| view! { <A href=href>{label}</A> });
    Some(view! { <div class="banner" role="alert"><p>{text}</p>{link}</div> }.into_any())
}

#[component]
fn Update() -> impl IntoView {
    let app = use_app();
    view! {
        <div class="banner">
            <p>{words::UPDATE_READY}</p>
            <Show when=move || app.is_dirty()>
                <p class="hint">{words::UPDATE_DIRTY}</p>
            </Show>
            <button
                type="button"
                class="button primary"
                disabled=move || app.is_dirty()
                on:click=move |_| update::update()
            >
                {words::UPDATE}
            </button>
        </div>
    }
}

/// The update itself is offered as soon as it is on the device.
fn passed_over_notice(app: App) -> Option<AnyView> {
    let passed_over = app.read(|replica| replica.meta().passed_over);
    passed_over.then(|| view! { <div class="banner"><p>{words::PASSED_OVER}</p></div> }.into_any())
}

fn clock_notice(app: App) -> Option<AnyView> {
    let offset = app.read(|replica| replica.meta().offset_ms);
    let off = offset.abs() >= CLOCK_OFFSET_SHOWN_MS;
    off.then(|| view! { <div class="banner"><p>{words::clock_off(offset)}</p></div> }.into_any())
}

/// What of others waits here, or what waits where nobody is signed in. Reactive.
fn waiting(app: App) -> Option<String> {
    if app.role().is_none() {
        let left = app.left_behind();
        return left.is_something().then(|| words::left_waiting(left.entries, left.photos));
    }
    let others = app.waiting_of_others().len();
    (others > 0).then(|| words::others_waiting(others))
}

/// It is drawn anew only when its words change.
#[component]
fn OthersNotice() -> impl IntoView {
    let app = use_app();
    let text = Memo::new(move |_| waiting(app));
    let banner = |text: String| {
        view! {
            <div class="banner">
                <p>{text}</p>
                <A href="/saisies">{text::outbox::TITLE}</A>
            </div>
        }
    };
    move || text.get().map(banner)
}

fn too_much_waits(app: App) -> Option<AnyView> {
    let waits = app.read(|replica| replica.unsent() >= OUTBOX_COMMANDS);
    let banner = || {
        view! {
            <div class="banner" role="alert">
                <p>{words::TOO_MUCH_WAITS}</p>
                <A href="/saisies">{text::outbox::TITLE}</A>
            </div>
        }
    };
    (waits && app.role().is_some()).then(|| banner().into_any())
}
