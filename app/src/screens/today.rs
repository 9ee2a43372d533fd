//! «Ma journée»: the two half-days of today, what is late, and the coming days.

pub(in crate::screens) mod card;
mod round;

use crate::context::use_app;
use crate::device::scan;
use crate::parts::Page;
use crate::screens::supply::stopping::{NextStops, Stops, stops};
use crate::text::{date, day_long, site_screen as site_words, today as words};
use card::{DayLine, VisitCard};
use leptos::prelude::*;
use round::{Round, round};
use shared::day::{Day, Half};
use shared::id::VisitId;

/// How many coming days are shown.
const DAYS_SHOWN: usize = 10;

/// The screen.
#[component]
pub fn TodayScreen() -> impl IntoView {
    let app = use_app();
    scan::prepare();
    let mine = Memo::new(move |_| {
        let today = app.today();
        app.read(|replica| match &replica.meta().actor {
            Some(actor) => round(replica.view(), actor.account, today),
            None => Round::default(),
        })
    });
    let runs_today = Memo::new(move |_| mine.with(|round| round.runs_today));
    let is_empty =
        move || mine.with(Round::is_empty) && stops(app, |day| day <= app.today()).is_empty();
    view! {
        <Page title=words::TITLE>
            <p class="lead">{move || day_long(app.today())}</p>
            <div class="actions halves">
                <a class="button secondary" href="/ecoles">
                    {site_words::FIND}
                </a>
                <a class="button secondary" href="/ecoles?imprevu=oui">
                    {site_words::UNPLANNED}
                </a>
            </div>
            <Show
                when=move || !is_empty()
                fallback=|| view! { <p class="empty">{words::NOTHING}</p> }
            >
                <Running round=mine/>
                // A visit that is under way today stands before what is late.
                <Show when=move || !runs_today.get()>
                    <Late round=mine/>
                </Show>
                <Halves round=mine/>
                <Show when=move || runs_today.get()>
                    <Late round=mine/>
                </Show>
                <NextDays round=mine/>
            </Show>
        </Page>
    }
}

#[component]
fn Running(round: Memo<Round>) -> impl IntoView {
    let running = Memo::new(move |_| round.with(|round| round.running.clone()));
    view! {
        <Show when=move || !running.with(Vec::is_empty)>
            <section class="section">
                <h2>{words::RUNNING}</h2>
                <Cards visits=running dated=true/>
            </section>
        </Show>
    }
}

#[component]
fn Late(round: Memo<Round>) -> impl IntoView {
    let late = Memo::new(move |_| round.with(|round| round.late.clone()));
    view! {
        <Show when=move || !late.with(Vec::is_empty)>
            <section class="section late">
                <h2>{words::LATE}</h2>
                <p class="hint">{words::LATE_HINT}</p>
                <Cards visits=late dated=true/>
            </section>
        </Show>
    }
}

#[component]
fn Halves(round: Memo<Round>) -> impl IntoView {
    let half = move |half: Half| {
        let visits = Memo::new(move |_| round.with(|round| round.of(half).to_vec()));
        view! {
            <section class="section half">
                <h2>{words::half_heading(half)}</h2>
                <Show
                    when=move || !visits.with(Vec::is_empty)
                    fallback=|| view! { <p class="empty">{words::FREE_HALF}</p> }
                >
                    <Cards visits=visits dated=false/>
                </Show>
            </section>
        }
    };
    let [morning, afternoon] = Half::BOTH.map(half);
    view! { {morning} <Stops app=use_app()/> {afternoon} }
}

#[component]
fn Cards(visits: Memo<Vec<VisitId>>, dated: bool) -> impl IntoView {
    view! {
        <ul class="cards">
            <For
                each=move || visits.get()
                key=|id| *id
                children=move |id| view! { <VisitCard id=id dated=dated/> }
            />
        </ul>
    }
}

#[component]
fn NextDays(round: Memo<Round>) -> impl IntoView {
    let all = RwSignal::new(false);
    let days = Memo::new(move |_| {
        let shown = if all.get() { usize::MAX } else { DAYS_SHOWN };
        round.with(|round| round.next.iter().take(shown).cloned().collect::<Vec<_>>())
    });
    let more = move || round.with(|round| round.next.len()) > days.with(Vec::len);
    view! {
        <section class="section">
            <h2>{words::NEXT_DAYS}</h2>
            <Show
                when=move || !days.with(Vec::is_empty)
                fallback=|| view! { <p class="empty">{words::NO_NEXT_DAY}</p> }
            >
                <For
                    each=move || days.get()
                    key=|day| day.clone()
                    children=|(day, visits)| view! { <NextDay day=day visits=visits/> }
                />
            </Show>
            <Show when=more>
                <button type="button" class="button secondary" on:click=move |_| all.set(true)>
                    {words::ALL_DAYS}
                </button>
            </Show>
        </section>
    }
}

#[component]
fn NextDay(day: Day, visits: Vec<VisitId>) -> impl IntoView {
    view! {
        <h3>{date::day(day)}</h3>
        <ul class="cards">
            {visits.into_iter().map(|id| view! { <DayLine id=id/> }).collect_view()}
            <NextStops app=use_app() day=day/>
        </ul>
    }
}
