//! A column as it is read: where its next value is.

use super::bytes::{Source, cut};
use serde::de::Error as _;
use serde_json::{Error, Value};
use std::sync::Arc;
use uuid::Uuid;

/// Columns within columns; what people write has less than ten.
const DEPTH_MAX: usize = 60;

/// How the values of a column are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Form {
    /// No value.
    Nothing,
    /// All the same truth, number or nothing: JSON.
    Same,
    /// All the same text.
    SameText,
    /// Bits that say which are there, then the column of those.
    Maybe,
    /// One bit each.
    Truths,
    /// Whole numbers, as the steps from each to the next.
    Steps,
    /// Eight bytes each (IEEE 754, little-endian).
    Numbers,
    /// The lengths, then the texts one after the other.
    Texts,
    /// UUIDs: the first byte of all, then the second of all, to the sixteenth.
    Keys,
    /// A column of texts, then for each value the number of its text.
    Words,
    /// The lengths, then one column of all the items.
    Lists,
    /// The names, the sets of names, the set of each, then a column for each name.
    Objects,
    /// Whole numbers beyond the signed range: their digits, as texts.
    Large,
    /// Unlike values: the class of each, then for each class how many it has and their column.
    Mixed,
}

/// Classes of values in a mixed column.
pub(super) const CLASSES: usize = 7;

const FORMS: [Form; 14] = [
    Form::Nothing,
    Form::Same,
    Form::SameText,
    Form::Maybe,
    Form::Truths,
    Form::Steps,
    Form::Numbers,
    Form::Texts,
    Form::Keys,
    Form::Words,
    Form::Lists,
    Form::Objects,
    Form::Large,
    Form::Mixed,
];

/// A column, and where its next value is.
#[derive(Clone)]
pub(super) enum Column {
    Nothing,
    Same(Value),
    SameText(Source),
    Maybe { is_there: Bits, inner: Box<Column> },
    Truths(Bits),
    Steps { steps: Source, last: i64 },
    Numbers(Source),
    Texts(Texts),
    Keys(Keys),
    Words { words: Arc<[Known]>, high: Source, low: Source },
    Lists { lengths: Source, items: Box<Column> },
    Objects(Objects),
    Large(Texts),
    Mixed { classes: Source, columns: Vec<Column> },
}

/// A text, or what stands for one.
pub(super) enum Word<'a> {
    Text(&'a str),
    Key(Uuid),
}

/// A text that several values share, and where it is.
#[derive(Clone, Copy)]
pub(super) enum Known {
    Text(Source),
    Key(Uuid),
}

impl Known {
    pub(super) fn word(self, block: &[u8]) -> Result<Word<'_>, Error> {
        Ok(match self {
            Known::Text(text) => Word::Text(text.text(block)?),
            Known::Key(key) => Word::Key(key),
        })
    }
}

#[derive(Clone)]
pub(super) struct Objects {
    pub(super) names: Arc<[String]>,
    pub(super) columns: Vec<Column>,
    pub(super) shapes: Arc<[Vec<usize>]>,
    /// The number of the shape of each, when there are several.
    pub(super) numbers: Source,
    /// Where each name stands among those of the type that is read.
    pub(super) places: Arc<[u64]>,
    /// The names of that type.
    placed: &'static [&'static str],
}

/// The column of the next value of a mixed one.
pub(super) fn next_of<'m>(
    classes: &mut Source,
    columns: &'m mut [Column],
    block: &[u8],
) -> Result<&'m mut Column, Error> {
    let class = usize::from(classes.byte(block)?);
    columns.get_mut(class).ok_or_else(|| Error::custom("a value of an unknown class"))
}

impl Objects {
    /// Finds each name among those of a type, unless that was done for the object before. A field
    /// that the type does not have gets a place that no type has.
    pub(super) fn place(&mut self, names: &'static [&'static str]) {
        if self.places.len() == self.names.len() && std::ptr::eq(self.placed, names) {
            return;
        }
        let place = |name: &String| names.iter().position(|known| *known == name.as_str());
        let places = self.names.iter().map(|name| place(name).map_or(u64::MAX, |at| at as u64));
        self.places = places.collect();
        self.placed = names;
    }

    /// The shape of the next object.
    pub(super) fn next_shape(&mut self, block: &[u8]) -> Result<usize, Error> {
        let number = if self.shapes.len() > 1 { self.numbers.number(block)? } else { 0 };
        let known = usize::try_from(number).ok().filter(|number| *number < self.shapes.len());
        known.map_or_else(unknown_shape, Ok)
    }
}

pub(super) fn unknown_shape<T>() -> Result<T, Error> {
    Err(Error::custom("an object of an unknown shape"))
}

#[derive(Clone)]
pub(super) struct Bits {
    bytes: Source,
    at: usize,
}

impl Bits {
    fn read(source: &mut Source, count: usize) -> Result<Self, Error> {
        Ok(Self { bytes: source.take(count.div_ceil(8))?, at: 0 })
    }

    pub(super) fn next(&mut self, block: &[u8]) -> Result<bool, Error> {
        let Some(byte) = self.bytes.bytes(block)?.get(self.at / 8) else { return cut() };
        let bit = byte >> (self.at % 8) & 1;
        self.at += 1;
        Ok(bit == 1)
    }
}

#[derive(Clone)]
pub(super) struct Texts {
    pub(super) lengths: Source,
    /// Not looked at as a whole: of many, few may be asked for.
    pub(super) left: Source,
}

impl Texts {
    fn read(source: &mut Source, block: &[u8]) -> Result<Self, Error> {
        Ok(Self { lengths: source.sized(block)?, left: source.sized(block)? })
    }

    pub(super) fn next(&mut self, block: &[u8]) -> Result<Source, Error> {
        let length = usize::try_from(self.lengths.number(block)?).map_err(Error::custom)?;
        self.left.take(length)
    }
}

#[derive(Clone)]
pub(super) struct Keys {
    bytes: Source,
    count: usize,
    pub(super) at: usize,
}

impl Keys {
    fn next(&mut self, block: &[u8]) -> Result<Uuid, Error> {
        if self.at >= self.count {
            return cut();
        }
        let bytes = self.bytes.bytes(block)?;
        let byte = |place: usize| bytes.get(place * self.count + self.at).copied().unwrap_or(0);
        let key = Uuid::from_bytes(std::array::from_fn(byte));
        self.at += 1;
        Ok(key)
    }
}

impl Column {
    /// The column of that many values that begins here.
    pub(super) fn read(
        source: &mut Source,
        count: usize,
        depth: usize,
        block: &[u8],
    ) -> Result<Self, Error> {
        if depth > DEPTH_MAX {
            return Err(Error::custom("a block that is too deep"));
        }
        let form = source.byte(block)?;
        let form = FORMS.get(usize::from(form)).copied();
        let form = form.ok_or_else(|| Error::custom("a column of an unknown form"))?;
        Ok(match form {
            Form::Nothing => Column::Nothing,
            Form::Same => Self::same(source.sized_text(block)?)?,
            Form::SameText => Column::SameText(source.sized(block)?),
            Form::Maybe => {
                let is_there = Bits::read(source, count)?;
                // Which are there is told by the bits: none of the forms within needs more.
                let bytes = is_there.bytes.bytes(block)?;
                let ones = bytes.iter().map(|byte| byte.count_ones() as usize).sum();
                let inner = Self::read(source, ones, depth + 1, block)?;
                Column::Maybe { is_there, inner: Box::new(inner) }
            }
            Form::Truths => Column::Truths(Bits::read(source, count)?),
            Form::Steps => Column::Steps { steps: source.sized(block)?, last: 0 },
            Form::Numbers => Column::Numbers(source.take(8 * count)?),
            Form::Texts => Column::Texts(Texts::read(source, block)?),
            Form::Keys => {
                let bytes = source.take(size_of::<Uuid>() * count)?;
                Column::Keys(Keys { bytes, count, at: 0 })
            }
            Form::Words => Self::words(source, count, depth, block)?,
            Form::Lists => {
                let lengths = source.sized(block)?;
                let items = source.count(block)?;
                let items = Self::read(source, items, depth + 1, block)?;
                Column::Lists { lengths, items: Box::new(items) }
            }
            Form::Objects => Column::Objects(Self::objects(source, depth, block)?),
            Form::Large => Column::Large(Texts::read(source, block)?),
            Form::Mixed => Self::mixed(source, count, depth, block)?,
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

    fn words(source: &mut Source, count: usize, depth: usize, block: &[u8]) -> Result<Self, Error> {
        let known = source.count(block)?;
        let mut column = Self::read(source, known, depth + 1, block)?;
        let words = (0..known).map(|_| column.next_known(block)).collect::<Result<_, _>>()?;
        let wide = known > usize::from(u8::MAX) + 1;
        let high = source.take(if wide { count } else { 0 })?;
        Ok(Column::Words { words, high, low: source.take(count)? })
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
        Ok(Objects { names, columns, shapes, numbers, places: Arc::new([]), placed: &[] })
    }

    /// The next value of a column of texts.
    pub(super) fn next_word<'a>(&mut self, block: &'a [u8]) -> Result<Word<'a>, Error> {
        self.next_known(block)?.word(block)
    }

    fn next_known(&mut self, block: &[u8]) -> Result<Known, Error> {
        match self {
            Column::SameText(text) => Ok(Known::Text(*text)),
            Column::Texts(texts) => texts.next(block).map(Known::Text),
            Column::Keys(keys) => keys.next(block).map(Known::Key),
            Column::Words { words, high, low } => {
                let high = if high.is_empty() { 0 } else { high.byte(block)? };
                let number = u16::from_be_bytes([high, low.byte(block)?]);
                let word = words.get(usize::from(number)).copied();
                word.ok_or_else(|| Error::custom("a text of an unknown number"))
            }
            _ => Err(Error::custom("a column of texts was expected")),
        }
    }
}
