//! A real Chromium, driven from the tests.

mod accessibility;
mod driver;
mod page;

pub use driver::{Browser, Look};
