//! What asks for somebody: notice to give, closed sites that are still paid, schools without a
//! line.

use crate::context::use_app;
use crate::text::{site_name, subscriptions as words};
use chrono::Duration;
use leptos::prelude::*;
use shared::order;
use shared::site::Site;
use shared::subscription::SubscriptionKind;
use shared::subscription::at_site::{is_funded, of_closed_sites, running};
use std::sync::Arc;

/// Days before a day to give notice, from which on it stands at the top.
const NOTICE_DAYS: i64 = 60;
/// The most that a list at the top shows.
const SHOWN: usize = 20;

/// A line of a list: where it leads, and its words.
type Line = (String, String);

/// The lists; each is there only while it holds something.
#[component]
pub(super) fn Alerts() -> impl IntoView {
    let app = use_app();
    let notices = Memo::new(move |_| {
        let today = app.today();
        app.read(|replica| {
            let view = replica.view();
            let near = today + Duration::days(NOTICE_DAYS);
            let ahead = view.subscriptions.values().filter_map(|row| {
                let deadline = row.notice_ahead(today).filter(|at| at.notice <= near)?;
                let site = words::of_site(row.kind, &site_name(view, &row.site));
                let said = format!("{site}, {}", words::notice(deadline, today));
                Some((deadline, (format!("/abonnements/{}", row.id), said)))
            });
            let mut ahead: Vec<_> = ahead.collect();
            order::sort(&mut ahead);
            ahead.into_iter().map(|(_, line)| line).collect::<Vec<Line>>()
        })
    });
    let closed = Memo::new(move |_| {
        let today = app.today();
        app.read(|replica| {
            let view = replica.view();
            let rows = of_closed_sites(view, today);
            let line = |row: &Arc<shared::subscription::Subscription>| {
                let on = view.sites.get(&row.site).and_then(|site| site.closed_on);
                let site = words::of_site(row.kind, &site_name(view, &row.site));
                (format!("/abonnements/{}", row.id), words::closed_site(&site, on))
            };
            rows.iter().map(line).collect::<Vec<Line>>()
        })
    });
    let without = Memo::new(move |_| {
        let today = app.today();
        app.read(|replica| {
            let view = replica.view();
            let lacks = |site: &&Arc<Site>| {
                is_funded(SubscriptionKind::Internet, site)
                    && site.exists_on(today)
                    && running(view, &site.id, SubscriptionKind::Internet, today).is_none()
            };
            let line = |site: &Arc<Site>| {
                let name = format!("{}, {}", site.name, site.commune_name);
                (format!("/ecoles/{}", site.id), name)
            };
            view.sites.values().filter(lacks).map(line).collect::<Vec<Line>>()
        })
    });
    view! {
        <Lines title=words::CLOSED_SITES lines=closed open=true/>
        <Lines title=words::TO_NOTICE lines=notices open=true/>
        <Lines title=words::WITHOUT lines=without open=false/>
    }
}

/// A folded list with its length.
#[component]
fn Lines(title: &'static str, lines: Memo<Vec<Line>>, open: bool) -> impl IntoView {
    let line = |(href, said): Line| {
        view! {
            <li>
                <a href=href>{said}</a>
            </li>
        }
    };
    let rest = move || {
        let rest = lines.with(Vec::len).saturating_sub(SHOWN);
        (rest > 0).then(|| view! { <li>{crate::text::import::more(rest)}</li> })
    };
    view! {
        <Show when=move || !lines.with(Vec::is_empty)>
            <details class="details" open=open>
                <summary>
                    {move || crate::text::import::heading(title, lines.with(Vec::len))}
                </summary>
                <ul class="lines">
                    {move || lines.get().into_iter().take(SHOWN).map(line).collect_view()}
                    {rest}
                </ul>
            </details>
        </Show>
    }
}
