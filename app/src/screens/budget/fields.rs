//! The choice of a line of the budget.

use crate::context::use_app;
use crate::parts::{Choices, FormEntry};
use crate::text::{budget_screen as words, capital};
use leptos::prelude::*;
use shared::article::Pot;
use shared::budget::books::Books;
use shared::budget::{BudgetLine, Goods};
use shared::id::LineId;

/// Which lines can be chosen.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Choice {
    /// Lines alone.
    Lines,
    /// Whole sections too.
    Sections,
}

/// The lines of a section, any number of them.
#[component]
pub(super) fn LinesField(
    chosen: RwSignal<Vec<LineId>>,
    #[prop(into)] pot: Signal<Pot>,
    legend: &'static str,
    hint: &'static str,
) -> impl IntoView {
    let app = use_app();
    let of_section = move || {
        let pot = pot.get();
        app.read(|replica| {
            let books = Books::of(replica.view());
            let lines = books.lines().into_iter().filter(|line| line.pot == pot);
            lines.map(|line| (line.id.clone(), words::line(line))).collect::<Vec<_>>()
        })
    };
    let line = move |(id, name): (LineId, String)| {
        let (known, changed) = (id.clone(), id);
        let change = move |event| {
            let is_chosen = event_target_checked(&event);
            chosen.update(|all| {
                all.retain(|other| *other != changed);
                all.extend(is_chosen.then(|| changed.clone()));
            });
        };
        view! {
            <label class="tick">
                <input
                    type="checkbox"
                    prop:checked=move || chosen.with(|all| all.contains(&known))
                    on:change=change
                />
                <span>{name}</span>
            </label>
        }
    };
    view! {
        <fieldset class="field">
            <legend>{legend}</legend>
            <p class="hint">{hint}</p>
            {move || of_section().into_iter().map(line).collect_view()}
        </fieldset>
    }
}

/// A line of the budget, by its key.
#[component]
pub(super) fn LineField(
    value: FormEntry<String>,
    #[prop(default = Choice::Lines)] choice: Choice,
    #[prop(into, default = words::LINE.to_owned())] label: String,
) -> impl IntoView {
    let app = use_app();
    let FormEntry { value, notes } = value;
    notes.set_label(&label);
    let known = app.read_now(|replica| {
        let books = Books::of(replica.view());
        let sections = Pot::ALL.map(BudgetLine::section);
        let sections = sections.iter().filter(|_| choice == Choice::Sections);
        let named = |line: &BudgetLine| (line.id.to_string(), words::choice(line));
        let lines = books.lines().into_iter().map(|line| named(line));
        sections.map(named).chain(lines).collect::<Vec<_>>()
    });
    let option = move |(id, name): (String, String)| {
        let (key, chosen) = (id.clone(), id);
        view! {
            <option value=key prop:selected=move || value.with(|of| *of == chosen)>{name}</option>
        }
    };
    let changed = move |event| {
        value.set(event_target_value(&event));
        notes.changed();
    };
    view! {
        <label class="field">
            <span class="field-label">{label}</span>
            <select aria-invalid=move || notes.problem().is_some().to_string() on:change=changed>
                <option value="" prop:selected=move || value.with(String::is_empty)>
                    {words::CHOOSE}
                </option>
                {known.into_iter().map(option).collect_view()}
            </select>
            {move || notes.problem().map(|text| view! { <p class="error">{text}</p> })}
        </label>
    }
}

/// What a purchase order buys, for the shares that the law asks for.
#[component]
pub(super) fn GoodsField(value: FormEntry<Option<Goods>>) -> impl IntoView {
    let options = [Goods::Devices, Goods::Other].map(|of| (of, capital(words::goods(of))));
    view! { <Choices legend=words::GOODS name="goods" options=options.to_vec() value=value/> }
}
