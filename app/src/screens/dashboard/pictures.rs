//! The course of the quarter and of the year as plots: bars and lines, each with its figures in
//! words and in a table. Drawn from memory.

use crate::api;
use crate::context::use_app;
use crate::text::dashboard::FORMATS;
use crate::text::pictures as words;
use leptos::prelude::*;
use shared::course::{Step, course, year_of};
use shared::day::Quarter;
use shared::id::QuarterId;

/// Width and height of a plot, in its own units.
const SIZE: (f64, f64) = (600.0, 160.0);
/// Room under the bars.
const FOOT: f64 = 8.0;

/// What a plot shows of a step.
type Reading = fn(&Step) -> Option<i64>;

/// A plot.
#[derive(Clone, Copy)]
struct Plot {
    title: &'static str,
    of: Reading,
    is_line: bool,
    /// How many of the last digits are decimals.
    scale: u8,
}

const fn line(title: &'static str, of: Reading) -> Plot {
    Plot { title, of, is_line: true, scale: 0 }
}

const fn bars(title: &'static str, of: Reading) -> Plot {
    Plot { title, of, is_line: false, scale: 0 }
}

/// The plots: their name, what they show, and whether as a line.
const PLOTS: [Plot; 11] = [
    line(words::GIVEN, |step| wide(step.given)),
    bars(words::REPORTED, |step| wide(step.reported)),
    line(words::OPEN, |step| wide(step.open)),
    line(words::WAITED, |step| i64::try_from(step.waited?).ok()),
    bars(words::KILOMETRES, |step| i64::try_from(step.kilometres).ok()),
    bars(words::AVOIDED, |step| i64::try_from(step.avoided).ok()),
    bars(words::ASKED, |step| wide(step.asked)),
    bars(words::DELIVERED, |step| wide(step.delivered)),
    bars(words::LENT, |step| wide(step.lent)),
    bars(words::HELD, |step| wide(step.held)),
    Plot { scale: 2, ..bars(words::PAID, |step| Some(step.paid.0)) },
];

fn wide(count: usize) -> Option<i64> {
    i64::try_from(count).ok()
}

/// The plots of a quarter, or of its year.
#[component]
pub(super) fn Pictures(quarter: Quarter) -> impl IntoView {
    let app = use_app();
    let is_year = RwSignal::new(false);
    let exported = quarter.id.clone();
    let steps = Memo::new(move |_| {
        let (today, whole) = (app.today(), is_year.get());
        app.read(|replica| {
            let view = replica.view();
            let (first, last) = match whole {
                true => year_of(&view.calendar(), &quarter),
                false => (quarter.first, quarter.last),
            };
            course(view, first, last, today)
        })
    });
    let choice = move |whole: bool, label: &'static str| {
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name="plot-span"
                    prop:checked=move || is_year.get() == whole
                    on:change=move |_| is_year.set(whole)
                />
                <span>{label}</span>
            </label>
        }
    };
    let plots = move || {
        let steps = steps.get();
        if steps.is_empty() {
            return view! { <p class="empty">{words::NOTHING}</p> }.into_any();
        }
        let plots = PLOTS.map(|of| plot(of, &steps));
        view! {
            <div class="plots">{plots.into_iter().collect_view()}</div>
            {table(&steps)}
        }
        .into_any()
    };
    view! {
        <section class="section">
            <h2>{words::TITLE}</h2>
            <fieldset class="field">
                <legend class="field-label">{words::SPAN}</legend>
                <div class="choices">
                    {choice(false, words::QUARTER)} {choice(true, words::YEAR)}
                </div>
            </fieldset>
            <Taken quarter=exported is_year=is_year/>
            {plots}
        </section>
    }
}

/// What is seen, to print and to take away.
#[component]
fn Taken(quarter: QuarterId, is_year: RwSignal<bool>) -> impl IntoView {
    let link = |(format, label): (&'static str, &'static str)| {
        let quarter = quarter.clone();
        let name = move || words::EXPORT[usize::from(is_year.get())];
        view! {
            <a
                class="button quiet"
                href=move || api::export_url(name(), format, Some(&quarter))
                download=move || format!("{}.{format}", name())
                rel="external"
                aria-label=words::export(label)
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
        <div class="actions">
            {FORMATS.map(link).collect_view()}
            <button type="button" class="button quiet" on:click=print>{words::PRINT}</button>
        </div>
    }
}

fn plot(plot: Plot, steps: &[Step]) -> impl IntoView + use<> {
    let values: Vec<_> = steps.iter().map(|step| (step.last, (plot.of)(step))).collect();
    let said = words::said(plot.title, &values, plot.scale);
    let top = values.iter().filter_map(|(_, value)| *value).max().unwrap_or(0).max(1) as f64;
    let (width, height) = SIZE;
    let each = width / values.len() as f64;
    // Credit notes may outweigh payments: then there is no bar, and the words say it.
    let y = move |value: i64| height - FOOT - (height - 2.0 * FOOT) * value.max(0) as f64 / top;
    let known = || values.iter().enumerate().filter_map(|(at, (_, value))| Some((at, (*value)?)));
    let drawn = if plot.is_line {
        let point =
            |(at, value): (usize, i64)| format!("{:.1},{:.1}", each * (at as f64 + 0.5), y(value));
        let points: Vec<_> = known().map(point).collect();
        view! { <polyline class="plot-line" points=points.join(" ")></polyline> }.into_any()
    } else {
        let bar = |(at, value): (usize, i64)| {
            let (x, from) = (each * (at as f64 + 0.15), y(value));
            view! {
                <rect
                    class="plot-bar"
                    x=format!("{x:.1}")
                    y=format!("{from:.1}")
                    width=format!("{:.1}", each * 0.7)
                    height=format!("{:.1}", height - FOOT - from)
                ></rect>
            }
        };
        known().map(bar).collect_view().into_any()
    };
    let base = format!("M0 {0} H{width}", height - FOOT);
    view! {
        <figure class="plot">
            <figcaption>{said}</figcaption>
            <svg viewBox=format!("0 0 {width} {height}") aria-hidden="true" focusable="false">
                <path class="plot-base" d=base></path>
                {drawn}
            </svg>
        </figure>
    }
}

/// The same numbers, to read one by one.
fn table(steps: &[Step]) -> impl IntoView + use<> {
    let head = PLOTS.map(|plot| view! { <th scope="col">{plot.title}</th> });
    let row = |step: &Step| {
        let cell = |plot: Plot| words::number((plot.of)(step), plot.scale);
        let cells = PLOTS.map(|plot| view! { <td class="number">{cell(plot)}</td> });
        view! {
            <tr>
                <th scope="row">{words::step(step)}</th>
                {cells.into_iter().collect_view()}
            </tr>
        }
    };
    let rows = steps.iter().map(row).collect_view();
    view! {
        <details class="details">
            <summary>{words::TABLE}</summary>
            <div class="table-scroll" tabindex="0" role="region" aria-label=words::TABLE>
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{words::STEP}</th>
                            {head.into_iter().collect_view()}
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </details>
    }
}
