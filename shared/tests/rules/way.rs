//! What is between a device and the server: size limits, firewalls, tabs that do not answer.

use shared::api::ErrorCode;
use shared::command::Envelope;
use shared::id::{AccountId, CommandId, DeviceId, TicketId};
use shared::limits::{COMMANDS_PER_REQUEST, REQUEST_BYTES};
use shared::replica::{Meta, OutboxItem, Replica, Standing};
use shared::row::State;
use shared::sync::{
    Allowance, Connection, Effect, Event, Failure, Machine, OfferedHeld, Shrunk, SyncAnswer,
    SyncRequest,
};
use shared::ticket;
use uuid::Uuid;

const DEVICE: DeviceId = DeviceId(Uuid::from_u128(7));

fn waiting(sequence: u64, characters: usize) -> OutboxItem {
    let intent = ticket::Act::CommentTicket {
        ticket: TicketId(Uuid::from_u128(1)),
        text: "a".repeat(characters),
        photos: Vec::new(),
    };
    let envelope = Envelope {
        id: CommandId(Uuid::from_u128(sequence.into())),
        device: DEVICE,
        sequence,
        actor: AccountId(Uuid::from_u128(1)),
        declared_at: 0,
        protocol: 1,
        seen: Vec::new(),
        intent: intent.into(),
    };
    OutboxItem { envelope, standing: Standing::Waiting }
}

/// The next request as the app makes it, and its size.
fn request(replica: &Replica, allowance: Allowance) -> (SyncRequest, usize) {
    request_with_held(replica, allowance, None)
}

/// Sends until nothing waits to a proxy that takes so many bytes; returns the numbers of the
/// commands in the order in which they went through, and how many requests were refused.
fn sent_through(most: usize, items: Vec<OutboxItem>) -> (Vec<u64>, usize, Replica) {
    let mut replica = Replica::load(Meta::default(), State::default(), items, 0);
    let mut allowance = Allowance::default();
    let (mut through, mut refused) = (Vec::new(), 0);
    for _ in 0..2_000 {
        if replica.waiting() == 0 {
            return (through, refused, replica);
        }
        let (request, bytes) = request(&replica, allowance);
        if bytes > most {
            refused += 1;
            match allowance.refused(&request, bytes) {
                Shrunk::Smaller => {}
                Shrunk::Alone(command) => replica.set_aside(command),
                Shrunk::Nothing => panic!("nothing could be sent"),
            }
            continue;
        }
        allowance.passed();
        let sent = request.commands.into_iter();
        through.extend(sent.clone().map(|command| command.sequence));
        let outbox = sent.map(|envelope| OutboxItem {
            envelope,
            standing: Standing::Sent { seq: 1, at: 0, conflicts: Vec::new(), seen: true },
        });
        let batch = shared::replica::Batch { outbox: outbox.collect(), ..Default::default() };
        replica.commit(batch, 0);
    }
    panic!("it never ends");
}

/// Invariant 5 «Never dropped»: a size limit on the way delays nothing for good.
#[test]
fn a_batch_is_halved_until_it_passes_and_the_size_is_remembered() {
    let items = || (1..=900).map(|at| waiting(at, 400)).collect();
    let (through, refused, _) = sent_through(20_000, items());
    assert_eq!(through, (1..=900).collect::<Vec<_>>(), "all of them, in order");
    assert!(refused <= 8, "{refused}: the size that went through is remembered");
    let (through, refused, _) = sent_through(usize::MAX, items());
    assert_eq!((through.len(), refused), (900, 0));
}

#[test]
fn a_command_that_alone_is_too_large_holds_up_no_other() {
    let items = (1..=60).map(|at| waiting(at, if at == 20 { 3_900 } else { 100 })).collect();
    let (through, _, replica) = sent_through(3_000, items);
    let others: Vec<u64> = (1..=60).filter(|at| *at != 20).collect();
    assert_eq!(through, others);
    assert_eq!((replica.waiting(), replica.unsent(), replica.asking()), (0, 1, 1));
    let aside: Vec<_> = replica.outbox().filter(|item| replica.is_aside(item)).collect();
    assert_eq!((aside.len(), aside[0].envelope.sequence), (1, 20));
    let again = Replica::load(Meta::default(), State::default(), vec![waiting(20, 1)], 0);
    assert_eq!(again.remembering(&replica).waiting(), 0, "the memory was read back meanwhile");
    let mut replica = replica;
    replica.take_back_in();
    assert_eq!((replica.waiting(), replica.asking()), (1, 0), "a person asked for another try");
}

#[test]
fn a_request_is_not_larger_than_most_proxies_take() {
    let items = (1..=500).map(|at| waiting(at, 3_900)).collect();
    let replica = Replica::load(Meta::default(), State::default(), items, 0);
    let (request, bytes) = request(&replica, Allowance::default());
    assert!(bytes <= REQUEST_BYTES && request.commands.len() < COMMANDS_PER_REQUEST, "{bytes}");
}

/// Only an answer of the server itself says that a session is over or a device revoked.
#[test]
fn what_is_between_neither_signs_out_nor_revokes() {
    let of = |status, code| Failure::of_status(status, code, None);
    assert_eq!(of(401, Some(ErrorCode::SignedOut)), Failure::SignedOut);
    assert_eq!(of(403, Some(ErrorCode::Revoked)), Failure::Revoked);
    assert_eq!(of(426, Some(ErrorCode::TooOld)), Failure::TooOld);
    for status in [400, 401, 403, 404, 405, 407, 426, 451] {
        assert_eq!(of(status, None), Failure::Barred(status), "a page of a firewall");
        assert_eq!(of(status, Some(ErrorCode::Unknown)), Failure::Barred(status));
    }
    assert_eq!(of(403, Some(ErrorCode::CrossOrigin)), Failure::Fault);
    assert_eq!((of(413, None), of(502, None)), (Failure::TooLarge, Failure::Fault));
    assert_eq!(Failure::of_status(429, None, Some(7_000)), Failure::Busy(7_000));
    assert_eq!(Failure::of_status(503, None, None), Failure::Busy(0));
}

#[test]
fn a_barred_way_is_said_and_tried_again() {
    let mut machine = Machine::new();
    machine.on(Event::Lead, 0);
    assert_eq!(machine.on(Event::Failed(Failure::Barred(403)), 0), [Effect::Timer(2_000)]);
    assert_eq!(machine.connection(), Connection::Barred);
    assert_eq!(machine.on(Event::Timer, 0), [Effect::Send]);
    let answered = Event::Answered { waiting: 0, more: false };
    machine.on(answered, 0);
    assert_eq!(machine.connection(), Connection::Online);
}

#[test]
fn a_smaller_request_follows_at_once() {
    let mut machine = Machine::new();
    machine.on(Event::Lead, 0);
    assert_eq!(machine.on(Event::Smaller, 0), [Effect::Send]);
    machine.on(Event::Follow, 0);
    assert_eq!(machine.on(Event::Smaller, 0), [], "it leads no more");
    assert_eq!(machine.on(Event::Timer, 0), []);
}

/// Invariant 5 «Never dropped»: what is held is offered whole, also where one request is too small
/// for it, and what waits is not kept back by it.
#[test]
fn held_commands_are_offered_in_parts() {
    let held = |at| OutboxItem { standing: Standing::Held, ..waiting(at, 400) };
    let mut items: Vec<_> = (1..=20).map(held).collect();
    items.push(waiting(21, 400));
    let mut replica = Replica::load(Meta::default(), State::default(), items, 0);
    let mut allowance = Allowance::default();
    let (first, bytes) = request_with_held(&replica, allowance, Some(0));
    assert_eq!(first.commands.len(), 21);
    assert_eq!(allowance.refused(&first, bytes), Shrunk::Smaller);
    let (mut offered, mut through) = (OfferedHeld::default(), Vec::new());
    while let Some(beyond) = offered.beyond() {
        let (mut request, _) = request_with_held(&replica, allowance, Some(beyond));
        request.account = Some(AccountId(Uuid::from_u128(1)));
        through.extend(request.commands.iter().map(|command| command.sequence));
        assert!(through.len() <= 21, "each once: {through:?}");
        offered = offered.after_part(&request, &answer(), replica.last_held());
        assert_eq!(offered.has_more(), offered.is_due(), "the next part goes at once");
    }
    through.dedup();
    assert_eq!(through[..20], (1..=20).collect::<Vec<_>>());
    assert!(!offered.is_due());
    replica.set_aside(CommandId(Uuid::from_u128(3)));
    let (request, _) = request_with_held(&replica, Allowance::default(), Some(0));
    assert!(request.commands.iter().all(|command| command.sequence != 3), "one too large alone");
}

fn request_with_held(
    replica: &Replica,
    allowance: Allowance,
    beyond: Option<u64>,
) -> (SyncRequest, usize) {
    let mut request = replica.request_with_held(DEVICE, "", beyond, 0);
    allowance.limit(&mut request);
    let text = request.to_json(allowance.bytes(), |_| None).expect("JSON");
    let whole: SyncRequest = serde_json::from_str(&text).expect("a request");
    assert_eq!(whole, request, "what was cut off is not taken for sent");
    (request, text.len())
}

fn answer() -> SyncAnswer {
    let text = r#"{"protocol":1,"vocabulary":1,"epoch":"01890000-0000-7000-8000-000000000001",
        "cursor":0,"more":false,"reset":false,"now":0,"outcomes":[],"changes":[],
        "actor":{"account":"00000000-0000-0000-0000-000000000001","name":"A","role":"dispatcher",
        "site":null,"communes":[]}}"#;
    SyncAnswer::from_json(text).expect("an answer")
}
