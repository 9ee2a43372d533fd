//! «Enseignants et formations»: who teaches where, who is to be trained, what is attested or
//! waived.

mod dialogs;

use super::address::in_address;
use super::fleet::filters::communes;
use super::form::Form;
use super::teachers::{leave, other_sites, trainings};
use super::tickets::filters::Select;
use crate::context::{App, use_app};
use crate::parts::{Failure, FormEntry, More, Page, TextField};
use crate::text::{site_name, teacher as words};
use dialogs::{Opened, open_dialog, withdrawable};
use leptos::prelude::*;
use shared::id::{Seq, TeacherId, TopicId};
use shared::order;
use shared::role::Role;
use shared::row::State;
use shared::search::Search;
use shared::teacher::{Teacher, gate};
use std::sync::Arc;

/// How many are shown at first, and with each «Afficher la suite».
const SHOWN: usize = 60;

/// What is asked of the list: all of it in the address.
#[derive(Clone, Copy)]
struct Asked {
    search: RwSignal<String>,
    commune: RwSignal<String>,
    topic: RwSignal<String>,
    state: RwSignal<String>,
}

impl Asked {
    fn new() -> Self {
        Self {
            search: in_address("cherche", ""),
            commune: in_address("commune", ""),
            topic: in_address("formation", ""),
            state: in_address("etat", ""),
        }
    }

    /// Those who fit, by site and name. Reactive.
    fn list(self, app: App) -> Vec<Arc<Teacher>> {
        let sought = Search::of(&self.search.get());
        let (commune, topic, state) = (self.commune.get(), self.topic.get(), self.state.get());
        let today = app.today();
        let topic = (!topic.is_empty()).then_some(TopicId(topic));
        app.read(|replica| {
            let view = replica.view();
            let site = |one: &Teacher| view.sites.get(&one.site);
            let fits = |one: &&Arc<Teacher>| {
                let place = site(one).map(|site| (site.commune.as_str(), site.name.as_str()));
                let (code, name) = place.unwrap_or_default();
                let opens = |id: &TopicId| gate(Some(id), Some(one), &one.site, today).is_ok();
                let wanted = match state.as_str() {
                    "a-former" => one.is_there() && is_to_train(view, topic.as_ref(), &opens),
                    "formes" => one.is_there() && topic.as_ref().is_none_or(opens),
                    "proposes" => one.is_there() && one.proposed,
                    "partis" => !one.is_there(),
                    _ => one.is_there(),
                };
                wanted
                    && !one.name.is_empty()
                    && (commune.is_empty() || code == commune)
                    && sought.finds_in(&[&one.name, &one.function, name, one.site.as_str()])
            };
            let mut found: Vec<_> = view.teachers.values().filter(fits).cloned().collect();
            let place = |one: &Teacher| site(one).map(|site| (&site.commune_name, &site.name));
            order::sort_by(&mut found, |a, b| {
                (place(a), &a.name, &a.function, a.id).cmp(&(place(b), &b.name, &b.function, b.id))
            });
            found
        })
    }
}

/// Whether somebody lacks that training, or any when none is asked for.
fn is_to_train(view: &State, topic: Option<&TopicId>, opens: &dyn Fn(&TopicId) -> bool) -> bool {
    match topic {
        Some(topic) => !opens(topic),
        None => view.settings().topics().iter().any(|topic| !opens(&topic.id)),
    }
}

/// The screen.
#[component]
pub fn TrainingsScreen() -> impl IntoView {
    let app = use_app();
    let form = Form::new();
    let asked = Asked::new();
    let opened = RwSignal::new(None::<Opened>);
    let most = RwSignal::new(SHOWN);
    let found = Memo::new(move |_| asked.list(app));
    let shown = move || found.with(|all| all.iter().take(most.get()).cloned().collect::<Vec<_>>());
    let topics = Memo::new(move |_| {
        app.read(|replica| {
            let settings = replica.view().settings();
            let one = |topic: &shared::settings::Topic| (topic.id.to_string(), topic.label.clone());
            settings.topics().iter().map(one).collect::<Vec<_>>()
        })
    });
    let states = words::STATES.map(|(key, name)| (key.to_owned(), name.to_owned()));
    let line = move |teacher: Arc<Teacher>| {
        view! { <Line teacher=teacher form=form opened=opened/> }
    };
    view! {
        <Page title=words::TITLE>
            <p>
                <button
                    type="button"
                    class="button primary"
                    on:click=move |_| opened.set(Some(Opened::Add))
                >
                    {words::ADD}
                </button>
            </p>
            <Show when=move || topics.with(Vec::is_empty)>
                <p class="banner">{words::NO_TOPICS}</p>
            </Show>
            <div class="form filters">
                <TextField
                    label=words::SEARCH
                    hint=words::SEARCH_HINT
                    kind="search"
                    value=FormEntry::unkept(asked.search)
                />
            </div>
            <div class="toolbar filter-bar">
                <Select label=words::STATE value=asked.state any=words::THERE
                    options=Signal::stored(states.to_vec())/>
                <Select label=words::TOPIC value=asked.topic options=topics/>
                <Select label=words::COMMUNE value=asked.commune options=communes(app)/>
            </div>
            <Failure text=form.error()/>
            <p class="hint" role="status">{move || words::shown(found.with(Vec::len))}</p>
            <ul class="cards">
                <For each=shown key=line_key children=line/>
            </ul>
            <More all=Signal::derive(move || found.with(Vec::len)) most=most by=SHOWN/>
            {open_dialog(opened)}
        </Page>
    }
}

/// A line is drawn anew when its person changes.
fn line_key(one: &Arc<Teacher>) -> (TeacherId, Seq, String, usize, usize) {
    (one.id, one.version, words::who(one), one.trained.len(), one.waived.len())
}

#[component]
fn Line(teacher: Arc<Teacher>, form: Form, opened: RwSignal<Option<Opened>>) -> impl IntoView {
    let app = form.app;
    let who = words::who(&teacher);
    let (site, lines, others) = app.read_now(|replica| {
        let view = replica.view();
        let others = other_sites(view, &teacher).into_iter().map(|site| site_name(view, &site));
        (site_name(view, &teacher.site), trainings(view, &teacher), others.collect::<Vec<_>>())
    });
    let also =
        (!others.is_empty()).then(|| view! { <p class="meta">{words::also_at(&others)}</p> });
    let may_withdraw = untrack(|| !withdrawable(app, &teacher).is_empty());
    let tag = teacher.proposed.then(|| view! { " " <span class="tag">{words::PROPOSED}</span> });
    let left = teacher.left_on.map(|on| view! { <p class="meta">{words::left_on(on)}</p> });
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
    let open = |label, dialog: fn(Arc<Teacher>) -> Opened| {
        let teacher = Arc::clone(&teacher);
        button(label, Box::new(move || opened.set(Some(dialog(Arc::clone(&teacher))))))
    };
    let waives = untrack(|| app.role()) == Some(Role::Coordinator);
    let there = Arc::clone(&teacher);
    view! {
        <li class="card">
            <p class="card-title">{who.clone()} {tag}</p>
            <p class="meta">{site}</p>
            {also}
            {left}
            <ul class="lines">
                {lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}
            </ul>
            <div class="actions">
                {open(words::ATTEST, Opened::Attest)}
                {waives.then(|| open(words::WAIVE, Opened::Waive))}
                {may_withdraw.then(|| open(words::WITHDRAW, Opened::Withdraw))}
                {open(words::JOIN, Opened::Join)}
                {open(words::CORRECT, Opened::Correct)}
                {open(words::MOVE, Opened::Move)}
                {teacher
                    .is_there()
                    .then(|| button(words::LEFT, Box::new(move || leave(form, &there))))}
            </div>
        </li>
    }
}
