//! «Formations» of a school: what is offered, and who of its people is registered.

use super::{follow, paris_now};
use crate::context::{App, use_app};
use crate::parts::{Back, Dialog, Failure, Page, TextField};
use crate::screens::form::{Form, FormEnd, FormFrame, is_possible};
use crate::screens::teachers::of_site;
use crate::text::{our_trainings as words, school, teacher as teacher_words, training};
use leptos::prelude::*;
use leptos_router::components::A;
use shared::id::{SiteId, TeacherId, TrainingSessionId};
use shared::order;
use shared::row::State;
use shared::site::Position;
use shared::teacher::Teacher;
use shared::training::{Act, Happened, SessionProgress, Standing, TrainingKind, TrainingSession};
use std::sync::Arc;

/// The sections of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Group {
    Ahead,
    Over,
}

/// Kilometres from the school to where it takes place, as the crow flies.
fn distance(view: &State, site: &SiteId, row: &TrainingSession) -> Option<f64> {
    let here: Position = view.sites.get(site)?.position?;
    row.position.as_ref().map(|there| here.km_to(there))
}

/// What is offered, by date or by distance; of what is over, the own ones, newest first.
fn listed(app: App, site: &SiteId, group: Group, near: bool) -> Vec<TrainingSessionId> {
    let today = app.today();
    app.read(|replica| {
        let view = replica.view();
        let is_ahead = |row: &TrainingSession| {
            row.state == SessionProgress::Open && row.terms.day >= today
                || row.state == SessionProgress::Cancelled && row.terms.day >= today && is_own(row)
        };
        let fits = |row: &&Arc<TrainingSession>| match group {
            Group::Ahead => is_ahead(row),
            Group::Over => !is_ahead(row) && is_own(row),
        };
        let mut all: Vec<_> = view.training_sessions.values().filter(fits).collect();
        order::sort_by_key(&mut all, |row| (row.terms.begins(), row.id));
        if group == Group::Over {
            all.reverse();
        } else if near {
            // To a tenth of a kilometre: numbers with a fraction have no order of their own.
            let tenths = |row: &TrainingSession| {
                distance(view, site, row).map_or(u64::MAX, |km| (km * 10.0) as u64)
            };
            order::sort_by_key(&mut all, |row| (tenths(row), row.terms.begins(), row.id));
        }
        all.into_iter().map(|row| row.id).collect()
    })
}

fn is_own(row: &TrainingSession) -> bool {
    !row.registrations.is_empty() || !row.classes.is_empty()
}

/// The screen.
#[component]
pub fn OurTrainingsScreen() -> impl IntoView {
    let app = use_app();
    let site = Memo::new(move |_| app.actor().and_then(|actor| actor.site));
    view! {
        <Page title=words::TITLE>
            <Back href="/ecole" label=school::TITLE/>
            <Show
                when=move || site.with(Option::is_some)
                fallback=|| view! { <p class="empty">{school::NO_SITE}</p> }
            >
                {move || site.get().map(|site| view! { <Lists site=site/> })}
            </Show>
        </Page>
    }
}

#[component]
fn Lists(site: SiteId) -> impl IntoView {
    let app = use_app();
    let near = RwSignal::new(false);
    let ahead = {
        let site = site.clone();
        Memo::new(move |_| listed(app, &site, Group::Ahead, near.get()))
    };
    let over = {
        let site = site.clone();
        Memo::new(move |_| listed(app, &site, Group::Over, false))
    };
    let site = StoredValue::new(site);
    let card = move |id| view! { <Session id=id site=site.get_value()/> };
    view! {
        <Show
            when=move || !ahead.with(Vec::is_empty)
            fallback=|| view! { <p class="empty">{words::NONE}</p> }
        >
            <p>
                <button
                    type="button"
                    class="button quiet small"
                    aria-pressed=move || near.get().to_string()
                    on:click=move |_| near.update(|near| *near = !*near)
                >
                    {words::NEAREST}
                </button>
                " "
                <A href="/compte">{words::FOLLOW}</A>
            </p>
            <ul class="cards">
                <For each=move || ahead.get() key=|id| *id children=card/>
            </ul>
        </Show>
        <Show when=move || !over.with(Vec::is_empty)>
            <details class="details">
                <summary>{words::OVER}</summary>
                <ul class="cards">
                    <For each=move || over.get() key=|id| *id children=card/>
                </ul>
            </details>
        </Show>
    }
}

#[component]
fn Session(id: TrainingSessionId, site: SiteId) -> impl IntoView {
    let app = use_app();
    let row = follow(app, id);
    let opened = RwSignal::new(false);
    let site = StoredValue::new(site);
    let facts = move || {
        let row = row.get()?;
        let km = app.read(|replica| distance(replica.view(), &site.get_value(), &row));
        let topics = app.read(|replica| words::topics(&row, replica.view()));
        Some(view! {
            <p class="card-title">{row.terms.title.clone()}</p>
            <p>{training::when(&row.terms)}</p>
            <p class="meta">{words::place(&row, km)}</p>
            <p class="meta">{topics}</p>
            <p>{words::state(&row)}</p>
        })
    };
    let people = Memo::new(move |_| row.get().map(|row| own_people(app, &row)).unwrap_or_default());
    let may_register = Memo::new(move |_| {
        app.today();
        row.with(|row| row.as_ref().is_some_and(|row| row.takes_registrations(paris_now())))
    });
    let close = Callback::new(move |()| opened.set(false));
    let dialog = move || {
        let row = row.get_untracked()?;
        let site = site.get_value();
        Some(if row.terms.kind == TrainingKind::ClassActivity {
            view! { <ClassDialog row=row site=site on_close=close/> }.into_any()
        } else {
            view! { <RegisterDialog row=row site=site on_close=close/> }.into_any()
        })
    };
    let line = move |(teacher, name, said): (TeacherId, String, String)| {
        view! { <Registered id=id teacher=teacher name=name said=said/> }
    };
    let class = move || {
        let row = row.get()?;
        let own = row.classes.get(&site.get_value())?;
        Some(view! { <p>{words::our_class(own, is_unsure(app, id))}</p> })
    };
    view! {
        <li class="card">
            {facts}
            {class}
            <ul class="lines">
                <For each=move || people.get() key=|one| one.clone() children=line/>
            </ul>
            <Show when=move || may_register.get()>
                <div class="actions">
                    <button
                        type="button"
                        class="button primary"
                        on:click=move |_| opened.set(true)
                    >
                        {words::REGISTER_MORE}
                    </button>
                </div>
            </Show>
            <Show when=move || opened.get()>{dialog}</Show>
        </li>
    }
}

/// The server has not decided yet: others may want the same places.
fn is_unsure(app: App, id: TrainingSessionId) -> bool {
    !super::is_sent(app, id)
}

/// The people of the school on the list: who, and where they stand in words.
fn own_people(app: App, row: &TrainingSession) -> Vec<(TeacherId, String, String)> {
    app.read(|replica| {
        let (view, mirror) = (replica.view(), replica.mirror());
        let sure = mirror.training_sessions.get(&row.id);
        let mut all = Vec::new();
        for (id, one) in &row.registrations {
            if one.state == Standing::Withdrawn {
                continue;
            }
            let known = sure.and_then(|sure| sure.registrations.get(id));
            let is_sure = known.is_some_and(|known| known.state == one.state);
            let moved =
                row.history.iter().any(|entry| entry.what == Happened::MovedUp { teacher: *id });
            let said = words::standing(row, *id, is_sure, moved);
            let name = view.teachers.get(id).map(|known| teacher_words::who(known));
            all.push((*id, name.unwrap_or_else(|| words::SOMEBODY.into()), said));
        }
        order::sort_by(&mut all, |a, b| (&a.1, a.0).cmp(&(&b.1, b.0)));
        all
    })
}

#[component]
fn Registered(
    id: TrainingSessionId,
    teacher: TeacherId,
    name: String,
    said: String,
) -> impl IntoView {
    let form = Form::new();
    let act = move || Act::WithdrawTeachers { session: id, teachers: vec![teacher] };
    let may = Memo::new(move |_| is_possible(form.app, act().into()));
    let back = move || Act::RegisterTeachers { session: id, teachers: vec![teacher] };
    let called = format!("{}\u{a0}: {name}", words::WITHDRAW);
    let called = StoredValue::new(called);
    view! {
        <li>
            {name} "\u{a0}: " {said} " "
            <Show when=move || may.get()>
                <button
                    type="button"
                    class="button quiet small"
                    aria-label=called.get_value()
                    disabled=move || form.is_busy()
                    on:click=move |_| {
                        form.submit_with_undo(act(), words::SAID_WITHDRAWN, back(), || ());
                    }
                >
                    {words::WITHDRAW}
                </button>
            </Show>
            <Failure text=form.error()/>
        </li>
    }
}

/// Who of the school may still be registered, as far as its tablet knows.
fn candidates(view: &State, site: &SiteId, row: &TrainingSession) -> Vec<Arc<Teacher>> {
    let (there, _) = of_site(view, site);
    let is_new = |one: &Arc<Teacher>| {
        let state = row.registrations.get(&one.id).map(|known| known.state);
        state.is_none_or(|state| state == Standing::Withdrawn)
    };
    there.into_iter().filter(is_new).collect()
}

/// Ticks people, then registers them.
#[component]
fn RegisterDialog(
    row: Arc<TrainingSession>,
    site: SiteId,
    on_close: Callback<()>,
) -> impl IntoView {
    let id = row.id;
    let form = Form::kept("register", id);
    let ticked = form.holds("ticked", Vec::<TeacherId>::new());
    let known = Arc::clone(&row);
    let all =
        Memo::new(move |_| form.app.read(|replica| candidates(replica.view(), &site, &known)));
    let tick = move |one: Arc<Teacher>| {
        let teacher = one.id;
        let toggle = move |event| {
            let on = event_target_checked(&event);
            ticked.update(|ticked| {
                ticked.retain(|other| *other != teacher);
                if on {
                    ticked.push(teacher);
                }
            });
        };
        view! {
            <label class="choice">
                <input
                    type="checkbox"
                    prop:checked=move || ticked.with(|ticked| ticked.contains(&teacher))
                    on:change=toggle
                />
                <span>{teacher_words::who(&one)}</span>
            </label>
        }
    };
    let submit = move |()| {
        let teachers = ticked.get_untracked();
        if teachers.is_empty() {
            return form.fail(words::NEEDS_SOMEBODY);
        }
        let act = Act::RegisterTeachers { session: id, teachers };
        form.submit_and_close(act, words::SAID_REGISTERED, on_close);
    };
    let note = words::note(&row);
    view! {
        <Dialog title=words::REGISTER on_close=on_close>
            <FormFrame form=form on_submit=submit>
                <p class="meta">{training::named(&row.terms)}</p>
                <p class="hint">{note}</p>
                <fieldset class="choices">
                    <legend>{words::WHO}</legend>
                    <div class="choices-list">
                        <For each=move || all.get() key=|one| one.id children=tick/>
                    </div>
                </fieldset>
                <Show when=move || all.with(Vec::is_empty)>
                    <p>
                        {words::NOBODY} " "
                        <A href="/nos-enseignants">{school::OUR_TEACHERS}</A>
                    </p>
                </Show>
                <FormEnd form=form submit=words::REGISTER on_close=on_close/>
            </FormFrame>
        </Dialog>
    }
}

/// A class and the number of its pupils: nobody is named.
#[component]
fn ClassDialog(row: Arc<TrainingSession>, site: SiteId, on_close: Callback<()>) -> impl IntoView {
    let id = row.id;
    let form = Form::kept("register-class", id);
    let known = row.classes.get(&site);
    let class = form.text("label", known.map_or("", |known| &known.class)).required();
    let pupils = known.map_or_else(String::new, |known| known.pupils.to_string());
    let pupils = form.text("quantity", pupils).required();
    let submit = move |()| {
        let Ok(count) = pupils.value.get_untracked().trim().parse() else {
            return form.refuse(pupils, words::NEEDS_NUMBER);
        };
        let (site, class) = (site.clone(), class.value.get_untracked());
        let act = Act::RegisterClass { session: id, site, class, pupils: count };
        form.submit_and_close(act, words::SAID_REGISTERED, on_close);
    };
    view! {
        <Dialog title=words::REGISTER_CLASS on_close=on_close>
            <FormFrame form=form on_submit=submit>
                <p class="meta">{training::named(&row.terms)}</p>
                <p class="hint">{words::NO_NAMES}</p>
                <TextField label=words::CLASS hint=words::CLASS_HINT value=class/>
                <TextField label=words::PUPILS hint=words::PUPILS_HINT value=pupils/>
                <FormEnd form=form submit=words::REGISTER on_close=on_close/>
            </FormFrame>
        </Dialog>
    }
}
