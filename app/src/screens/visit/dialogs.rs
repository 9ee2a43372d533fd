//! The dialogs that end a visit, mark it as missed, or add a note.

use super::{Here, OpenDialog, checklist, requests};
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

/// What is still open when a visit ends.
struct StillOpen {
    items: usize,
    requests: usize,
    is_unsigned: bool,
}

impl StillOpen {
    fn of(here: Here) -> Self {
        let Some(visit) = here.visit_now() else {
            return Self { items: 0, requests: 0, is_unsigned: false };
        };
        let (items, _) = untrack(|| checklist::progress(here.app, &visit));
        let tickets = here.app.read_now(|replica| requests::concerning(replica.view(), &visit));
        let open = tickets.iter().filter(|ticket| ticket.state != TicketState::Resolved);
        Self { items, requests: open.count(), is_unsigned: visit.signature.is_none() }
    }

    fn lines(&self) -> Vec<String> {
        let items = (self.items > 0).then(|| words::unseen_items(self.items));
        let requests = (self.requests > 0).then(|| words::open_requests(self.requests));
        let signature = self.is_unsigned.then(|| words::OPEN_SIGNATURE.to_owned());
        items.into_iter().chain(requests).chain(signature).collect()
    }

    /// The two ways to end the visit, the likely one first; each says whether something is left.
    fn ways(&self) -> [(bool, String); 2] {
        match words::finish_with(self.items, self.requests) {
            Some(left) => [(true, left), (false, words::ALL_DONE.into())],
            None if self.is_unsigned => {
                [(false, words::FINISH_UNSIGNED.into()), (true, words::LEFT_OVER.into())]
            }
            None => [(false, words::ALL_DONE.into()), (true, words::LEFT_OVER.into())],
        }
    }
}

/// «Terminer le passage»: what is still open, and the ways to end. It can be taken back.
#[component]
pub(super) fn FinishDialog(here: Here, on_close: Callback<()>) -> impl IntoView {
    let form = Form::new();
    let navigate = use_navigate();
    let finish = Callback::new(move |left_over: bool| {
        let navigate = navigate.clone();
        let visit = here.id;
        let report = format!("/passage/{visit}/compte-rendu");
        let command = visit::Act::FinishVisit { visit, left_over };
        let undo = visit::Act::ResumeVisit { visit };
        form.submit_with_undo(command, words::FINISHED, undo, move || {
            device::vibrate();
            navigate(&report, Default::default());
        });
    });
    let button = move |look: &'static str, (left_over, label): (bool, String)| {
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
    let open = StillOpen::of(here);
    let lines = open.lines();
    let lines = (!lines.is_empty()).then(|| {
        let line = |line: String| view! { <li>{line}</li> };
        view! {
            <p>{words::STILL_OPEN}</p>
            <ul class="still-open">{lines.into_iter().map(line).collect_view()}</ul>
        }
    });
    let sign = open.is_unsigned.then(|| {
        let sign = move |_| here.opened.set(Some(OpenDialog::Sign));
        view! {
            <button type="button" class="button secondary" on:click=sign>
                {words::SIGN}
            </button>
        }
    });
    let [likely, other] = open.ways();
    view! {
        <Dialog title=words::FINISH on_close=on_close>
            {lines}
            <p>{words::FINISH_INTRO}</p>
            <Failure text=form.error()/>
            <div class="actions">
                {button("button primary", likely)} {sign} {button("button secondary", other)}
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
