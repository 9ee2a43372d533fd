//! «Ajouter une demande»: a ticket that a technician finds on the spot rides with the visit at
//! once.

use super::Here;
use crate::parts::{Choices, Dialog, PhotoField, Sentence, TextField};
use crate::screens::form::{Form, FormEnd, FormFrame};
use crate::screens::label::category;
use crate::screens::ticket::facts;
use crate::text::{ticket as ticket_words, visit_screen as words};
use leptos::prelude::*;
use shared::id::EquipmentId;
use shared::ticket;
use shared::ticket::{Category, TicketKind, Urgency};
use shared::visit::VisitState;

/// The dialog, for a piece of equipment that was scanned or for anything.
#[component]
pub(super) fn FoundDialog(
    here: Here,
    equipment: Option<EquipmentId>,
    on_close: Callback<()>,
) -> impl IntoView {
    let about = equipment.map_or_else(|| here.id.to_string(), |one| format!("{}/{one}", here.id));
    let form = Form::kept("found", about);
    let scanned = equipment
        .and_then(|id| here.app.read_now(|replica| replica.view().equipment.get(&id).cloned()));
    let what = form.choice("category", scanned.as_ref().map(|scanned| category(scanned.kind)));
    let what = what.needs(words::FOUND_NEEDS_WHAT);
    let text = form.text("text", "").required();
    let room = scanned.as_ref().map_or(String::new(), |scanned| scanned.room.clone());
    let room = form.text("room", room);
    let photos = form.photos();
    let submit = move |()| {
        let Some(category) = what.value.get_untracked() else { return };
        let Some(visit) = here.visit_now() else {
            return form.fail(words::UNKNOWN);
        };
        let command = ticket::Act::ReportIncident {
            ticket: here.app.fresh(),
            site: visit.site.clone(),
            kind: TicketKind::Incident,
            category,
            text: text.value.get_untracked(),
            room: room.value.get_untracked(),
            equipment,
            subscription: None,
            urgency: Urgency::Normal,
            photos: photos.get_untracked(),
            found_on: (visit.state == VisitState::OnSite || visit.is_done()).then_some(visit.id),
        };
        let said = if visit.is_done() { words::REQUEST_FOR_NEXT } else { words::REQUEST_ADDED };
        form.submit_and_close(command, said, on_close);
    };
    let has_ended = here.visit_now().is_some_and(|visit| visit.is_done());
    let options = Category::ALL.map(|c| (c, ticket_words::category(c))).to_vec();
    view! {
        <Dialog title=words::ADD_REQUEST on_close=on_close>
            <FormFrame form=form on_submit=submit>
                {has_ended.then(|| view! { <p class="hint">{words::FOUND_AFTER}</p> })}
                {scanned.map(|scanned| view! { <p class="meta">{facts::equipment(&scanned)}</p> })}
                <Choices legend=words::FOUND_WHAT name="category" options=options value=what/>
                <Sentence label=words::FOUND_TEXT value=text/>
                <TextField label=words::FOUND_ROOM hint=words::FOUND_ROOM_HINT value=room/>
                <PhotoField label=words::ADD_PHOTO photos=photos/>
                <FormEnd form=form on_close=on_close/>
            </FormFrame>
        </Dialog>
    }
}
