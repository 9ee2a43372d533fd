//! «Appels à projets» at the desk: all of them, the newest first.

use super::edit::CallDialog;
use super::listed::Card;
use crate::context::use_app;
use crate::parts::Page;
use crate::text::{calls as words, calls_desk as desk};
use leptos::prelude::*;
use shared::campaign::CampaignKind;
use shared::order;
use shared::role::Role;
use std::cmp::Reverse;

/// The screen.
#[component]
pub fn CallsScreen() -> impl IntoView {
    let app = use_app();
    let adding = RwSignal::new(false);
    let ids = Memo::new(move |_| {
        app.read(|replica| {
            let all = replica.view().campaigns.values();
            let mut all: Vec<_> = all.filter(|one| one.kind == CampaignKind::Call).collect();
            order::sort_by_key(&mut all, |call| (Reverse(call.opens), call.id));
            all.iter().map(|call| call.id).collect::<Vec<_>>()
        })
    });
    let may_add = move || app.role() == Some(Role::Coordinator);
    let close = Callback::new(move |()| adding.set(false));
    view! {
        <Page title=words::TITLE>
            <Show when=may_add>
                <div class="actions">
                    <button
                        type="button"
                        class="button primary"
                        on:click=move |_| adding.set(true)
                    >
                        {desk::ADD}
                    </button>
                </div>
            </Show>
            <Show
                when=move || !ids.with(Vec::is_empty)
                fallback=|| view! { <p class="empty">{desk::NONE}</p> }
            >
                <ul class="cards">
                    <For each=move || ids.get() key=|id| *id let:id>
                        <Card id=id/>
                    </For>
                </ul>
            </Show>
            {move || adding.get().then(|| view! { <CallDialog known=None on_close=close/> })}
        </Page>
    }
}
