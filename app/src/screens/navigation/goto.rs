//! «Aller à…»: the quick way to a screen, a school, a request or a person, by keyboard.

use super::NavItem;
use crate::context::{App, use_app};
use crate::parts::Dialog;
use crate::text::{navigation as words, ticket as ticket_words};
use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use shared::role::Role;
use shared::row::State;
use shared::search::Search;
use shared::ticket::number;

/// How many places of one kind are shown.
const EACH: usize = 8;
/// Signs of a number of a request from which on it is looked for.
const NUMBER_FROM: usize = 3;

/// Where one can go.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    kind: &'static str,
    name: String,
    more: String,
    href: String,
}

/// The button, and its dialog; Ctrl+K (⌘K) opens it from anywhere.
#[component]
pub(super) fn GoTo(screens: &'static [NavItem]) -> impl IntoView {
    let open = RwSignal::new(false);
    let handle = window_event_listener(ev::keydown, move |event| {
        let is_k = event.key().eq_ignore_ascii_case("k");
        if is_k && (event.ctrl_key() || event.meta_key()) && !event.alt_key() {
            // The browser's own search in the address bar would open instead.
            event.prevent_default();
            open.set(true);
        }
    });
    on_cleanup(move || handle.remove());
    view! {
        <button
            type="button"
            class="group-name go-to"
            aria-keyshortcuts="Control+K"
            on:click=move |_| open.set(true)
        >
            {words::GO_TO}
            <kbd aria-hidden="true">"Ctrl K"</kbd>
        </button>
        {move || open.get().then(|| view! { <Palette screens=screens open=open/> })}
    }
}

/// What is typed, what it finds, and which of that is chosen.
#[derive(Clone, Copy)]
struct Sought {
    typed: RwSignal<String>,
    at: RwSignal<usize>,
    found: Memo<Vec<Place>>,
}

impl Sought {
    /// The chosen place.
    fn chosen(self) -> Option<Place> {
        self.found.with_untracked(|found| found.get(self.at.get_untracked()).cloned())
    }

    /// Goes so many places on, around the end.
    fn step(self, by: impl Fn(usize) -> usize) {
        let count = self.found.with_untracked(Vec::len);
        self.at.update(|at| *at = (*at + by(count)) % count.max(1));
    }
}

#[component]
fn Palette(screens: &'static [NavItem], open: RwSignal<bool>) -> impl IntoView {
    let app = use_app();
    let navigate = use_navigate();
    let (typed, at) = (RwSignal::new(String::new()), RwSignal::new(0_usize));
    let found = Memo::new(move |_| find(app, screens, &typed.get()));
    let sought = Sought { typed, at, found };
    Effect::new(move |_| {
        let chosen = document().get_element_by_id(&format!("go-{}", at.get()));
        chosen.inspect(|chosen| chosen.scroll_into_view_with_bool(false));
    });
    let go = Callback::new(move |href: String| {
        open.set(false);
        navigate(&href, Default::default());
    });
    let option = move |(rank, place): (usize, Place)| {
        let href = place.href.clone();
        view! {
            <li
                id=format!("go-{rank}")
                role="option"
                class="go-place"
                aria-selected=move || (at.get() == rank).to_string()
                on:click=move |_| go.run(href.clone())
            >
                <span class="go-kind">{place.kind}</span>
                <span class="go-name">{place.name}</span>
                <span class="meta">{place.more}</span>
            </li>
        }
    };
    let options = move || found.get().into_iter().enumerate().map(option).collect_view();
    view! {
        <Dialog title=words::GO_TO on_close=move |()| open.set(false)>
            <Field sought=sought go=go/>
            <p class="hint" role="status">{move || words::found(found.with(Vec::len))}</p>
            <ul id="go-places" class="go-places" role="listbox" aria-label=words::FOUND>
                {options}
            </ul>
        </Dialog>
    }
}

/// The field: arrows choose, Enter goes.
#[component]
fn Field(sought: Sought, go: Callback<String>) -> impl IntoView {
    let Sought { typed, at, .. } = sought;
    let field = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            // If it fails, one has to click into it.
            let _ = field.focus();
        }
    });
    let keys = move |event: web_sys::KeyboardEvent| {
        match event.key().as_str() {
            "ArrowDown" => sought.step(|_| 1),
            "ArrowUp" => sought.step(|count| count.saturating_sub(1)),
            "Enter" => sought.chosen().into_iter().for_each(|place| go.run(place.href)),
            _ => return,
        }
        event.prevent_default();
    };
    view! {
        <label class="field">
            <span class="hint">{words::GO_TO_HINT}</span>
            <input
                type="text"
                role="combobox"
                autocomplete="off"
                aria-label=words::GO_TO
                aria-expanded="true"
                aria-controls="go-places"
                aria-activedescendant=move || format!("go-{}", at.get())
                node_ref=field
                prop:value=move || typed.get()
                on:input=move |event| {
                    at.set(0);
                    typed.set(event_target_value(&event));
                }
                on:keydown=keys
            />
        </label>
    }
}

/// The places that the words find; all screens while there are none.
fn find(app: App, screens: &'static [NavItem], typed: &str) -> Vec<Place> {
    let sought = Search::of(typed);
    let screen = |(group, (_, name)): &&NavItem| sought.finds_in(&[*name, words::group(*group)]);
    let mut found: Vec<_> = screens
        .iter()
        .filter(screen)
        .map(|(group, (path, name))| Place {
            kind: words::SCREEN,
            name: (*name).to_owned(),
            more: words::group(*group).to_owned(),
            href: (*path).to_owned(),
        })
        .collect();
    if sought.is_empty() {
        return found;
    }
    let is_coordinator = app.role() == Some(Role::Coordinator);
    app.read(|replica| {
        let view = replica.view();
        found.extend(tickets(view, &sought, typed));
        found.extend(schools(view, &sought));
        if is_coordinator {
            found.extend(people(view, &sought));
        }
    });
    found
}

/// Requests by their number, or its beginning as it is typed.
fn tickets(state: &State, sought: &Search, typed: &str) -> Vec<Place> {
    let signs = typed.chars().filter(|c| c.is_ascii_alphanumeric()).count();
    if signs < NUMBER_FROM {
        return Vec::new();
    }
    let said = number::read(typed);
    let fits = |id| {
        let [shown, joined] = number::searched(id);
        said.as_ref() == Some(&shown) || sought.finds_in(&[&shown, &joined])
    };
    let found = state.tickets.values().filter(|ticket| fits(ticket.id)).take(EACH);
    let place = |ticket: &std::sync::Arc<shared::ticket::Ticket>| Place {
        kind: words::TICKET,
        name: format!("{}\u{a0}: {}", number::number(ticket.id), ticket.text),
        more: format!(
            "{} · {}",
            crate::text::site_name(state, &ticket.site),
            ticket_words::stands(ticket)
        ),
        href: format!("/demande/{}", ticket.id),
    };
    found.map(place).collect()
}

fn schools(state: &State, sought: &Search) -> Vec<Place> {
    let open = state.sites.values().filter(|site| site.closed_on.is_none());
    let found = open.filter(|site| sought.finds(&site.searched())).take(EACH);
    let place = |site: &std::sync::Arc<shared::site::Site>| Place {
        kind: words::SCHOOL,
        name: site.name.clone(),
        more: format!("{} · {}", site.commune_name, site.id),
        href: format!("/ecoles/{}", site.id),
    };
    found.map(place).collect()
}

fn people(state: &State, sought: &Search) -> Vec<Place> {
    let staff = state
        .accounts
        .values()
        .filter(|account| !matches!(account.role, Role::Teacher | Role::System));
    let found = staff.filter(|account| sought.finds_in(&[&account.name])).take(EACH);
    let place = |account: &std::sync::Arc<shared::account::Account>| Place {
        kind: words::PERSON,
        name: account.name.clone(),
        more: shared::words::role(account.role).to_owned(),
        href: format!("/comptes#compte-{}", account.id),
    };
    found.map(place).collect()
}
