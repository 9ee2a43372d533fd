//! A real browser, driven from the tests: Chromium, or one of the other engines.

mod accessibility;
mod devtools;
mod dress;
mod driver;
mod engine;
mod look;
mod page;
mod planner;
mod process;
mod profile;
mod roles;

pub use driver::Browser;
pub use engine::Engine;
pub use look::Look;
pub use planner::Planned;
