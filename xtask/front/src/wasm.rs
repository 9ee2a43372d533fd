//! The crate `app` as WebAssembly: the code of each role's screens split off, and the modules
//! that bind it all to the browser.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use wasm_bindgen_cli_support::Bindgen;

use crate::files::{Files, Outcome, on, read_folder, remove};

/// Loads the modules that were split off.
const LOADER: &str = "./split.js";

/// The programs that run beside the page, the second of which reads codes on pictures.
const BESIDE: [&str; 2] = ["planner", "scanner"];

/// The names of modules that were split off, without `.wasm`, with the parts that need each: code
/// that two parts share is a module of its own.
pub(crate) type Parts = BTreeMap<String, Vec<String>>;

/// The files of the program, which name each other by their paths here; a module of a part is
/// loaded only when one of its screens is asked for.
pub(crate) struct Program {
    pub(crate) files: Files,
    pub(crate) parts: Parts,
}

/// Splits and binds the compiled programs of a folder. Nameless, functions lose their names.
pub(crate) fn bind(compiled: &Path, work: &Path, nameless: bool) -> Outcome<Program> {
    let mut program = bind_one(compiled, "app", work, nameless)?;
    for name in BESIDE {
        let beside = bind_one(compiled, name, work, nameless)?;
        // It is one piece: nothing is split off, and it needs no loader.
        program.files.extend(beside.files.into_iter().filter(|(path, _)| path.starts_with(name)));
    }
    Ok(program)
}

fn bind_one(compiled: &Path, name: &str, work: &Path, nameless: bool) -> Outcome<Program> {
    let input = compiled.join(format!("{name}.wasm"));
    let bytes = fs::read(&input).map_err(on(&input))?;
    let work = work.join(name);
    remove(&work)?;
    let whole = work.join(format!("{name}.wasm"));
    let script = format!("./{name}.js");
    let mut options = wasm_split_cli_support::Options::new(&bytes);
    (options.output_dir, options.main_out_path) = (&work, &whole);
    (options.link_name, options.main_module) = (LOADER, &script);
    let split = wasm_split_cli_support::transform(options).map_err(|error| {
        format!("{} cannot be split ({error:#}): see .cargo/config.toml", input.display())
    })?;
    let mut parts = Parts::new();
    for (part, modules) in split.prefetch_map {
        for module in modules {
            parts.entry(module).or_default().push(part.clone());
        }
    }
    let broken = |error| {
        let advice = "give wasm-bindgen and wasm-bindgen-cli-support the same version";
        format!("{} cannot be bound ({error:#}): {advice}", whole.display())
    };
    // What was split off shares the memory and the table of functions.
    let mut bindgen = Bindgen::new();
    bindgen.input_path(&whole).typescript(false).omit_default_module_path(true);
    bindgen.keep_lld_exports(true);
    bindgen.web(true).map_err(broken)?;
    bindgen.remove_name_section(nameless).remove_producers_section(true);
    let mut output = bindgen.generate_output().map_err(broken)?;
    let mut files = read_folder(&work)?;
    if nameless {
        let parts = files.iter_mut().filter(|(path, _)| path.ends_with(".wasm"));
        for (path, bytes) in parts {
            *bytes = without_names(bytes).ok_or_else(|| format!("{path} is no module"))?;
        }
    }
    for (crate_name, scripts) in output.snippets() {
        for (index, script) in scripts.iter().enumerate() {
            let path = format!("snippets/{crate_name}/inline{index}.js");
            files.insert(path, script.clone().into_bytes());
        }
    }
    for (path, script) in output.local_modules() {
        files.insert(format!("snippets/{path}"), script.clone().into_bytes());
    }
    files.insert(format!("{name}.js"), output.js().as_bytes().to_vec());
    files.insert(format!("{name}.wasm"), output.wasm_mut().emit_wasm());
    Ok(Program { files, parts })
}

/// A module without its custom sections: in what was split off, the names of functions were more
/// than a third of what is sent. `None` when it ends in the middle of a section.
fn without_names(module: &[u8]) -> Option<Vec<u8>> {
    let (header, mut rest) = module.split_at_checked(8)?;
    let mut kept = header.to_vec();
    while let Some((kind, after)) = rest.split_first() {
        let (length, digits) = leb128(after)?;
        let end = 1 + digits + length;
        let section = rest.get(..end)?;
        if *kind != 0 {
            kept.extend(section);
        }
        rest = &rest[end..];
    }
    Some(kept)
}

/// A length as WebAssembly writes it, with the number of its bytes.
fn leb128(bytes: &[u8]) -> Option<(usize, usize)> {
    let mut value = 0;
    for (at, byte) in bytes.iter().enumerate().take(5) {
        value |= usize::from(byte & 0x7f) << (7 * at);
        if byte & 0x80 == 0 {
            return Some((value, at + 1));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &[u8] = b"\0asm\x01\0\0\0";

    #[test]
    fn custom_sections_go_and_the_others_stay() {
        let long = [&[10, 0x80, 0x01][..], &[7; 128]].concat();
        let module = [HEADER, &[0, 5, 4], b"name", &[1, 2, 0, 0], &long, &[0, 1, 0]].concat();
        let expected = [HEADER, &[1, 2, 0, 0], &long].concat();
        assert_eq!(without_names(&module), Some(expected));
    }

    #[test]
    fn half_a_module_is_none() {
        assert_eq!(without_names(&[HEADER, &[1, 200]].concat()), None);
        assert_eq!(without_names(&[HEADER, &[1, 0x80]].concat()), None);
        assert_eq!(without_names(b"\0asm"), None);
    }
}
