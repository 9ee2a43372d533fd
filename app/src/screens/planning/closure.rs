//! «Fermer une école».

use super::Desk;
use super::period::{Period, PeriodFields, PeriodProblem};
use crate::text::{self, planning as words};
use leptos::prelude::*;
use shared::command::Command;
use shared::id::SiteId;
use shared::site::Closure;

/// The form, folded away until it is needed, and the closures that are known.
#[component]
pub(super) fn ClosurePanel(desk: Desk) -> impl IntoView {
    let chosen = RwSignal::new(String::new());
    let reason = RwSignal::new(String::new());
    let period = Period::new();
    let record = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some((first, last)) = period.taken() else {
            return;
        };
        let site = SiteId(chosen.get_untracked());
        let name = desk.app.read_now(|replica| text::site_name(replica.view(), &site));
        let closure = Closure { first, last, reason: reason.get_untracked() };
        let command = Command::CloseSite { site: site.clone(), closure };
        desk.give_and_repair(command, words::closed(&name), Command::ReopenSite { site, first });
    };
    view! {
        <details class="panel">
            <summary>{words::CLOSE_SITE}</summary>
            <form class="form-row" on:submit=record>
                <SiteChoice desk=desk chosen=chosen/>
                <PeriodFields period=period/>
                <label class="field">
                    <span>{words::REASON}</span>
                    <input
                        type="text"
                        required
                        prop:value=move || reason.get()
                        on:input=move |event| reason.set(event_target_value(&event))
                    />
                </label>
                <button type="submit" class="button primary">{words::RECORD_CLOSURE}</button>
            </form>
            <PeriodProblem period=period/>
            <Known desk=desk/>
        </details>
    }
}

#[component]
fn SiteChoice(desk: Desk, chosen: RwSignal<String>) -> impl IntoView {
    let sites = Memo::new(move |_| {
        let today = desk.app.today();
        let mut sites = desk.app.read(|replica| {
            let sites = replica.view().sites.values().filter(|site| site.exists_on(today));
            let line = |site: &std::sync::Arc<shared::site::Site>| {
                (text::fold(&site.name), site.id.clone(), crate::text::coverage::in_commune(site))
            };
            sites.map(line).collect::<Vec<_>>()
        });
        sites.sort();
        sites
    });
    let options = move || {
        let sites = sites.get();
        if chosen.get_untracked().is_empty()
            && let Some((_, first, _)) = sites.first()
        {
            chosen.set(first.to_string());
        }
        let option = |(_, id, label): (String, SiteId, String)| {
            view! { <option value=id.to_string()>{label}</option> }
        };
        sites.into_iter().map(option).collect_view()
    };
    view! {
        <label class="field">
            <span>{words::SITE}</span>
            <select on:change=move |event| chosen.set(event_target_value(&event))>{options}</select>
        </label>
    }
}

#[component]
fn Known(desk: Desk) -> impl IntoView {
    let lines = move || {
        let today = desk.app.today();
        let closures = desk.app.read(|replica| {
            let ahead = |site: &std::sync::Arc<shared::site::Site>| {
                let closures = site.closures.iter().filter(|c| c.last.day >= today).cloned();
                closures.map(|c| (site.id.clone(), site.name.clone(), c)).collect::<Vec<_>>()
            };
            replica.view().sites.values().flat_map(ahead).collect::<Vec<_>>()
        });
        let line = |(site, name, closure): (SiteId, String, Closure)| {
            let period = text::slots(closure.first, closure.last);
            let first = closure.first;
            let withdraw = move |_| {
                let command = Command::ReopenSite { site: site.clone(), first };
                desk.give(command, words::WITHDRAW.to_owned(), None);
            };
            view! {
                <li>
                    {name}", "{period}", "{closure.reason}" "
                    <button type="button" class="button quiet" on:click=withdraw>
                        {words::WITHDRAW}
                    </button>
                </li>
            }
        };
        let lines = closures.into_iter().map(line).collect_view();
        view! { <ul class="plain">{lines}</ul> }
    };
    view! { <h2 class="small">{words::CLOSURES}</h2> {lines} }
}
