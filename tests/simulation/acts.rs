//! What people do in a tab, as `App::submit` and `App::put_away`: judged, written, then shown.

use super::device::Word;
use super::mutation::Mutation;
use super::people::intend;
use super::world::{At, Happening, MINUTE, SECOND, World};
use shared::id::CommandId;
use shared::replica::{Batch, OutboxItem, Standing};
use shared::sync::Event;

/// Thoughts that a person has before they give up.
const THOUGHTS: usize = 6;

impl World {
    pub(super) fn act(&mut self, device: usize) {
        if self.weather.is_calm {
            return;
        }
        let wait = self.rng.i64(SECOND..4 * MINUTE);
        self.after(wait, Happening::Act { device });
        let tabs: Vec<u64> = self.devices[device].tabs.iter().map(|tab| tab.id).collect();
        for _ in 0..self.rng.u8(1..4) {
            if let Some(tab) = self.rng.choice(&tabs) {
                self.give(At { device, tab: *tab });
            }
        }
        if self.weather.tidies {
            self.aside(|world| world.tidy(device, &tabs));
        }
    }

    /// Reads what was merged or refused, in one of the tabs.
    fn tidy(&mut self, device: usize, tabs: &[u64]) {
        let Some(tab) = self.rng.choice(tabs) else { return };
        let at = At { device, tab: *tab };
        let Some(tab) = self.devices[device].tab(at.tab) else { return };
        let asking: Vec<OutboxItem> =
            tab.replica.mine().filter(|item| item.asks()).cloned().collect();
        if let Some(item) = self.rng.choice(asking) {
            self.put_away(at, item);
        }
    }

    /// As `App::put_away`.
    fn put_away(&mut self, at: At, item: OutboxItem) {
        let (id, mutation) = (item.envelope.id, self.mutation);
        let mut kept = None;
        let written = self.devices[at.device].write(mutation, |disk| {
            kept = disk.outbox.put_away(item.envelope.sequence);
        });
        if written.is_err() || self.ends_here(at) {
            return;
        }
        self.tell(|| format!("{at:?} puts {id} away"));
        if let Some(item) = kept {
            let wait = self.rng.i64(1..40);
            self.after(wait, Happening::PutAway { at, item: Box::new(item) });
        }
    }

    /// The disk has it: the screen asks no more.
    pub(super) fn was_put_away(&mut self, at: At, item: OutboxItem) {
        let now = self.clock(at.device);
        let Some(tab) = self.devices[at.device].tab(at.tab) else { return };
        let batch = tab.replica.news(Batch { outbox: vec![item], ..Batch::default() });
        tab.replica.commit(batch.clone(), now);
        self.tell_tabs(at, Word::Batch(Box::new(batch)));
    }

    /// Whether the tab ends here, between the disk and its own memory.
    pub(super) fn ends_here(&mut self, at: At) -> bool {
        let ends = self.chance(self.weather.fragile);
        if ends {
            self.kill_tab(at.device, at.tab);
            if self.devices[at.device].tabs.is_empty() {
                self.after(MINUTE, Happening::OpenTab { device: at.device });
            }
        }
        ends
    }

    /// One tab more ends in the worst moment, where others are open: what nothing changes after it
    /// must have reached them as well.
    pub(super) fn tabs_end_once_more(&mut self) {
        for device in 0..self.devices.len() {
            let has_others = self.devices[device].tabs.len() > 1;
            self.devices[device].ends_once = has_others && self.rng.bool();
        }
    }

    /// The same in the calm at the end, at most once a device, and only where another tab stays.
    pub(super) fn ends_once(&mut self, at: At) -> bool {
        let device = &mut self.devices[at.device];
        if device.tabs.len() < 2 || !std::mem::take(&mut device.ends_once) {
            return false;
        }
        self.aside(|world| world.kill_tab(at.device, at.tab));
        true
    }

    /// As `App::submit`.
    fn give(&mut self, at: At) {
        let now = self.clock(at.device);
        let word = format!("w{}.", self.number());
        let random = self.rng.u128(..).to_le_bytes();
        let id = CommandId::from_parts(self.now, random[..10].try_into().expect("ten bytes"));
        let device = &mut self.devices[at.device];
        let Some(tab) = device.tabs.iter().find(|tab| tab.id == at.tab) else { return };
        let Some(actor) = tab.replica.meta().actor.clone() else { return };
        let next = tab.replica.last_sequence() + 1;
        let thought = (0..THOUGHTS).find_map(|_| {
            let intent = intend(&mut self.rng, &tab.replica, &actor, &word, now)?;
            let envelope = tab.replica.envelope(id, device.id, next, intent, now);
            tab.replica.judge(&envelope, now).is_ok().then_some(envelope)
        });
        let Some(envelope) = thought else { return };
        let mut item = OutboxItem { envelope, standing: Standing::Waiting };
        let mutation = self.mutation;
        let in_memory = mutation == Some(Mutation::NumbersInMemory);
        let written = device.write(mutation, |disk| match in_memory {
            true => disk.outbox.put(&item),
            false => disk.append(&mut item),
        });
        if written.is_err() {
            self.tell(|| format!("{at:?} cannot keep a command: the disk is full"));
            return;
        }
        self.tell(|| format!("{at:?} writes {} {:?}", item.envelope.id, item.envelope.intent));
        self.model.given(&item.envelope, &word);
        if self.ends_here(at) {
            return;
        }
        let wait = self.rng.i64(1..40);
        self.after(wait, Happening::Appended { at, item: Box::new(item) });
    }

    /// The disk has it: the screen says «Enregistré».
    pub(super) fn appended(&mut self, at: At, item: OutboxItem) {
        let misses = self.has(Mutation::MissesOthers);
        let now = self.clock(at.device);
        let device = &mut self.devices[at.device];
        let Some(tab) = device.tabs.iter_mut().find(|tab| tab.id == at.tab) else { return };
        let batch = Batch { outbox: vec![item.clone()], ..Batch::default() };
        let lacks = !misses && tab.replica.lacks_before_any(&batch.outbox);
        tab.replica.commit(batch.clone(), now);
        if lacks {
            let outbox = device.disk.outbox();
            tab.replica.commit(Batch { outbox, ..Batch::default() }, now);
        }
        self.model.kept(item.envelope.id);
        self.tell_tabs(at, Word::Batch(Box::new(batch)));
        self.event(at, Event::Saved);
    }
}
