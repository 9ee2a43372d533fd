//! Promises of the design about the code itself, checked on the sources.

#[path = "tidy/audit.rs"]
mod audit;
#[path = "tidy/circles.rs"]
mod circles;
#[path = "tidy/forms.rs"]
mod forms;
#[path = "tidy/names.rs"]
mod names;
#[path = "tidy/services.rs"]
mod services;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

const LINE_COLUMNS_MAX: usize = 100;
const FILE_LINES_MAX: usize = 400;
const FUNCTION_LINES_MAX: usize = 70;
const README_LINES_MAX: usize = 200;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ has a parent").to_owned()
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of the repository").flatten() {
        let path = entry.path();
        let name = entry.file_name();
        if path.is_dir() {
            if !["target", ".git", "node_modules", "data"].contains(&&*name.to_string_lossy()) {
                walk(&path, found);
            }
        } else {
            found.push(path);
        }
    }
}

fn files(extension: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    walk(&root(), &mut found);
    found.sort();
    let wanted = found.iter().filter(|path| path.extension().is_some_and(|e| e == extension));
    let read = |path: &PathBuf| {
        let name = path.strip_prefix(root()).expect("inside the repository");
        let text = fs::read_to_string(path).expect("a text file");
        (name.display().to_string(), text)
    };
    let files: Vec<_> = wanted.map(read).collect();
    assert!(!files.is_empty(), "no .{extension} file: the walk is broken");
    files
}

fn none(what: &str, problems: Vec<String>) {
    assert!(problems.is_empty(), "{what}:\n{}", problems.join("\n"));
}

#[test]
fn lines_fit_in_100_columns() {
    let mut problems = Vec::new();
    for (name, text) in files("rs") {
        for (at, line) in text.lines().enumerate() {
            if line.chars().count() > LINE_COLUMNS_MAX && !line.contains("http") {
                problems.push(format!("{name}:{}", at + 1));
            }
        }
    }
    none("lines that are too long", problems);
}

#[test]
fn files_have_one_subject() {
    let long = |(name, text): (String, String)| {
        let lines = text.lines().count();
        (lines > FILE_LINES_MAX).then(|| format!("{name}: {lines} lines"))
    };
    none("files of more than 400 lines", files("rs").into_iter().filter_map(long).collect());
}

/// A function runs from the line that names it to the line that closes it at the same indent.
fn functions(text: &str) -> Vec<(usize, usize)> {
    let lines: Vec<_> = text.lines().collect();
    let mut found = Vec::new();
    for (start, line) in lines.iter().enumerate() {
        let code = line.trim_start();
        let indent = line.len() - code.len();
        let names_function = code
            .split_once("fn ")
            .is_some_and(|(before, _)| before.split_whitespace().all(is_qualifier));
        if !names_function {
            continue;
        }
        // A function that a trait only promises ends where its signature does.
        let rest = lines[start..].iter();
        let ends = rest.map(|line| line.trim_end()).find(|l| l.ends_with(['{', ';', '}']));
        if ends.is_none_or(|line| line.ends_with(';')) {
            continue;
        }
        let closing = format!("{}}}", " ".repeat(indent));
        let end = lines[start..].iter().position(|line| **line == closing);
        if let Some(end) = end {
            found.push((start + 1, end + 1));
        }
    }
    found
}

fn is_qualifier(word: &str) -> bool {
    word.starts_with("pub") || ["async", "const", "unsafe", "super)", "crate)"].contains(&word)
}

#[test]
fn functions_fit_on_a_screen() {
    let mut problems = Vec::new();
    for (name, text) in files("rs") {
        for (line, length) in functions(&text) {
            if length > FUNCTION_LINES_MAX {
                problems.push(format!("{name}:{line}: {length} lines"));
            }
        }
    }
    none("functions of more than 70 lines", problems);
}

#[test]
fn nothing_is_left_for_later() {
    let words = ["TO", "FIX", "XX", "HA"].iter().zip(["DO", "ME", "X", "CK"]);
    let words: Vec<String> = words.map(|(a, b)| format!("{a}{b}")).collect();
    let ignored = format!("#[{}]", "ignore");
    let mut problems = Vec::new();
    for (name, text) in files("rs").into_iter().chain(files("js")).chain(files("css")) {
        if name.contains("vendor") {
            continue;
        }
        for (at, line) in text.lines().enumerate() {
            let left = words
                .iter()
                .any(|word| line.split(|c: char| !c.is_alphanumeric()).any(|part| part == word));
            if left || line.contains(&ignored) {
                problems.push(format!("{name}:{}: {}", at + 1, line.trim()));
            }
        }
    }
    none("words of unfinished work", problems);
}

/// `shared`, `columns` and `rounds` do no IO, read no clock, draw no random number, are not async.
#[test]
fn shared_is_pure() {
    let banned = [
        "std::fs",
        "std::net",
        "std::thread",
        "std::time",
        "std::io::",
        "async fn",
        ".await",
        "Utc::now",
        "Local::now",
        "now_v7",
        "new_v4",
        "rand::",
        "web_sys",
        "tokio",
        "println!",
    ];
    let mut problems = Vec::new();
    let sources = ["shared/src/", "shared/columns/src/", "shared/rounds/src/"];
    let is_source = |name: &str| sources.iter().any(|folder| name.starts_with(folder));
    for (name, text) in files("rs").into_iter().filter(|(name, _)| is_source(name)) {
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for (at, line) in code.lines().enumerate() {
            let comment = line.trim_start().starts_with("//");
            if let Some(word) = banned.iter().find(|word| !comment && line.contains(**word)) {
                problems.push(format!("{name}:{}: {word}", at + 1));
            }
        }
    }
    none("impure lines in shared", problems);
}

/// The names in `[dependencies]` of a crate.
fn dependencies(folder: &str) -> BTreeSet<String> {
    let path = root().join(folder).join("Cargo.toml");
    let manifest = fs::read_to_string(path).expect("a manifest");
    let section = manifest.split("\n[dependencies]\n").nth(1).unwrap_or_default();
    let section = section.split("\n[").next().unwrap_or_default();
    let lines = section.lines().filter(|line| line.contains('='));
    lines.map(|line| line.split(['.', ' ', '=']).next().unwrap_or_default().to_owned()).collect()
}

/// A device downloads `shared`, and a server trusts it: it stands on few libraries.
#[test]
fn shared_stands_on_six_libraries() {
    let mut all = dependencies("shared");
    for part in ["columns", "rounds"] {
        assert!(all.remove(part), "{part} is a part of shared");
        all.extend(dependencies(&format!("shared/{part}")));
    }
    assert!(all.len() <= 6, "shared has {} direct dependencies: {all:?}", all.len());
}

/// The columns can be understood without the domain, and the domain without the columns.
#[test]
fn columns_know_no_word_of_the_domain() {
    let words = "row rows site sites visits ticket tickets quarter plan equipment account \
                 technician school desk command commands refusal";
    let words: Vec<_> = words.split(' ').collect();
    let folder = "shared/columns/";
    let mut problems = Vec::new();
    for (name, text) in files("rs").into_iter().chain(files("md")) {
        for (at, line) in text.lines().enumerate().filter(|_| name.starts_with(folder)) {
            let mut parts = line.split(|c: char| !c.is_alphanumeric());
            if let Some(word) = parts.find(|part| words.contains(&&*part.to_lowercase())) {
                problems.push(format!("{name}:{}: {word}", at + 1));
            }
        }
    }
    none("words of the domain", problems);
}

/// Blocks are read by the places of fields among the names of their type: serde lists other names
/// of a field there too, and one would shift all that follow.
#[test]
fn fields_have_one_name() {
    let of_shared = files("rs").into_iter().filter(|(name, _)| name.starts_with("shared/"));
    let problems = of_shared.filter(|(_, text)| text.contains("alias = \""));
    none("read the other name in the type's `from`", problems.map(|(name, _)| name).collect());
}

/// Every screen that searches does it by `shared::search`, which finds what people type.
#[test]
fn screens_search_by_one_function() {
    let lower_case = ["to_lowercase()", "to_ascii_lowercase()", "to_uppercase()", "fn fold("];
    // The letter of a key that was pressed, a code, words within a sentence, a first letter.
    let others = [
        "event.key()",
        "kept.collect::<String>()",
        "check(*found)",
        "UNKNOWN_WORD.to_lowercase",
        "first.to_uppercase",
    ];
    let mut problems = Vec::new();
    let of_app = |(name, _): &(String, String)| name.starts_with("app/src/");
    for (name, text) in files("rs").into_iter().filter(of_app) {
        let searches = text.contains("\"search\"") && name.starts_with("app/src/screens");
        if searches && !text.contains("use shared::search") {
            problems.push(format!("{name}: a field to search, without shared::search"));
        }
        for (at, line) in text.lines().enumerate() {
            let folds = lower_case.iter().any(|word| line.contains(word));
            if folds && !others.iter().any(|other| line.contains(other)) {
                problems.push(format!("{name}:{}: {}", at + 1, line.trim()));
            }
        }
    }
    none("searches of their own", problems);
}

/// SQL lives in the store alone, and the store's users never ask which engine it is.
#[test]
fn sql_stays_in_the_store() {
    let sql = ["SELECT ", "INSERT INTO", "DELETE FROM", "UPDATE rows", "CREATE TABLE"];
    let mut problems = Vec::new();
    for (name, text) in files("rs") {
        let elsewhere = name.starts_with("server/src") || name.starts_with("app");
        if !elsewhere || name.starts_with("server/src/store") {
            continue;
        }
        for (at, line) in text.lines().enumerate() {
            if sql.iter().any(|word| line.contains(word)) {
                problems.push(format!("{name}:{}", at + 1));
            }
        }
    }
    none("SQL outside the store", problems);
}

/// Every French string of the front end is in `app/src/text`, but for the words of states that the
/// exports of the server say as well.
#[test]
fn french_stays_in_one_place() {
    let accents = "àâçéèêëîïôùûüœÀÇÉÈÊ«»";
    let mut problems = Vec::new();
    for (name, text) in files("rs") {
        let product = name.starts_with("app/src") || name.starts_with("shared/src");
        let words = ["shared/src/words", "shared/src/loan/words.rs"];
        let places = ["app/src/text", words[0], words[1], "shared/src/import"];
        if !product || places.iter().any(|place| name.starts_with(place)) {
            continue;
        }
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for (at, line) in code.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            if code.contains('"') && code.chars().any(|c| accents.contains(c)) {
                problems.push(format!("{name}:{}: {}", at + 1, line.trim()));
            }
        }
    }
    none("French outside app/src/text", problems);
}

/// The French of the screens has typographic apostrophes, but for the names of the design's table
/// of screens, by which people and tests find them.
#[test]
fn apostrophes_are_typographic() {
    let names = [
        "\"C'est réglé\"",
        "\"Ce n'est pas réglé\"",
        "\"Créer un code d'activation\"",
        "\"Pas de réseau. Vous pouvez continuer, rien n'est perdu.\"",
    ];
    let mut problems = Vec::new();
    for (name, text) in files("rs") {
        let shown = ["app/src/text", "shared/src/words", "server/src/export/words"];
        if !shown.iter().any(|place| name.starts_with(place)) {
            continue;
        }
        for (at, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            let code = names.iter().fold(code.to_owned(), |code, name| code.replace(name, ""));
            let letters: Vec<char> = code.chars().collect();
            let straight = |three: &[char]| {
                three[1] == '\'' && three[0].is_alphabetic() && three[2].is_alphabetic()
            };
            if letters.windows(3).any(straight) {
                problems.push(format!("{name}:{}: {}", at + 1, line.trim()));
            }
        }
    }
    none("straight apostrophes on a screen", problems);
}

/// The arrows between the crates run one way.
#[test]
fn crates_depend_one_way() {
    let allowed: BTreeMap<&str, &[&str]> = BTreeMap::from([
        ("shared/columns", &[][..]),
        ("shared/rounds", &[][..]),
        ("shared", &["columns", "rounds"][..]),
        ("app", &["shared"][..]),
        ("server", &["shared"][..]),
    ]);
    for (name, allowed) in allowed {
        let path = root().join(name).join("Cargo.toml");
        let manifest = fs::read_to_string(path).expect("a manifest");
        for other in ["columns", "rounds", "shared", "app", "server", "tests", "xtask"] {
            let uses = manifest.lines().any(|line| {
                line.starts_with(&format!("{other}.")) || line.starts_with(&format!("{other} "))
            });
            assert!(!uses || allowed.contains(&other), "{name} depends on {other}");
        }
    }
}

#[test]
fn the_service_worker_is_short_enough_to_read() {
    let text = fs::read_to_string(root().join("public/sw.js")).expect("public/sw.js");
    assert!(text.lines().count() < 160, "sw.js has {} lines", text.lines().count());
}

/// The worker cannot read `limits.rs`.
#[test]
fn the_service_worker_sends_as_much_as_a_request_may_hold() {
    let text = fs::read_to_string(root().join("public/sw.js")).expect("public/sw.js");
    let line = format!("const PER_REQUEST = {};", shared::limits::COMMANDS_PER_REQUEST);
    assert!(text.contains(&line), "sw.js lacks: {line}");
}

#[test]
fn the_readme_names_files_that_exist() {
    let text = fs::read_to_string(root().join("README.md")).expect("README.md");
    assert!(text.lines().count() <= README_LINES_MAX, "README.md is too long");
    let folders = ["app/", "server/", "shared/", "public/", "tests/", "xtask/"];
    let mut named = 0;
    for word in text.split(|c: char| c.is_whitespace() || "`()[],;".contains(c)) {
        let word = word.trim_end_matches(['.', ':']);
        if !folders.iter().any(|folder| word.starts_with(folder)) || word.contains(['*', '{', '<'])
        {
            continue;
        }
        named += 1;
        assert!(root().join(word).exists(), "README.md names {word}, which does not exist");
    }
    assert!(named >= 15, "README.md names only {named} places");
}
