//! Finds the word of a variant among its fields.

use crate::block::with_cell;
use serde::de::value::MapAccessDeserializer;
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, IgnoredAny, IntoDeserializer, MapAccess,
    VariantAccess, Visitor,
};
use serde::{Deserialize, forward_to_deserialize_any};
use serde_json::{Map, Value};
use std::fmt;
use std::marker::PhantomData;

/// An enum whose variants have named fields or none. [`crate::tagged!`] implements it.
pub trait Worded: Sized {
    /// The name of the field that holds the word.
    const NAME: &'static str;

    /// Reads the fields of the variant of that word. `from` gives the word apart from the fields.
    ///
    /// # Errors
    /// The word is unknown, or a field is missing or has another type.
    fn read<'de, D: Deserializer<'de>>(word: &str, from: D) -> Result<Self, D::Error>;
}

/// Reads an enum whose word is among its fields.
///
/// # Errors
/// Those of [`Worded::read`], and an object without a word.
pub fn read<'de, T: Worded, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    from.deserialize_map(Reader(PhantomData))
}

/// Returns the enum that these fields say, with the word among them, if it is a known one.
pub fn read_known<T: Worded>(fields: &Map<String, Value>) -> Option<T> {
    let mut fields = fields.clone();
    // A variant that holds all its fields would keep the word too, and write it twice.
    let Some(Value::String(word)) = fields.remove(T::NAME) else { return None };
    with_cell(&Value::Object(fields), |rest| T::read(&word, Parted { word: &word, rest })).ok()
}

/// Reads an enum from its word and its fields, among which the word may be too. The error is that
/// of `fields`.
///
/// # Errors
/// Those of [`Worded::read`].
pub fn read_parted<'de, T: Worded, D: Deserializer<'de>>(
    word: &str,
    fields: D,
) -> Result<T, D::Error> {
    T::read(word, Parted { word, rest: fields })
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
            // The word comes first in every text that `TagWriter` wrote: then no field is copied.
            // A front end reads columns and is spared the code of this short cut.
            if !cfg!(target_family = "wasm") && all.is_empty() && name == T::NAME {
                let word: String = map.next_value()?;
                let rest = MapAccessDeserializer::new(map);
                return T::read(&word, Parted { word: &word, rest });
            }
            all.insert(name, map.next_value()?);
        }
        let word = match all.remove(T::NAME) {
            Some(Value::String(word)) => word,
            Some(_) => return Err(A::Error::custom(format!("`{}` is no word", T::NAME))),
            None => return Err(A::Error::missing_field(T::NAME)),
        };
        with_cell(&Value::Object(all), |rest| T::read(&word, Parted { word: &word, rest }))
            .map_err(Error::custom)
    }
}

/// A word and the fields beside it.
struct Parted<'w, D> {
    word: &'w str,
    rest: D,
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Parted<'_, D> {
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

impl<'de, D: Deserializer<'de>> EnumAccess<'de> for Parted<'_, D> {
    type Error = D::Error;
    type Variant = RestFields<D>;

    fn variant_seed<V: DeserializeSeed<'de>>(
        self,
        seed: V,
    ) -> Result<(V::Value, RestFields<D>), D::Error> {
        let word = self.word.into_deserializer();
        Ok((
            seed.deserialize::<serde::de::value::StrDeserializer<'_, D::Error>>(word)?,
            RestFields(self.rest),
        ))
    }
}

/// The fields of a variant.
struct RestFields<D>(D);

impl<'de, D: Deserializer<'de>> VariantAccess<'de> for RestFields<D> {
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

    /// Kept out of the code that reads all variants: a browser then compiles, and later optimises,
    /// only the one at hand.
    #[inline(never)]
    fn struct_variant<V: Visitor<'de>>(
        self,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_struct("", names, visitor)
    }
}
