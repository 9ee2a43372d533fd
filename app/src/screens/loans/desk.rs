//! «Prêts»: what is late first, what is to be confirmed, and every unit by weeks.

use super::grid::Grid;
use super::lending::LoanCard;
use super::stock::Stock;
use super::{is_loan, kits};
use crate::api;
use crate::context::{App, use_app};
use crate::parts::{GroupCards, Page};
use crate::screens::address::in_address;
use crate::text::loans_desk as words;
use leptos::prelude::*;
use leptos_router::components::A;
use shared::id::SupplyId;
use shared::loan::between::{closed_stops, ends_when_closed, is_at_risk, is_late};
use shared::order;
use shared::row::State;
use shared::supply::{Supply, SupplyState};

/// The name of the export.
const EXPORT: &str = "prets";

/// The groups of the list, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    Late,
    AtRisk,
    ToConfirm,
    ToPrepare,
    Out,
    Awaited,
    Ended,
}

fn group(view: &State, loan: &Supply, today: shared::day::Day) -> Group {
    match loan.state {
        _ if is_late(loan, today) => Group::Late,
        _ if is_at_risk(view, loan, today) => Group::AtRisk,
        _ if ends_when_closed(view, loan, today) => Group::AtRisk,
        _ if !closed_stops(view, loan, today).is_empty() => Group::AtRisk,
        SupplyState::WaitingList if loan.waits_by_wish() => {
            let is_over = loan.period.is_some_and(|days| days.first < today);
            if is_over { Group::Ended } else { Group::Awaited }
        }
        SupplyState::Asked | SupplyState::WaitingList => Group::ToConfirm,
        SupplyState::Accepted | SupplyState::Ready => Group::ToPrepare,
        SupplyState::Delivered => Group::Out,
        SupplyState::Closed | SupplyState::Refused | SupplyState::Cancelled => Group::Ended,
    }
}

/// All loans with their groups; in each the one whose days come first. Reactive.
fn loans(app: App) -> Vec<(SupplyId, Group)> {
    let today = app.today();
    app.read(|replica| {
        let view = replica.view();
        let of_loans = view.supplies.values().filter(|one| is_loan(one));
        let mut all: Vec<_> = of_loans.map(|loan| (group(view, loan, today), loan)).collect();
        order::sort_by_key(&mut all, |(group, loan)| (*group, loan.period, loan.id));
        all.into_iter().map(|(group, loan)| (loan.id, group)).collect()
    })
}

/// The screen.
#[component]
pub fn LoansScreen() -> impl IntoView {
    let app = use_app();
    let shown = in_address("vue", "liste");
    let all = Memo::new(move |_| loans(app));
    let none = Memo::new(move |_| kits(app).is_empty() && all.with(Vec::is_empty));
    let tab = move |(word, label): (&'static str, &'static str)| {
        view! {
            <button
                type="button"
                class="button quiet"
                aria-pressed=move || (shown.get() == word).to_string()
                on:click=move |_| shown.set(word.into())
            >
                {label}
            </button>
        }
    };
    let export = |(format, label): (&'static str, &'static str)| {
        view! {
            <a
                class="button quiet"
                href=api::export_url(EXPORT, format, None)
                download=format!("{EXPORT}.{format}")
                rel="external"
            >
                {label}
            </a>
        }
    };
    let card = |id: SupplyId| view! { <LoanCard id=id/> };
    let list = move || {
        view! {
            <GroupCards all=all group=Group::Late title=words::LATE card=card/>
            <GroupCards all=all group=Group::AtRisk title=words::AT_RISK card=card/>
            <GroupCards all=all group=Group::ToConfirm title=words::TO_CONFIRM card=card/>
            <GroupCards all=all group=Group::ToPrepare title=words::TO_PREPARE card=card/>
            <GroupCards all=all group=Group::Out title=words::OUT card=card/>
            <GroupCards all=all group=Group::Awaited title=words::AWAITED card=card/>
            <GroupCards all=all group=Group::Ended title=words::ENDED card=card/>
        }
    };
    let part = move || match shown.get().as_str() {
        "semaines" => view! { <Grid app=app/> }.into_any(),
        "stock" => view! { <Stock app=app/> }.into_any(),
        _ => list().into_any(),
    };
    view! {
        <Page title=words::TITLE>
            <p>
                <A href="/commandes/campagnes">{words::CAMPAIGNS}</A>
                " · "
                <A href="/commandes/catalogue">{words::CATALOGUE}</A>
                " · "
                <A href="/importer">{words::IMPORT}</A>
            </p>
            <div class="toolbar" role="group" aria-label=words::SHOW>
                {words::VIEWS.map(tab).collect_view()}
                {words::EXPORTS.map(export).collect_view()}
            </div>
            <Show
                when=move || !none.get()
                fallback=|| view! { <p class="empty">{words::NOTHING}</p> }
            >
                {part}
            </Show>
        </Page>
    }
}
