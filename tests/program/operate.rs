//! What who operates a server relies on: nobody else reads its files, a restore undoes no
//! revocation, the demonstration stays at home.

use crate::{path, run_alone, tablet};
use reqwest::StatusCode;
use serde_json::json;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use tests::device::SyncError;
use tests::people::desk;
use tests::server::Server;

fn mode(of: &Path) -> u32 {
    fs::metadata(of).expect("it is there").permissions().mode() & 0o777
}

#[tokio::test]
async fn nobody_else_on_the_machine_reads_what_is_kept() {
    let server = Server::demo();
    let mut office = desk(&server, 1).await;
    let (school, _) = tablet(&server, &mut office, 2).await;
    let photo = tests::picture::jpeg(64, 48, 1);
    let hash = school.send_file(&photo).await.expect("the photo goes");
    let backup = server.beside("backup");
    let (good, told) = server.run(&["backup", "--to", path(&backup)]);
    assert!(good, "{told}");
    for folder in [server.data(), backup] {
        assert_eq!(mode(&folder), 0o700, "{}", folder.display());
        assert_eq!(mode(&folder.join("files")), 0o700);
        assert_eq!(mode(&folder.join("tournee.sqlite")), 0o600);
        assert_eq!(mode(&folder.join("files").join(hash.as_str())), 0o600);
    }
}

#[test]
fn the_demonstration_stays_on_its_machine() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = path(folder.path());
    let open = ["serve", "--demo", "--listen", "0.0.0.0:0", "--data", data];
    let (good, told) = run_alone(&open);
    assert!(!good && told.contains("passwords that everybody knows"), "{told}");
    let server = Server::demo();
    let (good, told) = server.run(&["serve", "--listen", "127.0.0.1:0"]);
    assert!(!good && told.contains("accounts of the demonstration"), "{told}");
}

/// A backup that is older than a theft does not give the thief a session back.
#[tokio::test]
async fn a_restore_undoes_no_revocation() {
    let mut server = Server::demo();
    let mut office = desk(&server, 1).await;
    let (mut stolen, _) = tablet(&server, &mut office, 2).await;
    let (mut school, _) = tablet(&server, &mut office, 3).await;
    let backup = server.beside("backup");
    let (good, told) = server.run(&["backup", "--to", path(&backup)]);
    assert!(good, "{told}");
    let revoke = format!("/api/v1/devices/{}/revoke", stolen.id);
    office.post(&revoke, &json!({})).await.expect("revoked");
    server.kill();
    let list = server.beside("revocations");
    fs::copy(server.data().join("revocations"), &list).expect("the list is kept");
    fs::remove_dir_all(server.data()).expect("the disk is lost");
    let restore = ["restore", "--from", path(&backup), "--revocations", path(&list)];
    let (good, told) = server.run(&restore);
    assert!(good && told.contains("1 devices were revoked"), "{told}");
    server.start(&[]);
    let refused = |answer: Result<(), SyncError>| match answer {
        Err(SyncError::Status(status, _)) => status,
        other => panic!("{other:?}"),
    };
    assert_eq!(refused(stolen.sync().await), StatusCode::FORBIDDEN);
    assert_eq!(refused(office.sync().await), StatusCode::UNAUTHORIZED, "people sign in again");
    school.sync().await.expect("a tablet that nobody stole goes on");
    let (good, told) = server.run(&["audit"]);
    assert!(good && told.contains("\"what\":\"restored\""), "{told}");
    assert!(told.lines().all(|line| line.starts_with("{\"at\":\"20")), "{told}");
    let (_, later) = server.run(&["audit", "--since", "2100-01-01"]);
    assert_eq!(later, "");
}

/// A request of a person is answered at the command line, into a file that nobody else reads.
#[test]
fn a_request_of_a_person_is_answered() {
    let server = Server::demo();
    let file = server.beside("person.json");
    let who = tests::people::TECHNICIAN;
    let (good, told) = server.run(&["person", "--who", who, "--export", path(&file)]);
    assert!(good, "{told}");
    assert_eq!(mode(&file), 0o600);
    assert!(fs::read_to_string(&file).expect("a copy").contains(who));
    let (good, told) = server.run(&["person", "--who", who, "--export", path(&file)]);
    assert!(!good && told.contains("exists already"), "{told}");
    let (good, told) = server.run(&["person", "--who", who, "--forget"]);
    assert!(!good && told.contains("the account is active"), "{told}");
}

#[test]
fn the_doctor_says_what_to_do() {
    let server = Server::demo();
    let (good, told) = server.run(&["doctor", "--backups", path(&server.data())]);
    assert!(!good, "{told}");
    for line in ["  ok  clock", "  ok  files", "FAIL  accounts: accounts of the demonstration"] {
        assert!(told.contains(line), "{line} is not in:\n{told}");
    }
}
