//! The buttons of a ticket, here and on the cards of a visit, with the dialogs they open.

use super::action::{Action, Said};
use super::dialogs::ActionDialog;
use crate::context::Counted;
use crate::parts::Failure;
use crate::screens::form::Form;
use crate::text::ticket_screen as words;
use leptos::prelude::*;
use shared::id::TicketId;
use shared::ticket::Ticket;
use std::sync::Arc;

/// The buttons of those `actions` that the role and the state of the ticket allow.
#[component]
pub(in crate::screens) fn ActionButtons(
    ticket: Memo<Option<Arc<Ticket>>>,
    actions: &'static [Action],
    /// Shows short labels side by side.
    #[prop(optional)]
    compact: bool,
) -> impl IntoView {
    let form = Form::new();
    let opened = RwSignal::new(None::<Action>);
    let offered = Memo::new(move |_| {
        let (Some(role), Some(ticket)) = (form.app.role(), ticket.get()) else {
            return Vec::new();
        };
        let fitting = actions.iter().copied();
        fitting.filter(|action| action.is_offered(role, &ticket)).collect::<Vec<_>>()
    });
    let act = move |action: Action| match action.question() {
        Some(_) => opened.set(Some(action)),
        None => act_at_once(form, action, ticket),
    };
    let about = ticket.with_untracked(|ticket| ticket.as_ref().map(|ticket| title_id(ticket.id)));
    let about = StoredValue::new(about);
    let button = move |action: Action| {
        view! {
            <button
                type="button"
                class=look(action)
                aria-label=compact.then(|| action.label())
                aria-describedby=about.get_value()
                disabled=move || form.is_busy()
                on:click=move |_| act(action)
            >
                {if compact { action.short_label() } else { action.label() }}
            </button>
        }
    };
    let close = Callback::new(move |()| opened.set(None));
    let dialog = move || {
        let action = opened.get()?;
        let ticket = ticket.get_untracked()?;
        Some(view! { <ActionDialog action=action ticket=ticket on_close=close/> })
    };
    view! {
        <Failure text=form.error()/>
        <div class=if compact { "actions thirds" } else { "actions" }>
            <For each=move || offered.get() key=|action| *action children=button/>
        </div>
        {dialog}
    }
}

/// The identifier of the element that says what a ticket is about.
pub(in crate::screens) fn title_id(ticket: TicketId) -> String {
    format!("demande-{ticket}")
}

fn look(action: Action) -> &'static str {
    match action {
        Action::Resolve | Action::Confirm => "button primary",
        Action::Cancel => "button danger",
        _ => "button secondary",
    }
}

/// Sorting with one tap each: one message counts them.
const SORTED: Counted = Counted { kind: "sorted", many: words::sorted };

/// Runs an action with one tap, with an undo button where there is one.
pub(in crate::screens) fn act_at_once(
    form: Form,
    action: Action,
    ticket: Memo<Option<Arc<Ticket>>>,
) {
    let Some(ticket) = ticket.get_untracked() else {
        return;
    };
    form.run(async move {
        form.try_submit(action.command(ticket.id, Said::default())).await?;
        let role = untrack(|| form.app.role());
        match action.undo(&ticket, role) {
            Some(undo) => form.app.toast_counted(action.said(), SORTED, undo),
            None => form.app.toast(action.said()),
        }
        Ok(())
    });
}
