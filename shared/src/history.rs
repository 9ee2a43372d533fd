//! Histories of rows, oldest entry first: never rewritten. The words are those of each service.

use crate::id::{AccountId, FileHash, Millis};
use serde::{Deserialize, Serialize};

/// A time as a device declared it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declared {
    /// Clock of the device.
    pub at_ms: Millis,
    /// Server's clock less device's clock at reception; 0 while unknown.
    #[serde(default)]
    pub offset_ms: Millis,
}

impl Declared {
    /// The time corrected by the offset, for display only: it never decides.
    pub fn corrected_ms(self) -> Millis {
        self.at_ms.saturating_add(self.offset_ms)
    }

    /// Whether the device's clock was off by a day or more.
    pub fn is_doubtful(self) -> bool {
        self.offset_ms.abs() >= crate::limits::CLOCK_OFFSET_MARKED_MS
    }
}

/// A file kept by its content: a photo or a signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRef {
    /// SHA-256 of the bytes as the device sent them.
    pub hash: FileHash,
    /// Bytes.
    pub bytes: u64,
}

/// Who handed in what somebody else's device could not send.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedBy {
    /// Who.
    pub account: AccountId,
    /// Their name.
    pub name: String,
    /// The author's device proved that the command is its own.
    #[serde(default)]
    pub proven: bool,
}

/// One line of a history, in the words `W` of its service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry<W> {
    /// When, by the author's clock.
    pub when: Declared,
    /// Who.
    pub by: AccountId,
    /// Their name, or the site's for a shared tablet.
    pub by_name: String,
    /// Who handed it in, when it came by a file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handed: Option<HandedBy>,
    /// What.
    pub what: W,
}

/// A field that the word of an entry needs.
pub(crate) fn needed<T>(value: Option<T>, lacks: &'static str) -> Result<T, &'static str> {
    value.ok_or(lacks)
}

/// Tests that the words of a service read as they are written, and pass over unknown ones.
#[cfg(test)]
macro_rules! happened_tests {
    ($happened:ty, $all:ident) => {
        #[test]
        fn each_word_reads_what_it_writes() {
            for what in $all() {
                let written = serde_json::to_value(&what).expect("JSON");
                let read: $happened = serde_json::from_value(written.clone()).expect("read back");
                assert_eq!(read, what);
                let fields = written.as_object().expect("an object");
                for lost in fields.keys().filter(|name| *name != "photos") {
                    let mut fields = fields.clone();
                    fields.remove(lost);
                    let read = serde_json::from_value::<$happened>(fields.into());
                    let error = read.expect_err("a field is missing").to_string();
                    let named = error.contains(&format!("`{lost}`"));
                    assert!(named, "{what:?} without {lost}: {error}");
                }
            }
        }

        /// Invariant 8: old and new meet.
        #[test]
        fn a_word_of_a_newer_version_is_passed_over() {
            let newer = r#"{"what":"teleported","to":[{"x":1}],"text":7}"#;
            let newer = serde_json::json!({
                "what": "teleported", "planet": "Mars", "crew": [1, 2],
                "inner": serde_json::from_str::<serde_json::Value>(newer).expect("JSON"),
            });
            let read = serde_json::from_value::<$happened>(newer.clone()).expect("read");
            assert_eq!(read, <$happened>::Unknown);
            let text = newer.to_string();
            let read = columns::from_json::<$happened>(&text).expect("read from columns");
            assert_eq!(read, <$happened>::Unknown);
        }
    };
}
#[cfg(test)]
pub(crate) use happened_tests;
