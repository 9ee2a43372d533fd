//! The dialogs of a ticket: words, minutes, photos, the choice of a visit.

use super::action::{Action, Said};
use super::edit::EditForm;
use super::visit_under_way;
use crate::parts::{Choices, Dialog, PhotoField, Sentence, TextArea, TextField};
use crate::screens::form::{Form, FormEnd, FormFrame};
use crate::text::{slot_long, ticket_screen as words};
use leptos::prelude::*;
use shared::id::VisitId;
use shared::limits::{LONG_TEXT_CHARS, WORK_MINUTES};
use shared::order;
use shared::ticket::Ticket;
use shared::visit::Visit;
use std::sync::Arc;
use uuid::Uuid;

/// The minutes that are offered.
const MINUTES: [u32; 6] = [5, 10, 15, 30, 45, 60];

/// Stands for no visit among the visits that can be chosen.
const NO_VISIT: VisitId = VisitId(Uuid::nil());

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
        Action::Work | Action::Resolve => {
            view! { <WorkForm action=action ticket=ticket on_close=on_close/> }.into_any()
        }
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
    let form = Form::kept(action.word(), ticket.id);
    let text = form.text(action.field(), "");
    let text = if action.needs_words() { text.required() } else { text };
    let photos = form.photos();
    let id = ticket.id;
    let submit = move |()| {
        let said = Said {
            text: text.value.get_untracked(),
            photos: photos.get_untracked(),
            ..Said::default()
        };
        form.submit_and_close(action.command(id, said), action.said(), on_close);
    };
    let pictures = (action == Action::Comment)
        .then(|| view! { <PhotoField label=words::ADD_PHOTO photos=photos/> });
    let label = action.question().unwrap_or_default();
    let area = match action.field() {
        "text" => {
            let text = text.at_most(LONG_TEXT_CHARS);
            view! { <TextArea label=label value=text/> }.into_any()
        }
        // A reason is one sentence.
        _ => view! { <Sentence label=label value=text/> }.into_any(),
    };
    let keep = (action == Action::Cancel).then_some(words::KEEP_TICKET);
    view! {
        <FormFrame form=form on_submit=submit>
            {area}
            {pictures}
            <FormEnd form=form submit=action.confirm() keep=keep on_close=on_close/>
        </FormFrame>
    }
}

/// «Noter un travail» and «Marquer comme résolue»: what was done, how long it took, with photos.
/// The second one may say nothing of the work.
#[component]
fn WorkForm(action: Action, ticket: Arc<Ticket>, on_close: Callback<()>) -> impl IntoView {
    let form = Form::kept(action.word(), ticket.id);
    let resolves = action == Action::Resolve;
    let text = form.text(action.field(), "").at_most(LONG_TEXT_CHARS);
    let text = if action.needs_words() { text.required() } else { text };
    let other = form.text("other", "");
    let minutes = form.choice("minutes", None::<u32>);
    let minutes = if resolves { minutes } else { minutes.needs(words::NEEDS_MINUTES).or(other) };
    let photos = form.photos();
    // The work is logged once, also when what follows it has to be tried again.
    let is_logged = StoredValue::new(false);
    let id = ticket.id;
    let submit = move |()| {
        let taken = match taken(minutes.value.get_untracked(), &other.value.get_untracked()) {
            Ok(taken) => taken,
            Err(why) => return form.refuse(other, why),
        };
        let said = Said {
            text: text.value.get_untracked(),
            minutes: taken.unwrap_or_default(),
            photos: photos.get_untracked(),
            visit: visit_under_way(form.app, id),
            ..Said::default()
        };
        let logs = !resolves || taken.is_some() || !said.photos.is_empty();
        if logs && said.text.trim().is_empty() {
            return form.refuse(text, words::WORK_NEEDS_TEXT);
        }
        form.run(async move {
            if logs && !is_logged.get_value() {
                form.try_submit(Action::Work.command(id, said.clone())).await?;
                // The dialog may have been closed meanwhile.
                let _ = is_logged.try_set_value(true);
            }
            if resolves {
                let said = if logs { Said::default() } else { said };
                form.try_submit(action.command(id, said)).await?;
            }
            form.app.toast(action.said());
            let _ = on_close.try_run(());
            Ok(())
        });
    };
    let options = MINUTES.map(|value| (value, words::minutes(value))).to_vec();
    let label = action.question().unwrap_or_default();
    view! {
        <FormFrame form=form on_submit=submit>
            <TextArea label=label value=text/>
            <Choices legend=words::MINUTES name="minutes" options=options value=minutes/>
            <TextField label=words::OTHER_MINUTES kind="number" value=other/>
            <PhotoField label=words::ADD_PHOTO photos=photos/>
            <FormEnd form=form submit=action.confirm() on_close=on_close/>
        </FormFrame>
    }
}

/// Returns the minutes that were typed, or else chosen.
fn taken(chosen: Option<u32>, typed: &str) -> Result<Option<u32>, String> {
    match typed.trim() {
        "" => Ok(chosen),
        typed => match typed.parse() {
            Ok(minutes) if (1..=WORK_MINUTES).contains(&minutes) => Ok(Some(minutes)),
            Ok(_) | Err(_) => Err(words::other_minutes_wrong(WORK_MINUTES)),
        },
    }
}

#[component]
fn AssignForm(ticket: Arc<Ticket>, on_close: Callback<()>) -> impl IntoView {
    let form = Form::kept("assign", ticket.id);
    let chosen = form.choice("visit", Some(ticket.visit().unwrap_or(NO_VISIT)));
    let mut options: Vec<(VisitId, String)> = form.app.read_now(|replica| {
        let mut ahead: Vec<_> =
            replica.view().visits_of(&ticket.site).filter(|visit| visit.is_ahead()).collect();
        order::sort_by_key(&mut ahead, |visit| (visit.slot, visit.id));
        let option = |visit: &Arc<Visit>| (visit.id, slot_long(visit.slot));
        ahead.into_iter().map(option).collect()
    });
    options.push((NO_VISIT, words::NO_VISIT.into()));
    let id = ticket.id;
    let submit = move |()| {
        let visit = chosen.value.get_untracked().filter(|visit| *visit != NO_VISIT);
        let said = Said { visit, ..Said::default() };
        let action = Action::Assign;
        form.submit_and_close(action.command(id, said), action.said(), on_close);
    };
    view! {
        <FormFrame form=form on_submit=submit>
            <Choices legend=words::ASSIGN_LEGEND name="visit" options=options value=chosen/>
            <FormEnd form=form submit=words::ASSIGN_SAVE on_close=on_close/>
        </FormFrame>
    }
}
