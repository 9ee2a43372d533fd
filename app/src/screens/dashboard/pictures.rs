//! The course of the quarter and of the year as plots: bars and lines, each with its figures in
//! words and in a table. Drawn from memory.

use crate::context::use_app;
use crate::text::pictures as words;
use leptos::prelude::*;
use shared::course::{Step, course};
use shared::day::{Calendar, Day, Quarter};

/// Width and height of a plot, in its own units.
const SIZE: (f64, f64) = (600.0, 160.0);
/// Room under the bars.
const FOOT: f64 = 8.0;

/// What a plot shows of a step.
type Reading = fn(&Step) -> Option<u64>;

/// The plots: their name, what they show, and whether as a line.
const PLOTS: [(&str, Reading, bool); 8] = [
    (words::GIVEN, |step| wide(step.given), true),
    (words::REPORTED, |step| wide(step.reported), false),
    (words::OPEN, |step| wide(step.open), true),
    (words::WAITED, |step| step.waited, true),
    (words::KILOMETRES, |step| Some(step.kilometres), false),
    (words::AVOIDED, |step| Some(step.avoided), false),
    (words::ASKED, |step| wide(step.asked), false),
    (words::DELIVERED, |step| wide(step.delivered), false),
];

fn wide(count: usize) -> Option<u64> {
    Some(count as u64)
}

/// The first and the last day of the school year of a quarter.
fn year_of(calendar: &Calendar, quarter: &Quarter) -> (Day, Day) {
    let year =
        |quarter: &Quarter| quarter.id.as_str().rsplit_once('-').map(|(year, _)| year.to_owned());
    let own = year(quarter);
    let same = calendar.quarters.iter().filter(|other| year(other) == own);
    same.fold((quarter.first, quarter.last), |(first, last), other| {
        (first.min(other.first), last.max(other.last))
    })
}

/// The plots of a quarter, or of its year.
#[component]
pub(super) fn Pictures(quarter: Quarter) -> impl IntoView {
    let app = use_app();
    let is_year = RwSignal::new(false);
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
        let plots = PLOTS.map(|(title, of, is_line)| plot(title, &steps, of, is_line));
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
            {plots}
        </section>
    }
}

fn plot(title: &'static str, steps: &[Step], of: Reading, is_line: bool) -> impl IntoView + use<> {
    let values: Vec<_> = steps.iter().map(|step| (step.last, of(step))).collect();
    let said = words::said(title, &values);
    let top = values.iter().filter_map(|(_, value)| *value).max().unwrap_or(0).max(1) as f64;
    let (width, height) = SIZE;
    let each = width / values.len() as f64;
    let y = move |value: u64| height - FOOT - (height - 2.0 * FOOT) * value as f64 / top;
    let known = || values.iter().enumerate().filter_map(|(at, (_, value))| Some((at, (*value)?)));
    let drawn = if is_line {
        let point =
            |(at, value): (usize, u64)| format!("{:.1},{:.1}", each * (at as f64 + 0.5), y(value));
        let points: Vec<_> = known().map(point).collect();
        view! { <polyline class="plot-line" points=points.join(" ")></polyline> }.into_any()
    } else {
        let bar = |(at, value): (usize, u64)| {
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
    let head = PLOTS.map(|(title, ..)| view! { <th scope="col">{title}</th> });
    let row = |step: &Step| {
        let cells = PLOTS.map(|(_, of, _)| view! { <td>{words::number(of(step))}</td> });
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
