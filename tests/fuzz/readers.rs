//! The readers of bytes that come from elsewhere: files that people bring, requests, pictures.
//! Whatever the bytes are, a reader answers, without a panic and within its limits.

use codes::{Effort, Luma};
use serde_json::value::RawValue;
use shared::command::{Command, Envelope};
use shared::day::Day;
use shared::intake::{self, Wanted};
use shared::row::State;
use shared::sync::{SyncAnswer, SyncRequest};
use std::collections::BTreeSet;

/// Reads the bytes to their end.
pub type Reader = fn(&[u8]);

/// Every reader, by the name of its folder of seeds.
pub const READERS: [(&str, Reader); 9] = [
    ("answer", answer),
    ("command", command),
    ("envelope", envelope),
    ("handover", handover),
    ("import", import),
    ("label", label),
    ("picture", picture),
    ("rows", rows),
    ("workbook", workbook),
];

/// Side of the picture of a label, in pixels: larger ones only take longer.
const LABEL_SIDE: u32 = 96;

/// The reader of that name.
pub fn reader(name: &str) -> Option<Reader> {
    READERS.iter().find(|(known, _)| *known == name).map(|(_, read)| *read)
}

/// What the server says, on a device.
fn answer(bytes: &[u8]) {
    let _ = serde_json::from_slice::<SyncAnswer>(bytes);
}

/// A command of an app of any version, on the server.
fn command(bytes: &[u8]) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        let _ = Command::read(text);
        let _ = Command::read_of_newer(text);
    }
}

/// A request of a device, on the server.
fn envelope(bytes: &[u8]) {
    let request = serde_json::from_slice::<SyncRequest<&RawValue>>(bytes);
    for one in request.iter().flat_map(|request| &request.commands) {
        let _ = serde_json::from_str::<Envelope>(one.get());
    }
    let _ = serde_json::from_slice::<Envelope>(bytes);
}

/// The file of what a device could not send.
fn handover(bytes: &[u8]) {
    if let Some(file) = shared::handover::read(bytes) {
        let _ = (file.handed(), file.lost(), file.missing_files());
    }
}

/// A file that somebody imports, of any kind.
fn import(bytes: &[u8]) {
    let today = Day::from_ymd_opt(2026, 3, 2).unwrap_or_default();
    let wanted = Wanted { communes: BTreeSet::new(), today };
    let _ = intake::read(bytes, &State::default(), &wanted);
}

/// The picture of a label, of which the bytes are the pixels.
fn label(bytes: &[u8]) {
    let mut pixels = bytes.to_vec();
    pixels.resize((LABEL_SIDE * LABEL_SIDE) as usize, u8::MAX);
    if let Some(picture) = Luma::new(LABEL_SIDE, LABEL_SIDE, pixels) {
        let _ = codes::read(&picture, Effort::Glance);
    }
}

/// A photo or a signature, on the server.
fn picture(bytes: &[u8]) {
    let _ = server::files::clean(bytes);
}

/// Rows packed by column.
fn rows(bytes: &[u8]) {
    let _ = shared::pack::blocks(bytes);
    let _ = shared::pack::unpack_rows(bytes);
    let _ = shared::pack::unpack_all(bytes);
    let _ = State::default().put_block(bytes.to_vec());
}

/// A workbook, and the table in it.
fn workbook(bytes: &[u8]) {
    if let Ok(text) = workbook::read(bytes) {
        import(text.as_bytes());
    }
}
