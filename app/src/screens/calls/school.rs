//! «Appels à projets» of a school: the open ones, and what became of its own projects.

use super::pieces::told;
use crate::context::{App, use_app};
use crate::parts::{Back, Page};
use crate::screens::form::is_possible;
use crate::screens::reason::{Asked, ReasonDialog};
use crate::screens::supply::{follow, is_confirmed};
use crate::text::calls::CallPhase;
use crate::text::{calls as words, our_projects as ours, school, supply as supply_words, teacher};
use leptos::prelude::*;
use leptos_router::components::A;
use shared::ballot;
use shared::campaign::{Campaign, CampaignKind};
use shared::id::{CampaignId, SupplyId};
use shared::order;
use shared::supply::{self, Supply};
use std::cmp::Reverse;
use std::sync::Arc;

/// Whether there is a call to answer, or a project of the own site. Reactive.
pub(in crate::screens) fn is_known(app: App) -> bool {
    !open(app).is_empty() || !own(app).is_empty()
}

/// The calls that a school may answer today, those that close first before the others.
fn open(app: App) -> Vec<CampaignId> {
    let today = app.today();
    app.read(|replica| {
        let is_open = |call: &&Arc<Campaign>| {
            call.kind == CampaignKind::Call && words::phase(call, today) == CallPhase::Open
        };
        let mut all: Vec<_> = replica.view().campaigns.values().filter(is_open).collect();
        order::sort_by_key(&mut all, |call| (call.closes, call.id));
        all.iter().map(|call| call.id).collect()
    })
}

/// The projects of the own site, the newest first.
fn own(app: App) -> Vec<SupplyId> {
    let Some(site) = app.actor().and_then(|actor| actor.site) else { return Vec::new() };
    app.read(|replica| {
        let is_own = |one: &&Arc<Supply>| one.kind == CampaignKind::Call && one.site == site;
        let mut all: Vec<_> = replica.view().supplies.values().filter(is_own).collect();
        order::sort_by_key(&mut all, |one| Reverse((one.asked_on, one.id)));
        all.iter().map(|one| one.id).collect()
    })
}

/// The project of the own site in a call that was not withdrawn or refused.
pub(super) fn standing(app: App, call: CampaignId) -> Option<SupplyId> {
    let own = own(app);
    app.read(|replica| {
        let known = own.iter().filter_map(|id| replica.view().supplies.get(id));
        let mut of_call = known.filter(|one| one.campaign == call && !one.state.is_given_up());
        of_call.next().map(|one| one.id)
    })
}

/// The screen.
#[component]
pub fn OurProjectsScreen() -> impl IntoView {
    let app = use_app();
    let calls = Memo::new(move |_| open(app));
    let projects = Memo::new(move |_| own(app));
    view! {
        <Page title=words::TITLE>
            <Back href="/ecole" label=school::TITLE/>
            <section class="section">
                <h2>{ours::OPEN}</h2>
                <Show
                    when=move || !calls.with(Vec::is_empty)
                    fallback=|| view! { <p class="empty">{ours::NONE}</p> }
                >
                    <ul class="cards">
                        <For each=move || calls.get() key=|id| *id let:id>
                            <OpenCall id=id/>
                        </For>
                    </ul>
                </Show>
            </section>
            <Show when=move || !projects.with(Vec::is_empty)>
                <section class="section">
                    <h2>{ours::OURS}</h2>
                    <ul class="cards">
                        <For each=move || projects.get() key=|id| *id let:id>
                            <OurProject id=id/>
                        </For>
                    </ul>
                </section>
            </Show>
        </Page>
    }
}

#[component]
fn OpenCall(id: CampaignId) -> impl IntoView {
    let app = use_app();
    let call = super::follow(app, id);
    let several =
        move || call.get().and_then(|call| call.call.clone()).is_some_and(|call| call.several);
    let is_done = Memo::new(move |_| standing(app, id).is_some() && !several());
    let begun = untrack(|| app.draft("project", &id.to_string()).holds_something());
    let shown = move || {
        let call = call.get()?;
        let label = if begun { ours::RESUME } else { ours::APPLY };
        let name = ours::apply(&call.label, begun);
        let way = match is_done.get() {
            true => view! { <p>{ours::ALREADY}</p> }.into_any(),
            false => view! {
                <div class="actions">
                    <a
                        class="button primary"
                        href=format!("/appels-a-projets/{id}")
                        aria-label=name
                    >
                        {label}
                    </a>
                </div>
            }
            .into_any(),
        };
        Some(view! {
            <p class="card-title">{call.label.clone()}</p>
            <p>{words::standing(&call, app.today())}</p>
            {way}
        })
    };
    view! { <li class="card">{shown}</li> }
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Opened {
    Add,
    Withdraw,
}

#[component]
fn OurProject(id: SupplyId) -> impl IntoView {
    let app = use_app();
    let supply = follow(app, id);
    let opened = RwSignal::new(None::<Opened>);
    let may = move |act: fn(SupplyId) -> shared::command::Command| {
        Memo::new(move |_| {
            let is_open = supply.with(|one| one.as_ref().is_some_and(|one| one.state.is_open()));
            is_open && is_possible(app, act(id))
        })
    };
    let may_add = may(|supply| ballot::Act::AddToProject { supply, text: "-".into() }.into());
    let may_withdraw =
        may(|supply| supply::Act::CancelSupply { supply, reason: "-".into() }.into());
    let button = move |label: &'static str, what: Opened| {
        view! {
            <button type="button" class="button quiet" on:click=move |_| opened.set(Some(what))>
                {label}
            </button>
        }
    };
    let close = Callback::new(move |()| opened.set(None));
    let dialog = move || {
        let what = opened.get()?;
        Some(view! { <OneSentence id=id what=what on_close=close/> })
    };
    let shown = move || supply.get().map(|supply| view! { <Told supply=supply/> });
    view! {
        <li class="card">
            {shown}
            <div class="actions">
                <Show when=move || may_add.get()>{button(ours::ADD, Opened::Add)}</Show>
                <Show when=move || may_withdraw.get()>
                    {button(ours::WITHDRAW, Opened::Withdraw)}
                </Show>
            </div>
            {dialog}
        </li>
    }
}

#[component]
fn Told(supply: Arc<Supply>) -> impl IntoView {
    let app = use_app();
    let id = supply.id;
    let tag = supply_words::state_tag(supply.state);
    let call = super::follow(app, supply.campaign);
    let known = Memo::new(move |_| is_confirmed(app, id));
    let of = Arc::clone(&supply);
    let next = move || ours::next_step(&of, call.get().as_deref(), app.today(), known.get());
    let label = move || call.get().map(|call| call.label.clone());
    let is_order = !supply.is_mere_project() && supply.state.is_open();
    let topics = app.read_now(|replica| untrained(&supply, replica.view(), app.today_now()));
    let train = topics.into_iter().map(|topic| view! { <p>{ours::to_train(&topic)}</p> });
    let train: Vec<_> = train.collect();
    let has_some = !train.is_empty();
    view! {
        <p class="card-title">{words::title(&supply)}</p>
        <p>
            <span class=format!("badge state-{tag}")>{words::project_badge(supply.state)}</span>
            " "
            <span class="meta">{label} " · " {supply.price().to_string()}</span>
        </p>
        <p role="status">{next}</p>
        {train}
        {has_some.then(|| view! {
            <p>
                <A href="/formations">{ours::TRAINING}</A>
            </p>
        })}
        {is_order.then(|| view! {
            <p>
                <A href="/nos-commandes">{ours::DELIVERY}</A>
            </p>
        })}
        <details class="details">
            <summary>{words::PURPOSE}</summary>
            {told(&supply)}
        </details>
    }
}

/// The trainings without which nothing can be handed over: whoever is named lacks them, or nobody
/// is named yet and nobody of the school has them.
fn untrained(supply: &Supply, view: &shared::row::State, day: shared::day::Day) -> Vec<String> {
    let waiting = supply.waiting().filter(|leg| leg.kind.gives());
    let named = |leg: &supply::Leg| leg.to.or(supply.teacher);
    let lacking = waiting.filter_map(|leg| {
        let candidates = view.teachers.values().filter(|one| one.site == supply.site);
        let mut candidates = candidates.filter(|one| named(leg).is_none_or(|id| one.id == id));
        let barred = supply.gate(leg, None, day).err()?;
        let is_trained = candidates.any(|one| supply.gate(leg, Some(one), day).is_ok());
        (!is_trained).then_some(barred.topic)
    });
    let mut topics: Vec<_> = lacking.map(|topic| teacher::topic(view, &topic)).collect();
    topics.dedup();
    topics
}

/// A dialog that asks for one sentence.
#[component]
fn OneSentence(id: SupplyId, what: Opened, on_close: Callback<()>) -> impl IntoView {
    let asked = match what {
        Opened::Add => Asked {
            name: "addition",
            title: ours::ADD_TITLE,
            hint: Some(ours::ADD_HINT),
            label: ours::ADD_TEXT,
            submit: ours::ADD_TITLE,
            keep: None,
            said: ours::ADDED,
        },
        Opened::Withdraw => Asked {
            name: "withdraw-project",
            title: ours::WITHDRAW_TITLE,
            hint: None,
            label: ours::WITHDRAW_WHY,
            submit: ours::WITHDRAW_TITLE,
            keep: Some(ours::WITHDRAW_KEEP),
            said: ours::WITHDRAWN,
        },
    };
    let act = move |text: String| match what {
        Opened::Add => ballot::Act::AddToProject { supply: id, text }.into(),
        Opened::Withdraw => supply::Act::CancelSupply { supply: id, reason: text }.into(),
    };
    view! { <ReasonDialog id=id asked=asked act=act on_close=on_close/> }
}
