//! The real program as a process: killed, backed up, restored.

use shared::id::{SiteId, TicketId};
use tests::device::{Device, SyncError};
use tests::people::{activated, desk, report};
use tests::server::Server;

#[path = "program/bench.rs"]
mod bench;
#[path = "program/bucket.rs"]
mod bucket;
#[path = "program/cut.rs"]
mod cut;
#[path = "program/disk.rs"]
mod disk;
#[path = "program/kill.rs"]
mod kill;
#[path = "program/operate.rs"]
mod operate;
#[path = "program/package.rs"]
mod package;
#[path = "program/photo.rs"]
mod photo;
#[path = "program/proxies.rs"]
mod proxies;
#[path = "program/released.rs"]
mod released;
#[path = "program/statement.rs"]
mod statement;
#[path = "program/upgrade.rs"]
mod upgrade;

/// A tablet of a school of its own, which has everything.
async fn tablet(server: &Server, desk: &mut Device, number: u8) -> (Device, SiteId) {
    let schools = desk.view().sites.values().filter(|site| site.closed_on.is_none());
    let site = schools.map(|site| site.id.clone()).nth(number.into()).expect("a school");
    let tablet = activated(server, desk, number, &site).await;
    (tablet, site)
}

fn path(path: &std::path::Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}

/// Invariant 2 «Once», after a restore from an older backup: devices offer again what the backup
/// lacks, and what it has is counted once.
#[tokio::test]
async fn a_backup_is_checked_restored_and_completed_by_the_devices() {
    let mut server = Server::demo();
    let mut office = desk(&server, 1).await;
    let (mut school, site) = tablet(&server, &mut office, 2).await;
    let before = report(&mut school, &site, "Avant la sauvegarde");
    school.sync().await.expect("sent");

    let backup = server.beside("backup");
    let (good, told) = server.run(&["backup", "--to", path(&backup)]);
    assert!(good, "{told}");
    let (good, told) = run_alone(&["check-restore", "--from", path(&backup)]);
    assert!(good && told.contains("277 site"), "{told}");

    let after = report(&mut school, &site, "Après la sauvegarde");
    school.sync().await.expect("sent");
    server.kill();
    std::fs::remove_dir_all(server.data()).expect("the disk is lost");
    let (good, told) = server.run(&["restore", "--from", path(&backup)]);
    assert!(good, "{told}");
    server.start(&[]);

    school.sync().await.expect("the tablet offers again");
    let mut office = desk(&server, 3).await;
    office.sync().await.expect("the desk has everything");
    for (ticket, text) in [(before, "Avant la sauvegarde"), (after, "Après la sauvegarde")] {
        assert_eq!(office.view().tickets[&ticket].text, text);
        let same = office.view().tickets_of(&site).filter(|t| t.text == text).count();
        assert_eq!(same, 1, "{text}");
    }
}

#[tokio::test]
async fn a_damaged_backup_is_not_called_good() {
    let server = Server::demo();
    let backup = server.beside("backup");
    let (good, told) = server.run(&["backup", "--to", path(&backup)]);
    assert!(good, "{told}");
    let again = server.run(&["backup", "--to", path(&backup)]);
    assert!(!again.0, "a backup is never written over another one");
    let database = backup.join("tournee.sqlite");
    let mut bytes = std::fs::read(&database).expect("the database");
    let middle = bytes.len() / 2;
    bytes[middle..middle + 8192].fill(0xa5);
    std::fs::write(&database, bytes).expect("damaged");
    let (good, told) = run_alone(&["check-restore", "--from", path(&backup)]);
    assert!(!good, "{told}");
}

/// Runs a sub-command that needs no data folder.
fn run_alone(arguments: &[&str]) -> (bool, String) {
    let output = std::process::Command::new(tests::server::program()).args(arguments).output();
    let output = output.expect("the program runs");
    let text = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&text).into_owned())
}

/// «Ce qui est affiché comme envoyé est sur le serveur»: what it acknowledged survives its SIGKILL.
#[tokio::test]
async fn what_was_acknowledged_survives_a_kill_of_the_server() {
    let mut server = Server::demo();
    let mut office = desk(&server, 1).await;
    let (mut school, site) = tablet(&server, &mut office, 2).await;
    let mut acknowledged = Vec::new();
    for round in 0..10 {
        for at in 0..5 {
            acknowledged.push(report(&mut school, &site, &format!("Panne {round}.{at}")));
        }
        school.sync().await.expect("acknowledged");
        server.kill();
        server.start(&[]);
    }
    let mut office = desk(&server, 3).await;
    office.sync().await.expect("the desk has everything");
    let kept = |ticket: &&TicketId| office.view().tickets.contains_key(ticket);
    assert_eq!(acknowledged.iter().filter(kept).count(), acknowledged.len());
    let doubled = office.view().tickets_of(&site).filter(|t| t.text.starts_with("Panne ")).count();
    assert_eq!(doubled, acknowledged.len());
}

/// A device that is revoked ends at its next request; what waits on it stays, and goes once it is
/// activated again.
#[tokio::test]
async fn a_revoked_device_keeps_what_waits() {
    let server = Server::demo();
    let mut office = desk(&server, 1).await;
    let (mut school, site) = tablet(&server, &mut office, 2).await;
    let revoke = format!("/api/v1/devices/{}/revoke", school.id);
    office.post(&revoke, &serde_json::json!({})).await.expect("revoked");
    let ticket = report(&mut school, &site, "Écrit après la révocation");
    match school.sync().await {
        Err(SyncError::Status(status, body)) => {
            assert_eq!((status.as_u16(), body["error"].as_str()), (403, Some("revoked")));
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(school.replica.waiting(), 1);
    let code = office.make_code(site.as_str()).await.expect("a new code");
    school.enrol(&code).await.expect("activated again");
    school.sync().await.expect("it goes");
    office.sync().await.expect("the desk hears of it");
    assert!(office.view().tickets.contains_key(&ticket));
}

/// A desk admits a revoked device again: what waits on it goes, in the same session.
#[tokio::test]
async fn a_revoked_device_that_is_admitted_again_sends_what_waits() {
    let server = Server::demo();
    let mut office = desk(&server, 1).await;
    let (mut school, site) = tablet(&server, &mut office, 2).await;
    let nothing = serde_json::json!({});
    office.post(&format!("/api/v1/devices/{}/revoke", school.id), &nothing).await.expect("revoked");
    let ticket = report(&mut school, &site, "Écrit après la révocation");
    assert!(matches!(school.sync().await, Err(SyncError::Status(status, _)) if status == 403));
    let admit = format!("/api/v1/devices/{}/admit", school.id);
    let by_itself = school.post(&admit, &nothing).await;
    assert!(matches!(by_itself, Err(SyncError::Status(status, _)) if status == 403));
    office.post(&admit, &nothing).await.expect("admitted again");
    school.sync().await.expect("it goes");
    office.sync().await.expect("the desk hears of it");
    assert!(office.view().tickets.contains_key(&ticket));
}

/// Invariant 7 «Clocks do not decide»: a clock that is two days off changes neither the order nor
/// the day of the server, and its time is kept as declared with the offset.
#[tokio::test]
async fn a_clock_that_is_two_days_off_is_kept_as_declared() {
    let server = Server::demo();
    let mut office = desk(&server, 1).await;
    let (mut school, site) = tablet(&server, &mut office, 2).await;
    let off = 48 * 60 * 60 * 1_000;
    school.clock_off_ms = -off;
    let ticket = report(&mut school, &site, "Avec une horloge fausse");
    let declared = school.now();
    school.sync().await.expect("sent");
    office.sync().await.expect("the desk hears of it");
    let kept = &office.view().tickets[&ticket];
    assert_eq!(kept.reported_on, shared::day::paris_day(office.now()));
    let when = kept.history[0].when;
    assert!((when.at_ms - declared).abs() < 60_000, "as declared");
    assert!((when.offset_ms - off).abs() < 60_000, "with the offset: {}", when.offset_ms);
    assert!(when.is_doubtful());
}
