//! The dialogs that end a visit, mark it as missed, or add a note.

use super::{Here, checklist, requests};
use crate::device;
use crate::parts::{Choices, Dialog, Failure, Sentence, TextArea};
use crate::screens::form::{Form, FormEnd, FormFrame};
use crate::text::{visit as visit_words, visit_screen as words};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use shared::id::VisitId;
use shared::limits::LONG_TEXT_CHARS;
use shared::ticket::TicketState;
use shared::visit;
use shared::visit::MissedReason;

/// Returns what is left to do, in one sentence; `None` when nothing is.
fn left(here: Here) -> Option<String> {
    let visit = here.visit_now()?;
    let (items, _) = untrack(|| checklist::progress(here.app, &visit));
    let tickets = here.app.read_now(|replica| requests::concerning(replica.view(), &visit));
    let open = tickets.iter().filter(|ticket| ticket.state != TicketState::Resolved);
    words::left(items, open.count())
}

/// «Terminer le passage»: all done, or not.
#[component]
pub(super) fn FinishDialog(here: Here, on_close: Callback<()>) -> impl IntoView {
    let form = Form::new();
    let navigate = use_navigate();
    let finish = Callback::new(move |left_over: bool| {
        let navigate = navigate.clone();
        let visit = here.id;
        let report = format!("/passage/{visit}/compte-rendu");
        let command = visit::Act::FinishVisit { visit, left_over };
        form.submit(command, words::FINISHED, move || {
            device::vibrate();
            navigate(&report, Default::default());
        });
    });
    let button = move |left_over: bool, look: &'static str, label: &'static str| {
        view! {
            <button
                type="button"
                class=look
                disabled=move || form.is_busy()
                on:click=move |_| finish.run(left_over)
            >
                {label}
            </button>
        }
    };
    const MAIN: &str = "button primary";
    const OTHER: &str = "button secondary";
    let left = left(here);
    // What is likely comes first.
    let buttons = match left {
        Some(_) => [(true, MAIN, words::LEFT_OVER), (false, OTHER, words::ALL_DONE)],
        None => [(false, MAIN, words::ALL_DONE), (true, OTHER, words::LEFT_OVER)],
    };
    view! {
        <Dialog title=words::FINISH on_close=on_close>
            {left.map(|left| view! { <p>{left}</p> })}
            <p>{words::FINISH_INTRO}</p>
            <Failure text=form.error()/>
            <div class="actions">
                {buttons.map(|(over, look, label)| button(over, look, label)).collect_view()}
            </div>
        </Dialog>
    }
}

/// «Passage impossible»: why.
#[component]
pub(super) fn MissDialog(visit: VisitId, on_close: Callback<()>) -> impl IntoView {
    let form = Form::kept("miss", visit);
    let reason = form.choice("reason", None::<MissedReason>).needs(words::MISS_NEEDS_WHY);
    let text = form.text("text", "");
    let submit = move |()| {
        let Some(reason) = reason.value.get_untracked() else { return };
        let text = text.value.get_untracked();
        let command = visit::Act::MarkVisitMissed { visit, reason, text };
        form.submit_and_close(command, words::MISSED, on_close);
    };
    let options = MissedReason::ALL.map(|why| (why, visit_words::missed(why))).to_vec();
    view! {
        <Dialog title=words::MISS on_close=on_close>
            <FormFrame form=form on_submit=submit>
                <Choices legend=words::MISS_WHY name="missed" options=options value=reason/>
                <Sentence label=words::MISS_TEXT hint=words::MISS_TEXT_HINT value=text/>
                <FormEnd form=form submit=words::MISS_SAVE on_close=on_close/>
            </FormFrame>
        </Dialog>
    }
}

/// «Ajouter une note».
#[component]
pub(super) fn NoteDialog(visit: VisitId, on_close: Callback<()>) -> impl IntoView {
    let form = Form::kept("note", visit);
    let text = form.text("text", "").required().at_most(LONG_TEXT_CHARS);
    let submit = move |()| {
        let command = visit::Act::NoteVisit { visit, text: text.value.get_untracked() };
        form.submit_and_close(command, words::NOTED, on_close);
    };
    view! {
        <Dialog title=words::ADD_NOTE on_close=on_close>
            <FormFrame form=form on_submit=submit>
                <TextArea label=words::NOTE_TEXT hint=words::NOTE_HINT value=text/>
                <FormEnd form=form on_close=on_close/>
            </FormFrame>
        </Dialog>
    }
}
