//! The disk of the server is full.

use crate::{report, tablet};
use reqwest::StatusCode;
use shared::history::FileRef;
use shared::id::{FileHash, SiteId, TicketId};
use shared::replica::Standing;
use shared::ticket;
use std::fs;
use tests::device::{Device, SyncError};
use tests::files;
use tests::people::desk;
use tests::server::Server;

/// Bytes by which the free room grows from one try to the next. It is no multiple of the database's
/// page size, so that some tries fail inside a page.
const STEP_BYTES: u64 = 5_000;
const TRIES: u64 = 12;

fn refused_for_room(answer: Result<impl std::fmt::Debug, SyncError>) {
    match answer {
        Err(SyncError::Status(StatusCode::INTERNAL_SERVER_ERROR, body)) => {
            assert!(body.to_string().contains("fault"), "{body}");
        }
        other => panic!("{other:?}"),
    }
}

fn waiting(device: &Device) -> usize {
    let items = device.replica.outbox();
    items.filter(|item| item.standing == Standing::Waiting).count()
}

fn empty_log(server: &Server) {
    let database = rusqlite::Connection::open(server.data().join("tournee.sqlite"));
    let database = database.expect("the database");
    let done = database.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |line| line.get(0));
    assert_eq!(done, Ok(0), "nobody else is at it");
}

fn with_photo(school: &mut Device, site: &SiteId, hash: &FileHash, bytes: usize) -> TicketId {
    let ticket = report(school, site, "Avec une photo");
    let photos = vec![FileRef { hash: hash.clone(), bytes: bytes as u64 }];
    let comment = ticket::Act::CommentTicket { ticket, text: "La voici".into(), photos };
    school.give(comment.into()).expect("the school comments");
    ticket
}

/// Invariant 10 «Full disk»: no acknowledged command is lost. Others stay on the device and are
/// sent once when there is room again, and so are photos.
#[tokio::test]
async fn a_full_disk_is_an_error_and_loses_nothing() {
    let mut server = Server::demo();
    let mut office = desk(&server, 1).await;
    let (mut school, site) = tablet(&server, &mut office, 2).await;
    let mut tickets = vec![report(&mut school, &site, "Avant")];
    school.sync().await.expect("acknowledged");

    // The log of the database begins empty, so that each write makes it longer. The limit allows a
    // few bytes more each time: the disk is full at the first byte of a write, at the last one, and
    // in the middle of a page.
    server.kill();
    empty_log(&server);
    server.start(&[]);
    let log = server.data().join("tournee.sqlite-wal");
    let mut failed = 0;
    for number in 0..TRIES {
        let room = fs::metadata(&log).map_or(0, |file| file.len()) + number * STEP_BYTES;
        server.fill_disk(Some(room));
        let before = waiting(&school);
        tickets.push(report(&mut school, &site, &format!("Essai {number}")));
        match school.sync_once().await {
            Ok(_) => assert_eq!(waiting(&school), 0, "what is answered is kept"),
            other => {
                refused_for_room(other);
                failed += 1;
                assert_eq!(waiting(&school), before + 1, "the device keeps it");
            }
        }
        let (status, _) = school.get("/api/v1/session").await.expect("an answer");
        assert_eq!(status, StatusCode::OK, "what is only read still works");
        if number % 3 == 2 {
            server.fill_disk(None);
            school.sync().await.expect("there is room again");
        }
    }
    assert!(failed >= TRIES / 3, "the disk was full only {failed} times");

    server.fill_disk(Some(0));
    let photo = tests::picture::jpeg(900, 700, 1);
    refused_for_room(school.send_file(&photo).await);
    let ticket = with_photo(&mut school, &site, &tests::device::hash_of(&photo), photo.len());
    refused_for_room(school.sync_once().await);
    assert!(files::below(&server.data().join("files")).is_empty());

    server.fill_disk(None);
    school.sync().await.expect("all goes");
    let hash = school.send_file(&photo).await.expect("the photo goes");
    let (status, _) = school.get(&format!("/api/v1/files/{hash}")).await.expect("an answer");
    assert_eq!(status, StatusCode::OK);
    assert_eq!(files::below(&server.data().join("files")).len(), 1);
    assert!(files::below(&server.data().join("parts")).is_empty());

    tickets.push(ticket);
    server.kill();
    server.start(&[]);
    let mut office = desk(&server, 3).await;
    office.sync().await.expect("the desk has everything");
    let mut found: Vec<_> = office.view().tickets_of(&site).map(|ticket| ticket.id).collect();
    found.retain(|ticket| tickets.contains(ticket));
    assert_eq!(found.len(), tickets.len(), "each of them once");
    let (good, told) = server.run(&["backup", "--to", &server.beside("b").display().to_string()]);
    assert!(good, "{told}");
}
