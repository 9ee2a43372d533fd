//! Numbers and byte ranges of a block.

use serde::de::Error as _;
use serde_json::Error;

/// Numbers are LEB128, as in DWARF: seven bits a byte, the eighth says that another byte follows.
const CARRIED: u32 = 7;
const MORE: u8 = 0x80;

/// Writes a number; below 128 it takes one byte.
pub(crate) fn put_number(out: &mut Vec<u8>, mut number: u64) {
    while number >= u64::from(MORE) {
        out.push(number as u8 | MORE);
        number >>= CARRIED;
    }
    out.push(number as u8);
}

/// Writes a signed number so that those near zero are short (zigzag).
pub(crate) fn put_signed(out: &mut Vec<u8>, number: i64) {
    put_number(out, ((number << 1) ^ (number >> 63)).cast_unsigned());
}

/// Writes bytes with their length before them.
pub(crate) fn put_sized(out: &mut Vec<u8>, bytes: &[u8]) {
    put_number(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

/// Refuses a block that ends too early.
pub(crate) fn cut<T>() -> Result<T, Error> {
    Err(Error::custom("the block is cut"))
}

/// Refuses a column that holds something else.
pub(crate) fn expected<T>(what: &str) -> Result<T, Error> {
    Err(Error::custom(format_args!("{what} was expected")))
}

fn endless<T>() -> Result<T, Error> {
    Err(Error::custom("a number has no end"))
}

/// Undoes the zigzag of [`put_signed`].
pub(crate) fn signed(number: u64) -> i64 {
    (number >> 1).cast_signed() ^ -((number & 1).cast_signed())
}

/// A range of a block that is still to be read. It holds positions only and gets the block with
/// each call, so that a struct can own both the block and the ranges found in it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Source {
    at: usize,
    end: usize,
}

impl Source {
    /// The empty range.
    pub(crate) const EMPTY: Source = Source { at: 0, end: 0 };

    /// The block from byte `at` to its end.
    pub(crate) fn from(at: usize, block: &[u8]) -> Self {
        Self { at, end: block.len() }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.at >= self.end
    }

    pub(crate) fn end(&self) -> Result<(), Error> {
        if self.is_empty() { Ok(()) } else { Err(Error::custom("something follows the block")) }
    }

    pub(crate) fn byte(&mut self, block: &[u8]) -> Result<u8, Error> {
        match block.get(self.at) {
            Some(byte) if self.at < self.end => {
                self.at += 1;
                Ok(*byte)
            }
            _ => cut(),
        }
    }

    pub(crate) fn number(&mut self, block: &[u8]) -> Result<u64, Error> {
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

    pub(crate) fn signed(&mut self, block: &[u8]) -> Result<i64, Error> {
        self.number(block).map(signed)
    }

    /// Reads the next `count` numbers. One tight loop, because skipping is dominated by it.
    pub(crate) fn each(
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

    /// Reads a number of things to come. A block that claims too many is refused before memory is
    /// reserved for them.
    pub(crate) fn count(&mut self, block: &[u8]) -> Result<usize, Error> {
        const COUNT_MAX: u64 = 1 << 20;
        match self.number(block)? {
            number if number <= COUNT_MAX => Ok(number as usize),
            _ => Err(Error::custom("a block of too many values")),
        }
    }

    /// Cuts off the next `length` bytes as a range of their own.
    pub(crate) fn take(&mut self, length: usize) -> Result<Self, Error> {
        if length > self.end - self.at {
            return cut();
        }
        let taken = Self { at: self.at, end: self.at + length };
        self.at = taken.end;
        Ok(taken)
    }

    pub(crate) fn sized(&mut self, block: &[u8]) -> Result<Self, Error> {
        let length = self.number(block)?;
        self.take(usize::try_from(length).map_err(Error::custom)?)
    }

    /// The bytes of the range.
    pub(crate) fn bytes(self, block: &[u8]) -> Result<&[u8], Error> {
        match block.get(self.at..self.end) {
            Some(bytes) => Ok(bytes),
            None => cut(),
        }
    }

    /// The range as text.
    pub(crate) fn text(self, block: &[u8]) -> Result<&str, Error> {
        std::str::from_utf8(self.bytes(block)?).map_err(Error::custom)
    }

    pub(crate) fn sized_text<'a>(&mut self, block: &'a [u8]) -> Result<&'a str, Error> {
        self.sized(block)?.text(block)
    }
}
