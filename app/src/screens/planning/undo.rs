//! The last actions on the plan, which can be undone, the last one first.

use super::Desk;
use crate::context::clock_ms;
use crate::text::planning as words;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::command::Command;
use shared::id::{AccountId, CommandId, DeviceId};
use uuid::Uuid;

/// Actions that are kept.
const KEPT: usize = 10;

/// An action that can be undone.
#[derive(Clone)]
struct Done {
    /// Who did it: nobody undoes for somebody else.
    who: AccountId,
    said: String,
    undo: Vec<Command>,
}

thread_local! {
    /// Longer than the screen: a look at a visit and back forgets nothing.
    static DONE: ArcRwSignal<Vec<Done>> = ArcRwSignal::new(Vec::new());
}

fn done() -> ArcRwSignal<Vec<Done>> {
    DONE.with(Clone::clone)
}

impl Desk {
    fn who(self) -> Option<AccountId> {
        self.app.read_now(|replica| replica.meta().actor.as_ref().map(|actor| actor.account))
    }

    /// Keeps an action, so that it can be undone.
    pub(super) fn remember(self, said: &str, undo: Vec<Command>) {
        let Some(who) = self.who() else { return };
        done().update(|all| {
            all.retain(|one| one.who == who);
            all.push(Done { who, said: said.to_owned(), undo });
            let over = all.len().saturating_sub(KEPT);
            all.drain(..over);
        });
    }

    /// Undoes the last action that still can be: one that was undone from its message, or whose
    /// visit a colleague moved since, is passed over. Of an action on several schools, what still
    /// can be is.
    fn undo_last(self) {
        let who = self.who();
        loop {
            let last = done().try_update(Vec::pop).flatten();
            let Some(last) = last else { return self.app.toast(words::NOTHING_TO_UNDO) };
            let undo: Vec<_> = last.undo.into_iter().filter(|one| self.can_give(one)).collect();
            if Some(last.who) == who && !undo.is_empty() {
                return spawn_local(async move {
                    if self.give_all(None, undo).await {
                        self.app.toast(words::undone(&last.said));
                    }
                });
            }
        }
    }

    /// Whether the rules accept a command, and it contradicts no colleague.
    pub(super) fn can_give(self, command: &Command) -> bool {
        let (id, device) = (CommandId(Uuid::nil()), DeviceId(Uuid::nil()));
        self.app.read_now(|replica| {
            let envelope = replica.envelope(id, device, 1, command.clone(), clock_ms());
            let decision = replica.judge(&envelope, clock_ms());
            decision
                .is_ok_and(|decision| decision.conflicts.is_empty() && !decision.rows.is_empty())
        })
    }
}

/// The button that undoes the last action.
#[component]
pub(super) fn UndoButton(desk: Desk) -> impl IntoView {
    let all = done();
    let last = Memo::new(move |_| all.with(|all| all.last().map(|done| done.said.clone())));
    view! {
        <button
            type="button"
            class="button secondary small"
            disabled=move || last.get().is_none()
            title=move || last.get()
            on:click=move |_| desk.undo_last()
        >
            {words::UNDO_LAST}
        </button>
    }
}
