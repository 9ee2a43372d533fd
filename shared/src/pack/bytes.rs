//! Numbers and pieces of a block.

use serde::de::Error as _;
use serde_json::Error;

/// Bits of a byte that carry a number; the last one says that more follow (LEB128, as in DWARF).
const CARRIED: u32 = 7;
const MORE: u8 = 0x80;

/// A number of any size, small ones in one byte.
pub(super) fn put_number(out: &mut Vec<u8>, mut number: u64) {
    while number >= u64::from(MORE) {
        out.push(number as u8 | MORE);
        number >>= CARRIED;
    }
    out.push(number as u8);
}

/// A number that may be negative: near zero is short.
pub(super) fn put_signed(out: &mut Vec<u8>, number: i64) {
    put_number(out, ((number << 1) ^ (number >> 63)).cast_unsigned());
}

/// Bytes with their length before them.
pub(super) fn put_sized(out: &mut Vec<u8>, bytes: &[u8]) {
    put_number(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

pub(super) fn cut<T>() -> Result<T, Error> {
    Err(Error::custom("the block is cut"))
}

/// What is left to read of a block.
#[derive(Debug, Clone, Copy)]
pub(super) struct Source<'a>(&'a [u8]);

impl<'a> Source<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn end(&self) -> Result<(), Error> {
        if self.is_empty() { Ok(()) } else { Err(Error::custom("something follows the block")) }
    }

    pub(super) fn byte(&mut self) -> Result<u8, Error> {
        let Some((first, rest)) = self.0.split_first() else { return cut() };
        self.0 = rest;
        Ok(*first)
    }

    pub(super) fn number(&mut self) -> Result<u64, Error> {
        let mut number = 0;
        for shift in (0..u64::BITS).step_by(CARRIED as usize) {
            let byte = self.byte()?;
            number |= u64::from(byte & !MORE) << shift;
            if byte & MORE == 0 {
                return Ok(number);
            }
        }
        Err(Error::custom("a number has no end"))
    }

    pub(super) fn signed(&mut self) -> Result<i64, Error> {
        let number = self.number()?;
        Ok((number >> 1).cast_signed() ^ -((number & 1).cast_signed()))
    }

    /// How many of something. What claims more than a block can hold is refused before room is
    /// made for it.
    pub(super) fn count(&mut self) -> Result<usize, Error> {
        const COUNT_MAX: u64 = 1 << 20;
        match self.number()? {
            number if number <= COUNT_MAX => Ok(number as usize),
            _ => Err(Error::custom("a block of too many values")),
        }
    }

    pub(super) fn take(&mut self, length: usize) -> Result<&'a [u8], Error> {
        let Some((taken, rest)) = self.0.split_at_checked(length) else { return cut() };
        self.0 = rest;
        Ok(taken)
    }

    pub(super) fn sized(&mut self) -> Result<&'a [u8], Error> {
        let length = self.number()?;
        self.take(usize::try_from(length).map_err(Error::custom)?)
    }

    pub(super) fn text(&mut self) -> Result<&'a str, Error> {
        std::str::from_utf8(self.sized()?).map_err(Error::custom)
    }
}
