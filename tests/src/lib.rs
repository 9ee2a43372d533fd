//! What the tests share.

pub mod browser;
pub mod bucket;
pub mod device;
pub mod files;
pub mod firewall;
pub mod newer;
pub mod people;
pub mod picture;
pub mod relay;
pub mod released;
pub mod server;
