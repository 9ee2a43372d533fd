//! The checklist: each item is done, not applicable, or a problem described in words.

use super::Here;
use crate::context::App;
use crate::parts::{Failure, Sentence};
use crate::screens::form::Form;
use crate::text::{visit as visit_words, visit_screen as words};
use leptos::prelude::*;
use shared::command::Command;
use shared::id::ItemId;
use shared::settings::ChecklistItem;
use shared::visit;
use shared::visit::{Check, Checked, Visit};

/// The answers that are offered.
const ANSWERS: [Check; 3] = [Check::Done, Check::NotApplicable, Check::Failed];

/// Returns the items without an answer. Reactive.
fn open_items(app: App, visit: &Visit) -> Vec<ItemId> {
    let is_open = |item: &&ChecklistItem| {
        visit.checklist.get(&item.id).is_none_or(|checked| checked.check == Check::Open)
    };
    app.read(|replica| {
        let settings = replica.view().settings();
        settings.checklist.iter().filter(is_open).map(|item| item.id.clone()).collect()
    })
}

/// Returns the number of items without an answer, and of all items. Reactive.
pub(super) fn progress(app: App, visit: &Visit) -> (usize, usize) {
    let all = app.read(|replica| replica.view().settings().checklist.len());
    (open_items(app, visit).len(), all)
}

/// The checklist of a visit that has begun.
#[component]
pub(super) fn Checklist(here: Here) -> impl IntoView {
    let kept = RwSignal::new(String::new());
    let items =
        Memo::new(move |_| here.app.read(|replica| replica.view().settings().checklist.clone()));
    let count = move || {
        let visit = here.visit()?;
        let (left, all) = progress(here.app, &visit);
        Some(words::checked(all - left, all))
    };
    view! {
        <section class="section">
            <h2>{words::CHECKLIST}</h2>
            <Show
                when=move || !items.with(Vec::is_empty)
                fallback=|| view! { <p class="empty">{words::NO_CHECKLIST}</p> }
            >
                <p class="hint">{count}</p>
                <div class="checklist">
                    <For
                        each=move || items.get()
                        key=|item| (item.id.clone(), item.label.clone())
                        children=move |item| view! { <Item here=here item=item kept=kept/> }
                    />
                </div>
                <RestDone here=here/>
                <p class="hint" role="status">
                    {kept}
                </p>
            </Show>
        </section>
    }
}

/// Answers «Fait» for every item that has no answer yet.
#[component]
fn RestDone(here: Here) -> impl IntoView {
    let form = Form::new();
    let open =
        Memo::new(move |_| here.visit().map_or(Vec::new(), |visit| open_items(here.app, &visit)));
    let all_done = move |_| {
        let items = open.get_untracked();
        form.run(async move {
            let count = items.len();
            for item in items {
                let (visit, check, note) = (here.id, Check::Done, String::new());
                form.try_submit(visit::Act::CheckItem { visit, item, check, note }).await?;
            }
            form.app.toast(words::rest_done(count));
            Ok(())
        });
    };
    view! {
        <Show when=move || !open.with(Vec::is_empty)>
            <p>
                <button
                    type="button"
                    class="button secondary"
                    disabled=move || form.is_busy()
                    on:click=all_done
                >
                    {words::REST_DONE}
                </button>
            </p>
        </Show>
        <Failure text=form.error()/>
    }
}

#[component]
fn Item(here: Here, item: ChecklistItem, kept: RwSignal<String>) -> impl IntoView {
    let form = Form::kept("check", format!("{}/{}", here.id, item.id));
    let id = StoredValue::new(item.id.clone());
    let known = Memo::new(move |_| {
        let visit = here.visit();
        let checked = visit.and_then(|v| id.with_value(|id| v.checklist.get(id).cloned()));
        checked.unwrap_or(Checked { check: Check::Open, note: String::new() })
    });
    // The answer as it is shown at once. The kept answer replaces it, also after a refusal.
    let chosen = RwSignal::new(Check::Open);
    Effect::new(move |_| chosen.set(known.get().check));
    let label = item.label.clone();
    let give = Callback::new(move |(check, note): (Check, String)| {
        chosen.set(check);
        let command = tick(here, id, check, note);
        let said = words::check_kept(&label, shared::words::check(check));
        form.run_each(async move {
            if let Err(why) = form.try_submit(command).await {
                if let Some(known) = known.try_get_untracked() {
                    let _ = chosen.try_set(known.check);
                }
                return Err(why);
            }
            let _ = kept.try_set(said);
            Ok(())
        });
    });
    let answer = move |check: Check| {
        let note = move || known.with_untracked(|known| known.note.clone());
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name=format!("check-{}", id.get_value())
                    prop:checked=move || chosen.get() == check
                    on:change=move |_| give.run((check, note()))
                />
                <span>{visit_words::check(check)}</span>
            </label>
        }
    };
    view! {
        <fieldset class="check-row">
            <legend>{item.label}</legend>
            <div class="choices-list">{ANSWERS.map(answer).collect_view()}</div>
            <Show when=move || chosen.get() == Check::Failed>
                <ProblemNote form=form known=known give=give/>
            </Show>
            <Failure text=form.error()/>
        </fieldset>
    }
}

fn tick(here: Here, item: StoredValue<ItemId>, check: Check, note: String) -> Command {
    visit::Act::CheckItem { visit: here.id, item: item.get_value(), check, note }.into()
}

/// The note, which is kept when its field loses the focus.
#[component]
fn ProblemNote(form: Form, known: Memo<Checked>, give: Callback<(Check, String)>) -> impl IntoView {
    let note = form.text("note", known.with_untracked(|known| known.note.clone()));
    let keep = move |()| {
        if form.check() {
            give.run((Check::Failed, note.value.get_untracked()));
        }
    };
    view! {
        <Sentence label=words::PROBLEM_NOTE value=note on_change=Callback::new(keep)/>
        <Show when=move || form.draft().holds_something()>
            <button type="button" class="button secondary" on:click=move |_| keep(())>
                {words::PROBLEM_SAVE}
            </button>
        </Show>
    }
}
