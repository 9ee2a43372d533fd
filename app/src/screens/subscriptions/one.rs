//! One subscription: what is agreed, what it costs by month, what can be done, what happened.

use super::add::AddDialog;
use super::dates::{Doing, DoingDialog};
use super::edit::EditDialog;
use super::lost_lately;
use crate::context::use_app;
use crate::parts::{Back, Failure, Page, fact};
use crate::screens::form::Form;
use crate::screens::ticket::facts::{History, HistoryLine};
use crate::text::{capital, connection, date, site_name, subscription, subscriptions as words};
use chrono::Datelike;
use leptos::prelude::*;
use shared::day::Day;
use shared::id::SubscriptionId;
use shared::subscription::{Act, Standing, Subscription};
use std::sync::Arc;

type Known = Memo<Option<Arc<Subscription>>>;

/// What is open over the page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Opened {
    Edit,
    Migrate,
    Doing(Doing),
}

/// The screen.
#[component]
pub fn SubscriptionScreen(id: SubscriptionId) -> impl IntoView {
    let app = use_app();
    let row: Known =
        Memo::new(move |_| app.read(|replica| replica.view().subscriptions.get(&id).cloned()));
    let title = Signal::derive(move || match row.get() {
        Some(row) => {
            let site = app.read_now(|replica| site_name(replica.view(), &row.site));
            words::of_site(row.kind, &site)
        }
        None => words::TITLE.into(),
    });
    let lines = Signal::derive(move || {
        let history = row.get().map(|row| row.history.clone()).unwrap_or_default();
        let line = |entry: &shared::history::Entry<_>| {
            let said = format!("{}, {}", words::happened(&entry.what), entry.by_name);
            HistoryLine::of(entry, said, &[])
        };
        history.iter().map(line).collect::<Vec<_>>()
    });
    view! {
        <Page title=title>
            <Back href="/abonnements" label=words::BACK/>
            <Show
                when=move || row.with(Option::is_some)
                fallback=|| view! { <p class="empty">{words::UNKNOWN}</p> }
            >
                <Facts row=row/>
                <Actions row=row/>
                <Months row=row/>
                <section class="section">
                    <h2>{words::HISTORY}</h2>
                    <History lines=lines/>
                </section>
            </Show>
        </Page>
    }
}

/// What is agreed, each with its name.
#[component]
fn Facts(row: Known) -> impl IntoView {
    let app = use_app();
    let known = move || {
        let (row, today) = (row.get()?, app.today());
        let lost = app.read(|replica| lost_lately(replica.view(), &row, today));
        let mut known = facts(&row, today);
        known.push((words::OUTAGES, lost.map(connection::lost).unwrap_or_default()));
        Some(known.into_iter().map(fact).collect_view())
    };
    view! { <dl class="facts">{known}</dl> }
}

fn facts(row: &Subscription, today: Day) -> Vec<(&'static str, String)> {
    let terms = &row.terms;
    let day = |day: Option<Day>| day.map(date::day_long).unwrap_or_default();
    let state = capital(shared::words::subscription(row.standing(today)));
    let state = match row.reason.as_str() {
        "" => state,
        reason => format!("{state} ({reason})"),
    };
    let notice = row.notice_ahead(today).map(|deadline| words::notice(deadline, today));
    vec![
        (words::STATE, state),
        (words::OPERATOR, connection::line(row)),
        (words::CONTRACT, terms.contract.clone()),
        (subscription::OFFER, subscription::offer(terms)),
        (words::PRICE, words::price(row, today)),
        (words::FIRST, day(Some(terms.first))),
        (words::LAST, day(row.ends())),
        (words::NOTICE, notice.unwrap_or_default()),
        (words::EXCEPTION, terms.exception.clone()),
    ]
}

/// The buttons of what can be done now.
#[component]
fn Actions(row: Known) -> impl IntoView {
    let app = use_app();
    let form = Form::new();
    let opened = RwSignal::new(None::<Opened>);
    let close = Callback::new(move |()| opened.set(None));
    let button = move |label: &'static str, what: Opened| {
        view! {
            <button
                type="button"
                class="button secondary"
                on:click=move |_| opened.set(Some(what))
            >
                {label}
            </button>
        }
    };
    let keep = move |subscription| {
        let kept = move |_| {
            form.submit(Act::KeepSubscription { subscription }, words::CHANGED, || ());
        };
        view! {
            <button type="button" class="button secondary" on:click=kept>{words::KEEP}</button>
        }
    };
    let buttons = move || {
        let (row, today) = (row.get()?, app.today());
        let standing = row.standing(today);
        let ended = matches!(standing, Standing::Ended | Standing::Refused);
        let begun = row.has_begun() && !ended;
        let doings = Doing::of(&row, today).into_iter();
        Some(view! {
            {(!ended).then(|| button(words::EDIT, Opened::Edit))}
            {doings.map(|doing| button(doing.label(), Opened::Doing(doing))).collect_view()}
            {(row.last.is_some() && !ended).then(|| keep(row.id))}
            {begun.then(|| button(words::MIGRATE, Opened::Migrate))}
        })
    };
    let dialog = move || {
        let row = row.get_untracked()?;
        Some(match opened.get()? {
            Opened::Edit => view! { <EditDialog row=row on_close=close/> }.into_any(),
            Opened::Migrate => view! { <AddDialog former=Some(row) on_close=close/> }.into_any(),
            Opened::Doing(doing) => {
                let day = usual_day(app, doing, &row);
                view! {
                    <DoingDialog doing=doing subscription=row.id day=day on_close=close/>
                }
                .into_any()
            }
        })
    };
    view! {
        <Failure text=form.error()/>
        <div class="actions">{buttons}</div>
        {dialog}
    }
}

/// The day that stands in the field at first: today, or the day on which the site closed; none
/// where only the contract tells it.
fn usual_day(app: crate::context::App, doing: Doing, row: &Subscription) -> Option<Day> {
    let today = app.today_now();
    match doing {
        Doing::Renew => None,
        Doing::End => app.read_now(|replica| {
            let site = replica.view().sites.get(&row.site);
            row.last.or(site.and_then(|site| site.closed_on))
        }),
        Doing::Order
        | Doing::Start
        | Doing::Suspend
        | Doing::Resume
        | Doing::Refuse
        | Doing::GiveNotice => Some(today),
    }
}

/// What each month of this year costs, and the sum.
#[component]
fn Months(row: Known) -> impl IntoView {
    let app = use_app();
    let lines = move || {
        let (row, year) = (row.get()?, app.today().year());
        let months = row.cost_by_month(year).into_iter().enumerate();
        let line = |(rank, cost): (usize, shared::money::Cents)| {
            view! {
                <tr>
                    <th scope="row">{words::month(rank, year)}</th>
                    <td>{cost.to_string()}</td>
                </tr>
            }
        };
        Some(view! {
            {months.map(line).collect_view()}
            <tr>
                <th scope="row">{words::TOTAL}</th>
                <td>{row.cost_of_year(year).to_string()}</td>
            </tr>
        })
    };
    view! {
        <section class="section">
            <h2>{words::BY_MONTH}</h2>
            <div class="table-scroll" tabindex="0" role="region" aria-label=words::BY_MONTH>
                <table class="data">
                    <caption class="visually-hidden">{words::BY_MONTH}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{words::MONTH}</th>
                            <th scope="col">{words::COST}</th>
                        </tr>
                    </thead>
                    <tbody>{lines}</tbody>
                </table>
            </div>
        </section>
    }
}
