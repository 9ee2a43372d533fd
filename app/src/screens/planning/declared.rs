//! The parts that the forms of absences and closures share: a choice, and the list of declarations.

use super::Desk;
use crate::text::planning as words;
use leptos::prelude::*;
use shared::command::Command;

/// A declaration that can be withdrawn.
#[derive(Clone)]
pub(super) struct Declared {
    /// Who or what, and when.
    pub(super) said: String,
    pub(super) withdraw: Command,
    /// The message once it is withdrawn.
    pub(super) done: String,
}

/// A choice of one key by its name; the first one, until another is chosen and as soon as the one
/// that was chosen is no longer offered.
#[component]
pub(super) fn Choice(
    label: &'static str,
    chosen: RwSignal<String>,
    options: Memo<Vec<(String, String)>>,
) -> impl IntoView {
    let options = move || {
        let options = options.get();
        let kept = chosen.get_untracked();
        if !options.iter().any(|(key, _)| *key == kept) {
            chosen.set(options.first().map_or(String::new(), |(first, _)| first.clone()));
        }
        let kept = chosen.get_untracked();
        let option = |(key, name)| {
            let is_kept = key == kept;
            view! { <option value=key selected=is_kept>{name}</option> }
        };
        options.into_iter().map(option).collect_view()
    };
    view! {
        <label class="field">
            <span>{label}</span>
            <select on:change=move |event| chosen.set(event_target_value(&event))>{options}</select>
        </label>
    }
}

/// Each line with the button that withdraws it.
#[component]
pub(super) fn DeclaredList(
    desk: Desk,
    title: &'static str,
    none: &'static str,
    lines: Signal<Vec<Declared>>,
) -> impl IntoView {
    let line = move |Declared { said, withdraw, done }: Declared| {
        let label = words::withdraw(&said);
        let withdraw = move |_| desk.submit(withdraw.clone(), done.clone(), None);
        view! {
            <li>
                {said}" "
                <button type="button" class="button quiet" aria-label=label on:click=withdraw>
                    {words::WITHDRAW}
                </button>
            </li>
        }
    };
    let list = move || {
        let lines = lines.get();
        if lines.is_empty() {
            return view! { <p class="hint">{none}</p> }.into_any();
        }
        view! { <ul class="plain">{lines.into_iter().map(line).collect_view()}</ul> }.into_any()
    };
    view! { <h2 class="small">{title}</h2> {list} }
}
