//! From the program to its Debian package, by `dpkg-deb`, which every Debian and Ubuntu has: no
//! library of packages could know the format better.

mod inventory;
mod manual;

pub use inventory::inventory;

use flate2::Compression;
use flate2::write::GzEncoder;
use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// The files of `server/deploy` in the package: from, to, mode.
const FILES: [(&str, &str, u32); 9] = [
    ("tournee.env", "etc/tournee/tournee.env", 0o640),
    ("backup", "usr/lib/tournee/backup", 0o755),
    ("tournee.service", "usr/lib/systemd/system/tournee.service", 0o644),
    ("tournee-backup.service", "usr/lib/systemd/system/tournee-backup.service", 0o644),
    ("tournee-backup.timer", "usr/lib/systemd/system/tournee-backup.timer", 0o644),
    ("tournee-purge.service", "usr/lib/systemd/system/tournee-purge.service", 0o644),
    ("tournee-purge.timer", "usr/lib/systemd/system/tournee-purge.timer", 0o644),
    ("nginx.conf", "usr/share/doc/tournee/nginx.conf", 0o644),
    ("Caddyfile", "usr/share/doc/tournee/Caddyfile", 0o644),
];
/// What runs when the package comes and goes.
const SCRIPTS: [&str; 3] = ["postinst", "prerm", "postrm"];

/// How well the package is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    /// As it is delivered.
    Small,
    /// Not at all, soonest made.
    Quick,
}

/// Returns `server/deploy`.
pub fn deploy() -> PathBuf {
    root().join("server/deploy")
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Makes the package of a program in a folder. Returns its path.
///
/// # Errors
/// One sentence.
pub fn build(
    program: &Path,
    version: &str,
    packing: Packing,
    folder: &Path,
) -> Result<PathBuf, String> {
    let tree = TempDir::new().map_err(|error| format!("a temporary folder: {error}"))?;
    let tree = tree.path();
    put(tree, "usr/bin/tournee", 0o755, &read(program)?)?;
    for (from, to, mode) in FILES {
        put(tree, to, mode, &read(&deploy().join(from))?)?;
    }
    let guide = read(&root().join("server/SECURITY.md"))?;
    put(tree, "usr/share/doc/tournee/SECURITY.md.gz", 0o644, &packed(&guide)?)?;
    let manual = packed(manual::page(program, version)?.as_bytes())?;
    put(tree, "usr/share/man/man1/tournee.1.gz", 0o644, &manual)?;
    put(tree, "usr/share/doc/tournee/sbom.cdx.json", 0o644, inventory(version)?.as_bytes())?;
    let installed = said(Command::new("du").args(["-sk", "--apparent-size"]).arg(tree))?;
    let size = installed.split_whitespace().next().unwrap_or("0");
    let architecture = said(Command::new("dpkg").arg("--print-architecture"))?;
    let control = control(version, &architecture, size, &library()?);
    put(tree, "DEBIAN/control", 0o644, control.as_bytes())?;
    put(tree, "DEBIAN/conffiles", 0o644, b"/etc/tournee/tournee.env\n")?;
    for name in SCRIPTS {
        put(tree, &format!("DEBIAN/{name}"), 0o755, &read(&deploy().join("debian").join(name))?)?;
    }
    // Temporary folders are closed to others, the root of a package is not.
    open(tree, 0o755)?;
    let package = folder.join(format!("tournee_{version}_{architecture}.deb"));
    let mut dpkg = Command::new("dpkg-deb");
    dpkg.args([
        "--root-owner-group",
        match packing {
            Packing::Small => "-Zxz",
            Packing::Quick => "-Znone",
        },
    ]);
    said(dpkg.arg("--build").arg(tree).arg(&package))?;
    Ok(package)
}

/// The version of the C library that the program was linked to: no older one does.
fn library() -> Result<String, String> {
    let told = said(Command::new("getconf").arg("GNU_LIBC_VERSION"))?;
    let version = told.strip_prefix("glibc ").map(str::to_owned);
    version.ok_or_else(|| format!("the C library is not that of Debian: {told}"))
}

fn control(version: &str, architecture: &str, size: &str, library: &str) -> String {
    format!(
        "Package: tournee\nVersion: {version}\nArchitecture: {architecture}\n\
         Maintainer: Tournee <tournee@localhost>\nInstalled-Size: {size}\n\
         Depends: adduser, libc6 (>= {library}), libgcc-s1\n\
         Recommends: ca-certificates, nginx | caddy | httpd\nSuggests: postgresql\n\
         Section: web\nPriority: optional\n\
         Description: rounds of the maintenance of schools, with and without a network\n \
         One program that serves the web application of technicians, dispatchers and\n \
         schools, with its database. See tournee(1).\n"
    )
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    fs::read(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn open(path: &Path, mode: u32) -> Result<(), String> {
    let set = fs::set_permissions(path, fs::Permissions::from_mode(mode));
    set.map_err(|error| format!("{}: {error}", path.display()))
}

fn put(tree: &Path, name: &str, mode: u32, content: &[u8]) -> Result<(), String> {
    let path = tree.join(name);
    let at = |error: std::io::Error| format!("{}: {error}", path.display());
    let mut folder = tree.to_owned();
    for part in Path::new(name).parent().into_iter().flat_map(Path::components) {
        folder.push(part);
        if !folder.is_dir() {
            fs::create_dir(&folder).map_err(at)?;
        }
        open(&folder, 0o755)?;
    }
    fs::write(&path, content).map_err(at)?;
    open(&path, mode)
}

/// Packed as manuals are, without a time: the same content gives the same bytes.
fn packed(content: &[u8]) -> Result<Vec<u8>, String> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    let written = encoder.write_all(content).and_then(|()| encoder.finish());
    written.map_err(|error| error.to_string())
}

/// Runs a program; what it says.
fn said(command: &mut Command) -> Result<String, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| format!("{name}: {error}"))?;
    match output.status.success() {
        true => Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned()),
        false => Err(format!("{name}: {}", String::from_utf8_lossy(&output.stderr).trim())),
    }
}
