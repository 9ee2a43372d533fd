//! One commitment: what was signed, what changed, what was paid, what can be done.

use super::fields::GoodsField;
use super::money;
use crate::context::use_app;
use crate::parts::{Back, Dialog, Failure, Page, Sentence, TextField, fact};
use crate::screens::form::{Form, FormEnd, FormFrame};
use crate::screens::reason::{Asked, ReasonDialog};
use crate::screens::ticket::facts::{History, HistoryLine};
use crate::text::{budget as budget_words, budget_screen as words, capital, date};
use leptos::prelude::*;
use shared::budget::{Act, Commitment, CommitmentState, Payment};
use shared::id::CommitmentId;
use shared::money::Cents;
use shared::role::Role;
use std::sync::Arc;

type Known = Memo<Option<Arc<Commitment>>>;

/// What is open over the page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Opened {
    Pay,
    Move,
    Goods,
    Cancel,
}

/// The screen.
#[component]
pub fn CommitmentScreen(id: CommitmentId) -> impl IntoView {
    let app = use_app();
    let row: Known =
        Memo::new(move |_| app.read(|replica| replica.view().commitments.get(&id).cloned()));
    let title = Signal::derive(move || {
        row.track();
        app.read_now(|replica| capital(&budget_words::commitment(&id, replica.view())))
    });
    let lines = Signal::derive(move || {
        let history = row.get().map(|row| row.history.clone()).unwrap_or_default();
        let line = |entry: &shared::history::Entry<_>| {
            let said = format!("{}, {}", words::happened(&entry.what), entry.by_name);
            HistoryLine::of(entry, said, &[])
        };
        history.iter().map(line).collect::<Vec<_>>()
    });
    view! {
        <Page title=title>
            <Back href="/budget" label=words::BACK/>
            <Show
                when=move || row.with(Option::is_some)
                fallback=|| view! { <p class="empty">{words::UNKNOWN}</p> }
            >
                <Facts row=row/>
                <Actions row=row/>
                <Payments row=row/>
                <section class="section">
                    <h2>{words::HISTORY}</h2>
                    <History lines=lines/>
                </section>
            </Show>
        </Page>
    }
}

#[component]
fn Facts(row: Known) -> impl IntoView {
    let app = use_app();
    let known = move || {
        let row = row.get()?;
        let line = app.read_now(|replica| budget_words::line(&row.line, replica.view()));
        let facts = [
            (words::STATE, capital(shared::words::commitment(row.state))),
            (words::LINE, line),
            (words::YEAR, row.year.to_string()),
            (words::COMMITTED, row.committed().to_string()),
            (words::TO_PAY, row.to_pay().to_string()),
            (words::PRICE, row.price.all.to_string()),
            (words::BEFORE_TAX, row.price.before_tax.to_string()),
            (words::GOODS, row.goods.map(|of| capital(words::goods(of))).unwrap_or_default()),
            (words::SUPPLIER, row.supplier.clone()),
            (words::OBJECT, row.label.clone()),
            (words::MARKET, row.market.clone()),
            (words::NUMBER, row.number.clone()),
            (words::SIGNED, date::day_long(row.signed_on)),
            (words::OVER, budget_words::reason(&row.over).to_owned()),
        ];
        Some(facts.into_iter().map(fact).collect_view())
    };
    view! { <dl class="facts">{known}</dl> }
}

#[component]
fn Payments(row: Known) -> impl IntoView {
    let payments = move || row.get().map(|row| row.payments.clone()).unwrap_or_default();
    let line = |payment: Payment| {
        let corrects = payment.corrects.map(|of| format!(" ({} {of})", words::CORRECTS));
        view! {
            <li>
                {payment.number} " · " {date::day_long(payment.day)} " · "
                {payment.amount.to_string()} {corrects}
            </li>
        }
    };
    view! {
        <section class="section">
            <h2>{words::PAYMENTS}</h2>
            <Show
                when=move || !payments().is_empty()
                fallback=|| view! { <p class="empty">{words::NO_PAYMENTS}</p> }
            >
                <ul>{move || payments().into_iter().map(line).collect_view()}</ul>
            </Show>
        </section>
    }
}

#[component]
fn Actions(row: Known) -> impl IntoView {
    let app = use_app();
    let form = Form::new();
    let opened = RwSignal::new(None::<Opened>);
    let close = Callback::new(move |()| opened.set(None));
    let button = move |label: &'static str, what: Opened| {
        view! {
            <button
                type="button"
                class="button secondary"
                on:click=move |_| opened.set(Some(what))
            >
                {label}
            </button>
        }
    };
    let settle = move |commitment| {
        let done = move |_| form.submit(Act::SettleCommitment { commitment }, words::SAID, || ());
        view! {
            <button type="button" class="button secondary" on:click=done>{words::SETTLE}</button>
        }
    };
    let buttons = move || {
        let row = row.get().filter(|_| app.role() == Some(Role::Coordinator))?;
        // The orders of schools say themselves what is bought; of the rest it can be said later.
        let is_direct = row.holds() && row.supplies.is_empty();
        let goods = is_direct.then(|| button(words::GOODS, Opened::Goods));
        let of_open = (row.state == CommitmentState::Open).then(|| {
            view! {
                {button(words::PAY, Opened::Pay)}
                {button(words::MOVE, Opened::Move)}
                {(row.paid() > Cents::ZERO).then(|| settle(row.id))}
                {(row.paid() == Cents::ZERO).then(|| button(words::CANCEL, Opened::Cancel))}
            }
        });
        Some(view! {
            {of_open}
            {goods}
        })
    };
    let dialog = move || {
        let row = row.get_untracked()?;
        Some(match opened.get()? {
            Opened::Pay => view! { <PayDialog row=row on_close=close/> }.into_any(),
            Opened::Move => view! { <MoveDialog id=row.id on_close=close/> }.into_any(),
            Opened::Goods => view! { <GoodsDialog row=row on_close=close/> }.into_any(),
            Opened::Cancel => view! { <CancelDialog id=row.id on_close=close/> }.into_any(),
        })
    };
    view! {
        <Failure text=form.error()/>
        <div class="actions">{buttons}</div>
        {dialog}
    }
}

/// «Noter un mandat»: what is left to pay stands in the field at first.
#[component]
fn PayDialog(row: Arc<Commitment>, on_close: Callback<()>) -> impl IntoView {
    let form = Form::kept("budget-pay", row.id);
    let commitment = row.id;
    let number = form.text("number", "").required();
    let day = form.text("day", form.app.today_now().to_string()).needs(words::DAY_NEEDED);
    let price = form.text("price", row.to_pay().to_string()).required();
    let corrects = form.text("corrects", "");
    let read = move || {
        let named = Some(corrects.value.get_untracked().trim().to_owned());
        let named = named.filter(|named| !named.is_empty());
        let amount = money::signed(form, price)?;
        let amount = match named {
            Some(_) if amount > Cents::ZERO => Cents::ZERO - amount,
            Some(_) | None => amount,
        };
        let payment = Payment {
            number: number.value.get_untracked(),
            day: money::day(form, day)?,
            amount,
            corrects: named,
            done_on: None,
        };
        Ok::<_, ()>(Act::PayCommitment { commitment, payment })
    };
    let submit = move |()| {
        if let Ok(act) = read() {
            form.submit_and_close(act, words::SAID, on_close);
        }
    };
    view! {
        <Dialog title=words::PAY on_close=on_close>
            <FormFrame form=form on_submit=submit>
                <TextField label=words::PAYMENT_NUMBER value=number/>
                <TextField label=words::DAY kind="date" value=day/>
                <TextField label=words::AMOUNT value=price/>
                <TextField label=words::CORRECTS hint=words::CORRECTS_HINT value=corrects/>
                <FormEnd form=form on_close=on_close/>
            </FormFrame>
        </Dialog>
    }
}

#[component]
fn MoveDialog(id: CommitmentId, on_close: Callback<()>) -> impl IntoView {
    let form = Form::kept("budget-move", id);
    let price = form.text("price", "");
    let reason = form.text("reason", "");
    let number = form.text("number", "");
    let over = form.text("over", "");
    let submit = move |()| {
        let Ok(delta) = money::signed(form, price) else { return };
        let text = number.value.get_untracked();
        let act = Act::MoveCommitment {
            commitment: id,
            delta,
            reason: reason.value.get_untracked(),
            over: over.value.get_untracked(),
            number: Some(text).filter(|text| !text.trim().is_empty()),
            goods: None,
        };
        form.submit_and_close(act, words::SAID, on_close);
    };
    view! {
        <Dialog title=words::MOVE on_close=on_close>
            <FormFrame form=form on_submit=submit>
                <TextField label=words::DELTA hint=words::DELTA_HINT value=price/>
                <Sentence label=words::REASON value=reason/>
                <TextField label=words::NUMBER hint=words::NUMBER_HINT value=number/>
                <Sentence label=words::OVER hint=words::OVER_HINT value=over/>
                <FormEnd form=form on_close=on_close/>
            </FormFrame>
        </Dialog>
    }
}

/// «Nature de l’achat»: the shares of law count it, once it is said.
#[component]
fn GoodsDialog(row: Arc<Commitment>, on_close: Callback<()>) -> impl IntoView {
    let form = Form::kept("budget-goods", row.id);
    let goods = form.choice("goods", row.goods);
    let commitment = row.id;
    let submit = move |()| {
        let goods = goods.value.get_untracked();
        let (reason, over, number) = (String::new(), String::new(), None);
        let delta = Cents::ZERO;
        let act = Act::MoveCommitment { commitment, delta, reason, over, number, goods };
        form.submit_and_close(act, words::SAID, on_close);
    };
    view! {
        <Dialog title=words::GOODS on_close=on_close>
            <FormFrame form=form on_submit=submit>
                <GoodsField value=goods/>
                <FormEnd form=form on_close=on_close/>
            </FormFrame>
        </Dialog>
    }
}

#[component]
fn CancelDialog(id: CommitmentId, on_close: Callback<()>) -> impl IntoView {
    let asked = Asked {
        name: "budget-cancel",
        title: words::CANCEL,
        hint: None,
        label: words::REASON,
        submit: words::CANCEL,
        keep: None,
        said: words::SAID,
    };
    let act = move |reason| Act::CancelCommitment { commitment: id, reason }.into();
    view! { <ReasonDialog id=id asked=asked act=act on_close=on_close/> }
}
