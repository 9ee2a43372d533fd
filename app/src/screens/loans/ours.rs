//! «Nos prêts»: what happens next with each, longer or shorter, and what a kit lacks.

use super::is_loan;
use crate::context::{App, use_app};
use crate::parts::{Dialog, Failure, GroupCards, Sentence, TextField};
use crate::screens::form::{Form, FormEnd, FormFrame, is_possible};
use crate::screens::reason::{Asked, ReasonDialog};
use crate::screens::supply::{follow, is_confirmed};
use crate::text::{borrow as words, loan as loan_words, supply as supply_words};
use leptos::prelude::*;
use shared::id::SupplyId;
use shared::loan::between::is_freed;
use shared::loan::{Act, LoanDays};
use shared::order;
use shared::supply::{self, Supply, SupplyState};
use std::cmp::Reverse;
use std::sync::Arc;

/// The loans of the own site that are open, and those that ended, the newest first.
fn own(app: App) -> Vec<(SupplyId, bool)> {
    let Some(site) = app.actor().and_then(|actor| actor.site) else { return Vec::new() };
    app.read(|replica| {
        let all = replica.view().supplies.values();
        let mut own: Vec<_> = all.filter(|one| is_loan(one) && one.site == site).collect();
        order::sort_by_key(&mut own, |one| Reverse((one.period, one.id)));
        own.iter().map(|one| (one.id, one.state.is_open())).collect()
    })
}

/// The loans.
#[component]
pub(super) fn OurLoans() -> impl IntoView {
    let app = use_app();
    let loans = Memo::new(move |_| own(app));
    let card = |id: SupplyId| view! { <Loan id=id/> };
    view! {
        <GroupCards all=loans group=true title=words::OURS card=card/>
        <GroupCards all=loans group=false title=words::ENDED card=card/>
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Opened {
    End,
    Lack,
    Withdraw,
}

#[component]
fn Loan(id: SupplyId) -> impl IntoView {
    let app = use_app();
    let loan = follow(app, id);
    let opened = RwSignal::new(None::<Opened>);
    let state = Memo::new(move |_| loan.get().map(|loan| loan.state));
    let may_withdraw = Memo::new(move |_| {
        let reason = "-".to_owned();
        let is_open = loan.with(|loan| loan.as_ref().is_some_and(|loan| loan.state.is_open()));
        is_open && is_possible(app, supply::Act::CancelSupply { supply: id, reason }.into())
    });
    let may_claim = Memo::new(move |_| {
        let today = app.today();
        app.read(|replica| {
            let view = replica.view();
            view.supplies.get(&id).is_some_and(|loan| is_freed(view, loan, today))
        })
    });
    let form = Form::new();
    let claim = move |_| form.submit(Act::ClaimLoan { supply: id }, words::ASKED, || ());
    let has_it = move || state.get() == Some(SupplyState::Delivered);
    let button = move |look: &'static str, label: &'static str, what: Opened| {
        view! {
            <button type="button" class=look on:click=move |_| opened.set(Some(what))>
                {label}
            </button>
        }
    };
    let close = Callback::new(move |()| opened.set(None));
    let dialog = move || {
        Some(match opened.get()? {
            Opened::End => view! { <EndDialog id=id on_close=close/> }.into_any(),
            Opened::Lack => view! { <LackDialog id=id on_close=close/> }.into_any(),
            Opened::Withdraw => view! { <WithdrawDialog id=id on_close=close/> }.into_any(),
        })
    };
    let told = move || loan.get().map(|loan| told(app, &loan));
    view! {
        <li class="card">
            {told}
            <Failure text=form.error()/>
            <div class="actions">
                <Show when=move || may_claim.get()>
                    <button
                        type="button"
                        class="button primary"
                        disabled=move || form.is_busy()
                        on:click=claim
                    >
                        {words::CLAIM}
                    </button>
                </Show>
                <Show when=has_it>
                    {button("button secondary", words::CHANGE_END, Opened::End)}
                    {button("button secondary", words::LACK, Opened::Lack)}
                </Show>
                <Show when=move || may_withdraw.get()>
                    {button("button quiet", words::WITHDRAW, Opened::Withdraw)}
                </Show>
            </div>
            {dialog}
        </li>
    }
}

fn told(app: App, loan: &Supply) -> impl IntoView + use<> {
    let known = is_confirmed(app, loan.id);
    let today = app.today();
    let next = app.read(|replica| loan_words::next_step(loan, replica.view(), known, today));
    let tag = supply_words::state_tag(loan.state);
    let reason = loan.history.iter().rev().find(|entry| entry.what.days.is_some());
    let reason = reason.map(|entry| entry.what.text.clone()).filter(|text| !text.is_empty());
    view! {
        <p class="card-title">{supply_words::contents(loan)}</p>
        <p>
            <span class=format!("badge state-{tag}")>{loan_words::state(loan.state)}</span>
            " "
            <span class="meta">{loan.period.map(loan_words::days)}</span>
        </p>
        <p>{next}</p>
        {reason.map(|reason| view! { <p class="meta">{reason}</p> })}
    }
}

/// «Prolonger ou rendre plus tôt»: another last day.
#[component]
fn EndDialog(id: SupplyId, on_close: Callback<()>) -> impl IntoView {
    let form = Form::kept("loan_end", id);
    let known = form.app.read_now(|replica| replica.view().supplies.get(&id).cloned());
    let before = known.and_then(|loan: Arc<Supply>| loan.period);
    let initial = before.map(|days| days.last.to_string()).unwrap_or_default();
    let last = form.text("last", initial).required();
    let submit = move |()| {
        let Some(before) = before else { return };
        let Ok(read) = last.value.get_untracked().parse() else {
            return form.refuse(last, words::BAD_DAY);
        };
        let days = LoanDays::new(before.first, read);
        let act = Act::SetLoanDays { supply: id, days, reason: String::new() };
        form.submit_and_close(act, words::END_SAID, on_close);
    };
    view! {
        <Dialog title=words::CHANGE_END on_close=on_close>
            <FormFrame form=form on_submit=submit>
                <TextField label=words::LAST_DAY kind="date" hint=words::LAST_HINT value=last/>
                <FormEnd form=form submit=words::END_SAVE on_close=on_close/>
            </FormFrame>
        </Dialog>
    }
}

/// «Signaler un manque»: a ticket.
#[component]
fn LackDialog(id: SupplyId, on_close: Callback<()>) -> impl IntoView {
    let form = Form::kept("loan_lack", id);
    let text = form.text("text", "").required();
    let submit = move |()| {
        let (supply, ticket) = (id, form.app.fresh());
        let act = Act::TellLack { supply, ticket, text: text.value.get_untracked() };
        form.submit_and_close(act, words::LACK_SAID, on_close);
    };
    view! {
        <Dialog title=words::LACK on_close=on_close>
            <FormFrame form=form on_submit=submit>
                <Sentence label=words::LACK_WHAT hint=words::LACK_HINT value=text/>
                <FormEnd form=form submit=words::LACK_SAVE on_close=on_close/>
            </FormFrame>
        </Dialog>
    }
}

#[component]
fn WithdrawDialog(id: SupplyId, on_close: Callback<()>) -> impl IntoView {
    let asked = Asked {
        name: "withdraw_loan",
        title: words::WITHDRAW,
        hint: None,
        label: words::WITHDRAW_WHY,
        submit: words::WITHDRAW_SAVE,
        keep: Some(words::WITHDRAW_KEEP),
        said: words::WITHDRAWN,
    };
    let act = move |reason| supply::Act::CancelSupply { supply: id, reason }.into();
    view! { <ReasonDialog id=id asked=asked act=act on_close=on_close/> }
}
