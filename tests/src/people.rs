//! People of the demonstration, without a browser.

use crate::device::Device;
use crate::server::Server;

/// The password of every account of the demonstration.
pub const PASSWORD: &str = "tournee-demonstration";
/// A technician of the demonstration.
pub const TECHNICIAN: &str = "technicien1@demo.example";
/// The dispatcher of the demonstration.
pub const DISPATCHER: &str = "repartiteur@demo.example";

/// A dispatcher's device that has everything.
pub async fn desk(server: &Server, number: u8) -> Device {
    let mut desk = Device::new(server, number);
    desk.sign_in(DISPATCHER, PASSWORD).await.expect("the dispatcher signs in");
    desk.sync().await.expect("the desk has everything");
    desk
}
