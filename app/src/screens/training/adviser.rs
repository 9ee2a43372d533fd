//! «Mes sessions»: those that a person leads, the next one first.

use crate::context::{App, use_app};
use crate::parts::{GroupCards, Page};
use crate::text::{roll_call as words, training as training_words};
use leptos::prelude::*;
use leptos_router::components::A;
use shared::id::TrainingSessionId;
use shared::order;
use shared::training::{SessionProgress, TrainingSession};

/// The section of a session on the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    ToCall,
    Ahead,
    Over,
}

fn group(row: &TrainingSession, today: shared::day::Day) -> Group {
    match row.state {
        SessionProgress::Open | SessionProgress::Held if row.terms.day <= today => Group::ToCall,
        SessionProgress::Draft | SessionProgress::Open | SessionProgress::Held => Group::Ahead,
        SessionProgress::Closed | SessionProgress::Cancelled => Group::Over,
    }
}

fn own(app: App) -> Vec<(TrainingSessionId, Group)> {
    let me = app.actor().map(|actor| actor.account);
    let today = app.today();
    app.read(|replica| {
        let all = replica.view().training_sessions.values();
        let mut own: Vec<_> =
            all.filter(|row| me.is_some_and(|me| row.terms.is_led_by(me))).collect();
        order::sort_by_key(&mut own, |row| (row.terms.begins(), row.id));
        own.iter().map(|row| (row.id, group(row, today))).collect()
    })
}

/// The screen.
#[component]
pub fn MySessionsScreen() -> impl IntoView {
    let app = use_app();
    let all = Memo::new(move |_| own(app));
    view! {
        <Page title=training_words::MINE>
            <Show
                when=move || !all.with(Vec::is_empty)
                fallback=|| view! { <p class="empty">{words::NONE}</p> }
            >
                <GroupCards all=all group=Group::ToCall title=words::TO_CALL card=card/>
                <GroupCards all=all group=Group::Ahead title=words::AHEAD card=card/>
                <GroupCards all=all group=Group::Over title=words::OVER card=card/>
            </Show>
        </Page>
    }
}

fn card(id: TrainingSessionId) -> impl IntoView {
    view! { <Session id=id/> }
}

#[component]
fn Session(id: TrainingSessionId) -> impl IntoView {
    let app = use_app();
    let row = super::follow(app, id);
    let shown = move || {
        let row = row.get()?;
        let (href, count) = (format!("/sessions/{id}"), words::expected(&row));
        let label = words::open(group(&row, app.today()) == Group::ToCall);
        Some(view! {
            <p class="card-title">{row.terms.title.clone()}</p>
            <p>{training_words::when(&row.terms)}</p>
            <p class="meta">
                {row.terms.place.clone()} " · " {count} " · "
                {training_words::progress(row.state)}
            </p>
            <div class="actions">
                <A href=href attr:class="button primary">{label}</A>
            </div>
        })
    };
    view! { <li class="card">{shown}</li> }
}
