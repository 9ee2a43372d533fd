//! The teachers of a site: what they were trained for, and a name that is missing. Whoever looks at
//! a site that is not their own gets no names.

use super::Here;
use crate::screens::teachers::{NameDialog, of_site, trainings};
use crate::text::{school, teacher as words};
use leptos::prelude::*;
use shared::teacher::Teacher;

/// Somebody in words: who, whether a technician gave the name, and the trainings.
type Line = (String, bool, Vec<String>);

/// The list, folded.
#[component]
pub(super) fn Teachers(here: Here) -> impl IntoView {
    let adding = RwSignal::new(false);
    let teachers = Memo::new(move |_| {
        here.rows.read(|state| {
            let line =
                |one: &Teacher| -> Line { (words::who(one), one.proposed, trainings(state, one)) };
            let (there, _) = of_site(state, &here.id());
            there.iter().map(|one| line(one)).collect::<Vec<_>>()
        })
    });
    let line = |(who, is_proposed, trainings): Line| {
        let tag = is_proposed.then(|| view! { " " <span class="tag">{words::PROPOSED}</span> });
        let trainings = trainings.into_iter().map(|said| view! { <li>{said}</li> });
        view! {
            <li>
                <p class="card-title">{who} {tag}</p>
                <ul class="lines">{trainings.collect_view()}</ul>
            </li>
        }
    };
    let lines = move || teachers.get().into_iter().map(line).collect_view();
    let dialog = move || {
        adding.get().then(|| {
            let close = Callback::new(move |()| adding.set(false));
            view! { <NameDialog site=here.id() teacher=None on_close=close/> }
        })
    };
    view! {
        <section class="section">
            <h2>{school::TEACHERS}</h2>
            <Show
                when=move || !teachers.with(Vec::is_empty)
                fallback=|| view! { <p>{words::NONE}</p> }
            >
                <details class="details">
                    <summary>{move || words::shown(teachers.with(Vec::len))}</summary>
                    <ul class="fleet">{lines}</ul>
                </details>
            </Show>
            <button type="button" class="button secondary" on:click=move |_| adding.set(true)>
                {words::ADD}
            </button>
            {dialog}
        </section>
    }
}
