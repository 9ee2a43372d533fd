//! The dialog that changes the fields of a ticket. Only changed fields are sent.

use super::action::{Action, Said};
use crate::parts::{Choices, Sentence, TextField};
use crate::screens::form::{Form, FormEnd, FormFrame};
use crate::text::{ticket as ticket_words, ticket_screen as words};
use leptos::prelude::*;
use shared::limits::SHORT_TEXT_CHARS;
use shared::ticket::TicketEdit;
use shared::ticket::{Category, Ticket, Urgency};
use std::sync::Arc;

/// The urgencies that are offered.
const URGENCIES: [Urgency; 3] = [Urgency::Low, Urgency::Normal, Urgency::High];

#[component]
pub(super) fn EditForm(ticket: Arc<Ticket>, on_close: Callback<()>) -> impl IntoView {
    let form = Form::kept("edit", ticket.id);
    // A longer text of before stays as long as it is.
    let most = SHORT_TEXT_CHARS.max(ticket.text.chars().count());
    let text = form.text("text", ticket.text.clone()).required().at_most(most);
    let room = form.text("room", ticket.room.clone());
    let category = form.choice("category", Some(ticket.category));
    let urgency = form.choice("urgency", Some(ticket.urgency));
    let id = ticket.id;
    let before = StoredValue::new(ticket);
    let edit = move || {
        before.with_value(|ticket| TicketEdit {
            text: Some(text.value.get_untracked()).filter(|text| *text != ticket.text),
            room: Some(room.value.get_untracked()).filter(|room| *room != ticket.room),
            category: category.value.get_untracked().filter(|one| *one != ticket.category),
            urgency: urgency.value.get_untracked().filter(|one| *one != ticket.urgency),
        })
    };
    let submit = move |()| {
        let edit = edit();
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
        <FormFrame form=form on_submit=submit>
            <Sentence label=words::EDIT_TEXT value=text/>
            <TextField label=words::EDIT_ROOM value=room/>
            <Choices legend=words::CATEGORY name="category" options=categories value=category/>
            <Choices legend=words::URGENCY name="urgency" options=urgencies value=urgency/>
            <FormEnd form=form submit=words::EDIT_SAVE on_close=on_close/>
        </FormFrame>
    }
}
