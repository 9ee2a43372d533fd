//! What subscriptions cost, month and year, and the credit of each kind.

use super::fields::read_amount;
use crate::context::{App, use_app};
use crate::parts::{Dialog, TextField};
use crate::screens::form::{Form, FormEnd, FormFrame};
use crate::text::subscriptions as words;
use chrono::Datelike;
use leptos::prelude::*;
use shared::day::Day;
use shared::money::Cents;
use shared::role::Role;
use shared::row::State;
use shared::subscription::cost::{beyond, cost_of_year};
use shared::subscription::{Act, Subscription, SubscriptionKind};

/// What a subscription costs in the month of that day.
pub(super) fn this_month(row: &Subscription, today: Day) -> Cents {
    row.cost_of_month(today.year(), today.month())
}

/// The credit of a kind.
pub(super) fn credit_of(view: &State, kind: SubscriptionKind) -> Option<Cents> {
    view.settings().credits.get(kind.word()).copied()
}

/// The cost of both kinds, with a warning at each credit that is exceeded.
#[component]
pub(super) fn Costs() -> impl IntoView {
    let app = use_app();
    let changed = RwSignal::new(None::<SubscriptionKind>);
    let close = Callback::new(move |()| changed.set(None));
    view! {
        <section class="section">
            <h2>{words::COSTS}</h2>
            {SubscriptionKind::ALL
                .map(|kind| view! { <CostOf app=app kind=kind changed=changed/> })
                .collect_view()}
            {move || changed.get().map(|kind| view! { <CreditDialog kind=kind on_close=close/> })}
        </section>
    }
}

#[component]
fn CostOf(
    app: App,
    kind: SubscriptionKind,
    changed: RwSignal<Option<SubscriptionKind>>,
) -> impl IntoView {
    let known = Memo::new(move |_| {
        let today = app.today();
        app.read(|replica| {
            let months = cost_of_year(replica.view(), kind, today.year());
            let month = months.get(today.month0() as usize).copied().unwrap_or_default();
            let year: Cents = months.into_iter().sum();
            (month, year, credit_of(replica.view(), kind))
        })
    });
    let said = move || {
        let (month, year, credit) = known.get();
        words::cost(kind, month, year, credit)
    };
    let exceeded = move || {
        let (_, year, credit) = known.get();
        beyond(credit, year).map(|by| view! { <p class="warning">{words::beyond(kind, by)}</p> })
    };
    let may = move || app.role() == Some(Role::Coordinator);
    let name = format!("{}\u{a0}: {}", words::SET_CREDIT, words::kind(kind));
    view! {
        <p>
            {said} " "
            {move || {
                let name = name.clone();
                may().then(|| view! {
                    <button
                        type="button"
                        class="button quiet small"
                        aria-label=name
                        on:click=move |_| changed.set(Some(kind))
                    >
                        {words::SET_CREDIT}
                    </button>
                })
            }}
        </p>
        {exceeded}
    }
}

#[component]
fn CreditDialog(kind: SubscriptionKind, on_close: Callback<()>) -> impl IntoView {
    let form = Form::kept("subscription-credit", kind.word());
    let known = form.app.read_now(|replica| credit_of(replica.view(), kind));
    let known = known.map(|credit| credit.to_string()).unwrap_or_default();
    let credit = form.text("price", known);
    let submit = move |()| {
        let text = credit.value.get_untracked();
        let credit = match text.trim().is_empty() {
            true => None,
            false => match read_amount(&text) {
                Ok(amount) => Some(amount),
                Err(why) => return form.refuse(credit, why),
            },
        };
        let command = Act::SetSubscriptionCredit { kind, credit };
        form.submit_and_close(command, words::CREDIT_SAID, on_close);
    };
    view! {
        <Dialog title=words::of_site(kind, words::CREDIT) on_close=on_close>
            <FormFrame form=form on_submit=submit>
                <TextField label=words::CREDIT hint=words::CREDIT_HINT value=credit/>
                <FormEnd form=form on_close=on_close/>
            </FormFrame>
        </Dialog>
    }
}
