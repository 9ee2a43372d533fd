//! The server of Tournée: decode, guard, decide, store, answer.

pub mod accounts;
pub mod assets;
pub mod http;
pub mod identity;
pub mod judge;
pub mod pull;
pub mod router;
pub mod state;
pub mod store;
