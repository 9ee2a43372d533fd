//! The dialog that changes the fields of a ticket. Only changed fields are sent.

use super::action::{Action, Said};
use crate::parts::{Choices, TextArea, TextField};
use crate::screens::form::{Form, FormEnd};
use crate::text::{ticket as ticket_words, ticket_screen as words};
use leptos::prelude::*;
use shared::ticket::TicketEdit;
use shared::ticket::{Category, Ticket, Urgency};
use std::sync::Arc;

/// The urgencies that are offered.
const URGENCIES: [Urgency; 3] = [Urgency::Low, Urgency::Normal, Urgency::High];

#[component]
pub(super) fn EditForm(ticket: Arc<Ticket>, on_close: Callback<()>) -> impl IntoView {
    let form = Form::new();
    let text = RwSignal::new(ticket.text.clone());
    let room = RwSignal::new(ticket.room.clone());
    let category = RwSignal::new(Some(ticket.category));
    let urgency = RwSignal::new(Some(ticket.urgency));
    let id = ticket.id;
    let before = StoredValue::new(ticket);
    let edit = move || {
        before.with_value(|ticket| TicketEdit {
            text: Some(text.get()).filter(|text| *text != ticket.text),
            room: Some(room.get()).filter(|room| *room != ticket.room),
            category: category.get().filter(|category| *category != ticket.category),
            urgency: urgency.get().filter(|urgency| *urgency != ticket.urgency),
        })
    };
    form.guard(move || edit() != TicketEdit::default());
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let edit = untrack(edit);
        if edit == TicketEdit::default() {
            return on_close.run(());
        }
        let said = Said { edit, ..Said::default() };
        let action = Action::Edit;
        form.submit_and_close(action.command(id, said), action.said(), on_close);
    };
    let categories = Category::ALL.map(|c| (c, ticket_words::category(c))).to_vec();
    let urgencies = URGENCIES.map(|u| (u, ticket_words::urgency(u))).to_vec();
    view! {
        <form class="form" on:submit=submit>
            <TextArea label=words::EDIT_TEXT value=text/>
            <TextField label=words::EDIT_ROOM value=room/>
            <Choices legend=words::CATEGORY name="category" options=categories value=category/>
            <Choices legend=words::URGENCY name="urgency" options=urgencies value=urgency/>
            <FormEnd form=form on_close=on_close/>
        </form>
    }
}
