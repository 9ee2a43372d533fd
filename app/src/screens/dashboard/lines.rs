//! The budget by line as a plot: what is committed beside what is voted, in words and as a table.

use crate::api;
use crate::context::use_app;
use crate::text::dashboard::FORMATS;
use crate::text::{capital, pictures as words};
use chrono::Datelike;
use leptos::prelude::*;
use shared::budget::PLAN;
use shared::budget::committee::{CommitteeLine, LineRank, entries};
use shared::budget::postings::{Column, YearSpan};
use shared::day::Quarter;
use shared::money::Cents;
use shared::words::column;

/// Width and height of a bar, in its own units.
const SIZE: (f64, f64) = (600.0, 16.0);

/// A line of the annex.
#[derive(Clone, PartialEq)]
struct Line {
    name: String,
    /// In the order of [`words::COLUMNS`].
    amounts: [Cents; 3],
}

/// A line with money; the sums of groups and sections are no lines.
fn line(entry: &CommitteeLine) -> Option<Line> {
    let LineRank::Line(code) = &entry.rank else { return None };
    let of = |wanted: Column| {
        let found = Column::ALL.into_iter().zip(entry.amounts).find(|(of, _)| *of == wanted);
        found.map_or(Cents::ZERO, |(_, amount)| amount)
    };
    let amounts = words::COLUMNS.map(of);
    let name = words::line(code, &entry.label, entry.pot);
    amounts.iter().any(|amount| *amount != Cents::ZERO).then_some(Line { name, amounts })
}

/// The lines of a civil year: that of today within the quarter, else of its end that is nearer;
/// nothing while no budget is known.
#[component]
pub(super) fn BudgetLines(quarter: Quarter) -> impl IntoView {
    let app = use_app();
    let day = app.today_now().clamp(quarter.first, quarter.last);
    let year = u16::try_from(day.year()).unwrap_or_default();
    let lines = Memo::new(move |_| {
        let today = app.today();
        app.read(|replica| {
            let all = entries(replica.view(), YearSpan::Year(year), today);
            all.iter().filter_map(line).collect::<Vec<_>>()
        })
    });
    let shown = move || {
        let lines = lines.get();
        let most = lines.iter().flat_map(|line| line.amounts).max().unwrap_or_default();
        (!lines.is_empty()).then(|| {
            view! {
                <section class="section">
                    <h2>{words::budget(year)}</h2>
                    <p class="hint">{words::BUDGET_HINT}</p>
                    <Files year=year/>
                    <div class="plots">
                        {lines.iter().map(|line| plot(line, most)).collect_view()}
                    </div>
                    {table(&lines)}
                </section>
            }
        })
    };
    view! { {shown} }
}

/// The same lines with all that is known of them, to take away; of the years of the plan alone.
#[component]
fn Files(year: u16) -> impl IntoView {
    let name = format!("budget-{year}");
    let link = |(format, label): (&'static str, &'static str)| {
        view! {
            <a
                class="button quiet"
                href=api::export_url(&name, format, None)
                download=format!("{name}.{format}")
                rel="external"
                aria-label=words::export_budget(year, label)
            >
                {label}
            </a>
        }
    };
    PLAN.contains(&year).then(|| {
        view! { <div class="actions">{FORMATS.map(link).into_iter().collect_view()}</div> }
    })
}

fn plot(line: &Line, most: Cents) -> impl IntoView + use<> {
    let [voted, committed, _] = line.amounts;
    let (width, height) = SIZE;
    let at = |amount: Cents| width * amount.0.max(0) as f64 / most.0.max(1) as f64;
    let mark = format!("M{0:.1} 0 V{height}", at(voted).min(width - 1.0));
    let said = format!("{}\u{a0}: {}.", line.name, words::committed(committed, voted));
    view! {
        <figure class="plot">
            <figcaption>{said}</figcaption>
            <svg viewBox=format!("0 0 {width} {height}") aria-hidden="true" focusable="false">
                <rect
                    class="plot-bar"
                    x="0"
                    y="2"
                    width=format!("{:.1}", at(committed))
                    height=format!("{:.1}", height - 4.0)
                ></rect>
                <path class="plot-mark" d=mark></path>
            </svg>
        </figure>
    }
}

fn table(lines: &[Line]) -> impl IntoView + use<> {
    let head = words::COLUMNS.map(|of| view! { <th scope="col">{capital(column(of))}</th> });
    let row = |line: &Line| {
        let cells =
            line.amounts.map(|amount| view! { <td class="number">{amount.to_string()}</td> });
        view! {
            <tr>
                <th scope="row">{line.name.clone()}</th>
                {cells.into_iter().collect_view()}
            </tr>
        }
    };
    view! {
        <details class="details">
            <summary>{words::TABLE}</summary>
            <div class="table-scroll" tabindex="0" role="region" aria-label=words::BUDGET>
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{words::LINE}</th>
                            {head.into_iter().collect_view()}
                        </tr>
                    </thead>
                    <tbody>{lines.iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        </details>
    }
}
