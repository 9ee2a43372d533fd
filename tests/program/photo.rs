//! Photos and signatures on a bad line, and the removal of the camera's metadata.

use crate::{path, report, tablet};
use image::{GenericImageView, ImageFormat};
use reqwest::StatusCode;
use shared::history::FileRef;
use shared::id::{FileHash, SiteId};
use shared::ticket;
use std::fs;
use tests::device::{Device, PART_BYTES, SyncError, hash_of};
use tests::people::desk;
use tests::relay::{Line, Relay};
use tests::server::Server;
use tests::{files, picture};

/// How often the line is cut while the photo is sent.
const CUTS: u64 = 5;
/// An upper bound of the bytes of one request beside the photo.
const HEADERS: u64 = 2_000;

/// Bytes a second of a phone's line at the edge of a village.
const SLOW: u64 = 400_000;

/// A slow line that is cut [`CUTS`] times, each time in the middle of a part.
async fn slow_and_cut(server: &Server, bytes_per_second: u64) -> Relay {
    let mut opened = 0_u64;
    let draw = move |cuts| {
        opened += 1;
        // The line holds for some parts and is cut in the middle of the next one.
        let cut = cuts < CUTS && opened.is_multiple_of(3);
        let cut_up = cut.then_some(PART_BYTES as u64 / 7 * (cuts + 1));
        Line { cut_up, cut_down: None, bytes_per_second: Some(bytes_per_second) }
    };
    Relay::with_lines(&server.address(), draw).await
}

/// Sends a file until the server has it. Returns how many attempts failed.
async fn send(device: &Device, bytes: &[u8]) -> usize {
    let mut failed = 0;
    loop {
        match device.send_file(bytes).await {
            Ok(_) => return failed,
            Err(SyncError::Network(_)) => failed += 1,
            Err(SyncError::Status(status, body)) => panic!("{status} {body}"),
        }
        assert!(failed < 100, "the photo never arrives");
    }
}

fn cite(school: &mut Device, site: &SiteId, hash: &FileHash, bytes: usize) {
    let ticket = report(school, site, "Avec une photo");
    let photos = vec![FileRef { hash: hash.clone(), bytes: bytes as u64 }];
    let comment = ticket::Act::CommentTicket { ticket, text: "La voici".into(), photos };
    school.give(comment.into()).expect("the school comments");
}

/// Reads a file from the server.
async fn served(device: &Device, hash: &FileHash) -> Vec<u8> {
    let (status, bytes) = device.read(&format!("/api/v1/files/{hash}")).await.expect("an answer");
    assert_eq!(status, StatusCode::OK);
    bytes
}

#[tokio::test]
async fn a_photo_of_twelve_megapixels_arrives_once_over_a_line_that_is_cut_five_times() {
    let mut server = Server::demo();
    let mut office = desk(&server, 1).await;
    let (mut school, site) = tablet(&server, &mut office, 2).await;
    let photo = picture::from_a_phone(12);
    assert!(photo.windows(6).any(|bytes| bytes == b"Exif\0\0"), "the camera noted something");
    assert!(!picture::holds_only_pixels(&photo));
    let hash = hash_of(&photo);

    let relay = slow_and_cut(&server, SLOW).await;
    school.go_through(&relay.address());
    cite(&mut school, &site, &hash, photo.len());
    while school.sync().await.is_err() {}
    let before = relay.bytes_up();
    let failed = send(&school, &photo).await;
    assert_eq!(relay.cuts(), CUTS);
    assert!(failed >= CUTS as usize);
    // Received parts are not sent again: a cut costs no more than one part.
    let requests = photo.len() as u64 / PART_BYTES as u64 + 1 + 2 * CUTS + 1;
    let most = photo.len() as u64 + CUTS * PART_BYTES as u64 + requests * HEADERS;
    let sent = relay.bytes_up() - before;
    assert!(sent <= most, "{sent} bytes for {}", photo.len());
    println!("{} bytes, {sent} sent through {} cuts", photo.len(), relay.cuts());
    // The server says that it has the file: nothing is sent twice.
    let before = relay.bytes_up();
    assert_eq!(send(&school, &photo).await, 0);
    assert!(relay.bytes_up() - before < HEADERS);

    let kept = files::below(&server.data().join("files"));
    assert_eq!(kept.len(), 1, "once");
    assert!(files::below(&server.data().join("parts")).is_empty());
    let clean = served(&school, &hash).await;
    assert_eq!(clean, fs::read(&kept[0]).expect("the file"), "byte for byte");
    assert_shows(&clean, &photo);
    server.kill();
    let database = rusqlite::Connection::open(server.data().join("tournee.sqlite"));
    let database = database.expect("the database");
    let known = |line: &rusqlite::Row<'_>| Ok((line.get::<_, String>(0)?, line.get::<_, i64>(1)?));
    let record = database.query_row("SELECT hash, bytes FROM files", [], known);
    let record = record.expect("one file on record");
    assert_eq!(record, (hash.to_string(), photo.len() as i64), "the sum of what was sent");
}

/// Checks that the picture is the one that was taken, upright and smaller, without metadata.
fn assert_shows(clean: &[u8], photo: &[u8]) {
    assert!(picture::holds_only_pixels(clean), "{:?}", picture::segments(clean));
    // Shorter words occur by chance in the bytes of a picture.
    let noted = [&b"Exif\0\0"[..], b"http://ns.adobe"];
    for words in noted {
        assert!(!clean.windows(words.len()).any(|bytes| bytes == words));
    }
    let seen = image::load_from_memory_with_format(clean, ImageFormat::Jpeg).expect("a JPEG");
    assert_eq!(seen.dimensions(), (1_536, 2_048), "upright, and no larger than is of use");
    let taken = image::load_from_memory_with_format(photo, ImageFormat::Jpeg).expect("a JPEG");
    let taken = taken.rotate90().resize_exact(1_536, 2_048, image::imageops::FilterType::Triangle);
    for (x, y) in [(200, 200), (1_300, 300), (700, 1_000), (300, 1_800), (1_400, 1_900)] {
        let (seen, taken) = (seen.get_pixel(x, y), taken.get_pixel(x, y));
        let far = (0..3).any(|at| seen[at].abs_diff(taken[at]) > 24);
        assert!(!far, "at {x}, {y}: {seen:?} is not {taken:?}");
    }
}

/// A signature is a drawing: it arrives over the same line, as sharp as it was.
#[tokio::test]
async fn a_signature_arrives_once_over_a_line_that_is_cut_five_times() {
    let server = Server::demo();
    let mut office = desk(&server, 1).await;
    let (mut school, site) = tablet(&server, &mut office, 2).await;
    let drawing = image::RgbImage::from_fn(900, 360, |x, y| {
        let ink = (x / 3 + y) % 97 < 3;
        image::Rgb(if ink { [16, 32, 46] } else { [255, 255, 255] })
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    drawing.write_to(&mut bytes, ImageFormat::Png).expect("a drawing");
    let bytes = bytes.into_inner();
    let hash = hash_of(&bytes);
    let half = bytes.len() as u64 / 2;
    let draw = move |cuts| Line { cut_up: (cuts < CUTS).then_some(half), ..Line::default() };
    let relay = Relay::with_lines(&server.address(), draw).await;
    cite(&mut school, &site, &hash, bytes.len());
    school.sync().await.expect("the command goes");
    school.go_through(&relay.address());
    assert!(send(&school, &bytes).await >= 1);
    assert_eq!(relay.cuts(), CUTS);
    assert_eq!(files::below(&server.data().join("files")).len(), 1);
    let clean = served(&school, &hash).await;
    let seen = image::load_from_memory_with_format(&clean, ImageFormat::Png).expect("a PNG");
    assert!(seen.to_rgb8() == drawing, "not one pixel differs");
}

/// The server was killed after the last part arrived and before the file was complete: the file is
/// not on the server, and the server must not say that it is.
#[tokio::test]
async fn parts_that_are_all_there_after_a_kill_become_a_file() {
    let mut server = Server::demo();
    let mut office = desk(&server, 1).await;
    let (mut school, site) = tablet(&server, &mut office, 2).await;
    let photo = picture::jpeg(640, 480, 4);
    let hash = hash_of(&photo);
    cite(&mut school, &site, &hash, photo.len());
    school.sync().await.expect("the command goes");
    server.kill();
    let parts = server.data().join("parts");
    fs::create_dir_all(&parts).expect("a folder");
    fs::write(parts.join(hash.as_str()), &photo).expect("all parts");
    server.start(&[]);
    school.send_file(&photo).await.expect("the photo goes");
    assert!(picture::holds_only_pixels(&served(&school, &hash).await));
    assert!(files::below(&parts).is_empty());
}

/// A restored server lacks the files since the backup: the device offers the file again, and it
/// arrives.
#[tokio::test]
async fn a_photo_that_came_after_the_backup_is_offered_again() {
    let mut server = Server::demo();
    let mut office = desk(&server, 1).await;
    let (mut school, site) = tablet(&server, &mut office, 2).await;
    let backup = server.beside("backup");
    let (good, told) = server.run(&["backup", "--to", path(&backup)]);
    assert!(good, "{told}");
    let photo = picture::jpeg(640, 480, 3);
    let hash = school.send_file(&photo).await.expect("the photo goes");
    cite(&mut school, &site, &hash, photo.len());
    school.sync().await.expect("the command goes");
    server.kill();
    fs::remove_dir_all(server.data()).expect("the disk is lost");
    let (good, told) = server.run(&["restore", "--from", path(&backup)]);
    assert!(good, "{told}");
    server.start(&[]);
    school.sync().await.expect("the tablet offers again");
    let (status, _) = school.read(&format!("/api/v1/files/{hash}")).await.expect("an answer");
    assert_eq!(status, StatusCode::NOT_FOUND, "the backup is older than the photo");
    school.send_file(&photo).await.expect("the photo goes again");
    assert!(picture::holds_only_pixels(&served(&school, &hash).await));
}
