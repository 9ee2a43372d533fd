//! «À surveiller».

use crate::context::use_app;
use crate::text::budget_screen as words;
use leptos::prelude::*;
use shared::budget::watch::watch;

/// What there is to look at, the most urgent first.
#[component]
pub(super) fn Warnings() -> impl IntoView {
    let app = use_app();
    let said = Memo::new(move |_| {
        let today = app.today();
        app.read(|replica| {
            let view = replica.view();
            let all = watch(view, today);
            all.iter().map(|one| words::warning(one, view)).collect::<Vec<_>>()
        })
    });
    let line = |(said, path): (String, Option<String>)| match path {
        Some(path) => view! { <li><a href=path>{said}</a></li> }.into_any(),
        None => view! { <li>{said}</li> }.into_any(),
    };
    view! {
        <section class="section">
            <h2>{words::WATCH}</h2>
            <Show
                when=move || !said.with(Vec::is_empty)
                fallback=|| view! { <p class="empty">{words::CALM}</p> }
            >
                <ul>{move || said.get().into_iter().map(line).collect_view()}</ul>
            </Show>
        </section>
    }
}
