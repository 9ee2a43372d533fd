//! Letters to schools: written with the command that decides something, sent by the relay of the
//! authority, or printed.

pub mod desk;
pub mod post;
pub mod relay;
pub mod settings;
mod told;
mod words;

pub use told::{Said, note};
pub use words::{body, subject};
