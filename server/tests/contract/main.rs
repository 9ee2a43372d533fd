//! What every store must do, run against each of them.

use server::store::sqlite::Sqlite;
use server::store::*;
use shared::decide::Read;
use shared::id::*;
use shared::plan::Settings;
use shared::row::{Kind, Row, RowKey};
use shared::scope::Stream;
use shared::sync::Verdict;
use std::sync::Arc;
use tempfile::TempDir;
use uuid::Uuid;

/// A store with the folder that it lives in.
struct Opened {
    store: Arc<dyn Store>,
    folder: TempDir,
}

fn sqlite() -> Opened {
    let folder = TempDir::new().expect("a folder");
    let store = Sqlite::open(&folder.path().join("a.sqlite")).expect("a store");
    Opened { store: Arc::new(store), folder }
}

fn key(n: u8) -> Uuid {
    Uuid::from_bytes([n; 16])
}

fn settings(authority: &str) -> Row {
    Row::from(Settings { authority: authority.into(), ..Settings::default() })
}

fn account(n: u8) -> Row {
    let json = serde_json::json!({
        "id": key(n), "name": format!("Personne {n}"), "role": "technician",
        "week": vec![true; 10], "active": true,
    });
    Row::Account(Arc::new(serde_json::from_value(json).expect("an account")))
}

fn judged(n: u8) -> Judged {
    Judged {
        id: CommandId(key(n)),
        device: DeviceId(key(1)),
        sequence: u64::from(n),
        account: AccountId(key(2)),
        received_at: i64::from(n) * 1_000,
        verdict: Verdict::Applied { seq: i64::from(n) },
        body: serde_json::json!({ "command": "note", "n": n }),
    }
}

fn sequence_numbers_rise_and_stamp_the_rows(opened: &Opened) {
    let store = &opened.store;
    let first = store.change(|w| w.put(account(1))).expect("put");
    let second = store.change(|w| w.put(account(2))).expect("put");
    let again = store.change(|w| w.put(account(1))).expect("put");
    assert!(first < second && second < again);
    let row = store.look(|r| r.load(&Read::Row(account(1).key()))).expect("read").remove(0);
    assert_eq!(row.version(), again);
    assert_eq!(store.look(|r| r.last_seq()).expect("read"), again);
    assert_eq!(store.look(|r| r.count(Kind::Account)).expect("read"), 2);
}

fn a_failed_change_leaves_everything_as_it_was(opened: &Opened) {
    let store = &opened.store;
    let before = store.look(|r| r.last_seq()).expect("read");
    let failed: Kept<()> = store.change(|w| {
        w.put(settings("Perdue"))?;
        w.record(&judged(1))?;
        Err(Fault("no".into()))
    });
    assert!(failed.is_err());
    assert_eq!(store.look(|r| r.last_seq()).expect("read"), before);
    assert_eq!(store.look(|r| r.count(Kind::Settings)).expect("read"), 0);
    assert!(store.look(|r| r.verdict(CommandId(key(1)))).expect("read").is_none());
}

fn a_nested_failure_undoes_itself_only(opened: &Opened) {
    let store = &opened.store;
    let done = store.change(|w| {
        w.put(settings("Gardée"))?;
        let nested = w.nested(&mut || {
            w.put(account(9))?;
            Err(Fault("no".into()))
        });
        assert!(nested.is_err());
        w.put(account(8))
    });
    done.expect("the rest is kept");
    assert_eq!(store.look(|r| r.count(Kind::Settings)).expect("read"), 1);
    let load = |n| store.look(|r| r.load(&Read::Row(account(n).key()))).expect("read").len();
    assert_eq!((load(9), load(8)), (0, 1));
}

fn a_command_is_remembered_once(opened: &Opened) {
    let store = &opened.store;
    store.change(|w| w.record(&judged(1))).expect("recorded");
    let known = store.look(|r| r.verdict(CommandId(key(1)))).expect("read");
    assert_eq!(known, Some(Verdict::Applied { seq: 1 }));
    assert!(store.change(|w| w.record(&judged(1))).is_err(), "never twice");
}

fn a_forgotten_command_keeps_its_verdict(opened: &Opened) {
    let store = &opened.store;
    store.change(|w| w.record(&judged(1))).expect("recorded");
    store.change(|w| w.record(&judged(9))).expect("recorded");
    let forgotten = store.change(|w| w.forget_before(5_000, 0, 0)).expect("forgotten");
    assert_eq!(forgotten, 1);
    assert!(store.look(|r| r.verdict(CommandId(key(1)))).expect("read").is_some());
    assert_eq!(store.change(|w| w.forget_before(5_000, 0, 0)).expect("again"), 0);
}

fn streams_follow_in_order_and_stop_at_the_limit(opened: &Opened) {
    let store = &opened.store;
    for n in 1..=5 {
        store.change(|w| w.put(account(n))).expect("put");
    }
    let follow = |after, limit| {
        let rows = store.look(|r| r.follow(&Stream::Kind(Kind::Account), after, limit));
        rows.expect("read").iter().map(Row::version).collect::<Vec<_>>()
    };
    let all = follow(0, 100);
    assert_eq!(all.len(), 5);
    assert!(all.is_sorted());
    assert_eq!(follow(all[1], 2), all[2..4]);
    assert_eq!(follow(all[4], 2), Vec::<Seq>::new());
}

fn what_is_deleted_departs_everywhere(opened: &Opened) {
    let store = &opened.store;
    let seq = store.change(|w| w.put(account(3))).expect("put");
    store.change(|w| w.delete(&account(3).key())).expect("deleted");
    let gone = store.look(|r| r.departed(EVERYWHERE, seq)).expect("read");
    let keys: Vec<RowKey> = gone.iter().map(|(key, _)| key.clone()).collect();
    assert_eq!(keys, [account(3).key()]);
    assert!(gone[0].1 > seq);
    assert!(store.look(|r| r.departed(EVERYWHERE, gone[0].1)).expect("read").is_empty());
}

fn sessions_devices_codes_and_credentials_read_back(opened: &Opened) {
    let store = &opened.store;
    let session = Session {
        token_hash: "h".into(),
        account: AccountId(key(1)),
        device: DeviceId(key(2)),
        expires_at: 10,
    };
    let code = Code {
        code_hash: "c".into(),
        site: "0420001A".into(),
        made_by: AccountId(key(1)),
        expires_at: 5,
        used_at: None,
    };
    let credential =
        Credential { account: AccountId(key(1)), mail: "a@b.fr".into(), password_hash: "p".into() };
    let kept = store.change(|w| {
        w.put_session(&session)?;
        w.put_code(&code)?;
        w.put_credential(&credential)
    });
    kept.expect("kept");
    assert_eq!(store.look(|r| r.session("h")).expect("read"), Some(session));
    assert_eq!(store.look(|r| r.code("c")).expect("read"), Some(code));
    assert_eq!(store.look(|r| r.credential("a@b.fr")).expect("read"), Some(credential));
    store.change(|w| w.end_sessions(Some(DeviceId(key(2))), None)).expect("ended");
    assert_eq!(store.look(|r| r.session("h")).expect("read"), None);
}

fn a_new_epoch_is_another_life(opened: &Opened) {
    let store = &opened.store;
    let before = store.look(|r| r.epoch()).expect("read");
    let next = Epoch::from_parts(1, [7; 10]);
    store.change(|w| w.renew_epoch(next)).expect("renewed");
    assert_ne!(before, next);
    assert_eq!(store.look(|r| r.epoch()).expect("read"), next);
}

fn what_the_desk_has_seen_is_remembered(opened: &Opened) {
    let store = &opened.store;
    assert_eq!(store.look(|r| r.desk_seen()).expect("read"), 0);
    for seq in [7, 9] {
        store.change(|w| w.set_desk_seen(seq)).expect("noted");
        assert_eq!(store.look(|r| r.desk_seen()).expect("read"), seq);
    }
}

fn a_backup_holds_everything(opened: &Opened) {
    let store = &opened.store;
    store.change(|w| w.put(settings("Copiée"))).expect("put");
    let copy = opened.folder.path().join("copy.sqlite");
    store.backup(&copy).expect("copied");
    store.change(|w| w.put(account(4))).expect("put");
    let copy: Arc<dyn Store> = Arc::new(Sqlite::open(&copy).expect("opens"));
    assert_eq!(copy.look(|r| r.count(Kind::Settings)).expect("read"), 1);
    assert_eq!(copy.look(|r| r.count(Kind::Account)).expect("read"), 0);
}

/// A backup opened the database while the server wrote, and failed instead of waiting.
#[test]
fn a_second_program_opens_a_database_that_is_written_to() {
    let Opened { store, folder } = sqlite();
    let path = folder.path().join("a.sqlite");
    let writing = std::thread::spawn(move || {
        for n in 0..200 {
            store.change(|w| w.put(account(n))).expect("put");
        }
    });
    while !writing.is_finished() {
        Sqlite::open(&path).expect("opens beside");
    }
    writing.join().expect("written");
}

/// Runs every rule of the contract on a fresh store of each kind.
macro_rules! contract {
    ($open:ident: $($rule:ident),* $(,)?) => {
        mod $open {
            $(#[test]
            fn $rule() {
                super::$rule(&super::$open());
            })*
        }
    };
}

contract!(
    sqlite: sequence_numbers_rise_and_stamp_the_rows,
    a_failed_change_leaves_everything_as_it_was,
    a_nested_failure_undoes_itself_only,
    a_command_is_remembered_once,
    a_forgotten_command_keeps_its_verdict,
    streams_follow_in_order_and_stop_at_the_limit,
    what_is_deleted_departs_everywhere,
    sessions_devices_codes_and_credentials_read_back,
    a_new_epoch_is_another_life,
    what_the_desk_has_seen_is_remembered,
    a_backup_holds_everything,
);
