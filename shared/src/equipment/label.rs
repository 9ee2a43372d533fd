//! From what was read or typed of a label to the equipment that it names.

use super::Equipment;
use crate::id::SiteId;
use crate::order;
use crate::row::State;
use std::sync::Arc;

/// Digits of a number within a longer text, so that a quantity is not taken for a label.
const NUMBER_CHARS: usize = 4;
/// Characters of a serial number that a maker writes behind others.
const SERIAL_CHARS: usize = 4;

/// The equipment that labels name.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Named {
    /// At the site, by label; several when a person has to choose.
    pub here: Vec<Arc<Equipment>>,
    /// At other sites that the device knows, when none is here.
    pub elsewhere: Vec<Arc<Equipment>>,
}

/// How well a text names a piece of equipment, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// It is its label or its serial number.
    Exact,
    /// It is its serial number as a maker writes it, with a mark before it.
    Serial,
    /// It is the number in its label.
    Number,
}

/// Finds what texts name: the codes of one picture, or what a person typed. Each may be a label, a
/// serial number, an address or several lines that hold one; what is known wins over what is not.
pub fn find(state: &State, site: &SiteId, texts: &[String]) -> Named {
    let sought: Vec<Sought> = texts.iter().map(|text| Sought::of(text)).collect();
    let fit = |equipment: &Equipment| sought.iter().filter_map(|one| one.fit(equipment)).min();
    let mut found: Vec<(Fit, Arc<Equipment>)> = state
        .equipment
        .values()
        .filter_map(|equipment| Some((fit(equipment)?, Arc::clone(equipment))))
        .collect();
    let Some(best) = found.iter().map(|(fit, _)| *fit).min() else {
        return Named::default();
    };
    found.retain(|(fit, _)| *fit == best);
    order::sort_by(&mut found, |(_, a), (_, b)| (&a.label, a.id).cmp(&(&b.label, b.id)));
    let (mut here, mut elsewhere): (Vec<_>, Vec<_>) =
        found.into_iter().map(|(_, equipment)| equipment).partition(|e| e.site == *site);
    if !here.is_empty() {
        elsewhere.clear();
    }
    here.dedup();
    Named { here, elsewhere }
}

/// What a text may mean.
struct Sought {
    /// The whole of it, its lines, its values, its words: capitals and digits only.
    names: Vec<String>,
    /// Numbers that a person may have written for a label, with the letters before them.
    numbers: Vec<(String, String)>,
}

impl Sought {
    fn of(text: &str) -> Self {
        let text = decoded(text);
        let is_address = text.contains("://") || text.trim_start().starts_with("www.");
        let is_end = |c: char| c.is_whitespace() || ",;|=&?#/:\"'{}[]()<>*".contains(c);
        let words = || text.split(is_end);
        let values = text.lines().filter_map(|line| line.split_once(['=', ':']));
        let parts = [text.as_str()].into_iter().chain(text.lines());
        let parts = parts.chain(values.map(|(_, value)| value)).chain(words());
        let mut names: Vec<String> = parts.map(plain).filter(|name| !name.is_empty()).collect();
        order::sort(&mut names);
        names.dedup();
        let mut numbers: Vec<_> = number(&plain(&text)).into_iter().collect();
        if !is_address {
            let long = words().map(plain).filter_map(|word| number(&word));
            numbers.extend(long.filter(|(_, digits)| digits.len() >= NUMBER_CHARS));
        }
        Self { names, numbers }
    }

    fn fit(&self, equipment: &Equipment) -> Option<Fit> {
        let (label, serial) = (plain(&equipment.label), plain(&equipment.serial));
        let is_named = |name: &String| *name == label || *name == serial;
        if self.names.iter().any(is_named) {
            return Some(Fit::Exact);
        }
        if self.names.iter().any(|name| is_marked(name, &serial)) {
            return Some(Fit::Serial);
        }
        let (letters, digits) = number(&label)?;
        let is_it = |(typed, number): &(String, String)| {
            *number == digits && (typed.is_empty() || *typed == letters)
        };
        self.numbers.iter().any(is_it).then_some(Fit::Number)
    }
}

/// Capitals and digits alone: labels are typed with blanks, hyphens or stars, or without.
fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

/// The letters before a number, and the number without the zeros before it; `None` for another
/// text.
fn number(plain: &str) -> Option<(String, String)> {
    let digits = plain.trim_start_matches(|c: char| !c.is_ascii_digit());
    let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    let letters = &plain[..plain.len() - digits.len()];
    let short = digits.trim_start_matches('0');
    (is_number && !short.is_empty()).then(|| (letters.to_owned(), short.to_owned()))
}

/// Whether a text is a serial number with a mark before it: `S`, `SN`, or `1S` with the number of
/// the model, as Lenovo writes.
fn is_marked(name: &str, serial: &str) -> bool {
    if serial.is_empty() {
        return false;
    }
    let before = name.strip_suffix(serial).unwrap_or_default();
    let with_model = before.starts_with("1S") && serial.len() >= SERIAL_CHARS;
    matches!(before, "S" | "SN" | "3S" | "18S" | "25S") || before == "1S" || with_model
}

/// An address with its `%20` and `+` written out; another text as it is.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let pair = after.get(..2).and_then(|pair| std::str::from_utf8(pair).ok());
        let code = pair.filter(|_| *first == b'%');
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::equipment::EquipmentKind;
    use crate::id::EquipmentId;
    use crate::row::Row;
    use uuid::Uuid;

    fn device(number: u128, site: &str, label: &str, serial: &str) -> Row {
        let (id, name) = (EquipmentId(Uuid::from_u128(number)), format!("PC {number}"));
        let blank = Equipment::blank(id, site.into(), EquipmentKind::Laptop, name);
        Row::from(Equipment { label: label.into(), serial: serial.into(), ..blank })
    }

    fn state() -> State {
        let mut state = State::default();
        for row in [
            device(1, "A", "SEM-003412", "D00AB12F"),
            device(2, "A", "ECO-0001", "5CGX"),
            device(3, "A", "SEM-000012", "77001"),
            device(4, "A", "", "PF2ABCDE"),
            device(5, "B", "SEM-004000", "5CGY"),
            device(6, "A", "ECO-000012", ""),
            device(7, "B", "SEM-003413", "ZZ1"),
            device(8, "A", "", ""),
        ] {
            state.put(row);
        }
        state
    }

    fn numbers(found: &[Arc<Equipment>]) -> Vec<u128> {
        found.iter().map(|equipment| equipment.id.0.as_u128()).collect()
    }

    fn here(texts: &[&str]) -> Vec<u128> {
        let texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
        numbers(&find(&state(), &"A".into(), &texts).here)
    }

    #[test]
    fn a_label_is_found_as_people_type_it() {
        for typed in
            ["SEM-003412", "sem 003412", "SEM003412", "3412", "003412", " 3412\u{a0}", "sem-3412"]
        {
            assert_eq!(here(&[typed]), [1], "{typed:?}");
        }
        for typed in ["", " ", "-", "0", "341", "34120", "ECO-3412", "SEM"] {
            assert_eq!(here(&[typed]), [0; 0], "{typed:?}");
        }
    }

    #[test]
    fn a_code_that_holds_more_than_the_label_is_understood() {
        for read in [
            "https://parc.example/ht/ECO-0001",
            "https://parc.example/ht/ECO-0001/",
            "https://parc.example/hardware/12?tag=ECO-0001",
            "https://parc.example/hardware/12?a=b&tag=ECO%2D0001#top",
            "Serial Number = 5CGX\nName = PC",
            "Nom : PC 2\r\nSN: 5CGX\r\nSite : École",
            "{\"id\":\"ECO-0001\"}",
            "*ECO-0001*",
            "S5CGX",
            "SN5CGX",
            "(S)5CGX",
            "1S20KSX5CGX",
            "5cgx",
        ] {
            assert_eq!(here(&[read]), [2], "{read:?}");
        }
        assert_eq!(here(&["1S20TA0013FRPF2ABCDE"]), [4]);
    }

    #[test]
    fn the_number_of_a_record_in_an_address_is_no_label() {
        assert_eq!(here(&["https://parc.example/hardware/12"]), [0; 0]);
    }

    #[test]
    fn of_several_codes_the_known_one_wins() {
        assert_eq!(here(&["3701234567890", "5CGX"]), [2]);
        assert_eq!(here(&["5CGX", "3701234567890", "ECO-0001"]), [2], "once");
        assert_eq!(here(&["3701234567890"]), [0; 0]);
    }

    #[test]
    fn several_that_fit_are_all_given() {
        assert_eq!(here(&["12"]), [6, 3], "by label");
        assert_eq!(here(&["SEM 12"]), [3]);
        assert_eq!(here(&["SEM-003412", "ECO-0001"]), [2, 1]);
    }

    #[test]
    fn what_is_at_another_site_is_said_unless_this_one_has_it() {
        let find = |typed: &str| find(&state(), &"A".into(), &[typed.to_owned()]);
        assert_eq!(numbers(&find("4000").elsewhere), [5]);
        assert_eq!(numbers(&find("S5CGY").elsewhere), [5]);
        assert_eq!(find("3412").elsewhere, []);
    }
}
