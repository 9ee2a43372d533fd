//! A service is a folder: what differs from one service to the next stands there, and a few files
//! alone list all services.

use super::{files, none};
use std::collections::BTreeSet;

/// The files that may tell services, or kinds of rows, apart. Each has one line for a new one; that
/// of the imports only for one that files bring.
const LISTS: [&str; 5] = [
    "app/src/text/import/row.rs",
    "app/src/text/outbox.rs",
    "app/src/text/refusal/field.rs",
    "shared/src/command.rs",
    "shared/src/row.rs",
];

/// A file that tells so many apart knows them all, and a new one would have to be added there.
const TOLD_APART: usize = 3;

/// The enums of which each variant is a service or a kind of row.
const ENUMS: [&str; 3] = ["Command::", "Kind::", "Row::"];

/// The variants of one of these enums that stand in patterns of a `match`.
fn told_apart<'t>(code: &'t str, of: &str) -> BTreeSet<&'t str> {
    let arms = code.lines().map(|line| line.trim_start_matches([' ', '|']));
    let arms = arms.filter(|line| line.contains("=>") || line.starts_with(of));
    let patterns = arms.map(|line| line.split("=>").next().unwrap_or_default());
    let names = patterns.flat_map(|pattern| {
        let parts = pattern.match_indices(of).filter(|(at, _)| {
            !pattern[..*at].ends_with(|before: char| before.is_alphanumeric() || before == '_')
        });
        parts.map(|(at, _)| {
            let rest = &pattern[at + of.len()..];
            rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default()
        })
    });
    names.collect()
}

#[test]
fn few_files_list_all_services() {
    let mut problems = Vec::new();
    for (name, text) in files("rs") {
        let product = ["app/src", "server/src", "shared/src"].iter().any(|at| name.starts_with(at));
        // The commands of the command line are others.
        if !product || LISTS.contains(&name.as_str()) || name.starts_with("server/src/cli") {
            continue;
        }
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for of in ENUMS {
            let known = told_apart(code, of);
            if known.len() >= TOLD_APART {
                problems.push(format!("{name} tells {of}{known:?} apart"));
            }
        }
    }
    none("services that are listed elsewhere than in LISTS", problems);
}

#[test]
fn the_lists_of_services_are_where_they_are_said_to_be() {
    let all = files("rs");
    for list in LISTS {
        let (_, text) = all.iter().find(|(name, _)| name == list).expect("a list of services");
        let by_macro = text.contains("services! {") || text.contains("tables! {");
        let by_match = ENUMS.iter().any(|of| told_apart(text, of).len() >= TOLD_APART);
        assert!(by_macro || by_match, "{list} lists no services");
    }
}

#[test]
fn a_match_over_services_is_seen() {
    let code = "match command {\n    Command::Ticket(act) => act,\n    Command::Visit(act)\n    \
                | Command::Plan(act) => act,\n}\nlet kind = TicketKind::Incident;\n";
    assert_eq!(told_apart(code, "Command::"), BTreeSet::from(["Plan", "Ticket", "Visit"]));
    assert!(told_apart(code, "Kind::").is_empty());
}
