//! Files of a crate import each other in one direction.
//!
//! A tie goes from a file to each module that it names in a path, its own child modules among
//! them; that it declares a child (`mod`) makes none. Nor does a child that names its parent: a
//! folder is read as one subject. So a ring that runs through a parent is found, and a parent with
//! its own children is none.

use super::{files, none};
use std::collections::{BTreeMap, BTreeSet};

/// The crates, and where their modules begin.
const CRATES: [&str; 9] = [
    "shared/src/",
    "shared/columns/src/",
    "shared/rounds/src/",
    "app/src/",
    "server/src/",
    "xtask/src/",
    "xtask/front/src/",
    "tests/src/",
    "tests/cluster/src/",
];

type Module = Vec<String>;

/// The module of a file; its path begins at the folder of the crate.
fn module_of(file: &str) -> Module {
    let path = file.trim_end_matches(".rs").trim_end_matches("/mod");
    let is_root = ["lib", "main"].contains(&path);
    if is_root { Module::new() } else { path.split('/').map(str::to_owned).collect() }
}

/// The code without comments and without what only tests compile; and the modules that only
/// tests have.
fn product_code(text: &str) -> (String, Vec<String>) {
    let (mut code, mut of_tests) = (String::new(), Vec::new());
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line.trim_start().starts_with("#[cfg(test)]") {
            let item = lines.find(|line| !line.trim_start().starts_with("#[")).unwrap_or_default();
            if let Some(name) = item.trim().strip_suffix(';').and_then(|i| i.split("mod ").nth(1)) {
                of_tests.push(name.to_owned());
            }
            let indent = &item[..item.len() - item.trim_start().len()];
            if !item.ends_with(';') {
                lines.find(|line| line.trim_end() == format!("{indent}}}"));
            }
            continue;
        }
        code.push_str(line.split("//").next().unwrap_or_default());
        code.push('\n');
    }
    (code, of_tests)
}

/// Names and signs, of which `::` is one.
fn tokens(code: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = code;
    while let Some(first) = rest.chars().next() {
        let is_name = |c: char| c.is_alphanumeric() || c == '_';
        let length = match first {
            ':' if rest.starts_with("::") => 2,
            c if is_name(c) => rest.find(|c| !is_name(c)).unwrap_or(rest.len()),
            c => c.len_utf8(),
        };
        if !first.is_whitespace() {
            tokens.push(&rest[..length]);
        }
        rest = &rest[length..];
    }
    tokens
}

/// Reads a path, or a tree of them in braces, and returns where it ends.
fn read_paths(tokens: &[&str], mut at: usize, before: &Module, found: &mut Vec<Module>) -> usize {
    let mut path = before.clone();
    while let Some(token) = tokens.get(at) {
        if *token == "{" {
            at += 1;
            while tokens.get(at).is_some_and(|token| *token != "}") {
                at = read_paths(tokens, at, &path, found);
                // What follows is a comma, or another name (`as`).
                at += tokens[at..].iter().take_while(|t| ![",", "}"].contains(t)).count();
                at += usize::from(tokens.get(at) == Some(&","));
            }
            return at + 1;
        }
        if !token.starts_with(|c: char| c.is_alphabetic() || c == '_') {
            break;
        }
        match *token {
            "self" => {}
            "super" => drop(path.pop()),
            name => path.push(name.to_owned()),
        }
        at += 1;
        if tokens.get(at) != Some(&"::") {
            break;
        }
        at += 1;
    }
    found.push(path);
    at
}

/// The modules that a file ties itself to.
fn ties(module: &Module, code: &str, known: &BTreeSet<&Module>) -> BTreeSet<Module> {
    let tokens = tokens(code);
    let mut paths = Vec::new();
    for at in 0..tokens.len() {
        let before = at.checked_sub(1).map(|at| tokens[at]);
        if tokens.get(at + 1) != Some(&"::") || [Some("::"), Some("$")].contains(&before) {
            continue;
        }
        let child = [&module[..], &[tokens[at].to_owned()]].concat();
        match tokens[at] {
            "crate" => drop(read_paths(&tokens, at + 2, &Module::new(), &mut paths)),
            "self" | "super" => drop(read_paths(&tokens, at, module, &mut paths)),
            _ if known.contains(&child) => paths.push(child),
            _ => {}
        }
    }
    let to_module = |mut path: Module| {
        while !known.contains(&path) && path.pop().is_some() {}
        path
    };
    let targets = paths.into_iter().map(to_module);
    targets.filter(|target| known.contains(target) && !module.starts_with(target)).collect()
}

/// Every circle among the files of one crate: modules that reach each other. Files are given by
/// their path inside the crate and their text.
fn circles(texts: &[(String, String)]) -> Vec<BTreeSet<String>> {
    let mut codes: BTreeMap<Module, String> = BTreeMap::new();
    let mut of_tests = Vec::new();
    for (file, text) in texts {
        let module = module_of(file);
        let (code, names) = product_code(text);
        of_tests.extend(names.into_iter().map(|name| [&module[..], &[name]].concat()));
        codes.entry(module).or_default().push_str(&code);
    }
    codes.retain(|module, _| !of_tests.iter().any(|of_tests| module.starts_with(of_tests)));
    let known: BTreeSet<_> = codes.keys().collect();
    let ties: BTreeMap<_, _> =
        codes.iter().map(|(module, code)| (module, ties(module, code, &known))).collect();
    let reached: BTreeMap<&Module, BTreeSet<&Module>> =
        codes.keys().map(|module| (module, reached_from(module, &ties))).collect();
    let circle_of = |module: &Module| -> BTreeSet<String> {
        let reached_here = reached[module].iter();
        reached_here.filter(|other| reached[*other].contains(module)).map(|m| m.join("/")).collect()
    };
    let all: BTreeSet<_> = codes.keys().map(circle_of).filter(|all| !all.is_empty()).collect();
    all.into_iter().collect()
}

/// The modules that one leads to, itself only if a way leads back.
fn reached_from<'t>(
    module: &Module,
    ties: &'t BTreeMap<&Module, BTreeSet<Module>>,
) -> BTreeSet<&'t Module> {
    let mut reached = BTreeSet::new();
    let mut next: Vec<_> = ties[module].iter().collect();
    while let Some(module) = next.pop() {
        if reached.insert(module) {
            next.extend(&ties[module]);
        }
    }
    reached
}

#[test]
fn files_import_each_other_in_one_direction() {
    let all = files("rs");
    let mut problems = Vec::new();
    for folder in CRATES {
        let of_crate = all.iter().filter_map(|(name, text)| {
            // A program of its own: nobody can import it.
            let file = name.strip_prefix(folder).filter(|file| !file.starts_with("bin/"))?;
            Some((file.to_owned(), text.clone()))
        });
        let texts: Vec<_> = of_crate.collect();
        assert!(!texts.is_empty(), "no file in {folder}");
        problems.extend(circles(&texts).iter().map(|circle| format!("{folder}: {circle:?}")));
    }
    none("circles of imports", problems);
}

#[test]
fn circles_are_found() {
    let found = |texts: &[(&str, &str)]| {
        let owned = |(file, text): &(&str, &str)| ((*file).to_owned(), (*text).to_owned());
        let circles = circles(&texts.iter().map(owned).collect::<Vec<_>>());
        let line = |circle: BTreeSet<String>| circle.into_iter().collect::<Vec<_>>().join(" ");
        circles.into_iter().map(line).collect::<Vec<_>>()
    };
    let root = ("lib.rs", "mod a;\nmod b;\npub(crate) const X: u8 = 0;");
    let one_way = [root, ("a.rs", "use crate::{X, b::{self, Y as Z}};"), ("b.rs", "use crate::X;")];
    assert!(found(&one_way).is_empty());
    let pair = [root, ("a.rs", "fn f() { crate::b::g() }"), ("b.rs", "use super::a::f;")];
    assert_eq!(found(&pair), ["a b"]);
    // A parent and its child are one subject; a ring through another file is none.
    let child =
        [root, ("a.rs", "mod c;\nuse c::X;"), ("a/c.rs", "use super::*;\nuse crate::b::Y;")];
    assert!(found(&[&child[..], &[("b.rs", "")]].concat()).is_empty());
    let back = ("b.rs", "use crate::a::f;");
    assert_eq!(found(&[&child[..], &[back]].concat()), ["a a/c b"]);
    let unused = [root, ("a.rs", "mod c;"), ("a/c.rs", "use super::*;\nuse crate::b::Y;"), back];
    assert!(found(&unused).is_empty());
    // Comments and tests make no tie.
    let test = "// crate::b\n#[cfg(test)]\nmod tests {\n    use crate::b::Y;\n}\n";
    assert!(found(&[root, ("a.rs", test), ("b.rs", "use crate::a::f;")]).is_empty());
}
