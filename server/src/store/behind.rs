//! What a program does with a database that a newer one has opened: during an upgrade of several
//! servers, or when one was set back. Rows that it cannot read are passed over and left alone.

use super::{Fault, Kept, Reader};
use shared::json::holds;
use shared::row::Row;
use shared::sync::VOCABULARY;

/// Whether a program that knows more words than this one has opened the database: some rows may
/// not be readable, and this program must change none of these.
///
/// # Errors
/// A fault of the store.
pub fn is_behind<R: Reader + ?Sized>(store: &R) -> Kept<bool> {
    Ok(store.vocabulary()? > VOCABULARY)
}

/// Whoever looks at every row must be able to read each.
///
/// # Errors
/// When the program is behind; a fault of the store.
pub fn must_not_be_behind<R: Reader + ?Sized>(store: &R) -> Kept<()> {
    match is_behind(store)? {
        true => Err(Fault::new("a newer program wrote the database: let that one do this")),
        false => Ok(()),
    }
}

/// A row from its body, if it can be read, and whether nothing of the body was passed over.
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

/// As many rows as are asked for, although some are passed over. `follow` gives the rows of its
/// first so many lines, and how many lines there were.
pub(super) fn filled(
    limit: usize,
    follow: impl Fn(usize) -> Kept<(Vec<Row>, usize)>,
) -> Kept<Vec<Row>> {
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
