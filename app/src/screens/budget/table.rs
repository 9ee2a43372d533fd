//! The table: group, line, section; every amount is a button that shows what makes it.

use crate::context::use_app;
use crate::parts::Dialog;
use crate::text::budget::section;
use crate::text::{budget_screen as words, capital};
use leptos::prelude::*;
use shared::article::Pot;
use shared::budget::committee::{CommitteeLine, LineRank, entries};
use shared::budget::postings::{Amounts, Column, SectionOf, YearSpan, table};
use shared::budget::why::{Cell, why};
use shared::budget::{letter, line};
use shared::id::LineId;
use shared::money::Cents;
use shared::words::column;

/// A cell that was asked about, and what it is called.
#[derive(Clone, PartialEq)]
struct Asked {
    cell: Cell,
    name: String,
}

/// The table of these years.
#[component]
pub(super) fn BudgetTable(span: Memo<YearSpan>) -> impl IntoView {
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
        sections.iter().map(|of| view! { <li>{left(of, asked)}</li> }).collect_view()
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
struct Lines(Vec<CommitteeLine>);

/// The rows of a section, under its name.
fn body(pot: Pot, all: &[CommitteeLine], asked: RwSignal<Option<Asked>>) -> impl IntoView + use<> {
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

/// What may still be committed and paid of a section, each amount a button.
fn left(of: &SectionOf, asked: RwSignal<Option<Asked>>) -> AnyView {
    let name = section(of.pot);
    let Some(to_commit) = of.to_commit else {
        return words::nothing_voted(of.pot).into_any();
    };
    let part = |said: &'static str, cell: Cell, amount: Cents| {
        let name = format!("{name}, {said}");
        view! { {said} " " {button(cell, name, amount, asked)} }
    };
    let commit = part(words::LEFT_TO_COMMIT, Cell::ToCommit(of.pot), to_commit);
    let pay = of.to_pay.map(|to_pay| {
        view! { ", " {part(words::LEFT_TO_PAY, Cell::ToPay(of.pot), to_pay)} }
    });
    view! { {name} "\u{a0}: " {commit} {pay} }.into_any()
}

/// An amount that opens what makes it.
fn button(
    cell: Cell,
    name: String,
    amount: Cents,
    asked: RwSignal<Option<Asked>>,
) -> impl IntoView + use<> {
    let label = words::cell(&name, amount);
    let open = move |_| asked.set(Some(Asked { cell: cell.clone(), name: name.clone() }));
    view! {
        <button type="button" class="button quiet small" aria-label=label on:click=open>
            {amount.to_string()}
        </button>
    }
}

fn row(entry: CommitteeLine, asked: RwSignal<Option<Asked>>) -> AnyView {
    let (used, pot) = (used(&entry.amounts), entry.pot);
    let of = move |cell: &dyn Fn(Column) -> Cell| Column::ALL.map(cell).map(Some);
    let (name, cells, is_sum) = match &entry.rank {
        LineRank::Line(code) => {
            let id = match code.ends_with(&format!("-{}", letter(pot))) {
                true => LineId(code.clone()),
                false => line(code, pot),
            };
            let name = match entry.label.as_str() {
                "" => format!("{code}, {}", words::OUTSIDE),
                label => format!("{code} {label}"),
            };
            (name, of(&|column| Cell::Line(id.clone(), column)), false)
        }
        LineRank::Group => {
            let group = entry.group.clone();
            let cells = of(&|column| Cell::Group(group.clone(), pot, column));
            (entry.label.clone(), cells, true)
        }
        LineRank::Section => {
            (section(pot).to_owned(), of(&|column| Cell::Section(pot, column)), true)
        }
        // Of the difference of the rounding only what was voted has an amount.
        LineRank::Gap => {
            let mut cells = Column::ALL.map(|_| None);
            cells[0] = Some(Cell::Gap(pot));
            (words::GAP.to_owned(), cells, true)
        }
    };
    let cell = |((of, cell), amount): ((Column, Option<Cell>), Cents)| {
        let button = cell.map(|cell| {
            let name = format!("{name}, {}", column(of));
            button(cell, name, amount, asked)
        });
        match is_sum {
            true => view! { <td class="number"><strong>{button}</strong></td> }.into_any(),
            false => view! { <td class="number">{button}</td> }.into_any(),
        }
    };
    let amounts = Column::ALL.into_iter().zip(cells).zip(entry.amounts);
    let cells = amounts.map(cell).collect_view();
    let over = entry.over.map(|by| {
        view! { <p class="warning">{words::over(by, &entry.reasons)}</p> }
    });
    let name = match is_sum {
        true => view! { <strong>{name.clone()}</strong> }.into_any(),
        false => name.clone().into_any(),
    };
    view! {
        <tr>
            <th scope="row">{name} {over}</th>
            {cells}
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
fn Why(of: Asked, span: Memo<YearSpan>, on_close: Callback<()>) -> impl IntoView {
    let app = use_app();
    let found = app.read_now(|replica| {
        let view = replica.view();
        let rows = why(view, span.get_untracked(), app.today_now(), &of.cell);
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
    let title = format!("{}\u{a0}: {sum}", of.name);
    view! {
        <Dialog title=words::WHY on_close=on_close>
            <p class="lead">{title}</p>
            {is_empty.then(|| view! { <p class="empty">{words::WHY_NOTHING}</p> })}
            <ul>{found.into_iter().map(line).collect_view()}</ul>
        </Dialog>
    }
}
