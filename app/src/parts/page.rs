//! The frame of a screen: its title, focused when the screen opens.

use crate::text::shell as words;
use leptos::html;
use leptos::prelude::*;

/// A screen with its heading. The heading takes the focus when the screen opens, so that a screen
/// reader announces it.
#[component]
pub fn Page(#[prop(into)] title: Signal<String>, children: Children) -> impl IntoView {
    let heading = NodeRef::<html::H1>::new();
    Effect::new(move |_| {
        document().set_title(&words::document_title(&title.get()));
    });
    Effect::new(move |_| {
        let Some(heading) = heading.get() else { return };
        // In the next frame: focusing lays the page out, and more of it is being built.
        request_animation_frame(move || {
            // A heading without focus is still read in its place.
            let _ = heading.focus();
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
        <a class="back" href=href>
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
