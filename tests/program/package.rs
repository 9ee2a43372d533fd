//! The Debian package: installed, upgraded with live data, removed and purged in a clean Debian;
//! its services keep to themselves.

use deb::Packing;
use serde_json::json;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tests::server::program;

/// A Debian of its own: the clean one of the test command, copied.
struct Debian {
    folder: TempDir,
}

impl Debian {
    fn new() -> Self {
        let clean = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/test-debian");
        let hint = "run «cargo xtask test» once as root, which makes a clean Debian there";
        assert!(clean.join("usr/bin/dpkg").is_file(), "{}: {hint}", clean.display());
        let folder = TempDir::new().expect("a folder");
        let mut copy = Command::new("cp");
        copy.args(["-a", "--reflink=auto"]).arg(clean.join(".")).arg(folder.path());
        ran(copy.output().expect("cp"));
        Self { folder }
    }

    fn at(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("chroot");
        command.arg(self.folder.path()).args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
        command.env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        command
    }

    /// Runs a program in it; what it says.
    fn run(&self, arguments: &[&str]) -> String {
        ran(self.command(arguments).output().expect("chroot"))
    }

    /// Runs a line of the shell as the service does: its user, its settings.
    fn service(&self, line: &str) -> Command {
        let line = format!("set -a; . /etc/tournee/tournee.env; {line}");
        self.command(&[
            "setpriv",
            "--reuid=tournee",
            "--regid=tournee",
            "--clear-groups",
            "sh",
            "-c",
            &line,
        ])
    }

    /// Takes a package in, as `apt` does from a file.
    fn install(&self, package: &Path) {
        let name = package.file_name().expect("a name").to_str().expect("UTF-8");
        std::fs::copy(package, self.at(&format!("root/{name}"))).expect("copied");
        self.run(&["dpkg", "--install", &format!("/root/{name}")]);
    }

    fn mode(&self, path: &str) -> u32 {
        let found = std::fs::metadata(self.at(path));
        found.unwrap_or_else(|error| panic!("{path}: {error}")).mode() & 0o7777
    }
}

fn ran(output: Output) -> String {
    let text = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    assert!(output.status.success(), "{text}");
    text
}

/// The program of the package, which serves until it is dropped.
struct Serving(Child);

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

async fn serve(debian: &Debian, port: u16) -> Serving {
    let line = format!("TOURNEE_LISTEN=127.0.0.1:{port} exec tournee serve");
    let mut command = debian.service(&line);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let serving = Serving(command.spawn().expect("chroot"));
    let until = Instant::now() + Duration::from_secs(30);
    while reqwest::get(format!("http://127.0.0.1:{port}/ready")).await.is_err() {
        assert!(Instant::now() < until, "the program of the package does not serve");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    serving
}

/// What the server says to who signs in with a password that was made up.
async fn sign_in(port: u16, password: &str) -> String {
    let device = "01890000-0000-7000-8000-000000000001";
    let body = json!({ "mail": "c@a.example", "password": password, "device": device });
    let url = format!("http://127.0.0.1:{port}/api/v1/session");
    let sent = reqwest::Client::new().post(url).json(&body).send().await;
    sent.expect("an answer").text().await.expect("a text")
}

fn free_port() -> u16 {
    let free = std::net::TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr());
    free.expect("a free port").port()
}

#[tokio::test]
async fn the_package_is_installed_upgraded_removed_and_purged() {
    let (debian, made, port) = (Debian::new(), TempDir::new().expect("a folder"), free_port());
    let build =
        |version| deb::build(&program(), version, Packing::Quick, made.path()).expect("a package");
    let (first, second) = (build("0.1.0~1"), build("0.1.0~2"));
    debian.install(&first);
    assert_eq!(debian.mode("var/lib/tournee"), 0o700);
    assert_eq!(debian.mode("etc/tournee/tournee.env"), 0o640);
    assert_eq!(debian.mode("usr/bin/tournee"), 0o755);
    let user = debian.run(&["id", "-u", "tournee"]);
    let owner = std::fs::metadata(debian.at("var/lib/tournee")).expect("a folder").uid();
    assert_eq!(user.trim(), owner.to_string());

    let create = "tournee create-account --mail c@a.example --name C --role coordinator";
    let created = ran(debian.service(create).output().expect("chroot"));
    let password = created.trim().rsplit(' ').next().expect("a password").to_owned();
    // The authority has set something; live data is there while the new version comes.
    let settings = debian.at("etc/tournee/tournee.env");
    let own = std::fs::read_to_string(&settings).expect("settings") + "TOURNEE_LOG=warn\n";
    std::fs::write(&settings, &own).expect("written");
    let serving = serve(&debian, port).await;
    assert!(sign_in(port, &password).await.contains("password_given"));
    debian.install(&second);
    drop(serving);
    assert_eq!(std::fs::read_to_string(&settings).expect("settings"), own);
    assert_eq!(debian.mode("etc/tournee/tournee.env"), 0o640);
    let serving = serve(&debian, port).await;
    let known = sign_in(port, &password).await;
    assert!(known.contains("password_given"), "the account is still there: {known}");
    let wrong = sign_in(port, "another").await;
    assert!(wrong.contains("signed_out"), "{wrong}");
    ran(debian.service("/usr/lib/tournee/backup").output().expect("chroot"));
    drop(serving);

    debian.run(&["dpkg", "--remove", "tournee"]);
    assert!(!debian.at("usr/bin/tournee").exists());
    assert!(debian.at("var/lib/tournee/tournee.sqlite").is_file(), "data stays");
    assert!(settings.is_file(), "settings stay");
    debian.run(&["dpkg", "--purge", "tournee"]);
    for gone in ["var/lib/tournee", "etc/tournee", "usr/lib/tournee", "usr/share/doc/tournee"] {
        assert!(!debian.at(gone).exists(), "{gone} is still there");
    }
    let user = debian.command(&["id", "tournee"]).output().expect("chroot");
    assert!(!user.status.success(), "the user is still there");
    let kept = std::fs::read_dir(debian.at("var/backups/tournee")).expect("backups stay");
    let kept: Vec<_> = kept.map(|entry| entry.expect("an entry").file_name()).collect();
    assert!(kept.len() == 1 && !kept[0].to_string_lossy().ends_with(".part"), "{kept:?}");
    drill(&debian, &second, &kept[0].to_string_lossy(), &password).await;
}

/// The drill of the guide: nothing is left but a backup, and the service is wanted back.
async fn drill(debian: &Debian, package: &Path, backup: &str, password: &str) {
    let (begun, port) = (Instant::now(), free_port());
    debian.install(package);
    let restore = format!("tournee restore --from /var/backups/tournee/{backup}");
    let told = ran(debian.service(&restore).output().expect("chroot"));
    assert!(told.contains("Restored into /var/lib/tournee"), "{told}");
    let serving = serve(debian, port).await;
    let known = sign_in(port, password).await;
    assert!(known.contains("password_given"), "the account is back: {known}");
    drop(serving);
    // The promise of the guide, which a person reaches who types: the machine needs seconds.
    assert!(begun.elapsed() < Duration::from_secs(15 * 60), "{:?}", begun.elapsed());
}

/// A backup that is no good drops no older one, and of good ones the last stay.
#[test]
fn old_backups_go_only_after_a_new_one_was_checked() {
    let (debian, made) = (Debian::new(), TempDir::new().expect("a folder"));
    let package = deb::build(&program(), "0.1.0", Packing::Quick, made.path());
    debian.install(&package.expect("a package"));
    let backups = debian.at("var/backups/tournee");
    for day in 10..15 {
        std::fs::create_dir(backups.join(format!("2026-01-{day}T010000Z"))).expect("a folder");
    }
    std::fs::create_dir(backups.join("mine")).expect("a folder");
    ran(debian
        .command(&["chown", "-R", "tournee", "/var/backups/tournee"])
        .output()
        .expect("chroot"));
    let names = || {
        let entries = std::fs::read_dir(&backups).expect("backups");
        let mut names: Vec<_> = entries
            .map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8"))
            .collect();
        names.sort();
        names
    };
    let bad = "TOURNEE_DATABASE_URL=postgres://nobody@127.0.0.1:1/none /usr/lib/tournee/backup";
    assert!(!debian.service(bad).output().expect("chroot").status.success());
    assert_eq!(names().iter().filter(|name| name.starts_with("2026-01")).count(), 5);
    let good = "TOURNEE_BACKUPS_KEPT=3 /usr/lib/tournee/backup";
    ran(debian.service(good).output().expect("chroot"));
    let left = names();
    let dated = |day: &str| left.contains(&format!("2026-01-{day}T010000Z"));
    assert!(dated("14") && dated("13") && !dated("12") && !dated("10"), "{left:?}");
    assert!(left.contains(&"mine".to_owned()), "{left:?}");
}

#[test]
fn services_keep_to_themselves() {
    for unit in ["tournee", "tournee-backup", "tournee-purge"] {
        let mut analyze = Command::new("systemd-analyze");
        analyze.args(["security", "--no-pager", "--offline=true", "--threshold=20"]);
        let unit = deb::deploy().join(format!("{unit}.service"));
        ran(analyze.arg(unit).output().expect("systemd-analyze"));
    }
}

/// The manual names each command and each setting; the settings that are offered exist.
#[test]
fn manual_and_settings_say_what_the_program_knows() {
    let made = TempDir::new().expect("a folder");
    let package = deb::build(&program(), "0.1.0", Packing::Quick, made.path()).expect("a package");
    let tree = made.path().join("tree");
    let mut unpack = Command::new("dpkg-deb");
    ran(unpack.arg("--extract").arg(&package).arg(&tree).output().expect("dpkg-deb"));
    let mut zcat = Command::new("zcat");
    let page = zcat.arg(tree.join("usr/share/man/man1/tournee.1.gz"));
    let page = ran(page.output().expect("zcat")).replace("\\-", "-");
    for command in ["serve", "backup", "check-restore", "restore", "purge", "audit", "doctor"] {
        assert!(page.contains(&format!(".SS tournee {command}\n")), "{command}");
    }
    let settings = std::fs::read_to_string(tree.join("etc/tournee/tournee.env")).expect("settings");
    let offered = settings.lines().filter_map(|line| line.split_once('='));
    let mut names = offered.map(|(name, _)| name.trim_start_matches('#'));
    let of_backup = ["TOURNEE_BACKUPS", "TOURNEE_BACKUPS_KEPT"];
    let script = std::fs::read_to_string(tree.join("usr/lib/tournee/backup")).expect("a script");
    assert!(of_backup.iter().all(|name| script.contains(name)));
    // The value of one that holds a password is not shown.
    let named = |name: &str| ["=", "]"].map(|end| page.contains(&format!("[env: {name}{end}")));
    // Those of the store of files have the names that its other tools know.
    let of_store = |name: &str| name.starts_with("AWS_") && page.contains(name);
    let known =
        |name: &str| named(name).contains(&true) || of_backup.contains(&name) || of_store(name);
    let unknown: Vec<_> = names.by_ref().filter(|name| !known(name)).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}
