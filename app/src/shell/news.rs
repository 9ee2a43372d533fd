//! News under the header: one line each, until its days are over or somebody here has read it.

use crate::context::use_app;
use crate::settings;
use crate::text::notice as words;
use leptos::prelude::*;
use shared::notice::{Link, Notice};
use shared::role::Role;
use std::sync::Arc;

/// Where a link of news leads a school.
fn path(link: Link) -> Option<&'static str> {
    match link {
        Link::Orders => Some("/notre-budget"),
        Link::Teachers => Some("/nos-enseignants"),
        Link::Equipment => Some("/notre-materiel"),
        Link::Plan => Some("/plan"),
        Link::Unknown => None,
    }
}

/// The lines. A desk reads what it writes in «Actualités».
#[component]
pub(super) fn News() -> impl IntoView {
    let app = use_app();
    let read = RwSignal::new(settings::read_news());
    let shown = move || {
        let (today, role) = (app.today(), app.role());
        if role.is_none_or(Role::is_desk) {
            return Vec::new();
        }
        app.read(|replica| {
            let fits = |notice: &&Arc<Notice>| {
                notice.is_shown(today) && read.with(|read| !read.contains(&notice.id))
            };
            replica.view().notices.values().filter(fits).cloned().collect()
        })
    };
    let line = move |notice: Arc<Notice>| {
        let id = notice.id;
        let hide = move |_| {
            read.update(|read| read.push(id));
            read.with_untracked(|read| settings::keep_read_news(read));
        };
        // The public page is none of the app's; the others are of schools alone.
        let is_school = app.role() == Some(Role::Teacher);
        let link = notice.link.filter(|link| is_school || *link == Link::Plan);
        let link = link.and_then(|link| {
            let rel = if link == Link::Plan { "external" } else { "" };
            Some(view! { <p><a href=path(link)? rel=rel>{words::link(link)}</a></p> })
        });
        view! {
            <div class="banner news">
                <details>
                    <summary>{words::NEW} {notice.title.clone()}</summary>
                    <p class="written">{notice.text.clone()}</p>
                    {link}
                </details>
                <button
                    type="button"
                    class="button secondary"
                    aria-label=words::read(&notice.title)
                    on:click=hide
                >
                    {words::READ}
                </button>
            </div>
        }
    };
    view! { <div class="notices">{move || shown().into_iter().map(line).collect_view()}</div> }
}
