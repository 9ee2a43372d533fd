//! A column as it is read: where its next value is.

use super::bytes::{Source, cut};
use serde::de::Error as _;
use serde_json::{Error, Value};
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
pub(super) enum Column<'a> {
    Nothing,
    Same(Value),
    SameText(&'a str),
    Maybe { is_there: Bits<'a>, inner: Box<Column<'a>> },
    Truths(Bits<'a>),
    Steps { steps: Source<'a>, last: i64 },
    Numbers(Source<'a>),
    Texts(Texts<'a>),
    Keys { bytes: &'a [u8], count: usize, at: usize },
    Words { words: Vec<Word<'a>>, high: Source<'a>, low: Source<'a> },
    Lists { lengths: Source<'a>, items: Box<Column<'a>> },
    Objects(Objects<'a>),
    Large(Texts<'a>),
    Mixed { classes: Source<'a>, columns: Vec<Column<'a>> },
}

/// A text that several values share.
#[derive(Clone, Copy)]
pub(super) enum Word<'a> {
    Text(&'a str),
    Key(Uuid),
}

pub(super) struct Objects<'a> {
    pub(super) names: Vec<&'a str>,
    pub(super) columns: Vec<Column<'a>>,
    pub(super) shapes: Vec<Vec<usize>>,
    /// The number of the shape of each, when there are several.
    pub(super) numbers: Source<'a>,
    /// Where each name stands among those of the type that is read.
    pub(super) places: Vec<u64>,
    /// The names of that type.
    placed: &'static [&'static str],
}

/// The column of the next value of a mixed one.
pub(super) fn next_of<'m, 'a>(
    classes: &mut Source<'a>,
    columns: &'m mut [Column<'a>],
) -> Result<&'m mut Column<'a>, Error> {
    let class = usize::from(classes.byte()?);
    columns.get_mut(class).ok_or_else(|| Error::custom("a value of an unknown class"))
}

impl Objects<'_> {
    /// Finds each name among those of a type, unless that was done for the object before. A field
    /// that the type does not have gets a place that no type has.
    pub(super) fn place(&mut self, names: &'static [&'static str]) {
        if self.places.len() == self.names.len() && std::ptr::eq(self.placed, names) {
            return;
        }
        let place = |name: &&str| names.iter().position(|known| known == name);
        let places = self.names.iter().map(|name| place(name).map_or(u64::MAX, |at| at as u64));
        self.places = places.collect();
        self.placed = names;
    }

    /// The shape of the next object.
    pub(super) fn next_shape(&mut self) -> Result<usize, Error> {
        let number = if self.shapes.len() > 1 { self.numbers.number()? } else { 0 };
        let known = usize::try_from(number).ok().filter(|number| *number < self.shapes.len());
        known.ok_or_else(|| Error::custom("an object of an unknown shape"))
    }
}

pub(super) struct Bits<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Bits<'a> {
    fn read(source: &mut Source<'a>, count: usize) -> Result<Self, Error> {
        Ok(Self { bytes: source.take(count.div_ceil(8))?, at: 0 })
    }

    pub(super) fn next(&mut self) -> Result<bool, Error> {
        let Some(byte) = self.bytes.get(self.at / 8) else { return cut() };
        let bit = byte >> (self.at % 8) & 1;
        self.at += 1;
        Ok(bit == 1)
    }
}

pub(super) struct Texts<'a> {
    lengths: Source<'a>,
    left: &'a str,
}

impl<'a> Texts<'a> {
    fn read(source: &mut Source<'a>) -> Result<Self, Error> {
        Ok(Self { lengths: Source::new(source.sized()?), left: source.text()? })
    }

    pub(super) fn next(&mut self) -> Result<&'a str, Error> {
        let length = usize::try_from(self.lengths.number()?).map_err(Error::custom)?;
        let Some((text, left)) = self.left.split_at_checked(length) else { return cut() };
        self.left = left;
        Ok(text)
    }
}

impl<'a> Column<'a> {
    /// The column of that many values that begins here.
    pub(super) fn read(source: &mut Source<'a>, count: usize, depth: usize) -> Result<Self, Error> {
        if depth > DEPTH_MAX {
            return Err(Error::custom("a block that is too deep"));
        }
        let form = source.byte()?;
        let form = FORMS.get(usize::from(form)).copied();
        let form = form.ok_or_else(|| Error::custom("a column of an unknown form"))?;
        Ok(match form {
            Form::Nothing => Column::Nothing,
            Form::Same => Self::same(source.text()?)?,
            Form::SameText => Column::SameText(source.text()?),
            Form::Maybe => {
                let is_there = Bits::read(source, count)?;
                // Which are there is told by the bits: none of the forms within needs more.
                let ones = is_there.bytes.iter().map(|byte| byte.count_ones() as usize).sum();
                Column::Maybe { is_there, inner: Box::new(Self::read(source, ones, depth + 1)?) }
            }
            Form::Truths => Column::Truths(Bits::read(source, count)?),
            Form::Steps => Column::Steps { steps: Source::new(source.sized()?), last: 0 },
            Form::Numbers => Column::Numbers(Source::new(source.take(8 * count)?)),
            Form::Texts => Column::Texts(Texts::read(source)?),
            Form::Keys => Self::keys(source, count)?,
            Form::Words => Self::words(source, count, depth)?,
            Form::Lists => {
                let lengths = Source::new(source.sized()?);
                let items = source.count()?;
                Column::Lists { lengths, items: Box::new(Self::read(source, items, depth + 1)?) }
            }
            Form::Objects => Column::Objects(Self::objects(source, depth)?),
            Form::Large => Column::Large(Texts::read(source)?),
            Form::Mixed => Self::mixed(source, count, depth)?,
        })
    }

    fn same(text: &str) -> Result<Self, Error> {
        let value: Value = serde_json::from_str(text)?;
        match value {
            Value::Null | Value::Bool(_) | Value::Number(_) => Ok(Column::Same(value)),
            _ => Err(Error::custom("a number or a truth was expected")),
        }
    }

    fn mixed(source: &mut Source<'a>, count: usize, depth: usize) -> Result<Self, Error> {
        let classes = Source::new(source.take(count)?);
        let mut columns = Vec::with_capacity(CLASSES);
        for _ in 0..CLASSES {
            let alike = source.count()?;
            columns.push(Self::read(source, alike, depth + 1)?);
        }
        Ok(Column::Mixed { classes, columns })
    }

    fn keys(source: &mut Source<'a>, count: usize) -> Result<Self, Error> {
        Ok(Column::Keys { bytes: source.take(size_of::<Uuid>() * count)?, count, at: 0 })
    }

    fn words(source: &mut Source<'a>, count: usize, depth: usize) -> Result<Self, Error> {
        let known = source.count()?;
        let mut column = Self::read(source, known, depth + 1)?;
        let words = (0..known).map(|_| column.next_word()).collect::<Result<Vec<_>, _>>()?;
        let wide = known > usize::from(u8::MAX) + 1;
        let high = Source::new(source.take(if wide { count } else { 0 })?);
        Ok(Column::Words { words, high, low: Source::new(source.take(count)?) })
    }

    fn objects(source: &mut Source<'a>, depth: usize) -> Result<Objects<'a>, Error> {
        let count = source.count()?;
        let names = (0..count).map(|_| source.text()).collect::<Result<Vec<_>, _>>()?;
        let mut shapes = Vec::new();
        for _ in 0..source.count()? {
            let places = (0..source.count()?).map(|_| source.count());
            let places = places.collect::<Result<Vec<_>, _>>()?;
            if places.iter().any(|place| *place >= count) {
                return Err(Error::custom("an object of an unknown name"));
            }
            shapes.push(places);
        }
        let numbers = if shapes.len() > 1 { source.sized()? } else { &[] };
        let mut columns = Vec::with_capacity(count);
        for _ in 0..count {
            let there = source.count()?;
            columns.push(Self::read(source, there, depth + 1)?);
        }
        let numbers = Source::new(numbers);
        Ok(Objects { names, columns, shapes, numbers, places: Vec::new(), placed: &[] })
    }

    /// The next value of a column of texts.
    pub(super) fn next_word(&mut self) -> Result<Word<'a>, Error> {
        match self {
            Column::SameText(text) => Ok(Word::Text(text)),
            Column::Texts(texts) => texts.next().map(Word::Text),
            Column::Keys { bytes, count, at } => {
                let byte = |place: usize| bytes.get(place * *count + *at).copied().unwrap_or(0);
                if *at >= *count {
                    return cut();
                }
                let key = Uuid::from_bytes(std::array::from_fn(byte));
                *at += 1;
                Ok(Word::Key(key))
            }
            Column::Words { words, high, low } => {
                let high = if high.is_empty() { 0 } else { high.byte()? };
                let number = u16::from_be_bytes([high, low.byte()?]);
                let word = words.get(usize::from(number)).copied();
                word.ok_or_else(|| Error::custom("a text of an unknown number"))
            }
            _ => Err(Error::custom("a column of texts was expected")),
        }
    }
}
