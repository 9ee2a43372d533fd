//! The table: group, line, section; every amount is a button that shows what makes it.

use crate::context::use_app;
use crate::parts::Dialog;
use crate::text::budget::section;
use crate::text::{budget_screen as words, capital};
use leptos::prelude::*;
use shared::article::Pot;
use shared::budget::committee::{Entry, Rank, entries};
use shared::budget::postings::{Amounts, Column, Span, table, why};
use shared::budget::{letter, line};
use shared::id::LineId;
use shared::money::Cents;
use shared::words::column;

/// A cell that was asked about.
#[derive(Clone, PartialEq)]
struct Asked {
    line: LineId,
    name: String,
    column: Column,
}

/// The table of these years.
#[component]
pub(super) fn BudgetTable(span: Memo<Span>) -> impl IntoView {
    let app = use_app();
    let asked = RwSignal::new(None::<Asked>);
    let close = Callback::new(move |()| asked.set(None));
    let all = Memo::new(move |_| {
        let (span, today) = (span.get(), app.today());
        app.read(|replica| Lines(entries(replica.view(), span, today)))
    });
    let left = move || {
        let (span, today) = (span.get(), app.today());
        let sections = app.read(|replica| table(replica.view(), span, today).sections);
        let said = |of: &shared::budget::postings::SectionOf| {
            view! { <li>{words::left(of.pot, of.to_commit, of.to_pay)}</li> }
        };
        sections.iter().map(said).collect_view()
    };
    let head = |name: &'static str| view! { <th scope="col" class="number">{capital(name)}</th> };
    view! {
        <ul>{left}</ul>
        <div class="table-scroll" tabindex="0" role="region" aria-label=words::CAPTION>
            <table class="data">
                <caption class="visually-hidden">{words::CAPTION}</caption>
                <thead>
                    <tr>
                        <th scope="col">{words::LINE}</th>
                        {Column::ALL.map(|of| head(column(of))).collect_view()}
                        <th scope="col">{words::USED}</th>
                    </tr>
                </thead>
                {move || Pot::ALL.map(|pot| body(pot, &all.get().0, asked)).collect_view()}
            </table>
        </div>
        {move || asked.get().map(|of| view! { <Why of=of span=span on_close=close/> })}
    }
}

/// The lines of the table, compared whole.
#[derive(Clone, PartialEq)]
struct Lines(Vec<Entry>);

/// The rows of a section, under its name.
fn body(pot: Pot, all: &[Entry], asked: RwSignal<Option<Asked>>) -> impl IntoView + use<> {
    let rows = all.iter().filter(|entry| entry.pot == pot).cloned();
    view! {
        <tbody>
            <tr>
                <th scope="rowgroup" colspan="7">{section(pot)}</th>
            </tr>
            {rows.map(|entry| row(entry, asked)).collect_view()}
        </tbody>
    }
}

fn row(entry: Entry, asked: RwSignal<Option<Asked>>) -> AnyView {
    let used = used(&entry.amounts);
    match entry.rank {
        Rank::Line(code) => {
            let id = match code.ends_with(&format!("-{}", letter(entry.pot))) {
                true => LineId(code.clone()),
                false => line(&code, entry.pot),
            };
            let name = match entry.label.as_str() {
                "" => format!("{code}, {}", words::OUTSIDE),
                label => format!("{code} {label}"),
            };
            let cell = |(of, amount): (Column, Cents)| {
                let asking = Asked { line: id.clone(), name: name.clone(), column: of };
                let label = words::cell(&name, column(of), amount);
                view! {
                    <td class="number">
                        <button
                            type="button"
                            class="button quiet small"
                            aria-label=label
                            on:click=move |_| asked.set(Some(asking.clone()))
                        >
                            {amount.to_string()}
                        </button>
                    </td>
                }
            };
            let cells = Column::ALL.into_iter().zip(entry.amounts).map(cell).collect_view();
            let over = entry.over.map(|by| {
                view! { <p class="warning">{words::over(by, &entry.reasons)}</p> }
            });
            view! {
                <tr>
                    <th scope="row">{name} {over}</th>
                    {cells}
                    <td>{used}</td>
                </tr>
            }
            .into_any()
        }
        Rank::Gap => sums(words::GAP.to_owned(), entry.amounts, true, ().into_any()),
        Rank::Group => sums(entry.label, entry.amounts, false, used),
        Rank::Section => sums(section(entry.pot).to_owned(), entry.amounts, false, used),
    }
}

/// A row of sums; of the difference of the rounding only what was voted has an amount.
fn sums(name: String, amounts: Amounts, first_only: bool, used: AnyView) -> AnyView {
    let cell = |(at, amount): (usize, Cents)| {
        let shown = (at == 0 || !first_only).then(|| amount.to_string());
        view! { <td class="number"><strong>{shown}</strong></td> }
    };
    view! {
        <tr>
            <th scope="row"><strong>{name}</strong></th>
            {amounts.into_iter().enumerate().map(cell).collect_view()}
            <td>{used}</td>
        </tr>
    }
    .into_any()
}

/// The share of what was voted that is reserved or committed: a bar, and its number.
fn used([voted, reserved, committed, ..]: &Amounts) -> AnyView {
    let taken = *reserved + *committed;
    if *voted <= Cents::ZERO {
        return ().into_any();
    }
    let percent = i128::from(taken.0) * 100 / i128::from(voted.0);
    view! {
        <progress aria-hidden="true" max="100" value=percent.clamp(0, 100).to_string()></progress>
        " "
        {percent.to_string()}
        "\u{a0}%"
    }
    .into_any()
}

/// «Pourquoi ce montant ?»: the rows, the largest first.
#[component]
fn Why(of: Asked, span: Memo<Span>, on_close: Callback<()>) -> impl IntoView {
    let app = use_app();
    let found = app.read_now(|replica| {
        let view = replica.view();
        let rows = why(view, span.get_untracked(), app.today_now(), &of.line, of.column);
        rows.iter().map(|row| (row.amount, words::source(row, view))).collect::<Vec<_>>()
    });
    let sum: Cents = found.iter().map(|(amount, _)| *amount).sum();
    let line = |(amount, (said, path)): (Cents, (String, Option<String>))| {
        let said = match path {
            Some(path) => view! { <a href=path>{said}</a> }.into_any(),
            None => said.into_any(),
        };
        view! { <li>{said} " · " {amount.to_string()}</li> }
    };
    let is_empty = found.is_empty();
    let title = format!("{}, {}\u{a0}: {sum}", of.name, column(of.column));
    view! {
        <Dialog title=words::WHY on_close=on_close>
            <p class="lead">{title}</p>
            {is_empty.then(|| view! { <p class="empty">{words::WHY_NOTHING}</p> })}
            <ul>{found.into_iter().map(line).collect_view()}</ul>
        </Dialog>
    }
}
