//! The audit of what is done outside commands: sign-ins, codes, revocations, purges.

use crate::store::{AuditLine, Kept, Writer};
use shared::id::{AccountId, Millis};

/// Adds a line to the audit. `what` is in snake case, `detail` holds keys and counts: no personal
/// data.
///
/// # Errors
/// A fault of the store.
pub fn note(
    store: &dyn Writer,
    account: AccountId,
    what: &str,
    detail: String,
    at: Millis,
) -> Kept<()> {
    store.note(&AuditLine { at, account, what: what.to_owned(), detail })
}
