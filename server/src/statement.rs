//! Frozen statements: their figures are written here, once, with a hash, and exported from the row
//! alone.

pub mod export;

use crate::identity::hex;
use crate::store::{Reader, StoreResult, Writer};
use sha2::{Digest, Sha256};
use shared::row::{Kind, Read, Row, State};
use shared::statement::{Statement, freeze};

/// Returns the hash of what a frozen statement says: its day and its key are no part of it.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn hash(statement: &Statement) -> serde_json::Result<String> {
    let bytes = serde_json::to_vec(&freeze::sealed(statement))?;
    Ok(hex(&Sha256::digest(bytes)))
}

/// Returns these rows of a decision with the figures of the statement among them that was just
/// frozen; `None` when a newer program wrote rows that this one cannot count completely. It reads
/// every row of the store: that happens some fifteen times a year.
///
/// # Errors
/// A fault of the store.
pub fn filled(store: &dyn Writer, rows: Vec<Row>) -> StoreResult<Option<Vec<Row>>> {
    let waits = |row: &Row| matches!(row, Row::Statement(row) if row.waits_for_figures());
    if !rows.iter().any(waits) {
        return Ok(Some(rows));
    }
    let mut state = State::default();
    for kind in Kind::ALL {
        let Some(known) = store.load_whole(&Read::All(*kind))? else { return Ok(None) };
        known.into_iter().for_each(|row| state.put(row));
    }
    rows.iter().for_each(|row| state.put(row.clone()));
    let fill = |row| match row {
        Row::Statement(row) if row.waits_for_figures() => {
            let mut frozen = match row.imported {
                true => (*row).clone(),
                false => freeze::figures(&state, &row),
            };
            frozen.hash = hash(&frozen)?;
            Ok(Row::from(frozen))
        }
        row => Ok(row),
    };
    rows.into_iter().map(fill).collect::<StoreResult<_>>().map(Some)
}

/// Returns how many frozen statements are whole, and the keys of those that are not what their
/// hash says.
///
/// # Errors
/// A fault of the store.
pub fn check<R: Reader + ?Sized>(store: &R) -> StoreResult<(usize, Vec<String>)> {
    let (mut good, mut bad) = (0, Vec::new());
    for row in store.load(&Read::All(Kind::Statement))? {
        if let Row::Statement(statement) = row
            && statement.is_frozen()
        {
            match hash(&statement)? == statement.hash {
                true => good += 1,
                false => bad.push(statement.id.to_string()),
            }
        }
    }
    Ok((good, bad))
}
