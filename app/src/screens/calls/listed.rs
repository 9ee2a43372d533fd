//! A call in a list, and its files, for whoever may read them.

use super::{follow, projects};
use crate::api;
use crate::context::use_app;
use crate::text::{calls as words, calls_desk as desk};
use leptos::prelude::*;
use leptos_router::components::A;
use shared::campaign::Campaign;
use shared::id::CampaignId;
use std::sync::Arc;

/// A call in a list: where it stands, and how many projects it has.
#[component]
pub(super) fn Card(id: CampaignId) -> impl IntoView {
    let app = use_app();
    let call = follow(app, id);
    let many = Memo::new(move |_| projects(app, id).len());
    let told = move || {
        let call = call.get()?;
        let (label, when) = (call.label.clone(), words::standing(&call, app.today()));
        Some(view! {
            <p class="card-title">
                <A href=format!("/appels/{id}")>{label}</A>
            </p>
            <p class="meta">
                {when} " · " {move || desk::projects(many.get())}
            </p>
        })
    };
    view! { <li class="card">{told}</li> }
}

/// The files of a call.
pub(super) fn files(id: CampaignId, call: Memo<Option<Arc<Campaign>>>) -> impl IntoView + use<> {
    let link = move |(format, label): (&'static str, &'static str)| {
        let name = move || {
            desk::download(&call.get().map(|call| call.label.clone()).unwrap_or_default(), label)
        };
        view! {
            <a
                class="button quiet small"
                href=api::call_url(id, format)
                download=format!("appel-{id}.{format}")
                rel="external"
                aria-label=name
            >
                {label}
            </a>
        }
    };
    view! { <p class="actions">{desk::EXPORT.map(link).collect_view()}</p> }
}
