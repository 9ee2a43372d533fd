//! «Appels à projets» of a commune: the title, the sum and the decision of its schools' projects.

use super::listed::files;
use crate::context::use_app;
use crate::parts::Page;
use crate::text::{self, calls as words, calls_desk as desk, supply as supply_words};
use leptos::prelude::*;
use shared::campaign::Campaign;
use shared::id::CampaignId;
use shared::order;
use shared::supply::Supply;
use std::cmp::Reverse;
use std::sync::Arc;

/// The screen: the calls that were decided, the newest first.
#[component]
pub fn DecidedScreen() -> impl IntoView {
    let app = use_app();
    let ids = Memo::new(move |_| {
        app.read(|replica| {
            let all = replica.view().campaigns.values();
            let mut all: Vec<_> = all.filter(|call| is_decided(call)).collect();
            order::sort_by_key(&mut all, |call| (Reverse(call.opens), call.id));
            all.iter().map(|call| call.id).collect::<Vec<_>>()
        })
    });
    view! {
        <Page title=words::TITLE>
            <Show
                when=move || !ids.with(Vec::is_empty)
                fallback=|| view! { <p class="empty">{desk::NO_DECISION}</p> }
            >
                <For each=move || ids.get() key=|id| *id let:id>
                    <Decided id=id/>
                </For>
            </Show>
        </Page>
    }
}

fn is_decided(call: &Campaign) -> bool {
    call.call.is_some() && call.decision.is_some()
}

/// One call, with the projects of the communes in the order of their schools.
#[component]
fn Decided(id: CampaignId) -> impl IntoView {
    let app = use_app();
    let call = super::follow(app, id);
    let projects = Memo::new(move |_| {
        app.read(|replica| {
            let view = replica.view();
            let of_call = view.supplies.values().filter(|one| one.campaign == id).cloned();
            let mut of_call: Vec<(String, Arc<Supply>)> =
                of_call.map(|one| (text::site_name(view, &one.site), one)).collect();
            order::sort_by_key(&mut of_call, |(school, one)| (school.clone(), one.id));
            of_call
        })
    });
    let one = |(school, supply): (String, Arc<Supply>)| {
        let tag = supply_words::state_tag(supply.state);
        view! {
            <li class="card">
                <p class="card-title">{words::title(&supply)}</p>
                <p>
                    <span class=format!("badge state-{tag}")>
                        {words::project_badge(supply.state)}
                    </span>
                    " "
                    <span class="meta">{school} " · " {supply.price().to_string()}</span>
                </p>
            </li>
        }
    };
    let head = move || {
        let call = call.get()?;
        Some(view! {
            <h2>{call.label.clone()}</h2>
            <p class="meta">{words::standing(&call, app.today())}</p>
        })
    };
    view! {
        <section class="section">
            {head}
            <Show
                when=move || !projects.with(Vec::is_empty)
                fallback=|| view! { <p class="empty">{desk::NO_DECISION}</p> }
            >
                <ul class="cards">{move || projects.get().into_iter().map(one).collect_view()}</ul>
                {files(id, call)}
            </Show>
        </section>
    }
}
