//! Internet of one site: what its school and its technician need of it, without network.

use super::form::Form;
use super::site::elsewhere::SiteRows;
use crate::context::{App, use_app};
use crate::device;
use crate::parts::{Failure, fact};
use crate::text::{connection as words, subscription as kinds};
use chrono::Datelike;
use leptos::prelude::*;
use shared::day::Day;
use shared::id::SiteId;
use shared::money::Cents;
use shared::role::Role;
use shared::row::State;
use shared::subscription::at_site::running;
use shared::subscription::{Subscription, SubscriptionKind};
use std::sync::Arc;

/// The line that runs at a site on that day, its own or its host's.
pub(super) fn line_of(view: &State, today: Day, site: &SiteId) -> Option<Arc<Subscription>> {
    running(view, site, SubscriptionKind::Internet, today)
}

/// «Notre connexion», on the school's tablet: a sentence, and «Plus d’internet».
#[component]
pub(super) fn OurConnection(site: SiteId) -> impl IntoView {
    let app = use_app();
    let said = Memo::new(move |_| {
        let today = app.today();
        app.read(|replica| {
            let view = replica.view();
            let line = line_of(view, today, &site);
            let is_down = line.as_ref().is_some_and(|line| {
                let mut open = view.tickets_of(&site).filter(|ticket| ticket.is_open());
                open.any(|ticket| ticket.subscription == Some(line.id))
            });
            let sentence = line.map(|line| words::sentence(&line, today));
            (sentence.unwrap_or_else(|| words::OUR_NONE.into()), is_down)
        })
    });
    view! {
        <section class="section">
            <h2>{words::OURS}</h2>
            <p>{move || said.get().0}</p>
            {move || said.get().1.then(|| view! { <p>{words::REPORTED}</p> })}
            <p>
                <a class="button secondary" href="/signaler/internet">{words::DOWN}</a>
            </p>
        </section>
    }
}

/// «Connexion», on the card of a school: operator, line, telephone.
#[component]
pub(super) fn SiteConnection(
    site: SiteId,
    /// Its rows, wherever they are.
    rows: SiteRows,
) -> impl IntoView {
    let app = use_app();
    let own = site.clone();
    let line = Memo::new(move |_| {
        let today = app.today();
        rows.read(|state| line_of(state, today, &own))
    });
    let shown = move || match line.get() {
        Some(line) => view! { <Line line=line site=site.clone()/> }.into_any(),
        None => view! { <p>{without(app, &site)}</p> }.into_any(),
    };
    view! {
        <section class="section">
            <h2>{words::TITLE}</h2>
            {shown}
        </section>
    }
}

/// Why there is no line: that of a host may not be on this device.
fn without(app: App, site: &SiteId) -> String {
    let host = app.read(|replica| {
        let host = replica.view().sites.get(site)?.host.clone()?;
        Some(crate::text::site_name(replica.view(), &host))
    });
    host.map_or_else(|| words::NO_INTERNET.to_owned(), |host| words::of_host(&host))
}

/// What internet and ENT of a site cost this year; only the desk is told.
fn cost(app: App, site: &SiteId) -> String {
    let (is_desk, year) = (app.role().is_some_and(Role::is_desk), app.today().year());
    if !is_desk {
        return String::new();
    }
    let sum: Cents = app.read(|replica| {
        let own = replica.view().subscriptions.values().filter(|row| row.site == *site);
        own.map(|row| row.cost_of_year(year)).sum()
    });
    sum.to_string()
}

#[component]
fn Line(line: Arc<Subscription>, site: SiteId) -> impl IntoView {
    let app = use_app();
    let form = Form::new();
    let terms = &line.terms;
    let number = terms.line.clone();
    let copy = (!number.is_empty()).then(|| {
        let copy = move |_| {
            let text = number.clone();
            form.run(async move {
                device::copy(&text).await.ok_or(words::NOT_COPIED)?;
                form.app.toast(words::COPIED);
                Ok(())
            });
        };
        view! {
            <button type="button" class="button secondary" on:click=copy>{words::COPY}</button>
        }
    });
    let call = (!terms.phone.is_empty()).then(|| {
        let digits: String = terms.phone.chars().filter(|c| !c.is_whitespace()).collect();
        view! {
            <a class="button secondary" href=format!("tel:{digits}")>
                {words::call(&terms.operator, &terms.phone)}
            </a>
        }
    });
    let host = (line.site != site).then(|| {
        let name = app.read_now(|replica| crate::text::site_name(replica.view(), &line.site));
        view! { <p>{words::of_host(&name)}</p> }
    });
    let facts = [
        (words::OPERATOR, terms.operator.clone()),
        (words::LINE, terms.line.clone()),
        (kinds::OFFER, kinds::offer(terms)),
        (words::COST, cost(app, &site)),
    ];
    view! {
        {host}
        <p>{words::sentence(&line, app.today_now())}</p>
        <dl class="facts">{facts.into_iter().map(fact).collect_view()}</dl>
        <Failure text=form.error()/>
        <div class="actions">{copy} {call}</div>
    }
}
