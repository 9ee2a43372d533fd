//! The network between devices and the server: loses, doubles, halves, delays, reorders.

use super::mutation::Mutation;
use super::tabs::listens;
use super::world::{At, Came, Happening, MINUTE, Parcel, SECOND, World};
use serde_json::Value;
use server::exchange::Caller;
use server::http::error::Problem;
use shared::replica::Batch;
use shared::sync::{Failure, SyncAnswer, SyncRequest, Verdict};

/// What a proxy answers of its own.
const STATUSES: [u16; 6] = [401, 403, 413, 429, 500, 503];

/// In how many requests of a thousand the server has just made a new snapshot.
const SNAPSHOTS: u32 = 4;

impl World {
    /// A request goes out.
    pub(super) fn send(&mut self, at: At, generation: u32, request: SyncRequest) {
        let body = self.body(at.device, &request);
        if self.has(Mutation::DropsOnSend) {
            let forget = request.commands.iter().map(|command| command.id).collect();
            let batch = Batch { forget, ..Batch::default() };
            let _ = self.devices[at.device].write(None, |disk| disk.write(&batch));
        }
        let device = &self.devices[at.device];
        let (token, connected) = (device.token.clone(), device.is_connected);
        let (loss, halved, trouble) =
            (self.weather.loss, self.weather.halved, self.weather.trouble);
        let back = |world: &mut World, came: Came, slowest| {
            let wait = world.rng.i64(20..slowest);
            let (request, came) = (Box::new(request.clone()), Box::new(came));
            world.after(wait, Happening::Answer { at, generation, request, came });
        };
        if !connected || self.chance(loss) {
            return back(self, Err(Failure::Network), 30 * SECOND);
        }
        if self.way.refuses(&body) {
            return back(self, Err(Failure::TooLarge), SECOND);
        }
        if self.chance(trouble) {
            let failure = self.rng.choice([Failure::Fault, Failure::Busy(5 * SECOND)]);
            return back(self, Err(failure.expect("one of two")), SECOND);
        }
        let mut parcel =
            Parcel { at, generation, token, body, request: request.clone(), is_echo: false };
        if self.chance(halved) {
            parcel.body.truncate(self.rng.usize(..parcel.body.len()));
        }
        if self.chance(self.weather.doubled) {
            let wait = self.rng.i64(20..10 * MINUTE);
            let echo = Parcel { is_echo: true, ..parcel.clone() };
            self.after(wait, Happening::Arrive(Box::new(echo)));
        }
        let wait = self.rng.i64(10..self.weather.slowest);
        self.after(wait, Happening::Arrive(Box::new(parcel)));
    }

    fn body(&mut self, device: usize, request: &SyncRequest) -> Vec<u8> {
        let device = &self.devices[device];
        let mut body = serde_json::to_value(request).expect("JSON");
        if device.is_outdated {
            body["protocol"] = Value::from(0);
        }
        if device.is_newer && self.server.is_old {
            self.say_in_newer_words(&mut body, request);
        }
        serde_json::to_vec(&body).expect("JSON")
    }

    /// A request reaches the server.
    pub(super) fn arrive(&mut self, parcel: Parcel) {
        if self.has(Mutation::ForgetsJudged) && self.server.is_up() {
            self.server.forget("commands");
        }
        let crash = if self.server.is_up() { self.weather.crash.take() } else { None };
        if self.chance(SNAPSHOTS) {
            self.server.renew_snapshot();
        }
        let loses = self.has(Mutation::AnswersBeforeCommit) && self.chance(100);
        let before = loses.then(|| self.server.copy());
        self.note_offset(&parcel);
        let (token, now) = (parcel.token.as_deref(), self.server_clock());
        let beside_newer = self.weather.two_servers && self.server.is_up() && self.is_older_turn();
        if beside_newer {
            self.server.make_newer(self.mutation);
        }
        let answered = self.server.answer(token, &parcel.body, now, (crash, self.mutation));
        if beside_newer {
            self.server.make_known();
            if !matches!(answered, Some(Ok(_))) {
                // It may have judged some and held others, and nobody was told which.
                self.model.held.extend(parcel.request.commands.iter().map(|command| command.id));
            }
        }
        if let Some(before) = before {
            self.server.go_back_to(&before);
        }
        let came = match answered {
            None => {
                let wait = self.rng.i64(SECOND..2 * MINUTE);
                self.after(wait, Happening::ServerStarts);
                Err(Failure::Network)
            }
            Some(Err(problem)) => Err(failure_of(&problem)),
            Some(Ok((caller, answer, is_news))) => {
                let by_older = beside_newer || self.server.is_old;
                let came = self.answered(parcel.at.device, &caller, answer, by_older);
                if is_news {
                    self.poke_all(parcel.at);
                }
                came
            }
        };
        if parcel.is_echo {
            return;
        }
        let Parcel { at, generation, request, .. } = parcel;
        let lost = came.is_ok() && (self.chance(self.weather.loss));
        let came = if lost { Err(Failure::Network) } else { self.by_proxy(came) };
        let wait = self.rng.i64(10..self.weather.slowest);
        let (request, came) = (Box::new(request), Box::new(came));
        self.after(wait, Happening::Answer { at, generation, request, came });
    }

    /// What is between may answer in place of the server, which did its part.
    fn by_proxy(&mut self, came: Came) -> Came {
        let mut instead = None;
        self.aside(|world| {
            if world.chance(world.weather.proxied) {
                instead = world.rng.choice(STATUSES);
            }
        });
        match instead {
            Some(status) => {
                self.tell(|| format!("a proxy answers {status}"));
                Err(Failure::of_status(status, None, Some(5 * SECOND)))
            }
            None => came,
        }
    }

    fn answered(
        &mut self,
        device: usize,
        caller: &Caller,
        mut answer: SyncAnswer,
        by_older: bool,
    ) -> Came {
        if self.has(Mutation::LeaksScope) {
            self.leak(&mut answer);
        }
        for outcome in &answer.outcomes {
            let (id, verdict) = (outcome.command, &outcome.verdict);
            self.tell(|| format!("the server judges {id}: {verdict:?}"));
        }
        // Others that the device gave after them may be judged before them.
        let held = answer.outcomes.iter().filter(|outcome| outcome.verdict == Verdict::Held);
        self.model.held.extend(held.map(|outcome| outcome.command));
        self.check_answer(caller, &answer);
        // Through the text, as on the way: half of one cannot be read.
        let text = self.text_for(device, &answer, by_older);
        let end = match self.chance(self.weather.halved) {
            true => self.rng.usize(..text.len()),
            false => text.len(),
        };
        let cut = text.get(..end).unwrap_or_default();
        self.read_answer(cut).map_err(|_| Failure::Fault)
    }

    fn leak(&mut self, answer: &mut SyncAnswer) {
        let read = shared::row::Read::All(shared::row::Kind::Ticket);
        let rows = self.server.look(|reader| reader.load(&read));
        answer.changes.extend(rows.into_iter().map(shared::sync::Change::Put));
    }

    /// The live channel: it may say something, or not.
    fn poke_all(&mut self, from: At) {
        let ears: Vec<At> = self
            .devices
            .iter()
            .enumerate()
            .filter(|(_, device)| device.is_connected)
            .flat_map(|(n, device)| device.tabs.iter().map(move |tab| (n, tab)))
            .filter(|(_, tab)| listens(tab))
            .map(|(device, tab)| At { device, tab: tab.id })
            .filter(|at| *at != from)
            .collect();
        for at in ears {
            if !self.chance(self.weather.loss) {
                let wait = self.rng.i64(10..self.weather.slowest);
                self.after(wait, Happening::Poke { at });
            }
        }
    }
}

fn failure_of(problem: &Problem) -> Failure {
    match problem {
        Problem::SignedOut => Failure::SignedOut,
        Problem::Revoked => Failure::Revoked,
        Problem::TooOld => Failure::TooOld,
        Problem::Busy(wait) => Failure::Busy(*wait),
        _ => Failure::Fault,
    }
}

/// What a device may show as sent.
pub(crate) fn is_on_server(verdict: &Verdict) -> bool {
    matches!(verdict, Verdict::Applied { .. } | Verdict::Merged { .. })
}
