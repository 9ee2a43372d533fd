//! «Nos enseignants»: who uses equipment at the school, and what they were trained for.

use super::form::Form;
use super::teachers::{NameDialog, leave, of_site, trainings};
use crate::context::use_app;
use crate::parts::{Back, Failure, Page};
use crate::text::{school, teacher as words};
use leptos::prelude::*;
use shared::id::{Seq, SiteId, TeacherId};
use shared::teacher::{Act, Teacher};
use std::sync::Arc;

/// What the dialog is open for: somebody, or nobody yet.
type Opened = RwSignal<Option<Option<Arc<Teacher>>>>;

/// The screen.
#[component]
pub fn OurTeachersScreen() -> impl IntoView {
    let app = use_app();
    let site = Memo::new(move |_| app.actor().and_then(|actor| actor.site));
    view! {
        <Page title=school::OUR_TEACHERS>
            <Back href="/ecole" label=school::TITLE/>
            <Show
                when=move || site.with(Option::is_some)
                fallback=|| view! { <p class="empty">{school::NO_SITE}</p> }
            >
                {move || site.get().map(|site| view! { <Teachers site=site/> })}
            </Show>
        </Page>
    }
}

#[component]
fn Teachers(site: SiteId) -> impl IntoView {
    let form = Form::new();
    let opened: Opened = RwSignal::new(None);
    let all = {
        let site = site.clone();
        Memo::new(move |_| form.app.read(|replica| of_site(replica.view(), &site)))
    };
    let there = move || all.with(|(there, _)| there.clone());
    let gone = move || all.with(|(_, gone)| gone.clone());
    let dialog = move || {
        let teacher = opened.get()?;
        let close = Callback::new(move |()| opened.set(None));
        Some(view! { <NameDialog site=site.clone() teacher=teacher on_close=close/> })
    };
    let line = move |teacher: Arc<Teacher>| {
        view! { <Line teacher=teacher form=form opened=opened/> }
    };
    view! {
        <p>{words::INTRO}</p>
        <p>
            <button
                type="button"
                class="button primary"
                on:click=move |_| opened.set(Some(None))
            >
                {words::ADD}
            </button>
        </p>
        <Failure text=form.error()/>
        <Show
            when=move || !there().is_empty()
            fallback=|| view! { <p class="empty">{words::NONE}</p> }
        >
            <ul class="cards">
                <For each=there key=line_key children=line/>
            </ul>
        </Show>
        <Show when=move || !gone().is_empty()>
            <details class="details">
                <summary>{words::GONE}</summary>
                <ul class="cards">
                    <For each=gone key=line_key children=line/>
                </ul>
            </details>
        </Show>
        {dialog}
    }
}

/// A line is drawn anew when its person changes.
fn line_key(teacher: &Arc<Teacher>) -> (TeacherId, Seq, String, bool) {
    (teacher.id, teacher.version, words::who(teacher), teacher.is_there())
}

#[component]
fn Line(teacher: Arc<Teacher>, form: Form, opened: Opened) -> impl IntoView {
    let (who, id) = (words::who(&teacher), teacher.id);
    let lines = form.app.read_now(|replica| trainings(replica.view(), &teacher));
    let tag = teacher.proposed.then(|| view! { " " <span class="tag">{words::PROPOSED}</span> });
    let left = teacher.left_on.map(|on| view! { <p class="meta">{words::left_on(on)}</p> });
    let is_there = teacher.is_there();
    let edited = Arc::clone(&teacher);
    let button = |label: &'static str, press: Box<dyn Fn() + Send>| {
        let called = format!("{label}\u{a0}: {who}");
        view! {
            <button
                type="button"
                class="button small"
                aria-label=called
                disabled=move || form.is_busy()
                on:click=move |_| press()
            >
                {label}
            </button>
        }
    };
    let correct =
        button(words::CORRECT, Box::new(move || opened.set(Some(Some(Arc::clone(&edited))))));
    let turn = match is_there {
        true => button(words::LEFT, Box::new(move || leave(form, &teacher))),
        false => button(
            words::BACK,
            Box::new(move || {
                let back = Act::MarkTeacherLeft { teacher: id, on: None };
                form.submit(back, words::SAID_BACK, || ());
            }),
        ),
    };
    view! {
        <li class="card">
            <p class="card-title">{who} {tag}</p>
            {left}
            <ul class="lines">
                {lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}
            </ul>
            <div class="actions">{is_there.then_some(correct)} {turn}</div>
        </li>
    }
}
