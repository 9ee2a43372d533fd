//! A device's memory against a model of the server: what the README promises.

use crate::world::*;
use shared::command::Command;
use shared::day::Half;
use shared::id::{CommandId, Epoch, SiteId};
use shared::plan;
use shared::refusal::Refusal;
use shared::replica::{Batch, OutboxItem, Replica, Standing};
use shared::row::{Kind, State};
use shared::scope::{Scope, quarters_of, sites_of};
use shared::sync::{Change, Outcome, SyncAnswer, SyncRequest, Verdict};
use shared::ticket;
use shared::ticket::{Channel, TicketEdit};
use shared::visit;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// The simplest server that keeps the promises: it sends the whole scope each time.
struct Model {
    world: World,
    epoch: u8,
    verdicts: BTreeMap<CommandId, Verdict>,
}

impl Model {
    fn new(world: World) -> Self {
        Self { world, epoch: 1, verdicts: BTreeMap::new() }
    }

    fn answer(&mut self, n: u8, request: &SyncRequest) -> SyncAnswer {
        let outcomes = request.commands.iter().map(|envelope| {
            let known = self.verdicts.get(&envelope.id).cloned();
            let verdict = known.unwrap_or_else(|| match self.world.judge(n, envelope) {
                Ok(decision) if decision.conflicts.is_empty() => Verdict::Applied { seq: 1 },
                Ok(decision) => Verdict::Merged { seq: 1, conflicts: decision.conflicts },
                Err(refusal) => Verdict::Refused { refusal },
            });
            self.verdicts.insert(envelope.id, verdict.clone());
            Outcome { command: envelope.id, verdict }
        });
        let outcomes = outcomes.collect();
        let actor = self.world.actor(n);
        let quarters = quarters_of(&self.world.state, NOW);
        let sites = sites_of(&self.world.state, &actor, &quarters);
        let scope = Scope::new(&actor, sites.clone(), quarters, NOW);
        let rows: Vec<_> = self.world.state.rows().filter_map(|row| scope.view(&row)).collect();
        let outside = self.world.state.rows().filter(|row| scope.view(row).is_none());
        let gone = outside.map(|row| Change::Gone { row: row.key(), seq: row.version() });
        let gone: Vec<_> = gone.collect();
        SyncAnswer {
            snapshot: None,
            proof_key: None,
            seen_by_desk: 0,
            protocol: shared::sync::PROTOCOL,
            vocabulary: shared::sync::VOCABULARY,
            leaves_out: false,
            passed_over: false,
            epoch: Epoch(Uuid::from_bytes([self.epoch; 16])),
            cursor: rows.iter().map(|row| row.version()).max().unwrap_or(0),
            more: false,
            reset: request.epoch != Some(Epoch(Uuid::from_bytes([self.epoch; 16]))),
            sites: scope.sites().map(|sites| sites.iter().cloned().collect()),
            actor,
            now: NOW,
            outcomes,
            changes: rows.into_iter().map(Change::Put).chain(gone).collect(),
        }
    }

    /// What the server would let this account hold.
    fn scope_rows(&self, n: u8) -> State {
        let actor = self.world.actor(n);
        let quarters = quarters_of(&self.world.state, NOW);
        let sites = sites_of(&self.world.state, &actor, &quarters);
        let scope = Scope::new(&actor, sites, quarters, NOW);
        let mut state = State::default();
        for row in self.world.state.rows().filter_map(|row| scope.view(&row)) {
            state.put(row);
        }
        state
    }
}

struct Phone {
    n: u8,
    replica: Replica,
    sequence: u64,
}

impl Phone {
    fn new(n: u8) -> Self {
        Self { n, replica: Replica::default(), sequence: 0 }
    }

    fn sync(&mut self, model: &mut Model) {
        let request = self.request();
        let answer = model.answer(self.n, &request);
        self.apply(&answer);
    }

    fn request(&self) -> SyncRequest {
        self.replica.request(device(self.n), "test", false, NOW)
    }

    fn apply(&mut self, answer: &SyncAnswer) {
        let batch = self.replica.settle(answer, NOW);
        self.replica.commit(batch, NOW);
    }

    fn give(&mut self, intent: Command) -> Result<CommandId, Refusal> {
        self.sequence += 1;
        let id = CommandId::from_parts(self.sequence as i64, [self.n; 10]);
        let envelope = self.replica.envelope(id, device(self.n), self.sequence, intent, NOW);
        self.replica.judge(&envelope, NOW)?;
        let item = shared::replica::OutboxItem { envelope, standing: Standing::Waiting };
        let batch = shared::replica::Batch { outbox: vec![item], ..Default::default() };
        self.replica.commit(batch, NOW);
        Ok(id)
    }

    fn standing(&self, id: CommandId) -> Standing {
        let found = self.replica.outbox().find(|item| item.envelope.id == id);
        found.expect("commands are kept").standing.clone()
    }
}

fn synced(model: &mut Model, n: u8) -> Phone {
    let mut phone = Phone::new(n);
    phone.sync(model);
    phone
}

#[test]
fn what_waits_is_seen_at_once_and_the_server_has_the_last_word() {
    let mut model = Model::new(with_visit());
    let mut tablet = synced(&mut model, TEACHER);
    let id = tablet.give(incident(1).into()).unwrap();
    assert!(tablet.replica.view().tickets.contains_key(&ticket(1)));
    assert!(!tablet.replica.mirror().tickets.contains_key(&ticket(1)));
    assert_eq!(tablet.standing(id), Standing::Waiting);
    tablet.sync(&mut model);
    assert!(matches!(tablet.standing(id), Standing::Sent { .. }));
    assert!(tablet.replica.mirror().tickets.contains_key(&ticket(1)));
}

#[test]
fn what_one_tab_tells_of_a_command_is_a_batch() {
    let mut model = Model::new(World::new());
    let mut tablet = synced(&mut model, TEACHER);
    tablet.give(incident(1).into()).unwrap();
    let outbox: Vec<_> = tablet.replica.outbox().cloned().collect();
    let told = Batch::text_of_command(&serde_json::to_string(&outbox[0]).unwrap());
    let batch = Batch { outbox, ..Batch::default() };
    assert_eq!(told, serde_json::to_string(&batch).unwrap());
    assert_eq!(Batch::from_json(&told).unwrap(), batch);
}

/// A device sends what it wrote down, without writing it again.
#[test]
fn what_was_written_is_what_is_sent() {
    let mut model = Model::new(World::new());
    let mut tablet = synced(&mut model, TEACHER);
    for n in 1..=3 {
        tablet.give(incident(n).into()).unwrap();
    }
    let lines = tablet.replica.outbox().map(|item| {
        let text = serde_json::to_string(item).unwrap();
        assert_eq!(
            OutboxItem::command_in(&text).unwrap(),
            serde_json::to_string(&item.envelope).unwrap()
        );
        (item.envelope.id, text)
    });
    let mut written: BTreeMap<_, _> = lines.collect();
    let mut request = tablet.request();
    let whole = serde_json::to_string(&request).unwrap();
    for _ in 0..=written.len() {
        let known = |id| OutboxItem::command_in(written.get(&id)?);
        assert_eq!(request.to_json(usize::MAX, known).unwrap(), whole);
        written.pop_last();
    }
    tablet.sync(&mut model);
    let sent = tablet.replica.outbox().next().unwrap();
    assert_eq!(OutboxItem::command_in(&serde_json::to_string(sent).unwrap()), None);
    let mut request = tablet.request();
    let whole = serde_json::to_string(&request).unwrap();
    assert_eq!(request.to_json(usize::MAX, |_| None).unwrap(), whole);
}

/// Invariant 2, once: an answer that was lost leads to the same command again, without effect.
#[test]
fn once_a_lost_answer_does_not_double_a_command() {
    let mut model = Model::new(World::new());
    let mut tablet = synced(&mut model, TEACHER);
    tablet.give(incident(1).into()).unwrap();
    let request = tablet.request();
    model.answer(TEACHER, &request);
    let seq = model.world.version_of(&shared::row::RowKey::ticket(ticket(1)));
    tablet.sync(&mut model);
    assert_eq!(model.world.version_of(&shared::row::RowKey::ticket(ticket(1))), seq);
    assert_eq!(tablet.replica.waiting(), 0);
}

/// Invariant 2, once: after a restore from an older backup, what the device kept is offered again.
#[test]
fn once_a_restored_server_is_offered_what_it_lost() {
    let mut model = Model::new(World::new());
    let mut tablet = synced(&mut model, TEACHER);
    let id = tablet.give(incident(1).into()).unwrap();
    tablet.sync(&mut model);
    let mut restored = Model::new(World::new());
    restored.epoch = 2;
    tablet.sync(&mut restored);
    assert_eq!(tablet.standing(id), Standing::Waiting);
    assert!(tablet.replica.view().tickets.contains_key(&ticket(1)), "still on the screen");
    tablet.sync(&mut restored);
    assert!(restored.world.state.tickets.contains_key(&ticket(1)));
}

/// Invariant 3, in order: a refused command does not block those that do not depend on it.
#[test]
fn in_order_a_refusal_blocks_nothing_else() {
    let mut model = Model::new(with_visit());
    let mut desk = synced(&mut model, DISPATCHER);
    let other = plan::Act::PinVisit { visit: visit(1), pinned: true };
    let refused = desk.give(other.into()).unwrap();
    desk.give(incident(1).into()).unwrap();
    model.world.give(TECHNICIAN, visit::Act::StartVisit { visit: visit(1) }).unwrap();
    desk.sync(&mut model);
    assert!(matches!(desk.standing(refused), Standing::Refused { .. }));
    assert!(model.world.state.tickets.contains_key(&ticket(1)));
    assert_eq!(desk.replica.asking(), 1, "it stays where a person sees it");
}

/// Invariant 4, converged: with nothing left to send, the mirror is the server's scope.
#[test]
fn converged_every_role_holds_exactly_its_scope() {
    let mut model = Model::new(with_visit());
    model.world.give(TEACHER, incident(1)).unwrap();
    for n in [TECHNICIAN, OTHER_TECHNICIAN, DISPATCHER, TEACHER, COORDINATOR] {
        let phone = synced(&mut model, n);
        assert_eq!(phone.replica.mirror(), &model.scope_rows(n), "account {n}");
    }
}

/// Invariant 6, in scope: what leaves the scope leaves the device, except what still waits.
#[test]
fn in_scope_a_site_that_leaves_takes_its_rows_along() {
    let mut model = Model::new(with_visit());
    model.world.give(TEACHER, incident(1)).unwrap();
    let mut phone = synced(&mut model, TECHNICIAN);
    assert!(phone.replica.mirror().tickets.contains_key(&ticket(1)));
    let text = "Prévoir un câble".to_owned();
    let comment = ticket::Act::CommentTicket { ticket: ticket(1), text, photos: Vec::new() };
    let waits = phone.give(comment.into()).unwrap();
    let to = plan::Act::MoveVisit {
        visit: visit(1),
        technician: account(OTHER_TECHNICIAN),
        slot: slot("2026-03-16", Half::Morning),
        from: None,
    };
    model.world.give(DISPATCHER, to).unwrap();
    let mut answer =
        model.answer(TECHNICIAN, &phone.replica.request(device(TECHNICIAN), "test", false, NOW));
    answer.outcomes.clear();
    phone.apply(&answer);
    assert!(phone.replica.mirror().tickets.is_empty());
    assert!(phone.replica.mirror().visits.is_empty());
    assert_eq!(phone.standing(waits), Standing::Waiting, "what waits is never dropped");
    assert_eq!(phone.replica.meta().sites, Some(BTreeSet::<SiteId>::new()));
}

/// Invariant 7: a clock that is two days off changes nothing but the declared time.
#[test]
fn clocks_do_not_decide() {
    let mut model = Model::new(World::new());
    let mut tablet = synced(&mut model, TEACHER);
    tablet.sequence += 1;
    let id = CommandId::from_parts(1, [9; 10]);
    let two_days = 2 * shared::limits::DAY_MS;
    let envelope =
        tablet.replica.envelope(id, device(TEACHER), 1, incident(1).into(), NOW + two_days);
    let item = shared::replica::OutboxItem { envelope, standing: Standing::Waiting };
    let batch = shared::replica::Batch { outbox: vec![item], ..Default::default() };
    tablet.replica.commit(batch, NOW);
    tablet.sync(&mut model);
    let kept = model.world.ticket(1);
    assert_eq!(kept.reported_on, day("2026-03-12"), "the server's day");
    assert_eq!(kept.history[0].when.at_ms, NOW + two_days, "as declared");
}

#[test]
fn what_was_loaded_back_is_what_was_there() {
    let mut model = Model::new(with_visit());
    let mut tablet = synced(&mut model, TEACHER);
    tablet.give(incident(1).into()).unwrap();
    let rows = tablet.replica.mirror().rows().collect();
    let outbox = tablet.replica.outbox().cloned().collect();
    let back = Replica::load(tablet.replica.meta().clone(), rows, outbox, NOW);
    assert_eq!(back.view(), tablet.replica.view());
    assert_eq!(back.waiting(), 1);
    assert_eq!(back.last_sequence(), 1);
}

#[test]
fn what_is_loaded_back_later_takes_the_place_of_nothing_newer() {
    let mut model = Model::new(with_visit());
    let mut desk = synced(&mut model, DISPATCHER);
    model.world.give(TEACHER, incident(1)).unwrap();
    desk.sync(&mut model);
    desk.give(
        ticket::Act::CommentTicket { ticket: ticket(1), text: "Vu".into(), photos: vec![] }.into(),
    )
    .unwrap();
    let (late, first): (Vec<_>, Vec<_>) =
        desk.replica.mirror().rows().partition(|row| row.kind() == Kind::Ticket);
    let outbox: Vec<_> = desk.replica.outbox().cloned().collect();
    let mut back =
        Replica::load(desk.replica.meta().clone(), first.into_iter().collect(), outbox, NOW);
    assert!(back.view().tickets.is_empty());
    back.complete(late.clone(), NOW);
    assert_eq!(back.view(), desk.replica.view(), "what waits is applied to it too");
    let edit = TicketEdit { text: Some("Autre chose".into()), ..TicketEdit::default() };
    model.world.give(TEACHER, ticket::Act::EditTicket { ticket: ticket(1), edit }).unwrap();
    desk.sync(&mut model);
    let newer = desk.replica.view().clone();
    desk.replica.complete(late, NOW);
    assert_eq!(*desk.replica.view(), newer);
}

#[test]
fn kept_a_word_that_comes_late_changes_nothing_that_is_known() {
    let mut model = Model::new(with_visit());
    let mut tablet = synced(&mut model, TEACHER);
    let id = tablet.give(incident(1).into()).unwrap();
    let told: Vec<_> = tablet.replica.outbox().cloned().collect();
    tablet.sync(&mut model);
    let late = Batch { outbox: told.clone(), ..Batch::default() };
    tablet.replica.commit(tablet.replica.news(late.clone()), NOW);
    assert!(matches!(tablet.standing(id), Standing::Sent { .. }));
    let mut other = Replica::default();
    other.commit(other.news(late), NOW);
    assert_eq!(other.waiting(), 1, "to who does not know it, it is new");
}

#[test]
fn kept_what_is_put_away_late_moves_nothing_that_is_offered_again() {
    let mut model = Model::new(with_visit());
    let mut tablet = synced(&mut model, TEACHER);
    let id = tablet.give(incident(1).into()).unwrap();
    tablet.sync(&mut model);
    let sent = tablet.replica.outbox().cloned().map(OutboxItem::put_away).collect();
    let late = Batch { outbox: sent, ..Batch::default() };
    model.epoch = 2;
    let mut request = tablet.request();
    request.commands.clear();
    let batch = tablet.replica.settle(&model.answer(TEACHER, &request), NOW);
    tablet.replica.commit(batch, NOW);
    tablet.replica.commit(tablet.replica.news(late), NOW);
    assert_eq!(tablet.standing(id), Standing::Waiting);
    let offered = tablet.replica.outbox().next().unwrap().clone();
    assert_eq!(offered.clone().put_away(), offered, "nor does it move on the disk");
}

/// What waits in memory is written as waiting when the server begins another life: the disk may
/// still say that it was sent.
#[test]
fn once_what_waits_is_written_again_for_a_restored_server() {
    let mut model = Model::new(with_visit());
    let mut tablet = synced(&mut model, TEACHER);
    let id = tablet.give(incident(1).into()).unwrap();
    model.epoch = 2;
    let mut request = tablet.request();
    request.commands.clear();
    let answer = model.answer(TEACHER, &request);
    let batch = tablet.replica.settle(&answer, NOW);
    let written = batch.outbox.iter().find(|item| item.envelope.id == id).unwrap();
    assert_eq!(written.standing, Standing::Waiting);
}

#[test]
fn an_answer_that_comes_late_never_steps_back() {
    let mut model = Model::new(World::new());
    let mut desk = synced(&mut model, DISPATCHER);
    model.world.give(TEACHER, incident(1)).unwrap();
    let late = model.answer(DISPATCHER, &desk.request());
    let qualify = ticket::Act::QualifyTicket { ticket: ticket(1), channel: Channel::Curative };
    model.world.give(DISPATCHER, qualify).unwrap();
    desk.sync(&mut model);
    desk.apply(&late);
    let channel = desk.replica.view().tickets[&ticket(1)].channel;
    assert_eq!(channel, Some(Channel::Curative));
}
