//! What the finance system calls lines and columns: said once, and remembered.

use super::fields::LineField;
use crate::context::use_app;
use crate::parts::{Failure, TextField};
use crate::screens::form::{Form, FormFrame};
use crate::text::{budget_screen as words, form as form_words};
use leptos::prelude::*;
use shared::article::Pot;
use shared::budget::{Act, section};
use shared::id::LineId;
use shared::import::finance::NAMED;
use std::collections::BTreeMap;

/// The imputations of a file that no line knows, each with the choice of its line.
#[component]
pub fn Imputations(imputations: Vec<String>) -> impl IntoView {
    if imputations.is_empty() {
        return ().into_any();
    }
    let form = Form::kept("budget-imputations", "");
    // Each field keeps its draft under a name of its own; there are few.
    const NAMES: [&str; 12] = [
        "line", "line-2", "line-3", "line-4", "line-5", "line-6", "line-7", "line-8", "line-9",
        "line-10", "line-11", "line-12",
    ];
    let pairs = imputations.into_iter().zip(NAMES);
    let fields: Vec<_> = pairs.map(|(said, name)| (said, form.text(name, ""))).collect();
    let known = StoredValue::new(fields.clone());
    let submit = move |()| {
        let lines: BTreeMap<String, LineId> = known.with_value(|fields| {
            let chosen = fields
                .iter()
                .map(|(said, field)| (said.clone(), LineId(field.value.get_untracked())));
            chosen.filter(|(_, line)| !line.as_str().is_empty()).collect()
        });
        if !lines.is_empty() {
            let act = Act::MapFinance { columns: BTreeMap::new(), lines };
            form.submit(act, words::SAID, || ());
        }
    };
    let field = |(said, value)| view! { <LineField value=value label=said/> };
    view! {
        <section class="section">
            <h3>{words::IMPUTATIONS}</h3>
            <p class="hint">{words::IMPUTATIONS_HINT}</p>
            <FormFrame form=form on_submit=submit>
                {fields.into_iter().map(field).collect_view()}
                <Failure text=form.error()/>
                <button type="submit" class="button secondary" disabled=move || form.is_busy()>
                    {words::KEEP_IMPUTATIONS}
                </button>
            </FormFrame>
        </section>
    }
    .into_any()
}

/// How the finance system names the columns: those without which its file cannot be read, and those
/// by which a row finds its section, its line and its seller.
#[component]
pub fn Columns() -> impl IntoView {
    let app = use_app();
    let form = Form::kept("budget-columns", "");
    let known = app.read_now(|replica| {
        let row = replica.view().budget_lines.get(&section(Pot::Operating));
        row.map(|row| row.columns.clone()).unwrap_or_default()
    });
    let fields =
        NAMED.map(|ours| (ours, form.text(ours, known.get(ours).cloned().unwrap_or_default())));
    let submit = move |()| {
        let said = fields.map(|(ours, field)| (ours.to_owned(), field.value.get_untracked()));
        let said = said.into_iter().filter(|(_, theirs)| !theirs.trim().is_empty());
        let act = Act::MapFinance { columns: said.collect(), lines: BTreeMap::new() };
        form.submit(act, words::SAID, || ());
    };
    let field = |(ours, value): (&'static str, _)| view! { <TextField label=ours value=value/> };
    view! {
        <details class="details">
            <summary>{words::COLUMNS}</summary>
            <p class="hint">{words::COLUMNS_INTRO}</p>
            <FormFrame form=form on_submit=submit>
                {fields.map(field).collect_view()}
                <Failure text=form.error()/>
                <button type="submit" class="button secondary" disabled=move || form.is_busy()>
                    {form_words::SAVE}
                </button>
            </FormFrame>
        </details>
    }
}
