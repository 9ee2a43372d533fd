//! «Recettes»: what funders promised, what came, until when it is to be proved.

use super::fields::LinesField;
use super::money;
use crate::context::use_app;
use crate::parts::{Choices, Dialog, TextField};
use crate::screens::form::{Form, FormEnd, FormFrame};
use crate::text::budget::section as section_name;
use crate::text::budget_screen as words;
use leptos::prelude::*;
use shared::article::Pot;
use shared::budget::{Act, Grant, Income, Receipt, section};
use shared::id::LineId;
use shared::role::Role;

/// What is open over the page.
#[derive(Clone, PartialEq)]
enum Opened {
    Add,
    Edit(Pot, Box<Income>),
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
    let line = move |(pot, income)| view! { <Promise pot=pot income=income opened=opened/> };
    let dialog = move || {
        Some(match opened.get()? {
            Opened::Add => view! { <GrantDialog known=None on_close=close/> }.into_any(),
            Opened::Edit(pot, income) => {
                view! { <GrantDialog known=Some((pot, *income)) on_close=close/> }.into_any()
            }
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

/// One promise, and what can be done with it.
#[component]
fn Promise(pot: Pot, income: Income, opened: RwSignal<Option<Opened>>) -> impl IntoView {
    let app = use_app();
    let decides = move || app.role() == Some(Role::Coordinator);
    let number = income.number;
    let said = words::income(income.grant.notified, income.received(), income.to_receive());
    let until = income.grant.deadline.map(words::until);
    let tied = app.read_now(|replica| words::tied(&income.grant.lines, replica.view()));
    let label = format!("{}\u{a0}: {}", words::RECEIVE, income.grant.funder);
    let edit = format!("{}\u{a0}: {}", words::EDIT_INCOME, income.grant.funder);
    let known = StoredValue::new(Opened::Edit(pot, Box::new(income.clone())));
    view! {
        <li>
            <p>
                <strong>{income.grant.funder}</strong> " " {income.grant.reference} " · "
                {section_name(pot)}
            </p>
            <p class="meta">{said} " " {until}</p>
            {tied.map(|tied| view! { <p class="meta">{tied}</p> })}
            <Show when=decides>
                <button
                    type="button"
                    class="button quiet small"
                    aria-label=label.clone()
                    on:click=move |_| opened.set(Some(Opened::Receive(pot, number)))
                >
                    {words::RECEIVE}
                </button>
                <button
                    type="button"
                    class="button quiet small"
                    aria-label=edit.clone()
                    on:click=move |_| opened.set(Some(known.get_value()))
                >
                    {words::EDIT_INCOME}
                </button>
            </Show>
        </li>
    }
}

#[component]
fn GrantDialog(known: Option<(Pot, Income)>, on_close: Callback<()>) -> impl IntoView {
    let about = known.as_ref().map(|(pot, of)| format!("{}-{}", section(*pot), of.number));
    let form = Form::kept("budget-grant", about.unwrap_or_default());
    let of = |text: fn(&Grant) -> String| {
        known.as_ref().map(|(_, income)| text(&income.grant)).unwrap_or_default()
    };
    let number = known.as_ref().map(|(_, income)| income.number);
    let tied = known.as_ref().map(|(_, of)| of.grant.lines.clone()).unwrap_or_default();
    let tied = form.holds("lines", tied);
    let its = known.as_ref().map_or(Pot::Investment, |(pot, _)| *pot);
    let pot = form.choice("pot", Some(its)).required();
    let funder = form.text("funder", of(|grant| grant.funder.clone())).required();
    let reference = form.text("reference", of(|grant| grant.reference.clone()));
    let on = form.text("day", of(|grant| grant.notified_on.to_string()));
    let on = on.needs(words::DAY_NEEDED);
    let price = form.text("price", of(|grant| grant.notified.to_string())).required();
    let called = form.text("called", of(|grant| grant.called.to_string()));
    let deadline = |grant: &Grant| grant.deadline.map(|day| day.to_string());
    let last = form
        .text("last", known.as_ref().and_then(|(_, of)| deadline(&of.grant)).unwrap_or_default());
    // A promise stays in its section.
    let section_of = Signal::derive(move || match number {
        Some(_) => its,
        None => pot.value.get().unwrap_or(its),
    });
    let read = move || {
        let pot = section_of.get_untracked();
        let grant = Grant {
            funder: funder.value.get_untracked(),
            reference: reference.value.get_untracked(),
            notified_on: money::day(form, on)?,
            notified: money::amount(form, price)?.unwrap_or_default(),
            called: money::amount(form, called)?.unwrap_or_default(),
            deadline: money::optional_day(form, last)?,
            lines: of_section(form, &tied.get_untracked(), pot),
        };
        let number = number.unwrap_or_else(|| next_number(form, pot));
        Ok::<_, ()>(Act::SetGrant { pot, number, grant })
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
                <Show when=move || number.is_none()>
                    <Choices legend=words::SECTION name="pot" options=pots.clone() value=pot/>
                </Show>
                <TextField label=words::FUNDER value=funder/>
                <TextField label=words::GRANT_REFERENCE value=reference/>
                <TextField label=words::NOTIFIED_ON kind="date" value=on/>
                <TextField label=words::NOTIFIED value=price/>
                <TextField label=words::CALLED value=called/>
                <TextField label=words::DEADLINE kind="date" value=last/>
                <LinesField
                    chosen=tied
                    pot=section_of
                    legend=words::GRANT_LINES
                    hint=words::GRANT_LINES_HINT
                />
                <FormEnd form=form on_close=on_close/>
            </FormFrame>
        </Dialog>
    }
}

/// The number of the next promise of a section.
fn next_number(form: Form, pot: Pot) -> u32 {
    form.app.read_now(|replica| {
        let row = replica.view().budget_lines.get(&section(pot));
        let last = row.and_then(|row| row.income.iter().map(|income| income.number).max());
        last.unwrap_or(0) + 1
    })
}

/// Those of the chosen lines that are of the section: the other one may have been chosen before.
fn of_section(form: Form, chosen: &[LineId], pot: Pot) -> Vec<LineId> {
    form.app.read_now(|replica| {
        let lines = &replica.view().budget_lines;
        let is_its = |id: &&LineId| lines.get(id).is_some_and(|line| line.pot == pot);
        chosen.iter().filter(is_its).cloned().collect()
    })
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
