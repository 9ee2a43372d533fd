//! The crate `app` as WebAssembly: the code of the desk's screens split off, and the modules
//! that bind it all to the browser.

use std::fs;
use std::path::Path;

use wasm_bindgen_cli_support::Bindgen;

use super::{Files, Kind, read_folder, remove};
use crate::run::{Outcome, cargo, on, run, target};

/// The code that every device needs.
pub(super) const MODULE: &str = "app.wasm";
/// Loads the modules that were split off.
const LOADER: &str = "./split.js";

/// The program that runs beside the page.
const PLANNER: &str = "planner";

/// Compiles, splits and binds. Gives the files of the program, which name each other by their
/// paths here; each `.wasm` that is not [`MODULE`] is loaded only when one of its screens is asked
/// for.
pub(super) fn compile(kind: Kind, features: &[&str]) -> Outcome<Files> {
    let (profile, folder) = match kind {
        Kind::Quick => ("dev", "debug"),
        Kind::Release => ("wasm-release", "wasm-release"),
    };
    let triple = "wasm32-unknown-unknown";
    let arguments = ["build", "--package", "app", "--target", triple, "--profile", profile];
    run(cargo(&arguments).args(features), "correct what the compiler names above")?;
    let compiled = target().join(triple).join(folder);
    let mut files = bind(&compiled, "app", kind)?;
    let planner = bind(&compiled, PLANNER, kind)?;
    // It is one piece: nothing is split off, and it needs no loader.
    files.extend(planner.into_iter().filter(|(name, _)| name.starts_with(PLANNER)));
    Ok(files)
}

fn bind(compiled: &Path, name: &str, kind: Kind) -> Outcome<Files> {
    let input = compiled.join(format!("{name}.wasm"));
    let bytes = fs::read(&input).map_err(on(&input))?;
    let work = target().join("split").join(name);
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
    bindgen.remove_name_section(kind == Kind::Release).remove_producers_section(true);
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
