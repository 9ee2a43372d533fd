//! What a tab of the app does: the same steps as `app::context` and `app::sync`, over the real
//! memory and the real machine, with time passing between the disk and the memory.

use super::device::{Tab, Word};
use super::mutation::Mutation;
use super::world::{At, Came, Happening, MINUTE, SECOND, Settling, World};
use shared::id::Millis;
use shared::refusal::Refusal;
use shared::replica::{Batch, Standing};
use shared::sync::{
    Allowance, Connection, Effect, Event, Failure, Machine, OfferedHeld, SnapshotRef, SyncAnswer,
    SyncRequest,
};

/// Parts of an answer that one tab tells the others: less than in the app, so that both ways are
/// gone often.
const TOLD_MAX: usize = 3;

impl World {
    pub(super) fn open_tab(&mut self, device: usize) {
        let now = self.clock(device);
        let id = self.number();
        if self.has(Mutation::BelievesSent) {
            self.devices[device].disk.outbox.believe_sent();
        }
        let replica = self.devices[device].disk.load(now);
        self.tell(|| format!("device {device} opens tab {id}"));
        self.devices[device].tabs.push(Tab {
            id,
            replica,
            machine: Machine::new(),
            leads: false,
            generation: 0,
            offered_held: OfferedHeld::default(),
            allowance: Allowance::default(),
            timer: 0,
            hears_until: 0,
        });
        let wait = self.rng.i64(1..200);
        self.after(wait, Happening::Lead { device });
    }

    /// The lock goes to a tab when no other has it.
    pub(super) fn lead(&mut self, device: usize) {
        if self.devices[device].tabs.iter().any(|tab| tab.leads) {
            return;
        }
        let now = self.clock(device);
        let silent = self.has(Mutation::LeadsSilently);
        let device_state = &mut self.devices[device];
        let Some(tab) = device_state.tabs.first_mut() else { return };
        tab.leads = true;
        tab.replica = device_state.disk.load(now);
        let at = At { device, tab: tab.id };
        if !silent {
            self.tell_tabs(at, Word::Reread);
        }
        self.event(at, Event::Lead);
    }

    /// Ends a tab, in the middle of whatever it does.
    pub(super) fn kill_tab(&mut self, device: usize, tab: u64) {
        self.tell(|| format!("device {device} loses tab {tab}"));
        self.devices[device].tabs.retain(|open| open.id != tab);
        let wait = self.rng.i64(1..2 * SECOND);
        self.after(wait, Happening::Lead { device });
    }

    /// Tells the other tabs, each after a while.
    pub(super) fn tell_tabs(&mut self, from: At, word: Word) {
        let tabs = self.devices[from.device].tabs.iter();
        let others: Vec<u64> = tabs.map(|tab| tab.id).filter(|tab| *tab != from.tab).collect();
        for tab in others {
            // A tab in the background hears late.
            let frozen = self.chance(self.weather.frozen);
            let wait = self.rng.i64(1..if frozen { 2 * MINUTE } else { 60 });
            let at = At { tab, ..from };
            // A channel keeps the order of what is said.
            let (now, at_least) = (self.now, self.devices[at.device].tab(tab));
            let wait = at_least.map_or(wait, |tab| {
                tab.hears_until = tab.hears_until.max(now + wait);
                tab.hears_until - now
            });
            self.after(wait, Happening::Heard { at, word: word.clone() });
        }
    }

    pub(super) fn heard(&mut self, at: At, word: Word) {
        let now = self.clock(at.device);
        let misses = self.has(Mutation::MissesOthers);
        self.tell(|| format!("{at:?} hears {}", word.name()));
        let device = &mut self.devices[at.device];
        let Some(tab) = device.tabs.iter_mut().find(|tab| tab.id == at.tab) else { return };
        match word {
            // Late words of a tab that ended: whoever sends knows the disk, and never steps back.
            Word::Batch(batch) if tab.leads && batch.meta.is_some() => {
                tab.interrupt();
                tab.replica = device.disk.load(now).remembering(&tab.replica);
            }
            Word::Batch(batch) => {
                let saved = batch.outbox.iter().any(|item| item.standing == Standing::Waiting);
                let lacks = !misses && tab.replica.lacks_before_any(&batch.outbox);
                tab.replica.commit(tab.replica.news(*batch), now);
                if lacks {
                    let outbox = device.disk.outbox();
                    tab.replica.commit(Batch { outbox, ..Batch::default() }, now);
                }
                if saved {
                    self.event(at, Event::Saved);
                }
            }
            Word::SignedIn => {
                tab.interrupt();
                self.event(at, Event::SignedIn);
            }
            Word::Reread => {
                if tab.leads {
                    tab.interrupt();
                }
                tab.replica = device.disk.load(now).remembering(&tab.replica);
            }
        }
    }

    pub(super) fn timer(&mut self, at: At, set: u64) {
        let Some(tab) = self.devices[at.device].tab(at.tab) else { return };
        if tab.timer == set {
            self.event(at, Event::Timer);
        }
    }

    /// Feeds the machine and does what it says.
    pub(super) fn event(&mut self, at: At, event: Event) {
        let dice = self.rng.u32(0..1_000);
        let Some(tab) = self.devices[at.device].tab(at.tab) else { return };
        for effect in tab.machine.on(event, dice) {
            self.take_effect(at, effect);
        }
    }

    fn take_effect(&mut self, at: At, effect: Effect) {
        let set = self.number();
        let Some(tab) = self.devices[at.device].tab(at.tab) else { return };
        match effect {
            Effect::Send => {
                tab.timer = set;
                self.ask(at);
            }
            Effect::Timer(wait) => {
                tab.timer = set;
                self.after(wait, Happening::Timer { at, set });
            }
            Effect::AskSignIn => {
                if self.has(Mutation::DropsWhenSignedOut) {
                    let _ = self.devices[at.device].write(None, |disk| disk.clear_outbox());
                }
                let users = self.devices[at.device].accounts.clone();
                let known = self.devices[at.device].disk.meta().actor;
                let usual = known.map_or(users[0], |actor| actor.account);
                let other = self.weather.switches && self.chance(400);
                let account = if other { users[self.rng.usize(..users.len())] } else { usual };
                let wait = self.rng.i64(SECOND..10 * MINUTE);
                self.after(wait, Happening::SignIn { device: at.device, account });
            }
            Effect::Revoked => {
                let batch = tab.replica.signed_out();
                self.write(at, batch);
            }
            Effect::AskUpdate => {
                let wait = self.rng.i64(SECOND..MINUTE);
                self.after(wait, Happening::Update { device: at.device });
            }
        }
    }

    /// Writes a batch, then takes it over here and in the other tabs.
    pub(super) fn write(&mut self, at: At, batch: Batch) {
        let now = self.clock(at.device);
        let mutation = self.mutation;
        if self.devices[at.device].write(mutation, |disk| disk.write(&batch)).is_err() {
            return;
        }
        if let Some(tab) = self.devices[at.device].tab(at.tab) {
            tab.replica.commit(batch.clone(), now);
        }
        self.tell_tabs(at, Word::Batch(Box::new(batch)));
    }

    /// Makes a request of what waits.
    fn ask(&mut self, at: At) {
        let now = self.clock(at.device);
        let backwards = self.has(Mutation::SendsBackwards);
        let misses = self.has(Mutation::MissesOthers);
        let device = &mut self.devices[at.device];
        let id = device.id;
        let Some(tab) = device.tabs.iter_mut().find(|tab| tab.id == at.tab) else { return };
        let outbox = device.disk.outbox.after(tab.replica.last_sequence());
        if !misses && !outbox.is_empty() {
            tab.replica.commit(Batch { outbox, ..Batch::default() }, now);
        }
        let mut request =
            tab.replica.request_with_held(id, "simulation", tab.offered_held.beyond(), now);
        if backwards {
            request.commands.reverse();
        }
        let generation = tab.generation;
        let request = self.as_allowed(at, request);
        self.send(at, generation, request);
        self.freeze_while_waiting(at.device);
    }

    /// An answer came, or none will.
    pub(super) fn came(&mut self, at: At, generation: u32, request: SyncRequest, came: Came) {
        let mutation = self.mutation;
        let Some(tab) = self.devices[at.device].tab(at.tab) else { return };
        if tab.generation != generation {
            return self.event(at, Event::Answered { waiting: 1, more: false });
        }
        let mut answer = match came {
            Ok(answer) => answer,
            Err(Failure::TooLarge) => return self.was_too_large(at, &request),
            Err(failure) => return self.event(at, Event::Failed(failure)),
        };
        tab.allowance.passed();
        let last_held = tab.replica.last_held();
        tab.offered_held = tab.offered_held.after_part(&request, &answer, last_held);
        let held_are_left = tab.offered_held.has_more();
        if self.mutation == Some(Mutation::MissesNewLife) {
            answer.epoch = tab.replica.meta().epoch.unwrap_or(answer.epoch);
        }
        let now = self.clock(at.device);
        let more = answer.more || held_are_left;
        let tab = self.devices[at.device].tab(at.tab).expect("the tab of before");
        let begins = tab.replica.meta().begins_with(&answer).cloned();
        let Some(mut batch) = self.settle(at, &answer, begins, now) else {
            return self.event(at, Event::Failed(Failure::Network));
        };
        self.spoil(&mut batch, &request);
        if self.is_overtaken(at) {
            // Whoever wrote may have ended before it told the others.
            self.tell_tabs(at, Word::Reread);
            return self.event(at, Event::Failed(Failure::Fault));
        }
        let in_steps = mutation == Some(Mutation::WritesCursorFirst) && self.rng.bool();
        let device = &mut self.devices[at.device];
        if in_steps && let Some(meta) = &batch.meta {
            let _ = device.write(mutation, |disk| disk.write_meta(meta));
            return self.kill_tab_and_return(at);
        }
        if device.write(mutation, |disk| disk.write(&batch)).is_err() {
            return self.event(at, Event::Failed(Failure::Fault));
        }
        let ends_now = !batch.put.is_empty() && self.ends_once(at);
        if ends_now || self.ends_here(at) {
            return;
        }
        let wait = self.rng.i64(1..60);
        let settling = Box::new(Settling { batch, request, more });
        self.after(wait, Happening::Settled { at, settling });
    }

    /// What an answer changes; `None` when what it begins from cannot be had now.
    fn settle(
        &mut self,
        at: At,
        answer: &SyncAnswer,
        begins: Option<SnapshotRef>,
        now: Millis,
    ) -> Option<Batch> {
        let lost = self.chance(self.weather.loss);
        let trusts = self.has(Mutation::TrustsOldSnapshot);
        let last = trusts.then(|| self.server.look(|reader| reader.last_seq()));
        let tab = self.devices[at.device].tab(at.tab)?;
        let Some(SnapshotRef { name, seq }) = begins else {
            return Some(tab.replica.settle(answer, now));
        };
        if lost {
            return None;
        }
        let found = self.snapshot_for(at.device, &name)?;
        let tab = self.devices[at.device].tab(at.tab)?;
        Some(tab.replica.settle_snapshot(answer, found, last.unwrap_or(seq), now))
    }

    fn kill_tab_and_return(&mut self, at: At) {
        self.kill_tab(at.device, at.tab);
        self.after(MINUTE, Happening::OpenTab { device: at.device });
    }

    /// Does the wrong thing with an answer, when that is asked for.
    fn spoil(&self, batch: &mut Batch, request: &SyncRequest) {
        let drop = |batch: &mut Batch, goes: fn(&Standing) -> bool| {
            let gone: Vec<_> = batch.outbox.extract_if(.., |item| goes(&item.standing)).collect();
            batch.forget.extend(gone.iter().map(|item| item.envelope.id));
        };
        match self.mutation {
            Some(Mutation::DropsRefused) => {
                drop(batch, |standing| matches!(standing, Standing::Refused { .. }));
            }
            Some(Mutation::DropsHeld) => drop(batch, |standing| *standing == Standing::Held),
            Some(Mutation::KeepsDeparted) => batch.remove.clear(),
            Some(Mutation::ForgetsWhy) => {
                for item in &mut batch.outbox {
                    if let Standing::Refused { refusal: Refusal::Unknown(said), .. } =
                        &mut item.standing
                    {
                        said.clear();
                    }
                }
            }
            Some(Mutation::TrustsSilence) => {
                batch.forget.extend(request.commands.iter().map(|command| command.id));
            }
            _ => {}
        }
    }

    pub(super) fn settled(&mut self, at: At, settling: Settling) {
        let now = self.clock(at.device);
        let Some(tab) = self.devices[at.device].tab(at.tab) else { return };
        let Settling { batch, request, more } = settling;
        tab.replica.commit(batch.clone(), now);
        let silent = tab.replica.left_without_verdict(&request);
        let waiting = tab.replica.waiting();
        let more = more || !tab.replica.meta().complete;
        let word = match batch.is_too_much_to_tell(TOLD_MAX) {
            true => Word::Reread,
            false => Word::Batch(Box::new(batch)),
        };
        self.tell_tabs(at, word);
        let event = match silent {
            true => Event::Failed(Failure::Fault),
            false => Event::Answered { waiting, more },
        };
        self.event(at, event);
    }
}

/// Whether a tab would hear that there is something new.
pub(crate) fn listens(tab: &Tab) -> bool {
    tab.leads && tab.machine.connection() == Connection::Online
}
