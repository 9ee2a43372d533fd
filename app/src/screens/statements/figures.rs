//! The figures of a statement: one sheet, each figure with its definition.

use crate::parts::FigureValue;
use crate::text::statements as words;
use leptos::prelude::*;
use shared::statement::{Amount, Defined, Sheet, Statement};
use std::sync::Arc;

/// A sheet of a statement, chosen among those that it has here.
#[component]
pub(super) fn Sheets(statement: Arc<Statement>) -> impl IntoView {
    let chosen = RwSignal::new(0_usize);
    let names: Vec<_> = statement.sheets.iter().map(|sheet| words::sheet(&sheet.name)).collect();
    let option = |(at, name): (usize, String)| view! { <option value=at>{name}</option> };
    let choose = move |event| {
        if let Ok(at) = event_target_value(&event).parse() {
            chosen.set(at);
        }
    };
    let has_several = names.len() > 1;
    let options = names.into_iter().enumerate().map(option).collect_view();
    let sheet = move || {
        let sheet = statement.sheets.get(chosen.get())?.clone();
        Some(view! { <OneSheet definitions=statement.definitions.clone() sheet=sheet/> })
    };
    view! {
        {has_several.then(|| view! {
            <div class="toolbar">
                <label class="field-inline">
                    <span>{words::SHEET}</span>
                    <select on:change=choose>{options}</select>
                </label>
            </div>
        })}
        {sheet}
    }
}

#[component]
fn OneSheet(definitions: Vec<Defined>, sheet: Sheet) -> impl IntoView {
    let is_total = sheet.commune.is_none();
    let told = definitions.into_iter().zip(sheet.amounts);
    // A figure of all together alone is told nowhere else.
    let told: Vec<_> =
        told.filter(|(_, amount)| is_total || *amount != Amount::default()).collect();
    let mut themes: Vec<String> = Vec::new();
    for (defined, _) in &told {
        if !themes.contains(&defined.theme) {
            themes.push(defined.theme.clone());
        }
    }
    let section = |theme: String| {
        let figures = told.iter().filter(|(defined, _)| defined.theme == theme);
        let figures = figures.map(|(defined, amount)| figure(defined, *amount)).collect_view();
        view! {
            <section class="section">
                <h2>{theme}</h2>
                <dl class="figures">{figures}</dl>
            </section>
        }
    };
    let sections = themes.into_iter().map(section).collect_view();
    let names: Vec<_> = sheet.sites.into_iter().map(|site| site.name).collect();
    let sites = (!names.is_empty()).then(|| {
        view! {
            <details class="details">
                <summary>{words::SITES}</summary>
                <ul>{names.into_iter().map(|name| view! { <li>{name}</li> }).collect_view()}</ul>
            </details>
        }
    });
    view! { {sections} {sites} }
}

fn figure(defined: &Defined, amount: Amount) -> impl IntoView + use<> {
    let Defined { label, sentence, formula, source, excludes, version, .. } = defined.clone();
    view! {
        <div class="figure">
            <dt>{label.clone()}</dt>
            <dd>
                <FigureValue value=words::amount(defined, amount)/>
                <details class="details">
                    <summary>
                        {words::DEFINITION}
                        <span class="visually-hidden">"\u{a0}: " {label.clone()}</span>
                    </summary>
                    <p>{sentence} " (" {words::version(version)} ")"</p>
                    <p>{words::FORMULA} "\u{a0}: " {formula}</p>
                    <p>{words::SOURCE} "\u{a0}: " {source}</p>
                    <p>{words::EXCLUDES} "\u{a0}: " {excludes}</p>
                </details>
            </dd>
        </div>
    }
}
