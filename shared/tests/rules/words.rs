//! The French words of the code are those of the glossary in `lib.rs`, in its order.

use shared::statement::Defined;
use shared::statement::definition::TABLE;
use shared::words::{agree, statement};
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

/// The words of each type in the code: the first function of a type, as one value may be told with
/// other words elsewhere. What makes a text of a number is no word.
fn words() -> BTreeMap<String, Vec<String>> {
    let mut all = BTreeMap::new();
    for function in WORDS.split("\npub fn ").skip(1) {
        if function.lines().next().is_some_and(|line| line.ends_with("-> &'static str {")) {
            let argument = function.split_once('(').and_then(|(_, rest)| rest.split_once(')'));
            let kind = argument.and_then(|(argument, _)| argument.split_once(": "));
            let kind = kind.expect("a type").1.trim_start_matches('&').to_owned();
            // Constants may stand after the last line of a function.
            let body = function.split("\n}").next().unwrap_or(function);
            let literals = body.split('"').skip(1).step_by(2).map(str::to_owned);
            all.entry(kind).or_insert_with(|| literals.collect());
        }
    }
    all
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

/// French takes the singular below two, of decimals and below zero too.
#[test]
fn one_and_less_than_two_take_the_singular() {
    let said = |value, scale| agree(value, scale, "an", "ans");
    assert_eq!([0, 1, -1, 2, -2].map(|value| said(value, 0)), ["an", "an", "an", "ans", "ans"]);
    assert_eq!([15, 19, 20].map(|tenths| said(tenths, 1)), ["an", "an", "ans"]);
}

/// No figure says «1 passages».
#[test]
fn each_unit_of_a_figure_with_a_plural_has_its_singular() {
    for figure in TABLE {
        let new = figure.defined();
        let (many, one) = (new.unit.as_str(), new.unit_of(1, 0));
        let is_plural = many.split(' ').next().is_some_and(|word| word.ends_with('s'));
        assert_eq!(one != many, is_plural && many != "mois", "{}: {one}", figure.id);
        assert_eq!(new.unit_of(2, 0), many);
        // Frozen before the singular was kept: files stay as they were, a page of today is right.
        let old = Defined { one: String::new(), ..new.clone() };
        assert_eq!((old.unit_of(1, 0), statement::unit(&old, 1, 0)), (many, one));
        let other = Defined { unit: "cartons".into(), ..old };
        assert_eq!(statement::unit(&other, 1, 0), "cartons", "a word of another version");
    }
}
