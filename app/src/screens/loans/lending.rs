//! A loan at the desk: confirm, choose the unit, propose other dates, refuse, organise its ways.

use super::kit::KitDialog;
use crate::context::{App, use_app};
use crate::parts::{Choices, Dialog, Failure, Sentence, TextField};
use crate::screens::form::{Form, FormEnd, FormFrame};
use crate::screens::reason::{Asked, ReasonDialog};
use crate::screens::supply::follow;
use crate::screens::supply::organise::OrganiseDialog;
use crate::text::{
    self, kit as kit_words, loan as loan_words, loans_desk as words, supply as supply_words,
};
use leptos::prelude::*;
use shared::history::Entry;
use shared::id::SupplyId;
use shared::loan::between::{also_out, other_end};
use shared::loan::{Act, LoanDays};
use shared::supply::{self, Carrier, Happened, Leg, LegKind, Supply, SupplyState};
use std::sync::Arc;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Opened {
    Unit,
    Dates,
    Refuse,
    Withdraw,
    Organise(u32),
    /// The kit goes or comes back without a technician.
    Kit(u32),
}

/// One loan with its buttons.
#[component]
pub(super) fn LoanCard(id: SupplyId) -> impl IntoView {
    let app = use_app();
    let loan = follow(app, id);
    let opened = RwSignal::new(None::<Opened>);
    let form = Form::new();
    let told = move || loan.get().map(|loan| view! { <Told loan=loan opened=opened/> });
    let state = Memo::new(move |_| loan.get().map(|loan| loan.state));
    let is = move |states: &'static [SupplyState]| {
        move || state.get().is_some_and(|state| states.contains(&state))
    };
    let to_decide = is(&[SupplyState::Asked, SupplyState::WaitingList]);
    let to_prepare = is(&[SupplyState::Accepted, SupplyState::Ready]);
    let is_dated = is(&[
        SupplyState::Asked,
        SupplyState::WaitingList,
        SupplyState::Accepted,
        SupplyState::Ready,
        SupplyState::Delivered,
    ]);
    let confirm = move |_| {
        let act = supply::Act::AcceptSupply { supply: id, visit: None };
        form.submit(act, words::CONFIRMED, || {});
    };
    let button = move |look: &'static str, label: &'static str, what: Opened| {
        view! {
            <button type="button" class=look on:click=move |_| opened.set(Some(what))>
                {label}
            </button>
        }
    };
    view! {
        <li class="card">
            {told}
            <Failure text=form.error()/>
            <div class="actions">
                <Show when=to_decide>
                    <button
                        type="button"
                        class="button primary"
                        disabled=move || form.is_busy()
                        on:click=confirm
                    >
                        {words::CONFIRM}
                    </button>
                </Show>
                <Show when=to_prepare>
                    {button("button primary", words::CHOOSE_UNIT, Opened::Unit)}
                </Show>
                <Show when=is_dated>
                    {button("button secondary", words::OTHER_DATES, Opened::Dates)}
                </Show>
                <Show when=to_decide>
                    {button("button quiet", words::REFUSE, Opened::Refuse)}
                </Show>
                <Show when=to_prepare>
                    {button("button quiet", words::WITHDRAW, Opened::Withdraw)}
                </Show>
            </div>
            <Dialogs id=id opened=opened/>
        </li>
    }
}

#[component]
fn Dialogs(id: SupplyId, opened: RwSignal<Option<Opened>>) -> impl IntoView {
    let app = use_app();
    let close = Callback::new(move |()| opened.set(None));
    move || {
        Some(match opened.get()? {
            Opened::Unit => view! { <UnitDialog id=id on_close=close/> }.into_any(),
            Opened::Dates => view! { <DatesDialog id=id on_close=close/> }.into_any(),
            Opened::Organise(leg) => {
                view! { <OrganiseDialog id=id leg=leg on_close=close/> }.into_any()
            }
            Opened::Kit(leg) => {
                view! { <KitDialog app=app id=id leg=leg visit=None on_close=close/> }.into_any()
            }
            what => view! { <AnswerDialog id=id what=what on_close=close/> }.into_any(),
        })
    }
}

/// One way of a kit, how it is made, and the buttons for it.
fn leg_line(
    app: App,
    loan: &Supply,
    leg: &Leg,
    opened: RwSignal<Option<Opened>>,
) -> impl IntoView + use<> {
    let how = app.read_now(|r| loan_words::way(loan, leg.kind, r.view()));
    let (verb, number) = (text::capital(shared::words::leg(leg.kind)), leg.id);
    let can_plan = !loan.state.is_given_up() && loan.state != SupplyState::Closed;
    let gives = leg.kind == LegKind::Deliver;
    let button = |label: &'static str, what: Opened| {
        view! {
            " "
            <button
                type="button"
                class="button quiet small"
                on:click=move |_| opened.set(Some(what))
            >
                {label}
            </button>
        }
    };
    let at_depot = if gives { kit_words::HAND_OVER } else { kit_words::TAKE_BACK };
    view! {
        <li>
            {verb} " " {how} " " {leg.failed.map(supply_words::failed)}
            {can_plan.then(|| button(words::ORGANISE, Opened::Organise(number)))}
            {is_at_depot(loan, leg).then(|| button(at_depot, Opened::Kit(number)))}
        </li>
    }
}

#[component]
fn Told(loan: Arc<Supply>, opened: RwSignal<Option<Opened>>) -> impl IntoView {
    let app = use_app();
    let tag = supply_words::state_tag(loan.state);
    let today = app.today_now();
    let (site, others, warnings) = app.read_now(|replica| {
        let view = replica.view();
        let others = also_out(view, &loan);
        let others = others.iter().map(|other| text::site_name(view, &other.site));
        let warnings = words::warnings(&loan, view, today);
        (text::site_name(view, &loan.site), others.collect::<Vec<_>>(), warnings)
    });
    let both = (!others.is_empty()).then(|| words::also_out(&loan.unit, &site, &others));
    let anomalies: Vec<_> = loan
        .legs
        .iter()
        .flat_map(|leg| &leg.anomalies)
        .copied()
        .map(supply_words::anomaly)
        .collect();
    let note = Some(loan.note.clone()).filter(|note| !note.is_empty());
    let leg = |leg: &Leg| leg_line(app, &loan, leg, opened);
    let legs = loan.waiting().map(leg).collect_view();
    let line = |entry: &Entry<Happened>| {
        let days = entry.what.days.map(loan_words::days);
        let said = supply_words::entry(entry, &loan);
        view! { <li>{text::date::moment(entry.when.corrected_ms())} " · " {said} " " {days}</li> }
    };
    let history = loan.history.iter().map(line).collect_view();
    view! {
        <p class="card-title">{words::title(&loan)}</p>
        <p>
            <span class=format!("badge state-{tag}")>{loan_words::state(loan.state)}</span>
            " "
            <span class="meta">{words::where_and_when(&site, &loan)}</span>
        </p>
        {warnings.into_iter().map(|said| view! { <p class="warning">{said}</p> }).collect_view()}
        {both.map(|both| view! { <p class="banner">{both}</p> })}
        {anomalies.into_iter().map(|said| view! { <p class="banner">{said}</p> }).collect_view()}
        {note.map(|note| view! { <p>{note}</p> })}
        <ul>{legs}</ul>
        <details class="details">
            <summary>{words::HISTORY}</summary>
            <ul>{history}</ul>
        </details>
    }
}

/// Whether the school comes to the depot for a leg that can be done now: no technician tells it.
fn is_at_depot(loan: &Supply, leg: &Leg) -> bool {
    let collected = leg.carrier == Some(Carrier::Collect);
    collected
        && match leg.kind {
            LegKind::Deliver => loan.state == SupplyState::Ready,
            LegKind::TakeBack => loan.state == SupplyState::Delivered,
            LegKind::Perform | LegKind::TakeAway => false,
        }
}

/// The units that may be chosen for a loan: those that work and are free on its days.
fn free_units(app: App, id: SupplyId) -> Vec<String> {
    let today = app.today_now();
    app.read_now(|replica| {
        let view = replica.view();
        let Some(loan) = view.supplies.get(&id) else { return Vec::new() };
        let article = loan.lines.first().and_then(|line| view.articles.get(&line.article));
        let kit = article.and_then(|article| article.kit.as_ref());
        let Some((kit, days)) = kit.zip(loan.period) else { return Vec::new() };
        let calendar = view.calendar();
        let is_free =
            |label: &String| kit.unit_taken(&calendar, (label, days), today, id).is_none();
        kit.working().map(|unit| unit.label.clone()).filter(is_free).collect()
    })
}

/// «Choisir l’unité».
#[component]
fn UnitDialog(id: SupplyId, on_close: Callback<()>) -> impl IntoView {
    let form = Form::kept("loan_unit", id);
    let units = free_units(form.app, id);
    let unit = form.choice("unit", (!units.is_empty()).then_some(0_usize)).needs(words::NEEDS_UNIT);
    let options: Vec<_> = units.iter().cloned().enumerate().collect();
    let none = units.is_empty();
    let submit = move |()| {
        let chosen = unit.value.get_untracked().and_then(|at| units.get(at).cloned());
        let Some(label) = chosen else { return };
        let act = Act::ChooseUnit { supply: id, unit: label };
        form.submit_and_close(act, words::UNIT_SAID, on_close);
    };
    view! {
        <Dialog title=words::CHOOSE_UNIT on_close=on_close>
            <FormFrame form=form on_submit=submit>
                <Choices legend=words::UNIT name="loan-unit" options=options value=unit/>
                {none.then(|| view! { <p class="empty">{words::NO_FREE_UNIT}</p> })}
                <FormEnd form=form submit=words::UNIT_SAVE on_close=on_close/>
            </FormFrame>
        </Dialog>
    }
}

/// «Proposer d’autres dates»: both ends before the hand-over, the last day after.
#[component]
fn DatesDialog(id: SupplyId, on_close: Callback<()>) -> impl IntoView {
    let form = Form::kept("loan_dates", id);
    let today = form.app.today_now();
    // A loan that ends on a closed day is proposed the next one on which somebody is there.
    let before = form.app.read_now(|replica| {
        let loan = replica.view().supplies.get(&id)?;
        let end = other_end(replica.view(), loan, today).map(|end| end.day);
        loan.period.map(|days| LoanDays::new(days.first, end.unwrap_or(days.last)))
    });
    let of = |day: fn(LoanDays) -> shared::day::Day| {
        before.map(|days| day(days).to_string()).unwrap_or_default()
    };
    let first = form.text("first", of(|days| days.first)).required();
    let last = form.text("last", of(|days| days.last)).required();
    let reason = form.text("reason", "");
    let submit = move |()| {
        let mut read = Vec::new();
        for entry in [first, last] {
            match entry.value.get_untracked().parse() {
                Ok(day) => read.push(day),
                Err(_) => return form.refuse(entry, words::BAD_DAY),
            }
        }
        let [first, last] = read[..] else { return };
        let reason = reason.value.get_untracked();
        let act = Act::SetLoanDays { supply: id, days: LoanDays::new(first, last), reason };
        form.submit_and_close(act, words::DATES_SAID, on_close);
    };
    view! {
        <Dialog title=words::OTHER_DATES on_close=on_close>
            <FormFrame form=form on_submit=submit>
                <TextField label=words::FIRST kind="date" value=first/>
                <TextField label=words::LAST kind="date" value=last/>
                <Sentence label=words::DATES_WHY value=reason/>
                <FormEnd form=form submit=words::DATES_SAVE on_close=on_close/>
            </FormFrame>
        </Dialog>
    }
}

/// A dialog that asks for one sentence, which the school reads.
#[component]
fn AnswerDialog(id: SupplyId, what: Opened, on_close: Callback<()>) -> impl IntoView {
    let refuses = what == Opened::Refuse;
    let (name, save, said) = match refuses {
        true => ("refuse_loan", words::REFUSE, words::REFUSED),
        false => ("cancel_loan", words::WITHDRAW, words::WITHDRAWN),
    };
    let (label, keep) = (words::WHY, Some(words::KEEP));
    let asked = Asked { name, title: save, hint: None, label, submit: save, keep, said };
    let act = move |reason| match refuses {
        true => supply::Act::RefuseSupply { supply: id, reason }.into(),
        false => supply::Act::CancelSupply { supply: id, reason }.into(),
    };
    view! { <ReasonDialog id=id asked=asked act=act on_close=on_close/> }
}
