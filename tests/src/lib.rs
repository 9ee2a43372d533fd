//! What the tests share.

pub mod browser;
pub mod device;
pub mod server;
