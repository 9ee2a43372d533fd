//! When to send: a machine without IO. Events in, effects out; the caller has the clock, the
//! network and the dice.

use super::pause::{Pause, jittered};
use crate::api::ErrorCode;
use crate::id::Millis;
use crate::limits::{POLL_MS, RETRY_FIRST_MS};

/// Why a request failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// No answer at all, or one cut in the middle.
    Network,
    /// 401: the session is over; commands are kept and go after signing in again.
    SignedOut,
    /// 403 with «revoked»: this device may not come back.
    Revoked,
    /// 429 or 503 with a wait that the server asks for, in milliseconds.
    Busy(Millis),
    /// 409, 5xx, an answer that cannot be read.
    Fault,
    /// 426: the server speaks no protocol of this app; a new version is needed.
    TooOld,
    /// 413: less at once may pass, see [`super::Allowance`].
    TooLarge,
    /// Another status of something on the way, a firewall or a proxy: it is not the server that
    /// says so.
    Barred(u16),
}

impl Failure {
    /// What an answer that is no success says. `code` is in the body of each such answer of the
    /// server itself; `wait` is what `Retry-After` asks for.
    pub fn of_status(status: u16, code: Option<ErrorCode>, wait: Option<Millis>) -> Self {
        let code = code.filter(|code| *code != ErrorCode::Unknown);
        match (status, code) {
            (401, Some(ErrorCode::SignedOut)) => Failure::SignedOut,
            (403, Some(ErrorCode::Revoked)) => Failure::Revoked,
            (426, Some(ErrorCode::TooOld)) => Failure::TooOld,
            (413, _) => Failure::TooLarge,
            (429 | 503, _) => Failure::Busy(wait.unwrap_or(0)),
            (400..=499, None) => Failure::Barred(status),
            _ => Failure::Fault,
        }
    }
}

/// What happens to the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// The app opened, the page came back, the network says it is there: worth a try.
    Wake,
    /// A command was kept.
    Saved,
    /// The server said «something after N».
    Poked,
    /// The timer that was set ran out.
    Timer,
    /// The request was answered and applied. `waiting` commands are left; `more` rows follow.
    Answered {
        /// Commands still to send.
        waiting: usize,
        /// The server has more rows.
        more: bool,
    },
    /// The request was too large for the way, and the next one is smaller.
    Smaller,
    /// The request failed.
    Failed(Failure),
    /// The person signed in (again).
    SignedIn,
    /// This tab became the one that sends.
    Lead,
    /// Another tab sends.
    Follow,
}

/// What the caller has to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Send one request now.
    Send,
    /// Replace the timer: `Event::Timer` after that many milliseconds.
    Timer(Millis),
    /// Ask the person to sign in; say that nothing is lost.
    AskSignIn,
    /// This device was revoked.
    Revoked,
    /// Say that a new version is needed to send.
    AskUpdate,
}

/// What is known of the way to the server, from real answers only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Connection {
    /// Nothing was tried yet.
    #[default]
    Unknown,
    /// The last request was answered.
    Online,
    /// The last request was not answered.
    Offline,
    /// The server answers, but cannot take commands now.
    Trouble,
    /// Something on the way lets no request through to the server.
    Barred,
    /// The session is over.
    SignedOut,
    /// The device was revoked.
    Revoked,
    /// This version can no longer send.
    TooOld,
}

/// When to send. One request at a time; whoever wants one meanwhile gets the next.
#[derive(Debug, Clone, Default)]
pub struct Machine {
    connection: Connection,
    leads: bool,
    in_flight: bool,
    wanted: bool,
    pause: Pause,
    /// The request under way was asked for by a person or the device, not by the timer: its
    /// failure must not make the next wait longer.
    asked: bool,
}

impl Machine {
    /// A machine that has not tried anything.
    pub fn new() -> Self {
        Self::default()
    }

    /// What is known of the way to the server.
    pub fn connection(&self) -> Connection {
        self.connection
    }

    /// Takes an event. `dice` is a fresh random number in 0..1000, for the jitter.
    pub fn on(&mut self, event: Event, dice: u32) -> Vec<Effect> {
        match event {
            Event::Lead => {
                self.leads = true;
                self.send()
            }
            Event::Follow => {
                self.leads = false;
                Vec::new()
            }
            Event::Timer => self.send(),
            Event::Wake | Event::Saved | Event::Poked => {
                if event == Event::Wake && self.connection == Connection::Revoked {
                    // A desk may have admitted the device again.
                    self.connection = Connection::Unknown;
                }
                let effects = self.send();
                self.asked |= !effects.is_empty();
                effects
            }
            Event::SignedIn => {
                self.connection = Connection::Unknown;
                self.pause.end();
                self.send()
            }
            Event::Answered { waiting, more } => self.answered(waiting, more, dice),
            Event::Smaller => {
                self.in_flight = false;
                self.send()
            }
            Event::Failed(failure) => self.failed(failure, dice),
        }
    }

    fn send(&mut self) -> Vec<Effect> {
        let barred = matches!(
            self.connection,
            Connection::SignedOut | Connection::Revoked | Connection::TooOld
        );
        if !self.leads || barred {
            return Vec::new();
        }
        if self.in_flight {
            self.wanted = true;
            return Vec::new();
        }
        self.in_flight = true;
        self.wanted = false;
        self.asked = false;
        vec![Effect::Send]
    }

    fn answered(&mut self, waiting: usize, more: bool, dice: u32) -> Vec<Effect> {
        self.in_flight = false;
        self.pause.end();
        self.connection = Connection::Online;
        if waiting > 0 || more || self.wanted {
            return self.send();
        }
        vec![Effect::Timer(jittered(POLL_MS, dice))]
    }

    fn failed(&mut self, failure: Failure, dice: u32) -> Vec<Effect> {
        self.in_flight = false;
        self.wanted = false;
        self.connection = match failure {
            Failure::Network => Connection::Offline,
            Failure::Busy(_) | Failure::Fault => Connection::Trouble,
            Failure::TooLarge | Failure::Barred(_) => Connection::Barred,
            Failure::SignedOut => Connection::SignedOut,
            Failure::Revoked => Connection::Revoked,
            Failure::TooOld => Connection::TooOld,
        };
        match failure {
            Failure::SignedOut => vec![Effect::AskSignIn],
            Failure::Revoked => vec![Effect::Revoked],
            Failure::TooOld => vec![Effect::AskUpdate],
            Failure::Busy(wait) => vec![Effect::Timer(jittered(wait.max(RETRY_FIRST_MS), dice))],
            Failure::Network | Failure::Fault | Failure::TooLarge | Failure::Barred(_) => {
                let wait = self.pause.next();
                if !self.asked {
                    self.pause.grow();
                }
                vec![Effect::Timer(jittered(wait, dice))]
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::RETRY_LAST_MS;

    fn leader() -> Machine {
        let mut machine = Machine::new();
        assert_eq!(machine.on(Event::Lead, 0), [Effect::Send]);
        machine
    }

    #[test]
    fn only_the_leading_tab_sends() {
        let mut machine = Machine::new();
        assert_eq!(machine.on(Event::Saved, 0), []);
        assert_eq!(machine.on(Event::Lead, 0), [Effect::Send]);
    }

    #[test]
    fn one_request_at_a_time_and_the_wanted_one_follows() {
        let mut machine = leader();
        assert_eq!(machine.on(Event::Saved, 0), []);
        let answered = Event::Answered { waiting: 0, more: false };
        assert_eq!(machine.on(answered, 0), [Effect::Send]);
        assert_eq!(machine.on(answered, 0), [Effect::Timer(POLL_MS)]);
        assert_eq!(machine.connection(), Connection::Online);
    }

    #[test]
    fn waits_double_up_to_a_bound_and_start_again_after_an_answer() {
        let mut machine = leader();
        let mut waits = Vec::new();
        for _ in 0..12 {
            let effects = machine.on(Event::Failed(Failure::Network), 0);
            let [Effect::Timer(wait)] = effects[..] else { panic!("{effects:?}") };
            waits.push(wait);
            machine.on(Event::Timer, 0);
        }
        assert_eq!(waits[..3], [2_000, 4_000, 8_000]);
        assert_eq!(waits.last(), Some(&RETRY_LAST_MS));
        machine.on(Event::Answered { waiting: 0, more: false }, 0);
        machine.on(Event::Saved, 0);
        let first = machine.on(Event::Failed(Failure::Network), 0);
        assert_eq!(first, [Effect::Timer(2_000)]);
    }

    #[test]
    fn what_is_saved_without_a_network_does_not_put_off_the_next_try() {
        let mut machine = leader();
        machine.on(Event::Failed(Failure::Network), 0);
        for _ in 0..20 {
            assert_eq!(machine.on(Event::Saved, 0), [Effect::Send]);
            let failed = machine.on(Event::Failed(Failure::Network), 0);
            assert_eq!(failed, [Effect::Timer(4_000)]);
        }
        machine.on(Event::Timer, 0);
        let failed = machine.on(Event::Failed(Failure::Network), 0);
        assert_eq!(failed, [Effect::Timer(4_000)]);
    }

    #[test]
    fn a_revoked_device_asks_again_when_somebody_opens_it() {
        let mut machine = leader();
        assert_eq!(machine.on(Event::Failed(Failure::Revoked), 0), [Effect::Revoked]);
        assert_eq!(machine.on(Event::Saved, 0), []);
        assert_eq!(machine.on(Event::Timer, 0), []);
        assert_eq!(machine.on(Event::Wake, 0), [Effect::Send]);
        machine.on(Event::Answered { waiting: 0, more: false }, 0);
        assert_eq!(machine.connection(), Connection::Online);
    }

    #[test]
    fn a_signed_out_device_waits_for_the_person_and_then_sends() {
        let mut machine = leader();
        assert_eq!(machine.on(Event::Failed(Failure::SignedOut), 0), [Effect::AskSignIn]);
        assert_eq!(machine.on(Event::Saved, 0), []);
        assert_eq!(machine.on(Event::SignedIn, 0), [Effect::Send]);
    }
}
