//! The server is killed at random moments while several devices send at once.

use crate::{report, tablet};
use shared::id::{CommandId, SiteId, TicketId};
use shared::sync::Verdict;
use shared::ticket;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;
use tests::device::{Device, SyncError};
use tests::people::desk;
use tests::server::Server;

const DEVICES: u8 = 6;
/// Syncs that the server answers, of all devices together.
const SYNCS: usize = 200;
/// Kills below which the test would be too kind, on a machine that is quick between two of them.
const KILLS_MIN: usize = 10;
/// Commands that wait on a device before it stops writing more.
const WAITING: usize = 6;
/// The longest time that the server first runs before it is killed, in milliseconds.
const LIFE_MS: u64 = 60;

/// Counts over all devices.
#[derive(Default)]
struct Tally {
    answered: AtomicUsize,
    /// Requests that the server began to read and never answered.
    cut: AtomicUsize,
    over: AtomicBool,
}

/// A school that writes and sends without a pause.
struct School {
    device: Device,
    site: SiteId,
    random: fastrand::Rng,
    tickets: Vec<TicketId>,
    comments: usize,
    acknowledged: BTreeSet<CommandId>,
}

impl School {
    fn write(&mut self) {
        for _ in 0..self.random.usize(1..=3) {
            let ticket = self.random.choice(&self.tickets).copied();
            match ticket.filter(|_| self.random.bool()) {
                Some(ticket) => {
                    self.comments += 1;
                    let text = format!("Mot {}", self.comments);
                    let comment = ticket::Act::CommentTicket { ticket, text, photos: Vec::new() };
                    self.device.give(comment.into()).expect("the school comments");
                }
                None => {
                    let text = format!("Panne {}", self.tickets.len());
                    self.tickets.push(report(&mut self.device, &self.site, &text));
                }
            }
        }
    }

    async fn work(mut self, tally: Arc<Tally>) -> Self {
        while !tally.over.load(Ordering::SeqCst) {
            // While the server is away, few commands may wait: this test is about sending.
            if self.device.replica.waiting() < WAITING {
                self.write();
            }
            match self.device.sync_once().await {
                Ok(answer) => {
                    tally.answered.fetch_add(1, Ordering::SeqCst);
                    let took = |verdict: &Verdict| !matches!(verdict, Verdict::Refused { .. });
                    let outcomes = answer.outcomes.iter().filter(|o| took(&o.verdict));
                    self.acknowledged.extend(outcomes.map(|outcome| outcome.command));
                }
                Err(SyncError::Network(error)) => {
                    tally.cut.fetch_add(usize::from(!error.is_connect()), Ordering::SeqCst);
                    let pause = self.random.u64(1..15);
                    tokio::time::sleep(Duration::from_millis(pause)).await;
                }
                Err(other) => panic!("{other:?}"),
            }
        }
        self
    }
}

/// «Ce qui est affiché comme envoyé est sur le serveur», «Rien n'est compté deux fois».
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn kills_in_the_middle_of_requests_lose_and_double_nothing() {
    let seed = fastrand::u64(..);
    println!("seed {seed}");
    let mut random = fastrand::Rng::with_seed(seed);
    let mut server = Server::demo();
    let mut office = desk(&server, 1).await;
    let tally = Arc::new(Tally::default());
    let mut tasks = Vec::new();
    for number in 0..DEVICES {
        let (device, site) = tablet(&server, &mut office, 10 + number).await;
        let random = fastrand::Rng::with_seed(random.u64(..));
        let (tickets, acknowledged) = (Vec::new(), BTreeSet::new());
        let school = School { device, site, random, tickets, comments: 0, acknowledged };
        tasks.push(tokio::spawn(school.work(Arc::clone(&tally))));
    }
    let mut kills = 0;
    let (mut longest_ms, mut known) = (LIFE_MS, 0);
    while known < SYNCS || kills < KILLS_MIN {
        tokio::time::sleep(Duration::from_millis(random.u64(2..longest_ms))).await;
        server.kill();
        server.start(&[]);
        kills += 1;
        let answered = tally.answered.load(Ordering::SeqCst);
        // On a busy machine, a server that is killed early answers no request: the next one runs
        // longer.
        longest_ms = if answered > known { longest_ms } else { longest_ms * 5 / 4 };
        known = answered;
    }
    tally.over.store(true, Ordering::SeqCst);
    let cut = tally.cut.load(Ordering::SeqCst);
    println!("{kills} kills, {cut} requests cut");
    assert!(kills >= KILLS_MIN && cut >= 10, "{kills} kills, {cut} requests cut: too kind a test");
    let mut schools = Vec::new();
    for task in tasks {
        schools.push(task.await.expect("no device gave up"));
    }
    for school in &mut schools {
        school.device.sync().await.expect("what was left goes");
    }
    office.sync().await.expect("the desk has everything");
    schools.iter().for_each(|school| has_all_once(&office, school));
    server.kill();
    let judged = judged(&server, &schools);
    for school in &schools {
        assert!(school.acknowledged.is_subset(&judged), "an acknowledged command is missing");
        let given: BTreeSet<_> = school.device.replica.outbox().map(|i| i.envelope.id).collect();
        assert!(given.is_subset(&judged));
    }
}

/// Checks that each ticket and each comment of a school is at the desk, once.
fn has_all_once(office: &Device, school: &School) {
    let of_site = office.view().tickets_of(&school.site);
    let written = of_site.filter(|ticket| ticket.text.starts_with("Panne "));
    let found: BTreeSet<_> = written.map(|ticket| ticket.id).collect();
    let wanted: BTreeSet<_> = school.tickets.iter().copied().collect();
    assert_eq!(found, wanted);
    let said = wanted.iter().flat_map(|ticket| &office.view().tickets[ticket].history);
    let mut words: Vec<&str> = said
        .filter_map(|entry| match &entry.what {
            ticket::Happened::Commented { text, .. } => Some(text.as_str()),
            _ => None,
        })
        .collect();
    words.sort_unstable();
    let count = words.len();
    words.dedup();
    assert_eq!((words.len(), count), (school.comments, school.comments));
}

/// Checks that the server's database has each command of these schools once.
fn judged(server: &Server, schools: &[School]) -> BTreeSet<CommandId> {
    let database = server.data().join("tournee.sqlite");
    let database = rusqlite::Connection::open(database).expect("the database");
    let mut found = BTreeSet::new();
    for school in schools {
        let sql = "SELECT id FROM commands WHERE device = ?1 AND verdict LIKE '%applied%'";
        let mut asked = database.prepare(sql).expect("a statement");
        let ids = asked.query_map([school.device.id.to_string()], |line| line.get(0));
        let ids = ids.expect("the commands").map(|id: rusqlite::Result<String>| id.expect("a key"));
        found.extend(ids.map(|id| id.parse::<CommandId>().expect("a key")));
    }
    let sound: String = database
        .query_row("PRAGMA integrity_check", [], |line| line.get(0))
        .expect("the database can be read");
    assert_eq!(sound, "ok");
    found
}
