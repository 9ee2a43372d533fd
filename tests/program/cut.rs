//! A network that cuts connections at random places.

use crate::{report, tablet};
use shared::ticket;
use std::sync::{Arc, Mutex};
use tests::device::SyncError;
use tests::people::desk;
use tests::relay::{Line, Relay};
use tests::server::Server;

/// Requests that a device sends through the relay, each until it is answered.
const SYNCS: usize = 120;

/// Draws the number of bytes after which a connection is cut: below a hundred as often as below ten
/// thousand.
fn offset(random: &mut fastrand::Rng) -> u64 {
    10_f64.powf(random.f64() * 4.3) as u64 + 1
}

fn line(random: &mut fastrand::Rng) -> Line {
    let mut line = Line::default();
    match random.u8(0..10) {
        0..=2 => line.cut_up = Some(offset(random)),
        3..=6 => line.cut_down = Some(offset(random)),
        _ => {}
    }
    line
}

/// Invariant 10 «cut in the middle, half a body», in both directions: afterwards the state is
/// complete and nothing is there twice.
#[tokio::test]
async fn a_network_that_cuts_anywhere_loses_and_doubles_nothing() {
    let seed = fastrand::u64(..);
    println!("seed {seed}");
    let random = Arc::new(Mutex::new(fastrand::Rng::with_seed(seed)));
    let server = Server::demo();
    let mut office = desk(&server, 1).await;
    let (mut school, site) = tablet(&server, &mut office, 2).await;
    let dice = Arc::clone(&random);
    let draw = move |_| line(&mut dice.lock().expect("nobody panics with the dice"));
    let relay = Relay::with_lines(&server.address(), draw).await;
    school.go_through(&relay.address());

    let (mut tickets, mut comments) = (Vec::new(), 0);
    let (mut answered, mut failed) = (0, 0);
    while answered < SYNCS {
        let now = random.lock().expect("nobody panics with the dice").u8(0..4);
        if now == 0 || tickets.is_empty() {
            tickets.push(report(&mut school, &site, &format!("Panne {}", tickets.len())));
        } else {
            comments += 1;
            let ticket = tickets[tickets.len() - 1];
            let text = format!("Mot {comments}");
            let comment = ticket::Act::CommentTicket { ticket, text, photos: Vec::new() };
            school.give(comment.into()).expect("the school comments");
        }
        match school.sync_once().await {
            Ok(_) => answered += 1,
            Err(SyncError::Network(_)) => failed += 1,
            Err(SyncError::Status(status, body)) => panic!("{status} {body}"),
        }
    }
    println!("{answered} requests answered, {failed} not, {} cuts", relay.cuts());
    assert!(failed >= SYNCS / 5 && relay.cuts() >= failed as u64 / 2, "too kind a network");
    school.go_through(&server.address());
    school.sync().await.expect("what was left goes");
    office.sync().await.expect("the desk has everything");

    let own = |text: &str| text.starts_with("Panne ");
    let known = office.view().tickets_of(&site).filter(|ticket| own(&ticket.text));
    let mut found: Vec<_> = known.map(|ticket| ticket.id).collect();
    found.sort();
    tickets.sort();
    assert_eq!(found, tickets, "all of them, once");
    let history = tickets.iter().flat_map(|ticket| &office.view().tickets[ticket].history);
    let said = history.filter(|entry| matches!(entry.what, ticket::Happened::Commented { .. }));
    assert_eq!(said.count(), comments, "each comment once");
    for ticket in &tickets {
        assert_eq!(school.view().tickets[ticket], office.view().tickets[ticket], "converged");
    }
}
