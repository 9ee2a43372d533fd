//! The rounds of a day: lines on the map, and the same in words.

use crate::context::App;
use crate::screens::map::look;
use crate::text::{self, coverage as words};
use leptos::prelude::*;
use shared::day::{Day, Quarter};
use shared::figures::{DayRound, day_rounds, kilometres};
use shared::words::half;

/// The day of the map, and its rounds.
#[derive(Clone, Copy)]
pub(super) struct Rounds {
    app: App,
    day: RwSignal<Option<Day>>,
    pub(super) shown: Memo<Vec<DayRound>>,
}

impl Rounds {
    /// Starts with the next day that has visits.
    pub(super) fn new(app: App, quarter: Memo<Option<Quarter>>) -> Self {
        let day = RwSignal::new(None);
        let first = Memo::new(move |_| {
            let quarter = quarter.get()?;
            let today = app.today();
            app.read(|replica| {
                let visits = replica.view().visits.values();
                let visits = visits.filter(|v| v.quarter == quarter.id && v.takes_slot());
                visits.map(|v| v.slot.day).filter(|day| *day >= today).min()
            })
        });
        let shown = Memo::new(move |_| match day.get().or(first.get()) {
            Some(day) => app.read(|replica| day_rounds(replica.view(), day)),
            None => Vec::new(),
        });
        Effect::new(move |_| {
            if day.get_untracked().is_none() {
                day.set(first.get());
            }
        });
        Self { app, day, shown }
    }
}

/// The field of the day.
#[component]
pub(super) fn DayChoice(rounds: Rounds) -> impl IntoView {
    let value = move || rounds.day.get().map(|day| day.to_string()).unwrap_or_default();
    let choose = move |event| {
        if let Ok(day) = event_target_value(&event).parse() {
            rounds.day.set(Some(day));
        }
    };
    view! {
        <label class="field-inline">
            <span>{words::ROUNDS_OF}</span>
            <input type="date" prop:value=value on:change=choose/>
        </label>
    }
}

/// The rounds of the map, in words.
#[component]
pub(super) fn RoundList(rounds: Rounds) -> impl IntoView {
    let title = move || rounds.day.get().map(|day| words::rounds_of(&text::day_long(day)));
    let lines = move || {
        let shown = rounds.shown.get();
        if shown.is_empty() {
            return view! { <p class="empty">{words::NO_ROUND}</p> }.into_any();
        }
        let lines = shown.into_iter().enumerate();
        let lines = lines.map(|(at, round)| line(rounds.app, at, &round)).collect_view();
        view! { <ul class="plain rounds">{lines}</ul> }.into_any()
    };
    view! {
        <section class="section">
            <h2 class="small">{title}</h2>
            {lines}
        </section>
    }
}

fn line(app: App, at: usize, round: &DayRound) -> impl IntoView + use<> {
    let (name, stops) = app.read_now(|replica| {
        let state = replica.view();
        let stop = |stop: &shared::figures::RoadStop| {
            let half = half(stop.slot.half);
            format!("{half}\u{a0}: {}", text::site_name(state, &stop.site))
        };
        let stops: Vec<_> = round.stops.iter().map(stop).collect();
        (text::person_name(state, round.technician), stops.join(", "))
    });
    let way = words::way(kilometres(round.seconds()), round.seconds().div_ceil(60));
    view! {
        <li>
            <span class=format!("round-key {}", look(at)) aria-hidden="true"></span>
            <strong>{name}</strong>" — "{stops}" "
            <span class="meta">{way}</span>
        </li>
    }
}
