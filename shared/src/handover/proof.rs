//! The proof that a command of a file comes from the device that it names: an HMAC over its text,
//! with a key that the server gave to that device for that account. Who carries the file has no
//! such key, so that they can neither write a command nor change one.

use serde_json::Value;

/// Field of an envelope in a file that holds its proof.
const FIELD: &str = "proof";
/// Bytes of a block of SHA-256.
const BLOCK: usize = 64;

/// The key of a device and an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProofKey([u8; 32]);

impl ProofKey {
    /// Reads a key from its 64 hexadecimal digits.
    pub fn from_hex(text: &str) -> Option<Self> {
        let digits = text.as_bytes();
        if digits.len() != 64 || !digits.iter().all(u8::is_ascii_hexdigit) {
            return None;
        }
        let mut key = [0; 32];
        for (byte, pair) in key.iter_mut().zip(digits.chunks(2)) {
            *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
        }
        Some(Self(key))
    }

    /// What is hashed first, of a message: HMAC is the SHA-256 of [`ProofKey::outer`] of the
    /// SHA-256 of this. The hash is the caller's: a browser has one that this crate need not bring.
    pub fn inner(&self, message: &str) -> Vec<u8> {
        self.padded(0x36, message.as_bytes())
    }

    /// What is hashed then, of the first hash.
    pub fn outer(&self, inner: &[u8]) -> Vec<u8> {
        self.padded(0x5c, inner)
    }

    fn padded(&self, pad: u8, rest: &[u8]) -> Vec<u8> {
        let mut block = [pad; BLOCK];
        block.iter_mut().zip(self.0).for_each(|(byte, key)| *byte ^= key);
        [&block[..], rest].concat()
    }
}

/// The text of an envelope of which a proof is made: the same whatever the order of its fields.
pub fn text_to_prove(body: &Value) -> String {
    let mut body = body.clone();
    if let Some(fields) = body.as_object_mut() {
        fields.remove(FIELD);
    }
    body.to_string()
}

/// Returns the proof that an envelope brings.
pub fn proof_of(body: &Value) -> Option<&str> {
    body.get(FIELD)?.as_str()
}

/// Puts the proof into an envelope: a program that knows nothing of it passes it on.
pub fn attach(body: &mut Value, proof: String) {
    if let Some(fields) = body.as_object_mut() {
        fields.insert(FIELD.into(), proof.into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_text_is_the_same_whatever_the_order_and_without_the_proof() {
        let one: Value =
            serde_json::from_str(r#"{"id":"a","intent":{"text":"é","command":"x"}}"#).unwrap();
        let mut other: Value =
            serde_json::from_str(r#"{"intent":{"command":"x","text":"é"},"id":"a"}"#).unwrap();
        attach(&mut other, "00".into());
        assert_eq!(proof_of(&other), Some("00"));
        assert_eq!(text_to_prove(&one), text_to_prove(&other));
        let changed = json!({ "id": "a", "intent": { "command": "x", "text": "e" } });
        assert_ne!(text_to_prove(&one), text_to_prove(&changed));
    }

    #[test]
    fn a_key_is_64_digits() {
        assert!(ProofKey::from_hex(&"0f".repeat(32)).is_some());
        assert!(ProofKey::from_hex(&"0f".repeat(31)).is_none());
        assert!(ProofKey::from_hex(&"é".repeat(32)).is_none());
        assert!(ProofKey::from_hex(&"+1".repeat(32)).is_none());
    }
}
