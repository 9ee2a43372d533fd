//! The UAI: the key of a school, seven digits and a check letter.

use super::problem::ProblemReason;

/// The letters in the order of the remainders; no I, O or Q.
const LETTERS: &[u8; 23] = b"ABCDEFGHJKLMNPRSTUVWXYZ";

/// The check letter of a number: `ABCDEFGHJKLMNPRSTUVWXYZ[number mod 23]`.
pub fn check_letter(number: u32) -> char {
    char::from(LETTERS[(number % 23) as usize])
}

/// Reads a UAI: capitals restored, and the leading zero that a spreadsheet may have removed when
/// the check letter agrees.
///
/// # Errors
/// [`ProblemReason::UaiPattern`] or [`ProblemReason::UaiCheckLetter`].
pub fn parse(text: &str) -> Result<String, ProblemReason> {
    let compact: String = text.split_whitespace().collect();
    let upper = compact.to_ascii_uppercase();
    let digits = upper.strip_suffix(|c: char| c.is_ascii_uppercase());
    let digits = digits.filter(|d| d.bytes().all(|b| b.is_ascii_digit()));
    let number = digits.and_then(|d| d.parse::<u32>().ok());
    let (Some(digits), Some(number)) = (digits, number) else {
        return Err(ProblemReason::UaiPattern);
    };
    let expected = check_letter(number);
    let is_right = upper.ends_with(expected);
    match digits.len() {
        7 if is_right => Ok(upper),
        7 => Err(ProblemReason::UaiCheckLetter { expected }),
        6 if is_right => Ok(format!("0{upper}")),
        _ => Err(ProblemReason::UaiPattern),
    }
}

/// Every right UAI that stands alone in a text, in its order, once each.
pub fn find_all(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for word in text.split(|c: char| !c.is_alphanumeric()) {
        if word.len() == 8
            && let Ok(uai) = parse(word)
            && !found.contains(&uai)
        {
            found.push(uai);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_codes_are_right() {
        for uai in ["0940204L", "0420574W", "0422293P", "0421532M"] {
            assert_eq!(parse(uai), Ok(uai.to_owned()));
        }
        assert_eq!(parse(" 420574w "), Ok("0420574W".to_owned()));
    }

    #[test]
    fn wrong_codes_say_why() {
        let expected = check_letter(940_204);
        assert_eq!(parse("0940204K"), Err(ProblemReason::UaiCheckLetter { expected }));
        for text in ["", "L", "94020L", "09402045", "0940204LL", "0940204é", "FICTIF-001"] {
            assert_eq!(parse(text), Err(ProblemReason::UaiPattern), "{text}");
        }
    }

    #[test]
    fn codes_are_found_inside_a_text() {
        let text = "42218 > 0420574W > Classe, ECO-0940204L-P04, x0420574W, 0420574W";
        assert_eq!(find_all(text), ["0420574W", "0940204L"]);
    }
}
