//! One history: virtual time, a queue of what happens, and everybody in it.

use super::device::{Device, Word};
use super::disk::Engine;
use super::model::Model;
use super::mutation::Mutation;
use super::people::{self, BEGINNING, account};
use super::server::Server;
use super::way::Way;
use super::weather::Weather;
use fastrand::Rng;
use shared::id::{AccountId, DeviceId, Millis};
use shared::replica::{Batch, OutboxItem};
use shared::sync::{Failure, SyncAnswer, SyncRequest};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Which tab of which device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct At {
    pub(crate) device: usize,
    pub(crate) tab: u64,
}

/// A request on its way.
#[derive(Debug, Clone)]
pub(crate) struct Parcel {
    pub(crate) at: At,
    pub(crate) generation: u32,
    pub(crate) token: Option<String>,
    pub(crate) body: Vec<u8>,
    pub(crate) request: SyncRequest,
    /// A copy that nobody waits for.
    pub(crate) is_echo: bool,
}

/// What an answer changes, on the disk already and not yet in memory.
#[derive(Debug)]
pub(crate) struct Settling {
    pub(crate) batch: Batch,
    pub(crate) request: SyncRequest,
    pub(crate) more: bool,
}

/// What happens next.
#[derive(Debug)]
pub(crate) enum Happening {
    Act {
        device: usize,
    },
    Appended {
        at: At,
        item: Box<OutboxItem>,
    },
    PutAway {
        at: At,
        item: Box<OutboxItem>,
    },
    Arrive(Box<Parcel>),
    Answer {
        at: At,
        generation: u32,
        request: Box<SyncRequest>,
        came: Box<Came>,
    },
    Settled {
        at: At,
        settling: Box<Settling>,
    },
    Heard {
        at: At,
        word: Word,
    },
    Timer {
        at: At,
        set: u64,
    },
    Poke {
        at: At,
    },
    Lead {
        device: usize,
    },
    OpenTab {
        device: usize,
    },
    SignIn {
        device: usize,
        account: AccountId,
    },
    Update {
        device: usize,
    },
    ServerStarts,
    Strike,
    /// A strike of those that histories have learned since.
    StrikeAside,
    Freeze,
    StepDown {
        at: At,
    },
}

/// What came back.
pub(crate) type Came = Result<SyncAnswer, Failure>;

/// One history.
pub(crate) struct World {
    pub(crate) rng: Rng,
    /// For what histories have learned since: the others stay what they were.
    rng_aside: Rng,
    /// For which of two servers answers.
    rng_servers: Rng,
    pub(crate) way: Way,
    pub(crate) now: Millis,
    pub(crate) server: Server,
    pub(crate) devices: Vec<Device>,
    pub(crate) weather: Weather,
    pub(crate) model: Model,
    pub(crate) mutation: Option<Mutation>,
    /// What broke an invariant first.
    pub(crate) broken: Option<String>,
    /// What happened, when somebody wants to read it.
    pub(crate) story: Option<Vec<String>>,
    queue: BTreeMap<(Millis, u64), Happening>,
    numbered: u64,
}

impl World {
    pub(crate) fn new(seed: u64, engine: &Engine, mutation: Option<Mutation>) -> Self {
        let mut rng = Rng::with_seed(seed);
        let mut rng_aside = Rng::with_seed(!seed);
        let mut weather = Weather::draw(&mut rng);
        weather.learn(&mut rng_aside);
        let mut rng_servers = Rng::with_seed(seed.rotate_left(32));
        weather.two_servers = rng_servers.u8(..4) == 0;
        let mut world = Self {
            rng,
            rng_aside,
            rng_servers,
            way: Way::draw(seed),
            now: BEGINNING,
            server: Server::start(engine),
            devices: Vec::new(),
            weather,
            model: Model::default(),
            mutation,
            broken: None,
            story: None,
            queue: BTreeMap::new(),
            numbered: 0,
        };
        world.server.is_old = world.weather.begins_old;
        world.people_come();
        world
    }

    fn people_come(&mut self) {
        let [first, second] = people::TECHNICIANS;
        let users: [&[u8]; 5] = [
            &[first],
            &[second, first],
            &[people::DISPATCHER],
            &people::TABLETS[..1],
            &people::TABLETS[1..],
        ];
        users.into_iter().for_each(|users| self.device_comes(users));
        if self.weather.guests {
            self.aside(|world| {
                world.device_comes(&[people::COORDINATOR]);
                world.device_comes(&[people::OBSERVER]);
                world.device_comes(&[people::ADVISER]);
                world.device_comes(&[people::ADVISER]);
            });
        }
        self.after(MINUTE, Happening::Strike);
        self.after(MINUTE, Happening::StrikeAside);
        self.after(MINUTE, Happening::Freeze);
    }

    fn device_comes(&mut self, users: &[u8]) {
        let n = self.devices.len() as u8 + 1;
        let accounts = users.iter().map(|n| account(*n)).collect();
        let mut device = Device::new(DeviceId(Uuid::from_bytes([n; 16])), accounts);
        if !self.weather.apps_begin_old {
            device.disk.outbox.upgrade();
        }
        if self.weather.skews {
            device.skew = self.rng.i64(-48 * HOUR..=48 * HOUR);
        }
        self.devices.push(device);
        let device = self.devices.len() - 1;
        for tab in 0..self.rng.u8(1..=self.weather.tabs) {
            self.after(i64::from(tab), Happening::OpenTab { device });
        }
        let account = self.devices[device].accounts[0];
        self.after(1_000, Happening::SignIn { device, account });
        let first = self.rng.i64(5 * SECOND..5 * MINUTE);
        self.after(first, Happening::Act { device });
    }

    /// The clock of a device.
    pub(crate) fn clock(&self, device: usize) -> Millis {
        self.now + self.devices[device].skew
    }

    /// The clock of the server.
    pub(crate) fn server_clock(&self) -> Millis {
        self.now + self.server.skew
    }

    /// Something will happen.
    pub(crate) fn after(&mut self, wait: Millis, happening: Happening) {
        self.numbered += 1;
        self.queue.insert((self.now + wait, self.numbered), happening);
    }

    /// A number that was not used before.
    pub(crate) fn number(&mut self) -> u64 {
        self.numbered += 1;
        self.numbered
    }

    /// Whether a thing of that chance in a thousand happens.
    pub(crate) fn chance(&mut self, permille: u32) -> bool {
        self.rng.u32(0..1_000) < permille
    }

    /// Whether of two servers that of before answers.
    pub(crate) fn is_older_turn(&mut self) -> bool {
        self.rng_servers.bool()
    }

    /// Does something by dice of its own.
    pub(crate) fn aside(&mut self, act: impl FnOnce(&mut Self)) {
        std::mem::swap(&mut self.rng, &mut self.rng_aside);
        act(self);
        std::mem::swap(&mut self.rng, &mut self.rng_aside);
    }

    pub(crate) fn has(&self, mutation: Mutation) -> bool {
        self.mutation == Some(mutation)
    }

    /// Says that a promise of the README does not hold.
    pub(crate) fn break_rule(&mut self, rule: &str, how: String) {
        self.tell(|| format!("BROKEN {rule}: {how}"));
        if self.broken.is_none() {
            self.broken = Some(format!("{rule}: {how}"));
        }
    }

    pub(crate) fn tell(&mut self, line: impl FnOnce() -> String) {
        let at = self.now - BEGINNING;
        if let Some(story) = &mut self.story {
            story.push(format!("{:>9.3} s  {}", at as f64 / 1e3, line()));
        }
    }

    /// Lets things happen until an instant, or until an invariant is broken.
    pub(crate) fn run_until(&mut self, end: Millis) {
        while self.broken.is_none() {
            let Some(entry) = self.queue.first_entry() else { break };
            if entry.key().0 > end {
                break;
            }
            let ((at, _), happening) = entry.remove_entry();
            self.now = at;
            self.happen(happening);
        }
        self.now = self.now.max(end);
    }

    fn happen(&mut self, happening: Happening) {
        match happening {
            Happening::Act { device } => self.act(device),
            Happening::Appended { at, item } => self.appended(at, *item),
            Happening::PutAway { at, item } => {
                self.aside(|world| world.was_put_away(at, *item));
            }
            Happening::Arrive(parcel) => self.arrive(*parcel),
            Happening::Answer { at, generation, request, came } => {
                self.came(at, generation, *request, *came);
            }
            Happening::Settled { at, settling } => self.settled(at, *settling),
            Happening::Heard { at, word } => self.heard(at, word),
            Happening::Timer { at, set } => self.timer(at, set),
            Happening::Poke { at } => self.event(at, shared::sync::Event::Poked),
            Happening::Lead { device } => self.lead(device),
            Happening::OpenTab { device } => self.open_tab(device),
            Happening::SignIn { device, account } => self.sign_in(device, account),
            Happening::Update { device } => self.update(device),
            Happening::ServerStarts => self.server_starts(),
            Happening::Strike => self.strike(),
            Happening::StrikeAside => self.aside(Self::strike_aside),
            Happening::Freeze => self.freeze(),
            Happening::StepDown { at } => self.step_down(at),
        }
    }
}

pub(crate) const SECOND: Millis = 1_000;
pub(crate) const MINUTE: Millis = 60 * SECOND;
pub(crate) const HOUR: Millis = 60 * MINUTE;
