//! An enum whose word stands among its fields, as serde's `tag` writes it.
//!
//! Serde reads such a value into a generic copy first, and the code that reads the types of the
//! fields is compiled a second time for that copy: for the largest enum of the front end, a
//! twentieth of its download. Here the enum derives its code with `remote = "Self"`, which keeps
//! the word apart from the fields; [`TagWriter`] puts it among them, and [`read`] finds it there.

mod read;
mod words;
mod write;

pub use read::{Worded, read, read_known, read_parted};
pub use words::words_of;
pub use write::{TagWriter, VariantFields};

/// Reads the fields of an enum of `remote = "Self"` by its derived code. Part of [`tagged!`] and
/// [`tagged_or_unknown!`].
#[doc(hidden)]
#[macro_export]
macro_rules! worded {
    ($type:ty, $name:literal) => {
        impl $crate::tagged::Worded for $type {
            const NAME: &'static str = $name;

            fn read<'de, D: serde::Deserializer<'de>>(_: &str, from: D) -> Result<Self, D::Error> {
                <$type>::deserialize(from)
            }
        }
    };
}

/// Makes an enum of `remote = "Self"` read and write its word in the field of that name.
#[macro_export]
macro_rules! tagged {
    ($type:ty, $name:literal) => {
        $crate::worded!($type, $name);

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                $crate::tagged::read(from)
            }
        }

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                <$type>::serialize(self, $crate::tagged::TagWriter::new($name, to))
            }
        }
    };
}

/// As [`tagged!`], for an enum with a variant `Unknown(Map<String, Value>)`: an object that cannot
/// be read becomes that variant, which keeps all of it, so that it is written as it was read.
#[macro_export]
macro_rules! tagged_or_unknown {
    ($type:ty, $name:literal) => {
        $crate::worded!($type, $name);

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let said = serde::Deserialize::deserialize(from)?;
                Ok($crate::tagged::read_known(&said).unwrap_or(Self::Unknown(said)))
            }
        }

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                match self {
                    Self::Unknown(said) => serde::Serialize::serialize(said, to),
                    known => <$type>::serialize(known, $crate::tagged::TagWriter::new($name, to)),
                }
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use serde::{Deserialize, Serialize};
    use serde_json::{Value, json};

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    #[serde(remote = "Self", rename_all = "snake_case")]
    enum Act {
        Wait,
        Say {
            text: String,
            #[serde(default)]
            loud: bool,
        },
        Edit {
            at: i64,
            #[serde(flatten)]
            more: More,
        },
    }
    tagged!(Act, "act");

    /// As serde does it.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    #[serde(tag = "act", rename_all = "snake_case")]
    enum Model {
        Wait,
        Say {
            text: String,
            #[serde(default)]
            loud: bool,
        },
        Edit {
            at: i64,
            #[serde(flatten)]
            more: More,
        },
    }

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    struct More {
        #[serde(skip_serializing_if = "Option::is_none")]
        room: Option<String>,
    }

    fn pairs() -> Vec<(Act, Model)> {
        let (text, more) = (String::from("é\n"), More { room: Some("12".into()) });
        let none = More { room: None };
        vec![
            (Act::Wait, Model::Wait),
            (Act::Say { text: text.clone(), loud: true }, Model::Say { text, loud: true }),
            (Act::Edit { at: -3, more: more.clone() }, Model::Edit { at: -3, more }),
            (Act::Edit { at: 9, more: none.clone() }, Model::Edit { at: 9, more: none }),
        ]
    }

    #[test]
    fn it_writes_and_reads_what_serde_does() {
        for (act, model) in pairs() {
            let text = serde_json::to_string(&model).expect("JSON");
            assert_eq!(serde_json::to_string(&act).expect("JSON"), text);
            assert_eq!(serde_json::from_str::<Act>(&text).expect("read"), act);
            let value: Value = serde_json::from_str(&text).expect("JSON");
            assert_eq!(serde_json::from_value::<Act>(value.clone()).expect("read"), act);
            assert_eq!(crate::from_json::<Act>(&text).expect("read"), act);
        }
    }

    #[test]
    fn the_word_may_stand_anywhere_and_unknown_fields_are_passed_over() {
        let read = |text: &str| serde_json::from_str::<Act>(text);
        let said = Act::Say { text: "a".into(), loud: false };
        for text in [
            r#"{"text":"a","act":"say"}"#,
            r#"{"x":[{"y":null}],"act":"say","z":{"u":1.5},"text":"a"}"#,
            r#"{"act":"say","x":18446744073709551615,"text":"a"}"#,
        ] {
            assert_eq!(read(text).expect("read"), said, "{text}");
            assert_eq!(crate::from_json::<Act>(text).expect("read"), said, "{text}");
        }
        assert_eq!(read(r#"{"x":1,"act":"wait","y":2}"#).expect("read"), Act::Wait);
        assert_eq!(read(r#"{"act":"wait","y":{}}"#).expect("read"), Act::Wait);
    }

    #[test]
    fn it_refuses_what_serde_refuses_in_the_same_words() {
        let bad = [
            json!({ "act": "fly" }),
            json!({ "act": "say" }),
            json!({ "act": "say", "text": 7 }),
            json!({ "text": "a" }),
        ];
        for value in bad {
            let text = value.to_string();
            let ours = serde_json::from_str::<Act>(&text).expect_err("refused").to_string();
            let theirs = serde_json::from_str::<Model>(&text).expect_err("refused").to_string();
            let told = |error: &str| error.split(" at line").next().map(str::to_owned);
            assert_eq!(told(&ours), told(&theirs), "{text}");
            assert!(crate::from_json::<Act>(&text).is_err(), "{text}");
        }
        for text in ["7", "[]", "\"say\"", r#"{"act":7}"#, r#"{"act":"say","text":"a""#] {
            assert!(serde_json::from_str::<Act>(text).is_err(), "{text}");
        }
    }
}
