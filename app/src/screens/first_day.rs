//! «Pour commencer»: the way from an empty database to a published quarter, step by step.

use crate::context::use_app;
use crate::parts::Page;
use crate::text::first_day as words;
use leptos::prelude::*;
use leptos_router::components::A;
use shared::first_day::{self, FirstDayStep, StepStanding};

/// The screen where a step is done.
fn place(step: FirstDayStep) -> &'static str {
    match step {
        FirstDayStep::Calendar | FirstDayStep::Schools | FirstDayStep::Fleet => "/importer",
        FirstDayStep::Technicians | FirstDayStep::StartingPoints => "/comptes",
        FirstDayStep::Weeks | FirstDayStep::Plan | FirstDayStep::Publication => "/couverture",
        FirstDayStep::Tablets => "/appareils",
    }
}

/// The screen.
#[component]
pub fn FirstDayScreen() -> impl IntoView {
    let app = use_app();
    let steps = Memo::new(move |_| {
        let today = app.today();
        app.read(|replica| first_day::steps(replica.view(), today))
    });
    let is_ready = move || {
        steps.with(|steps| {
            steps.iter().all(|(step, standing)| {
                step.is_optional() || matches!(standing, StepStanding::Done(_))
            })
        })
    };
    let line = |(step, standing): (FirstDayStep, StepStanding)| {
        let (class, word, said) = match standing {
            StepStanding::Done(many) => ("badge state-done", words::DONE, words::there(step, many)),
            StepStanding::Missing(many) => {
                ("badge state-hold", words::MISSING, words::lacking(step, many))
            }
            StepStanding::Later => ("badge", words::LATER, String::new()),
        };
        let optional = step.is_optional().then(|| {
            view! { " " <span class="tag">{words::OPTIONAL}</span> }
        });
        view! {
            <li class="card">
                <p class="card-title">
                    <A href=place(step)>{words::name(step)}</A>
                    {optional}
                </p>
                <p>
                    <span class=class>{word}</span>
                    " "
                    <span class="meta">{said}</span>
                </p>
                <p class="hint">{words::how(step)}</p>
            </li>
        }
    };
    view! {
        <Page title=words::TITLE>
            <p>{words::INTRO}</p>
            <Show when=is_ready>
                <p class="banner">{words::READY}</p>
            </Show>
            <ol class="cards wide">
                {move || steps.get().into_iter().map(line).collect_view()}
            </ol>
        </Page>
    }
}

/// The way there, for a desk, while something that a published quarter needs is missing.
#[component]
pub(super) fn FirstDayLink() -> impl IntoView {
    let app = use_app();
    let missing = Memo::new(move |_| {
        let today = app.today();
        app.read(|replica| first_day::missing(replica.view(), today))
    });
    view! {
        <Show when=move || { missing.get() > 0 }>
            <p>
                <A href="/commencer">{move || words::link(missing.get())}</A>
            </p>
        </Show>
    }
}
