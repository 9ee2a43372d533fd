//! Who will use what is asked for, where it asks for a training: the school says it with its order,
//! so that they are trained before it comes.

use crate::context::App;
use crate::parts::{Choices, FormEntry};
use crate::screens::teachers::of_site;
use crate::text::{our_supplies as words, school, teacher as teacher_words};
use leptos::prelude::*;
use leptos_router::components::A;
use shared::id::{TeacherId, TopicId};
use shared::teacher::{Teacher, gate};
use std::sync::Arc;

/// The teachers of the own school, each with whether they had these trainings. Reactive.
fn named(app: App, topics: &[TopicId]) -> Vec<(TeacherId, String)> {
    let Some(site) = app.actor().and_then(|actor| actor.site) else { return Vec::new() };
    let today = app.today();
    app.read(|replica| {
        let (there, _) = of_site(replica.view(), &site);
        let said = |one: Arc<Teacher>| {
            let mut all = topics.iter();
            let is_trained = all.all(|topic| gate(Some(topic), Some(&one), &site, today).is_ok());
            (one.id, words::named_user(&teacher_words::who(&one), is_trained))
        };
        there.into_iter().map(said).collect()
    })
}

/// «Qui l’utilisera ?», shown where one of these trainings is asked for.
#[component]
pub(in crate::screens) fn NamedUser(
    app: App,
    #[prop(into)] topics: Signal<Vec<TopicId>>,
    value: FormEntry<Option<TeacherId>>,
) -> impl IntoView {
    let options = Memo::new(move |_| topics.with(|topics| named(app, topics)));
    let asked = move || {
        app.read(|replica| {
            let named = |topic: &TopicId| teacher_words::topic(replica.view(), topic);
            words::asks_training(&topics.get().iter().map(named).collect::<Vec<_>>())
        })
    };
    let choices = move || {
        let options = options.get();
        view! { <Choices legend=words::WHO_USES name="named-user" options=options value=value/> }
    };
    view! {
        <Show when=move || !topics.with(Vec::is_empty)>
            <p class="hint">{asked}</p>
            <Show
                when=move || !options.with(Vec::is_empty)
                fallback=|| view! {
                    <p>
                        {words::NOBODY_NAMED} " "
                        <A href="/nos-enseignants">{school::OUR_TEACHERS}</A>
                    </p>
                }
            >
                {choices}
            </Show>
        </Show>
    }
}
