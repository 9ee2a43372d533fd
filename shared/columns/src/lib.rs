//! Lists of values, packed column by column: small, quick to read, and read in part where a part
//! is enough. What is packed is whatever serde can turn into JSON; this crate knows no type of
//! its users. `README.md` beside it describes the format and says why it exists.
//!
//! | item | use |
//! | --- | --- |
//! | [`pack`], [`unpack`] | a list of values to a block of bytes, and back |
//! | [`unpack_known`] | those of its values that this program can read |
//! | [`Block`], [`Late`] | a block whose values are decoded only when one asks for them |
//! | [`LateMap`] | a map by key over such blocks |
//! | [`put_named`], [`named`] | several blocks in one run of bytes, each with a name |
//! | [`from_json`], [`to_value`] | JSON through the code that reads and writes columns anyway |
//! | [`tagged!`] | an enum with its word among its fields, without serde's intermediate copy |

mod block;
mod bytes;
mod cell;
mod column;
mod late;
mod map;
mod read;
mod run;
mod skip;
pub mod tagged;
mod write;

pub use block::{from_json, from_value, pack, to_value, unpack, unpack_known};
pub use late::{Block, Late, ReadRest};
pub use map::{LateMap, Lookup};
pub use run::{named, put_named};

#[cfg(test)]
mod tests;
