//! «Appels à projets» of a juror who sits at no desk: the calls whose jury names them, what the
//! schools wrote, and what the others marked, once their own marks are handed in.

use super::listed::Card;
use super::marked::Marked;
use super::pieces::told;
use super::{follow, is_juror, is_marking_over, projects, unmarked};
use crate::context::use_app;
use crate::parts::{Back, Page};
use crate::screens::supply::follow as follow_supply;
use crate::text::calls::CallPhase;
use crate::text::{calls as words, calls_desk as desk};
use leptos::prelude::*;
use leptos_router::components::A;
use shared::campaign::Campaign;
use shared::id::{CampaignId, SupplyId};
use shared::order;
use std::cmp::Reverse;
use std::sync::Arc;

/// The calls, the newest first.
#[component]
pub fn JuryScreen() -> impl IntoView {
    let app = use_app();
    let ids = Memo::new(move |_| {
        app.read(|replica| {
            let all = replica.view().campaigns.values();
            let mut all: Vec<_> = all.filter(|call| is_juror(app, call)).collect();
            order::sort_by_key(&mut all, |call| (Reverse(call.opens), call.id));
            all.iter().map(|call| call.id).collect::<Vec<_>>()
        })
    });
    view! {
        <Page title=words::TITLE>
            <Show
                when=move || !ids.with(Vec::is_empty)
                fallback=|| view! { <p class="empty">{desk::NO_JURY}</p> }
            >
                <ul class="cards">
                    <For each=move || ids.get() key=|id| *id let:id>
                        <Card id=id/>
                    </For>
                </ul>
            </Show>
        </Page>
    }
}

/// One call: when it is marked, the way to do it, and its projects.
#[component]
pub fn JudgedScreen(id: CampaignId) -> impl IntoView {
    let app = use_app();
    let call = follow(app, id);
    let title = Signal::derive(move || {
        call.get().map_or_else(|| words::TITLE.to_owned(), |call| call.label.clone())
    });
    let ids = Memo::new(move |_| projects(app, id));
    let due = Memo::new(move |_| unmarked(app, id).len());
    let may_mark = move || {
        let phase = call.get().map(|call| words::phase(&call, app.today()));
        phase == Some(CallPhase::Marking) && due.get() > 0 && !is_marking_over(app, id)
    };
    let standing = move || call.get().map(|call| words::standing(&call, app.today()));
    view! {
        <Page title=title>
            <Back href="/appels" label=words::TITLE/>
            <Show
                when=move || call.with(Option::is_some)
                fallback=|| view! { <p class="empty">{words::UNKNOWN}</p> }
            >
                <p class="lead">{standing}</p>
                <Show when=may_mark>
                    <div class="actions">
                        <A href=format!("/appels/{id}/noter") attr:class="button primary">
                            {desk::MARK}
                        </A>
                    </div>
                </Show>
                <section class="section">
                    <h2>{desk::TO_JUDGE}</h2>
                    <Show
                        when=move || !ids.with(Vec::is_empty)
                        fallback=|| view! { <p class="empty">{desk::NO_PROJECT}</p> }
                    >
                        <ul class="cards">
                            <For each=move || ids.get() key=|id| *id let:project>
                                <Judged id=project call=call/>
                            </For>
                        </ul>
                    </Show>
                </section>
            </Show>
        </Page>
    }
}

/// One project, with the marks that may be read here.
#[component]
fn Judged(id: SupplyId, call: Memo<Option<Arc<Campaign>>>) -> impl IntoView {
    let app = use_app();
    let supply = follow_supply(app, id);
    let shown = move || {
        let supply = supply.get()?;
        let named = app.read(|replica| desk::named(&supply, replica.view()));
        Some(view! {
            <p class="card-title">{named}</p>
            <details class="details">
                <summary>{desk::FULL}</summary>
                {told(&supply)}
            </details>
        })
    };
    view! {
        <li class="card">
            {shown}
            <Marked id=id call=call/>
        </li>
    }
}
