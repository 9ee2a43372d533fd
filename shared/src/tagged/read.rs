//! Finds the word of a variant among its fields.

use super::Worded;
use crate::pack::with_cell;
use serde::de::value::MapAccessDeserializer;
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, IgnoredAny, IntoDeserializer, MapAccess,
    VariantAccess, Visitor,
};
use serde::{Deserialize, forward_to_deserialize_any};
use serde_json::{Map, Value};
use std::fmt;
use std::marker::PhantomData;

/// Reads an enum whose word is among its fields.
///
/// # Errors
/// What cannot be read.
pub(crate) fn read<'de, T: Worded, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    from.deserialize_map(Reader(PhantomData))
}

struct Reader<T>(PhantomData<T>);

impl<'de, T: Worded> Visitor<'de> for Reader<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object with its word in `{}`", T::NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        let mut all = Map::new();
        while let Some(name) = map.next_key::<String>()? {
            // It comes first in all that this program wrote as text: then nothing is copied. A
            // phone, which reads columns, is spared the code of this shorter way.
            if !cfg!(target_family = "wasm") && all.is_empty() && name == T::NAME {
                let word: String = map.next_value()?;
                let rest = MapAccessDeserializer::new(map);
                return T::read(&word, Found { word: &word, rest });
            }
            all.insert(name, map.next_value()?);
        }
        let word = match all.remove(T::NAME) {
            Some(Value::String(word)) => word,
            Some(_) => return Err(A::Error::custom(format!("`{}` is no word", T::NAME))),
            None => return Err(A::Error::missing_field(T::NAME)),
        };
        with_cell(&Value::Object(all), |rest| T::read(&word, Found { word: &word, rest }))
            .map_err(Error::custom)
    }
}

/// A word, and the fields beside it.
struct Found<'w, D> {
    word: &'w str,
    rest: D,
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Found<'_, D> {
    type Error = D::Error;

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        visitor.visit_enum(self)
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        visitor.visit_enum(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

impl<'de, D: Deserializer<'de>> EnumAccess<'de> for Found<'_, D> {
    type Error = D::Error;
    type Variant = Rest<D>;

    fn variant_seed<V: DeserializeSeed<'de>>(
        self,
        seed: V,
    ) -> Result<(V::Value, Rest<D>), D::Error> {
        let word = self.word.into_deserializer();
        Ok((
            seed.deserialize::<serde::de::value::StrDeserializer<'_, D::Error>>(word)?,
            Rest(self.rest),
        ))
    }
}

/// The fields of a variant.
struct Rest<D>(D);

impl<'de, D: Deserializer<'de>> VariantAccess<'de> for Rest<D> {
    type Error = D::Error;

    fn unit_variant(self) -> Result<(), D::Error> {
        IgnoredAny::deserialize(self.0).map(drop)
    }

    #[inline(never)]
    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, D::Error> {
        seed.deserialize(self.0)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, D::Error> {
        Err(D::Error::custom("a variant with named fields was expected"))
    }

    /// Not part of what reads all variants: a browser compiles, and later optimises, what reads the
    /// one at hand.
    #[inline(never)]
    fn struct_variant<V: Visitor<'de>>(
        self,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_struct("", names, visitor)
    }
}
