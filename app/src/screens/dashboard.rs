//! «Tableau de bord»: figures with their definitions, and the exports.

mod connections;
mod lines;
mod pictures;

use crate::api;
use crate::context::{App, use_app};
use crate::parts::{FigureValue, Page};
use crate::planner;
use crate::screens::quarter::{QuarterChoice, quarter_of};
use crate::screens::sobriety::SobrietyCard;
use crate::text::{coverage as quarter_words, dashboard as words};
use connections::Connections;
use leptos::prelude::*;
use leptos::task::spawn_local;
use lines::BudgetLines;
use pictures::Pictures;
use shared::day::Quarter;
use shared::delay::{DelayStanding, SchoolDays};
use shared::equipment::EquipmentState;
use shared::figures;
use shared::id::QuarterId;
use shared::owed::{self, Owed};
use shared::planning;
use shared::role::Role;
use shared::settings::DelayStage;
use shared::ticket::{Channel, Ticket, TicketState};
use std::sync::Arc;

/// Its name and what it counts.
type Meaning = (&'static str, &'static str);

/// The screen.
#[component]
pub fn DashboardScreen() -> impl IntoView {
    let app = use_app();
    let chosen = RwSignal::new(None::<QuarterId>);
    let quarter = quarter_of(app, chosen);
    // An observer's device holds neither requests nor equipment: a zero would be false.
    let is_desk = move || app.role().is_some_and(Role::is_desk);
    let figures = move || {
        quarter.get().map(|quarter| {
            view! {
                <p class="paper-only">{quarter_words::quarter(&quarter)}</p>
                <Coverage quarter=quarter.clone()/>
                {is_desk().then(|| view! {
                    <Travel quarter=quarter.clone()/>
                    <Requests quarter=quarter.clone()/>
                    <Pictures quarter=quarter.clone()/>
                    <BudgetLines quarter=quarter/>
                })}
            }
        })
    };
    view! {
        <Page title=words::TITLE>
            <Show
                when=move || quarter.with(Option::is_some)
                fallback=|| view! { <p class="empty">{words::NO_QUARTER}</p> }
            >
                <div class="toolbar">
                    <QuarterChoice chosen=chosen quarter=quarter/>
                </div>
            </Show>
            {figures}
            <Connections/>
            <Show when=is_desk>
                <Fleet/>
                <SobrietyCard/>
            </Show>
            <Exports quarter=quarter/>
        </Page>
    }
}

/// A list of figures.
#[component]
fn Figures(title: &'static str, figures: Signal<Vec<(Meaning, String)>>) -> impl IntoView {
    let figure = |((name, meaning), value): (Meaning, String)| {
        view! {
            <div class="figure">
                <dt>{name}</dt>
                <dd>
                    <FigureValue value=value/>
                    <span class="hint">{meaning}</span>
                </dd>
            </div>
        }
    };
    view! {
        <section class="section">
            <h2>{title}</h2>
            <dl class="figures">
                {move || figures.get().into_iter().map(figure).collect_view()}
            </dl>
        </section>
    }
}

#[component]
fn Coverage(quarter: Quarter) -> impl IntoView {
    let app = use_app();
    let counts = Memo::new(move |_| {
        app.read(|replica| owed::count(&owed::coverage(replica.view(), &quarter, app.today())))
    });
    let of = move |owed: Owed| counts.with(|counts| counts.get(&owed).copied().unwrap_or(0));
    let all = move || counts.with(|counts| counts.values().sum::<usize>());
    let figures = Signal::derive(move || {
        vec![
            (words::SITES, all().to_string()),
            (words::DONE, of(Owed::Done).to_string()),
            (words::PLANNED, of(Owed::Planned).to_string()),
            (words::DUE, of(Owed::Due).to_string()),
            (words::LATE, of(Owed::Late).to_string()),
            (words::IMPOSSIBLE, of(Owed::Impossible).to_string()),
        ]
    });
    view! {
        <p class="lead">{move || words::coverage(of(Owed::Done), all())}</p>
        <progress
            class="coverage"
            aria-label=words::VISITS
            max=all
            value=move || of(Owed::Done)
        ></progress>
        <Figures title=words::VISITS figures=figures/>
    }
}

/// The travel of the plan, and its distance to the proven minimum.
#[component]
fn Travel(quarter: Quarter) -> impl IntoView {
    let app = use_app();
    let gap = gap(app, quarter.clone());
    let figures = Signal::derive(move || {
        let mut figures = travel_figures(app, &quarter);
        figures.insert(2, (words::GAP, gap.get()));
        figures
    });
    view! { <Figures title=words::TRAVEL figures=figures/> }
}

/// The distance of the travel to its minimum, in words. A worker proves it, again whenever the plan
/// changes.
fn gap(app: App, quarter: Quarter) -> RwSignal<String> {
    let shown = RwSignal::new(String::new());
    let known = Memo::new(move |_| app.read(|r| planning::measure(r.view(), &quarter)));
    Effect::new(move |_| {
        let Some(measure) = known.get() else {
            return shown.set("—".into());
        };
        shown.set(words::PROVING.into());
        spawn_local(async move {
            let least = planner::least_travel(measure.instance.clone()).await;
            // The plan may have changed meanwhile, or the screen have gone.
            let is_current = known.try_with_untracked(|now| now.as_ref() == Some(&measure));
            let text = match least.ok().and_then(|least| Some((least, measure.gap_percent(least)?)))
            {
                Some((least, percent)) => words::gap(percent, figures::kilometres(least)),
                None => "—".into(),
            };
            if is_current == Some(true) {
                let _ = shown.try_set(text);
            }
        });
    });
    shown
}

fn travel_figures(app: App, quarter: &Quarter) -> Vec<(Meaning, String)> {
    let today = app.today();
    app.read(|replica| {
        let state = replica.view();
        let travel = figures::travel(state, quarter);
        let communes = figures::by_commune(&owed::coverage(state, quarter, today));
        let fairness = figures::fairness(&communes);
        vec![
            (words::TRIPS, travel.trips.to_string()),
            (words::ROAD, words::km(figures::kilometres(travel.seconds))),
            (words::GROUPED, travel.requests.to_string()),
            (words::SPARED, words::km(figures::kilometres(travel.request_seconds))),
            (words::FAIRNESS, fairness.map_or("—".into(), words::percents)),
        ]
    })
}

#[component]
fn Requests(quarter: Quarter) -> impl IntoView {
    let app = use_app();
    let figures = Signal::derive(move || request_figures(app, &quarter));
    view! { <Figures title=words::REQUESTS figures=figures/> }
}

fn request_figures(app: App, quarter: &Quarter) -> Vec<(Meaning, String)> {
    let today = app.today();
    app.read(|replica| {
        let tickets = || replica.view().tickets.values();
        let open = || tickets().filter(|ticket| ticket.is_open());
        let mut ages: Vec<i64> =
            open().map(|ticket| (today - ticket.reported_on).num_days()).collect();
        ages.sort_unstable();
        let median = ages.get(ages.len() / 2).copied();
        let closed = tickets().filter(|ticket| {
            ticket.state == TicketState::Closed
                && ticket.ended_on.is_some_and(|day| quarter.first <= day && day <= quarter.last)
        });
        let new = open().filter(|ticket| ticket.state == TicketState::New).count();
        let resolved = open().filter(|ticket| ticket.state == TicketState::Resolved).count();
        let targets = replica.view().settings().targets();
        let school_days = SchoolDays::until(&replica.view().calendar(), today);
        let is_late = |t: &&Arc<Ticket>| {
            matches!(school_days.next(&targets, t), Some((_, DelayStanding::Late { .. })))
        };
        let late = open().filter(|t| t.state != TicketState::Resolved).filter(is_late).count();
        let kept = |stage| {
            let asked = tickets().map(|ticket| &**ticket);
            words::kept(school_days.kept(&targets, stage, asked, (quarter.first, quarter.last)))
        };
        let curative = open().filter(|t| t.channel == Some(Channel::Curative)).count();
        vec![
            (words::OPEN, open().count().to_string()),
            (words::TO_SORT, new.to_string()),
            (words::WAITING, resolved.to_string()),
            (words::FORWARDED, curative.to_string()),
            (words::CLOSED, closed.count().to_string()),
            (words::AGE, median.map_or("—".into(), words::days)),
            (words::OVERDUE, late.to_string()),
            (words::KEPT_SORTED, kept(DelayStage::Sorted)),
            (words::KEPT_VISITED, kept(DelayStage::Visited)),
            (words::KEPT, kept(DelayStage::Answered)),
        ]
    })
}

#[component]
fn Fleet() -> impl IntoView {
    let app = use_app();
    let figures = Signal::derive(move || {
        app.read(|replica| {
            let of = |state: EquipmentState| {
                let fleet = replica.view().equipment.values();
                fleet.filter(|equipment| equipment.state == state).count()
            };
            let broken = of(EquipmentState::Broken);
            let followed = of(EquipmentState::InService) + broken;
            // The equipment is read back after the first screen: no figure is better than a wrong
            // one.
            let figure = |count: usize| match app.has_everything() {
                true => count.to_string(),
                false => "…".into(),
            };
            vec![(words::DEVICES, figure(followed)), (words::BROKEN, figure(broken))]
        })
    });
    view! { <Figures title=words::FLEET figures=figures/> }
}

/// Returns the tables that contain something for that role.
fn tables(role: Option<Role>) -> &'static [(&'static str, &'static str)] {
    match role {
        Some(Role::Observer) => &words::TABLES[..2],
        _ => &words::TABLES,
    }
}

#[component]
fn Exports(quarter: Memo<Option<Quarter>>) -> impl IntoView {
    let role = use_app().role();
    let line = |(what, name): (&'static str, &'static str)| {
        let link = move |(format, label): (&'static str, &'static str)| {
            view! {
                <a
                    class="button secondary"
                    href=move || {
                        // What is downloaded is what the screen shows.
                        let shown = quarter.get().map(|quarter| quarter.id);
                        api::export_url(what, format, shown.as_ref())
                    }
                    download=format!("{what}.{format}")
                    rel="external"
                    aria-label=words::download(name, label)
                >
                    {label}
                </a>
            }
        };
        view! {
            <li class="export">
                <span>{name}</span>
                <span class="actions">{words::FORMATS.map(link).collect_view()}</span>
            </li>
        }
    };
    view! {
        <section class="section screen-only">
            <h2>{words::EXPORT}</h2>
            <p class="hint">{words::EXPORT_INTRO}</p>
            <ul class="exports">{tables(role).iter().copied().map(line).collect_view()}</ul>
        </section>
    }
}
