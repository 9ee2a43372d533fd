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

fn endless<T>() -> Result<T, Error> {
    Err(Error::custom("a number has no end"))
}

/// What [`put_signed`] wrote as a number.
pub(super) fn signed(number: u64) -> i64 {
    (number >> 1).cast_signed() ^ -((number & 1).cast_signed())
}

/// What is left to read of a piece of a block: where, not what. The block is given by whoever
/// reads, so that what was found in it can be kept beside it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Source {
    at: usize,
    end: usize,
}

impl Source {
    /// Nothing.
    pub(super) const EMPTY: Source = Source { at: 0, end: 0 };

    /// All of a block from that byte on.
    pub(super) fn from(at: usize, block: &[u8]) -> Self {
        Self { at, end: block.len() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.at >= self.end
    }

    pub(super) fn end(&self) -> Result<(), Error> {
        if self.is_empty() { Ok(()) } else { Err(Error::custom("something follows the block")) }
    }

    pub(super) fn byte(&mut self, block: &[u8]) -> Result<u8, Error> {
        match block.get(self.at) {
            Some(byte) if self.at < self.end => {
                self.at += 1;
                Ok(*byte)
            }
            _ => cut(),
        }
    }

    pub(super) fn number(&mut self, block: &[u8]) -> Result<u64, Error> {
        let mut number = 0;
        for shift in (0..u64::BITS).step_by(CARRIED as usize) {
            let byte = self.byte(block)?;
            number |= u64::from(byte & !MORE) << shift;
            if byte & MORE == 0 {
                return Ok(number);
            }
        }
        endless()
    }

    pub(super) fn signed(&mut self, block: &[u8]) -> Result<i64, Error> {
        self.number(block).map(signed)
    }

    /// Gives the next numbers, so many. In one loop: whoever passes over values does little else.
    pub(super) fn each(
        &mut self,
        count: usize,
        block: &[u8],
        mut take: impl FnMut(u64),
    ) -> Result<(), Error> {
        let bytes = self.bytes(block)?;
        let mut at = 0;
        for _ in 0..count {
            let (mut number, mut shift) = (0, 0);
            loop {
                let Some(byte) = bytes.get(at) else { return cut() };
                if shift >= u64::BITS {
                    return endless();
                }
                at += 1;
                number |= u64::from(byte & !MORE) << shift;
                shift += CARRIED;
                if byte & MORE == 0 {
                    break;
                }
            }
            take(number);
        }
        self.at += at;
        Ok(())
    }

    /// How many of something. What claims more than a block can hold is refused before room is
    /// made for it.
    pub(super) fn count(&mut self, block: &[u8]) -> Result<usize, Error> {
        const COUNT_MAX: u64 = 1 << 20;
        match self.number(block)? {
            number if number <= COUNT_MAX => Ok(number as usize),
            _ => Err(Error::custom("a block of too many values")),
        }
    }

    /// The next bytes, so many, as a piece of their own.
    pub(super) fn take(&mut self, length: usize) -> Result<Self, Error> {
        if length > self.end - self.at {
            return cut();
        }
        let taken = Self { at: self.at, end: self.at + length };
        self.at = taken.end;
        Ok(taken)
    }

    pub(super) fn sized(&mut self, block: &[u8]) -> Result<Self, Error> {
        let length = self.number(block)?;
        self.take(usize::try_from(length).map_err(Error::custom)?)
    }

    /// What is left, as it is.
    pub(super) fn bytes(self, block: &[u8]) -> Result<&[u8], Error> {
        match block.get(self.at..self.end) {
            Some(bytes) => Ok(bytes),
            None => cut(),
        }
    }

    /// What is left, as a text.
    pub(super) fn text(self, block: &[u8]) -> Result<&str, Error> {
        std::str::from_utf8(self.bytes(block)?).map_err(Error::custom)
    }

    pub(super) fn sized_text<'a>(&mut self, block: &'a [u8]) -> Result<&'a str, Error> {
        self.sized(block)?.text(block)
    }
}
