//! The French words of the code are those of the glossary in `lib.rs`, in its order.

use std::collections::BTreeMap;

const GLOSSARY: &str = include_str!("../../src/lib.rs");
const WORDS: &str = include_str!("../../src/words.rs");

/// The words of each type in the glossary: those of the list, and those of lines of the table that
/// name several.
fn glossary() -> BTreeMap<String, Vec<String>> {
    let mut entries = Vec::<String>::new();
    for line in GLOSSARY.lines().map_while(|line| line.strip_prefix("//!")) {
        let line = line.trim();
        match line.strip_prefix("- [`").or_else(|| line.strip_prefix("| [`")) {
            Some(entry) => entries.push(entry.to_owned()),
            None if line.is_empty() || line.starts_with(['#', '|', '-']) => {
                entries.push(String::new());
            }
            None => {
                if let Some(entry) = entries.last_mut().filter(|entry| !entry.is_empty()) {
                    entry.push(' ');
                    entry.push_str(line);
                }
            }
        }
    }
    let read = |entry: &String| {
        let (path, rest) = entry.split_once("`]")?;
        let name = path.rsplit("::").next()?.to_owned();
        let words = rest.trim_start_matches([':', ' ', '|']).split(" | ").next()?;
        Some((name, words.split(" / ").map(|word| word.trim().to_owned()).collect()))
    };
    entries.iter().filter_map(read).collect()
}

/// The words of each type in the code: one function a type.
fn words() -> BTreeMap<String, Vec<String>> {
    let functions = WORDS.split("\npub fn ").skip(1);
    let read = |function: &str| {
        let argument = function.split_once('(').and_then(|(_, rest)| rest.split_once(')'));
        let kind = argument.and_then(|(argument, _)| argument.split_once(": ")).expect("a type");
        let literals = function.split('"').skip(1).step_by(2).map(str::to_owned);
        (kind.1.trim_start_matches('&').to_owned(), literals.collect())
    };
    functions.map(read).collect()
}

#[test]
fn each_word_is_that_of_the_glossary() {
    let (glossary, words) = (glossary(), words());
    assert!(words.len() >= 13, "{words:?}");
    for (kind, words) in words {
        assert_eq!(glossary.get(&kind), Some(&words), "{kind}");
    }
}

#[test]
fn no_two_values_of_a_type_have_one_word() {
    for (kind, mut words) in words() {
        let count = words.len();
        words.sort();
        words.dedup();
        assert_eq!(words.len(), count, "{kind}: {words:?}");
    }
}

/// Screens put a capital where a sentence begins.
#[test]
fn words_are_in_lower_case() {
    for (kind, words) in words() {
        for word in words {
            assert_eq!(word, word.to_lowercase(), "{kind}");
            assert!(!word.contains('\''), "{kind}: a straight apostrophe");
        }
    }
}
