//! Who uses a device: signing in, starting anew.

use super::device::Word;
use super::mutation::Mutation;
use super::world::{At, Happening, MINUTE, SECOND, World};
use server::http::error::Problem;
use shared::id::AccountId;
use shared::replica::{Batch, Meta};
use shared::role::Actor;
use shared::sync::Event;

impl World {
    /// As `App::sign_in`.
    pub(super) fn sign_in(&mut self, device: usize, account: AccountId) {
        let again = Happening::SignIn { device, account };
        let token = format!("token {}", self.number());
        let (id, held) = (self.devices[device].id, self.devices[device].token.clone());
        let reached = self.devices[device].is_connected;
        let is_answered = reached && self.server.is_up();
        let crash = if is_answered { self.weather.crash.take() } else { None };
        let now = self.server_clock();
        let tokens = (held.as_deref(), token.as_str());
        let answered =
            is_answered.then(|| self.server.sign_in(account, id, tokens, now, crash)).flatten();
        if crash.is_some() {
            self.after(MINUTE, Happening::ServerStarts);
        }
        let actor = match answered {
            None | Some(Err(Problem::Fault(_))) => return self.after(MINUTE, again),
            Some(Err(_)) => return,
            Some(Ok(actor)) => actor,
        };
        self.tell(|| format!("device {device} signs in as {}", actor.name));
        self.devices[device].token = Some(token);
        let Some(tab) = self.devices[device].tabs.first().map(|tab| tab.id) else { return };
        self.adopt(At { device, tab }, actor);
    }

    fn adopt(&mut self, at: At, actor: Actor) {
        let mutation = self.mutation;
        let Some(tab) = self.devices[at.device].tab(at.tab) else { return };
        let known = tab.replica.meta().clone();
        let same = known.actor.as_ref() == Some(&actor);
        let forgets = mutation == Some(Mutation::ForgetsLife);
        let known = if forgets && !same { Meta::default() } else { known };
        let meta = if same { known } else { known.emptied(Some(actor)) };
        tab.interrupt();
        self.write(at, Batch { clear_rows: !same, meta: Some(meta), ..Batch::default() });
        self.tell_tabs(at, Word::SignedIn);
        self.event(at, Event::SignedIn);
    }

    /// The app of a device is replaced by the newest: every tab begins anew.
    pub(super) fn update(&mut self, device: usize) {
        self.devices[device].is_outdated = false;
        self.restart(device);
    }

    /// The app ends, and is opened again as it is now.
    pub(super) fn restart(&mut self, device: usize) {
        let (drops, mutation) = (self.has(Mutation::UpgradeDropsOutbox), self.mutation);
        let state = &mut self.devices[device];
        state.tabs.clear();
        if drops && state.disk.outbox.is_first_layout() {
            state.disk.outbox.clear();
        }
        state.disk.upgrade(mutation);
        let wait = self.rng.i64(SECOND..MINUTE);
        self.after(wait, Happening::OpenTab { device });
    }
}
