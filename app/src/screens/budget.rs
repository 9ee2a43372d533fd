//! «Budget»: what is voted, reserved, committed, done and paid, and the rows that make each
//! amount.

mod fields;
mod income;
mod mapping;
mod money;
mod one;
mod open;
mod table;
mod vote;
mod votes;
mod warnings;

use super::address::in_address;
use crate::api;
use crate::context::use_app;
use crate::parts::Page;
use crate::text::budget_screen as words;
use chrono::Datelike;
use income::IncomeOf;
use leptos::prelude::*;
pub(super) use mapping::{Columns, Imputations};
pub(super) use one::CommitmentScreen;
use open::Orders;
use shared::budget::PLAN;
use shared::budget::postings::YearSpan;
use shared::role::Role;
use table::BudgetTable;
use vote::VoteDialog;
pub(super) use votes::LineScreen;
use warnings::Warnings;

/// The word of the years of the plan in the address.
const ALL: &str = "plan";

/// The years that the address names: this one, where it names none.
fn span_of(word: &str, this_year: i32) -> YearSpan {
    if word == ALL {
        return YearSpan::Plan;
    }
    let this_year = u16::try_from(this_year).unwrap_or(*PLAN.end());
    let year = word.parse().unwrap_or(this_year);
    YearSpan::Year(year.clamp(*PLAN.start(), *PLAN.end()))
}

/// The screen.
#[component]
pub fn BudgetScreen() -> impl IntoView {
    let app = use_app();
    let year = in_address("annee", "");
    let span = Memo::new(move |_| span_of(&year.get(), app.today().year()));
    let voting = RwSignal::new(false);
    let close = Callback::new(move |()| voting.set(false));
    let decides = move || app.role() == Some(Role::Coordinator);
    let known = move || app.read(|replica| !replica.view().budget_lines.is_empty());
    view! {
        <Page title=words::TITLE>
            <div class="actions">
                <Show when=decides fallback=|| view! { <p class="hint">{words::READ_ONLY}</p> }>
                    <button
                        type="button"
                        class="button primary"
                        on:click=move |_| voting.set(true)
                    >
                        {words::VOTE}
                    </button>
                    <a class="button secondary" href="/importer">{words::IMPORT}</a>
                </Show>
                <Files span=span/>
            </div>
            {move || voting.get().then(|| view! { <VoteDialog on_close=close/> })}
            <Years year=year span=span/>
            <Show when=known fallback=|| view! { <p class="empty">{words::EMPTY}</p> }>
                <BudgetTable span=span/>
                <Warnings/>
                <Orders/>
                <IncomeOf/>
                <Show when=decides>
                    <Columns/>
                </Show>
            </Show>
        </Page>
    }
}

/// The exports of what is shown, and the printer.
#[component]
fn Files(span: Memo<YearSpan>) -> impl IntoView {
    let export = move |(format, label): (&'static str, &'static str)| {
        let name = move || match span.get() {
            YearSpan::Plan => "budget".to_owned(),
            YearSpan::Year(year) => format!("budget-{year}"),
        };
        view! {
            <a
                class="button quiet"
                href=move || api::export_url(&name(), format, None)
                download=move || format!("{}.{format}", name())
                rel="external"
            >
                {label}
            </a>
        }
    };
    let print = |_| {
        // A browser without a printer shows nothing, and needs no word.
        let _ = window().print();
    };
    view! {
        {words::EXPORTS.map(export).collect_view()}
        <button type="button" class="button quiet" on:click=print>{words::PRINT}</button>
    }
}

/// The years to choose from.
#[component]
fn Years(year: RwSignal<String>, span: Memo<YearSpan>) -> impl IntoView {
    let button = move |word: String, label: String, of: YearSpan| {
        view! {
            <button
                type="button"
                class="button quiet"
                aria-pressed=move || (span.get() == of).to_string()
                on:click=move |_| year.set(word.clone())
            >
                {label}
            </button>
        }
    };
    let years = PLAN.map(|of| button(of.to_string(), of.to_string(), YearSpan::Year(of)));
    view! {
        <div class="toolbar" role="group" aria-label=words::YEARS>
            {years.collect_view()} {button(ALL.into(), words::PLAN.into(), YearSpan::Plan)}
        </div>
    }
}
