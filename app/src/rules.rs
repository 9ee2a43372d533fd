//! The rules of commands, as a part of the app that comes behind the first screen.
//!
//! Nothing that is kept can be read without them, and nothing can be given: whoever needs them
//! waits for them here. The worker keeps them from then on.

use crate::device;
use shared::rules::Rules;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

/// The message that has the worker keep the files of the part.
const KEEP: &str = "KEEP_RULES";

/// The rules could not be fetched: there is no network, and the device has not kept them yet.
#[derive(Debug)]
pub struct RulesMissing;

/// Fetches the rules, unless they are here: from the device when they were kept, else from the
/// server.
///
/// # Errors
/// [`RulesMissing`]; it may be tried again.
pub async fn fetch() -> Result<(), RulesMissing> {
    if Rules::are_here() {
        return Ok(());
    }
    rules_code().await.map_err(|_| RulesMissing)?.provide();
    device::worker::keep(KEEP);
    Ok(())
}

/// The only entry to the code that is sent apart.
#[wasm_split(rules, fallible)]
fn rules_code() -> Result<Rules, SplitLoaderError> {
    Ok(Rules::all())
}
