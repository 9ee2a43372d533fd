//! The real program over a real PostgreSQL: several processes on one database, a database that
//! falls over, backups that change engines.

use cluster::{Cluster, Database, Disk, database, database_on};
use shared::history::FileRef;
use shared::id::SiteId;
use shared::row::Row;
use shared::ticket;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};
use tests::device::{Device, PART_BYTES, SyncError, hash_of};
use tests::files;
use tests::people::{DISPATCHER, PASSWORD, activated, desk, report};
use tests::server::{Server, UNPLANNED, run};

#[path = "postgres/bucket.rs"]
mod bucket;

/// How long a change may take to arrive at another device.
const PATIENCE: Duration = Duration::from_secs(30);

fn fresh() -> Database {
    database().expect("a PostgreSQL for the tests")
}

/// Synchronised tablets of different schools.
async fn tablets(server: &Server, desk: &mut Device, count: u8) -> Vec<(Device, SiteId)> {
    let schools = desk.view().sites.values().filter(|site| site.closed_on.is_none());
    let sites: Vec<_> = schools.map(|site| site.id.clone()).take(count.into()).collect();
    let mut tablets = Vec::new();
    for (number, site) in (100..).zip(sites) {
        let tablet = activated(server, desk, number, &site).await;
        tablets.push((tablet, site));
    }
    tablets
}

/// Two processes on one database and one data folder.
fn two_servers(database: &Database) -> [Server; 2] {
    let first = Server::over(&database.url(), &[UNPLANNED]);
    let second = first.second();
    [first, second]
}

/// How often each ticket text is there, as seen by a desk that starts from nothing.
async fn found(server: &Server, number: u8) -> BTreeMap<String, usize> {
    let office = desk(server, number).await;
    let mut texts = BTreeMap::new();
    for ticket in office.view().tickets.values() {
        *texts.entry(ticket.text.clone()).or_default() += 1;
    }
    texts
}

fn path(path: &std::path::Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}

/// «Ce qui est affiché comme envoyé est sur le serveur», when the database crashes under load again
/// and again: no acknowledged command is missing, none is there twice, and the server recovers
/// without a restart.
#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_falls_over_loses_nothing_and_doubles_nothing() {
    let mut cluster = Cluster::start(Disk::Safe).expect("a PostgreSQL for the test");
    let database = database_on(&cluster).expect("a database");
    let server = Server::over(&database.url(), &[UNPLANNED]);
    let mut office = desk(&server, 1).await;
    let schools = tablets(&server, &mut office, 4).await;
    let until = Instant::now() + Duration::from_secs(20);
    let work = schools.into_iter().enumerate().map(|(n, (mut school, site))| {
        tokio::spawn(async move {
            let (mut told, mut failed) = (Vec::new(), 0);
            while Instant::now() < until || school.replica.waiting() > 0 {
                if Instant::now() < until && school.replica.waiting() < 20 {
                    let text = format!("Panne {n}.{}", told.len());
                    report(&mut school, &site, &text);
                    told.push(text);
                }
                match school.sync_once().await {
                    Ok(_) => {}
                    Err(SyncError::Status(status, _)) if status.is_server_error() => {
                        failed += 1;
                    }
                    Err(other) => panic!("{other:?}"),
                }
                assert!(Instant::now() < until + PATIENCE, "the server goes on by itself");
                // This is the rate that the server allows one device.
                tokio::time::sleep(Duration::from_millis(60)).await;
            }
            (told, failed)
        })
    });
    let work: Vec<_> = work.collect();
    while Instant::now() + Duration::from_secs(3) < until {
        tokio::time::sleep(Duration::from_millis(1_500)).await;
        cluster.crash();
        tokio::time::sleep(Duration::from_millis(500)).await;
        cluster.resume().expect("PostgreSQL starts again");
    }
    let (mut told, mut failures) = (Vec::new(), 0);
    for school in work {
        let (texts, failed) = school.await.expect("no panic");
        told.extend(texts);
        failures += failed;
    }
    assert!(failures > 0, "the database was never missed");
    let kept = found(&server, 3).await;
    let wrong: Vec<_> = told.iter().filter(|text| kept.get(*text) != Some(&1)).collect();
    assert!(wrong.is_empty(), "of {} these are not there once: {wrong:?}", told.len());
    println!("{} reports kept through {failures} failed requests", told.len());
}

/// During an outage of the database, the server answers with an error and with no verdict.
#[tokio::test]
async fn without_its_database_the_server_fails_and_comes_back() {
    let mut cluster = Cluster::start(Disk::Fast).expect("a PostgreSQL for the test");
    let database = database_on(&cluster).expect("a database");
    let server = Server::over(&database.url(), &[UNPLANNED]);
    let mut office = desk(&server, 1).await;
    let (mut school, site) = tablets(&server, &mut office, 1).await.remove(0);
    let ticket = report(&mut school, &site, "Pendant la panne");
    cluster.crash();
    for _ in 0..3 {
        match school.sync_once().await {
            Err(SyncError::Status(status, body)) => {
                assert!(status.is_server_error(), "{status} {body}");
                assert!(!body.to_string().contains("postgres"), "{body}");
            }
            other => panic!("{other:?}"),
        }
        assert_eq!(school.replica.waiting(), 1);
    }
    cluster.resume().expect("PostgreSQL starts again");
    school.sync().await.expect("the server comes back by itself");
    office.sync().await.expect("the desk hears of it");
    assert!(office.view().tickets.contains_key(&ticket));
}

/// One device uses both processes in turn: both know its session and its commands.
#[tokio::test]
async fn two_processes_serve_the_same_device_in_turns() {
    let database = fresh();
    let servers = two_servers(&database);
    let mut office = desk(&servers[0], 1).await;
    let (mut school, site) = tablets(&servers[1], &mut office, 1).await.remove(0);
    for round in 0..10 {
        let text = format!("Tour {round}");
        let ticket = report(&mut school, &site, &text);
        school.follow(&servers[round % 2]);
        school.sync().await.expect("sent");
        office.follow(&servers[(round + 1) % 2]);
        office.sync().await.expect("the desk hears of it through the other one");
        assert_eq!(office.view().tickets[&ticket].text, text);
    }
}

/// «Rien n'est compté deux fois», when the same request goes to both processes at the same time.
#[tokio::test(flavor = "multi_thread")]
async fn a_command_sent_to_both_processes_at_once_counts_once() {
    let database = fresh();
    let servers = two_servers(&database);
    let mut office = desk(&servers[0], 1).await;
    let (mut school, site) = tablets(&servers[0], &mut office, 1).await.remove(0);
    for round in 0..10 {
        for n in 0..5 {
            report(&mut school, &site, &format!("Jumelle {round}.{n}"));
        }
        let request = school.replica.request(school.id, "test", false, school.now());
        let body = serde_json::to_value(&request).expect("requests serialise");
        let sent = servers.iter().map(|server| {
            let mut twin = school.twin();
            twin.follow(server);
            let body = body.clone();
            tokio::spawn(async move { twin.post("/api/v1/sync", &body).await })
        });
        let mut answers = Vec::new();
        for answer in sent.collect::<Vec<_>>() {
            let answer = answer.await.expect("no panic").expect("an answer");
            answers.push(answer["outcomes"].clone());
        }
        assert_eq!(answers[0].as_array().map(Vec::len), Some(5));
        assert_eq!(answers[0], answers[1]);
        school.sync().await.expect("settled");
    }
    let kept = found(&servers[1], 3).await;
    let doubles: Vec<_> = kept.iter().filter(|(text, _)| text.starts_with("Jumelle ")).collect();
    assert_eq!(doubles.len(), 50);
    assert!(doubles.iter().all(|(_, count)| **count == 1), "{doubles:?}");
}

/// A photo whose parts go to either process arrives complete and can be read from both, also when
/// the last part is sent to both at the same time.
#[tokio::test(flavor = "multi_thread")]
async fn a_photo_sent_to_two_processes_in_turns_arrives_once() {
    let database = fresh();
    let servers = two_servers(&database);
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
        tokio::spawn(async move { twin.send_part(&photo, received).await })
    });
    for sent in last.collect::<Vec<_>>() {
        assert_eq!(sent.await.expect("no panic").expect("an answer"), photo.len());
    }
    let file = FileRef { hash: hash_of(&photo), bytes: photo.len() as u64 };
    let path = format!("/api/v1/files/{}", file.hash);
    let ticket = report(&mut school, &site, "En image");
    let comment = ticket::Act::CommentTicket { ticket, text: "Voir".into(), photos: vec![file] };
    school.give(comment.into()).expect("the school shows it");
    school.sync().await.expect("sent");
    for server in &servers {
        school.follow(server);
        let (status, bytes) = school.read(&path).await.expect("an answer");
        assert!(status.is_success() && !bytes.is_empty(), "{status}");
    }
    assert_eq!(files::below(&servers[0].data().join("files")).len(), 1);
}

/// Behind a load balancer, one process names the snapshot and the other one serves it to the desk.
#[tokio::test]
async fn what_one_process_tells_desks_to_begin_from_is_had_from_the_other() {
    let database = fresh();
    let [mut first, second] = two_servers(&database);
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
    let until = Instant::now() + PATIENCE;
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

/// A write through one process wakes the devices that listen at the other, also after an outage of
/// the database.
#[tokio::test]
async fn a_write_through_one_process_wakes_who_listens_at_the_other() {
    let mut cluster = Cluster::start(Disk::Fast).expect("a PostgreSQL for the test");
    let database = database_on(&cluster).expect("a database");
    let servers = two_servers(&database);
    let mut office = desk(&servers[0], 1).await;
    let (mut school, site) = tablets(&servers[1], &mut office, 1).await.remove(0);
    let mut ear = Device::new(&servers[0], 2);
    ear.sign_in(DISPATCHER, PASSWORD).await.expect("the dispatcher signs in");
    let mut live = ear.live().await.expect("a live channel");
    let mut known = live.next(PATIENCE).await;
    for outage in [false, true] {
        if outage {
            cluster.crash();
            cluster.resume().expect("PostgreSQL starts again");
        }
        report(&mut school, &site, "Éveil");
        school.sync().await.expect("sent");
        let told = live.next(PATIENCE).await;
        assert!(told > known, "{told} after {known}");
        known = told;
    }
}

/// Both engines share one backup format: a backup goes from SQLite into PostgreSQL, from there into
/// another PostgreSQL, and back into SQLite. After each restore the devices complete it.
#[tokio::test]
async fn a_backup_moves_between_engines_and_is_completed_by_the_devices() {
    let mut server = Server::demo();
    let mut office = desk(&server, 1).await;
    let (mut school, site) = tablets(&server, &mut office, 1).await.remove(0);
    let databases = [fresh(), fresh()];
    let targets = [Some(databases[0].url()), Some(databases[1].url()), None];
    let mut told = Vec::new();
    for (n, target) in targets.into_iter().enumerate() {
        let mut tell = |school: &mut Device, when: &str| {
            let text = format!("{when} {n}");
            report(school, &site, &text);
            told.push(text);
        };
        tell(&mut school, "Avant");
        school.sync().await.expect("sent");
        let backup = server.beside("backup");
        let (good, text) = server.run(&["backup", "--to", path(&backup)]);
        assert!(good, "{text}");
        let (good, text) = server.run(&["restore", "--from", path(&backup)]);
        assert!(!good && text.contains("not empty"), "{text}");
        tell(&mut school, "Après");
        school.sync().await.expect("sent");

        let mut next = Server::stopped(target);
        let (good, text) = next.run(&["restore", "--from", path(&backup)]);
        assert!(good, "{text}");
        next.start(&[]);
        server = next;
        school.follow(&server);
        school.sync().await.expect("the tablet offers again");
        let kept = found(&server, 10 + n as u8).await;
        let wrong: Vec<_> = told.iter().filter(|text| kept.get(*text) != Some(&1)).collect();
        assert!(wrong.is_empty(), "not there once: {wrong:?}");
    }
}

#[test]
fn every_sub_command_knows_the_database_and_none_tells_its_password() {
    let database = fresh();
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let backup = folder.path().join("backup");
    let people = ["create-account", "--mail", "a@b.fr", "--name", "A", "--role", "coordinator"];
    let commands: [&[&str]; 4] =
        [&["migrate"], &people, &["purge"], &["backup", "--to", path(&backup)]];
    for command in commands {
        let (good, text) = run(&data, Some(&database.url()), command);
        assert!(good, "{text}");
        let (good, text) = run(&data, Some("postgres://u:s3cret@127.0.0.1:1/x"), command);
        assert!(!good && !text.contains("s3cret"), "{text}");
        let (good, text) = run(&data, Some("mysql://u:s3cret@127.0.0.1:1/x"), command);
        assert!(!good && !text.contains("s3cret"), "{text}");
    }
    let (good, text) = run(&data, Some("postgres://u:s3cret@h/x"), &["serve", "--help"]);
    assert!(good && !text.contains("s3cret"), "{text}");
    assert!(!data.join("tournee.sqlite").exists(), "nothing went into a file");
    let accounts = database.run("SELECT count(*) FROM credentials").expect("counted");
    assert_eq!(accounts, "1");
}
