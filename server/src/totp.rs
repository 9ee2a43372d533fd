//! Codes of six digits that change each half minute (RFC 6238), as every program for second factors
//! makes them: HMAC-SHA-1, which stands where SHA-1 alone does not.

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use shared::id::Millis;

/// Bytes of a secret: as many as the hash has (RFC 4226, section 4).
pub const SECRET_BYTES: usize = 20;
/// Length of a step.
const STEP_MS: Millis = 30_000;
/// Steps before and after the present one that are taken: clocks differ, and fingers are slow.
const AROUND: i64 = 1;
/// One more than the greatest code.
const CODES: u32 = 1_000_000;
/// The alphabet of RFC 4648, section 6.
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// Returns the code of a step.
fn code_of(secret: &[u8], step: i64) -> Option<u32> {
    let mut mac = Hmac::<Sha1>::new_from_slice(secret).ok()?;
    mac.update(&step.to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let at = usize::from(hash.last()? & 0x0f);
    let four: [u8; 4] = hash.get(at..at + 4)?.try_into().ok()?;
    Some((u32::from_be_bytes(four) & 0x7fff_ffff) % CODES)
}

/// Returns the step of a code, if it is one of now and later than the last that was taken.
pub fn step_of(secret: &[u8], code: &str, last: i64, now: Millis) -> Option<i64> {
    let digits: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    let code: u32 = digits.parse().ok().filter(|_| digits.len() == 6)?;
    let present = now.div_euclid(STEP_MS);
    let mut steps = present - AROUND..=present + AROUND;
    steps.find(|step| *step > last && code_of(secret, *step) == Some(code))
}

/// Returns bytes in base 32, without padding: a secret to type.
pub fn base32(bytes: &[u8]) -> String {
    let mut text = String::new();
    for five in bytes.chunks(5) {
        let mut block = [0; 8];
        block[3..3 + five.len()].copy_from_slice(five);
        let bits = u64::from_be_bytes(block);
        let letters = (five.len() * 8).div_ceil(5);
        for rank in 0..letters {
            let index = (bits >> (35 - 5 * rank)) & 31;
            text.push(char::from(BASE32[index as usize]));
        }
    }
    text
}

/// Returns the address that a program for second factors reads from a QR code. `account` is plain
/// text of an address of electronic mail.
pub fn uri(secret: &[u8], account: &str) -> String {
    let plain = |c: &char| c.is_ascii_alphanumeric() || "@.-_".contains(*c);
    let account: String = account.chars().filter(plain).collect();
    format!("otpauth://totp/Tournee:{account}?secret={}&issuer=Tournee", base32(secret))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &[u8] = b"12345678901234567890";

    /// The last six digits of the values of RFC 6238, appendix B.
    #[test]
    fn codes_are_those_of_the_standard() {
        for (seconds, code) in [
            (59, 287_082),
            (1_111_111_109, 81_804),
            (1_111_111_111, 50_471),
            (1_234_567_890, 5_924),
            (2_000_000_000, 279_037),
            (20_000_000_000, 353_130),
        ] {
            assert_eq!(code_of(SECRET, seconds / 30), Some(code), "{seconds}");
        }
    }

    #[test]
    fn a_code_is_taken_once_and_only_now() {
        let now = 59_000;
        assert_eq!(step_of(SECRET, "287 082", 0, now), Some(1));
        assert_eq!(step_of(SECRET, "287082", 1, now), None, "once");
        assert_eq!(step_of(SECRET, "287082", 0, now + STEP_MS), Some(1), "a slow finger");
        assert_eq!(step_of(SECRET, "287082", 0, now + 3 * STEP_MS), None, "too late");
        for bad in ["", "28708", "2870820", "+87082", "abcdef"] {
            assert_eq!(step_of(SECRET, bad, 0, now), None, "{bad}");
        }
    }

    /// The values of RFC 4648, section 10, without padding.
    #[test]
    fn secrets_are_typed_in_base_32() {
        let known = [("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ")];
        let more = [("fooba", "MZXW6YTB"), ("foobar", "MZXW6YTBOI"), ("", "")];
        for (plain, text) in known.into_iter().chain(more) {
            assert_eq!(base32(plain.as_bytes()), text);
        }
        let uri = uri(SECRET, "a@b.fr&secret=x");
        assert!(uri.starts_with("otpauth://totp/Tournee:a@b.frsecretx?secret=GEZD"), "{uri}");
    }
}
