//! The dialogs of a ticket: words, minutes, photos, the choice of a visit.

use super::action::{Action, Said};
use super::edit::EditForm;
use super::visit_under_way;
use crate::parts::{Choices, Dialog, PhotoList, PhotoPicker, TextArea};
use crate::screens::form::{Form, FormEnd};
use crate::text::{slot_long, ticket_screen as words};
use leptos::prelude::*;
use shared::history::FileRef;
use shared::id::VisitId;
use shared::limits::{LONG_TEXT_CHARS, PHOTOS_PER_COMMAND, SHORT_TEXT_CHARS};
use shared::ticket::Ticket;
use std::sync::Arc;

/// The minutes that are offered.
const MINUTES: [u32; 6] = [5, 10, 15, 30, 45, 60];

/// The dialog of an action.
#[component]
pub(super) fn ActionDialog(
    action: Action,
    ticket: Arc<Ticket>,
    on_close: Callback<()>,
) -> impl IntoView {
    let content = match action {
        Action::Edit => view! { <EditForm ticket=ticket on_close=on_close/> }.into_any(),
        Action::Assign => view! { <AssignForm ticket=ticket on_close=on_close/> }.into_any(),
        _ => view! { <WordsForm action=action ticket=ticket on_close=on_close/> }.into_any(),
    };
    view! {
        <Dialog title=action.label() on_close=on_close>
            {content}
        </Dialog>
    }
}

#[component]
fn WordsForm(action: Action, ticket: Arc<Ticket>, on_close: Callback<()>) -> impl IntoView {
    let form = Form::new();
    let text = RwSignal::new(String::new());
    let minutes = RwSignal::new(None::<u32>);
    let photos = RwSignal::new(Vec::<FileRef>::new());
    form.guard(move || !text.with(String::is_empty) || !photos.with(Vec::is_empty));
    let works = action == Action::Work;
    let id = ticket.id;
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let chosen = minutes.get_untracked();
        if works && chosen.is_none() {
            return form.fail(words::NEEDS_MINUTES);
        }
        let said = Said {
            text: text.get_untracked(),
            minutes: chosen.unwrap_or_default(),
            photos: photos.get_untracked(),
            visit: visit_under_way(form.app, id),
            ..Said::default()
        };
        form.submit_and_close(action.command(id, said), action.said(), on_close);
    };
    let options = MINUTES.map(|value| (value, words::minutes(value))).to_vec();
    let pick = works.then(|| {
        view! { <Choices legend=words::MINUTES name="minutes" options=options value=minutes/> }
    });
    let pictures = matches!(action, Action::Work | Action::Comment).then(|| {
        let add = move |photo| photos.update(|photos| photos.push(photo));
        view! {
            <PhotoList photos=photos/>
            <Show when=move || photos.with(Vec::len) < PHOTOS_PER_COMMAND>
                <PhotoPicker label=words::ADD_PHOTO on_photo=add/>
            </Show>
        }
    });
    view! {
        <form class="form" on:submit=submit>
            {pick}
            <TextArea
                label=action.question().unwrap_or_default()
                value=text
                max=longest(action)
            />
            {pictures}
            <FormEnd form=form on_close=on_close/>
        </form>
    }
}

/// Reasons are one sentence, the rest may be longer: the limits of the rules.
fn longest(action: Action) -> usize {
    match action {
        Action::Postpone | Action::Hold | Action::Forward | Action::Cancel => SHORT_TEXT_CHARS,
        _ => LONG_TEXT_CHARS,
    }
}

#[component]
fn AssignForm(ticket: Arc<Ticket>, on_close: Callback<()>) -> impl IntoView {
    let form = Form::new();
    let chosen = RwSignal::new(Some(ticket.visit()));
    let mut options: Vec<(Option<VisitId>, String)> = form.app.read_now(|replica| {
        let mut ahead: Vec<_> =
            replica.view().visits_of(&ticket.site).filter(|visit| visit.is_ahead()).collect();
        ahead.sort_by_key(|visit| (visit.slot, visit.id));
        let option = |visit: &Arc<_>| -> (Option<VisitId>, String) {
            let visit: &shared::visit::Visit = visit;
            (Some(visit.id), slot_long(visit.slot))
        };
        ahead.into_iter().map(option).collect()
    });
    options.push((None, words::NO_VISIT.into()));
    let id = ticket.id;
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let Some(visit) = chosen.get_untracked() else {
            return form.fail(words::NEEDS_VISIT);
        };
        let said = Said { visit, ..Said::default() };
        let action = Action::Assign;
        form.submit_and_close(action.command(id, said), action.said(), on_close);
    };
    view! {
        <form class="form" on:submit=submit>
            <Choices legend=words::ASSIGN_LEGEND name="visit" options=options value=chosen/>
            <FormEnd form=form on_close=on_close/>
        </form>
    }
}
