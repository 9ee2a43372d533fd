//! Two processes on one database and one bucket, each with a data folder of its own.

use super::{fresh, tablets};
use cluster::Database;
use shared::history::FileRef;
use shared::row::Row;
use shared::ticket;
use std::time::{Duration, Instant};
use tests::bucket::Bucket;
use tests::device::{Device, PART_BYTES, hash_of};
use tests::files;
use tests::people::{DISPATCHER, PASSWORD, desk, report};
use tests::server::{Server, UNPLANNED};

/// Two processes that share no folder.
fn servers_on(database: &Database, bucket: &Bucket) -> [Server; 2] {
    let server = || {
        let server = Server::stopped(Some(database.url()));
        let mut server = server.with_environment(&bucket.environment());
        server.start(&[UNPLANNED]);
        server
    };
    [server(), server()]
}

/// A photo whose parts go to either process arrives complete and is read from both, also when the
/// last part is sent to both at the same time.
#[tokio::test(flavor = "multi_thread")]
async fn a_photo_sent_in_turns_to_processes_without_a_shared_folder_arrives_once() {
    let (database, bucket) = (fresh(), Bucket::start());
    let servers = servers_on(&database, &bucket);
    let mut office = desk(&servers[0], 1).await;
    let (mut school, site) = tablets(&servers[0], &mut office, 1).await.remove(0);
    let photo = tests::picture::jpeg(2_400, 1_800, 7);
    assert!(photo.len() > 4 * PART_BYTES, "in several parts");
    let (mut received, mut turn) = (0, 0);
    while photo.len() - received > PART_BYTES {
        turn += 1;
        school.follow(&servers[turn % 2]);
        received = school.send_part(&photo, received).await.expect("a part");
    }
    let last = servers.iter().map(|server| {
        let mut twin = school.twin();
        twin.follow(server);
        let photo = photo.clone();
        tokio::spawn(async move { twin.send_file(&photo).await })
    });
    for sent in last.collect::<Vec<_>>() {
        sent.await.expect("no panic").expect("whole");
    }
    let file = FileRef { hash: hash_of(&photo), bytes: photo.len() as u64 };
    let path = format!("/api/v1/files/{}", file.hash);
    let ticket = report(&mut school, &site, "En image");
    let comment = ticket::Act::CommentTicket { ticket, text: "Voir".into(), photos: vec![file] };
    school.give(comment.into()).expect("the school shows it");
    school.sync().await.expect("sent");
    let mut read = Vec::new();
    for server in &servers {
        school.follow(server);
        let (status, bytes) = school.read(&path).await.expect("an answer");
        assert!(status.is_success() && !bytes.is_empty(), "{status}");
        read.push(bytes);
        assert!(files::below(&server.data().join("files")).is_empty());
    }
    assert!(read[0] == read[1], "the same from both");
    assert_eq!((bucket.objects("files").len(), bucket.objects("parts").len()), (1, 0));
}

/// One process names the snapshot and the other one, which has no folder in common with it, serves
/// it to the desk.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_process_tells_desks_to_begin_from_is_had_from_one_without_its_folder() {
    let (database, bucket) = (fresh(), Bucket::start());
    let [mut first, second] = servers_on(&database, &bucket);
    let mut office = desk(&first, 1).await;
    let (mut school, site) = tablets(&second, &mut office, 1).await.remove(0);
    // The snapshot of the second process is older than the new one of the first.
    report(&mut school, &site, "Depuis");
    school.sync().await.expect("sent");
    first.kill();
    first.start(&[]);
    let mut newcomer = Device::new(&first, 9);
    newcomer.sign_in(DISPATCHER, PASSWORD).await.expect("the dispatcher signs in");
    let request = newcomer.replica.request(newcomer.id, "test", false, newcomer.now());
    let body = serde_json::to_value(&request).expect("requests serialise");
    let until = Instant::now() + super::PATIENCE;
    let snapshot = loop {
        let told = newcomer.post("/api/v1/sync", &body).await.expect("an answer");
        if let Some(name) = told["snapshot"]["name"].as_str() {
            break name.to_owned();
        }
        assert!(Instant::now() < until, "no snapshot was made");
        tokio::time::sleep(Duration::from_millis(200)).await;
    };
    newcomer.follow(&second);
    let path = format!("/api/v1/snapshots/{snapshot}");
    let (status, blocks) = newcomer.read(&path).await.expect("an answer");
    assert!(status.is_success(), "{status}");
    let rows: Vec<Row> = shared::pack::unpack_all(&blocks).expect("rows as the app reads").rows;
    let said = rows.iter().filter(|row| matches!(row, Row::Ticket(t) if t.text == "Depuis"));
    assert_eq!(said.count(), 1, "the snapshot of the first one");
}
