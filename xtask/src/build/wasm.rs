//! The crate `app` as WebAssembly, with the module that binds it to the browser.

use wasm_bindgen_cli_support::Bindgen;

use super::{Files, Kind};
use crate::run::{Outcome, cargo, run, target};

/// What the binding gives: one script, one WebAssembly module, and the scripts inside crates.
pub(super) struct Bound {
    pub(super) script: Vec<u8>,
    pub(super) module: Vec<u8>,
    /// By their path below `snippets/`.
    pub(super) snippets: Files,
}

/// Compiles and binds.
pub(super) fn compile(kind: Kind) -> Outcome<Bound> {
    let (profile, folder) = match kind {
        Kind::Quick => ("dev", "debug"),
        Kind::Release => ("wasm-release", "wasm-release"),
    };
    let triple = "wasm32-unknown-unknown";
    let arguments = ["build", "--package", "app", "--target", triple, "--profile", profile];
    run(&mut cargo(&arguments), "correct what the compiler names above")?;
    let input = target().join(triple).join(folder).join("app.wasm");
    let broken = |error| {
        let advice = "give wasm-bindgen and wasm-bindgen-cli-support the same version";
        format!("{} cannot be bound ({error:#}): {advice}", input.display())
    };
    let mut bindgen = Bindgen::new();
    bindgen.input_path(&input).typescript(false).omit_default_module_path(true);
    bindgen.web(true).map_err(broken)?;
    bindgen.remove_name_section(kind == Kind::Release).remove_producers_section(true);
    let mut output = bindgen.generate_output().map_err(broken)?;
    let mut snippets = Files::new();
    for (crate_name, scripts) in output.snippets() {
        for (index, script) in scripts.iter().enumerate() {
            snippets.insert(format!("{crate_name}/inline{index}.js"), script.clone().into_bytes());
        }
    }
    for (path, script) in output.local_modules() {
        snippets.insert(path.clone(), script.clone().into_bytes());
    }
    let script = output.js().as_bytes().to_vec();
    Ok(Bound { script, module: output.wasm_mut().emit_wasm(), snippets })
}
