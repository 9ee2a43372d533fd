//! The two lists of `tests/audit/`: each row names the test that shows it, or says why it is
//! otherwise here. What is open is counted, and may only become less.

use super::{files, none, root};
use std::collections::BTreeSet;
use std::path::Path;

/// Requirements that are open: ASVS 5.0.0, levels 1 and 2.
const ASVS_OPEN_MAX: usize = 0;
/// Criteria that are open: RGAA 4.1.2, and six of WCAG 2.2.
const RGAA_OPEN_MAX: usize = 0;
/// Rows that are met by the reading of the code alone.
const ASVS_READ_MAX: usize = 57;

/// A row of a list.
struct Row {
    id: String,
    state: String,
    test: String,
    reason: String,
}

fn rows(list: &str) -> Vec<Row> {
    let path = root().join("tests/audit").join(list);
    let reader = csv::ReaderBuilder::new().delimiter(b';').from_path(path);
    let mut reader = reader.expect("a list");
    let names = reader.headers().expect("a first line").clone();
    let row = |record: csv::StringRecord| {
        let field = |name: &str| {
            let at = names.iter().position(|known| known == name).expect("a column of that name");
            record[at].trim().to_owned()
        };
        let [id, state, test, reason] = ["id", "state", "test", "reason"].map(field);
        Row { id, state, test, reason }
    };
    reader.into_records().map(|record| row(record.expect("a row"))).collect()
}

/// The tests of the repository, as `module::test`. A module is a file or its folder.
fn tests() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (name, text) in files("rs") {
        let path = Path::new(&name);
        let parts = [path.file_stem(), path.parent().and_then(Path::file_name)];
        let mut lines = text.lines().map(str::trim);
        while let Some(line) = lines.next() {
            if !line.starts_with("#[test]") && !line.starts_with("#[tokio::test") {
                continue;
            }
            let next = lines.by_ref().find_map(|line| line.split_once("fn "));
            let test = next.and_then(|(_, rest)| rest.split_once('('));
            if let Some((test, _)) = test {
                let module = |part: &std::ffi::OsStr| format!("{}::{test}", part.display());
                found.extend(parts.iter().flatten().map(|part| module(part)));
            }
        }
    }
    // The contract of the stores is run on each engine by a macro.
    let contract = files("rs").into_iter().find(|(name, _)| name.ends_with("contract/main.rs"));
    let (_, contract) = contract.expect("the contract");
    let rules = contract.lines().map(|line| line.trim().trim_end_matches(','));
    found.extend(rules.filter(|line| line.contains("::")).map(str::to_owned));
    found
}

fn check(list: &str, most: usize, met: &str, states: &[&str], open_max: usize) -> usize {
    let (rows, tests) = (rows(list), tests());
    assert_eq!(rows.len(), most, "rows of {list}");
    let mut problems = Vec::new();
    for Row { id, state, test, reason } in &rows {
        if !states.contains(&state.as_str()) {
            problems.push(format!("{id}: no state is called «{state}»"));
        }
        if test.is_empty() && reason.is_empty() {
            problems.push(format!("{id}: neither a test nor a reason"));
        }
        if !test.is_empty() && !tests.contains(test) {
            problems.push(format!("{id}: there is no test {test}"));
        }
        if state != met && reason.is_empty() {
            problems.push(format!("{id}: no reason"));
        }
    }
    none(list, problems);
    let is_open = |row: &&Row| ["open", "ouvert"].contains(&row.state.as_str());
    let open: Vec<_> = rows.iter().filter(is_open).map(|row| row.id.as_str()).collect();
    assert!(open.len() <= open_max, "{list}: {} are open: {open:?}", open.len());
    assert_eq!(open.len(), open_max, "{list}: fewer are open, lower the number here");
    rows.iter().filter(|row| row.state == met && row.test.is_empty()).count()
}

#[test]
fn each_requirement_of_security_has_a_test_or_a_reason() {
    let states = ["met", "deviation", "open", "not applicable"];
    let read = check("asvs.csv", 253, "met", &states, ASVS_OPEN_MAX);
    assert_eq!(read, ASVS_READ_MAX, "met by reading alone: may only become fewer");
}

#[test]
fn each_criterion_of_accessibility_has_a_test_or_a_reason() {
    let states = ["conforme", "ouvert", "sans objet"];
    check("rgaa.csv", 112, "conforme", &states, RGAA_OPEN_MAX);
}

#[test]
fn a_test_that_does_not_exist_is_seen() {
    let tests = tests();
    assert!(tests.contains("audit::a_test_that_does_not_exist_is_seen"));
    assert!(tests.contains("programs::two_programs_record_a_command_once"));
    assert!(!tests.contains("audit::a_test_that_nobody_wrote"));
}
