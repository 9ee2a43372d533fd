//! A database that a newer program has opened.

use super::{Opened, account, judged, key, settings};
use server::store::*;
use shared::id::*;
use shared::row::{Kind, Read, Row, RowKey};
use shared::scope::Stream;
use shared::sync::{VOCABULARY, Verdict};

/// Does what another program would.
fn run(opened: &Opened, sql: &str) {
    match &opened.database {
        Some(database) => {
            database.run(sql).expect("a statement");
        }
        None => {
            let file = opened.folder.path().join("a.sqlite");
            let connection = rusqlite::Connection::open(file).expect("a file");
            let sql = sql.replace("false", "0").replace("::text", "");
            connection.execute_batch(&sql).expect("a statement");
        }
    }
}

fn set_vocabulary(opened: &Opened, vocabulary: u32) {
    run(opened, &format!("UPDATE meta SET value = '{vocabulary}' WHERE key = 'vocabulary'"));
}

fn put(opened: &Opened, kind: &str, id: &str, seq: Seq, body: &str) {
    let sql = format!(
        "INSERT INTO rows (kind, id, seq, open, body) \
         VALUES ('{kind}', '{id}', {seq}, false, '{body}')"
    );
    run(opened, &sql);
}

fn body(opened: &Opened, n: u8) -> String {
    let row = opened.store.look(|r| r.load(&Read::Row(account(n).key()))).expect("read").remove(0);
    serde_json::to_string(&row).expect("JSON")
}

pub(crate) fn a_database_says_which_program_can_read_all_of_it(opened: &Opened) {
    let vocabulary = || opened.store.look(|r| r.vocabulary()).expect("read");
    assert_eq!(vocabulary(), VOCABULARY);
    set_vocabulary(opened, VOCABULARY + 1);
    assert_eq!(vocabulary(), VOCABULARY + 1);
    drop(opened.again());
    assert_eq!(vocabulary(), VOCABULARY + 1, "an older program takes nothing back");
    set_vocabulary(opened, 0);
    drop(opened.again());
    assert_eq!(vocabulary(), VOCABULARY);
    run(opened, "DELETE FROM meta WHERE key = 'vocabulary'");
    assert_eq!(vocabulary(), 0, "as the programs before left it");
}

pub(crate) fn what_a_newer_program_wrote_is_passed_over(opened: &Opened) {
    let store = &opened.store;
    for n in 1..=4 {
        store.change(|w| w.put(account(n))).expect("put");
    }
    let (known, last) = (body(opened, 4), store.look(|r| r.last_seq()).expect("read"));
    let id = |n: u8| account(n).key().id;
    // One that cannot be read, and one that can be by half.
    run(opened, &format!("UPDATE rows SET body = '{{\"account\":7}}' WHERE id = '{}'", id(2)));
    let more = body(opened, 3).replace("\"active\"", "\"mood\":\"good\",\"active\"");
    run(opened, &format!("UPDATE rows SET body = '{more}' WHERE id = '{}'", id(3)));
    for n in 1..=9 {
        put(opened, "loan", &format!("l{n}"), last + n, "{\"loan\":{}}");
    }
    put(opened, "account", "x", last + 10, &known.replace(&id(4), &key(9).to_string()));
    run(
        opened,
        &format!(
            "INSERT INTO departures (place, seq, kind, id) \
             VALUES ('everywhere', {last}, 'loan', 'l0')"
        ),
    );
    assert!(store.look(|r| r.load(&Read::All(Kind::Account))).is_err(), "damage is told");

    set_vocabulary(opened, VOCABULARY + 1);
    let looked = store.look(|r| {
        let all = r.load(&Read::All(Kind::Account))?.len();
        let whole = |n| r.load_whole(&Read::Row(account(n).key()));
        let whole = (whole(1)?.is_some(), whole(2)?.is_some(), whole(3)?.is_some());
        let none = r.load_whole(&Read::Row(settings("").key()))?;
        let by_keys = r.load_rows(&[1, 2, 3].map(|n| account(n).key()))?.len();
        Ok((all, whole, none, r.load_whole(&Read::All(Kind::Account))?, by_keys))
    });
    assert_eq!(looked.expect("read"), (4, (true, false, false), Some(Vec::new()), None, 2));
    let keys = |rows: Vec<Row>| rows.iter().map(Row::key).collect::<Vec<RowKey>>();
    let all = [account(1), account(3), account(4), account(9)].map(|row| row.key());
    for stream in [Stream::All, Stream::Kind(Kind::Account)] {
        for limit in 1..=5 {
            let rows = store.look(|r| r.follow(&stream, 0, limit)).expect("read");
            assert_eq!(keys(rows), all[..limit.min(4)], "{stream:?}, {limit}");
            let parts = store.look(|r| r.follow_all(std::slice::from_ref(&stream), 0, limit));
            assert_eq!(keys(parts.expect("read").concat()), all[..limit.min(4)], "{stream:?}");
        }
    }
    let gone =
        store.look(|r| Ok((r.departed(EVERYWHERE, 0)?, r.departed_all(&[EVERYWHERE.into()], 0)?)));
    assert_eq!(gone.expect("read"), (Vec::new(), Vec::new()));
    assert!(store.look(|r| is_behind(r)).expect("read"));
}

/// Invariant 8 «Old and new meet»: what a newer server said of a command is said again as it was.
pub(crate) fn a_verdict_in_unknown_words_is_given_back_as_it_was(opened: &Opened) {
    let said = [
        r#"{"until":[7],"verdict":"postponed"}"#,
        r#"{"verdict":"refused","refusal":"loan_state","state":"lent"}"#,
        r#"{"verdict":"merged","seq":3,"conflicts":[{"conflict":"lent_twice","by":"x"}]}"#,
    ];
    for (n, said) in (1..).zip(said) {
        opened.store.change(|w| w.record(&judged(n))).expect("recorded");
        let id = CommandId(key(n));
        run(opened, &format!("UPDATE commands SET verdict = '{said}' WHERE id = '{id}'"));
        let known = opened.store.look(|r| r.verdict(id)).expect("read").expect("a verdict");
        let value: serde_json::Value = serde_json::from_str(said).expect("JSON");
        assert_eq!(serde_json::to_value(&known).expect("JSON"), value);
        assert_eq!(matches!(known, Verdict::Unknown(_)), n == 1);
    }
}
