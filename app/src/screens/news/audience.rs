//! Whom news is for: some by their part, schools by their commune or by name.

use crate::context::use_app;
use crate::parts::{FieldGroup, FormEntry};
use crate::screens::form::Form;
use crate::text::{coverage, news as words};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use shared::notice::Audience;
use shared::notice::reach;
use shared::order;
use shared::role::Role;
use shared::search::{self, Search, Searched};
use std::collections::BTreeSet;

/// How many of a list are offered at once: every commune, and the first schools.
const OFFERED: usize = 60;

/// The fields of the audience.
#[derive(Clone, Copy)]
pub(super) struct Reached {
    flags: RwSignal<[bool; 4]>,
    communes: RwSignal<BTreeSet<String>>,
    sites: RwSignal<BTreeSet<String>>,
    /// All of them as one field: for somebody it must be.
    whole: FormEntry<()>,
}

impl Reached {
    /// The fields of a form.
    pub(super) fn of(form: Form, audience: &Audience) -> Self {
        let Audience { public, schools, technicians, observers, communes, sites } = audience;
        let flags = form.holds("audience", [*public, *schools, *technicians, *observers]);
        let communes = order::set(communes.iter().map(|commune| commune.0.clone()));
        let communes = form.holds("communes", communes);
        let sites = form.holds("schools", order::set(sites.iter().map(|site| site.0.clone())));
        let is_blank = Signal::derive(move || {
            flags.get() == [false; 4]
                && communes.with(BTreeSet::is_empty)
                && sites.with(BTreeSet::is_empty)
        });
        let whole = form.group("sites", is_blank).needs(words::NEEDS_AUDIENCE);
        Self { flags, communes, sites, whole }
    }

    /// What is chosen. Reactive.
    pub(super) fn read(self) -> Audience {
        let [public, schools, technicians, observers] = self.flags.get();
        Audience {
            public,
            schools,
            technicians,
            observers,
            communes: self.communes.with(|keys| order::set(keys.iter().map(|k| k.as_str().into()))),
            sites: self.sites.with(|keys| order::set(keys.iter().map(|k| k.as_str().into()))),
        }
    }
}

/// Whom it is for, and how many schools that are.
#[component]
pub(super) fn AudienceFields(reached: Reached) -> impl IntoView {
    let app = use_app();
    let is_coordinator = app.role() == Some(Role::Coordinator);
    let Reached { flags, communes, sites, whole } = reached;
    let names = [words::PUBLIC, words::SCHOOLS, words::TECHNICIANS, words::OBSERVERS];
    let flag = move |(at, name): (usize, &'static str)| {
        let is_on = Signal::derive(move || flags.get()[at]);
        let toggle = Callback::new(move |()| {
            flags.update(|flags| flags[at] = !flags[at]);
            whole.notes.changed();
        });
        view! { <Check label=name.to_owned() is_on=is_on toggle=toggle/> }
    };
    // A dispatcher writes to schools alone.
    let offered = names.into_iter().enumerate();
    let offered = offered.filter(move |(at, _)| is_coordinator || *at == 1);
    let count = move || {
        let audience = reached.read();
        words::reached(app.read(|replica| audience.schools(replica.view())))
    };
    let places = app.read_now(|replica| reach::places(replica.view()));
    let place = |place: &reach::CommunePlace| {
        let searched = Searched::of(&[&place.name, place.commune.as_str()]);
        Offer { key: place.commune.0.clone(), label: words::place(place), searched }
    };
    let places = places.iter().map(place).collect();
    let schools = app.read_now(|replica| {
        let view = replica.view();
        let mut open: Vec<_> = view.sites.values().filter(|s| s.closed_on.is_none()).collect();
        order::sort_by_key(&mut open, |site| (search::words(&site.name), site.id.clone()));
        let offer = |site: &&std::sync::Arc<shared::site::Site>| Offer {
            key: site.id.0.clone(),
            label: coverage::in_commune(site),
            searched: site.searched(),
        };
        open.iter().map(offer).collect()
    });
    view! {
        <FieldGroup legend=words::AUDIENCE notes=whole.notes>
            <div class="choices-list">{offered.map(flag).collect_view()}</div>
            <Picker
                legend=words::COMMUNES
                find=words::FIND_COMMUNE
                offers=places
                chosen=communes
                whole=whole
            />
            <Picker
                legend=words::SITES
                find=words::FIND_SITE
                offers=schools
                chosen=sites
                whole=whole
            />
        </FieldGroup>
        <p role="status">{count}</p>
    }
}

/// Enter in a search is no reason to send the form.
fn stay(event: KeyboardEvent) {
    if event.key() == "Enter" {
        event.prevent_default();
    }
}

/// Something that can be chosen.
struct Offer {
    key: String,
    label: String,
    searched: Searched,
}

/// Several of a list, found by some letters.
#[component]
fn Picker(
    legend: &'static str,
    find: &'static str,
    offers: Vec<Offer>,
    chosen: RwSignal<BTreeSet<String>>,
    whole: FormEntry<()>,
) -> impl IntoView {
    let sought = RwSignal::new(String::new());
    let offers = StoredValue::new(offers);
    let found = Memo::new(move |_| {
        let search = Search::of(&sought.get());
        offers.with_value(|offers| {
            let is_found = |(_, offer): &(usize, &Offer)| search.finds(&offer.searched);
            offers.iter().enumerate().filter(is_found).map(|(at, _)| at).collect::<Vec<_>>()
        })
    });
    let names = move || {
        chosen.with(|keys| {
            offers.with_value(|offers| {
                let chosen = offers.iter().filter(|offer| keys.contains(&offer.key));
                words::chosen(&chosen.map(|offer| offer.label.clone()).collect::<Vec<_>>())
            })
        })
    };
    let line = move |at: usize| {
        let (key, label) = offers.with_value(|all| (all[at].key.clone(), all[at].label.clone()));
        let of = key.clone();
        let is_on = Signal::derive(move || chosen.with(|keys| keys.contains(&of)));
        let toggle = Callback::new(move |()| {
            chosen.update(|keys| {
                if !keys.remove(&key) {
                    keys.insert(key.clone());
                }
            });
            whole.notes.changed();
        });
        view! {
            <li>
                <Check label=label is_on=is_on toggle=toggle/>
            </li>
        }
    };
    let offered =
        move || found.with(|found| found.iter().copied().take(OFFERED).collect::<Vec<_>>());
    view! {
        <fieldset class="picker">
            <legend>{legend}</legend>
            <label class="field">
                <span class="field-label">{find}</span>
                <input
                    type="search"
                    autocomplete="off"
                    prop:value=move || sought.get()
                    on:input=move |event| sought.set(event_target_value(&event))
                    on:keydown=stay
                />
            </label>
            <ul class="choices-list picks">
                <For each=offered key=|at| *at children=line/>
            </ul>
            {move || rest(found.with(Vec::len))}
            <p class="hint">{names}</p>
        </fieldset>
    }
}

/// What is said of those that were found and are not offered.
fn rest(found: usize) -> Option<AnyView> {
    let told = match found {
        0 => words::NONE_FOUND.to_owned(),
        many if many > OFFERED => words::more(many - OFFERED),
        _ => return None,
    };
    Some(view! { <p class="hint">{told}</p> }.into_any())
}

/// A box that is checked or not.
#[component]
fn Check(label: String, is_on: Signal<bool>, toggle: Callback<()>) -> impl IntoView {
    view! {
        <label class="choice">
            <input
                type="checkbox"
                prop:checked=move || is_on.get()
                on:change=move |_| toggle.run(())
            />
            <span>{label}</span>
        </label>
    }
}
