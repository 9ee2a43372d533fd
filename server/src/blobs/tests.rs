use super::folder::Folder;
use super::*;

#[test]
fn what_is_put_is_there_whole_and_what_is_removed_is_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let blobs = Folder::of(folder.path());
    let put = |name, bytes: &'static [u8]| blobs.put(Shelf::Files, name, Bytes::from_static(bytes));
    assert_eq!(blobs.names(Shelf::Files).expect("listed"), Vec::<String>::new());
    put("aa", b"one").expect("kept");
    put("aa", b"two").expect("kept again");
    put("bb", b"three").expect("kept");
    assert_eq!(blobs.get(Shelf::Files, "aa").expect("read").as_deref(), Some(&b"two"[..]));
    assert_eq!(blobs.get(Shelf::Snapshots, "aa").expect("read"), None, "another shelf");
    blobs.remove(Shelf::Files, &["aa".into(), "never".into()]).expect("removed");
    assert!(!blobs.has(Shelf::Files, "aa").expect("looked"));
    assert_eq!(blobs.names(Shelf::Files).expect("listed"), ["bb"]);
}

/// The disk ends within a write: what was there before stays whole.
#[test]
fn a_write_that_fails_leaves_what_was_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let blobs = Folder::of(folder.path());
    blobs.put(Shelf::Files, "aa", Bytes::from_static(b"whole")).expect("kept");
    let parts = folder.path().join(PARTS);
    std::fs::remove_dir_all(&parts).expect("empty");
    std::fs::write(&parts, "no folder").expect("written");
    let failed = blobs.put(Shelf::Files, "aa", Bytes::from_static(b"other"));
    assert!(matches!(failed, Err(BlobFailed::Disk(_))));
    assert_eq!(blobs.get(Shelf::Files, "aa").expect("read").as_deref(), Some(&b"whole"[..]));
}
