//! «Faire l’appel»: one large choice for each name, «Tous présents» first, then the exceptions.

use super::attendee::AddAttendee;
use super::{follow, is_sent};
use crate::context::{App, use_app};
use crate::parts::{Back, Failure, Page, PhotoField};
use crate::screens::form::{Form, is_possible};
use crate::text::{roll_call as words, teacher as teacher_words, training as training_words};
use leptos::prelude::*;
use shared::id::{TeacherId, TrainingSessionId};
use shared::order;
use shared::row::State;
use shared::training::{Act, Attendance, Mark, Standing, TrainingKind, TrainingSession};
use std::sync::Arc;

/// Who is called, by name: a list that is sorted anew marks the same people.
fn called(view: &State, row: &TrainingSession) -> Vec<(TeacherId, String)> {
    let name = |id: TeacherId| {
        let known = view.teachers.get(&id).filter(|known| !known.name.is_empty());
        known.map_or_else(|| words::UNKNOWN.to_owned(), |known| teacher_words::who(known))
    };
    let mut all: Vec<_> = row.called().into_iter().map(|(id, _)| (id, name(id))).collect();
    order::sort_by(&mut all, |a, b| (&a.1, a.0).cmp(&(&b.1, b.0)));
    all
}

fn mark(session: TrainingSessionId, people: &[TeacherId], mark: Attendance) -> Act {
    let marks = people.iter().map(|teacher| Mark { teacher: *teacher, mark }).collect();
    Act::MarkAttendance { session, marks }
}

/// The screen.
#[component]
pub fn RollCallScreen(
    id: TrainingSessionId,
    /// The list from which it was opened.
    back: &'static str,
) -> impl IntoView {
    let app = use_app();
    let row = follow(app, id);
    let is_here = Memo::new(move |_| row.with(Option::is_some));
    let title = Signal::derive(move || {
        row.with(|row| row.as_ref().map_or_else(String::new, |row| row.terms.title.clone()))
    });
    let label = if back == "/sessions" { training_words::MINE } else { words::BACK };
    view! {
        <Page title=title>
            <Back href=back label=label/>
            <Show
                when=move || is_here.get()
                fallback=|| view! { <p class="empty">{words::GONE}</p> }
            >
                <Facts row=row/>
                <Call id=id row=row/>
            </Show>
        </Page>
    }
}

#[component]
fn Facts(row: Memo<Option<Arc<TrainingSession>>>) -> impl IntoView {
    let app = use_app();
    move || {
        let row = row.get()?;
        let id = row.id;
        let sent = move || if is_sent(app, id) { words::SENT } else { words::UNSENT };
        Some(view! {
            <p class="lead">{training_words::when(&row.terms)}</p>
            <p class="meta">
                {row.terms.place.clone()} " · " {training_words::progress(row.state)} " · " {sent}
            </p>
        })
    }
}

#[component]
fn Call(id: TrainingSessionId, row: Memo<Option<Arc<TrainingSession>>>) -> impl IntoView {
    let form = Form::new();
    let app = form.app;
    let people = Memo::new(move |_| {
        row.with(|row| {
            let Some(row) = row.as_ref() else { return Vec::new() };
            app.read(|replica| called(replica.view(), row))
        })
    });
    let unmarked = Memo::new(move |_| row.with(|row| unmarked(row.as_deref())));
    let is_classes = Memo::new(move |_| {
        row.with(|row| row.as_ref().is_some_and(|r| r.terms.kind == TrainingKind::ClassActivity))
    });
    let all_present = move |_| {
        form.submit(
            mark(id, &unmarked.get_untracked(), Attendance::Present),
            words::SAID_ALL,
            || (),
        );
    };
    let line = move |(teacher, name): (TeacherId, String)| {
        view! { <Person id=id row=row teacher=teacher name=name form=form/> }
    };
    view! {
        <p role="status">{move || row.with(|row| row.as_deref().map(words::counted))}</p>
        <Show when=move || { unmarked.with(|left| left.len() > 1) && !is_classes.get() }>
            <p class="main-action">
                <button
                    type="button"
                    class="button primary main"
                    disabled=move || form.is_busy()
                    on:click=all_present
                >
                    {words::ALL_PRESENT}
                </button>
            </p>
        </Show>
        <Failure text=form.error()/>
        <ul class="cards">
            <For each=move || people.get() key=|one| one.clone() children=line/>
        </ul>
        <Classes row=row/>
        <End id=id row=row form=form is_classes=is_classes/>
        <Sheet id=id/>
    }
}

/// Adds somebody, and closes once everybody is marked.
#[component]
fn End(
    id: TrainingSessionId,
    row: Memo<Option<Arc<TrainingSession>>>,
    form: Form,
    is_classes: Memo<bool>,
) -> impl IntoView {
    let may_close = Memo::new(move |_| {
        row.track();
        is_possible(form.app, Act::CloseTrainingSession { session: id }.into())
    });
    let close = move |_| {
        form.submit(Act::CloseTrainingSession { session: id }, words::SAID_CLOSED, || ());
    };
    let adding = RwSignal::new(false);
    view! {
        <div class="actions">
            <Show when=move || !is_classes.get()>
                <button
                    type="button"
                    class="button secondary"
                    on:click=move |_| adding.set(true)
                >
                    {words::ADD}
                </button>
            </Show>
            <Show when=move || may_close.get()>
                <button
                    type="button"
                    class="button primary"
                    disabled=move || form.is_busy()
                    on:click=close
                >
                    {words::CLOSE}
                </button>
            </Show>
        </div>
        <Show when=move || adding.get()>
            <AddAttendee id=id on_close=Callback::new(move |()| adding.set(false))/>
        </Show>
    }
}

/// Who has a place and no mark: unmarked is not absent.
fn unmarked(row: Option<&TrainingSession>) -> Vec<TeacherId> {
    let called = row.map(TrainingSession::called).unwrap_or_default();
    let left = called.into_iter().filter(|(_, one)| one.state == Standing::Registered);
    left.map(|(id, _)| id).collect()
}

#[component]
fn Person(
    id: TrainingSessionId,
    row: Memo<Option<Arc<TrainingSession>>>,
    teacher: TeacherId,
    name: String,
    form: Form,
) -> impl IntoView {
    let standing = Memo::new(move |_| {
        row.with(|row| {
            let one = row.as_ref()?.registrations.get(&teacher)?;
            Some((one.state.mark(), one.unannounced, one.site.clone()))
        })
    });
    let site = move || {
        let site = standing.get()?.2;
        Some(form.app.read(|replica| crate::text::site_name(replica.view(), &site)))
    };
    let tag = move || {
        let unannounced = standing.get().is_some_and(|one| one.1);
        unannounced.then(|| view! { " " <span class="tag">{words::UNANNOUNCED}</span> })
    };
    let group = format!("appel-{teacher}");
    let option = |choice: Attendance| {
        let group = group.clone();
        let chosen = move || standing.get().is_some_and(|one| one.0 == Some(choice));
        let act = move |_| {
            let command = mark(id, &[teacher], choice);
            form.run_each(async move { form.try_submit(command).await });
        };
        view! {
            <label class="choice">
                <input type="radio" name=group prop:checked=chosen on:change=act/>
                <span>{words::choice(choice)}</span>
            </label>
        }
    };
    let options = Attendance::ALL.map(option).collect_view();
    view! {
        <li class="card check-row">
            <fieldset class="choices" role="radiogroup">
                <legend>{name} {tag}</legend>
                <p class="meta">{site}</p>
                <div class="choices-list">{options}</div>
            </fieldset>
        </li>
    }
}

/// The classes of an activity, as numbers.
#[component]
fn Classes(row: Memo<Option<Arc<TrainingSession>>>) -> impl IntoView {
    let app: App = use_app();
    move || {
        let row = row.get()?;
        let line = |(site, class): (&shared::id::SiteId, &shared::training::Class)| {
            let name = app.read(|replica| crate::text::site_name(replica.view(), site));
            view! { <li>{words::class(&name, class)}</li> }
        };
        let lines = row.classes.iter().map(line).collect_view();
        (!row.classes.is_empty()).then(|| view! { <ul class="lines">{lines}</ul> })
    }
}

/// A photo of the sheet that was signed.
#[component]
fn Sheet(id: TrainingSessionId) -> impl IntoView {
    let form = Form::kept("signed-sheet", id);
    let photos = form.photos();
    let send = move |_| {
        let files = photos.get_untracked();
        let act = Act::AddSignedSheet { session: id, photos: files };
        form.submit(act, words::SAID_SHEET, move || photos.set(Vec::new()));
    };
    view! {
        <details class="details">
            <summary>{words::SHEET}</summary>
            <PhotoField label=words::SHEET_PHOTO photos=photos/>
            <Failure text=form.error()/>
            <Show when=move || !photos.with(Vec::is_empty)>
                <button
                    type="button"
                    class="button secondary"
                    disabled=move || form.is_busy()
                    on:click=send
                >
                    {words::SEND_SHEET}
                </button>
            </Show>
        </details>
    }
}
