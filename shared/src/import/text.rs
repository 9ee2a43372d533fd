//! From bytes to text: what the file is, and its encoding.

use super::problem::ForeignFormat;
use std::borrow::Cow;

/// How the bytes were turned into text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8 with a byte-order mark, as the ministry publishes.
    Utf8Bom,
    /// UTF-8 without one.
    Utf8,
    /// UTF-16, little-endian, with a byte-order mark («Unicode text» of spreadsheets).
    Utf16Le,
    /// UTF-16, big-endian, with a byte-order mark.
    Utf16Be,
    /// Windows-1252, the default of French spreadsheets.
    Windows1252,
    /// UTF-8 that was read as Windows-1252 and saved again; repaired.
    Utf8Twice,
    /// UTF-8 with a few bytes lost, shown as U+FFFD.
    Utf8Damaged,
}

/// Windows-1252 from 0x80 to 0x9F (the rest is Latin-1); the five holes are U+FFFD.
/// Source: unicode.org, MAPPINGS/VENDORS/MICSFT/WINDOWS/CP1252.TXT.
const CP1252_HIGH: [char; 32] = [
    '€', '\u{fffd}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{fffd}', 'Ž',
    '\u{fffd}', '\u{fffd}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{fffd}',
    'ž', 'Ÿ',
];

/// Text of the bytes and its encoding, or what the file is instead of text.
pub(super) fn decode(bytes: &[u8]) -> Result<(Cow<'_, str>, Encoding), ForeignFormat> {
    if let Some(nature) = binary_nature(bytes) {
        return Err(nature);
    }
    let (text, encoding) = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => decode_bytes(rest, Encoding::Utf8Bom),
        [0xFF, 0xFE, rest @ ..] => (utf16(rest, u16::from_le_bytes), Encoding::Utf16Le),
        [0xFE, 0xFF, rest @ ..] => (utf16(rest, u16::from_be_bytes), Encoding::Utf16Be),
        _ => decode_bytes(bytes, Encoding::Utf8),
    };
    match text_nature(&text) {
        Some(nature) => Err(nature),
        None => Ok((text, encoding)),
    }
}

fn decode_bytes(bytes: &[u8], utf8: Encoding) -> (Cow<'_, str>, Encoding) {
    match std::str::from_utf8(bytes) {
        Ok(text) => match undo_double(text) {
            Some(repaired) => (Cow::Owned(repaired), Encoding::Utf8Twice),
            None => (Cow::Borrowed(text), utf8),
        },
        Err(_) if mostly_utf8(bytes) => (String::from_utf8_lossy(bytes), Encoding::Utf8Damaged),
        Err(_) => (Cow::Owned(cp1252(bytes)), Encoding::Windows1252),
    }
}

/// Any bytes, read as Windows-1252.
pub(super) fn cp1252(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| from_cp1252(*byte)).collect()
}

fn from_cp1252(byte: u8) -> char {
    match byte {
        0x80..=0x9F => CP1252_HIGH[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

fn to_cp1252(c: char) -> Option<u8> {
    match u32::from(c) {
        code @ (0..0x80 | 0xA0..0x100) => u8::try_from(code).ok(),
        // The holes come out as the control characters of the same number in some programs.
        code @ 0x80..0xA0 => u8::try_from(code).ok(),
        _ => {
            let at = CP1252_HIGH.iter().position(|known| *known == c)?;
            (c != '\u{fffd}').then(|| 0x80 + u8::try_from(at).unwrap_or(0))
        }
    }
}

/// UTF-8 that was once read as Windows-1252 and saved as UTF-8 again («Ã©» for «é»). Only when
/// every character goes back and the result is UTF-8 again, which other text practically never is.
fn undo_double(text: &str) -> Option<String> {
    if !text.contains('Ã') {
        return None;
    }
    let bytes: Option<Vec<u8>> = text.chars().map(to_cp1252).collect();
    String::from_utf8(bytes?).ok()
}

/// One damaged byte must not turn a whole UTF-8 file into Windows-1252.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > bad
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Cow<'_, str> {
    let (pairs, _odd_last_byte) = bytes.as_chunks::<2>();
    let units = pairs.iter().map(|pair| unit(*pair));
    let text = char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}'));
    Cow::Owned(text.collect())
}

/// Whether the bytes are a workbook (`.xlsx`), which has to be made a table first.
pub fn is_workbook(bytes: &[u8]) -> bool {
    binary_nature(bytes) == Some(ForeignFormat::Xlsx)
}

fn binary_nature(bytes: &[u8]) -> Option<ForeignFormat> {
    let head = &bytes[..bytes.len().min(4096)];
    let holds = |word: &[u8]| head.windows(word.len()).any(|window| window == word);
    if head.starts_with(b"PK\x03\x04") {
        return Some(if holds(b"opendocument.spreadsheet") {
            ForeignFormat::Ods
        } else if holds(b"xl/") || holds(b"[Content_Types].xml") {
            ForeignFormat::Xlsx
        } else {
            ForeignFormat::Zip
        });
    }
    if head.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Some(ForeignFormat::Xls);
    }
    if head.starts_with(b"%PDF") {
        return Some(ForeignFormat::Pdf);
    }
    let is_utf16 = head.starts_with(&[0xFF, 0xFE]) || head.starts_with(&[0xFE, 0xFF]);
    (!is_utf16 && bytes.contains(&0)).then_some(ForeignFormat::Binary)
}

fn text_nature(text: &str) -> Option<ForeignFormat> {
    let start = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    let head: String = start.chars().take(32).collect::<String>().to_lowercase();
    if head.starts_with("<!doctype html") || head.starts_with("<html") {
        return Some(ForeignFormat::Html);
    }
    if head.starts_with("<?xml") {
        return Some(ForeignFormat::Xml);
    }
    if head.starts_with("begin:vcalendar") {
        return Some(ForeignFormat::ICalendar);
    }
    if head.starts_with('{') {
        return Some(ForeignFormat::Json);
    }
    let is_odd = |c: &char| c.is_control() && !matches!(c, '\t' | '\r' | '\n' | '\u{c}' | '\u{1a}');
    let odd = text.chars().filter(is_odd).count();
    (odd * 50 > text.len() || text.contains('\0')).then_some(ForeignFormat::Binary)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_encoding_is_told() {
        let cases: [(&[u8], &str, Encoding); 7] = [
            (b"\xEF\xBB\xBF\xC3\xA9", "é", Encoding::Utf8Bom),
            (b"\xC3\xA9", "é", Encoding::Utf8),
            (b"\xE9 \x80\x92", "é €’", Encoding::Windows1252),
            (b"\xFF\xFE\xE9\x00a\x00", "éa", Encoding::Utf16Le),
            (b"\xFE\xFF\x00\xE9", "é", Encoding::Utf16Be),
            ("Ã©lÃ©mentaire".as_bytes(), "élémentaire", Encoding::Utf8Twice),
            (b"\xC3\xA9\xC3\xA8\xE9", "éè\u{fffd}", Encoding::Utf8Damaged),
        ];
        for (bytes, text, encoding) in cases {
            assert_eq!(decode(bytes), Ok((Cow::Borrowed(text), encoding)));
        }
    }

    #[test]
    fn a_true_capital_with_tilde_is_kept() {
        assert_eq!(decode("SÃO".as_bytes()).unwrap().0, "SÃO");
    }
}
