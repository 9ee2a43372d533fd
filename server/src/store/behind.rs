//! Works with a database that a newer program has opened: during an upgrade of several servers, or
//! after one was set back to an older version. Rows that this program cannot read are skipped, and
//! never changed.

use super::{Fault, Reader, StoreResult};
use shared::json::holds;
use shared::row::Row;
use shared::sync::VOCABULARY;

/// Returns whether a program that knows more words than this one has opened the database. Then some
/// rows may be unreadable here, and this program must change none of these.
///
/// # Errors
/// A fault of the store.
pub fn is_behind<R: Reader + ?Sized>(store: &R) -> StoreResult<bool> {
    Ok(store.vocabulary()? > VOCABULARY)
}

/// Fails if this program is behind: work on every row must be able to read each of them.
///
/// # Errors
/// When the program is behind; a fault of the store.
pub fn must_not_be_behind<R: Reader + ?Sized>(store: &R) -> StoreResult<()> {
    match is_behind(store)? {
        true => Err(Fault::new("a newer program wrote the database: let that one do this")),
        false => Ok(()),
    }
}

/// Reads a row from its body, if possible. Returns also whether it was read completely.
pub(super) fn half_read(body: &[u8]) -> (Option<Row>, bool) {
    let Ok(row) = serde_json::from_slice::<Row>(body) else {
        return (None, false);
    };
    let is_whole = match (serde_json::to_value(&row), serde_json::from_slice(body)) {
        (Ok(understood), Ok(said)) => holds(&understood, &said),
        _ => false,
    };
    (Some(row), is_whole)
}

/// Returns as many rows as are asked for, although some are skipped. `follow` returns the rows
/// among its first lines, up to the given number of lines, and how many lines there were.
pub(super) fn filled(
    limit: usize,
    follow: impl Fn(usize) -> StoreResult<(Vec<Row>, usize)>,
) -> StoreResult<Vec<Row>> {
    let mut asked = limit;
    loop {
        let (mut rows, lines) = follow(asked)?;
        if rows.len() >= limit || lines < asked {
            rows.truncate(limit);
            return Ok(rows);
        }
        asked = asked.saturating_mul(2);
    }
}
