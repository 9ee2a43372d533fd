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
    /// Declares it again.
    pub(super) declare: Command,
    /// The message once it is withdrawn.
    pub(super) done: String,
}

/// Returns the key that was chosen; the first one, until another is chosen and when the one that
/// was chosen is no longer offered.
pub(super) fn chosen_of(chosen: RwSignal<String>, options: Memo<Vec<(String, String)>>) -> String {
    let chosen = chosen.get_untracked();
    let first = || options.with_untracked(|all| all.first().map(|(key, _)| key.clone()));
    match options.with_untracked(|all| all.iter().any(|(key, _)| *key == chosen)) {
        true => chosen,
        false => first().unwrap_or_default(),
    }
}

/// A choice of one key by its name; at first, the first one.
#[component]
pub(super) fn Choice(
    label: &'static str,
    chosen: RwSignal<String>,
    options: Memo<Vec<(String, String)>>,
) -> impl IntoView {
    let options = move || {
        let option = |(key, name): (String, String)| {
            let own = key.clone();
            let is_chosen = move || chosen.with(|chosen| *chosen == own);
            view! { <option value=key prop:selected=is_chosen>{name}</option> }
        };
        options.get().into_iter().map(option).collect_view()
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
    let line = move |Declared { said, withdraw, declare, done }: Declared| {
        let label = words::withdraw(&said);
        let undo = move || Some(declare.clone());
        let withdraw = move |_| desk.submit(withdraw.clone(), done.clone(), undo());
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
