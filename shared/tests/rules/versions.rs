//! Invariant 8 «Old and new meet»: a device reads what a newer server says as far as it can, and
//! has all of it after its update.

use crate::supply_world::with_budget;
use crate::world::*;
use serde_json::{Value, json};
use shared::command::Command;
use shared::id::{CommandId, Epoch};
use shared::limits::BLOCK_ROWS;
use shared::pack::{pack_all, unpack_all};
use shared::refusal::Refusal;
use shared::replica::{Batch, Meta, OutboxItem, Replica, Standing};
use shared::row::{Kind, Row, RowKey, State};
use shared::sync::{
    Change, OfferedHeld, Outcome, PROTOCOL, SyncAnswer, SyncRequest, VOCABULARY, Verdict,
};
use shared::ticket::{Act, Category, Happened};
use uuid::Uuid;

const EPOCH: Epoch = Epoch(Uuid::from_bytes([1; 16]));

/// All rows of the world for a dispatcher, as a server says them.
fn answer(world: &World) -> SyncAnswer {
    let rows: Vec<Row> = world.state.rows().collect();
    SyncAnswer {
        protocol: PROTOCOL,
        vocabulary: VOCABULARY,
        leaves_out: false,
        epoch: EPOCH,
        cursor: rows.iter().map(Row::version).max().unwrap_or(0),
        more: false,
        reset: false,
        sites: None,
        actor: world.actor(DISPATCHER),
        now: NOW,
        seen_by_desk: 0,
        outcomes: Vec::new(),
        changes: rows.into_iter().map(Change::Put).collect(),
        snapshot: None,
        proof_key: None,
        passed_over: false,
    }
}

/// The answer as it comes over the way, after something was done to its text.
fn read(answer: &SyncAnswer, change: impl FnOnce(&mut Value)) -> SyncAnswer {
    let mut value = serde_json::to_value(answer).unwrap();
    change(&mut value);
    SyncAnswer::from_json(&value.to_string()).expect("an answer of a newer server")
}

fn changes(value: &mut Value) -> &mut Vec<Value> {
    value["changes"].as_array_mut().expect("a list")
}

/// The change that puts the ticket of that number.
fn ticket_in(value: &mut Value, n: u8) -> &mut Value {
    let id = json!(ticket(n));
    let put = changes(value).iter_mut().filter_map(|change| change.pointer_mut("/put/ticket"));
    put.into_iter().find(|ticket| ticket["id"] == id).expect("the ticket")
}

fn reported(tickets: u8) -> World {
    let mut world = World::new();
    for n in 1..=tickets {
        world.give(TEACHER, incident(n)).unwrap();
    }
    world
}

fn desk(answer: &SyncAnswer) -> Replica {
    let mut replica = Replica::default();
    take(&mut replica, answer);
    replica
}

fn take(replica: &mut Replica, answer: &SyncAnswer) {
    let batch = replica.settle(answer, NOW);
    replica.commit(batch, NOW);
}

fn meta_after_update(replica: &Replica, vocabulary: u32) -> Meta {
    let mut written = serde_json::to_value(replica.meta()).unwrap();
    written["vocabulary"] = vocabulary.into();
    Meta::from_json(&written.to_string()).unwrap()
}

#[test]
fn rows_that_are_not_known_are_passed_over_and_all_others_come() {
    let world = reported(3);
    let told = answer(&world);
    let came = read(&told, |value| {
        ticket_in(value, 2)["state"] = "lent".into();
        let all = changes(value);
        all.insert(0, json!({ "put": { "loan": { "id": "7", "version": 2 } } }));
        all.push(json!({ "moved": { "from": 1 } }));
        all.push(json!({ "gone": { "row": "loan:8", "seq": 9 } }));
    });
    assert!(came.passed_over);
    let replica = desk(&came);
    assert_eq!(replica.mirror().len(), world.state.len() - 1, "but the one that cannot be read");
    assert!(replica.mirror().get(&RowKey::ticket(ticket(2))).is_none());
    assert_eq!((replica.meta().cursor, replica.meta().complete), (told.cursor, true));
    assert!(replica.meta().passed_over, "and the person is told");
}

/// An app from before there were orders: it goes on syncing beside them, what it gives is kept and
/// sent, and after its update it has them all.
#[test]
fn an_app_of_before_goes_on_beside_orders_and_has_them_after_its_update() {
    let mut world = with_budget();
    world.six_mice();
    world.give(TEACHER, incident(1)).unwrap();
    let told = answer(&world);
    let came = read(&told, |value| {
        let puts = changes(value).iter_mut().filter_map(|change| change.pointer_mut("/put"));
        for put in puts.filter_map(Value::as_object_mut) {
            for kind in ["article", "campaign", "supply"] {
                if let Some(row) = put.remove(kind) {
                    put.insert(format!("later_{kind}"), row);
                }
            }
        }
    });
    let mut before = desk(&came);
    assert!(before.mirror().supplies.is_empty() && before.mirror().campaigns.is_empty());
    assert_eq!(before.mirror().sites, world.state.sites);
    assert_eq!(before.mirror().tickets, world.state.tickets);
    assert!(before.meta().complete && before.meta().passed_over);
    let waiting = give(&mut before, incident(2).into());
    assert_eq!(before.request(device(DISPATCHER), "", true, NOW).commands.len(), 1);

    let (mirror, outbox) = (before.mirror().clone(), before.outbox().cloned().collect());
    let meta = meta_after_update(&before, VOCABULARY - 1);
    let mut after = Replica::load(meta, mirror, outbox, NOW);
    assert_eq!(standing(&after, waiting), Standing::Waiting);
    take(&mut after, &told);
    assert_eq!(after.mirror(), &world.state);
    assert_eq!(standing(&after, waiting), Standing::Waiting, "and what waits goes on waiting");
}

#[test]
fn what_goes_of_an_unknown_kind_is_nothing_to_tell() {
    let came = read(&answer(&reported(1)), |value| {
        changes(value).push(json!({ "gone": { "row": "loan:8", "seq": 9 } }));
    });
    assert!(!came.passed_over);
    assert_eq!(came.changes.len(), answer(&reported(1)).changes.len());
}

#[test]
fn words_that_are_not_known_hide_no_row() {
    let came = read(&answer(&reported(1)), |value| {
        let ticket = ticket_in(value, 1);
        ticket["category"] = "hologram".into();
        ticket["history"][0]["what"] = json!({ "what": "lent", "days": 7 });
    });
    assert!(!came.passed_over);
    let replica = desk(&came);
    let ticket = &replica.view().tickets[&ticket(1)];
    assert_eq!((ticket.category, &ticket.history[0].what), (Category::Unknown, &Happened::Unknown));
    // As the device keeps it, and reads it back.
    let rows: Vec<Row> = replica.mirror().rows().collect();
    let text = serde_json::to_string(&rows).unwrap();
    assert_eq!(serde_json::from_str::<Vec<Row>>(&text).unwrap(), rows);
}

/// What is stale stays as it was, and what was sent stays sent.
#[test]
fn a_row_whose_newer_version_cannot_be_read_stays_as_it_was() {
    let mut world = reported(1);
    let mut replica = desk(&answer(&world));
    let known = replica.mirror().get(&RowKey::ticket(ticket(1)));
    let comment = Command::from(Act::CommentTicket {
        ticket: ticket(1),
        text: "Vu".into(),
        photos: Vec::new(),
    });
    let id = give(&mut replica, comment.clone());
    world.give(DISPATCHER, comment).unwrap();
    let verdict = Verdict::Applied { seq: 99 };
    let told = SyncAnswer { outcomes: vec![Outcome { command: id, verdict }], ..answer(&world) };
    take(&mut replica, &read(&told, |value| ticket_in(value, 1)["state"] = "lent".into()));
    assert_eq!(replica.mirror().get(&RowKey::ticket(ticket(1))), known);
    assert!(matches!(standing(&replica, id), Standing::Sent { seq: 99, .. }));
    assert!(replica.meta().passed_over);
}

fn give(replica: &mut Replica, intent: Command) -> CommandId {
    let sequence = replica.last_sequence() + 1;
    let id = CommandId::from_parts(sequence as i64, [9; 10]);
    let envelope = replica.envelope(id, device(DISPATCHER), sequence, intent, NOW);
    replica.judge(&envelope, NOW).unwrap();
    let outbox = vec![OutboxItem { envelope, standing: Standing::Waiting }];
    replica.commit(Batch { outbox, ..Batch::default() }, NOW);
    id
}

fn standing(replica: &Replica, id: CommandId) -> Standing {
    replica.outbox().find(|item| item.envelope.id == id).expect("kept").standing.clone()
}

/// After its update the device asks for everything once, and keeps what waits.
#[test]
fn an_update_asks_once_for_what_was_passed_over() {
    let world = reported(2);
    let mut replica =
        desk(&read(&answer(&world), |value| ticket_in(value, 2)["state"] = "lent".into()));
    let waiting = give(&mut replica, incident(3).into());
    let same = meta_after_update(&replica, VOCABULARY);
    assert_eq!(&same, replica.meta(), "the same version goes on from where it is");
    let mirror = replica.mirror().clone();
    let outbox = replica.outbox().cloned().collect();
    let meta = meta_after_update(&replica, VOCABULARY - 1);
    assert_eq!((meta.cursor, meta.complete, meta.passed_over), (0, false, false));
    assert_eq!((meta.epoch, &meta.actor), (Some(EPOCH), &replica.meta().actor));
    let mut updated = Replica::load(meta, mirror, outbox, NOW);
    assert_eq!(standing(&updated, waiting), Standing::Waiting);
    assert!(updated.view().tickets.contains_key(&ticket(1)), "nothing leaves the screen meanwhile");
    let request = updated.request(device(DISPATCHER), "", true, NOW);
    assert_eq!((request.cursor, request.vocabulary, request.commands.len()), (0, VOCABULARY, 1));
    take(&mut updated, &answer(&world));
    assert_eq!(updated.mirror(), &world.state);
    assert!(updated.meta().complete && updated.meta().cursor > 0);
    assert_eq!(&meta_after_update(&updated, VOCABULARY), updated.meta(), "once");
}

/// A verdict or a refusal of a newer server is no reason to lose a command, nor to call it sent.
#[test]
fn verdicts_that_are_not_known_leave_the_command_to_be_sent() {
    let world = reported(1);
    let mut replica = desk(&answer(&world));
    let ids = [2, 3].map(|n| give(&mut replica, incident(n).into()));
    let told = read(&answer(&world), |value| {
        value["outcomes"] = json!([
            { "command": ids[0], "verdict": "postponed", "until": 7 },
            { "command": ids[1], "verdict": "refused", "refusal": "loan_state", "state": "lent" },
        ]);
    });
    take(&mut replica, &told);
    assert_eq!(standing(&replica, ids[0]), Standing::Held);
    let refused = standing(&replica, ids[1]);
    let Standing::Refused { refusal: Refusal::Unknown(said), handled: false, .. } = &refused else {
        panic!("{refused:?}")
    };
    assert_eq!(Value::Object(said.clone()), json!({ "refusal": "loan_state", "state": "lent" }));
    assert_eq!((replica.unsent(), replica.asking()), (1, 1), "«À traiter»");
    // On the disk it stands as it came, for the version that knows it.
    for item in replica.outbox() {
        let text = serde_json::to_string(item).unwrap();
        assert_eq!(&OutboxItem::from_json(&text).unwrap(), item);
    }
}

fn packed(world: &World) -> Vec<u8> {
    let mut all = Vec::new();
    for kind in Kind::ALL {
        let rows: Vec<_> = world.state.rows().filter(|row| row.kind() == *kind).collect();
        all.extend(pack_all(*kind, &rows, BLOCK_ROWS).unwrap());
    }
    all
}

/// One more piece of a snapshot; the shortest lengths are one byte.
fn piece(tag: &str, block: &[u8]) -> Vec<u8> {
    let mut piece = vec![tag.len() as u8];
    piece.extend(tag.as_bytes());
    let mut length = block.len();
    while length >= 128 {
        piece.push(length as u8 | 128);
        length >>= 7;
    }
    piece.push(length as u8);
    piece.extend(block);
    piece
}

#[test]
fn a_snapshot_of_a_newer_server_gives_all_that_is_known() {
    let world = reported(2);
    let plain = unpack_all(&packed(&world)).unwrap();
    assert!(!plain.passed_over);
    assert_eq!(plain.rows.iter().cloned().collect::<State>(), world.state);
    let mut newer = piece("loan", b"\x01 whatever it is");
    newer.extend(packed(&world));
    let read = unpack_all(&newer).unwrap();
    assert!(read.passed_over);
    assert_eq!(read.rows, plain.rows);
    let replica = Replica::default();
    let batch = replica.settle_snapshot(&answer(&world), read, 3, NOW);
    assert!(batch.meta.expect("a meta").passed_over);
    for length in 1..newer.len() {
        let cut = unpack_all(&newer[..length]);
        let whole_pieces = cut.map(|read| read.rows.len() < plain.rows.len());
        assert!(whole_pieces.unwrap_or(true), "a piece that is cut is not used");
    }
}

/// Of two servers during an upgrade the older one leaves out what it cannot read.
#[test]
fn what_an_older_server_left_out_comes_from_the_next_that_knows_it() {
    let world = reported(2);
    let mut half = answer(&world);
    half.leaves_out = true;
    half.changes.retain(
        |change| !matches!(change, Change::Put(row) if row.key() == RowKey::ticket(ticket(2))),
    );
    let mut replica = desk(&half);
    assert_eq!(replica.meta().cursor, half.cursor);
    let nothing_new = SyncAnswer { changes: Vec::new(), ..answer(&world) };
    take(&mut replica, &nothing_new);
    assert_eq!((replica.meta().cursor, replica.meta().complete), (0, false), "all of it again");
    take(&mut replica, &answer(&world));
    assert_eq!(replica.mirror(), &world.state);
    assert_eq!((replica.meta().cursor, replica.meta().complete), (nothing_new.cursor, true));
    take(&mut replica, &nothing_new);
    assert_eq!(replica.meta().cursor, nothing_new.cursor, "once");
}

#[test]
fn held_commands_are_offered_again_to_a_server_that_knows_more() {
    let world = reported(1);
    let replica = desk(&answer(&world));
    let request: SyncRequest = replica.request(device(DISPATCHER), "", true, NOW);
    let by = |vocabulary| SyncAnswer { vocabulary, ..answer(&world) };
    let offered = OfferedHeld::default();
    assert!(offered.is_due());
    let offered = offered.after(&request, &by(1));
    assert!(!offered.is_due());
    assert!(!offered.after(&request, &by(1)).is_due(), "once");
    assert!(!offered.after(&request, &by(0)).is_due(), "one that knows less holds them too");
    let offered = offered.after(&request, &by(2));
    assert!(offered.is_due());
    assert!(!offered.after(&request, &by(2)).is_due());
    let mut other_life = by(2);
    other_life.epoch = Epoch(Uuid::from_bytes([2; 16]));
    assert!(offered.after(&request, &other_life).is_due(), "it judged nothing yet");
}
