//! The words of an enum, as its derived reading knows them.

use super::read::Worded;
use serde::de::{Deserializer, Error, Visitor};
use serde::forward_to_deserialize_any;
use std::fmt;

/// Returns the words of all variants.
pub fn words_of<T: Worded>() -> &'static [&'static str] {
    match T::read("", Probe) {
        Err(Words(words)) => words,
        // The probe gives nothing to read.
        Ok(_) => &[],
    }
}

/// A deserializer without a value. Its error carries the words that the reading asked for.
struct Probe;

/// The error of a [`Probe`].
#[derive(Debug)]
struct Words(&'static [&'static str]);

impl fmt::Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("there is nothing to read")
    }
}

impl std::error::Error for Words {}

impl Error for Words {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Words(&[])
    }
}

impl<'de> Deserializer<'de> for Probe {
    type Error = Words;

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        words: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Words> {
        Err(Words(words))
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Words> {
        Err(Words(&[]))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}
