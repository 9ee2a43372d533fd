//! How bad a history is, and what strikes in it.

use super::device::Tab;
use super::faults::CrashPoint;
use super::mutation::Mutation;
use super::world::{HOUR, Happening, MINUTE, SECOND, World};
use fastrand::Rng;
use shared::id::Millis;

/// More steps than most transactions of the server have.
const STEPS_MAX: u32 = 24;
/// A full disk lets a transaction write less often than that.
const ROOM_MAX: u32 = 6;

/// How bad a history is: each draws its own mixture, so that every kind of trouble is met both
/// alone and together with others. Chances are in a thousand.
#[derive(Debug, Clone)]
pub(crate) struct Weather {
    pub(crate) is_calm: bool,
    pub(crate) skews: bool,
    pub(crate) switches: bool,
    /// People put away what asks for them.
    pub(crate) tidies: bool,
    /// The server is of before an upgrade at the beginning.
    pub(crate) begins_old: bool,
    /// So are the apps.
    pub(crate) apps_begin_old: bool,
    /// How many tabs of a device are open at the beginning, at most.
    pub(crate) tabs: u8,
    pub(crate) loss: u32,
    pub(crate) doubled: u32,
    pub(crate) halved: u32,
    pub(crate) trouble: u32,
    /// Tabs that end between the disk and their own memory.
    pub(crate) fragile: u32,
    /// Words between tabs that come late.
    pub(crate) frozen: u32,
    pub(crate) slowest: Millis,
    pub(crate) crash: Option<CrashPoint>,
    /// A coordinator and an observer have devices too.
    pub(crate) guests: bool,
    /// In how many of a thousand answers a proxy answers in place of the server.
    pub(crate) proxied: u32,
    /// An upgrade goes on: a server of before and one of after serve the same database in turn.
    pub(crate) two_servers: bool,
    strikes: Vec<Strike>,
    strikes_aside: Vec<Strike>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Strike {
    ServerCrash,
    ServerStop,
    BackUp,
    Restore,
    EndSession,
    Revoke,
    KillTab,
    PowerCut,
    DiskFull,
    DiskFree,
    Disconnect,
    Connect,
    ClockJump,
    SecondTab,
    ServerUpgrade,
    Outdated,
    ServerFull,
    ServerFree,
    ServerClockJump,
}

impl Strike {
    /// What strikes, in kinds that a history has or has not.
    const KINDS: [&'static [Strike]; 10] = [
        &[Strike::ServerCrash],
        &[Strike::ServerStop],
        &[Strike::BackUp, Strike::Restore],
        &[Strike::EndSession],
        &[Strike::KillTab, Strike::SecondTab],
        &[Strike::PowerCut],
        &[Strike::DiskFull, Strike::DiskFree, Strike::DiskFree],
        &[Strike::Disconnect, Strike::Connect, Strike::Connect],
        &[Strike::ClockJump],
        &[Strike::ServerUpgrade, Strike::Outdated],
    ];

    /// The same, of what histories have learned since.
    const KINDS_ASIDE: [&'static [Strike]; 2] =
        [&[Strike::ServerFull, Strike::ServerFree], &[Strike::ServerClockJump]];
}

impl Weather {
    pub(crate) fn draw(rng: &mut Rng) -> Self {
        let kinds = Strike::KINDS.into_iter().filter(|_| rng.bool());
        let mut strikes: Vec<_> = kinds.flatten().copied().collect();
        if rng.u8(..8) == 0 {
            strikes.push(Strike::Revoke);
        }
        let mut permille = |most| if rng.bool() { rng.u32(0..most) } else { 0 };
        Self {
            is_calm: false,
            loss: permille(300),
            doubled: permille(200),
            halved: permille(100),
            trouble: permille(200),
            fragile: permille(200),
            frozen: permille(500),
            slowest: if rng.bool() { 300 } else { 20 * SECOND },
            skews: rng.bool(),
            switches: rng.bool(),
            tidies: false,
            begins_old: false,
            apps_begin_old: false,
            tabs: if rng.bool() { 3 } else { 1 },
            crash: None,
            guests: false,
            proxied: 0,
            two_servers: false,
            strikes,
            strikes_aside: Vec::new(),
        }
    }

    /// What histories have learned since, by dice of its own.
    pub(crate) fn learn(&mut self, rng: &mut Rng) {
        self.tidies = rng.bool();
        self.begins_old = rng.u8(..3) == 0;
        self.apps_begin_old = rng.u8(..3) == 0;
        self.guests = rng.u8(..4) == 0;
        self.proxied = if rng.bool() { rng.u32(0..100) } else { 0 };
        let kinds = Strike::KINDS_ASIDE.into_iter().filter(|_| rng.bool());
        self.strikes_aside = kinds.flatten().copied().collect();
    }

    /// Nothing goes wrong any more.
    pub(crate) fn calm(&mut self) {
        *self = Self {
            is_calm: true,
            loss: 0,
            doubled: 0,
            halved: 0,
            trouble: 0,
            fragile: 0,
            frozen: 0,
            slowest: 300,
            crash: None,
            proxied: 0,
            two_servers: false,
            strikes: Vec::new(),
            strikes_aside: Vec::new(),
            ..*self
        };
    }
}

impl World {
    pub(super) fn strike(&mut self) {
        if self.weather.is_calm {
            return;
        }
        let wait = self.rng.i64(SECOND..10 * MINUTE);
        self.after(wait, Happening::Strike);
        if let Some(strike) = self.rng.choice(self.weather.strikes.clone()) {
            self.strike_with(strike);
        }
    }

    pub(super) fn strike_aside(&mut self) {
        if self.weather.is_calm {
            return;
        }
        let wait = self.rng.i64(SECOND..10 * MINUTE);
        self.after(wait, Happening::StrikeAside);
        if let Some(strike) = self.rng.choice(self.weather.strikes_aside.clone()) {
            self.strike_with(strike);
        }
    }

    fn strike_with(&mut self, strike: Strike) {
        let device = self.rng.usize(..self.devices.len());
        self.tell(|| format!("{strike:?} (device {device})"));
        match strike {
            Strike::KillTab | Strike::PowerCut | Strike::SecondTab | Strike::Outdated => {
                self.strike_app(strike, device);
            }
            Strike::DiskFull => self.devices[device].is_full = true,
            Strike::DiskFree => self.devices[device].is_full = false,
            Strike::Disconnect => self.devices[device].is_connected = false,
            Strike::Connect => self.connect(device),
            Strike::ClockJump => self.devices[device].skew = self.rng.i64(-48 * HOUR..48 * HOUR),
            _ => self.strike_server(strike, device),
        }
    }

    fn connect(&mut self, device: usize) {
        self.devices[device].is_connected = true;
        let tabs: Vec<u64> = self.devices[device].tabs.iter().map(|tab| tab.id).collect();
        for tab in tabs {
            self.event(super::world::At { device, tab }, shared::sync::Event::Wake);
        }
    }

    fn strike_app(&mut self, strike: Strike, device: usize) {
        let tabs: Vec<u64> = self.devices[device].tabs.iter().map(|tab: &Tab| tab.id).collect();
        match strike {
            Strike::SecondTab if tabs.len() < 3 => self.open_tab(device),
            Strike::KillTab => {
                if let Some(tab) = self.rng.choice(&tabs) {
                    self.kill_tab(device, *tab);
                }
                if tabs.len() < 2 {
                    self.after(MINUTE, Happening::OpenTab { device });
                }
            }
            Strike::PowerCut => {
                self.devices[device].lose_power();
                self.restart(device);
            }
            Strike::Outdated => self.devices[device].is_outdated = true,
            _ => {}
        }
    }

    fn strike_server(&mut self, strike: Strike, device: usize) {
        let points = [CrashPoint::Before, CrashPoint::BeforeCommit, CrashPoint::AfterCommit];
        let now = self.server_clock();
        match strike {
            Strike::ServerCrash => {
                self.weather.crash = self.rng.choice(points);
                self.aside(Self::crash_within);
            }
            Strike::ServerFull => self.server.room = Some(self.rng.u32(..ROOM_MAX)),
            Strike::ServerFree => self.server.room = None,
            Strike::ServerClockJump => self.server.skew = self.rng.i64(-48 * HOUR..48 * HOUR),
            Strike::ServerStop => {
                self.server.stop();
                let wait = self.rng.i64(SECOND..10 * MINUTE);
                self.after(wait, Happening::ServerStarts);
            }
            Strike::BackUp => self.server.back_up(),
            Strike::Restore => {
                let random = self.rng.u128(..).to_le_bytes();
                let random = random[..10].try_into().expect("ten bytes");
                let renew = !self.has(Mutation::KeepsEpoch);
                if self.server.restore(now, random, renew) && self.weather.switches {
                    self.somebody_else_comes();
                }
            }
            Strike::EndSession => {
                let id = self.devices[device].id;
                self.server.change(|writer| writer.end_sessions(Some(id), None));
            }
            Strike::Revoke => self.revoke(device),
            Strike::ServerUpgrade => {
                match self.server.is_old {
                    true => self.upgrade_server(),
                    false => self.server.is_old = true,
                }
                self.devices[device].is_newer = true;
            }
            _ => {}
        }
    }

    /// A crash before the commit falls on any of the steps before it.
    fn crash_within(&mut self) {
        if self.weather.crash == Some(CrashPoint::BeforeCommit) {
            self.weather.crash = Some(CrashPoint::At(self.rng.u32(..STEPS_MAX)));
        }
    }

    /// The server ends, and the newest begins with what it finds.
    pub(super) fn upgrade_server(&mut self) {
        self.server.upgrade();
        let loses = match self.mutation {
            Some(Mutation::UpgradeLosesJudged) => "commands",
            Some(Mutation::UpgradeLosesDepartures) => "departures",
            _ => return,
        };
        self.server.forget(loses);
    }

    /// On a device that several people use.
    fn somebody_else_comes(&mut self) {
        for device in 0..self.devices.len() {
            let accounts = self.devices[device].accounts.clone();
            if accounts.len() > 1 {
                let account = accounts[self.rng.usize(..accounts.len())];
                let wait = self.rng.i64(10..MINUTE);
                self.after(wait, Happening::SignIn { device, account });
            }
        }
    }

    fn revoke(&mut self, device: usize) {
        let (id, now) = (self.devices[device].id, self.server_clock());
        self.server.change(|writer| {
            if let Some(mut record) = writer.device(id)? {
                record.revoked_at = Some(now);
                writer.put_device(&record)?;
            }
            writer.end_sessions(Some(id), None)
        });
    }

    pub(super) fn server_starts(&mut self) {
        if !self.server.is_up() {
            self.server.open();
        }
    }
}
