//! The sync of the product beside offline-first libraries: runs their harness, which stands beside
//! the repository, with the product as one contender, and prints its table.

use serde_json::json;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Without names, the product beside the best of the others.
const PEERS: [&str; 4] = ["replicache", "yjs", "raw-blocks", PRODUCT];
const PRODUCT: &str = "tournee";
/// Parts of the harness that are made here instead of copied.
const MADE: [&str; 3] = ["node_modules", "dist", "results"];

type Done<T = ()> = Result<T, Box<dyn Error>>;

fn main() -> Done {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().ok_or("no repository")?;
    let harness = root.join("../shared/bench/sync");
    if !harness.join("run.mjs").is_file() {
        return Err(format!("{} is not there: put the harness there", harness.display()).into());
    }
    let folder = root.join("target/bench-sync");
    copy(&harness, &folder)?;
    if !folder.join("node_modules").is_dir() {
        run(Command::new("npm").args(["install", "--no-audit", "--no-fund"]).current_dir(&folder))?;
    }
    if !folder.join("dist").is_dir() {
        run(node(&folder).arg("build.mjs"))?;
    }
    run(node(&folder).args(["gen.mjs", "rows.json"]))?;
    fs::write(folder.join("product.json"), contender(root, &folder)?)?;
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    if !arguments.iter().any(|word| !word.starts_with("--") && word.parse::<u32>().is_err()) {
        arguments.extend(PEERS.map(str::to_owned));
    }
    run(node(&folder).args(["run.mjs", "--contender", "product.json"]).args(arguments))?;
    run(node(&folder).arg("table.mjs"))
}

/// The command by which the harness starts the product.
fn contender(root: &Path, folder: &Path) -> Done<String> {
    let server = std::env::current_exe()?.with_file_name("bench-sync-server");
    let dist = root.join("target/dist-bench");
    let bytes = |extension: &str| packed(&dist, extension);
    let (script, program) = (bytes("js.gz"), bytes("wasm.gz"));
    Ok(json!({
        "name": PRODUCT, "title": "the product", "page": "/bench.html", "packages": [],
        "cmd": ["env", format!("ROWS={}", folder.join("rows.json").display()),
            format!("PAGE={}", root.join("tests/bench/sync").display()), server],
        "cwd": folder, "dist": dist,
        "bundle": { "js_gz": script, "wasm_gz": program, "total_gz": script + program },
    })
    .to_string())
}

/// Bytes of the files of a build with that ending, in the folder of the program.
fn packed(dist: &Path, ending: &str) -> u64 {
    let mut left = vec![dist.join("assets")];
    let mut bytes = 0;
    while let Some(folder) = left.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                left.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                bytes += entry.metadata().map_or(0, |file| file.len());
            }
        }
    }
    bytes
}

fn node(folder: &Path) -> Command {
    let mut command = Command::new("node");
    command.current_dir(folder);
    command
}

fn run(command: &mut Command) -> Done {
    let status = command.status().map_err(|error| format!("{command:?}: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("{command:?} ended with {status}").into()) }
}

fn copy(from: &Path, to: &Path) -> Done {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (path, name) = (entry.path(), entry.file_name());
        let target: PathBuf = to.join(&name);
        if MADE.contains(&&*name.to_string_lossy()) {
            continue;
        }
        if path.is_dir() {
            copy(&path, &target)?;
        } else {
            fs::write(&target, fs::read(&path)?)?;
        }
    }
    Ok(())
}
