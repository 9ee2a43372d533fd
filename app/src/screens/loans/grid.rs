//! Units by weeks: arrows go from loan to loan, Enter opens it.

use super::keys::{Place, pressed};
use super::lending::LoanCard;
use super::{is_loan, kits};
use crate::context::App;
use crate::parts::Dialog;
use crate::text::{loans_desk as words, site_name};
use chrono::{Datelike, Duration};
use leptos::prelude::*;
use shared::article::Article;
use shared::day::Day;
use shared::id::SupplyId;
use shared::loan::between::is_late;
use shared::loan::{LoanDays, Unit, UnitState};
use shared::order;
use shared::row::State;
use shared::supply::Supply;
use std::sync::Arc;

/// Weeks that are shown.
const WEEKS: i64 = 12;

/// A row of the grid: a unit, or the loans that have none yet.
#[derive(Debug, Clone, PartialEq)]
struct Row {
    name: String,
    /// What a week without a loan says: a unit that does not work is not free.
    empty: &'static str,
    cells: Vec<Vec<(SupplyId, String)>>,
}

/// The Monday of each week, this week first.
fn mondays(today: Day) -> Vec<Day> {
    let first = today - Duration::days(i64::from(today.weekday().num_days_from_monday()));
    (0..WEEKS).map(|week| first + Duration::weeks(week)).collect()
}

/// The days on which a loan stands in the grid: one that is late stands there until it is back.
fn shown_days(loan: &Supply, today: Day) -> Option<LoanDays> {
    let last = if is_late(loan, today) { Day::MAX } else { loan.period?.last };
    Some(LoanDays::new(loan.period?.first, last))
}

/// The loans of an article on a row, by weeks.
fn row(
    view: &State,
    loans: &[&Arc<Supply>],
    (name, unit, empty): (String, &str, &'static str),
    (weeks, today): (&[Day], Day),
) -> Row {
    let of_week = |monday: &Day| {
        let week = LoanDays::new(*monday, *monday + Duration::days(6));
        let meets = |loan: &Supply| shown_days(loan, today).is_some_and(|days| days.meets(&week));
        let there = loans.iter().filter(|loan| loan.unit == unit && meets(loan));
        let said = there.map(|loan| {
            let site = site_name(view, &loan.site);
            (loan.id, words::cell(&site, loan, today))
        });
        said.collect()
    };
    Row { name, empty, cells: weeks.iter().map(of_week).collect() }
}

/// The rows of an article: each unit, then what has none.
fn rows(view: &State, article: &Article, (weeks, today): (&[Day], Day)) -> Vec<Row> {
    let is_of = |loan: &&Arc<Supply>| {
        is_loan(loan)
            && loan.state.is_open()
            && loan.lines.first().is_some_and(|line| line.article == article.id)
    };
    let mut loans: Vec<_> = view.supplies.values().filter(is_of).collect();
    order::sort_by_key(&mut loans, |loan| (loan.period, loan.id));
    let units = article.kit.iter().flat_map(|kit| &kit.units);
    let of_unit = |unit: &Unit| {
        let empty = if unit.state == UnitState::Works { words::FREE } else { words::NOT_FREE };
        row(view, &loans, (words::unit(unit), &unit.label, empty), (weeks, today))
    };
    let mut rows: Vec<_> = units.map(of_unit).collect();
    let none = (words::NO_UNIT_YET.into(), "", words::NOT_FREE);
    rows.push(row(view, &loans, none, (weeks, today)));
    rows
}

/// Where the loans stand, in their order on the page.
fn places(all: &[(String, Vec<Row>)]) -> Vec<Place> {
    let rows = all.iter().flat_map(|(_, rows)| rows);
    let of_row = |(row, shown): (usize, &Row)| {
        let counts: Vec<usize> = shown.cells.iter().map(Vec::len).collect();
        let weeks = counts.into_iter().enumerate();
        weeks.flat_map(move |(week, count)| (0..count).map(move |at| Place { row, week, at }))
    };
    rows.enumerate().flat_map(of_row).collect()
}

/// The grid.
#[component]
pub(super) fn Grid(app: App) -> impl IntoView {
    let opened = RwSignal::new(None::<SupplyId>);
    let weeks = Memo::new(move |_| mondays(app.today()));
    // Drawn anew only when something in it changed: the focus stays where it is.
    let all = Memo::new(move |_| {
        let (weeks, today) = (weeks.get(), app.today());
        let of = |article: Arc<Article>| {
            let rows = app.read(|replica| rows(replica.view(), &article, (&weeks, today)));
            (article.label.clone(), rows)
        };
        kits(app).into_iter().map(of).collect::<Vec<_>>()
    });
    let tables = move || {
        let weeks = weeks.get();
        let mut first = 0;
        let table = |(label, rows): (String, Vec<Row>)| {
            let numbered: Vec<_> = (first..).zip(rows).collect();
            first += numbered.len();
            table(&label, &weeks, numbered, opened)
        };
        all.get().into_iter().map(table).collect_view()
    };
    let close = Callback::new(move |()| opened.set(None));
    let dialog = move || {
        let id = opened.get()?;
        Some(view! {
            <Dialog title=words::LOAN on_close=close>
                <ul class="cards">
                    <LoanCard id=id/>
                </ul>
            </Dialog>
        })
    };
    view! {
        <p class="hint">{words::GRID_HINT}</p>
        <div on:keydown=move |event| all.with_untracked(|all| pressed(&event, &places(all)))>
            {tables}
        </div>
        {dialog}
    }
}

fn table(
    label: &str,
    weeks: &[Day],
    rows: Vec<(usize, Row)>,
    opened: RwSignal<Option<SupplyId>>,
) -> impl IntoView + use<> {
    let label = label.to_owned();
    let heads = weeks.iter().map(|monday| view! { <th scope="col">{words::week(*monday)}</th> });
    let heads = heads.collect_view();
    let line = move |(at, row): (usize, Row)| {
        let cell = |(week, cell)| {
            let first = Place { row: at, week, at: 0 };
            view! { <td>{buttons(cell, first, row.empty, opened)}</td> }
        };
        let cells = row.cells.into_iter().enumerate().map(cell);
        view! {
            <tr>
                <th scope="row">{row.name}</th>
                {cells.collect_view()}
            </tr>
        }
    };
    view! {
        <h2>{label.clone()}</h2>
        <div class="table-scroll" tabindex="0" role="region" aria-label=label>
            <table class="plan-grid">
                <thead>
                    <tr>
                        <th scope="col">{words::UNIT}</th>
                        {heads}
                    </tr>
                </thead>
                <tbody>{rows.into_iter().map(line).collect_view()}</tbody>
            </table>
        </div>
    }
}

fn buttons(
    cell: Vec<(SupplyId, String)>,
    first: Place,
    empty: &'static str,
    opened: RwSignal<Option<SupplyId>>,
) -> impl IntoView + use<> {
    let button = move |(at, (id, said)): (usize, (SupplyId, String))| {
        let place = Place { at, ..first };
        view! {
            <button
                type="button"
                id=place.id()
                class="plan-visit"
                on:click=move |_| opened.set(Some(id))
            >
                {said}
            </button>
        }
    };
    match cell.is_empty() {
        true => view! { <span class="meta">{empty}</span> }.into_any(),
        false => cell.into_iter().enumerate().map(button).collect_view().into_any(),
    }
}
