//! The filters of «Parc», and the order of the list: all of them in the address.

use crate::context::{App, use_app};
use crate::parts::{FormEntry, TextField};
use crate::screens::address::in_address;
use crate::screens::tickets::filters::Select;
use crate::text::fleet as words;
use leptos::prelude::*;
use shared::day::Day;
use shared::equipment::{Equipment, EquipmentKind, EquipmentState};
use shared::id::CommuneId;
use shared::order;
use shared::row::State;
use shared::search::Searched;
use shared::words as names;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What is asked of the list.
#[derive(Clone, Copy)]
pub(in crate::screens) struct Filters {
    pub(super) search: RwSignal<String>,
    kind: RwSignal<String>,
    state: RwSignal<String>,
    commune: RwSignal<String>,
    site: RwSignal<String>,
    age: RwSignal<String>,
    order: RwSignal<String>,
}

/// The word of a kind in the address: that of the wire.
pub(in crate::screens) fn word(kind: EquipmentKind) -> String {
    let value = serde_json::to_value(kind).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

/// The kinds, for a choice.
pub(in crate::screens) fn kinds() -> Vec<(String, String)> {
    let one = |kind: EquipmentKind| (word(kind), names::equipment_kind(kind).to_owned());
    EquipmentKind::ALL.map(one).to_vec()
}

/// The communes of the sites, for a choice. Reactive.
pub(in crate::screens) fn communes(app: App) -> Memo<Vec<(String, String)>> {
    Memo::new(move |_| {
        app.read(|replica| {
            let sites = replica.view().sites.values();
            let all: BTreeMap<&str, &CommuneId> =
                sites.map(|site| (site.commune_name.as_str(), &site.commune)).collect();
            all.into_iter().map(|(name, code)| (code.to_string(), name.to_owned())).collect()
        })
    })
}

impl Filters {
    /// As the address has them.
    pub(super) fn new() -> Self {
        Self {
            search: in_address("cherche", ""),
            kind: in_address("nature", ""),
            state: in_address("etat", ""),
            commune: in_address("commune", ""),
            site: in_address("ecole", ""),
            age: in_address("age", ""),
            order: in_address("tri", ""),
        }
    }

    fn named(self) -> [(&'static str, RwSignal<String>); 7] {
        [
            ("cherche", self.search),
            ("nature", self.kind),
            ("etat", self.state),
            ("commune", self.commune),
            ("ecole", self.site),
            ("age", self.age),
            ("tri", self.order),
        ]
    }

    /// The end of an address that asks for the same. Reactive.
    pub(super) fn address(self) -> String {
        let parts = self.named().into_iter().filter_map(|(name, value)| {
            let value = value.get();
            let coded = js_sys::encode_uri_component(&value);
            (!value.is_empty()).then(|| format!("{name}={coded}"))
        });
        let parts: Vec<String> = parts.collect();
        if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) }
    }

    /// The devices that fit, in the order that was asked for; a search is apart. Reactive.
    pub(super) fn list(self, app: App) -> Vec<Arc<Equipment>> {
        let today = app.today();
        app.read(|replica| {
            let view = replica.view();
            let fits = |one: &&Arc<Equipment>| self.fits(view, one, today);
            let mut found: Vec<_> = view.equipment.values().filter(fits).cloned().collect();
            match self.order.get().as_str() {
                "nom" => order::sort_by(&mut found, |a, b| (&a.name, a.id).cmp(&(&b.name, b.id))),
                "modele" => {
                    order::sort_by(&mut found, |a, b| (&a.model, a.id).cmp(&(&b.model, b.id)));
                }
                "etat" => order::sort_by_key(&mut found, |one| (Reverse(one.state), one.id)),
                "age" => {
                    order::sort_by_key(&mut found, |one| (Reverse(one.age_months(today)), one.id))
                }
                _ => {
                    let site = |one: &Equipment| {
                        view.sites.get(&one.site).map(|site| (&site.commune_name, &site.name))
                    };
                    order::sort_by(&mut found, |a, b| {
                        (site(a), &a.room, &a.name, a.id).cmp(&(site(b), &b.room, &b.name, b.id))
                    });
                }
            }
            found
        })
    }

    fn fits(self, view: &State, one: &Equipment, today: Day) -> bool {
        let is = |asked: RwSignal<String>, fits: &dyn Fn(&str) -> bool| {
            asked.with(|asked| asked.is_empty() || fits(asked))
        };
        // What has gone is no longer looked for, unless one asks for it.
        let of_state = self.state.with(|asked| match asked.as_str() {
            "en-service" => one.state == EquipmentState::InService,
            "en-panne" => one.state == EquipmentState::Broken,
            "retires" => !one.serves(),
            "proposes" => one.serves() && one.proposal.is_some(),
            "gardes" => one.serves() && one.kept.is_some(),
            _ => one.serves(),
        });
        of_state
            && is(self.kind, &|asked| word(one.kind) == asked)
            && is(self.site, &|asked| one.site.as_str() == asked)
            && is(self.commune, &|asked| {
                view.sites.get(&one.site).is_some_and(|site| site.commune.as_str() == asked)
            })
            && is(self.age, &|asked| match asked.parse::<u32>() {
                Ok(years) => one.age(today).is_some_and(|age| age >= years),
                Err(_) => one.age(today).is_none(),
            })
    }
}

/// What a search reads of a device: its own words, and those of its site.
pub(super) fn searched(view: &State, one: &Equipment) -> Searched {
    let mut texts = vec![one.name.as_str(), &one.label, &one.serial, &one.model, &one.room];
    if let Some(site) = view.sites.get(&one.site) {
        texts.extend([site.name.as_str(), &site.commune_name, site.id.as_str()]);
    }
    Searched::of(&texts)
}

/// Words for the choice of a filter.
fn options(known: &[(&str, &str)]) -> Signal<Vec<(String, String)>> {
    let one = |(key, name): &(&str, &str)| ((*key).to_owned(), (*name).to_owned());
    Signal::stored(known.iter().map(one).collect())
}

/// The filters on the screen.
#[component]
pub(super) fn FilterBar(filters: Filters) -> impl IntoView {
    let app = use_app();
    let sites = Memo::new(move |_| {
        let commune = filters.commune.get();
        app.read(|replica| {
            let is_of = |code: &str| commune.is_empty() || commune == code;
            let sites = replica.view().sites.values();
            let here = sites.filter(|site| is_of(site.commune.as_str()));
            let mut named: Vec<_> = here
                .map(|site| (site.id.to_string(), format!("{}, {}", site.name, site.commune_name)))
                .collect();
            order::sort_by(&mut named, |a, b| (&a.1, &a.0).cmp(&(&b.1, &b.0)));
            named
        })
    });
    let others = move || filters.named().into_iter().filter(|(name, _)| *name != "cherche");
    let is_filtered = move || others().any(|(_, one)| one.with(|one| !one.is_empty()));
    let clear = move |_| others().for_each(|(_, one)| one.set(String::new()));
    view! {
        <div class="form filters">
            <TextField
                label=words::SEARCH
                hint=words::SEARCH_HINT
                kind="search"
                value=FormEntry::unkept(filters.search)
            />
        </div>
        <div class="toolbar filter-bar">
            <Select label=words::KIND value=filters.kind options=Signal::stored(kinds())/>
            <Select label=words::STATE value=filters.state options=options(&words::STATES)/>
            <Select label=words::COMMUNE value=filters.commune options=communes(app)/>
            <Select label=words::SITE value=filters.site options=sites/>
            <Select label=words::AGE value=filters.age options=options(&words::AGES)/>
            <Select label=words::ORDER value=filters.order any=words::ORDER_USUAL
                options=options(&words::ORDERS)/>
            <Show when=is_filtered>
                <button type="button" class="button quiet small" on:click=clear>
                    {words::CLEAR}
                </button>
            </Show>
        </div>
    }
}
