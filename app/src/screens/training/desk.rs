//! «Plan de formation»: what is needed before which deliveries, and the sessions.

use super::paris_now;
use super::terms::{TermsFields, TermsForm};
use crate::context::{App, use_app};
use crate::parts::{Dialog, Page};
use crate::screens::address::in_address;
use crate::screens::form::{Form, FormEnd, FormFrame};
use crate::screens::tickets::filters::Select;
use crate::text::{teacher as teacher_words, training, training_plan as words};
use leptos::prelude::*;
use leptos_router::components::A;
use shared::id::{TopicId, TrainingSessionId};
use shared::order;
use shared::training::needs::{Need, needs};
use shared::training::{Act, SessionProgress, TrainingSession};
use std::sync::Arc;

/// The screen.
#[component]
pub fn TrainingPlanScreen() -> impl IntoView {
    // A delivery whose user is not trained leads here, with the training.
    let asked = in_address("proposer", "");
    let topic = asked.get_untracked();
    let opened = RwSignal::new((!topic.is_empty()).then_some(Some(TopicId(topic))));
    let close = Callback::new(move |()| {
        opened.set(None);
        asked.set(String::new());
    });
    let dialog = move || {
        let topics = opened.get()?.into_iter().collect::<Vec<_>>();
        Some(view! { <ProposeDialog topics=topics on_close=close/> })
    };
    let export = |(format, label): (&'static str, &'static str)| {
        let file = |table| format!("/api/v1/export/{table}.{format}");
        view! {
            <a class="button quiet small" href=file("sessions") download>{label}</a>
        }
    };
    view! {
        <Page title=training::PLAN>
            <p>
                <button
                    type="button"
                    class="button primary"
                    on:click=move |_| opened.set(Some(None))
                >
                    {words::PROPOSE}
                </button>
                " "
                <A href="/enseignants">{teacher_words::TITLE}</A>
                " · "
                <A href="/importer">{words::IMPORT}</A>
                " · "
                <A href="/compte">{words::FOLLOW}</A>
            </p>
            <Needs opened=opened/>
            <Sessions/>
            <section class="section">
                <h2>{words::EXPORTS}</h2>
                <p class="actions">
                    {words::SESSION_EXPORTS.map(export).collect_view()}
                    {words::OTHER_EXPORTS
                        .map(|(file, label)| view! {
                            <a
                                class="button quiet small"
                                href=format!("/api/v1/export/{file}")
                                download
                            >
                                {label}
                            </a>
                        })
                        .collect_view()}
                </p>
            </section>
            {dialog}
        </Page>
    }
}

/// «tablettes : 37 à former avant le 24 mars, 24 places».
#[component]
fn Needs(opened: RwSignal<Option<Option<TopicId>>>) -> impl IntoView {
    let app = use_app();
    let all = Memo::new(move |_| {
        app.today();
        app.read(|replica| needs(replica.view(), paris_now()))
    });
    let line = move |need: Need| {
        let topic = need.topic.clone();
        let said = app.read_now(|replica| words::need(&need, replica.view()));
        let name = app.read_now(|replica| teacher_words::topic(replica.view(), &topic));
        let called = format!("{}\u{a0}: {name}", words::PROPOSE);
        let lacks = words::lacks(&need);
        let look = if lacks.is_some() { "warning" } else { "meta" };
        view! {
            <li class="card">
                <p class="card-title">{said}</p>
                <p class=look>
                    {lacks.unwrap_or_else(|| words::ENOUGH.into())}
                </p>
                <div class="actions">
                    <button
                        type="button"
                        class="button small"
                        aria-label=called
                        on:click=move |_| opened.set(Some(Some(topic.clone())))
                    >
                        {words::PROPOSE}
                    </button>
                </div>
            </li>
        }
    };
    let key = |need: &Need| (need.topic.clone(), need.people(), need.before, need.places);
    view! {
        <section class="section">
            <h2>{words::NEEDS}</h2>
            <Show
                when=move || !all.with(Vec::is_empty)
                fallback=|| view! { <p class="empty">{words::NO_NEEDS}</p> }
            >
                <ul class="cards">
                    <For each=move || all.get() key=key children=line/>
                </ul>
            </Show>
        </section>
    }
}

fn listed(app: App, shown: &str, topic: &str) -> Vec<Arc<TrainingSession>> {
    let today = app.today();
    app.read(|replica| {
        let fits = |row: &&Arc<TrainingSession>| {
            let is_due = row.terms.day <= today;
            let of_state = match shown {
                "a-clore" => {
                    matches!(row.state, SessionProgress::Open | SessionProgress::Held) && is_due
                }
                "passees" => matches!(row.state, SessionProgress::Closed),
                "annulees" => row.state == SessionProgress::Cancelled,
                "toutes" => true,
                _ => matches!(
                    row.state,
                    SessionProgress::Draft | SessionProgress::Open | SessionProgress::Held
                ),
            };
            of_state && (topic.is_empty() || row.terms.topics.iter().any(|t| t.as_str() == topic))
        };
        let mut all: Vec<_> =
            replica.view().training_sessions.values().filter(fits).cloned().collect();
        order::sort_by_key(&mut all, |row| (row.terms.begins(), row.id));
        if matches!(shown, "passees" | "annulees") {
            all.reverse();
        }
        all
    })
}

#[component]
fn Sessions() -> impl IntoView {
    let app = use_app();
    let (shown, topic) = (in_address("etat", ""), in_address("formation", ""));
    let all = Memo::new(move |_| listed(app, &shown.get(), &topic.get()));
    let topics = Memo::new(move |_| {
        app.read(|replica| {
            let settings = replica.view().settings();
            let one = |topic: &shared::settings::Topic| (topic.id.to_string(), topic.label.clone());
            settings.topics().iter().map(one).collect::<Vec<_>>()
        })
    });
    let states = words::STATES.map(|(key, name)| (key.to_owned(), name.to_owned())).to_vec();
    let line = move |row: Arc<TrainingSession>| {
        let href = format!("/formations/{}", row.id);
        let (when, title) = (training::when(&row.terms), row.terms.title.clone());
        let (kind, state) = (training::kind(row.terms.kind), training::progress(row.state));
        let places = words::places(&row);
        view! {
            <tr>
                <td>{when}</td>
                <td>
                    <A href=href>{title}</A>
                </td>
                <td>{kind}</td>
                <td>{state}</td>
                <td>{places}</td>
            </tr>
        }
    };
    view! {
        <section class="section">
            <h2>{words::SESSIONS}</h2>
            <div class="toolbar filter-bar">
                <Select
                    label=words::STATE
                    value=shown
                    any=words::AHEAD
                    options=Signal::stored(states)
                />
                <Select label=teacher_words::TOPIC value=topic options=topics/>
            </div>
            <Show
                when=move || !all.with(Vec::is_empty)
                fallback=|| view! { <p class="empty">{words::NONE}</p> }
            >
                <div class="table-scroll" tabindex="0" role="region" aria-label=words::SESSIONS>
                    <table>
                        <caption class="visually-hidden">{words::SESSIONS}</caption>
                        <thead>
                            <tr>{words::COLUMNS.map(|c| view! { <th scope="col">{c}</th> })}</tr>
                        </thead>
                        <tbody>
                            <For
                                each=move || all.get()
                                key=|row| (row.id, row.version, row.terms.clone().title)
                                children=line
                            />
                        </tbody>
                    </table>
                </div>
            </Show>
        </section>
    }
}

/// Prepares a session.
#[component]
fn ProposeDialog(topics: Vec<TopicId>, on_close: Callback<()>) -> impl IntoView {
    let about = topics.first().map_or_else(String::new, ToString::to_string);
    let form = Form::kept("training", about);
    let fields = TermsFields::new(form, None, topics);
    let submit = move |()| {
        let Some(terms) = fields.read() else { return };
        let session: TrainingSessionId = form.app.fresh();
        let act = Act::PlanTrainingSession { session, terms };
        form.submit_and_close(act, words::SAID_PLANNED, on_close);
    };
    view! {
        <Dialog title=words::PROPOSE on_close=on_close>
            <FormFrame form=form on_submit=submit>
                <TermsForm fields=fields/>
                <FormEnd form=form submit=words::PLAN_IT on_close=on_close/>
            </FormFrame>
        </Dialog>
    }
}
