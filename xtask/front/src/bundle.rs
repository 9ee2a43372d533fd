//! Names after content, and the places where those names are written.
//!
//! A text of public/ names another file as `{{path}}`, and its digest for the browser to check
//! as `{{path integrity}}`. Files are taken in the order in which they name each other: images,
//! styles, the program, scripts, the manifest, the page, and last the worker, which lists them all.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::files::{Files, Outcome};
use crate::wasm::{Parts, Program};

const PAGE: &str = "index.html";
const MANIFEST: &str = "manifest.webmanifest";
const WORKER: &str = "sw.js";
const STYLE: &str = "style.css";
const FOLDER_OF_NAMES: &str = "assets";
const HASH_CHARS: usize = 16;
/// Of the part of a build's name that comes from its content.
const BUILD_HASH_CHARS: usize = 8;

/// A build while it is made.
#[derive(Default)]
struct Bundle {
    files: Files,
    /// Path in public/ → path in the build.
    names: BTreeMap<String, String>,
}

/// Makes the files of the build from those of public/ and from the program.
///
/// The build is named by `state`, which people read, and by its content: two builds of one state
/// must not share what a worker keeps. The page, which the program asks, and the worker say it.
pub(crate) fn bundle(mut sources: Files, program: Program, state: &str) -> Outcome<Files> {
    let mut bundle = Bundle::default();
    join_styles(&mut sources)?;
    let page = take(&mut sources, PAGE)?;
    let manifest = take(&mut sources, MANIFEST)?;
    let worker = take(&mut sources, WORKER)?;
    let rank = |name: &str| match name.rsplit_once('.') {
        Some((_, "js")) => 2,
        Some((_, "css")) => 1,
        _ => 0,
    };
    let mut ordered: Vec<_> = sources.into_iter().collect();
    ordered.sort_by_key(|(name, _)| rank(name));
    bundle.add_program(program.files);
    for (name, bytes) in ordered {
        let bytes = if rank(&name) > 0 { bundle.fill(&name, &bytes)? } else { bytes };
        bundle.add_hashed(&name, bytes);
    }
    let manifest = bundle.fill(MANIFEST, &manifest)?;
    bundle.add(MANIFEST, manifest);
    let build = format!("{state}-{}", bundle.content_hash());
    let page = replace(&bundle.fill(PAGE, &page)?, "[[build]]", &build);
    bundle.add(PAGE, page);
    let kept = bundle.kept(&program.parts);
    let worker = replace(&worker, "[[build]]", &build);
    let worker = replace(&worker, "[[files]]", &json!(kept.first).to_string());
    bundle.add(WORKER, replace(&worker, "[[later]]", &json!(kept.later).to_string()));
    Ok(bundle.files)
}

/// `style.css` and the files of `style/` in their order are sent as one file.
fn join_styles(sources: &mut Files) -> Outcome {
    let mut style = take(sources, STYLE)?;
    let parts: Vec<_> = sources.keys().filter(|name| name.starts_with("style/")).cloned().collect();
    for name in parts {
        style.push(b'\n');
        style.extend(take(sources, &name)?);
    }
    sources.insert(STYLE.to_owned(), style);
    Ok(())
}

fn take(sources: &mut Files, name: &str) -> Outcome<Vec<u8>> {
    sources.remove(name).ok_or_else(|| format!("public/{name} is missing: put it back"))
}

fn hash(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    hex[..HASH_CHARS].to_owned()
}

fn integrity(bytes: &[u8]) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(bytes)))
}

fn replace(bytes: &[u8], mark: &str, text: &str) -> Vec<u8> {
    String::from_utf8_lossy(bytes).replace(mark, text).into_bytes()
}

impl Bundle {
    fn add(&mut self, name: &str, bytes: Vec<u8>) {
        self.names.insert(name.to_owned(), name.to_owned());
        self.files.insert(name.to_owned(), bytes);
    }

    fn add_hashed(&mut self, name: &str, bytes: Vec<u8>) {
        let file = name.rsplit('/').next().unwrap_or(name);
        let (stem, extension) = file.rsplit_once('.').unwrap_or((file, "bin"));
        let hashed = format!("{FOLDER_OF_NAMES}/{stem}-{}.{extension}", hash(&bytes));
        self.names.insert(name.to_owned(), hashed.clone());
        self.files.insert(hashed, bytes);
    }

    /// The files of the program name each other by relative paths, so they share one folder with
    /// one hash.
    fn add_program(&mut self, program: Files) {
        let mut all = Vec::new();
        for (path, bytes) in &program {
            all.extend(path.bytes());
            all.extend(Sha256::digest(bytes));
        }
        let folder = format!("{FOLDER_OF_NAMES}/program-{}", hash(&all));
        for (path, bytes) in program {
            let placed = format!("{folder}/{path}");
            self.names.insert(path, placed.clone());
            self.files.insert(placed, bytes);
        }
    }

    /// Writes names and digests where a text asks for them.
    fn fill(&self, source: &str, bytes: &[u8]) -> Outcome<Vec<u8>> {
        let text = std::str::from_utf8(bytes)
            .map_err(|_| format!("public/{source} is not UTF-8: save it again as UTF-8"))?;
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("{{") {
            let (mark, next) = after
                .split_once("}}")
                .ok_or_else(|| format!("public/{source} has a «{{{{» without its end: close it"))?;
            let (name, wants_digest) = match mark.split_once(' ') {
                Some((name, "integrity")) => (name, true),
                _ => (mark, false),
            };
            let path = self.names.get(name).ok_or_else(|| {
                format!("public/{source} names «{name}», which comes after it or is not there")
            })?;
            filled.push_str(before);
            filled.push_str(&if wants_digest {
                integrity(&self.files[path])
            } else {
                format!("/{path}")
            });
            rest = next;
        }
        filled.push_str(rest);
        Ok(filled.into_bytes())
    }

    /// One hash of all files together.
    fn content_hash(&self) -> String {
        let mut all = Vec::new();
        for (name, bytes) in &self.files {
            all.extend(name.bytes());
            all.extend(Sha256::digest(bytes));
        }
        hash(&all)[..BUILD_HASH_CHARS].to_owned()
    }

    /// What the worker keeps, and when.
    fn kept(&self, parts: &Parts) -> Kept {
        let mut kept = Kept::default();
        for (name, bytes) in &self.files {
            let file = (format!("/{name}"), integrity(bytes));
            match Moment::of(name, parts) {
                Moment::FirstVisit => kept.first.push(file),
                Moment::Later(of) => {
                    for mark in of.into_iter().map(mark) {
                        kept.later.entry(mark).or_default().push(file.clone());
                    }
                }
                Moment::Installation => {}
            }
        }
        kept
    }
}

/// Addresses, each with the digest that its content must have.
type Digests = Vec<(String, String)>;

/// What the worker keeps.
#[derive(Default)]
struct Kept {
    first: Digests,
    /// By the address under which the worker notes that the device uses the part.
    later: BTreeMap<String, Digests>,
}

/// Where the worker notes that a part is used. Devices noted the desk before there were others.
fn mark(part: &str) -> String {
    format!("/uses-{}", if part == DESK { "later" } else { part })
}

/// The part of the desk's screens.
const DESK: &str = "desk";
/// The part that reads labels.
const SCANNER: &str = "scanner";

/// When a device gets a file of the build.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Moment<'a> {
    /// At the first visit.
    FirstVisit,
    /// With one of these parts: those of a role when somebody of that role signs in, that of labels
    /// when the browser reads none itself.
    Later(Vec<&'a str>),
    /// When the app is installed, from the server: the browser keeps it itself.
    Installation,
}

impl<'a> Moment<'a> {
    pub(crate) fn of(url: &str, parts: &'a Parts) -> Self {
        let file = url.rsplit('/').next().and_then(|file| file.rsplit_once('.'));
        match file {
            Some((stem, _)) if stem.starts_with("planner") => Self::Later(vec![DESK]),
            Some((stem, _)) if stem.starts_with(SCANNER) => Self::Later(vec![SCANNER]),
            Some((stem, "wasm")) if parts.contains_key(stem) => {
                Self::Later(parts[stem].iter().map(String::as_str).collect())
            }
            Some((_, "png")) => Self::Installation,
            _ => Self::FirstVisit,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STATE: &str = "2026-11-29 598d665a";
    /// Characters that a server keeps of the name of a build.
    const NAME_MAX: usize = 40;

    fn sources() -> Files {
        let pairs = [
            ("index.html", "[[build]] {{style.css}} {{boot.js}} {{boot.js integrity}}"),
            ("manifest.webmanifest", "{{icons/icon.svg}}"),
            ("sw.js", "[[build]] [[files]] later [[later]]"),
            ("style.css", "a{}"),
            ("style/part.css", "b{background:url({{icons/icon.svg}})}"),
            ("boot.js", "import '{{app.js}}'; '{{app.wasm}}'"),
            ("scanner-worker.js", "import '{{scanner.js}}'; '{{scanner.wasm}}'"),
            ("icons/icon.svg", "<svg/>"),
            ("icons/icon-512.png", "png"),
        ];
        pairs.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())).into()
    }

    fn program(module: &[u8]) -> Program {
        let pairs: [(&str, &[u8]); 8] = [
            ("app.js", b"import './split.js'"),
            ("app.wasm", module),
            ("split.js", b"import './app.js'; './split_desk.wasm'"),
            ("split_desk.wasm", b"desk"),
            ("split_teacher.wasm", b"teacher"),
            ("chunk_3.wasm", b"both"),
            ("scanner.js", b"scanner"),
            ("scanner.wasm", b"scanner"),
        ];
        let files = pairs.map(|(name, bytes)| (name.to_owned(), bytes.to_vec())).into();
        let parts = [
            ("split_desk", vec!["desk"]),
            ("split_teacher", vec!["teacher"]),
            ("chunk_3", vec!["desk", "teacher"]),
        ];
        let owned = |(name, of): (&str, Vec<&str>)| {
            (name.to_owned(), of.into_iter().map(str::to_owned).collect())
        };
        Program { files, parts: parts.map(owned).into() }
    }

    fn text(files: &Files, name: &str) -> String {
        String::from_utf8(files[name].clone()).unwrap()
    }

    #[test]
    fn every_name_that_is_written_exists() {
        let files = bundle(sources(), program(b"wasm"), STATE).unwrap();
        let page = text(&files, "index.html");
        for path in page.split(' ').filter(|word| word.starts_with('/')) {
            assert!(files.contains_key(&path[1..]), "{path}");
        }
        let boot = files.keys().find(|name| name.contains("boot-")).unwrap();
        for path in text(&files, boot).split('\'').filter(|word| word.starts_with('/')) {
            assert!(files.contains_key(&path[1..]), "{path}");
        }
        let script = files.keys().find(|name| name.ends_with("/app.js")).unwrap();
        assert!(files.contains_key(&script.replace("app.js", "split.js")));
    }

    #[test]
    fn the_worker_lists_all_but_itself_and_apart_what_is_kept_later() {
        let files = bundle(sources(), program(b"wasm"), STATE).unwrap();
        let worker = text(&files, "sw.js");
        let (now, later) = worker.split_once(" later ").unwrap();
        let later: BTreeMap<String, Digests> = serde_json::from_str(later).unwrap();
        let is_listed = |name: &&String| *name != "sw.js" && !name.ends_with(".png");
        for name in files.keys().filter(is_listed) {
            let url = format!("/{name}");
            let of: Vec<_> = later
                .iter()
                .filter(|(_, files)| files.iter().any(|(file, _)| *file == url))
                .map(|(mark, _)| mark.as_str())
                .collect();
            let expected: &[&str] = match name.rsplit('/').next().unwrap() {
                "split_desk.wasm" => &["/uses-later"],
                "split_teacher.wasm" => &["/uses-teacher"],
                "chunk_3.wasm" => &["/uses-later", "/uses-teacher"],
                file if file.starts_with("scanner") => &["/uses-scanner"],
                _ => &[],
            };
            assert_eq!(of, expected, "{name}");
            assert_eq!(now.contains(&format!("\"{url}\"")), of.is_empty(), "{name}");
        }
        assert!(!worker.contains("\"/sw.js\"") && !worker.contains(".png"));
    }

    #[test]
    fn another_program_is_another_build_with_other_names() {
        let first = bundle(sources(), program(b"one"), STATE).unwrap();
        let second = bundle(sources(), program(b"two"), STATE).unwrap();
        let boot = |files: &Files| files.keys().find(|n| n.contains("boot-")).unwrap().clone();
        assert_ne!(boot(&first), boot(&second));
        assert_ne!(first["index.html"], second["index.html"]);
        assert_ne!(first["sw.js"], second["sw.js"]);
        assert_eq!(bundle(sources(), program(b"one"), STATE).unwrap(), first);
    }

    #[test]
    fn the_page_and_the_worker_name_the_same_build() {
        let named = |state: &str, module: &[u8]| {
            let files = bundle(sources(), program(module), state).unwrap();
            let (page, worker) = (text(&files, "index.html"), text(&files, "sw.js"));
            let build = page.split_once(" /assets/").unwrap().0.to_owned();
            assert_eq!(worker.split_once(" [[\"/").unwrap().0, build);
            assert!(build.starts_with(state) && build.len() <= NAME_MAX, "{build}");
            build
        };
        let build = named(STATE, b"one");
        assert_eq!(named(STATE, b"one"), build);
        assert_ne!(named(STATE, b"two"), build);
        assert_ne!(named("2026-11-30 0a1b2c3d", b"one"), build);
    }

    #[test]
    fn styles_are_one_file() {
        let files = bundle(sources(), program(b"wasm"), STATE).unwrap();
        let styles: Vec<_> = files.keys().filter(|name| name.ends_with(".css")).collect();
        assert_eq!(styles.len(), 1);
        assert!(text(&files, styles[0]).contains("a{}\nb{background:url(/assets/icon-"));
    }

    #[test]
    fn an_unknown_name_is_refused() {
        let mut sources = sources();
        sources.insert("boot.js".to_owned(), b"{{nothing.js}}".to_vec());
        assert!(bundle(sources, program(b"wasm"), STATE).unwrap_err().contains("nothing.js"));
    }
}
