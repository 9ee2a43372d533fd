//! A project at the desk: what it says, how it is marked, what the coordinator does with it.

use super::marked::Marked;
use super::pieces::told;
use crate::context::use_app;
use crate::parts::Failure;
use crate::screens::form::{Form, is_possible};
use crate::screens::reason::{Asked, ReasonDialog};
use crate::screens::supply::follow;
use crate::text::calls::CallPhase;
use crate::text::{self, calls as words, calls_desk as desk, our_projects, supply as supply_words};
use leptos::prelude::*;
use leptos_router::components::A;
use shared::ballot;
use shared::campaign::Campaign;
use shared::command::Command;
use shared::id::SupplyId;
use shared::role::Role;
use shared::supply::{self, Supply, SupplyState};
use std::sync::Arc;

#[derive(Debug, Clone, Copy, PartialEq)]
enum Opened {
    Reject,
    Add,
    Withdraw,
}

/// The card.
#[component]
pub(super) fn ProjectCard(id: SupplyId, call: Memo<Option<Arc<Campaign>>>) -> impl IntoView {
    let app = use_app();
    let supply = follow(app, id);
    let shown = move || supply.get().map(|supply| view! { <Told supply=supply/> });
    view! {
        <li class="card">
            {shown}
            <Marked id=id call=call/>
            <Show when=move || app.role() == Some(Role::Coordinator)>
                <Actions id=id call=call supply=supply/>
            </Show>
        </li>
    }
}

#[component]
fn Told(supply: Arc<Supply>) -> impl IntoView {
    let app = use_app();
    let tag = supply_words::state_tag(supply.state);
    let site = supply.site.clone();
    let name = app.read_now(|replica| text::site_name(replica.view(), &site));
    let project = supply.project.as_deref();
    let is_doubtful = project.is_some_and(|project| project.doubtful);
    let late = (supply.late && !is_doubtful).then(|| view! { <p class="meta">{desk::LATE}</p> });
    let doubtful = is_doubtful.then(|| view! { <p class="warning">{desk::DOUBTFUL}</p> });
    let placed = project.filter(|project| project.rank.is_some());
    let placed = placed.map(|project| {
        view! { <p>{desk::placed(project.rank, project.hundredths)}</p> }
    });
    let part = words::given(&supply).map(|part| view! { <p>{part}</p> });
    let reason = Some(supply.reason.clone()).filter(|reason| !reason.is_empty());
    view! {
        <p class="card-title">{words::title(&supply)}</p>
        <p>
            <span class=format!("badge state-{tag}")>{words::project_badge(supply.state)}</span>
            " "
            <span class="meta">
                <A href=format!("/ecoles/{site}")>{name}</A>
                " · "
                {desk::asked(&supply)}
            </span>
        </p>
        {placed}
        {part}
        {late}
        {doubtful}
        {reason.map(|reason| view! { <p class="meta">{reason}</p> })}
        <details class="details">
            <summary>{desk::FULL}</summary>
            {told(&supply)}
        </details>
    }
}

/// What the coordinator does with it.
#[component]
fn Actions(
    id: SupplyId,
    call: Memo<Option<Arc<Campaign>>>,
    supply: Memo<Option<Arc<Supply>>>,
) -> impl IntoView {
    let form = Form::new();
    let app = form.app;
    let opened = RwSignal::new(None::<Opened>);
    let may = move |act: fn(SupplyId) -> Command| {
        Memo::new(move |_| {
            supply.track();
            is_possible(app, act(id))
        })
    };
    let is_decided = Memo::new(move |_| {
        call.get().map(|call| words::phase(&call, app.today())) == Some(CallPhase::Decided)
    });
    let state = Memo::new(move |_| supply.get().map(|supply| supply.state));
    let is_open =
        move || matches!(state.get(), Some(SupplyState::Asked | SupplyState::WaitingList));
    let may_reject = may(|supply| supply::Act::RefuseSupply { supply, reason: "-".into() }.into());
    let may_add = may(|supply| ballot::Act::AddToProject { supply, text: "-".into() }.into());
    let may_withdraw =
        may(|supply| supply::Act::CancelSupply { supply, reason: "-".into() }.into());
    let is_doubtful = Memo::new(move |_| {
        let supply = supply.get();
        supply.is_some_and(|one| one.project.as_ref().is_some_and(|project| project.doubtful))
    });
    let is_gone = move || state.get().is_none_or(SupplyState::is_given_up);
    let admit = move |_| {
        form.submit(ballot::Act::AdmitProject { supply: id }, desk::ADMITTED, || {});
    };
    let button = move |label: &'static str, what: Opened| {
        view! {
            <button
                type="button"
                class="button quiet small"
                on:click=move |_| opened.set(Some(what))
            >
                {label}
            </button>
        }
    };
    view! {
        <Failure text=form.error()/>
        <div class="actions">
            <Show when=move || is_doubtful.get() && may_add.get()>
                <button
                    type="button"
                    class="button primary small"
                    disabled=move || form.is_busy()
                    on:click=admit
                >
                    {desk::ADMIT}
                </button>
            </Show>
            <Show when=move || may_add.get()>{button(desk::ADD_WORDS, Opened::Add)}</Show>
            <Show when=move || is_open() && may_reject.get()>
                {button(desk::REJECT, Opened::Reject)}
            </Show>
            <Show when=move || is_decided.get() && !is_gone() && may_withdraw.get()>
                {button(desk::WITHDRAW, Opened::Withdraw)}
            </Show>
        </div>
        {dialog(id, opened)}
    }
}

fn dialog(id: SupplyId, opened: RwSignal<Option<Opened>>) -> impl IntoView {
    let close = Callback::new(move |()| opened.set(None));
    move || {
        let what = opened.get()?;
        Some(view! { <OneSentence id=id what=what on_close=close/> })
    }
}

/// A dialog that asks for one sentence.
#[component]
fn OneSentence(id: SupplyId, what: Opened, on_close: Callback<()>) -> impl IntoView {
    let (name, title, label, keep, said) = match what {
        Opened::Reject => (
            "reject-project",
            desk::REJECT_TITLE,
            desk::REJECT_WHY,
            Some(desk::REJECT_KEEP),
            desk::REJECTED,
        ),
        Opened::Add => {
            ("addition", our_projects::ADD_TITLE, our_projects::ADD_TEXT, None, our_projects::ADDED)
        }
        Opened::Withdraw => (
            "withdraw-project",
            desk::WITHDRAW_TITLE,
            desk::WITHDRAW_WHY,
            Some(desk::WITHDRAW_KEEP),
            desk::WITHDRAWN,
        ),
    };
    let hint = (what == Opened::Add).then_some(our_projects::ADD_HINT);
    let asked = Asked { name, title, hint, label, submit: title, keep, said };
    let act = move |text: String| -> Command {
        match what {
            Opened::Reject => supply::Act::RefuseSupply { supply: id, reason: text }.into(),
            Opened::Add => ballot::Act::AddToProject { supply: id, text }.into(),
            Opened::Withdraw => supply::Act::CancelSupply { supply: id, reason: text }.into(),
        }
    };
    view! { <ReasonDialog id=id asked=asked act=act on_close=on_close/> }
}
