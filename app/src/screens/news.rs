//! «Actualités»: written, published, taken back, with the number of schools that it reaches.

mod audience;
mod write;

use crate::context::use_app;
use crate::parts::{ConfirmDialog, Failure, Page};
use crate::screens::form::Form;
use crate::text::{news as words, notice as notice_words};
use leptos::prelude::*;
use shared::id::NoticeId;
use shared::notice::{Act, Notice, NoticeState};
use shared::order;
use std::cmp::Reverse;
use std::sync::Arc;
use write::WriteDialog;

/// The screen.
#[component]
pub(super) fn NewsScreen() -> impl IntoView {
    let app = use_app();
    let writing = RwSignal::new(None::<Option<NoticeId>>);
    let ids = Memo::new(move |_| {
        app.read(|replica| {
            let mut all: Vec<_> = replica.view().notices.values().collect();
            order::sort_by_key(&mut all, |notice| (Reverse(notice.from), notice.id));
            all.iter().map(|notice| notice.id).collect::<Vec<_>>()
        })
    });
    let close = Callback::new(move |()| writing.set(None));
    let dialog = move || {
        let id = writing.get()?;
        let known =
            id.and_then(|id| app.read_now(|replica| replica.view().notices.get(&id).cloned()));
        Some(view! { <WriteDialog known=known on_close=close/> })
    };
    view! {
        <Page title=words::TITLE>
            <div class="actions">
                <button
                    type="button"
                    class="button primary"
                    on:click=move |_| writing.set(Some(None))
                >
                    {words::WRITE}
                </button>
                <a class="button quiet" href="/plan" rel="external">{words::PUBLIC_PAGE}</a>
            </div>
            <Show
                when=move || !ids.with(Vec::is_empty)
                fallback=|| view! { <p class="empty">{words::NONE}</p> }
            >
                <ul class="cards">
                    <For each=move || ids.get() key=|id| *id let:id>
                        <Card id=id writing=writing/>
                    </For>
                </ul>
            </Show>
            {dialog}
        </Page>
    }
}

#[component]
fn Card(id: NoticeId, writing: RwSignal<Option<Option<NoticeId>>>) -> impl IntoView {
    let form = Form::new();
    let app = form.app;
    let known = Memo::new(move |_| app.read(|r| r.view().notices.get(&id).cloned()));
    let told = move || {
        let notice = known.get()?;
        let reached = app.read(|replica| notice.audience.schools(replica.view()));
        let link = notice.link.map(|link| view! { <p class="meta">{words::link(link)}</p> });
        Some(view! {
            <p class="card-title">{notice.title.clone()}</p>
            <p class="meta">{words::standing(&notice)} " · " {words::reached(reached)}</p>
            <details class="details">
                <summary>
                    {words::PREVIEW}
                    <span class="visually-hidden">"\u{a0}: " {notice.title.clone()}</span>
                </summary>
                <p>{notice_words::NEW} {notice.title.clone()}</p>
                <p class="written">{notice.text.clone()}</p>
                {link}
            </details>
        })
    };
    view! {
        <li class="card">
            {told}
            <Failure text=form.error()/>
            <Actions id=id known=known form=form writing=writing/>
        </li>
    }
}

/// What is done with one.
#[component]
fn Actions(
    id: NoticeId,
    known: Memo<Option<Arc<Notice>>>,
    form: Form,
    writing: RwSignal<Option<Option<NoticeId>>>,
) -> impl IntoView {
    let asking = RwSignal::new(false);
    let state = move || known.with(|known| known.as_ref().map(|notice| notice.state));
    let is = move |wanted: NoticeState| state() == Some(wanted);
    // Each card has the same buttons: their names say of which news.
    let of = move |action: &str| {
        known.with(|known| words::of(action, known.as_ref().map_or("", |known| &known.title)))
    };
    let publish = move |_| form.submit(Act::PublishNotice { notice: id }, words::PUBLISHED, || ());
    let keep = Callback::new(move |()| asking.set(false));
    let withdraw = Callback::new(move |()| {
        form.submit_and_close(Act::WithdrawNotice { notice: id }, words::WITHDRAWN, keep);
    });
    view! {
        <div class="actions">
            <Show when=move || is(NoticeState::Draft)>
                <button
                    type="button"
                    class="button primary"
                    aria-label=move || of(words::PUBLISH)
                    on:click=publish
                >
                    {words::PUBLISH}
                </button>
            </Show>
            <Show when=move || !is(NoticeState::Withdrawn)>
                <button
                    type="button"
                    class="button secondary"
                    aria-label=move || of(words::EDIT)
                    on:click=move |_| writing.set(Some(Some(id)))
                >
                    {words::EDIT}
                </button>
            </Show>
            <Show when=move || is(NoticeState::Published)>
                <button
                    type="button"
                    class="button quiet"
                    aria-label=move || of(words::WITHDRAW)
                    on:click=move |_| asking.set(true)
                >
                    {words::WITHDRAW}
                </button>
            </Show>
        </div>
        {move || asking.get().then(|| view! {
            <ConfirmDialog
                title=words::WITHDRAW
                body=words::WITHDRAW_BODY
                confirm=words::WITHDRAW
                cancel=words::WITHDRAW_KEEP
                on_confirm=withdraw
                on_cancel=keep
            />
        })}
    }
}
