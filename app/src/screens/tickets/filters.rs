//! The filters of «Demandes», and the order of the list: all of them in the address.

use super::clock::Clock;
use crate::context::{App, use_app};
use crate::parts::{Choices, FormEntry, TextField};
use crate::screens::address::in_address;
use crate::text::{ticket as ticket_words, tickets as words};
use leptos::prelude::*;
use shared::id::{AccountId, CommuneId};
use shared::row::State;
use shared::search::{Search, Searched};
use shared::ticket::{Category, Ticket, TicketState, Urgency, number};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The part of the list that is shown, by its word in the address.
const STATES: [(&str, &str); 5] = [
    ("a-orienter", words::TO_SORT),
    ("en-cours", words::OPEN),
    ("resolues", words::RESOLVED),
    ("terminees", words::ENDED),
    ("toutes", words::ALL),
];

const URGENCIES: [(&str, Urgency); 3] =
    [("haute", Urgency::High), ("normale", Urgency::Normal), ("basse", Urgency::Low)];

/// Ages in days, from this on.
const AGES: [i64; 3] = [7, 14, 30];

/// The age, in the address, of those that are late.
const LATE: &str = "retard";

/// What is asked of the list.
#[derive(Clone, Copy)]
pub(in crate::screens) struct Filters {
    state: RwSignal<Option<&'static str>>,
    pub(super) search: RwSignal<String>,
    urgency: RwSignal<String>,
    commune: RwSignal<String>,
    technician: RwSignal<String>,
    age: RwSignal<String>,
    nature: RwSignal<String>,
    order: RwSignal<String>,
}

/// The word of a state in the address.
fn word(ticket: &Ticket) -> &'static str {
    match ticket.state {
        TicketState::New => "a-orienter",
        TicketState::Resolved => "resolues",
        _ if ticket.is_open() => "en-cours",
        _ => "terminees",
    }
}

impl Filters {
    /// As the address has them.
    pub(super) fn new() -> Self {
        let state = in_address("etat", "a-orienter");
        // The choice of a form is optional; this one never is.
        let known = STATES.iter().find(|(word, _)| state.with_untracked(|state| state == word));
        let chosen = RwSignal::new(Some(known.map_or("a-orienter", |(word, _)| *word)));
        Effect::new(move |_| state.set(chosen.get().unwrap_or_default().to_owned()));
        Self {
            state: chosen,
            search: in_address("cherche", ""),
            urgency: in_address("urgence", ""),
            commune: in_address("commune", ""),
            technician: in_address("technicien", ""),
            age: in_address("age", ""),
            nature: in_address("nature", ""),
            order: in_address("tri", ""),
        }
    }

    /// Whether only the requests to be sorted are shown, all of them.
    pub(super) fn is_to_sort(self) -> bool {
        self.state.get() == Some("a-orienter")
            && Search::of(&self.search.get()).is_empty()
            && self.others().iter().all(|one| one.with(String::is_empty))
    }

    /// All that is asked, for a view that somebody keeps. Reactive.
    pub(super) fn values(self) -> Vec<String> {
        let state = self.state.get().unwrap_or_default().to_owned();
        let rest = [self.search].into_iter().chain(self.others()).chain([self.order]);
        [state].into_iter().chain(rest.map(|one| one.get())).collect()
    }

    /// Asks what such a view asked; what it does not know is asked as usual.
    pub(super) fn show(self, values: &[String]) {
        let mut values = values.iter();
        let state = values.next().and_then(|v| STATES.iter().find(|(word, _)| word == v));
        self.state.set(Some(state.map_or("a-orienter", |(word, _)| *word)));
        let rest = [self.search].into_iter().chain(self.others()).chain([self.order]);
        rest.for_each(|one| one.set(values.next().cloned().unwrap_or_default()));
    }

    fn others(self) -> [RwSignal<String>; 5] {
        [self.urgency, self.commune, self.technician, self.age, self.nature]
    }

    /// The tickets that fit, in the order that was asked for; a search is apart. Reactive.
    pub(super) fn list(self, app: App) -> Vec<Arc<Ticket>> {
        let today = app.today();
        app.read(|replica| {
            let view = replica.view();
            let clock = Clock::of(view, today);
            let fits = |ticket: &&Arc<Ticket>| self.fits(view, ticket, &clock);
            let mut found: Vec<_> = view.tickets.values().filter(fits).cloned().collect();
            match self.order.get().as_str() {
                "anciennes" => found.sort_by_key(|t| (t.reported_on, t.id)),
                "recentes" => found.sort_by_key(|t| Reverse((t.reported_on, t.id))),
                "ecole" => found.sort_by_cached_key(|t| {
                    let site = view.sites.get(&t.site);
                    let named = site.map(|site| (site.commune_name.clone(), site.name.clone()));
                    (named, t.reported_on, t.id)
                }),
                _ if self.state.get() == Some("terminees") => {
                    found.sort_by_key(|ticket| Reverse((ticket.ended_on, ticket.id)));
                }
                // Those that are late first, the latest of them before the others.
                _ => found.sort_by_cached_key(|t| {
                    (Reverse(clock.late_by(t)), Reverse(t.urgency), t.reported_on, t.id)
                }),
            }
            found
        })
    }

    fn fits(self, view: &State, ticket: &Ticket, clock: &Clock) -> bool {
        let is = |asked: RwSignal<String>, value: &dyn Fn(&str) -> bool| {
            asked.with(|asked| asked.is_empty() || value(asked))
        };
        let visit = || view.visits.get(&ticket.visit()?);
        let state = self.state.get();
        let is_of_state = state.is_none_or(|state| state == "toutes" || state == word(ticket));
        is_of_state
            && is(self.urgency, &|word| URGENCIES.contains(&(word, ticket.urgency)))
            && is(self.commune, &|code| {
                view.sites.get(&ticket.site).is_some_and(|site| site.commune.as_str() == code)
            })
            && is(self.technician, &|id| {
                visit().is_some_and(|visit| visit.technician.to_string() == id)
            })
            && is(self.age, &|days| match days {
                LATE => clock.late_by(ticket) > 0,
                days => clock.age(ticket) >= days.parse().unwrap_or(0),
            })
            && is(self.nature, &|word| nature(ticket.category) == word)
    }
}

/// The word of a category in the address.
fn nature(category: Category) -> String {
    let value = serde_json::to_value(category).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

/// What a search reads of a ticket: its number, its words, its room, its equipment, its site.
pub(super) fn searched(view: &State, ticket: &Ticket) -> Searched {
    let numbers = number::searched(ticket.id);
    let mut texts = vec![ticket.text.as_str(), ticket.room.as_str()];
    texts.extend(numbers.iter().map(String::as_str));
    if let Some(site) = view.sites.get(&ticket.site) {
        texts.extend([site.name.as_str(), &site.commune_name, site.id.as_str()]);
    }
    if let Some(equipment) = ticket.equipment.and_then(|id| view.equipment.get(&id)) {
        texts.extend([equipment.name.as_str(), &equipment.label, &equipment.serial]);
    }
    Searched::of(&texts)
}

/// A choice of one value, or of all.
#[component]
pub(in crate::screens) fn Select(
    label: &'static str,
    value: RwSignal<String>,
    #[prop(into)] options: Signal<Vec<(String, String)>>,
    #[prop(default = words::ANY)] any: &'static str,
) -> impl IntoView {
    let option = move |(key, name): (String, String)| {
        let own = key.clone();
        let is_chosen = move || value.with(|value| *value == own);
        view! { <option value=key prop:selected=is_chosen>{name}</option> }
    };
    view! {
        <label class="field-inline">
            <span>{label}</span>
            <select on:change=move |event| value.set(event_target_value(&event))>
                <option value="" prop:selected=move || value.with(String::is_empty)>{any}</option>
                {move || options.get().into_iter().map(option).collect_view()}
            </select>
        </label>
    }
}

/// The filters on the screen.
#[component]
pub(super) fn FilterBar(filters: Filters, children: Children) -> impl IntoView {
    let app = use_app();
    let communes = Memo::new(move |_| {
        app.read(|replica| {
            let sites = replica.view().sites.values();
            let all: BTreeMap<&str, &CommuneId> =
                sites.map(|site| (site.commune_name.as_str(), &site.commune)).collect();
            all.into_iter().map(|(name, code)| (code.to_string(), name.to_owned())).collect()
        })
    });
    let technicians = Memo::new(move |_| {
        app.read(|replica| {
            let accounts = replica.view().accounts.values();
            let technicians = accounts.filter(|a| shared::slot::is_technician(a));
            let line = |id: &AccountId, name: &str| (id.to_string(), name.to_owned());
            technicians.map(|a| line(&a.id, &a.name)).collect::<Vec<_>>()
        })
    });
    let urgencies =
        URGENCIES.map(|(word, urgency)| (word.to_owned(), ticket_words::urgency(urgency)));
    let ages = AGES.map(|days| (days.to_string(), words::older_than(days)));
    let late = [(LATE.to_owned(), words::LATE.to_owned())];
    let ages: Vec<_> = late.into_iter().chain(ages).collect();
    let natures = Category::ALL
        .map(|category| (nature(category), ticket_words::category(category).to_owned()));
    let orders = words::ORDERS.map(|(word, name)| (word.to_owned(), name.to_owned()));
    let states = STATES.map(|(word, name)| (word, name.to_owned())).to_vec();
    let asked = move || filters.others().iter().filter(|one| one.with(|o| !o.is_empty())).count();
    let is_filtered_first = untrack(asked) > 0;
    let clear = move |_| filters.others().iter().for_each(|one| one.set(String::new()));
    view! {
        <div class="filters">
            <Choices
                legend=words::SHOW
                name="filter"
                options=states
                value=FormEntry::unkept_choice(filters.state)
            />
            <TextField
                label=words::SEARCH
                hint=words::SEARCH_HINT
                kind="search"
                value=FormEntry::unkept(filters.search)
            />
        </div>
        <details class="details filter-more" open=is_filtered_first>
            <summary>{move || words::filters(asked())}</summary>
            <div class="toolbar filter-bar">
            <Select label=words::URGENCY value=filters.urgency
                options=Signal::stored(urgencies.to_vec())/>
            <Select label=words::COMMUNE value=filters.commune options=communes/>
            <Select label=words::TECHNICIAN value=filters.technician options=technicians/>
            <Select label=words::AGE value=filters.age options=Signal::stored(ages)/>
            <Select label=words::NATURE value=filters.nature
                options=Signal::stored(natures.to_vec())/>
            <Select label=words::ORDER value=filters.order any=words::ORDER_USUAL
                options=Signal::stored(orders.to_vec())/>
                <Show when=move || { asked() > 0 }>
                    <button type="button" class="button quiet small" on:click=clear>
                        {words::CLEAR}
                    </button>
                </Show>
                {children()}
            </div>
        </details>
    }
}
