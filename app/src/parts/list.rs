//! Pieces of long lists.

use crate::text::shell as words;
use leptos::prelude::*;
use std::hash::Hash;

/// One line of a list of facts: its name and what is known; nothing while nothing is.
pub fn fact((name, value): (&'static str, String)) -> Option<impl IntoView> {
    (!value.trim().is_empty()).then(|| {
        view! {
            <div>
                <dt>{name}</dt>
                <dd>{value}</dd>
            </div>
        }
    })
}

/// The cards of one group of a list, under their title; nothing while the group is empty.
#[component]
pub fn GroupCards<K, G, V>(
    all: Memo<Vec<(K, G)>>,
    group: G,
    title: &'static str,
    /// Draws one card.
    card: fn(K) -> V,
) -> impl IntoView
where
    K: Copy + Eq + Hash + Send + Sync + 'static,
    G: Copy + PartialEq + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let keys = Memo::new(move |_| {
        all.with(|all| {
            let of_group = all.iter().filter(|(_, of)| *of == group);
            of_group.map(|(key, _)| *key).collect::<Vec<_>>()
        })
    });
    view! {
        <Show when=move || !keys.with(Vec::is_empty)>
            <section class="section">
                <h2>{title}</h2>
                <ul class="cards">
                    <For each=move || keys.get() key=|key| *key children=card/>
                </ul>
            </section>
        </Show>
    }
}

/// «Afficher la suite», while a list is longer than what is shown of it.
#[component]
pub fn More(
    /// How long the list is.
    #[prop(into)]
    all: Signal<usize>,
    /// How many are shown.
    most: RwSignal<usize>,
    /// How many more a tap shows.
    by: usize,
) -> impl IntoView {
    view! {
        <Show when=move || { all.get() > most.get() }>
            <button
                type="button"
                class="button secondary"
                on:click=move |_| most.update(|most| *most += by)
            >
                {words::MORE}
            </button>
        </Show>
    }
}
