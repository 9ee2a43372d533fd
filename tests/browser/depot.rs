//! A kit that goes or comes back at the depot, where the school meets no technician.

use crate::loan::{choose, click_in_card};
use crate::people::{DISPATCHER, desk, is_accessible, sign_in, until, wait_until_sent};
use shared::campaign::CampaignKind;
use shared::day::paris_day;
use shared::loan::between::is_late;
use shared::supply::{Act, Carrier, LegKind, SupplyState};
use tempfile::TempDir;
use tests::browser::{Browser, Look};
use tests::device::Device;
use tests::server::Server;

/// Who comes to the depot meets no technician: the desk takes the kit back, with its contents
/// checked.
#[tokio::test]
async fn a_kit_that_a_school_brings_back_is_taken_at_the_desk() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    let today = paris_day(office.now());
    let mut loans = office.view().supplies.values();
    let late = loans.find(|one| one.kind == CampaignKind::Loan && is_late(one, today));
    let late = late.expect("one is late").clone();
    let leg = late.legs.iter().find(|leg| leg.kind == LegKind::TakeBack).expect("the leg").id;
    let carrier = Some(Carrier::Collect);
    office.give(Act::PlanLeg { supply: late.id, leg, carrier }.into()).expect("at the depot");
    office.sync().await.expect("sent");
    let desk = Browser::open(&folder.path().join("desk"), Look::DESK).await;
    sign_in(&desk, &server, DISPATCHER).await;
    desk.go(&format!("{}/prets", server.address())).await;
    desk.click("button", "Liste").await;
    click_in_card(&desk, &late.unit, "Reprendre la valise").await;
    choose(&desk, "Tout y est").await;
    is_accessible(&desk, "a kit that comes back to the depot").await;
    desk.click("button", "C’est repris").await;
    wait_until_sent(&desk).await;
    let state = |office: &Device| office.view().supplies[&late.id].state;
    until(&mut office, "the kit is back", |office| state(office) == SupplyState::Closed).await;
}
