//! The frame of a screen: its title, focused when the screen opens.

use crate::text::shell as words;
use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

thread_local! {
    /// How far down each screen was when it was left, by its path.
    static PLACES: RefCell<BTreeMap<String, f64>> = const { RefCell::new(BTreeMap::new()) };
    /// The next screen is one that the person returns to.
    static RETURNS: Cell<bool> = const { Cell::new(false) };
}

/// Notes when the person goes back in the browser's history. Called once, before the router
/// listens: it draws the screen as soon as it hears of it.
pub fn watch_returns() {
    let _ = window_event_listener(ev::popstate, |_| RETURNS.set(true));
}

/// The place where a screen was left, when the person returns to it; notes it again at its end.
fn place_to_return() -> Option<f64> {
    let path = use_location().pathname.get_untracked();
    let place = PLACES.with_borrow(|places| places.get(&path).copied());
    on_cleanup(move || {
        let place = window().scroll_y().unwrap_or_default();
        PLACES.with_borrow_mut(|places| places.insert(path, place));
    });
    place.filter(|_| RETURNS.replace(false))
}

/// A screen with its heading. The heading takes the focus when the screen opens, so that a screen
/// reader announces it. A screen that the person returns to is as far down as it was.
#[component]
pub fn Page(#[prop(into)] title: Signal<String>, children: Children) -> impl IntoView {
    let heading = NodeRef::<html::H1>::new();
    let place = place_to_return();
    Effect::new(move |_| {
        document().set_title(&words::document_title(&title.get()));
    });
    Effect::new(move |_| {
        let Some(heading) = heading.get() else { return };
        // In the next frame: focusing lays the page out, and more of it is being built.
        request_animation_frame(move || {
            // A heading without focus is still read in its place.
            let _ = heading.focus();
            if let Some(place) = place {
                // After the router, which shows the top of each new screen.
                request_animation_frame(move || window().scroll_to_with_x_and_y(0.0, place));
            }
        });
    });
    view! {
        <section class="page">
            <h1 tabindex="-1" node_ref=heading>{move || title.get()}</h1>
            {children()}
        </section>
    }
}

/// The link back, above the content.
#[component]
pub fn Back(#[prop(into)] href: String, #[prop(into)] label: String) -> impl IntoView {
    view! {
        <a class="back" href=href on:click=move |_| RETURNS.set(true)>
            <span aria-hidden="true">"← "</span>
            {label}
        </a>
    }
}

/// An error, which a screen reader announces at once; nothing while there is none.
#[component]
pub fn Failure(#[prop(into)] text: Signal<Option<String>>) -> impl IntoView {
    view! {
        <div role="alert">
            {move || text.get().map(|text| view! { <p class="error">{text}</p> })}
        </div>
    }
}
