//! People of the demonstration, without a browser.

use crate::device::Device;
use crate::server::Server;
use shared::id::{SiteId, TicketId};
use shared::ticket;
use shared::ticket::{Category, TicketKind, Urgency};

/// The password of every account of the demonstration.
pub const PASSWORD: &str = "tournee-demonstration";
/// A technician of the demonstration.
pub const TECHNICIAN: &str = "technicien1@demo.example";
/// The dispatcher of the demonstration.
pub const DISPATCHER: &str = "repartiteur@demo.example";

/// A synchronised device of the dispatcher.
pub async fn desk(server: &Server, number: u8) -> Device {
    let mut desk = Device::new(server, number);
    desk.sign_in(DISPATCHER, PASSWORD).await.expect("the dispatcher signs in");
    desk.sync().await.expect("the desk has everything");
    desk
}

/// A synchronised tablet of a school, activated by the desk.
pub async fn activated(server: &Server, desk: &mut Device, number: u8, site: &SiteId) -> Device {
    let code = desk.make_code(site.as_str()).await.expect("a code");
    let mut tablet = Device::new(server, number);
    tablet.enrol(&code).await.expect("the tablet is activated");
    tablet.sync().await.expect("the tablet has everything");
    tablet
}

/// The school reports that something does not work.
pub fn report(tablet: &mut Device, site: &SiteId, text: &str) -> TicketId {
    let ticket = tablet.new_ticket();
    let command = ticket::Act::ReportIncident {
        ticket,
        site: site.clone(),
        kind: TicketKind::Incident,
        category: Category::Computer,
        text: text.into(),
        room: String::new(),
        equipment: None,
        subscription: None,
        urgency: Urgency::Normal,
        photos: Vec::new(),
        found_on: None,
    };
    tablet.give(command.into()).expect("the school reports");
    ticket
}
