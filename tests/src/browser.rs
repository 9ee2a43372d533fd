//! A real Chromium, driven from the tests.

mod accessibility;
mod driver;
mod page;
mod planner;
mod profile;

pub use driver::{Browser, Look};
pub use planner::Planned;
