//! Registers people of any school, found by some letters.

use crate::parts::{Dialog, Failure, FormEntry, TextField};
use crate::screens::form::Form;
use crate::text::{site_name, teacher as teacher_words, training_plan as words};
use leptos::prelude::*;
use shared::id::TeacherId;
use shared::search::Search;
use shared::teacher::Teacher;
use shared::training::{Act, Standing, TrainingKind, TrainingSession};
use std::sync::Arc;

/// How many people are offered at once.
const OFFERED: usize = 12;

/// Registers people of any school.
#[component]
pub(super) fn RegisterDialog(row: Arc<TrainingSession>, on_close: Callback<()>) -> impl IntoView {
    let id = row.id;
    let form = Form::new();
    let app = form.app;
    let search = RwSignal::new(String::new());
    let is_classes = row.terms.kind == TrainingKind::ClassActivity;
    let found = Memo::new(move |_| {
        let sought = Search::of(&search.get());
        app.read(|replica| {
            let view = replica.view();
            let on_list = view.training_sessions.get(&id);
            let fits = |one: &&Arc<Teacher>| {
                let known = on_list.and_then(|row| row.registrations.get(&one.id));
                let site = view.sites.get(&one.site);
                let site = site.map_or("", |site| site.name.as_str());
                one.is_there()
                    && !one.name.is_empty()
                    && known.is_none_or(|o| o.state == Standing::Withdrawn)
                    && sought.finds_in(&[&one.name, &one.function, site, one.site.as_str()])
            };
            let line = |one: &Arc<Teacher>| {
                let said = format!("{}, {}", teacher_words::who(one), site_name(view, &one.site));
                (one.id, said)
            };
            view.teachers.values().filter(fits).take(OFFERED).map(line).collect::<Vec<_>>()
        })
    });
    let line = move |(teacher, said): (TeacherId, String)| {
        let called = format!("{}\u{a0}: {said}", words::REGISTER_ONE);
        let press = move |_| {
            let act = Act::RegisterTeachers { session: id, teachers: vec![teacher] };
            form.submit(act, words::SAID_REGISTERED, || ());
        };
        view! {
            <li>
                {said} " "
                <button
                    type="button"
                    class="button small"
                    aria-label=called
                    disabled=move || form.is_busy()
                    on:click=press
                >
                    {words::REGISTER_ONE}
                </button>
            </li>
        }
    };
    view! {
        <Dialog title=words::REGISTER on_close=on_close>
            <Show when=move || is_classes>
                <p>{words::CLASSES_HINT}</p>
            </Show>
            <div class="form">
                <TextField
                    label=teacher_words::SEARCH
                    hint=teacher_words::SEARCH_HINT
                    kind="search"
                    value=FormEntry::unkept(search)
                />
            </div>
            <Failure text=form.error()/>
            <ul class="lines">
                <For each=move || found.get() key=|one| one.clone() children=line/>
            </ul>
        </Dialog>
    }
}
