//! The short number of a ticket, to be said on the telephone: «4K7-P2MX».
//!
//! It comes from the key of the ticket alone. So every device has the same one at once, also
//! without a network, and it never changes: a number that the server gave in its order would be
//! another one, or none, until the ticket is sent. Six signs make 887 million; should two tickets
//! ever share a number, a search finds both. The seventh one is a check: a sign that was heard
//! wrong, or two that changed places, make a number that belongs to nothing.

use crate::id::TicketId;

/// Digits and letters, without I, L, O and U, which sound or look like others, and without Z, so
/// that their number is a prime: then the check finds every such fault.
const SIGNS: &[u8; 31] = b"0123456789ABCDEFGHJKMNPQRSTVWXY";
/// Signs before the check.
const LENGTH: u32 = 6;

/// The number of a ticket, as it is shown.
pub fn number(ticket: TicketId) -> String {
    // FNV-1a of 64 bits: the first half of a key is its time, which is alike for tickets of a day.
    let hash = ticket.0.as_bytes().iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let base = SIGNS.len() as u64;
    let mut rest = hash % base.pow(LENGTH);
    let mut values = [0; LENGTH as usize];
    for value in values.iter_mut().rev() {
        *value = rest % base;
        rest /= base;
    }
    let mut text = String::with_capacity(8);
    for value in values.into_iter().chain([check(&values)]) {
        if text.len() == 3 {
            text.push('-');
        }
        text.push(char::from(SIGNS[value as usize]));
    }
    text
}

/// The sum of the signs, each times its place.
fn check(values: &[u64]) -> u64 {
    (1..).zip(values).map(|(place, value): (u64, _)| place * value).sum::<u64>()
        % SIGNS.len() as u64
}

/// What a search reads of the number: with and without its dash.
pub fn searched(ticket: TicketId) -> [String; 2] {
    let number = number(ticket);
    let joined = number.replace('-', "");
    [number, joined]
}

/// Reads what somebody said or typed, small letters, blanks and «O» for zero included; `None` when
/// it is no number of a ticket, as after a sign that was heard wrong.
pub fn read(text: &str) -> Option<String> {
    let kept = text.chars().filter(|c| c.is_ascii_alphanumeric());
    let plain = kept.map(|c| match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    });
    let value = |c: char| SIGNS.iter().position(|sign| char::from(*sign) == c);
    let plain: String = plain.collect();
    let values: Option<Vec<u64>> = plain.chars().map(|c| value(c).map(|v| v as u64)).collect();
    let values = values.filter(|values| values.len() == LENGTH as usize + 1)?;
    let (last, first) = values.split_last()?;
    (check(first) == *last).then(|| format!("{}-{}", &plain[..3], &plain[3..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use uuid::Uuid;

    const FIXED: [&str; 3] = ["S0P-KPWB", "NAH-HDY2", "HMC-F51X"];

    fn ticket(n: u128) -> TicketId {
        TicketId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + n))
    }

    /// People have it on paper: it may never change.
    #[test]
    fn a_number_is_the_same_on_every_device_and_for_ever() {
        assert_eq!(number(ticket(1)), number(ticket(1)));
        assert_eq!([1, 2, 3].map(|n| number(ticket(n))), FIXED);
        let many: BTreeSet<_> = (0..20_000).map(|n| number(ticket(n))).collect();
        assert!(many.len() >= 19_998, "{} of 20,000 differ", many.len());
    }

    #[test]
    fn a_number_is_read_as_people_say_it_and_every_single_slip_is_found() {
        for n in 0..40 {
            let right = number(ticket(n));
            let said = right.replace('-', " ").to_lowercase().replace('0', "o");
            assert_eq!(read(&said), Some(right.clone()), "{said}");
            let plain: Vec<char> = right.chars().filter(|c| *c != '-').collect();
            for at in 0..plain.len() {
                for sign in SIGNS.iter().map(|sign| char::from(*sign)) {
                    let mut wrong = plain.clone();
                    wrong[at] = sign;
                    let wrong: String = wrong.into_iter().collect();
                    assert!(read(&wrong).is_none_or(|read| read == right), "{wrong} of {right}");
                }
                let mut turned = plain.clone();
                turned.swap(at, (at + 1).min(plain.len() - 1));
                let is_another = turned != plain;
                let turned: String = turned.into_iter().collect();
                // The last but one and the check itself may change places unseen.
                assert!(!is_another || at >= 5 || read(&turned).is_none(), "{turned}, {right}");
            }
        }
        assert_eq!(read("écran"), None);
        assert_eq!(read(""), None);
    }
}
