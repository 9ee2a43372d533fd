//! Prints the figures of `README.md`: `cargo run --release -p columns --example figures`.

use columns::{Block, LateMap, pack, unpack};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};
use std::error::Error;
use std::io::Write;
use std::time::{Duration, Instant};
use uuid::Uuid;

const ENTRIES: u128 = 10_000;
const ROUNDS: usize = 15;

/// An entry of a log, with fields of every class.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Entry {
    id: Uuid,
    room: String,
    state: String,
    text: String,
    at_ms: i64,
    is_done: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<Uuid>,
    notes: Vec<Note>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Note {
    at_ms: i64,
    text: String,
}

/// An enum of one variant: values stand in it as `{"entry": …}`, as in a list of several types.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Item {
    Entry(Entry),
}

fn item(n: u128) -> Item {
    let at_ms = 1_767_600_000_000 + n as i64 * 61_000;
    // Numbers without an order, as keys and choices have none.
    let mixed = n.wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835);
    let note = |k| Note { at_ms: at_ms + k * 7_000, text: format!("Note {k} of {n}") };
    Item::Entry(Entry {
        id: Uuid::from_u128((at_ms as u128) << 80 | mixed >> 48),
        room: format!("room {}", (mixed >> 64) % 277),
        state: ["new", "seen", "done"][(mixed >> 90) as usize % 3].to_owned(),
        text: format!("Text {} about thing {}", n, (mixed >> 100) % 50),
        at_ms,
        is_done: (mixed >> 70).is_multiple_of(3),
        by: (!(mixed >> 80).is_multiple_of(4)).then(|| Uuid::from_u128((mixed >> 110) % 40)),
        notes: (0..(mixed >> 60) as i64 % 3).map(note).collect(),
    })
}

/// The shortest of several runs: what else the machine does only adds.
fn shortest<T>(mut run: impl FnMut() -> T) -> Duration {
    let time = |_| {
        let start = Instant::now();
        std::hint::black_box(run());
        start.elapsed()
    };
    (0..ROUNDS).map(time).min().unwrap_or_default()
}

fn gzip(bytes: &[u8]) -> std::io::Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len())
}

fn main() -> Result<(), Box<dyn Error>> {
    let items: Vec<_> = (0..ENTRIES).map(item).collect();
    let (json, block) = (serde_json::to_vec(&items)?, pack(&items)?);
    assert_eq!(unpack::<Item>(&block)?, items);
    let open = || -> Result<LateMap<Uuid, Entry>, serde_json::Error> {
        let mut map = LateMap::default();
        map.put_block(Block::open(block.clone())?, "id")?;
        Ok(map)
    };
    let Item::Entry(last) = &items[items.len() - 1];
    println!("{ENTRIES} entries     JSON        columns");
    println!("bytes          {:>9}   {:>9}", json.len(), block.len());
    println!("bytes, gzip    {:>9}   {:>9}", gzip(&json)?, gzip(&block)?);
    let read_json = shortest(|| serde_json::from_slice::<Vec<Item>>(&json));
    println!("read all       {read_json:>9.2?}   {:>9.2?}", shortest(|| unpack::<Item>(&block)));
    println!("open, one      {:>9}   {:>9.2?}", "", shortest(|| open().map(|m| m[&last.id].at_ms)));
    let write_json = shortest(|| serde_json::to_vec(&items));
    println!("write all      {write_json:>9.2?}   {:>9.2?}", shortest(|| pack(&items)));
    Ok(())
}
