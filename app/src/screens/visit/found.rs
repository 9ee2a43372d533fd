//! «Ajouter une demande»: a ticket that a technician finds on the spot rides with the visit at
//! once.

use super::Here;
use crate::parts::{Choices, Dialog, PhotoList, PhotoPicker, TextField};
use crate::screens::form::{Form, FormEnd};
use crate::screens::label::category;
use crate::screens::ticket::facts;
use crate::text::{ticket as ticket_words, visit_screen as words};
use leptos::prelude::*;
use shared::history::FileRef;
use shared::id::EquipmentId;
use shared::limits::PHOTOS_PER_COMMAND;
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
    let form = Form::new();
    let scanned = equipment
        .and_then(|id| here.app.read_now(|replica| replica.view().equipment.get(&id).cloned()));
    let what = RwSignal::new(scanned.as_ref().map(|scanned| category(scanned.kind)));
    let text = RwSignal::new(String::new());
    let room = RwSignal::new(scanned.as_ref().map_or(String::new(), |s| s.room.clone()));
    let photos = RwSignal::new(Vec::<FileRef>::new());
    form.guard(move || !text.with(String::is_empty) || !photos.with(Vec::is_empty));
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let Some(category) = what.get_untracked() else {
            return form.fail(words::FOUND_NEEDS_WHAT);
        };
        let Some(visit) = here.visit_now() else {
            return form.fail(words::UNKNOWN);
        };
        let command = ticket::Act::ReportIncident {
            ticket: here.app.new_ticket_id(),
            site: visit.site.clone(),
            kind: TicketKind::Incident,
            category,
            text: text.get_untracked(),
            room: room.get_untracked(),
            equipment,
            urgency: Urgency::Normal,
            photos: photos.get_untracked(),
            found_on: (visit.state == VisitState::OnSite).then_some(visit.id),
        };
        form.submit_and_close(command, words::REQUEST_ADDED, on_close);
    };
    let add = move |photo| photos.update(|photos| photos.push(photo));
    let options = Category::ALL.map(|c| (c, ticket_words::category(c))).to_vec();
    view! {
        <Dialog title=words::ADD_REQUEST on_close=on_close>
            <form class="form" on:submit=submit>
                {scanned.map(|scanned| view! { <p class="meta">{facts::equipment(&scanned)}</p> })}
                <Choices legend=words::FOUND_WHAT name="category" options=options value=what/>
                <TextField label=words::FOUND_TEXT value=text/>
                <TextField label=words::FOUND_ROOM hint=words::FOUND_ROOM_HINT value=room/>
                <PhotoList photos=photos/>
                <Show when=move || photos.with(Vec::len) < PHOTOS_PER_COMMAND>
                    <PhotoPicker label=words::ADD_PHOTO on_photo=add/>
                </Show>
                <FormEnd form=form on_close=on_close/>
            </form>
        </Dialog>
    }
}
