//! «Recettes»: what funders promised, what came, until when it is to be proved.

use super::money;
use crate::context::use_app;
use crate::parts::{Choices, Dialog, TextField};
use crate::screens::form::{Form, FormEnd, FormFrame};
use crate::text::budget::section as section_name;
use crate::text::budget_screen as words;
use leptos::prelude::*;
use shared::article::Pot;
use shared::budget::{Act, Grant, Income, Receipt, section};
use shared::role::Role;

/// What is open over the page.
#[derive(Clone, PartialEq)]
enum Opened {
    Add,
    Receive(Pot, u32),
}

/// The promises of both sections.
#[component]
pub(super) fn IncomeOf() -> impl IntoView {
    let app = use_app();
    let opened = RwSignal::new(None::<Opened>);
    let close = Callback::new(move |()| opened.set(None));
    let decides = move || app.role() == Some(Role::Coordinator);
    let all = Memo::new(move |_| {
        app.read(|replica| {
            let lines = &replica.view().budget_lines;
            let of = |pot| lines.get(&section(pot)).map(|row| (pot, row.income.clone()));
            let found = Pot::ALL.into_iter().filter_map(of);
            let each = found.flat_map(|(pot, all)| all.into_iter().map(move |one| (pot, one)));
            each.collect::<Vec<_>>()
        })
    });
    let line = move |(pot, income): (Pot, Income)| {
        let number = income.number;
        let said = words::income(income.grant.notified, income.received(), income.to_receive());
        let until = income.grant.deadline.map(words::until);
        let label = format!("{}\u{a0}: {}", words::RECEIVE, income.grant.funder);
        view! {
            <li>
                <p>
                    <strong>{income.grant.funder}</strong> " " {income.grant.reference} " · "
                    {section_name(pot)}
                </p>
                <p class="meta">{said} " " {until}</p>
                <Show when=decides>
                    <button
                        type="button"
                        class="button quiet small"
                        aria-label=label.clone()
                        on:click=move |_| opened.set(Some(Opened::Receive(pot, number)))
                    >
                        {words::RECEIVE}
                    </button>
                </Show>
            </li>
        }
    };
    let dialog = move || {
        Some(match opened.get()? {
            Opened::Add => view! { <GrantDialog on_close=close/> }.into_any(),
            Opened::Receive(pot, number) => {
                view! { <ReceiveDialog pot=pot number=number on_close=close/> }.into_any()
            }
        })
    };
    view! {
        <section class="section">
            <h2>{words::INCOME}</h2>
            <Show
                when=move || !all.with(Vec::is_empty)
                fallback=|| view! { <p class="empty">{words::NO_INCOME}</p> }
            >
                <ul class="plain">{move || all.get().into_iter().map(line).collect_view()}</ul>
            </Show>
            <Show when=decides>
                <button
                    type="button"
                    class="button secondary"
                    on:click=move |_| opened.set(Some(Opened::Add))
                >
                    {words::ADD_INCOME}
                </button>
            </Show>
            {dialog}
        </section>
    }
}

#[component]
fn GrantDialog(on_close: Callback<()>) -> impl IntoView {
    let form = Form::kept("budget-grant", "");
    let pot = form.choice("pot", Some(Pot::Investment)).required();
    let funder = form.text("funder", "").required();
    let reference = form.text("reference", "");
    let on = form.text("day", "").needs(words::DAY_NEEDED);
    let price = form.text("price", "").required();
    let called = form.text("called", "");
    let last = form.text("last", "");
    let read = move || {
        let pot = pot.value.get_untracked().unwrap_or(Pot::Investment);
        let known = form.app.read_now(|replica| {
            let row = replica.view().budget_lines.get(&section(pot));
            row.and_then(|row| row.income.iter().map(|income| income.number).max())
        });
        let grant = Grant {
            funder: funder.value.get_untracked(),
            reference: reference.value.get_untracked(),
            notified_on: money::day(form, on)?,
            notified: money::amount(form, price)?.unwrap_or_default(),
            called: money::amount(form, called)?.unwrap_or_default(),
            deadline: money::optional_day(form, last)?,
            lines: Vec::new(),
        };
        Ok::<_, ()>(Act::SetGrant { pot, number: known.unwrap_or(0) + 1, grant })
    };
    let submit = move |()| {
        if let Ok(act) = read() {
            form.submit_and_close(act, words::SAID, on_close);
        }
    };
    let pots = Pot::ALL.map(|pot| (pot, section_name(pot).to_owned())).to_vec();
    view! {
        <Dialog title=words::ADD_INCOME on_close=on_close>
            <FormFrame form=form on_submit=submit>
                <Choices legend=words::SECTION name="pot" options=pots value=pot/>
                <TextField label=words::FUNDER value=funder/>
                <TextField label=words::GRANT_REFERENCE value=reference/>
                <TextField label=words::NOTIFIED_ON kind="date" value=on/>
                <TextField label=words::NOTIFIED value=price/>
                <TextField label=words::CALLED value=called/>
                <TextField label=words::DEADLINE kind="date" value=last/>
                <FormEnd form=form on_close=on_close/>
            </FormFrame>
        </Dialog>
    }
}

#[component]
fn ReceiveDialog(pot: Pot, number: u32, on_close: Callback<()>) -> impl IntoView {
    let form = Form::kept("budget-receive", format!("{}-{number}", section(pot)));
    let reference = form.text("reference", "").required();
    let on = form.text("day", form.app.today_now().to_string()).needs(words::DAY_NEEDED);
    let price = form.text("price", "").required();
    let read = move || {
        let receipt = Receipt {
            day: money::day(form, on)?,
            amount: money::amount(form, price)?.unwrap_or_default(),
            reference: reference.value.get_untracked(),
        };
        Ok::<_, ()>(Act::ReceiveGrant { pot, number, receipt })
    };
    let submit = move |()| {
        if let Ok(act) = read() {
            form.submit_and_close(act, words::SAID, on_close);
        }
    };
    view! {
        <Dialog title=words::RECEIVE on_close=on_close>
            <FormFrame form=form on_submit=submit>
                <TextField label=words::RECEIPT value=reference/>
                <TextField label=words::DAY kind="date" value=on/>
                <TextField label=words::AMOUNT value=price/>
                <FormEnd form=form on_close=on_close/>
            </FormFrame>
        </Dialog>
    }
}
