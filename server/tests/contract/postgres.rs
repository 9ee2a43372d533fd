//! Tests of a database behind a connection: the connection can break, and programs share it.

use super::rows::visit;
use super::{Opened, account, judged, postgres, settings, sqlite};
use rusqlite::Connection;
use server::store::postgres::Postgres;
use server::store::*;
use shared::id::{CommandId, Seq};
use shared::row::Kind;
use shared::scope::Stream;
use std::collections::BTreeSet;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;
use uuid::Uuid;

const PATIENCE: Duration = Duration::from_secs(20);

/// Ends every connection to the database but the one that says it.
const CUT: &str = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity \
                   WHERE datname = current_database() AND pid <> pg_backend_pid()";

fn cut(opened: &Opened) {
    let database = opened.database.as_ref().expect("a database");
    let ended = database.run(CUT).expect("cut");
    assert_ne!(ended, "0", "nothing was connected");
}

fn ear(store: &dyn Store) -> Receiver<Seq> {
    let (tell, heard) = channel();
    store
        .watch(Box::new(move |seq| {
            let _ = tell.send(seq);
        }))
        .expect("it listens");
    heard
}

fn wait_for(heard: &Receiver<Seq>, wanted: Seq) {
    while heard.recv_timeout(PATIENCE).expect("a word") < wanted {}
}

#[test]
fn what_another_program_writes_is_heard() {
    let opened = postgres();
    let heard = ear(&*opened.store);
    wait_for(&heard, 0);
    for n in 1..5 {
        let seq = opened.again().change(|w| w.put(account(n))).expect("put");
        wait_for(&heard, seq);
    }
    let silent: StoreResult<()> = opened.again().change(|w| {
        w.put(account(9))?;
        Err(Fault::new("no"))
    });
    assert!(silent.is_err());
    assert!(heard.recv_timeout(Duration::from_secs(1)).is_err(), "nothing was written");
}

#[test]
fn nothing_is_missed_while_the_listener_had_no_connection() {
    let opened = postgres();
    let heard = ear(&*opened.store);
    wait_for(&heard, 0);
    let other = opened.again();
    cut(&opened);
    // The writer opens a new connection at once; the listener waits a moment before it does.
    let seq = other.change(|w| w.put(account(1))).expect("put");
    wait_for(&heard, seq);
}

#[test]
fn idle_connections_that_died_are_replaced_before_anybody_notices() {
    let opened = postgres();
    for n in 1..5 {
        opened.store.change(|w| w.put(account(n))).expect("put");
        cut(&opened);
        let count = opened.store.look(|r| r.count(Kind::Account)).expect("read");
        assert_eq!(count, u64::from(n));
        cut(&opened);
        assert!(opened.store.opened("nobody").expect("asked").is_none());
        cut(&opened);
    }
}

#[test]
fn a_connection_that_dies_in_the_middle_leaves_nothing_behind() {
    let opened = postgres();
    let cut_off = opened.store.change(|w| {
        w.put(settings("Perdue"))?;
        cut(&opened);
        w.put(account(1))
    });
    assert!(cut_off.is_err());
    let cut_at_the_end = opened.store.change(|w| {
        w.put(settings("Perdue"))?;
        cut(&opened);
        Ok(())
    });
    assert!(cut_at_the_end.is_err());
    assert_eq!(opened.store.look(|r| r.count(Kind::Settings)).expect("read"), 0);
    assert_eq!(opened.store.look(|r| r.last_seq()).expect("read"), 0);
    assert_eq!(opened.store.change(|w| w.put(account(1))).expect("it goes on"), 1);
}

#[test]
fn a_panic_in_the_middle_leaves_nothing_behind_and_holds_nobody_up() {
    let opened = postgres();
    for _ in 0..15 {
        let work = std::panic::AssertUnwindSafe(|| {
            let _: StoreResult<()> = opened.store.change(|w| {
                w.put(settings("Perdue"))?;
                panic!("on purpose")
            });
        });
        assert!(std::panic::catch_unwind(work).is_err());
    }
    assert_eq!(opened.again().change(|w| w.put(account(1))).expect("it goes on"), 1);
    assert_eq!(opened.store.look(|r| r.count(Kind::Settings)).expect("read"), 0);
}

/// More requests than connections: they wait for each other.
#[test]
fn many_at_once_share_few_connections() {
    let opened = postgres();
    std::thread::scope(|scope| {
        for n in 0..60 {
            let store = &opened.store;
            scope.spawn(move || {
                store.change(|w| w.put(account(n))).expect("put");
                store.look(|r| r.last_seq()).expect("read");
            });
        }
    });
    assert_eq!(opened.store.look(|r| r.last_seq()).expect("read"), 60);
    let database = opened.database.as_ref().expect("a database");
    let sql = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'tournee' \
               AND datname = current_database()";
    let open: u32 = database.run(sql).expect("counted").parse().expect("a number");
    assert!(open <= 10, "{open} connections");
}

#[test]
fn programs_that_start_together_make_one_database() {
    let database = cluster::database().expect("a PostgreSQL for the tests");
    let epochs: Vec<_> = std::thread::scope(|scope| {
        let open = || {
            let store = Postgres::open(&database.url()).expect("a store");
            let store: std::sync::Arc<dyn Store> = std::sync::Arc::new(store);
            store.look(|r| r.epoch()).expect("read")
        };
        let opening: Vec<_> = (0..6).map(|_| scope.spawn(open)).collect();
        opening.into_iter().map(|thread| thread.join().expect("opened")).collect()
    });
    assert!(epochs.iter().all(|epoch| *epoch == epochs[0]), "{epochs:?}");
}

#[test]
fn what_a_newer_version_wrote_is_not_opened() {
    let opened = postgres();
    let database = opened.database.as_ref().expect("a database");
    database.run("UPDATE schema_version SET number = 1000").expect("newer");
    let Err(fault) = Postgres::open(&database.url()) else { panic!("opened") };
    assert!(fault.to_string().contains("version 1000"), "{fault}");
}

/// Backups are SQLite files: a table or column that one engine lacks would be lost in one.
#[test]
fn both_engines_have_the_same_tables_and_columns() {
    let opened = postgres();
    let sql = "SELECT table_name || '.' || column_name FROM information_schema.columns \
               WHERE table_schema = 'public' AND table_name <> 'schema_version'";
    let told = opened.database.as_ref().expect("a database").run(sql).expect("told");
    let mut theirs: BTreeSet<String> = told.lines().map(str::to_owned).collect();
    assert!(theirs.remove("audit.number"), "the order of lines, which SQLite keeps by itself");
    let opened = sqlite();
    let file = Connection::open(opened.folder.path().join("a.sqlite")).expect("a file");
    let sql = "SELECT t.name || '.' || c.name FROM sqlite_schema AS t, \
               pragma_table_info(t.name) AS c WHERE t.type = 'table'";
    let mut statement = file.prepare(sql).expect("a question");
    let ours = statement.query_map([], |line| line.get(0)).expect("told");
    let ours: BTreeSet<String> = ours.map(|name| name.expect("a name")).collect();
    assert_eq!(theirs, ours);
}

/// A connection keeps its plans: one made while a table was nearly empty, when reading all of it
/// is cheapest, must not read all of it once it is large.
#[test]
fn no_table_is_read_whole_however_small_it_was_at_first() {
    let opened = postgres();
    let command = |n: u16| {
        let id = CommandId(Uuid::from_u128(n.into()));
        Judged { id, sequence: n.into(), ..judged(1) }
    };
    for n in 0..600 {
        let some = n * 5..n * 5 + 5;
        let commands: Vec<_> = some.clone().map(command).collect();
        let ids: Vec<_> = commands.iter().map(|command| command.id).collect();
        let keys: Vec<_> = some.clone().map(|n| visit(n, 1).key()).collect();
        let changed = opened.store.change(|w| {
            assert!(w.verdicts(&ids)?.is_empty() && w.load_rows(&keys)?.is_empty());
            some.clone().try_for_each(|n| w.put(visit(n, 1)).map(|_| ()))?;
            w.record_all(&commands)
        });
        changed.expect("kept");
        let streams = [Stream::Site("0420001A".into()), Stream::Kind(Kind::Calendar)];
        let followed = opened.store.look(|r| r.follow_all(&streams, Seq::from(n) * 5, 100));
        assert_eq!(followed.expect("read").concat().len(), 5);
    }
    let Opened { store, database, folder: _folder } = opened;
    // A connection tells what it did when it ends.
    drop(store);
    let sql = "SELECT sum(seq_tup_read) FROM pg_stat_user_tables \
               WHERE relname IN ('rows', 'commands')";
    let read = database.expect("a database").run(sql).expect("told");
    let read: u64 = read.parse().expect("a number");
    assert!(read < 3_000, "{read} lines were read to find 9,000 by their keys");
}
