//! Which passwords are too easy to guess. Length alone is no help: «motdepasse123» has it.

use shared::limits::{PASSWORD_BYTES, PASSWORD_CHARS_MIN};
use std::collections::HashSet;
use std::sync::LazyLock;

/// Letters of common passwords, one a line; see `passwords/PROVENANCE.md`.
const COMMON: &str = include_str!("passwords/common.txt");
/// What anybody would try here, and rows of keyboards.
const HERE: [&str; 22] = [
    "tournee",
    "demonstration",
    "saintetienne",
    "etienne",
    "stetienne",
    "metropole",
    "ecole",
    "ecoles",
    "technicien",
    "coordinateur",
    "repartiteur",
    "maintenance",
    "informatique",
    "azertyuiop",
    "qsdfghjklm",
    "wxcvbn",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "motdepasse",
    "password",
    "abcdefghijklmnopqrstuvwxyz",
];
/// Letters that may stand beside a common word without making it a better one.
const MORE_LETTERS: usize = 3;
/// Fewest different characters of a password.
const DIFFERENT: usize = 5;
/// Fewest letters of a password: digits alone are a date or a number of a telephone.
const LETTERS: usize = 4;

static WORDS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| COMMON.lines().chain(HERE).filter(|word| word.len() >= LETTERS).collect());

/// Why a password is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Weak {
    /// Fewer characters than the least.
    #[error("too short")]
    Short,
    /// More bytes than the most.
    #[error("too long")]
    Long,
    /// Among the first that anybody would try.
    #[error("too easy to guess")]
    Common,
}

/// Checks a password that a person chose, whose address is `mail`.
///
/// # Errors
/// [`Weak`].
pub fn check(password: &str, mail: &str) -> Result<(), Weak> {
    if password.chars().count() < PASSWORD_CHARS_MIN {
        return Err(Weak::Short);
    }
    if password.len() > PASSWORD_BYTES {
        return Err(Weak::Long);
    }
    let different: HashSet<char> = password.chars().collect();
    let letters = letters_of(password);
    let own: Vec<String> = mail.split(['@', '.', '-', '_', '+']).map(letters_of).collect();
    let other_script = password.chars().any(|c| c.is_alphabetic() && fold(c).is_none());
    let few = letters.len() < LETTERS && !other_script;
    if different.len() < DIFFERENT || few || is_common(&letters, &own) {
        return Err(Weak::Common);
    }
    Ok(())
}

/// Whether letters are a common word, twice the same or two such words, but for a few letters.
fn is_common(letters: &str, own: &[String]) -> bool {
    let known = |part: &str| {
        WORDS.contains(part) || own.iter().any(|word| word.len() >= LETTERS && word == part)
    };
    let slight = |part: &str| part.len() <= MORE_LETTERS;
    (0..=letters.len()).any(|at| {
        let (first, rest) = letters.split_at(at);
        match (known(first), known(rest)) {
            (true, true) => true,
            (true, false) => slight(rest),
            (false, true) => slight(first),
            (false, false) => first.len() >= LETTERS && first == rest,
        }
    })
}

/// The letters of a text, small and without accents.
fn letters_of(text: &str) -> String {
    text.chars().filter_map(fold).collect()
}

fn fold(c: char) -> Option<char> {
    let c = c.to_lowercase().next()?;
    Some(match c {
        'a'..='z' => c,
        'à' | 'â' | 'ä' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' => 'i',
        'ô' | 'ö' => 'o',
        'ù' | 'û' | 'ü' => 'u',
        'ç' => 'c',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAIL: &str = "amina.rey-vial@authority.example";

    #[test]
    fn what_anybody_would_try_is_refused() {
        for common in [
            "motdepasse123",
            "Motdepasse2026!",
            "MOT DE PASSE 42",
            "Password1234",
            "azertyuiop123",
            "soleilsoleil",
            "123456789012",
            "06 12 34 56 78",
            "aaaaaaaaaaaaaa",
            "Tournée-2026!!",
            "Saint-Etienne42",
            "doudouloulou1",
            "marseille13!!!",
            "authority2026",
            "abcabcabcabc",
            "xyzxyzxyzxyz",
            "Sunshine-Princess1",
        ] {
            assert_eq!(check(common, MAIL), Err(Weak::Common), "{common}");
        }
        assert_eq!(check("court", MAIL), Err(Weak::Short));
        assert_eq!(check(&"phrase ".repeat(200), MAIL), Err(Weak::Long));
    }

    #[test]
    fn a_phrase_and_a_drawn_password_are_taken() {
        let drawn = crate::identity::new_password().expect("random bytes");
        for good in [
            "une phrase assez longue",
            "une autre phrase",
            "vélo sur le toit rouge",
            &drawn,
            "пароль из многих слов",
            "correct horse battery staple",
        ] {
            assert_eq!(check(good, MAIL), Ok(()), "{good}");
        }
        let list: Vec<_> = COMMON.lines().collect();
        assert!(list.len() > 8_000 && list.is_sorted(), "{}", list.len());
    }
}
