//! «À prévenir»: the letters to schools, sent and to be sent, and the way to print them.

use super::form::Form;
use crate::api;
use crate::parts::{Failure, Page};
use crate::text::{letters as words, refusal};
use leptos::prelude::*;
use shared::tell::{LetterLine, Post, PostAct};

/// The screen.
#[component]
pub fn LettersScreen() -> impl IntoView {
    let form = Form::new();
    let post = RwSignal::new(None::<Post>);
    let load = move || {
        form.run(async move {
            let read = api::letters().await.map_err(|error| refusal::api_error(&error))?;
            let _ = post.try_set(Some(read));
            Ok(())
        });
    };
    Effect::new(move |_| load());
    let act = move |asked: PostAct, said: &'static str| {
        form.run(async move {
            let done = api::act_on_letters(&asked).await;
            let read = done.map_err(|error| refusal::api_error(&error))?;
            let _ = post.try_set(Some(read));
            form.app.toast(said);
            Ok(())
        });
    };
    let is_away = move || post.with(|post| post.as_ref().is_some_and(|post| !post.relay));
    let is_empty = move || post.with(|p| p.as_ref().is_some_and(|post| post.letters.is_empty()));
    let status = move || match post.get() {
        Some(post) => words::letters(post.letters.len(), waiting(&post).count()),
        None if form.is_busy() => words::LOADING.into(),
        None => String::new(),
    };
    view! {
        <Page title=words::TITLE>
            <p>{words::INTRO}</p>
            <Show when=is_away>
                <p class="notice">{words::NO_RELAY}</p>
            </Show>
            <div class="actions">
                <ToPrint post=post on_done=move |asked| act(asked, words::SAID_PRINTED)/>
                <button
                    type="button"
                    class="button secondary"
                    disabled=move || form.is_busy()
                    on:click=move |_| load()
                >
                    {words::REFRESH}
                </button>
            </div>
            <Failure text=form.error()/>
            <p role="status" class="hint">{status}</p>
            <Show when=is_empty>
                <p class="empty">{words::NONE}</p>
            </Show>
            <Show when=move || post.with(Option::is_some) && !is_empty()>
                <Table post=post on_retry=move |asked| act(asked, words::SAID_RETRIED)/>
            </Show>
        </Page>
    }
}

/// The letters that nobody is about to send.
fn waiting(post: &Post) -> impl Iterator<Item = &LetterLine> {
    let relay = post.relay;
    post.letters.iter().filter(move |line| line.state.is_for_paper(relay))
}

/// The document with the letters to print, and the button that says that it was printed.
#[component]
fn ToPrint(
    post: RwSignal<Option<Post>>,
    #[prop(into)] on_done: Callback<PostAct>,
) -> impl IntoView {
    let ids = move || {
        let of = |post: &Post| waiting(post).map(|line| line.id).collect::<Vec<_>>();
        post.with(|post| post.as_ref().map(of).unwrap_or_default())
    };
    view! {
        <Show when=move || !ids().is_empty()>
            <a class="button primary" href="/api/v1/letters/print" download>{words::PRINT}</a>
            <button
                type="button"
                class="button secondary"
                on:click=move |_| on_done.run(PostAct::Printed { letters: ids() })
            >
                {words::PRINTED}
            </button>
        </Show>
    }
}

#[component]
fn Table(post: RwSignal<Option<Post>>, #[prop(into)] on_retry: Callback<PostAct>) -> impl IntoView {
    let rows = move || {
        let post = post.get();
        let relay = post.as_ref().is_some_and(|post| post.relay);
        let lines = post.map(|post| post.letters).unwrap_or_default().into_iter();
        lines.map(|line| row(line, relay, on_retry)).collect_view()
    };
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label=words::CAPTION>
            <table class="data">
                <caption class="visually-hidden">{words::CAPTION}</caption>
                <thead>
                    <tr>
                        <th scope="col">{words::SITE}</th>
                        <th scope="col">{words::SUBJECT}</th>
                        <th scope="col">{words::STATE}</th>
                        <th scope="col">{words::ACTION}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn row(line: LetterLine, relay: bool, on_retry: Callback<PostAct>) -> impl IntoView {
    let (id, described) = (line.id, format!("lettre-{}", line.id));
    let state = words::state(&line, relay);
    let may = relay && line.state.may_be_retried();
    let retry = may.then(|| {
        view! {
            <button
                type="button"
                class="button small"
                aria-describedby=described.clone()
                on:click=move |_| on_retry.run(PostAct::Retry { letters: vec![id] })
            >
                {words::RETRY}
            </button>
        }
    });
    view! {
        <tr>
            <th scope="row" id=described>
                <a href=format!("/ecoles/{}", line.site)>{line.site_name}</a>
            </th>
            <td>{line.subject}</td>
            <td>{state}{line.why.map(|why| view! { " " <span class="meta">{why}</span> })}</td>
            <td>{retry}</td>
        </tr>
    }
}
