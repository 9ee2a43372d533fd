//! The crate `app` as WebAssembly: the code of the desk's screens split off, and the modules
//! that bind it all to the browser.

use std::fs;
use std::path::Path;

use wasm_bindgen_cli_support::Bindgen;

use crate::files::{Files, Outcome, on, read_folder, remove};

/// The code that every device needs.
pub(crate) const MODULE: &str = "app.wasm";
/// Loads the modules that were split off.
const LOADER: &str = "./split.js";

/// The programs that run beside the page, the second of which reads codes on pictures.
const BESIDE: [&str; 2] = ["planner", "scanner"];

/// Splits and binds the compiled programs of a folder. Gives the files of the program, which name
/// each other by their paths here; each `.wasm` that is not [`MODULE`] is loaded only when one of
/// its screens is asked for. Delivered, functions lose their names.
pub(crate) fn bind(compiled: &Path, work: &Path, delivered: bool) -> Outcome<Files> {
    let mut files = bind_one(compiled, "app", work, delivered)?;
    for name in BESIDE {
        let program = bind_one(compiled, name, work, delivered)?;
        // It is one piece: nothing is split off, and it needs no loader.
        files.extend(program.into_iter().filter(|(path, _)| path.starts_with(name)));
    }
    Ok(files)
}

fn bind_one(compiled: &Path, name: &str, work: &Path, delivered: bool) -> Outcome<Files> {
    let input = compiled.join(format!("{name}.wasm"));
    let bytes = fs::read(&input).map_err(on(&input))?;
    let work = work.join(name);
    remove(&work)?;
    let whole = work.join(format!("{name}.wasm"));
    let script = format!("./{name}.js");
    let mut options = wasm_split_cli_support::Options::new(&bytes);
    (options.output_dir, options.main_out_path) = (&work, &whole);
    (options.link_name, options.main_module) = (LOADER, &script);
    wasm_split_cli_support::transform(options).map_err(|error| {
        format!("{} cannot be split ({error:#}): see .cargo/config.toml", input.display())
    })?;
    let broken = |error| {
        let advice = "give wasm-bindgen and wasm-bindgen-cli-support the same version";
        format!("{} cannot be bound ({error:#}): {advice}", whole.display())
    };
    // What was split off shares the memory and the table of functions.
    let mut bindgen = Bindgen::new();
    bindgen.input_path(&whole).typescript(false).omit_default_module_path(true);
    bindgen.keep_lld_exports(true);
    bindgen.web(true).map_err(broken)?;
    bindgen.remove_name_section(delivered).remove_producers_section(true);
    let mut output = bindgen.generate_output().map_err(broken)?;
    let mut files = read_folder(&work)?;
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
    Ok(files)
}
