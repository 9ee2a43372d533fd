//! «Comparer avec…»: two frozen statements, and only what differs.

use crate::context::use_app;
use crate::text::statements as words;
use leptos::prelude::*;
use shared::id::StatementId;
use shared::order;
use shared::statement::Statement;
use shared::statement::compare::{Difference, compare};
use std::sync::Arc;

/// The choice of the other one, and what differs.
#[component]
pub(super) fn Compare(statement: Arc<Statement>) -> impl IntoView {
    let app = use_app();
    let chosen = RwSignal::new(None::<StatementId>);
    let own = Arc::clone(&statement);
    let others = app.read_now(|replica| {
        let same = |other: &&Arc<Statement>| {
            let is_whole = other.is_frozen() && !other.waits_for_figures();
            is_whole && other.id != own.id && other.committee == own.committee
        };
        let mut all: Vec<_> = replica.view().statements.values().filter(same).cloned().collect();
        order::sort_by_key(&mut all, |other| (other.span.first, other.id));
        all
    });
    if others.is_empty() {
        return ().into_any();
    }
    let option = |other: &Arc<Statement>| {
        let label = format!("{}, {}", other.span.label, words::standing(other));
        view! { <option value=other.id.to_string()>{label}</option> }
    };
    let options = others.iter().map(option).collect_view();
    let result = move || {
        let id = chosen.get()?;
        let other = others.iter().find(|other| other.id == id)?;
        Some(differences(&compare(other, &statement)))
    };
    view! {
        <section class="section">
            <h2>{words::COMPARE}</h2>
            <label class="field-inline">
                <span>{words::COMPARE_NONE}</span>
                <select on:change=move |event| chosen.set(event_target_value(&event).parse().ok())>
                    <option value="">{words::COMPARE_NONE}</option>
                    {options}
                </select>
            </label>
            <div role="status">{result}</div>
        </section>
    }
    .into_any()
}

fn differences(found: &[Difference]) -> AnyView {
    if found.is_empty() {
        return view! { <p>{words::SAME}</p> }.into_any();
    }
    let line = |difference: &Difference| {
        let told = |amount| words::amount(&difference.figure, amount);
        let how = words::compared(&difference.how, told);
        view! {
            <tr>
                <th scope="row">{difference.figure.label.clone()}</th>
                <td>{words::sheet(&difference.name)}</td>
                <td>{how}</td>
            </tr>
        }
    };
    view! {
        <p>{words::differences(found.len())}</p>
        <div class="scroll">
            <table class="table">
                <tbody>{found.iter().map(line).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}
