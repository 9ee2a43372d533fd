//! «Fermer une école», or all those that were searched: a strike closes those of a commune.

use super::Desk;
use super::declared::{Choice, Declared, DeclaredList, chosen_of};
use super::period::{Period, PeriodFields};
use crate::parts::Sentence;
use crate::screens::form::{Form, FormFrame};
use crate::text::{self, coverage as coverage_words, planning as words};
use leptos::prelude::*;
use shared::command::Command;
use shared::id::SiteId;
use shared::search::{self, Search};
use shared::site;
use shared::site::{Closure, Site};
use std::sync::Arc;

/// The form, folded until it is needed, and the known closures.
#[component]
pub(super) fn ClosurePanel(desk: Desk) -> impl IntoView {
    let form = Form::kept("closure", "");
    let chosen = form.holds("site", String::new());
    let sought = RwSignal::new(String::new());
    let options = sites(desk, sought);
    let period = Period::of(form);
    let reason = form.text("reason", "").required();
    let record = move |()| {
        let Some((first, last)) = period.taken() else {
            return;
        };
        let site = chosen_of(chosen, options);
        let closure = Closure { first, last, reason: reason.value.get_untracked() };
        if site == ALL {
            return close_all(desk, form, found(options), closure);
        }
        let site = SiteId(site);
        let name = desk.app.read_now(|replica| text::site_name(replica.view(), &site));
        let command = site::Act::CloseSite { site: site.clone(), closure };
        let undo = site::Act::ReopenSite { site, first };
        desk.submit_and_repair(form, command, words::closed(&name), undo);
    };
    view! {
        <details class="panel">
            <summary>{words::CLOSE_SITE}</summary>
            <FormFrame class="form-row" form=form on_submit=record>
                <label class="field">
                    <span>{words::FIND_SITE}</span>
                    <input
                        type="search"
                        prop:value=move || sought.get()
                        on:input=move |event| sought.set(event_target_value(&event))
                    />
                </label>
                <Choice label=words::SITE chosen=chosen options=options/>
                <PeriodFields period=period/>
                <Sentence label=words::REASON value=reason/>
                <button type="submit" class="button primary">{words::RECORD_CLOSURE}</button>
            </FormFrame>
            <Known desk=desk/>
        </details>
    }
}

/// Every school that was found.
const ALL: &str = "*";

/// The schools that the words find.
fn found(options: Memo<Vec<(String, String)>>) -> Vec<SiteId> {
    options.with_untracked(|all| {
        let sites = all.iter().filter(|(key, _)| key != ALL);
        sites.map(|(key, _)| SiteId(key.clone())).collect()
    })
}

/// Closes schools for the same time, then proposes to repair the plan if that broke it.
fn close_all(desk: Desk, form: Form, sites: Vec<SiteId>, closure: Closure) {
    let first = closure.first;
    let close = |site: &SiteId| {
        let closure = closure.clone();
        site::Act::CloseSite { site: site.clone(), closure }.into()
    };
    let close: Vec<Command> = sites.iter().map(close).collect();
    let undo = sites.into_iter().map(|site| site::Act::ReopenSite { site, first }.into());
    let undo: Vec<Command> = undo.collect();
    leptos::task::spawn_local(async move {
        let said = words::closed_all(close.len());
        if desk.give_all(Some(form), close).await {
            desk.remember(&said, undo);
            desk.app.toast(said);
            if desk.is_broken() {
                desk.propose_repair();
            }
        }
    });
}

/// The sites that exist and that the words find, by name; behind several that were searched, all of
/// them together.
fn sites(desk: Desk, sought: RwSignal<String>) -> Memo<Vec<(String, String)>> {
    let all = Memo::new(move |_| {
        let today = desk.app.today();
        desk.app.read(|replica| {
            let sites = replica.view().sites.values().filter(|site| site.exists_on(today));
            let mut sites: Vec<_> = sites.cloned().collect();
            sites.sort_by_cached_key(|site| (search::words(&site.name), site.id.clone()));
            let searched = |site: Arc<Site>| (site.searched(), site);
            sites.into_iter().map(searched).collect::<Vec<_>>()
        })
    });
    Memo::new(move |_| {
        let search = Search::of(&sought.get());
        all.with(|all| {
            let found = all.iter().filter(|(searched, _)| search.finds(searched));
            let option = |site: &Site| (site.id.to_string(), coverage_words::in_commune(site));
            let mut options: Vec<_> = found.map(|(_, site)| option(site)).collect();
            if options.len() > 1 && options.len() < all.len() {
                options.push((ALL.to_owned(), words::all_found(options.len())));
            }
            options
        })
    })
}

#[component]
fn Known(desk: Desk) -> impl IntoView {
    let lines = Signal::derive(move || {
        let today = desk.app.today();
        desk.app.read(|replica| {
            let line = |site: &Arc<Site>, closure: &Closure| {
                let (site, name, first) = (site.id.clone(), &site.name, closure.first);
                let period = text::slots(first, closure.last);
                let declare = (site.clone(), closure.clone());
                Declared {
                    said: format!("{name}, {period}, {}", closure.reason),
                    withdraw: site::Act::ReopenSite { site, first }.into(),
                    declare: site::Act::CloseSite { site: declare.0, closure: declare.1 }.into(),
                    done: words::closure_withdrawn(name),
                }
            };
            let ahead = |site: &Arc<Site>| {
                let closures = site.closures.iter().filter(|c| c.last.day >= today);
                closures.map(|closure| line(site, closure)).collect::<Vec<_>>()
            };
            replica.view().sites.values().flat_map(ahead).collect()
        })
    });
    view! {
        <DeclaredList desk=desk title=words::CLOSURES none=words::NO_CLOSURE lines=lines/>
    }
}
