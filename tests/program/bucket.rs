//! Photos and signatures in a bucket of a real server of the protocol of S3.

use crate::{path, report, run_alone, tablet};
use reqwest::StatusCode;
use shared::history::FileRef;
use shared::id::{FileHash, SiteId};
use shared::ticket;
use std::fs;
use std::time::{Duration, Instant, SystemTime};
use tests::bucket::Bucket;
use tests::device::{Device, PART_BYTES, SyncError, hash_of};
use tests::people::desk;
use tests::server::{Server, UNPLANNED, run_in};
use tests::{files, picture};

fn server_on(bucket: &Bucket) -> Server {
    let mut server = Server::stopped(None).with_environment(&bucket.environment());
    server.start(&[UNPLANNED]);
    server
}

fn cite(school: &mut Device, site: &SiteId, photo: &[u8]) {
    let ticket = report(school, site, "Avec une photo");
    let photos = vec![FileRef { hash: hash_of(photo), bytes: photo.len() as u64 }];
    let comment = ticket::Act::CommentTicket { ticket, text: "La voici".into(), photos };
    school.give(comment.into()).expect("the school comments");
}

/// Reads a file from the server.
async fn served(device: &Device, hash: &FileHash) -> Vec<u8> {
    let (status, bytes) = device.read(&format!("/api/v1/files/{hash}")).await.expect("an answer");
    assert_eq!(status, StatusCode::OK);
    bytes
}

fn is_put_off(answer: Result<impl std::fmt::Debug, SyncError>) {
    match answer {
        Err(SyncError::Status(status, body)) => {
            assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE, "{body}");
            assert!(body.to_string().contains("busy"), "{body}");
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_is_in_the_bucket_once_and_whole() {
    let bucket = Bucket::start();
    let mut server = server_on(&bucket);
    let mut office = desk(&server, 1).await;
    let (mut school, site) = tablet(&server, &mut office, 2).await;
    let photo = picture::jpeg(2_400, 1_800, 7);
    assert!(photo.len() > 2 * PART_BYTES, "in several parts");
    cite(&mut school, &site, &photo);
    school.sync().await.expect("the command goes");
    let hash = school.send_file(&photo).await.expect("the photo goes");
    assert_eq!(school.send_file(&photo).await.expect("it is there"), hash);
    let kept = bucket.objects("files");
    assert_eq!(kept, [bucket.path("files").join(hash.as_str())], "once, by its hash");
    assert!(bucket.objects("parts").is_empty());
    let clean = served(&school, &hash).await;
    assert_eq!(clean, fs::read(&kept[0]).expect("the object"), "byte for byte");
    assert!(picture::holds_only_pixels(&clean));
    for folder in ["files", "parts", "snapshots"] {
        assert!(files::below(&server.data().join(folder)).is_empty(), "{folder} of the machine");
    }
    // What is no picture, or not of its name, leaves nothing.
    let refused = school.send_file(b"no picture").await;
    assert!(matches!(refused, Err(SyncError::Status(status, _)) if status == 422));
    assert!(bucket.objects("parts").is_empty() && bucket.objects("files").len() == 1);
    server.kill();
    server.start(&[]);
    assert_eq!(served(&school, &hash).await, clean, "after a start too");
}

/// The store is away: the photo waits, nothing else does, and nothing is lost.
#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_is_away_puts_photos_off_and_delays_nothing_else() {
    let mut bucket = Bucket::start();
    let server = server_on(&bucket);
    let mut office = desk(&server, 1).await;
    let (mut school, site) = tablet(&server, &mut office, 2).await;
    let photo = picture::jpeg(2_400, 1_800, 8);
    let before = school.send_part(&photo, 0).await.expect("a part");
    cite(&mut school, &site, &photo);
    bucket.stop();
    is_put_off(school.send_part(&photo, before).await);
    is_put_off(school.send_file(b"another one").await);
    school.sync().await.expect("commands go");
    // It takes connections and never answers: the worst that a store can do.
    bucket.hang();
    let twin = school.twin();
    let late = photo.clone();
    let waiting = tokio::spawn(async move { twin.send_part(&late, before).await });
    tokio::time::sleep(Duration::from_millis(300)).await;
    let begun = Instant::now();
    report(&mut school, &site, "Pendant la panne");
    school.sync().await.expect("commands go");
    assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
    is_put_off(waiting.await.expect("no panic"));
    bucket.stop();
    bucket.resume();
    let hash = school.send_file(&photo).await.expect("the photo goes on");
    assert!(picture::holds_only_pixels(&served(&school, &hash).await));
    bucket.stop();
    let read = school.get(&format!("/api/v1/files/{hash}")).await.expect("an answer");
    assert_eq!(read.0, StatusCode::SERVICE_UNAVAILABLE, "not «there is none»");
}

/// The server was killed after the object was written, and before its record and the end of its
/// parts: the device sends it again, and it is there once.
#[tokio::test(flavor = "multi_thread")]
async fn a_kill_between_the_object_and_its_record_ends_well() {
    let bucket = Bucket::start();
    let mut server = server_on(&bucket);
    let mut office = desk(&server, 1).await;
    let (mut school, site) = tablet(&server, &mut office, 2).await;
    let photo = picture::jpeg(900, 700, 9);
    let hash = hash_of(&photo);
    cite(&mut school, &site, &photo);
    school.sync().await.expect("the command goes");
    school.send_file(&photo).await.expect("the photo goes");
    server.kill();
    let database = rusqlite::Connection::open(server.data().join("tournee.sqlite"));
    let database = database.expect("the database");
    for table in ["file_givers", "files"] {
        let done = database.execute(&format!("DELETE FROM {table}"), []);
        assert_eq!(done.expect("deleted"), 1);
    }
    drop(database);
    let parts = bucket.path("parts").join(hash.as_str());
    fs::create_dir_all(&parts).expect("a folder");
    fs::write(parts.join(format!("{:012}", 0)), &photo).expect("all parts");
    server.start(&[]);
    let (status, body) = school.get(&format!("/api/v1/files/{hash}/status")).await.expect("told");
    assert!(status.is_success() && !body.contains(&photo.len().to_string()), "not whole: {body}");
    school.send_file(&photo).await.expect("the photo goes");
    assert!(picture::holds_only_pixels(&served(&school, &hash).await));
    assert_eq!((bucket.objects("files").len(), bucket.objects("parts").len()), (1, 0));
}

/// A file of many small parts, as on a bad line, does not become as many objects.
#[tokio::test(flavor = "multi_thread")]
async fn many_small_parts_become_few_objects() {
    let bucket = Bucket::start();
    let server = server_on(&bucket);
    let blobs = bucket_of(&bucket);
    let photo = picture::jpeg(1_200, 900, 10);
    let hash = hash_of(&photo);
    let size = photo.len() / 150;
    let sent = tokio::task::spawn_blocking(move || {
        for (rank, part) in photo.chunks(size).enumerate() {
            blobs.append(&hash, (rank * size) as u64, part).expect("a part");
        }
        assert_eq!(blobs.received(&hash).expect("listed"), photo.len() as u64);
        assert!(blobs.gathered(&hash).expect("read") == photo, "the same bytes");
        // A part within replaces what came after its first byte.
        blobs.append(&hash, 10, b"abc").expect("a part");
        assert_eq!(blobs.gathered(&hash).expect("read"), [&photo[..10], b"abc"].concat());
    });
    sent.await.expect("no panic");
    assert!(bucket.objects("parts").len() < 70);
    drop(server);
}

/// Backups go from a bucket to a folder and back.
#[tokio::test(flavor = "multi_thread")]
async fn a_backup_goes_from_a_bucket_to_a_folder_and_back() {
    let bucket = Bucket::start();
    let mut server = server_on(&bucket);
    let mut office = desk(&server, 1).await;
    let (mut school, site) = tablet(&server, &mut office, 2).await;
    let photo = picture::jpeg(640, 480, 3);
    cite(&mut school, &site, &photo);
    school.sync().await.expect("the command goes");
    let hash = school.send_file(&photo).await.expect("the photo goes");
    let clean = served(&school, &hash).await;
    let first = server.beside("first");
    let (good, told) = server.run(&["backup", "--to", path(&first)]);
    assert!(good, "{told}");
    let (good, told) = run_alone(&["check-restore", "--from", path(&first)]);
    assert!(good && told.contains("1 files"), "{told}");
    server.kill();

    let folder = server.beside("folder");
    let (good, told) = run_in(&[], &folder, &["restore", "--from", path(&first)]);
    assert!(good, "{told}");
    assert_eq!(fs::read(folder.join("files").join(hash.as_str())).expect("restored"), clean);
    let second = server.beside("second");
    let (good, told) = run_in(&[], &folder, &["backup", "--to", path(&second)]);
    assert!(good, "{told}");

    let other = Bucket::start();
    let mut restored = Server::stopped(None).with_environment(&other.environment());
    let (good, told) = restored.run(&["restore", "--from", path(&second)]);
    assert!(good, "{told}");
    restored.start(&[UNPLANNED]);
    school.follow(&restored);
    school.sync().await.expect("the tablet goes on");
    assert_eq!(served(&school, &hash).await, clean);
    assert!(files::below(&restored.data().join("files")).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_purge_removes_files_that_nothing_names_and_old_parts() {
    let bucket = Bucket::start();
    let mut server = server_on(&bucket);
    let mut office = desk(&server, 1).await;
    let (mut school, site) = tablet(&server, &mut office, 2).await;
    let (named, alone) = (picture::jpeg(640, 480, 1), picture::jpeg(640, 480, 2));
    cite(&mut school, &site, &named);
    school.sync().await.expect("the command goes");
    for photo in [&named, &alone] {
        school.send_file(photo).await.expect("the photo goes");
    }
    let (old, new) = (picture::jpeg(1_600, 1_200, 5), picture::jpeg(1_600, 1_200, 6));
    for photo in [&old, &new] {
        let at = school.send_part(photo, 0).await.expect("a part");
        school.send_part(&photo[..at + 10], 0).await.expect("another file");
        assert!(at < photo.len(), "incomplete");
    }
    server.kill();
    let long_ago = SystemTime::now() - Duration::from_secs(100 * 86_400);
    for part in files::below(&bucket.path("parts").join(hash_of(&old).as_str())) {
        let part = fs::File::options().write(true).open(part).expect("an object");
        part.set_modified(long_ago).expect("old");
    }
    let database = rusqlite::Connection::open(server.data().join("tournee.sqlite"));
    let aged = database.expect("the database").execute("UPDATE files SET kept_at = 1", []);
    assert_eq!(aged.expect("aged"), 2);
    let (good, told) = server.run(&["purge"]);
    assert!(good && told.contains("2 files"), "{told}");
    assert_eq!(bucket.objects("files"), [bucket.path("files").join(hash_of(&named).as_str())]);
    assert!(!bucket.path("parts").join(hash_of(&old).as_str()).join("000000000000").exists());
    assert!(bucket.path("parts").join(hash_of(&new).as_str()).join("000000000000").exists());
    let (good, told) = server.run(&["purge"]);
    assert!(good && told.contains("0 files"), "a second one changes nothing: {told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_says_whether_the_bucket_keeps_and_gives() {
    let mut bucket = Bucket::start();
    let server = Server::prepared();
    let doctor = |environment: &[_]| run_in(environment, &server.data(), &["doctor"]).1;
    let told = doctor(&bucket.environment());
    assert!(told.contains("  ok  photos: s3://photos/tournee/essai keeps"), "{told}");
    assert!(bucket.objects("try").is_empty(), "nothing is left of the try");
    let told = doctor(&bucket.with_secret("of somebody else"));
    assert!(told.contains("FAIL  photos") && told.contains("SignatureDoesNotMatch"), "{told}");
    assert!(!told.contains("of somebody else"), "{told}");
    let told = doctor(&bucket.environment()[..1]);
    assert!(told.contains("FAIL  photos") && told.contains("AWS_ACCESS_KEY_ID"), "{told}");
    bucket.stop();
    let told = doctor(&bucket.environment());
    assert!(told.contains("FAIL  photos"), "{told}");
    assert!(doctor(&[]).contains("  ok  photos: in the data folder"));
}

/// The library's own hands on the bucket, as the server has them.
fn bucket_of(bucket: &Bucket) -> std::sync::Arc<dyn server::blobs::Blobs> {
    let environment = bucket.environment();
    let address = environment[0].1.parse().expect("an address");
    let keys = server::blobs::bucket::Keys {
        key: environment[1].1.clone(),
        secret: environment[2].1.clone(),
        token: None,
    };
    std::sync::Arc::new(server::blobs::bucket::Bucket::at(&address, keys).expect("a bucket"))
}
