//! The audit of what is done outside commands: sign-ins, codes, revocations, purges.

use crate::store::{AuditLine, StoreResult, Writer};
use shared::id::{AccountId, Millis};

/// Adds a line to the audit. `what` is in snake case, `detail` holds keys and counts: no personal
/// data.
///
/// # Errors
/// When the store fails.
pub fn append(
    store: &dyn Writer,
    account: AccountId,
    what: &str,
    detail: String,
    at: Millis,
) -> StoreResult<()> {
    store.append_audit(&AuditLine { at, account, what: what.to_owned(), detail })
}
