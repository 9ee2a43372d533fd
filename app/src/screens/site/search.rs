//! «Chercher une école»: one's own of the quarter, or any by what is typed.

use super::unplanned::UNPLANNED;
use crate::context::{App, use_app};
use crate::parts::{Back, FormEntry, Page, TextField};
use crate::text::{site_screen as words, today};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::id::SiteId;
use shared::search::Search;
use shared::site::Site;
use std::sync::Arc;

/// How many are shown at once.
const SHOWN: usize = 30;

/// The end of an address that brings back what was sought.
fn part(sought: &str, is_unplanned: bool) -> String {
    let sought = js_sys::encode_uri_component(sought);
    let unplanned = if is_unplanned { format!("&{UNPLANNED}=oui") } else { String::new() };
    format!("?q={sought}{unplanned}")
}

/// The address of the search that led to a card, if one did.
pub(super) fn address() -> Option<String> {
    let query = use_query_map().get_untracked();
    let sought = query.get("q")?;
    Some(format!("/ecoles{}", part(&sought, query.get(UNPLANNED).is_some())))
}

/// Keeps what is typed in the address, so that «back» and a reload find it.
fn keep(sought: &str, is_unplanned: bool) {
    let address = format!("/ecoles{}", part(sought, is_unplanned));
    if let Ok(history) = window().history() {
        // If it fails, a reload begins with an empty field.
        let state = history.state().unwrap_or_default();
        let _ = history.replace_state_with_url(&state, "", Some(&address));
    }
}

/// The screen.
#[component]
pub fn SitesScreen() -> impl IntoView {
    let app = use_app();
    let query = use_query_map().get_untracked();
    let is_unplanned = query.get(UNPLANNED).is_some();
    let search = RwSignal::new(query.get("q").unwrap_or_default());
    // Not before something is typed: the router writes the address of a screen after it is drawn.
    Effect::new(move |before: Option<()>| {
        let sought = search.get();
        if before.is_some() {
            keep(&sought, is_unplanned);
        }
    });
    let found = Memo::new(move |_| find(app, &search.get()));
    let line = move |site: Arc<Site>| {
        let part = move || part(&search.get(), is_unplanned);
        let (id, name) = (site.id.clone(), site.name.clone());
        let fictitious = site.fictitious.then(|| {
            view! { " " <span class="tag">{today::FICTITIOUS}</span> }
        });
        view! {
            <li class="card visit-card">
                <p class="card-title">
                    <a href=move || format!("/ecoles/{id}{}", part())>{name}</a>
                    {fictitious}
                </p>
                <p class="meta">{site.commune_name.clone()}</p>
            </li>
        }
    };
    let title = if is_unplanned { words::WHERE_UNPLANNED } else { words::FIND };
    let lead = move || match Search::of(&search.get()).is_empty() {
        true => words::OWN.to_owned(),
        false => words::found(found.with(Vec::len)),
    };
    let shown = move || found.with(|found| found.iter().take(SHOWN).cloned().collect::<Vec<_>>());
    let more = move || found.with(Vec::len) > SHOWN;
    view! {
        <Page title=title>
            <Back href="/" label=words::BACK/>
            <TextField
                label=words::SEARCH
                hint=words::SEARCH_HINT
                kind="search"
                value=FormEntry::unkept(search)
            />
            <p class="hint" role="status">{lead}</p>
            <Show
                when=move || !found.with(Vec::is_empty)
                fallback=|| view! { <p class="empty">{words::NONE_FOUND}</p> }
            >
                <ul class="cards">
                    <For each=shown key=|site| site.id.clone() children=line/>
                </ul>
            </Show>
            <Show when=more>
                <p class="hint">{words::NARROW}</p>
            </Show>
        </Page>
    }
}

/// The sites that those words find; without words, those that the device holds whole.
fn find(app: App, typed: &str) -> Vec<Arc<Site>> {
    let sought = Search::of(typed);
    app.read(|replica| {
        let own = replica.meta().sites.as_ref();
        let is_own = |id: &SiteId| own.is_none_or(|own| own.contains(id));
        let fits = |site: &&Arc<Site>| match sought.is_empty() {
            true => is_own(&site.id),
            false => sought.finds(&site.searched()),
        };
        let open = |site: &&Arc<Site>| site.closed_on.is_none();
        let mut found: Vec<_> =
            replica.view().sites.values().filter(open).filter(fits).cloned().collect();
        found.sort_by(|a, b| {
            (&a.commune_name, &a.name, &a.id).cmp(&(&b.commune_name, &b.name, &b.id))
        });
        found
    })
}
