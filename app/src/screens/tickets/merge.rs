//! The dialog that merges two tickets about the same thing.

use crate::context::{App, use_app};
use crate::parts::{Choices, Dialog};
use crate::screens::form::{Form, FormEnd, FormFrame};
use crate::text::tickets as words;
use leptos::prelude::*;
use shared::id::TicketId;
use shared::ticket;
use shared::ticket::Ticket;
use std::sync::Arc;

/// Returns the other open tickets of the site, if this one is open. Reactive.
pub(super) fn others(app: App, id: TicketId) -> Vec<Arc<Ticket>> {
    app.read(|replica| {
        let view = replica.view();
        let Some(ticket) = view.tickets.get(&id).filter(|ticket| ticket.is_open()) else {
            return Vec::new();
        };
        let of_site = view.tickets_of(&ticket.site);
        of_site.filter(|other| other.id != id && other.is_open()).cloned().collect()
    })
}

/// The dialog.
#[component]
pub(super) fn MergeDialog(id: TicketId, on_close: Callback<()>) -> impl IntoView {
    let app = use_app();
    let form = Form::kept("merge", id);
    let into = form.choice("into", None::<TicketId>).needs(words::MERGE_NEEDS);
    let option = |ticket: &Arc<Ticket>| (ticket.id, ticket.text.clone());
    let options: Vec<_> = untrack(|| others(app, id)).iter().map(option).collect();
    let submit = move |()| {
        let Some(into) = into.value.get_untracked() else { return };
        let command = ticket::Act::MergeTicket { ticket: id, into };
        form.submit_and_close(command, words::MERGED, on_close);
    };
    view! {
        <Dialog title=words::MERGE on_close=on_close>
            <FormFrame form=form on_submit=submit>
                <p>{words::MERGE_INTRO}</p>
                <Choices legend=words::MERGE_WITH name="into" options=options value=into/>
                <FormEnd form=form submit=words::MERGE_SAVE on_close=on_close/>
            </FormFrame>
        </Dialog>
    }
}
