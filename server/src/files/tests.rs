use super::*;
use crate::blobs::folder::Folder;
use image::{DynamicImage, ImageFormat, RgbImage};
use std::fs::File;
use std::io::Cursor;
use std::path::Path;
use std::time::SystemTime;

fn jpeg(width: u32, height: u32) -> Vec<u8> {
    let picture = RgbImage::from_fn(width, height, |x, y| image::Rgb([x as u8, y as u8, 90]));
    let mut out = Cursor::new(Vec::new());
    DynamicImage::from(picture).write_to(&mut out, ImageFormat::Jpeg).expect("written");
    out.into_inner()
}

/// A JPEG with an EXIF segment that names a place.
fn with_exif() -> Vec<u8> {
    let plain = jpeg(64, 48);
    let secret = b"Exif\0\0II*\0\x08\0\0\0\0\0GPS 45.43 N 4.39 E";
    let length = (secret.len() as u16 + 2).to_be_bytes();
    [&plain[..2], &[0xFF, 0xE1], &length[..], secret, &plain[2..]].concat()
}

fn hash_of(bytes: &[u8]) -> FileHash {
    FileHash(hex(&Sha256::digest(bytes)))
}

fn whole(bytes: &[u8]) -> FilePart {
    FilePart { first: 0, total: bytes.len() as u64 }
}

fn send(data: &Path, bytes: &[u8]) -> Result<FileHash, FileProblem> {
    let hash = hash_of(bytes);
    assert_eq!(receive(&Folder::of(data), &hash, whole(bytes), bytes)?, bytes.len() as u64);
    Ok(hash)
}

fn stored(data: &Path, hash: &FileHash) -> Vec<u8> {
    let bytes = Folder::of(data).get(Shelf::Files, hash.as_str()).expect("read");
    bytes.expect("there").to_vec()
}

#[test]
fn a_photo_cut_five_times_arrives_once_and_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let blobs = Folder::of(folder.path());
    let bytes = jpeg(1_200, 900);
    let (hash, total) = (hash_of(&bytes), bytes.len() as u64);
    let size = bytes.len() / 6 + 1;
    for (rank, part) in bytes.chunks(size).enumerate() {
        let first = (rank * size) as u64;
        // The answer was lost: the same part comes again.
        for _ in 0..2 {
            let now = take(&blobs, &hash, FilePart { first, total }, part).expect("taken");
            assert_eq!(now, first + part.len() as u64);
        }
    }
    assert_eq!(keep(&blobs, &hash, total).expect("kept"), total);
    assert!(blobs.has(Shelf::Files, hash.as_str()).expect("looked"));
    assert_eq!(blobs.received(&hash).expect("looked"), 0);
}

#[test]
fn a_part_that_does_not_follow_is_left_out() {
    let folder = tempfile::tempdir().expect("a folder");
    let blobs = Folder::of(folder.path());
    let bytes = jpeg(100, 100);
    let part = FilePart { first: 50, total: bytes.len() as u64 };
    let now = take(&blobs, &hash_of(&bytes), part, &bytes[50..60]).expect("answered");
    assert_eq!(now, 0);
}

#[test]
fn the_place_that_a_camera_noted_is_gone() {
    let folder = tempfile::tempdir().expect("a folder");
    let bytes = with_exif();
    assert!(bytes.windows(3).any(|w| w == b"GPS"));
    let hash = send(folder.path(), &bytes).expect("kept");
    let kept = stored(folder.path(), &hash);
    assert!(!kept.windows(4).any(|w| w == b"Exif" || w == b"GPS "));
    assert!(image::load_from_memory(&kept).is_ok());
}

#[test]
fn a_panorama_stays_readable() {
    let folder = tempfile::tempdir().expect("a folder");
    let hash = send(folder.path(), &jpeg(7_000, 1_050)).expect("kept");
    let kept = stored(folder.path(), &hash);
    let kept = image::load_from_memory(&kept).expect("a picture");
    assert_eq!((kept.width(), kept.height()), (6_000, 900));
}

#[test]
fn what_is_no_picture_is_refused_and_leaves_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let blobs = Folder::of(folder.path());
    let text = b"not a picture at all";
    assert!(matches!(send(folder.path(), text), Err(FileProblem::NotAnImage)));
    assert_eq!(blobs.received(&hash_of(text)).expect("looked"), 0);
    let other = FileHash("00".repeat(32));
    take(&blobs, &other, whole(text), text).expect("taken");
    assert!(matches!(keep(&blobs, &other, text.len() as u64), Err(FileProblem::HashMismatch)));
}

#[test]
fn a_picture_of_sixty_million_pixels_is_refused_before_it_is_decoded() {
    let folder = tempfile::tempdir().expect("a folder");
    let blobs = Folder::of(folder.path());
    let mut out = Cursor::new(Vec::new());
    let picture = DynamicImage::new_luma8(10_000, 6_000);
    picture.write_to(&mut out, ImageFormat::Png).expect("written");
    let sent = send(folder.path(), &out.into_inner());
    assert!(matches!(sent, Err(FileProblem::TooLarge)));
    let large = FilePart { first: 0, total: PHOTO_BYTES as u64 + 1 };
    let refused = take(&blobs, &FileHash("11".repeat(32)), large, b"x");
    assert!(matches!(refused, Err(FileProblem::TooLarge)));
}

#[test]
fn parts_of_which_nothing_comes_any_more_go() {
    let folder = tempfile::tempdir().expect("a folder");
    let blobs = Folder::of(folder.path());
    let before = SystemTime::now();
    assert_eq!(blobs.forget_parts(before).expect("no part yet"), 0);
    let (old, new) = (hash_of(b"old"), hash_of(b"new"));
    let part = FilePart { first: 0, total: 10 };
    for hash in [&old, &new] {
        take(&blobs, hash, part, b"abc").expect("taken in");
    }
    let long_ago = before - std::time::Duration::from_secs(3_600);
    let file = File::options().write(true).open(folder.path().join("parts").join(old.as_str()));
    file.and_then(|file| file.set_modified(long_ago)).expect("an old part");
    let an_hour_less = long_ago + std::time::Duration::from_secs(1_800);
    assert_eq!(blobs.forget_parts(an_hour_less).expect("tidied"), 1);
    let received = |hash| blobs.received(hash).expect("looked");
    assert_eq!((received(&old), received(&new)), (0, 3));
}
