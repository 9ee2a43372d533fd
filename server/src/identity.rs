//! Makes and checks passwords, tokens and codes. Only their hashes are stored.

use crate::store::Fault;
use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use sha2::{Digest, Sha256};
use std::error::Error;

/// Letters and digits of codes and generated passwords: no two look alike.
const ALPHABET: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
/// Characters of a generated password: 80 bits.
const PASSWORD_CHARS: usize = 16;

/// The machine gives no random bytes, so nothing secret can be made.
#[derive(Debug, thiserror::Error)]
#[error("the machine gives no random bytes")]
pub struct NoRandom(#[source] Box<dyn Error + Send + Sync>);

impl From<NoRandom> for Fault {
    fn from(none: NoRandom) -> Self {
        Fault::of("nothing secret can be made", none)
    }
}

/// Returns random bytes.
///
/// # Errors
/// When the machine gives none.
pub fn random<const N: usize>() -> Result<[u8; N], NoRandom> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| NoRandom(error.into()))?;
    Ok(bytes)
}

/// Returns a new token of 256 bits, in hexadecimal.
///
/// # Errors
/// When the machine gives no random bytes.
pub fn new_token() -> Result<String, NoRandom> {
    Ok(hex(&random::<32>()?))
}

/// Returns a new code of that many characters.
///
/// # Errors
/// When the machine gives no random bytes.
pub fn new_code(chars: usize) -> Result<String, NoRandom> {
    let bytes = random::<32>()?;
    let pick = |byte: &u8| char::from(ALPHABET[usize::from(byte % 32)]);
    Ok(bytes.iter().take(chars).map(pick).collect())
}

/// Returns a new password.
///
/// # Errors
/// When the machine gives no random bytes.
pub fn new_password() -> Result<String, NoRandom> {
    new_code(PASSWORD_CHARS)
}

/// Returns the SHA-256 of a text, in hexadecimal: tokens and codes are stored in this form.
pub fn digest(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

/// Returns the SHA-256 of bytes.
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// Returns bytes in lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Reads bytes in hexadecimal; `None` when it is none.
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    let pair = |at: usize| u8::from_str_radix(text.get(at..at + 2)?, 16).ok();
    (0..text.len()).step_by(2).map(pair).collect()
}

/// Returns the Argon2id hash of a password, in PHC form (RFC 9106, the library's defaults: 19 MiB,
/// two passes).
///
/// # Errors
/// When the machine gives no random bytes.
pub fn hash_password(password: &str) -> Result<String, NoRandom> {
    let hash = Argon2::default().hash_password(password.as_bytes());
    hash.map(|hash| hash.to_string()).map_err(|error| NoRandom(error.into()))
}

/// Returns whether a password matches a hash. Slow on purpose.
pub fn is_password(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash)
        .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_known_again_and_no_other() {
        let hash = hash_password("Sel et poivre").expect("random bytes");
        assert!(hash.starts_with("$argon2id$"));
        assert!(is_password("Sel et poivre", &hash));
        assert!(!is_password("sel et poivre", &hash));
        assert!(!is_password("Sel et poivre", "nothing"));
    }

    #[test]
    fn codes_are_long_and_never_the_same() {
        let code = new_code(8).expect("random bytes");
        assert_eq!(code.len(), 8);
        assert!(code.bytes().all(|byte| ALPHABET.contains(&byte)));
        assert_ne!(new_token().ok(), new_token().ok());
        assert_eq!(unhex(&hex(&[0, 127, 255])), Some(vec![0, 127, 255]));
        assert_eq!((unhex("0"), unhex("zz"), unhex("é")), (None, None, None));
    }
}
