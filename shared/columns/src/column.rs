//! A column that is being read: a form, and the position of its next value.

use crate::bytes::{Source, cut};
use serde::de::Error as _;
use serde_json::{Error, Value};
use std::sync::Arc;
use uuid::Uuid;

/// Columns inside columns: deeper blocks are refused, so that a damaged one cannot exhaust the
/// stack. Real data has less than ten.
const DEPTH_MAX: usize = 60;

/// How the values of a column are written. `README.md` has the bytes of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Coding {
    /// No value.
    Nothing,
    /// All the same boolean, number or null: its JSON.
    Same,
    /// All the same text.
    SameText,
    /// A bit for each that says whether it is there, then the column of those that are.
    Maybe,
    /// One bit each.
    Truths,
    /// Whole numbers, as differences from each to the next.
    Steps,
    /// Eight bytes each (IEEE 754, little-endian).
    Numbers,
    /// The lengths, then the texts one after the other.
    Texts,
    /// UUIDs: the first byte of all, then the second of all, to the sixteenth.
    Uuids,
    /// A column of distinct texts, then for each value the number of its text.
    Dictionary,
    /// The lengths, then one column of all the items.
    Lists,
    /// The names, the shapes (sets of names), the shape of each, then a column for each name.
    Objects,
    /// Whole numbers beyond the signed range: their digits, as texts.
    Large,
    /// Values of several classes: the class of each, then for each class its number of values and
    /// their column.
    Mixed,
}

/// Number of classes in a mixed column.
pub(crate) const CLASSES: usize = 7;

const CODINGS: [Coding; 14] = [
    Coding::Nothing,
    Coding::Same,
    Coding::SameText,
    Coding::Maybe,
    Coding::Truths,
    Coding::Steps,
    Coding::Numbers,
    Coding::Texts,
    Coding::Uuids,
    Coding::Dictionary,
    Coding::Lists,
    Coding::Objects,
    Coding::Large,
    Coding::Mixed,
];

/// A column, and where its next value is.
#[derive(Clone)]
pub(crate) enum Column {
    Nothing,
    Same(Value),
    SameText(Source),
    Maybe { is_there: Bits, inner: Box<Column> },
    Truths(Bits),
    Steps { steps: Source, last: i64 },
    Numbers(Source),
    Texts(Texts),
    Uuids(Uuids),
    Dictionary { texts: Arc<[TextRef]>, high: Source, low: Source },
    Lists { lengths: Source, items: Box<Column> },
    Objects(Objects),
    Large(Texts),
    Mixed { classes: Source, columns: Vec<Column> },
}

/// A text. That of a UUID is kept as the UUID.
pub(crate) enum Text<'a> {
    Plain(&'a str),
    Uuid(Uuid),
}

/// The position of a text.
#[derive(Clone, Copy)]
pub(crate) enum TextRef {
    Plain(Source),
    Uuid(Uuid),
}

impl TextRef {
    fn text(self, block: &[u8]) -> Result<Text<'_>, Error> {
        Ok(match self {
            TextRef::Plain(text) => Text::Plain(text.text(block)?),
            TextRef::Uuid(uuid) => Text::Uuid(uuid),
        })
    }
}

/// A column of objects.
#[derive(Clone)]
pub(crate) struct Objects {
    pub(crate) names: Arc<[String]>,
    pub(crate) columns: Vec<Column>,
    pub(crate) shapes: Arc<[Vec<usize>]>,
    /// The number of the shape of each object, when there are several.
    pub(crate) numbers: Source,
    /// The position of each name among the fields of the type that is read.
    pub(crate) positions: Arc<[u64]>,
    /// The names of the fields of that type.
    type_names: &'static [&'static str],
}

/// Returns the column, of those of a mixed one, that has the next value.
pub(crate) fn next_of<'m>(
    classes: &mut Source,
    columns: &'m mut [Column],
    block: &[u8],
) -> Result<&'m mut Column, Error> {
    let class = usize::from(classes.byte(block)?);
    columns.get_mut(class).ok_or_else(|| Error::custom("a value of an unknown class"))
}

impl Objects {
    /// Looks up each name among the fields of a type, unless that was done for the object before.
    /// A name that the type does not have gets a position that no field has.
    pub(crate) fn place(&mut self, names: &'static [&'static str]) {
        if self.positions.len() == self.names.len() && std::ptr::eq(self.type_names, names) {
            return;
        }
        let place = |name: &String| names.iter().position(|known| *known == name.as_str());
        let positions = self.names.iter().map(|name| place(name).map_or(u64::MAX, |at| at as u64));
        self.positions = positions.collect();
        self.type_names = names;
    }

    /// Returns the number of the shape of the next object.
    pub(crate) fn next_shape(&mut self, block: &[u8]) -> Result<usize, Error> {
        let number = if self.shapes.len() > 1 { self.numbers.number(block)? } else { 0 };
        let known = usize::try_from(number).ok().filter(|number| *number < self.shapes.len());
        known.map_or_else(unknown_shape, Ok)
    }
}

pub(crate) fn unknown_shape<T>() -> Result<T, Error> {
    Err(Error::custom("an object of an unknown shape"))
}

/// One bit for each value.
#[derive(Clone)]
pub(crate) struct Bits {
    bytes: Source,
    at: usize,
}

impl Bits {
    fn read(source: &mut Source, count: usize) -> Result<Self, Error> {
        Ok(Self { bytes: source.take(count.div_ceil(8))?, at: 0 })
    }

    pub(crate) fn next(&mut self, block: &[u8]) -> Result<bool, Error> {
        let Some(byte) = self.bytes.bytes(block)?.get(self.at / 8) else { return cut() };
        let bit = byte >> (self.at % 8) & 1;
        self.at += 1;
        Ok(bit == 1)
    }
}

/// Texts one after the other, with their lengths.
#[derive(Clone)]
pub(crate) struct Texts {
    pub(crate) lengths: Source,
    /// Checked to be UTF-8 text by text: of many, only a few may be read.
    pub(crate) left: Source,
}

impl Texts {
    fn read(source: &mut Source, block: &[u8]) -> Result<Self, Error> {
        Ok(Self { lengths: source.sized(block)?, left: source.sized(block)? })
    }

    pub(crate) fn next(&mut self, block: &[u8]) -> Result<Source, Error> {
        let length = usize::try_from(self.lengths.number(block)?).map_err(Error::custom)?;
        self.left.take(length)
    }
}

/// UUIDs, byte by byte of all of them.
#[derive(Clone)]
pub(crate) struct Uuids {
    bytes: Source,
    count: usize,
    pub(crate) at: usize,
}

impl Uuids {
    fn next(&mut self, block: &[u8]) -> Result<Uuid, Error> {
        if self.at >= self.count {
            return cut();
        }
        let bytes = self.bytes.bytes(block)?;
        let byte = |place: usize| bytes.get(place * self.count + self.at).copied().unwrap_or(0);
        let uuid = Uuid::from_bytes(std::array::from_fn(byte));
        self.at += 1;
        Ok(uuid)
    }
}

impl Column {
    /// Reads the head of a column of `count` values.
    pub(crate) fn read(
        source: &mut Source,
        count: usize,
        depth: usize,
        block: &[u8],
    ) -> Result<Self, Error> {
        if depth > DEPTH_MAX {
            return Err(Error::custom("a block that is too deep"));
        }
        let form = source.byte(block)?;
        let form = CODINGS.get(usize::from(form)).copied();
        let form = form.ok_or_else(|| Error::custom("a column of an unknown form"))?;
        Ok(match form {
            Coding::Nothing => Column::Nothing,
            Coding::Same => Self::same(source.sized_text(block)?)?,
            Coding::SameText => Column::SameText(source.sized(block)?),
            Coding::Maybe => {
                let is_there = Bits::read(source, count)?;
                // The inner column has only the values that are there.
                let bytes = is_there.bytes.bytes(block)?;
                let ones = bytes.iter().map(|byte| byte.count_ones() as usize).sum();
                let inner = Self::read(source, ones, depth + 1, block)?;
                Column::Maybe { is_there, inner: Box::new(inner) }
            }
            Coding::Truths => Column::Truths(Bits::read(source, count)?),
            Coding::Steps => Column::Steps { steps: source.sized(block)?, last: 0 },
            Coding::Numbers => Column::Numbers(source.take(8 * count)?),
            Coding::Texts => Column::Texts(Texts::read(source, block)?),
            Coding::Uuids => {
                let bytes = source.take(size_of::<Uuid>() * count)?;
                Column::Uuids(Uuids { bytes, count, at: 0 })
            }
            Coding::Dictionary => Self::dictionary(source, count, depth, block)?,
            Coding::Lists => {
                let lengths = source.sized(block)?;
                let items = source.count(block)?;
                let items = Self::read(source, items, depth + 1, block)?;
                Column::Lists { lengths, items: Box::new(items) }
            }
            Coding::Objects => Column::Objects(Self::objects(source, depth, block)?),
            Coding::Large => Column::Large(Texts::read(source, block)?),
            Coding::Mixed => Self::mixed(source, count, depth, block)?,
        })
    }

    fn same(text: &str) -> Result<Self, Error> {
        let value: Value = serde_json::from_str(text)?;
        match value {
            Value::Null | Value::Bool(_) | Value::Number(_) => Ok(Column::Same(value)),
            _ => Err(Error::custom("a number or a truth was expected")),
        }
    }

    fn mixed(source: &mut Source, count: usize, depth: usize, block: &[u8]) -> Result<Self, Error> {
        let classes = source.take(count)?;
        let mut columns = Vec::with_capacity(CLASSES);
        for _ in 0..CLASSES {
            let alike = source.count(block)?;
            columns.push(Self::read(source, alike, depth + 1, block)?);
        }
        Ok(Column::Mixed { classes, columns })
    }

    fn dictionary(
        source: &mut Source,
        count: usize,
        depth: usize,
        block: &[u8],
    ) -> Result<Self, Error> {
        let known = source.count(block)?;
        let mut column = Self::read(source, known, depth + 1, block)?;
        let texts = (0..known).map(|_| column.next_ref(block)).collect::<Result<_, _>>()?;
        let wide = known > usize::from(u8::MAX) + 1;
        let high = source.take(if wide { count } else { 0 })?;
        Ok(Column::Dictionary { texts, high, low: source.take(count)? })
    }

    fn objects(source: &mut Source, depth: usize, block: &[u8]) -> Result<Objects, Error> {
        let count = source.count(block)?;
        let names = (0..count).map(|_| source.sized_text(block).map(str::to_owned));
        let names = names.collect::<Result<_, _>>()?;
        let mut shapes = Vec::new();
        for _ in 0..source.count(block)? {
            let places = (0..source.count(block)?).map(|_| source.count(block));
            let places = places.collect::<Result<Vec<_>, _>>()?;
            if places.iter().any(|place| *place >= count) {
                return Err(Error::custom("an object of an unknown name"));
            }
            shapes.push(places);
        }
        let numbers = if shapes.len() > 1 { source.sized(block)? } else { Source::EMPTY };
        let mut columns = Vec::with_capacity(count);
        for _ in 0..count {
            let there = source.count(block)?;
            columns.push(Self::read(source, there, depth + 1, block)?);
        }
        let shapes = shapes.into();
        Ok(Objects { names, columns, shapes, numbers, positions: Arc::new([]), type_names: &[] })
    }

    /// Reads the next value of a column of texts.
    pub(crate) fn next_text<'a>(&mut self, block: &'a [u8]) -> Result<Text<'a>, Error> {
        self.next_ref(block)?.text(block)
    }

    fn next_ref(&mut self, block: &[u8]) -> Result<TextRef, Error> {
        match self {
            Column::SameText(text) => Ok(TextRef::Plain(*text)),
            Column::Texts(texts) => texts.next(block).map(TextRef::Plain),
            Column::Uuids(uuids) => uuids.next(block).map(TextRef::Uuid),
            Column::Dictionary { texts, high, low } => {
                let high = if high.is_empty() { 0 } else { high.byte(block)? };
                let number = u16::from_be_bytes([high, low.byte(block)?]);
                let text = texts.get(usize::from(number)).copied();
                text.ok_or_else(|| Error::custom("a text of an unknown number"))
            }
            _ => Err(Error::custom("a column of texts was expected")),
        }
    }
}
