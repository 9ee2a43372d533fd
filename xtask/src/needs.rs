//! What the build and the tests need on the machine, installed when it is missing.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::read::GzDecoder;
use sha2::{Digest, Sha512};

use crate::run::{Outcome, answers, cargo, on, root, run, target};

const WASM: &str = "wasm32-unknown-unknown";
const AXE_VERSION: &str = "4.14.1";
const GECKODRIVER_VERSION: &str = "0.37.1";
/// Asks Python for the library of the browser in `tests/webkit`.
const WEBKIT: &str = "import gi; gi.require_version('WebKit2', '4.1')";
/// Digest of the package as its registry publishes it.
const AXE_SHA512: &str =
    "FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==";
const AXE_MEMBER: &str = "package/axe.min.js";

/// The compiler's target for browsers.
pub(crate) fn wasm_target() -> Outcome {
    let sysroot = Command::new("rustc").args(["--print", "sysroot"]).current_dir(root()).output();
    let output = sysroot.map_err(|e| format!("rustc did not start ({e}): install rustup"))?;
    let sysroot = PathBuf::from(String::from_utf8_lossy(&output.stdout).trim());
    if sysroot.join("lib/rustlib").join(WASM).is_dir() {
        return Ok(());
    }
    eprintln!("xtask: adding the target {WASM}");
    let mut command = Command::new("rustup");
    run(
        command.args(["target", "add", WASM]).current_dir(root()),
        "check the network, then run «rustup target add wasm32-unknown-unknown»",
    )
}

/// Chromium and its WebDriver, from the packages of Debian or Ubuntu.
pub(crate) fn chromium() -> Outcome {
    let browsers = ["chromium", "chromium-browser", "google-chrome"];
    if browsers.iter().any(answers) && answers("chromedriver") {
        return Ok(());
    }
    let advice = "install Chromium and its chromedriver so that both are on the PATH";
    let ubuntu = ["chromium-browser", "chromium-chromedriver"];
    packages(&["chromium", "chromium-driver"], advice).or_else(|_| packages(&ubuntu, advice))
}

/// Firefox, from the packages of Debian or Ubuntu, and geckodriver, which they lack: it is compiled
/// into target/test-tools.
pub(crate) fn firefox() -> Outcome {
    let advice = "install Firefox in /usr/bin";
    if !["/usr/bin/firefox-esr", "/usr/bin/firefox"].iter().any(answers) {
        packages(&["firefox-esr"], advice).or_else(|_| packages(&["firefox"], advice))?;
    }
    let tools = root().join("target/test-tools");
    if answers(tools.join("bin/geckodriver")) || answers("geckodriver") {
        return Ok(());
    }
    eprintln!("xtask: compiling geckodriver {GECKODRIVER_VERSION}");
    let install = ["install", "geckodriver", "--locked", "--debug", "--version"];
    let mut command = cargo(&install);
    command.arg(GECKODRIVER_VERSION).arg("--root").arg(&tools);
    run(&mut command, "check the network, or install geckodriver so that it is on the PATH")
}

/// WebKitGTK with its WebDriver, what the browser of the tests over it is written in, and a display
/// without a screen, from the packages of Debian or Ubuntu.
pub(crate) fn webkit() -> Outcome {
    let has_library = Command::new("/usr/bin/python3").args(["-c", WEBKIT]).output();
    // Neither answers anything that all its versions have.
    let programs = ["/usr/bin/WebKitWebDriver", "/usr/bin/Xvfb"].map(PathBuf::from);
    if has_library.is_ok_and(|output| output.status.success())
        && programs.iter().all(|program| program.is_file())
    {
        return Ok(());
    }
    let advice = "install WebKitGTK with its WebDriver and its binding for Python, and Xvfb";
    packages(&["webkit2gtk-driver", "xvfb", "python3-gi", "gir1.2-webkit2-4.1"], advice)
}

/// PostgreSQL, from the packages of Debian or Ubuntu.
pub(crate) fn postgresql() -> Outcome {
    if cluster::programs().is_ok() {
        return Ok(());
    }
    let advice = "install PostgreSQL 13 or newer so that its initdb is on the PATH";
    packages(&["postgresql-common"], advice)?;
    // The package would start a server for the whole machine, on its port and at each boot. The
    // tests start their own.
    as_root("mkdir", &["-p", CREATE_CLUSTER], advice)?;
    let quiet = target().join("tournee-tests.conf");
    fs::write(&quiet, "create_main_cluster = false\n").map_err(on(&quiet))?;
    as_root("cp", &[&quiet.display().to_string(), CREATE_CLUSTER], advice)?;
    packages(&["postgresql"], advice)?;
    cluster::programs().map(drop)
}

/// Where Debian's package looks for what to do when it is installed.
const CREATE_CLUSTER: &str = "/etc/postgresql-common/createcluster.d";

/// Installs packages of Debian or Ubuntu; `advice` is what to do where there are none.
fn packages(names: &[&str], advice: &str) -> Outcome {
    let all = names.join(", ");
    if !answers("apt-get") {
        return Err(format!("the tests need {all}: {advice}"));
    }
    eprintln!("xtask: installing {all}");
    as_root("apt-get", &["update", "-q"], advice)?;
    let install = ["install", "-qy", "--no-install-recommends"];
    as_root("apt-get", &[&install[..], names].concat(), advice)
}

fn as_root(program: &str, arguments: &[&str], advice: &str) -> Outcome {
    let root_user = Command::new("id").arg("-u").output();
    let is_root = root_user.is_ok_and(|output| output.stdout.trim_ascii() == b"0");
    let mut command = Command::new(if is_root { program } else { "sudo" });
    if !is_root {
        command.args(["--preserve-env=DEBIAN_FRONTEND", program]);
    }
    run(command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive"), advice)
}

/// axe-core, which checks the accessibility of screens, in target/test-tools/axe.min.js.
pub(crate) fn axe() -> Outcome {
    let folder = root().join("target/test-tools");
    let kept = folder.join("axe.min.js");
    let mark = folder.join("axe.version");
    if kept.is_file() && fs::read_to_string(&mark).is_ok_and(|version| version == AXE_VERSION) {
        return Ok(());
    }
    fs::create_dir_all(&folder).map_err(on(&folder))?;
    let advice = "check the network, then run the tests again";
    npm()?;
    let package = format!("axe-core@{AXE_VERSION}");
    let mut npm = Command::new("npm");
    run(npm.args(["pack", "--silent", &package]).current_dir(&folder), advice)?;
    let archive = folder.join(format!("axe-core-{AXE_VERSION}.tgz"));
    let bytes = fs::read(&archive).map_err(on(&archive))?;
    if STANDARD.encode(Sha512::digest(&bytes)) != AXE_SHA512 {
        return Err(format!("{package} is not the pinned package: do not use this network"));
    }
    let script = member(&bytes, AXE_MEMBER)
        .ok_or_else(|| format!("{package} has no {AXE_MEMBER}: pin another version"))?;
    fs::write(&kept, script).map_err(on(&kept))?;
    fs::write(&mark, AXE_VERSION).map_err(on(&mark))
}

/// A server of SMTP, from the packages of Debian or Ubuntu.
pub(crate) fn relay() -> Outcome {
    if cluster::relay::program().is_ok() {
        return Ok(());
    }
    let advice = "install aiosmtpd for python3";
    packages(&["python3-aiosmtpd"], advice)?;
    cluster::relay::program().map(drop)
}

/// The identity provider that tests start, with its libraries as `tests/provider` pins them.
pub(crate) fn provider() -> Outcome {
    libraries(&cluster::provider::sources(), &cluster::provider::libraries())
}

/// The validator of HTML, with its libraries as `tests/validator` pins them.
pub(crate) fn validator() -> Outcome {
    libraries(&cluster::validator::sources(), &cluster::validator::libraries())
}

/// The libraries that the lock file of some sources pins, in a folder of the build.
fn libraries(sources: &Path, folder: &Path) -> Outcome {
    let lock = sources.join("package-lock.json");
    let pinned = fs::read(&lock).map_err(on(&lock))?;
    let mark = folder.join("installed.json");
    if fs::read(&mark).is_ok_and(|installed| installed == pinned) {
        return Ok(());
    }
    let advice = "check the network, then run the tests again";
    npm()?;
    fs::create_dir_all(folder).map_err(on(folder))?;
    for name in ["package.json", "package-lock.json"] {
        fs::copy(sources.join(name), folder.join(name)).map_err(on(folder))?;
    }
    let mut npm = Command::new("npm");
    npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]);
    run(npm.current_dir(folder), advice)?;
    fs::write(&mark, pinned).map_err(on(&mark))
}

/// A clean Debian for the test of the package, and the proxies that people put in front.
pub(crate) fn debian() -> Outcome {
    let advice = "install debootstrap, systemd, nginx and caddy, on Debian or Ubuntu";
    // Some of them have no option that all have.
    let programs = ["/usr/sbin/debootstrap", "/usr/sbin/nginx", "/usr/bin/caddy"];
    let there = programs.into_iter().all(|program| PathBuf::from(program).is_file());
    if !there || !answers("systemd-analyze") {
        packages(&["debootstrap", "systemd", "nginx-light", "caddy"], advice)?;
    }
    let root = tests_root();
    if root.join("usr/bin/dpkg").is_file() && !root.join("debootstrap").exists() {
        return Ok(());
    }
    eprintln!("xtask: making a clean Debian for the test of the package");
    let release = fs::read_to_string("/etc/os-release").unwrap_or_default();
    let is_debian = release.lines().any(|line| line == "ID=debian");
    let named = release.lines().find_map(|line| line.strip_prefix("VERSION_CODENAME="));
    let suite = named.filter(|_| is_debian).unwrap_or("bookworm");
    as_root("rm", &["-rf", &root.display().to_string()], advice)?;
    let made = ["--variant=minbase", "--include=adduser", suite, &root.display().to_string()];
    as_root("debootstrap", &made, advice)
}

/// Where the clean Debian is kept: beside what is built, as it is copied for each test.
fn tests_root() -> PathBuf {
    root().join("target/test-debian")
}

fn npm() -> Outcome {
    if answers("npm") && answers("node") {
        return Ok(());
    }
    packages(&["nodejs", "npm"], "install npm")
}

/// One file of a compressed tar archive. Its blocks have 512 bytes: a header, then the content.
fn member(archive: &[u8], wanted: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut GzDecoder::new(archive), &mut bytes).ok()?;
    let mut rest = bytes.as_slice();
    while rest.len() >= 512 {
        let (header, after) = rest.split_at(512);
        let name = header[..100].split(|byte| *byte == 0).next()?;
        let size = std::str::from_utf8(&header[124..135]).ok()?.trim_matches(['\0', ' ']);
        let size = usize::from_str_radix(size, 8).ok()?;
        if name == wanted.as_bytes() {
            return after.get(..size).map(<[u8]>::to_vec);
        }
        rest = after.get(size.div_ceil(512) * 512..)?;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, write::GzEncoder};
    use std::io::Write;

    fn entry(name: &str, content: &[u8]) -> Vec<u8> {
        let mut block = vec![0; 512];
        block[..name.len()].copy_from_slice(name.as_bytes());
        block[124..135].copy_from_slice(format!("{:011o}", content.len()).as_bytes());
        block.extend_from_slice(content);
        block.resize(block.len().div_ceil(512) * 512, 0);
        block
    }

    #[test]
    fn a_member_is_found_behind_others() {
        let mut tar = entry("package/a.js", &[7; 600]);
        tar.extend(entry("package/b.js", b"second"));
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(&tar).unwrap();
        let archive = encoder.finish().unwrap();
        assert_eq!(member(&archive, "package/b.js").unwrap(), b"second");
        assert_eq!(member(&archive, "package/a.js").unwrap(), [7; 600]);
        assert!(member(&archive, "package/c.js").is_none());
    }
}
