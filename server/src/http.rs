//! The handlers: decode, guard, decide, store, answer.

pub mod accounts;
pub mod calendar;
pub mod calls;
pub mod devices;
mod download;
pub mod enrol;
pub mod error;
pub mod export;
pub mod factor;
pub mod files;
pub mod guard;
pub mod handover;
pub mod health;
pub mod letters;
pub mod limit;
pub mod live;
pub mod metrics;
pub mod openapi;
pub mod plan;
pub mod provider;
pub mod session;
pub mod sign_in;
pub mod sites;
pub mod snapshots;
pub mod statements;
pub mod sync;
