//! «Préparer un bilan»: the committee, the time, the words, who reads it.

use crate::context::{App, use_app};
use crate::parts::{Choices, Dialog, TextArea};
use crate::screens::form::{Form, FormEnd, FormFrame};
use crate::text::statements as words;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use shared::day::{Calendar, Day};
use shared::id::{AccountId, StatementId};
use shared::role::Role;
use shared::statement::{Act, Committee, Draft, Span, Statement};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What is prepared.
#[derive(Clone)]
pub(super) enum Preparing {
    /// A new one.
    New,
    /// One that is not frozen yet.
    Draft(Arc<Statement>),
}

/// The times that can be chosen: quarters that have begun, the newest first, then school years.
fn spans(calendar: &Calendar, today: Day) -> Vec<Span> {
    let mut years: BTreeMap<&str, Span> = BTreeMap::new();
    let mut spans = Vec::new();
    for quarter in calendar.quarters.iter().filter(|quarter| quarter.first <= today) {
        let (first, last) = (quarter.first, quarter.last);
        spans.push(Span { label: words::quarter(quarter), first, last });
        let year = quarter.id.as_str().rsplit_once('-').map_or("", |(year, _)| year);
        let label = words::school_year(year);
        let span = years.entry(year).or_insert(Span { label, first, last });
        span.first = span.first.min(first);
        span.last = span.last.max(last);
    }
    spans.reverse();
    spans.extend(years.into_values().rev());
    spans
}

/// The observers, by name.
fn observers(app: App) -> Vec<(AccountId, String)> {
    app.read_now(|replica| {
        let accounts = replica.view().accounts.values();
        let observers = accounts.filter(|account| account.role == Role::Observer && account.active);
        observers.map(|account| (account.id, account.name.clone())).collect()
    })
}

/// The dialog.
#[component]
pub(super) fn PrepareDialog(preparing: Preparing, on_close: Callback<()>) -> impl IntoView {
    let app = use_app();
    let known = match &preparing {
        Preparing::New => None,
        Preparing::Draft(known) => Some(Arc::clone(known)),
    };
    let about = known.as_ref().map_or(String::new(), |known| known.id.to_string());
    let form = Form::kept("statement", about);
    let committee = form.choice("committee", known.as_ref().map(|known| known.committee));
    let committee = committee.needs(words::NEEDS_COMMITTEE);
    let span = form.holds("span", known.as_ref().map(|known| known.span.label.clone()));
    let text = form.text("text", known.as_ref().map_or(String::new(), |k| k.text.clone()));
    let public = form.holds("public", known.as_ref().is_some_and(|known| known.public));
    let readers = form.holds::<BTreeSet<AccountId>>(
        "readers",
        known.as_ref().map(|known| known.readers.clone()).unwrap_or_default(),
    );
    let all = StoredValue::new(spans(&app.read_now(|r| r.view().calendar()), app.today_now()));
    let navigate = use_navigate();
    let (id, replaces) = match &known {
        Some(known) => (Some(known.id), known.replaces),
        None => (None, None),
    };
    let submit = move |()| {
        let chosen = span.get_untracked();
        let span = all.with_value(|all| {
            all.iter().find(|span| Some(&span.label) == chosen.as_ref()).cloned()
        });
        let Some(span) = span else { return form.fail(words::NEEDS_PERIOD) };
        let Some(committee) = committee.value.get_untracked() else { return };
        let draft = Draft {
            committee,
            span,
            text: text.value.get_untracked(),
            public: public.get_untracked(),
            readers: readers.get_untracked(),
            replaces,
        };
        let statement = id.unwrap_or_else(|| app.fresh());
        let navigate = navigate.clone();
        form.submit(Act::PrepareStatement { statement, draft }, words::PREPARED, move || {
            let _ = on_close.try_run(());
            navigate(&format!("/bilans/{statement}"), Default::default());
        });
    };
    let committees = Committee::ALL.map(|of| (of, words::committee(of))).to_vec();
    view! {
        <Dialog title=words::PREPARE on_close=on_close>
            <FormFrame form=form on_submit=submit>
                <Choices
                    legend=words::COMMITTEE
                    name="committee"
                    options=committees
                    value=committee
                />
                <Period all=all span=span/>
                <TextArea label=words::TEXT hint=words::TEXT_HINT value=text/>
                <Audience public=public readers=readers/>
                <FormEnd form=form on_close=on_close/>
            </FormFrame>
        </Dialog>
    }
}

#[component]
fn Period(all: StoredValue<Vec<Span>>, span: RwSignal<Option<String>>) -> impl IntoView {
    let option = move |of: &Span| {
        let label = of.label.clone();
        let is_chosen = span.with_untracked(|chosen| chosen.as_ref() == Some(&label));
        view! { <option value=label.clone() selected=is_chosen>{label.clone()}</option> }
    };
    let options = all.with_value(|all| all.iter().map(option).collect_view());
    let is_empty = all.with_value(Vec::is_empty);
    view! {
        <label class="field">
            <span class="field-label">{words::PERIOD}</span>
            <select on:change=move |event| span.set(Some(event_target_value(&event)))>
                <option value="">{words::NEEDS_PERIOD}</option>
                {options}
            </select>
        </label>
        {is_empty.then(|| view! { <p class="hint">{words::NO_PERIOD}</p> })}
    }
}

/// Who may read it.
#[component]
fn Audience(public: RwSignal<bool>, readers: RwSignal<BTreeSet<AccountId>>) -> impl IntoView {
    let app = use_app();
    let reader = move |(id, name): (AccountId, String)| {
        let toggle = move |_| {
            readers.update(|readers| {
                if !readers.remove(&id) {
                    readers.insert(id);
                }
            });
        };
        view! {
            <label class="choice">
                <input
                    type="checkbox"
                    prop:checked=move || readers.with(|readers| readers.contains(&id))
                    on:change=toggle
                />
                <span>{name}</span>
            </label>
        }
    };
    let known = observers(app);
    view! {
        <label class="choice">
            <input
                type="checkbox"
                prop:checked=move || public.get()
                on:change=move |_| public.update(|public| *public = !*public)
            />
            <span>{words::PUBLIC}</span>
        </label>
        {(!known.is_empty()).then(|| view! {
            <fieldset class="field">
                <legend class="field-label">{words::READERS}</legend>
                <p class="hint">{words::READERS_HINT}</p>
                {known.into_iter().map(reader).collect_view()}
            </fieldset>
        })}
    }
}

/// Prepares a correction of a frozen one, with its words.
pub(super) fn correction(id: StatementId, old: &Statement) -> Act {
    let draft = Draft {
        committee: old.committee,
        span: old.span.clone(),
        text: old.text.clone(),
        public: old.public,
        readers: old.readers.clone(),
        replaces: Some(old.id),
    };
    Act::PrepareStatement { statement: id, draft }
}
