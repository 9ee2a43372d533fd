//! Commands of money on their way: sent at once, counted once, kept only when they count.

use super::*;
use shared::id::{AccountId, CommandId, DeviceId, Epoch};
use shared::replica::{Attempt, Fate, Replica};
use shared::role::{Actor, Role};
use shared::sync::{Outcome, SyncAnswer, VOCABULARY, Verdict};

const ONE: Uuid = Uuid::from_u128(1);

fn opened(key: u128, cents: i64) -> Command {
    let order = Order {
        number: String::new(),
        supplier: "Fournisseur".into(),
        label: String::new(),
        market: String::new(),
        price: Price::of(Cents(cents), Cents(cents)),
        signed_on: day("2026-03-12"),
        origin: Default::default(),
        goods: None,
        supplies: Vec::new(),
    };
    let (commitment, line) = (CommitmentId(Uuid::from_u128(key)), LineId("2.5-I".into()));
    Act::OpenCommitment { commitment, line, year: 2026, order, over: String::new() }.into()
}

fn attempt(intent: Command) -> Attempt {
    let replica = Replica::default();
    Attempt::new(replica.envelope(CommandId(ONE), DeviceId(ONE), 1, intent, 0))
}

fn answer(outcomes: Vec<Outcome>) -> SyncAnswer {
    let actor = Actor {
        account: AccountId(ONE),
        name: String::new(),
        role: Role::Coordinator,
        site: None,
        communes: Vec::new(),
    };
    SyncAnswer {
        protocol: 1,
        vocabulary: VOCABULARY,
        leaves_out: false,
        epoch: Epoch(ONE),
        cursor: 9,
        more: false,
        reset: false,
        sites: None,
        actor,
        now: 0,
        seen_by_desk: 0,
        outcomes,
        changes: Vec::new(),
        snapshot: None,
        proof_key: None,
        passed_over: false,
    }
}

/// Each submission draws a key for the row that it makes: with the same words it is the same.
#[test]
fn the_same_words_go_again_under_the_same_key_and_others_give_it_up() {
    let first = attempt(opened(7, 600_000));
    let again = first.clone().again(&opened(8, 600_000));
    assert_eq!(again, first);
    assert_eq!(again.to_send(), first.envelope);
    let other = first.clone().again(&opened(9, 60_000));
    assert!(other.given_up);
    let sent = other.to_send();
    assert_eq!(sent.id, first.envelope.id);
    assert_ne!(sent.device, first.envelope.device, "of no device: a server refuses it");
    // Back to the first words: the server may have closed the key meanwhile.
    assert!(other.again(&opened(9, 600_000)).given_up);
}

#[test]
fn what_an_answer_does_not_judge_stays_open() {
    let attempt = attempt(opened(7, 600_000));
    let of = |verdict| vec![Outcome { command: CommandId(ONE), verdict }];
    assert_eq!(attempt.fate(&answer(Vec::new()), 5), Fate::Open, "it tells of another life");
    assert_eq!(attempt.fate(&answer(of(Verdict::Held)), 5), Fate::Open);
    let refusal = Refusal::NotAllowed;
    let refused = attempt.fate(&answer(of(Verdict::Refused { refusal })), 5);
    assert_eq!(refused, Fate::Refused(Refusal::NotAllowed));
    let applied = attempt.fate(&answer(of(Verdict::Applied { seq: 9 })), 5);
    let Fate::Counts(item) = applied else { panic!("{applied:?}") };
    assert!(!item.is_unsent() && !item.asks(), "kept as sent, for a restore of the server");
    assert_eq!(item.envelope, attempt.envelope);
}

#[test]
fn it_goes_after_all_that_waits_and_is_counted_with_it() {
    let replica = Replica::default();
    let attempt = attempt(opened(7, 600_000));
    let request = replica.request_of(&attempt, DeviceId(ONE), "", 0);
    assert_eq!(request.commands.last(), Some(&attempt.envelope));
    assert_eq!((request.commands.len(), request.unsent), (1, 1));
}
