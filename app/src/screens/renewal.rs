//! «Renouvellement»: the devices to replace first, cut where the money ends.

mod compose;

use super::address::in_address;
use super::fleet::filters::{communes, kinds, word};
use super::tickets::filters::Select;
use crate::context::use_app;
use crate::device::download;
use crate::parts::{Back, FormEntry, More, Page, TextField};
use crate::text::{equipment as device_words, fleet as words, site_name};
use compose::{ComposeDialog, count_of};
use leptos::prelude::*;
use shared::money::Cents;
use shared::renewal::{Cut, Ranked, Renewal, cut};
use shared::words as names;

/// How many are shown at first, and with each «Afficher la suite».
const SHOWN: usize = 60;

/// What is asked of the list: all of it in the address.
#[derive(Clone, Copy)]
struct Asked {
    kind: RwSignal<String>,
    commune: RwSignal<String>,
    total: RwSignal<String>,
    unit: RwSignal<String>,
}

impl Asked {
    fn new() -> Self {
        Self {
            kind: in_address("nature", ""),
            commune: in_address("commune", ""),
            total: in_address("montant", ""),
            unit: in_address("prix", ""),
        }
    }

    /// How far the money goes; nothing until both amounts are written. Reactive.
    fn cut(self) -> Option<Cut> {
        let amount =
            |of: RwSignal<String>| of.with(|text| Cents::read(text).ok().map(|price| price.0));
        cut(amount(self.total)?, amount(self.unit)?)
    }

    /// The price of one, in cents; 0 until it is written. Reactive.
    fn unit(self) -> i64 {
        self.unit.with(|text| Cents::read(text).map_or(0, |price| price.0))
    }
}

/// The screen.
#[component]
pub fn RenewalScreen() -> impl IntoView {
    let app = use_app();
    let asked = Asked::new();
    let list = Memo::new(move |_| {
        let (kind, commune, today) = (asked.kind.get(), asked.commune.get(), app.today());
        app.read(|replica| {
            let view = replica.view();
            Renewal::of(view, today, |one| {
                let here = || view.sites.get(&one.site).map(|site| site.commune.as_str());
                (kind.is_empty() || word(one.kind) == kind)
                    && (commune.is_empty() || here() == Some(&commune))
            })
        })
    });
    let cut = Memo::new(move |_| asked.cut());
    let composing = RwSignal::new(None::<usize>);
    let close = Callback::new(move |()| composing.set(None));
    let compose = move |_| {
        let paid = cut.get_untracked().map(|cut| cut.count);
        composing.set(Some(list.with_untracked(|list| count_of(list, paid))));
    };
    let dialog = move || {
        let count = composing.get()?;
        Some(view! { <ComposeDialog list=list count=count on_close=close/> })
    };
    view! {
        <Page title=words::RENEWAL>
            <Back href="/parc" label=words::TITLE/>
            <div class="form form-row">
                <TextField
                    label=words::TOTAL
                    hint=words::TOTAL_HINT
                    value=FormEntry::unkept(asked.total)
                />
                <TextField
                    label=words::UNIT
                    hint=words::UNIT_HINT
                    value=FormEntry::unkept(asked.unit)
                />
            </div>
            <div class="toolbar filter-bar">
                <Select label=words::KIND value=asked.kind options=Signal::stored(kinds())/>
                <Select label=words::COMMUNE value=asked.commune options=communes(app)/>
                <button type="button" class="button primary" on:click=compose>
                    {words::COMPOSE_IT}
                </button>
                <Export list=list asked=asked/>
            </div>
            <div role="status">
                <p class="hint">{move || list.with(|list| words::known_ages(list.known_ages()))}</p>
                {move || cut.get().map(|cut| said(cut, list.with(|list| list.ranked.len())))}
            </div>
            <details class="details">
                <summary>{words::WHY}</summary>
                <p>{words::RENEWAL_INTRO}</p>
            </details>
            <Ranks list=list cut=cut asked=asked/>
            <Apart title=words::UNKNOWN_AGES list=list part=|list| &list.unknown/>
            <Apart title=words::KEPT list=list part=|list| &list.kept/>
            <Apart title=words::ORDERED list=list part=|list| &list.ordered/>
            {dialog}
        </Page>
    }
}

/// Where the money ends, in words.
fn said(cut: Cut, listed: usize) -> AnyView {
    let listed = u64::try_from(listed).unwrap_or(u64::MAX);
    if cut.count >= listed {
        return view! { <p class="lead">{words::BUDGET_SUFFICES}</p> }.into_any();
    }
    view! {
        <p class="lead">{words::budget_ends(cut)}</p>
        <p>{words::budget_left(cut)}</p>
    }
    .into_any()
}

#[component]
fn Ranks(list: Memo<Renewal>, cut: Memo<Option<Cut>>, asked: Asked) -> impl IntoView {
    let most = RwSignal::new(SHOWN);
    let ends_at = move || cut.get().and_then(|cut| usize::try_from(cut.count).ok());
    let rows = move || {
        let (ends_at, unit) = (ends_at(), asked.unit());
        list.with(|list| {
            let shown = list.ranked.iter().take(most.get()).enumerate();
            let row = |(at, one): (usize, &Ranked)| {
                let ends = (Some(at) == ends_at).then(|| cut.get().map(end_row)).flatten();
                view! {
                    {ends}
                    <Row at=Some(at + 1) one=one.clone() unit=unit/>
                }
            };
            shown.map(row).collect_view()
        })
    };
    view! {
        <Show
            when=move || list.with(|list| !list.ranked.is_empty())
            fallback=|| view! { <p class="empty">{words::NOTHING}</p> }
        >
            <div class="table-scroll" tabindex="0" role="region" aria-label=words::RENEWAL>
                <table class="data">
                    <caption class="visually-hidden">{words::RENEWAL}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{words::RANK}</th>
                            <th scope="col">{words::DEVICE}</th>
                            <th scope="col">{words::SITE}</th>
                            <th scope="col">{words::AGE}</th>
                            <th scope="col">{words::POINTS}</th>
                            <th scope="col">{words::SUM}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </Show>
        <More all=Signal::derive(move || list.with(|list| list.ranked.len())) most=most by=SHOWN/>
    }
}

/// The line of the list at which the money ends.
fn end_row(cut: Cut) -> impl IntoView + use<> {
    view! {
        <tr class="budget-end">
            <td colspan="6">
                <strong>{words::budget_ends(cut)}</strong>
                " · "
                {words::budget_left(cut)}
            </td>
        </tr>
    }
}

#[component]
fn Row(at: Option<usize>, one: Ranked, unit: i64) -> impl IntoView {
    let app = use_app();
    let Ranked { device, rank } = one;
    let site = app.read_now(|replica| site_name(replica.view(), &device.site));
    let sum = at.filter(|_| unit > 0).map(|at| {
        let count = i64::try_from(at).unwrap_or(i64::MAX);
        Cents(unit.saturating_mul(count)).to_string()
    });
    view! {
        <tr>
            <td>{at}</td>
            <th scope="row">
                <a href=format!("/parc/{}", device.id)>{device.name.clone()}</a>
                <br/>
                <span class="meta">
                    {names::equipment_kind(device.kind)} " · " {device.label.clone()}
                </span>
            </th>
            <td>{site}</td>
            <td>{device_words::age(&device, app.today_now())}</td>
            <td>
                {rank.points()}
                <br/>
                <span class="meta">{words::why(rank)}</span>
            </td>
            <td>{sum}</td>
        </tr>
    }
}

/// The devices that have no place in the list.
#[component]
fn Apart(
    title: &'static str,
    list: Memo<Renewal>,
    part: fn(&Renewal) -> &Vec<Ranked>,
) -> impl IntoView {
    let many = move || list.with(|list| part(list).len());
    let rows = move || {
        list.with(|list| {
            let shown = part(list).iter().take(SHOWN);
            shown.map(|one| view! { <Row at=None one=one.clone() unit=0/> }).collect_view()
        })
    };
    let rest = move || many().checked_sub(SHOWN).filter(|rest| *rest > 0);
    view! {
        <Show when=move || { many() > 0 }>
            <details class="details">
                <summary>{title} " (" {many} ")"</summary>
                <div class="table-scroll" tabindex="0" role="region" aria-label=title>
                    <table class="data">
                        <tbody>{rows}</tbody>
                    </table>
                </div>
                {move || rest().map(|rest| view! { <p>{words::and_more(rest)}</p> })}
            </details>
        </Show>
    }
}

/// The whole list, as a table for a spreadsheet.
#[component]
fn Export(list: Memo<Renewal>, asked: Asked) -> impl IntoView {
    let app = use_app();
    let save = move |_| {
        let table = app.read_now(|replica| {
            let of = |list: &Renewal| list.ranked.iter().map(|one| one.device.id).collect();
            let ids: Vec<_> = list.with_untracked(of);
            let within = untrack(|| asked.cut()).and_then(|cut| usize::try_from(cut.count).ok());
            let ids = &ids[..within.unwrap_or(ids.len()).min(ids.len())];
            super::fleet::export::fleet(replica.view(), ids, app.today_now())
        });
        download::text(words::EXPORT_RENEWAL_NAME, "text/csv", &table);
    };
    view! {
        <button type="button" class="button secondary" on:click=save>
            {words::EXPORT_RENEWAL}
        </button>
    }
}
