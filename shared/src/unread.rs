//! Reads JSON so that its errors tell an unknown word from a wrong shape: a word that a newer
//! version says is waited for, a message that is broken is refused. `serde_json` gives both as one
//! error, which only its text would tell apart.

use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, IntoDeserializer, VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;
use serde_json::Value;
use std::fmt;

/// Why a message cannot be read. Each holds the reason in English, for a log or a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unread {
    /// It says a word that this version does not know.
    Word(String),
    /// It has not the shape that its words ask for.
    Shape(String),
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Unread::Word(why) | Unread::Shape(why)) = self;
        f.write_str(why)
    }
}

impl std::error::Error for Unread {}

impl Error for Unread {
    fn custom<T: fmt::Display>(why: T) -> Self {
        Unread::Shape(why.to_string())
    }

    fn unknown_variant(word: &str, _known: &'static [&'static str]) -> Self {
        Unread::Word(format!("the word `{word}` is not known"))
    }
}

/// A JSON value to be read with [`Unread`] as the error.
#[derive(Clone, Copy)]
pub(crate) struct Told<'a>(pub(crate) &'a Value);

impl<'a> IntoDeserializer<'a, Unread> for Told<'a> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'a> Deserializer<'a> for Told<'a> {
    type Error = Unread;

    fn deserialize_any<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Unread> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(truth) => visitor.visit_bool(*truth),
            Value::Number(number) => match (number.as_u64(), number.as_i64()) {
                (Some(number), _) => visitor.visit_u64(number),
                (None, Some(number)) => visitor.visit_i64(number),
                (None, None) => visitor.visit_f64(number.as_f64().unwrap_or(f64::NAN)),
            },
            Value::String(text) => visitor.visit_borrowed_str(text),
            Value::Array(items) => {
                let mut items = SeqDeserializer::new(items.iter().map(Told));
                let value = visitor.visit_seq(&mut items)?;
                items.end()?;
                Ok(value)
            }
            Value::Object(fields) => {
                let fields = fields.iter().map(|(name, value)| (name.as_str(), Told(value)));
                let mut fields = MapDeserializer::new(fields);
                let value = visitor.visit_map(&mut fields)?;
                fields.end()?;
                Ok(value)
            }
        }
    }

    fn deserialize_option<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Unread> {
        match self.0 {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'a>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unread> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'a>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unread> {
        match self.0 {
            Value::String(word) => visitor.visit_enum(Variant { word, content: None }),
            Value::Object(fields) => match fields.iter().next() {
                Some((word, content)) if fields.len() == 1 => {
                    visitor.visit_enum(Variant { word, content: Some(Told(content)) })
                }
                _ => Err(Unread::custom("an object of one field was expected")),
            },
            _ => Err(Unread::custom("a word was expected")),
        }
    }

    forward_to_deserialize_any! {
        <V: Visitor<'a>>
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

/// A word, and what stands behind it.
struct Variant<'a> {
    word: &'a str,
    content: Option<Told<'a>>,
}

impl<'a> EnumAccess<'a> for Variant<'a> {
    type Error = Unread;
    type Variant = Content<'a>;

    fn variant_seed<V: DeserializeSeed<'a>>(
        self,
        seed: V,
    ) -> Result<(V::Value, Content<'a>), Unread> {
        let word = IntoDeserializer::<Unread>::into_deserializer(self.word);
        Ok((seed.deserialize(word)?, Content(self.content)))
    }
}

struct Content<'a>(Option<Told<'a>>);

impl<'a> Content<'a> {
    fn there(self) -> Result<Told<'a>, Unread> {
        self.0.ok_or_else(|| Unread::custom("the fields of a variant are missing"))
    }
}

impl<'a> VariantAccess<'a> for Content<'a> {
    type Error = Unread;

    fn unit_variant(self) -> Result<(), Unread> {
        match self.0 {
            None | Some(Told(Value::Null)) => Ok(()),
            Some(_) => Err(Unread::custom("a variant without fields was expected")),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'a>>(self, seed: T) -> Result<T::Value, Unread> {
        seed.deserialize(self.there()?)
    }

    fn tuple_variant<V: Visitor<'a>>(self, _: usize, visitor: V) -> Result<V::Value, Unread> {
        self.there()?.deserialize_any(visitor)
    }

    fn struct_variant<V: Visitor<'a>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unread> {
        self.there()?.deserialize_any(visitor)
    }
}
