//! What people were told, and whether it is true: what the README promises.

use super::network::is_on_server;
use super::world::{Happening, MINUTE, World};
use server::exchange::Caller;
use server::pull::scope_of;
use shared::command::Envelope;
use shared::id::{CommandId, DeviceId, Millis};
use shared::refusal::Refusal;
use shared::replica::{OutboxItem, Replica, Standing};
use shared::row::{Kind, Read, Row, RowKey, State};
use shared::supply;
use shared::sync::{Change, Outcome, SyncAnswer, Verdict};
use shared::ticket;
use shared::visit;
use std::collections::{BTreeMap, BTreeSet};

/// Turns in which everybody must be done once nothing goes wrong any more.
const TURNS: usize = 12;

/// What people did.
#[derive(Debug, Default)]
pub(crate) struct Model {
    given: BTreeMap<CommandId, Given>,
    /// The offsets of the clock of the device, each time the server read the command.
    pub(crate) offsets: BTreeMap<CommandId, BTreeSet<Millis>>,
    /// Commands that were once said in words that the server did not know.
    pub(crate) held: BTreeSet<CommandId>,
}

#[derive(Debug)]
pub(crate) struct Given {
    pub(crate) envelope: Envelope,
    /// Found nowhere else.
    pub(crate) word: String,
    is_kept: bool,
}

impl Model {
    /// Somebody did something.
    pub(crate) fn given(&mut self, envelope: &Envelope, word: &str) {
        let given = Given { envelope: envelope.clone(), word: word.into(), is_kept: false };
        self.given.insert(envelope.id, given);
    }

    /// They were told that it is kept.
    pub(crate) fn kept(&mut self, id: CommandId) {
        if let Some(given) = self.given.get_mut(&id) {
            given.is_kept = true;
        }
    }

    /// All that people did.
    pub(crate) fn commands(&self) -> impl Iterator<Item = &Given> {
        self.given.values()
    }

    /// How many commands people were told are kept.
    pub(crate) fn count(&self) -> usize {
        self.given.values().filter(|given| given.is_kept).count()
    }
}

impl World {
    /// What one answer must not do.
    pub(super) fn check_answer(&mut self, caller: &Caller, answer: &SyncAnswer) {
        let now = self.server_clock();
        let (scope, known) = self.server.look(|reader| {
            let verdicts = answer.outcomes.iter().map(|outcome| reader.verdict(outcome.command));
            Ok((scope_of(reader, &caller.actor, now)?, verdicts.collect::<Result<Vec<_>, _>>()?))
        });
        for change in &answer.changes {
            let Change::Put(row) = change else { continue };
            if scope.view(row).as_ref() != Some(row) {
                let how = format!("{} went to {}", row.key(), caller.actor.name);
                self.break_rule("6 in scope", how);
            }
        }
        for (outcome, known) in answer.outcomes.iter().zip(known) {
            let Outcome { command, verdict } = outcome;
            if *verdict != Verdict::Held && known.as_ref() != Some(verdict) {
                let how = format!("{command}: told {verdict:?}, kept {known:?}");
                self.break_rule("2 once: a verdict is on the disk before it is told", how);
            }
        }
    }

    /// Everything calms down; then everything must be in its place.
    pub(crate) fn end(&mut self) {
        self.weather.calm();
        self.way.calm();
        self.try_all_again();
        self.server.room = None;
        self.server_starts();
        if self.server.is_old {
            self.upgrade_server();
        }
        self.apps_of_before_go_on();
        for device in 0..self.devices.len() {
            let now_revoked = {
                let id = self.devices[device].id;
                let record = self.server.look(|reader| reader.device(id));
                record.is_some_and(|record| record.revoked_at.is_some())
            };
            let state = &mut self.devices[device];
            state.is_revoked = now_revoked;
            state.is_full = false;
            state.is_connected = true;
            // What a newer app had said goes once it starts again.
            let is_past = state.is_outdated || state.disk.outbox.is_first_layout();
            if state.is_newer || is_past || state.tabs.is_empty() {
                state.is_outdated = false;
                self.restart(device);
            }
        }
        self.aside(Self::tabs_end_once_more);
        self.run_until(self.now + 2 * MINUTE);
        self.try_again_what_was_put_off();
        for turn in 0..TURNS {
            self.everybody_signs_in(turn);
            self.run_until(self.now + 25 * MINUTE);
            if self.broken.is_some() || self.is_settled() {
                break;
            }
        }
        if self.broken.is_none() {
            self.check_all();
        }
    }

    /// 8 old and new meet: an app that is not updated sends all the same, and has all that it can
    /// read.
    fn apps_of_before_go_on(&mut self) {
        let before: Vec<_> = (0..self.devices.len())
            .filter(|device| self.is_before(*device) && !self.devices[*device].is_outdated)
            .collect();
        for device in &before {
            self.devices[*device].is_full = false;
            self.devices[*device].is_connected = true;
        }
        for turn in 0..TURNS {
            if before.is_empty() || self.broken.is_some() {
                return;
            }
            self.everybody_signs_in(turn);
            self.run_until(self.now + 25 * MINUTE);
            if before.iter().all(|device| self.goes_on(*device)) {
                return;
            }
        }
        let stands = before.into_iter().find(|device| !self.goes_on(*device));
        self.break_rule("8 old and new meet", format!("device {stands:?} stands still"));
    }

    fn goes_on(&self, device: usize) -> bool {
        let state = &self.devices[device];
        let id = state.id;
        let record = self.server.look(|reader| reader.device(id));
        let may_not = record.is_none_or(|record| record.revoked_at.is_some());
        let is_done = state.disk.waiting() == 0 && state.disk.meta().complete;
        may_not || state.tabs.is_empty() || is_done
    }

    /// Each account of each device in turn, the usual one last.
    fn everybody_signs_in(&mut self, turn: usize) {
        for device in 0..self.devices.len() {
            let accounts = &self.devices[device].accounts;
            let account = accounts[(turn + 1) % accounts.len()];
            if turn < 2 * accounts.len() {
                self.after(1_000, Happening::SignIn { device, account });
            }
        }
    }

    fn is_settled(&self) -> bool {
        let last = self.server.look(|reader| reader.last_seq());
        self.devices.iter().filter(|device| !device.is_revoked).all(|device| {
            let meta = device.disk.meta();
            let usual = meta.actor.as_ref().map(|actor| actor.account);
            usual == Some(device.accounts[0])
                && device.disk.waiting() == 0
                && meta.cursor == last
                && meta.complete
        })
    }

    fn check_all(&mut self) {
        let (rows, verdicts) = (self.rows(), self.verdicts());
        self.check_kept(&verdicts);
        self.check_effects(&rows, &verdicts);
        self.check_order(&verdicts);
        self.check_clocks(&rows, &verdicts);
        self.check_money(&rows);
        self.check_trainings(&rows);
        self.check_loans(&rows);
        self.check_calls(&rows, &verdicts);
        self.check_accounts(&rows);
        self.check_renewals(&rows);
        for device in 0..self.devices.len() {
            if !self.devices[device].is_revoked {
                self.check_converged(device, &rows);
            }
        }
    }

    fn rows(&self) -> Vec<Row> {
        self.server.look(|reader| {
            let mut rows = Vec::new();
            for kind in Kind::ALL {
                rows.extend(reader.load(&Read::All(*kind))?);
            }
            Ok(rows)
        })
    }

    fn verdicts(&self) -> BTreeMap<CommandId, Verdict> {
        self.server.look(|reader| {
            let mut known = BTreeMap::new();
            for id in self.model.given.keys() {
                known.extend(reader.verdict(*id)?.map(|verdict| (*id, verdict)));
            }
            Ok(known)
        })
    }

    fn outboxes(&self) -> BTreeMap<CommandId, (DeviceId, OutboxItem)> {
        let mut all = BTreeMap::new();
        for device in &self.devices {
            let items = device.disk.outbox().into_iter();
            all.extend(items.map(|item| (item.envelope.id, (device.id, item))));
        }
        all
    }

    /// 1 kept, 5 never dropped: what people were told is kept ended somewhere, and the device
    /// says the same as the server.
    fn check_kept(&mut self, verdicts: &BTreeMap<CommandId, Verdict>) {
        let outboxes = self.outboxes();
        let revoked: BTreeSet<_> =
            self.devices.iter().filter(|d| d.is_revoked).map(|d| d.id).collect();
        let mut wrong = Vec::new();
        for (id, given) in self.model.given.iter().filter(|(_, given)| given.is_kept) {
            let verdict = verdicts.get(id);
            let standing = outboxes.get(id).map(|(_, item)| &item.standing);
            let right = match (verdict, standing) {
                (Some(verdict), Some(Standing::Sent { .. })) => is_on_server(verdict),
                // Nothing that the app gives is broken.
                (Some(Verdict::Refused { refusal: Refusal::Malformed { .. } }), _) => false,
                (
                    Some(Verdict::Refused { refusal }),
                    Some(Standing::Refused { refusal: told, .. }),
                ) => refusal == told,
                // Refused in a life of the database that a restore ended: a person looks at it.
                (None, Some(Standing::Refused { .. })) => true,
                // A device that may not come back keeps what it could not send.
                (_, Some(_)) => revoked.contains(&given.envelope.device),
                (_, None) => false,
            };
            if !right {
                wrong.push(format!("{id} {:?}: {verdict:?}, {standing:?}", given.envelope.intent));
            }
        }
        if let Some(how) = wrong.pop() {
            self.break_rule("1 kept, 5 never dropped", how);
        }
    }

    /// 2 once: what was applied is found once, what was refused is not found.
    fn check_effects(&mut self, rows: &[Row], verdicts: &BTreeMap<CommandId, Verdict>) {
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        for row in rows {
            for word in words(&histories(row)) {
                *seen.entry(word).or_default() += 1;
            }
        }
        let whole: BTreeSet<String> =
            rows.iter().flat_map(|row| words(&serde_json::to_string(row).expect("JSON"))).collect();
        let mut wrong = Vec::new();
        for (id, given) in &self.model.given {
            let Some(verdict) = verdicts.get(id) else { continue };
            let count = seen.get(&given.word).copied().unwrap_or(0);
            let applied = is_on_server(verdict);
            use ticket::Act::*;
            let intent = &given.envelope.intent;
            let stands_once = match intent.act() {
                Some(
                    CommentTicket { .. }
                    | LogWork { .. }
                    | ResolveTicket { .. }
                    | PostponeTicket { .. }
                    | HoldTicket { .. }
                    | ReopenTicket { .. },
                ) => true,
                _ => matches!(intent.act(), Some(visit::Act::NoteVisit { .. })),
            };
            // Somebody's value may have been changed since: then it is in the history.
            let stands = matches!(intent.act(), Some(EditTicket { .. } | ReportIncident { .. }))
                || matches!(intent.act(), Some(supply::Act::AskSupply { .. }));
            let right = (!stands_once || count == usize::from(applied))
                && (!stands || whole.contains(&given.word) == applied);
            if !right {
                wrong.push(format!("{id} {:?} {verdict:?}: {count}", given.envelope.intent));
            }
        }
        if let Some(how) = wrong.pop() {
            self.break_rule("2 once, 5 never dropped", how);
        }
    }

    /// 3 in order: what one person did on one device took effect in their order.
    fn check_order(&mut self, verdicts: &BTreeMap<CommandId, Verdict>) {
        let mut last = BTreeMap::new();
        let held = &self.model.held;
        let mut given: Vec<_> =
            self.model.given.values().filter(|g| !held.contains(&g.envelope.id)).collect();
        given.sort_by_key(|given| given.envelope.sequence);
        let mut wrong = None;
        for given in given {
            let verdict = verdicts.get(&given.envelope.id);
            let Some(Verdict::Applied { seq } | Verdict::Merged { seq, .. }) = verdict else {
                continue;
            };
            let who = (given.envelope.device, given.envelope.actor);
            let before = last.insert(who, *seq).unwrap_or(0);
            if before > *seq {
                wrong = Some(format!("{} took effect at {seq}, after {before}", given.envelope.id));
            }
        }
        if let Some(how) = wrong {
            self.break_rule("3 in order", how);
        }
    }

    /// 4 converged, 6 in scope, 10 never between: memory and disk are the server's rows.
    fn check_converged(&mut self, device: usize, rows: &[Row]) {
        let now = self.server_clock();
        let on_disk = self.devices[device].disk.load(self.clock(device));
        let Some(actor) = on_disk.meta().actor.clone() else {
            return self.break_rule("4 converged", format!("device {device} knows nobody"));
        };
        if self.devices[device].disk.waiting() > 0 || !on_disk.meta().complete {
            return self.break_rule("4 converged", format!("device {device} is not done"));
        }
        let scope = self.server.look(|reader| scope_of(reader, &actor, now));
        let mut wanted = State::default();
        rows.iter().filter_map(|row| scope.view(row)).for_each(|row| wanted.put(row));
        let tabs = self.devices[device].tabs.iter();
        let tabs = tabs.map(|tab| (format!("tab {}", tab.id), &tab.replica));
        let memories = tabs.chain([("disk".to_owned(), &on_disk)]);
        let difference = memories.into_iter().find_map(|(whose, replica)| {
            let shown = (replica.view() != replica.mirror()).then(|| "shows other rows".into());
            let how = differ(&wanted, replica).or(shown);
            how.map(|how| format!("{whose}: {how}"))
        });
        if let Some(how) = difference {
            self.break_rule("4 converged", format!("device {device}, {}: {how}", actor.name));
        }
    }
}

fn differ(wanted: &State, replica: &Replica) -> Option<String> {
    let known = |state: &State| -> BTreeMap<RowKey, Row> {
        state.rows().map(|row| (row.key(), row)).collect()
    };
    let (wanted, has) = (known(wanted), known(replica.mirror()));
    let missing = wanted.iter().find(|(key, row)| has.get(key) != Some(row));
    let too_much = has.keys().find(|key| !wanted.contains_key(key));
    match (missing, too_much) {
        (Some((key, row)), _) => {
            let has = has.get(key).map(Row::version);
            Some(format!("{key} should be of version {}, is {has:?}", row.version()))
        }
        (None, Some(key)) => Some(format!("{key} should not be there")),
        (None, None) => None,
    }
}

fn histories(row: &Row) -> String {
    let history = match row {
        Row::Ticket(ticket) => serde_json::to_string(&ticket.history),
        Row::Visit(visit) => serde_json::to_string(&visit.history),
        _ => return String::new(),
    };
    history.expect("JSON")
}

/// The words that people of a history wrote, as `w17.`.
pub(crate) fn words(text: &str) -> Vec<String> {
    text.split('"')
        .filter(|word| word.starts_with('w') && word.ends_with('.'))
        .filter(|word| word[1..word.len() - 1].bytes().all(|byte| byte.is_ascii_digit()))
        .map(str::to_owned)
        .collect()
}
