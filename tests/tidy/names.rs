//! A public type has a name of its own, so that a reader who sees it knows which one is meant.

use super::{files, none};
use std::collections::{BTreeMap, BTreeSet};

/// Names that each service may give to its own thing, since they say the same of it everywhere:
/// they are written with the service before them, `loan::Act`.
const OF_SERVICES: [&str; 8] =
    ["Act", "Draft", "Happened", "Hindrance", "Mark", "Standing", "Terms", "Word"];

/// The names of the public types that a source defines.
fn defined(text: &str) -> impl Iterator<Item = &str> {
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    let rest = code.lines().filter_map(|line| line.trim_start().strip_prefix("pub "));
    rest.filter_map(|line| {
        let kinds = ["struct ", "enum ", "trait ", "type "];
        let name = kinds.iter().find_map(|kind| line.strip_prefix(kind))?;
        name.split(|c: char| !c.is_alphanumeric()).next()
    })
}

#[test]
fn no_two_public_types_have_one_name() {
    let mut places: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (file, text) in files("rs") {
        let product = ["app/", "server/src", "shared/"].iter().any(|at| file.starts_with(at));
        if !product || file.contains("/tests/") {
            continue;
        }
        let own = defined(&text).filter(|name| !name.is_empty() && !OF_SERVICES.contains(name));
        for name in own {
            places.entry(name.to_owned()).or_default().insert(file.clone());
        }
    }
    let twins = places.iter().filter(|(_, files)| files.len() > 1);
    let twins = twins.map(|(name, files)| format!("{name} is in {files:?}"));
    none("names of several public types", twins.collect());
}

#[test]
fn the_public_types_of_a_source_are_seen() {
    let text = "pub struct Ticket {\n}\npub(super) struct Hidden;\n    pub enum Kind<'a> {\n}\n\
                #[cfg(test)]\npub struct Test;";
    assert_eq!(defined(text).collect::<Vec<_>>(), ["Ticket", "Kind"]);
}
