//! «Sobriété»: the life of devices first, then the shares of law, then the road.

mod factors;

use crate::api;
use crate::context::use_app;
use crate::parts::{FigureValue, Page};
use crate::text::{fleet as fleet_words, sobriety as words};
use chrono::Datelike;
pub(super) use factors::FactorsScreen;
use leptos::prelude::*;
use leptos_router::components::A;
use shared::day::Day;
use shared::equipment::{Equipment, EquipmentKind};
use shared::order;
use shared::reuse;
use shared::role::Role;
use shared::row::State;
use shared::sobriety::purchases::ShareStanding;
use shared::sobriety::{Key, Threshold, known, lent, life, making, purchases, road};
use std::cmp::Reverse;

/// The name of the export.
const EXPORT: &str = "sobriete";
/// The name of the declaration of purchases.
const DECLARATION: &str = "achats-agec";
/// How many calendar years can be chosen.
const YEARS: i32 = 5;

/// A figure: its name and its value.
type Line = (String, String);

/// A year of a time: its first and last day, not beyond today.
fn days_of(year: i32, today: Day) -> (Day, Day) {
    let first = Day::from_ymd_opt(year, 1, 1).unwrap_or(today);
    (first, Day::from_ymd_opt(year, 12, 31).unwrap_or(today).min(today))
}

/// The screen.
#[component]
pub(super) fn SobrietyScreen() -> impl IntoView {
    let app = use_app();
    let now = app.today_now().year();
    let year = RwSignal::new(now);
    let option = |year: i32| view! { <option value=year>{year}</option> };
    let options = (0..YEARS).map(|back| option(now - back)).collect_view();
    let choose = move |event| {
        if let Ok(chosen) = event_target_value(&event).parse() {
            year.set(chosen);
        }
    };
    let is_made_up = move || app.read(|replica| replica.view().is_made_up());
    view! {
        <Page title=words::TITLE>
            <p class="lead">{words::INTRO}</p>
            <Show when=is_made_up>
                <p class="warning">{words::FICTITIOUS}</p>
            </Show>
            <div class="toolbar">
                <label class="field-inline">
                    <span>{words::YEAR}</span>
                    <select on:change=choose>{options}</select>
                </label>
                <Files/>
            </div>
            <Life year=year/>
            <Figures
                title=words::REUSE
                definition=words::REUSE_DEFINITION
                year=year
                lines=reuse_lines
                of=|key| matches!(key, Key::ReuseShare | Key::ReuseAge)
            />
            <Figures
                title=words::PURCHASES
                definition=words::PURCHASES_DEFINITION
                year=year
                lines=purchase_lines
                of=|key| matches!(key, Key::Share(_) | Key::Gift(_))
            />
            <Figures
                title=words::MAKING
                definition=words::MAKING_DEFINITION
                year=year
                lines=making_lines
                of=|key| matches!(key, Key::Making(_))
            />
            <Figures
                title=words::ROAD
                definition=words::ROAD_DEFINITION
                year=year
                lines=road_lines
                of=|key| matches!(key, Key::Road(_))
            />
        </Page>
    }
}

/// What can be taken away, and the way to the factors.
#[component]
fn Files() -> impl IntoView {
    let app = use_app();
    view! {
        <a
            class="button secondary"
            href=api::export_url(EXPORT, "csv", None)
            download="sobriete.csv"
            rel="external"
        >
            {words::EXPORT}
        </a>
        <a
            class="button quiet"
            href=api::export_url(DECLARATION, "csv", None)
            download="achats-agec.csv"
            rel="external"
        >
            {words::DECLARE}
        </a>
        {(app.role() == Some(Role::Coordinator)).then(|| view! {
            <A href="/sobriete/facteurs" attr:class="button quiet">{words::FACTORS}</A>
        })}
    }
}

/// The ages of each kind, beside the average of the market.
#[component]
fn Life(year: RwSignal<i32>) -> impl IntoView {
    let app = use_app();
    let table = Memo::new(move |_| {
        let (today, year) = (app.today(), year.get());
        let (first, last) = days_of(year, today);
        app.read(|replica| {
            let (view, life) = (replica.view(), life::of(replica.view(), first, last));
            let factors = known::factors(&view.settings());
            let line = |kind: EquipmentKind| {
                let (age, end) = (life.ages.get(&kind), life.at_end.get(&kind));
                (age.is_some() || end.is_some()).then(|| {
                    let market = factors.on(Key::MarketLife(kind), last);
                    let told = [words::ages(age.copied()), words::ages(end.copied())];
                    (words::kind(kind), told, words::market(market))
                })
            };
            let lines: Vec<_> = EquipmentKind::ALL.into_iter().filter_map(line).collect();
            (lines, life.mended)
        })
    });
    let row = |(kind, [age, end], market): (String, [String; 2], String)| {
        view! {
            <tr>
                <th scope="row">{kind}</th>
                <td>{age}</td>
                <td>{end}</td>
                <td>{market}</td>
            </tr>
        }
    };
    view! {
        <section class="section">
            <h2>{words::LIFE}</h2>
            <div class="table-scroll" tabindex="0" role="region" aria-label=words::LIFE>
                <table class="data">
                    <thead>
                        <tr>
                            <th scope="col">{words::KIND}</th>
                            <th scope="col">{words::AGE}</th>
                            <th scope="col">{words::AT_END}</th>
                            <th scope="col">{words::MARKET}</th>
                        </tr>
                    </thead>
                    <tbody>{move || table.get().0.into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
            <FactorList title=words::LIFE year=year of=|key| matches!(key, Key::MarketLife(_))/>
            <p>{words::MENDED} "\u{a0}: " {move || table.with(|(_, mended)| *mended)}</p>
        </section>
    }
}

/// The factors behind figures, each with its day and its source.
#[component]
fn FactorList(title: &'static str, year: RwSignal<i32>, of: fn(Key) -> bool) -> impl IntoView {
    let app = use_app();
    let named = Memo::new(move |_| {
        let (first, last) = days_of(year.get(), app.today());
        app.read(|replica| {
            let factors = known::factors(&replica.view().settings());
            let named = factors.within(of, first, last);
            named.into_iter().map(words::factor).collect::<Vec<_>>()
        })
    });
    let line = |said: String| view! { <li>{said}</li> };
    view! {
        <Show when=move || !named.with(Vec::is_empty)>
            <details class="details">
                <summary>
                    {words::FACTORS} <span class="visually-hidden">"\u{a0}: " {title}</span>
                </summary>
                <ul class="bullets">{move || named.get().into_iter().map(line).collect_view()}</ul>
            </details>
        </Show>
    }
}

fn figure((name, value): Line) -> impl IntoView {
    view! {
        <div class="figure">
            <dt>{name}</dt>
            <dd>
                <FigureValue value=value/>
            </dd>
        </div>
    }
}

/// A list of figures with its definition and its factors.
#[component]
fn Figures(
    title: &'static str,
    definition: &'static str,
    year: RwSignal<i32>,
    lines: fn(&State, i32, Day) -> Vec<Line>,
    of: fn(Key) -> bool,
) -> impl IntoView {
    let app = use_app();
    let told = Memo::new(move |_| {
        let (today, year) = (app.today(), year.get());
        app.read(|replica| lines(replica.view(), year, today))
    });
    view! {
        <section class="section">
            <h2>{title}</h2>
            <dl class="figures">
                {move || told.get().into_iter().map(figure).collect_view()}
            </dl>
            <details class="details">
                <summary>
                    {words::DEFINITION}
                    <span class="visually-hidden">"\u{a0}: " {title}</span>
                </summary>
                <p>{definition}</p>
            </details>
            <FactorList title=title year=year of=of/>
        </section>
    }
}

/// Kinds of devices on the dashboard: those of which there are most.
const CARD_KINDS: usize = 2;

/// «Sobriété» on the dashboard: the life of devices first, then the shares of law, then the road,
/// of this calendar year; the rest, with definitions and factors, one link further.
#[component]
pub(super) fn SobrietyCard() -> impl IntoView {
    let app = use_app();
    let told = Memo::new(move |_| {
        let today = app.today();
        app.read(|replica| card_lines(replica.view(), today))
    });
    view! {
        <section class="section">
            <h2>{words::TITLE}</h2>
            <dl class="figures">
                {move || told.get().into_iter().map(figure).collect_view()}
            </dl>
            <p>
                <A href="/sobriete">{words::MORE}</A>
            </p>
        </section>
    }
}

fn card_lines(state: &State, today: Day) -> Vec<Line> {
    let year = today.year();
    let (first, last) = days_of(year, today);
    let mut ages: Vec<_> = life::of(state, first, last).ages.into_iter().collect();
    order::sort_by_key(&mut ages, |(kind, ages)| (Reverse(ages.devices), *kind));
    let age = |(kind, ages)| {
        let name = format!("{}\u{a0}: {}", words::AGE, words::kind(kind));
        (name, words::ages(Some(ages)))
    };
    let life = ages.into_iter().take(CARD_KINDS).map(age);
    let bought = purchases::of_year(state, year);
    let factors = known::factors(&state.settings());
    // Beside other figures it says what it is a share of.
    let (_, share) =
        share_line(&bought.standing(Threshold::Together, &factors, year), Threshold::Together);
    let share = (words::PURCHASES.to_owned(), share);
    let road = road_lines(state, year, today).into_iter().take(2);
    life.chain(reuse_lines(state, year, today)).chain([share]).chain(road).collect()
}

fn reuse_lines(state: &State, year: i32, _: Day) -> Vec<Line> {
    let devices = state.equipment.values().map(AsRef::<Equipment>::as_ref);
    let factors = known::factors(&state.settings());
    let figures = reuse::of_year(devices, &factors, year);
    let told = fleet_words::reuse(figures, reuse::objective(&factors, year));
    vec![(words::REUSE.into(), told)]
}

fn share_line(standing: &ShareStanding, of: Threshold) -> Line {
    (words::threshold(of).to_owned(), words::share(standing))
}

fn purchase_lines(state: &State, year: i32, _: Day) -> Vec<Line> {
    let factors = known::factors(&state.settings());
    let bought = purchases::of_year(state, year);
    let all = (words::BOUGHT.into(), words::spent(bought));
    let of = |threshold| share_line(&bought.standing(threshold, &factors, year), threshold);
    let parts = [Threshold::SecondHand, Threshold::Recycled, Threshold::Together];
    let gifts = (words::GIFTS.to_owned(), words::gifts(purchases::gifts(state, year)));
    std::iter::once(all).chain(parts.map(of)).chain([gifts]).collect()
}

fn making_lines(state: &State, year: i32, today: Day) -> Vec<Line> {
    let (_, last) = days_of(year, today);
    let (fleet, came) = (making::of_fleet(state, last), making::of_year(state, year, last));
    vec![
        (words::LONGER.into(), words::tonnes(fleet.spared())),
        (words::A_YEAR.into(), words::tonnes(fleet.a_year)),
        (words::FLEET.into(), words::tonnes(fleet.stock)),
        (words::CAME.into(), words::tonnes(came.stock)),
        (words::LENT.into(), words::lent(lent::of_year(state, year))),
        (words::WITHOUT.into(), words::without_factor(fleet.without_factor)),
    ]
}

fn road_lines(state: &State, year: i32, today: Day) -> Vec<Line> {
    let (first, last) = days_of(year, today);
    let road = road::of(state, first, last);
    let emitted = words::emitted(road.emitted, road.kilometres_without_factor());
    vec![
        (words::DRIVEN.into(), words::km(road.kilometres())),
        (words::EMITTED.into(), emitted),
        (words::AVOIDED_KM.into(), words::km(road.avoided_kilometres())),
        (words::AVOIDED.into(), words::kilograms(road.avoided)),
        (words::INEXACT.into(), words::inexact(road.inexact)),
    ]
}
