//! The server of Tournée: decode, guard, decide, store, answer.

pub mod accounts;
pub mod assets;
pub mod audit;
pub mod calendar;
pub mod causes;
pub mod cli;
pub mod counters;
pub mod demo;
mod envelope;
pub mod exchange;
pub mod export;
pub mod files;
pub mod handover;
pub mod http;
pub mod identity;
pub mod jobs;
pub mod judge;
pub mod limits;
pub mod listen;
pub mod proxies;
pub mod pull;
pub mod purge;
pub mod router;
pub mod sessions;
pub mod snapshot;
pub mod state;
pub mod store;
