//! Several requests at once: sorted, given to a technician, closed, with one way back.

use crate::context::{App, use_app};
use crate::parts::{Dialog, Failure, TextField};
use crate::screens::form::{Form, FormEnd, FormFrame, is_possible};
use crate::screens::ticket::action::Action;
use crate::text::{ticket_screen, tickets as words};
use leptos::prelude::*;
use shared::command::Command;
use shared::id::{AccountId, TicketId};
use shared::order;
use shared::row::State;
use shared::ticket::{Act, Channel, Ticket, TicketState};
use std::collections::BTreeSet;

/// The requests that were chosen.
#[derive(Clone, Copy)]
pub(super) struct Chosen(RwSignal<BTreeSet<TicketId>>);

impl Chosen {
    pub(super) fn none() -> Self {
        Self(RwSignal::new(BTreeSet::new()))
    }

    /// Whether it is one of them. Reactive.
    pub(super) fn holds(self, id: TicketId) -> bool {
        self.0.with(|chosen| chosen.contains(&id))
    }

    pub(super) fn toggle(self, id: TicketId) {
        self.0.update(|chosen| {
            if !chosen.remove(&id) {
                chosen.insert(id);
            }
        });
    }

    /// Those of the list that are shown.
    pub(super) fn choose(self, shown: &[TicketId]) {
        self.0.set(shown.iter().copied().collect());
    }

    fn clear(self) {
        let _ = self.0.try_set(BTreeSet::new());
    }

    /// The commands of what is to be done to each, where the rules allow it.
    fn commands(self, app: App, of: impl Fn(&State, &Ticket) -> Option<Act>) -> Vec<Given> {
        let acts: Vec<(TicketId, Act)> = app.read_now(|replica| {
            let view = replica.view();
            let ids = self.0.get_untracked();
            let known = ids.iter().filter_map(|id| view.tickets.get(id));
            known.filter_map(|ticket| Some((ticket.id, of(view, ticket)?))).collect()
        });
        let commands = acts.into_iter().map(|(id, act)| (id, Command::from(act)));
        commands.filter(|(_, c)| untrack(|| is_possible(app, c.clone()))).collect()
    }

    /// Does it, says how many it was, and offers the one way back.
    fn give(self, form: Form, commands: Vec<Given>) {
        let asked = self.0.with_untracked(BTreeSet::len);
        form.run(async move {
            let mut undo = Vec::new();
            for (ticket, command) in commands {
                if form.app.submit(command).await.is_ok() {
                    undo.push(Act::TakeBackTicket { ticket }.into());
                }
            }
            let done = undo.len();
            form.app.toast_undo_all(words::done_at_once(done, asked - done.min(asked)), undo);
            self.clear();
            Ok(())
        });
    }
}

type Given = (TicketId, Command);

/// The channels, each with its word.
const CHANNELS: [(Channel, Action); 3] = [
    (Channel::Proximity, Action::Proximity),
    (Channel::Curative, Action::Curative),
    (Channel::OutOfScope, Action::OutOfScope),
];

/// What can be done to those that were chosen, once there are some.
#[component]
pub(super) fn BulkBar(chosen: Chosen, #[prop(into)] shown: Signal<Vec<TicketId>>) -> impl IntoView {
    let form = Form::new();
    let closing = RwSignal::new(false);
    let count = move || chosen.0.with(BTreeSet::len);
    let sort = move |(channel, action): (Channel, Action)| {
        let press = move |_| {
            let of = |_: &State, t: &Ticket| {
                let changes = t.channel != Some(channel) || t.state == TicketState::New;
                changes.then_some(Act::QualifyTicket { ticket: t.id, channel })
            };
            chosen.give(form, chosen.commands(form.app, of));
        };
        view! {
            <button type="button" class="button small" on:click=press>{action.label()}</button>
        }
    };
    let all_or_none = move |_| match count() {
        0 => chosen.choose(&shown.get_untracked()),
        _ => chosen.clear(),
    };
    let close = Callback::new(move |()| closing.set(false));
    let dialog =
        move || closing.get().then(|| view! { <CloseDialog chosen=chosen on_close=close/> });
    view! {
        <div class="bulk" role="region" aria-label=words::CHOSEN>
            <button
                type="button"
                class="button quiet small"
                on:click=all_or_none
            >
                {move || if count() == 0 { words::CHOOSE_SHOWN } else { words::CHOOSE_NONE }}
            </button>
            <Show when=move || { count() > 0 }>
                <span role="status">{move || words::chosen(count())}</span>
                {CHANNELS.map(sort).collect_view()}
                <Entrust form=form chosen=chosen/>
                <button
                    type="button"
                    class="button small"
                    on:click=move |_| closing.set(true)
                >
                    {words::CLOSE_CHOSEN}
                </button>
            </Show>
            <Failure text=form.error()/>
            {dialog}
        </div>
    }
}

/// Puts each on the next visit that a technician makes at its school.
#[component]
fn Entrust(form: Form, chosen: Chosen) -> impl IntoView {
    let technicians = Memo::new(move |_| {
        form.app.read(|replica| {
            let accounts = replica.view().accounts.values();
            let mut all: Vec<_> = accounts
                .filter(|account| shared::slot::is_technician(account))
                .map(|account| (account.id, account.name.clone()))
                .collect();
            order::sort_by_key(&mut all, |(_, name)| name.clone());
            all
        })
    });
    let option = |(id, name): (AccountId, String)| {
        view! { <option value=id.to_string()>{name}</option> }
    };
    let chose = move |event: web_sys::Event| {
        let Ok(technician) = event_target_value(&event).parse::<AccountId>() else { return };
        let today = form.app.today_now();
        let of = |view: &State, ticket: &Ticket| {
            let theirs = view.visits_of(&ticket.site).filter(|visit| {
                visit.technician == technician && visit.is_ahead() && visit.slot.day >= today
            });
            let next = theirs.min_by_key(|visit| (visit.slot, visit.id))?.id;
            let changes = ticket.visit() != Some(next);
            changes.then_some(Act::AssignTicket { ticket: ticket.id, visit: Some(next) })
        };
        chosen.give(form, chosen.commands(form.app, of));
    };
    view! {
        <label class="field-inline">
            <span>{words::ENTRUST}</span>
            <select on:change=chose>
                <option value="">{words::ENTRUST_WHOM}</option>
                {move || technicians.get().into_iter().map(option).collect_view()}
            </select>
        </label>
    }
}

/// Asks why they are closed. Those that are resolved are confirmed, the others given up.
#[component]
fn CloseDialog(chosen: Chosen, on_close: Callback<()>) -> impl IntoView {
    let form = Form::kept("bulk-close", "");
    let app = use_app();
    let reason = form.text("reason", "").needs(words::CLOSE_NEEDS);
    let submit = move |()| {
        let text = reason.value.get_untracked();
        let of = |_: &State, ticket: &Ticket| {
            let ticket_id = ticket.id;
            Some(match ticket.state {
                TicketState::Resolved => Act::ConfirmResolution { ticket: ticket_id },
                _ => Act::CancelTicket { ticket: ticket_id, reason: text.clone() },
            })
            .filter(|_| ticket.is_open())
        };
        chosen.give(form, chosen.commands(app, of));
        let _ = on_close.try_run(());
    };
    view! {
        <Dialog title=words::CLOSE_TITLE on_close=on_close>
            <FormFrame form=form on_submit=submit>
                <p>{words::CLOSE_BODY}</p>
                <TextField label=ticket_screen::CANCEL_TEXT value=reason/>
                <FormEnd form=form submit=words::CLOSE_CHOSEN on_close=on_close/>
            </FormFrame>
        </Dialog>
    }
}
