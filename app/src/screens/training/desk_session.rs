//! One session at the desk: what it is, who comes, what can be done, what happened.

use super::enlist::RegisterDialog;
use super::follow;
use super::terms::{TermsFields, TermsForm};
use crate::context::use_app;
use crate::parts::{Back, Dialog, Failure, Page, fact};
use crate::screens::form::{Form, FormEnd, FormFrame, is_possible};
use crate::screens::reason::{Asked, ReasonDialog};
use crate::screens::ticket::facts::{History, HistoryLine};
use crate::text::{site_name, teacher as teacher_words, training, training_plan as words};
use leptos::prelude::*;
use leptos_router::components::A;
use shared::command::Command;
use shared::id::{TeacherId, TrainingSessionId};
use shared::order;
use shared::row::State;
use shared::training::{Act, TrainingSession};
use std::sync::Arc;

type Known = Memo<Option<Arc<TrainingSession>>>;

/// What is open over the page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Opened {
    Edit,
    Cancel,
    Register,
}

/// The screen.
#[component]
pub fn TrainingScreen(id: TrainingSessionId) -> impl IntoView {
    let app = use_app();
    let row = follow(app, id);
    let title = Signal::derive(move || {
        row.with(|row| row.as_ref().map_or_else(String::new, |row| row.terms.title.clone()))
    });
    let lines = Signal::derive(move || {
        let history = row.get().map(|row| row.history.clone()).unwrap_or_default();
        app.read(|replica| {
            let line = |entry: &shared::history::Entry<_>| {
                let said = words::happened(&entry.what, replica.view());
                HistoryLine::of(entry, format!("{said}, {}", entry.by_name), &[])
            };
            history.iter().map(line).collect::<Vec<_>>()
        })
    });
    view! {
        <Page title=title>
            <Back href="/formations" label=training::PLAN/>
            <Show
                when=move || row.with(Option::is_some)
                fallback=|| view! { <p class="empty">{words::UNKNOWN}</p> }
            >
                <Facts row=row/>
                <Actions id=id row=row/>
                <People id=id row=row/>
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
    move || {
        let row = row.get()?;
        let facts = app.read(|replica| words::facts(&row, replica.view()));
        Some(view! {
            <p class="lead">{training::when(&row.terms)}</p>
            <p>
                {training::progress(row.state)} " · " {words::places(&row)}
            </p>
            <dl class="facts">{facts.into_iter().map(fact).collect_view()}</dl>
        })
    }
}

#[component]
fn Actions(id: TrainingSessionId, row: Known) -> impl IntoView {
    let form = Form::new();
    let app = form.app;
    let opened = RwSignal::new(None::<Opened>);
    let close = Callback::new(move |()| opened.set(None));
    let can = move |command: fn(TrainingSessionId) -> Command| {
        Memo::new(move |_| {
            row.track();
            is_possible(app, command(id))
        })
    };
    let may_open = can(|session| Act::OpenTrainingSession { session }.into());
    let may_close = can(|session| Act::CloseTrainingSession { session }.into());
    let may_cancel =
        can(|session| Act::CancelTrainingSession { session, reason: "-".into() }.into());
    let may_register =
        can(|session| Act::RegisterTeachers { session, teachers: Vec::new() }.into());
    let dialog = move || {
        let row = row.get_untracked()?;
        Some(match opened.get()? {
            Opened::Edit => view! { <EditDialog row=row on_close=close/> }.into_any(),
            Opened::Cancel => view! { <CancelDialog id=id on_close=close/> }.into_any(),
            Opened::Register => view! { <RegisterDialog row=row on_close=close/> }.into_any(),
        })
    };
    let act = move |command: Act, said: &'static str| form.submit(command, said, || ());
    let button = move |may: Memo<bool>, label: &'static str, press: Callback<()>| {
        view! {
            <Show when=move || may.get()>
                <button
                    type="button"
                    class="button secondary"
                    disabled=move || form.is_busy()
                    on:click=move |_| press.run(())
                >
                    {label}
                </button>
            </Show>
        }
    };
    let open = move |what| Callback::new(move |()| opened.set(Some(what)));
    let open_it = Callback::new(move |()| {
        act(Act::OpenTrainingSession { session: id }, words::SAID_OPENED);
    });
    let close_it = Callback::new(move |()| {
        act(Act::CloseTrainingSession { session: id }, words::SAID_CLOSED);
    });
    view! {
        <Failure text=form.error()/>
        <div class="actions">
            {button(may_open, words::OPEN, open_it)}
            {button(may_register, words::REGISTER, open(Opened::Register))}
            <A href=format!("/formations/{id}/appel") attr:class="button secondary">
                {words::CALL}
            </A>
            {button(may_close, words::CLOSE, close_it)}
            {button(may_cancel, words::EDIT, open(Opened::Edit))}
            {button(may_cancel, words::CANCEL, open(Opened::Cancel))}
        </div>
        {dialog}
    }
}

/// Those on the lists, in the order of arrival.
fn people(view: &State, row: &TrainingSession) -> Vec<(TeacherId, String)> {
    let mut all: Vec<_> = row.registrations.iter().collect();
    order::sort_by_key(&mut all, |(id, one)| (one.rank, **id));
    let named = |id: &TeacherId| view.teachers.get(id).filter(|known| !known.name.is_empty());
    let twin = |id: &TeacherId| {
        let Some(one) = named(id) else { return false };
        all.iter().any(|(other, _)| {
            *other != id && named(other).is_some_and(|other| other.name == one.name)
        })
    };
    let line = |id: &TeacherId, site: &shared::id::SiteId| {
        let who = named(id).map_or_else(|| words::GONE.to_owned(), |one| teacher_words::who(one));
        let same = if twin(id) { words::SAME_NAME } else { "" };
        format!("{who}, {}\u{a0}: {}{same}", site_name(view, site), training::standing(row, *id))
    };
    all.iter().map(|(id, one)| (**id, line(id, &one.site))).collect()
}

#[component]
fn People(id: TrainingSessionId, row: Known) -> impl IntoView {
    let form = Form::new();
    let app = form.app;
    let all = Memo::new(move |_| {
        let row = row.get();
        row.map(|row| app.read(|replica| people(replica.view(), &row))).unwrap_or_default()
    });
    let classes = move || {
        let row = row.get()?;
        let line = |(site, class): (&shared::id::SiteId, &shared::training::Class)| {
            let name = app.read(|replica| site_name(replica.view(), site));
            view! { <li>{crate::text::roll_call::class(&name, class)}</li> }
        };
        Some(row.classes.iter().map(line).collect_view())
    };
    let line = move |(teacher, said): (TeacherId, String)| {
        let act = move || Act::WithdrawTeachers { session: id, teachers: vec![teacher] };
        let back = move || Act::RegisterTeachers { session: id, teachers: vec![teacher] };
        let may = Memo::new(move |_| {
            let standing = row.with(|row| {
                let one = row.as_ref().and_then(|row| row.registrations.get(&teacher));
                one.map(|one| one.state)
            });
            standing.is_some_and(|state| state != shared::training::Standing::Withdrawn)
                && is_possible(app, act().into())
        });
        let called = StoredValue::new(format!("{}\u{a0}: {said}", words::WITHDRAW));
        let press = move |_| {
            form.submit_with_undo(act(), words::SAID_WITHDRAWN, back(), || ());
        };
        view! {
            <li>
                {said} " "
                <Show when=move || may.get()>
                    <button
                        type="button"
                        class="button quiet small"
                        aria-label=called.get_value()
                        disabled=move || form.is_busy()
                        on:click=press
                    >
                        {words::WITHDRAW}
                    </button>
                </Show>
            </li>
        }
    };
    view! {
        <section class="section">
            <h2>{words::PEOPLE}</h2>
            <Failure text=form.error()/>
            <ul class="lines">
                <For each=move || all.get() key=|one| one.clone() children=line/>
                {classes}
            </ul>
        </section>
    }
}

/// Moves it, makes it larger, corrects it.
#[component]
fn EditDialog(row: Arc<TrainingSession>, on_close: Callback<()>) -> impl IntoView {
    let session = row.id;
    let form = Form::kept("training", session);
    let fields = TermsFields::new(form, Some(&row.terms), Vec::new());
    let submit = move |()| {
        let Some(terms) = fields.read() else { return };
        let act = Act::PlanTrainingSession { session, terms };
        form.submit_and_close(act, words::SAID_CHANGED, on_close);
    };
    view! {
        <Dialog title=words::EDIT on_close=on_close>
            <FormFrame form=form on_submit=submit>
                <p class="hint">{words::EDIT_HINT}</p>
                <TermsForm fields=fields/>
                <FormEnd form=form on_close=on_close/>
            </FormFrame>
        </Dialog>
    }
}

#[component]
fn CancelDialog(id: TrainingSessionId, on_close: Callback<()>) -> impl IntoView {
    let asked = Asked {
        name: "training-cancel",
        title: words::CANCEL,
        hint: Some(words::CANCEL_HINT),
        label: words::REASON,
        submit: words::CANCEL_IT,
        keep: Some(words::KEEP),
        said: words::SAID_CANCELLED,
    };
    let act = move |reason| Act::CancelTrainingSession { session: id, reason }.into();
    view! { <ReasonDialog id=id asked=asked act=act on_close=on_close/> }
}
