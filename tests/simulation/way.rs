//! What is between the tabs and the server: a proxy that takes only so much at once, and a browser
//! that freezes the tab that leads, so that another one takes its place.

use super::device::Word;
use super::world::{At, Happening, MINUTE, SECOND, World};
use fastrand::Rng;
use shared::replica::Replica;
use shared::sync::{Event, Failure, Shrunk, SyncRequest};

/// How the way is in a history, by dice of its own.
#[derive(Debug, Clone)]
pub(crate) struct Way {
    rng: Rng,
    /// Bytes that a proxy lets through.
    most: Option<usize>,
    /// Tabs that lead are frozen.
    freezes: bool,
}

impl Way {
    pub(crate) fn draw(seed: u64) -> Self {
        let mut rng = Rng::with_seed(seed.rotate_left(16));
        let most = (rng.u8(..3) == 0).then(|| rng.usize(1_000..8_000));
        Self { freezes: rng.bool(), most, rng }
    }

    /// Nothing is between any more.
    pub(crate) fn calm(&mut self) {
        (self.most, self.freezes) = (None, false);
    }

    /// Whether a body is too large.
    pub(super) fn refuses(&self, body: &[u8]) -> bool {
        self.most.is_some_and(|most| body.len() > most)
    }
}

impl World {
    /// A request as the app makes it: no larger than what went through.
    pub(super) fn as_allowed(&mut self, at: At, mut request: SyncRequest) -> SyncRequest {
        if let Some(tab) = self.devices[at.device].tab(at.tab) {
            tab.allowance.limit(&mut request);
            let _ = request.to_json(tab.allowance.bytes(), |_| None).expect("JSON");
        }
        request
    }

    /// A proxy found a request too large.
    pub(super) fn was_too_large(&mut self, at: At, request: &SyncRequest) {
        let bytes = serde_json::to_vec(request).expect("JSON").len();
        let Some(tab) = self.devices[at.device].tab(at.tab) else { return };
        let event = match tab.allowance.refused(request, bytes) {
            Shrunk::Smaller => Event::Smaller,
            Shrunk::Alone(command) => {
                tab.replica.set_aside(command);
                // It goes once a person asks for another try, after what was given since.
                self.model.held.extend([command]);
                Event::Smaller
            }
            Shrunk::Nothing => Event::Failed(Failure::TooLarge),
        };
        self.event(at, event);
    }

    /// Whether another tab wrote since this one knew the disk: then it reads it again.
    pub(super) fn is_overtaken(&mut self, at: At) -> bool {
        let now = self.clock(at.device);
        let device = &mut self.devices[at.device];
        let Some(tab) = device.tabs.iter_mut().find(|tab| tab.id == at.tab) else { return false };
        let overtaken = device.disk.meta() != *tab.replica.meta();
        if overtaken {
            tab.replica = device.disk.load(now).remembering(&tab.replica);
        }
        overtaken
    }

    /// Some day, a browser freezes a tab that leads.
    pub(super) fn freeze(&mut self) {
        if self.weather.is_calm {
            return;
        }
        let wait = self.way.rng.i64(SECOND..5 * MINUTE);
        self.after(wait, Happening::Freeze);
        let device = self.way.rng.usize(..self.devices.len());
        self.freeze_leader(device);
    }

    /// Now and then it does so while the tab waits for an answer, which then comes after those to
    /// the tab that took its place.
    pub(super) fn freeze_while_waiting(&mut self, device: usize) {
        if self.way.freezes && self.way.rng.u8(..50) == 0 {
            self.freeze_leader(device);
        }
    }

    /// A browser freezes the tab that leads, and another one takes the lock from it. The first
    /// hears of it late, and answers that were under way to it still come.
    fn freeze_leader(&mut self, device: usize) {
        let tabs = &self.devices[device].tabs;
        let leader = tabs.iter().find(|tab| tab.leads).map(|tab| tab.id);
        let others: Vec<u64> = tabs.iter().filter(|tab| !tab.leads).map(|tab| tab.id).collect();
        let (true, Some(leader)) = (self.way.freezes, leader) else { return };
        let Some(other) = self.way.rng.choice(&others).copied() else { return };
        self.tell(|| format!("device {device} freezes tab {leader}, and tab {other} leads"));
        let wait = self.way.rng.i64(1..2 * MINUTE);
        self.after(wait, Happening::StepDown { at: At { device, tab: leader } });
        let now = self.clock(device);
        let thaws = self.now + wait;
        let state = &mut self.devices[device];
        if let Some(tab) = state.tabs.iter_mut().find(|tab| tab.id == leader) {
            tab.hears_until = tab.hears_until.max(thaws);
        }
        let Some(tab) = state.tabs.iter_mut().find(|tab| tab.id == other) else { return };
        tab.leads = true;
        tab.replica = state.disk.load(now).remembering(&tab.replica);
        let at = At { device, tab: other };
        self.tell_tabs(at, Word::Reread);
        self.event(at, Event::Lead);
    }

    /// A tab that was frozen hears that another one leads.
    pub(super) fn step_down(&mut self, at: At) {
        let now = self.clock(at.device);
        let device = &mut self.devices[at.device];
        let Some(tab) = device.tabs.iter_mut().find(|tab| tab.id == at.tab) else { return };
        tab.leads = false;
        tab.interrupt();
        tab.replica = device.disk.load(now).remembering(&tab.replica);
        self.event(at, Event::Follow);
        self.after(SECOND, Happening::Lead { device: at.device });
    }

    /// People press «Envoyer maintenant» once the way is good again.
    pub(super) fn try_all_again(&mut self) {
        self.press_send_now(|_| true);
    }

    /// They press it again where an answer that was still under way has put something off since.
    pub(super) fn try_again_what_was_put_off(&mut self) {
        self.press_send_now(|replica| replica.outbox().any(|item| replica.is_aside(item)));
    }

    fn press_send_now(&mut self, presses: impl Fn(&Replica) -> bool) {
        let devices = self.devices.iter_mut().enumerate();
        let tabs = devices.flat_map(|(device, state)| {
            state.tabs.iter_mut().map(move |tab| (At { device, tab: tab.id }, tab))
        });
        let mut leading = Vec::new();
        for (at, tab) in tabs.filter(|(_, tab)| presses(&tab.replica)) {
            Replica::take_back_in(&mut tab.replica);
            if tab.leads {
                leading.push(at);
            }
        }
        leading.into_iter().for_each(|at| self.event(at, Event::Wake));
    }
}
