//! The servers of others that tests start. A private PostgreSQL: it lives in a temporary folder,
//! answers on a socket in it, and ends with the program that started it, however that one ends.

mod database;
pub mod provider;
pub mod relay;
pub mod validator;

pub use database::{Database, SERVER, database, database_on};

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// The user who owns everything in it. There is no password: nobody else can read the folder.
const USER: &str = "tournee";
/// How long a server may take to start or to stop.
const PATIENCE: Duration = Duration::from_secs(60);

/// Ends PostgreSQL when the program that started it closes the input, which the system does when
/// the program is killed.
const UNTIL_INPUT_ENDS: &str = r#""$@" & server=$!; read -r _; kill -QUIT $server; wait $server"#;

/// Whether committed data must survive a power cut, or only last until the tests end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disk {
    /// As in production.
    Safe,
    /// Faster: commits do not wait for the disk.
    Fast,
}

/// A PostgreSQL server with its data.
pub struct Cluster {
    folder: TempDir,
    programs: PathBuf,
    disk: Disk,
    /// The port on which it answers encrypted, if it does.
    port: Option<u16>,
    /// The process, in a shell that ends it.
    process: Option<Child>,
}

/// The folder of PostgreSQL's programs: the newest that Debian installed, or that of the PATH.
///
/// # Errors
/// One sentence, when there is none.
pub fn programs() -> Result<PathBuf, String> {
    let installed = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let version = |path: &Path| path.file_name()?.to_str()?.parse::<u32>().ok();
    let newest = installed.map(|entry| entry.path()).max_by_key(|path| version(path));
    let on_path = std::env::var_os("PATH").unwrap_or_default();
    let folders = newest.map(|path| path.join("bin")).into_iter();
    let mut folders = folders.chain(std::env::split_paths(&on_path));
    let found = folders.find(|folder| folder.join("initdb").is_file());
    found.ok_or_else(|| "PostgreSQL is not installed: run «cargo xtask test» once".into())
}

/// PostgreSQL refuses to run as root: then it runs as another user of the machine.
fn other_user() -> Option<&'static str> {
    let is_root = output(Command::new("id").arg("-u")).is_ok_and(|uid| uid == "0");
    let known = |user: &&str| output(Command::new("id").args(["-u", *user])).is_ok();
    is_root.then(|| ["postgres", "nobody"].into_iter().find(known)).flatten()
}

fn output(command: &mut Command) -> Result<String, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| format!("{name}: {error}"))?;
    match output.status.success() {
        true => Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned()),
        false => Err(format!("{name}: {}", String::from_utf8_lossy(&output.stderr).trim())),
    }
}

/// Makes, in a folder, an authority `ca.pem`, another one `other.pem`, and a certificate
/// `server.pem` with its `server.key`, in which the first one vouches for `localhost`.
pub fn vouch(folder: &Path) -> Result<(), String> {
    let openssl = |arguments: &str| {
        let mut openssl = Command::new("openssl");
        output(openssl.current_dir(folder).args(arguments.split(' ')))
    };
    let new = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2";
    openssl(&format!("{new} -keyout ca.key -out ca.pem -subj /CN=Authority"))?;
    openssl(&format!("{new} -keyout other.key -out other.pem -subj /CN=Another"))?;
    openssl(&format!(
        "{new} -keyout server.key -out server.pem -subj /CN=localhost \
         -addext subjectAltName=DNS:localhost -addext basicConstraints=critical,CA:FALSE \
         -CA ca.pem -CAkey ca.key"
    ))?;
    Ok(())
}

impl Cluster {
    /// Makes a server with an empty database, and starts it.
    ///
    /// # Errors
    /// One sentence that says what is missing.
    pub fn start(disk: Disk) -> Result<Self, String> {
        Self::begin(disk, None)
    }

    /// Makes a server that answers on a port of this machine too, for `localhost`, where a private
    /// authority vouches for it: [`Cluster::authority`].
    ///
    /// # Errors
    /// One sentence.
    pub fn encrypted() -> Result<Self, String> {
        let free = std::net::TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr());
        Self::begin(Disk::Fast, Some(free.map_err(|error| error.to_string())?.port()))
    }

    fn begin(disk: Disk, port: Option<u16>) -> Result<Self, String> {
        let programs = programs()?;
        let folder = TempDir::new().map_err(|error| format!("a temporary folder: {error}"))?;
        let mut cluster = Self { folder, programs, disk, port, process: None };
        if let Some(user) = other_user() {
            output(Command::new("chown").arg(user).arg(cluster.folder.path()))?;
        }
        let mut initdb = cluster.program("initdb");
        initdb.args(["--username", USER, "--encoding", "UTF8", "--locale", "C", "--no-sync"]);
        output(initdb.args(["--auth", "trust", "--pgdata"]).arg(cluster.data()))?;
        if port.is_some() {
            cluster.vouch()?;
        }
        cluster.resume()?;
        Ok(cluster)
    }

    /// One of its programs, as the user that it runs as.
    fn program(&self, name: &str) -> Command {
        let program = self.programs.join(name);
        let mut command = match other_user() {
            None => Command::new(program),
            Some(user) => {
                let mut command = Command::new("setpriv");
                command.args(["--reuid", user, "--regid", user, "--init-groups"]).arg(program);
                command
            }
        };
        command.current_dir("/").stdin(Stdio::null());
        command
    }

    /// Makes the authority, and what it says of the server.
    fn vouch(&self) -> Result<(), String> {
        vouch(self.folder.path())?;
        if let Some(user) = other_user() {
            let key = self.folder.path().join("server.key");
            output(Command::new("chown").arg(user).arg(key))?;
        }
        Ok(())
    }

    /// The certificate of the authority that vouches for it, and that of another one.
    pub fn authorities(&self) -> [PathBuf; 2] {
        ["ca.pem", "other.pem"].map(|name| self.folder.path().join(name))
    }

    /// Its address on the encrypted port, for a host of that name, with parameters.
    pub fn encrypted_url(&self, host: &str, database: &str, parameters: &str) -> String {
        let port = self.port.unwrap_or_default();
        format!("postgres://{USER}@{host}:{port}/{database}?{parameters}")
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// The address of one of its databases.
    pub fn url(&self, database: &str) -> String {
        let folder = self.folder.path().display().to_string().replace('/', "%2F");
        let port = self.port.map_or(String::new(), |port| format!(":{port}"));
        format!("postgres://{USER}@{folder}{port}/{database}")
    }

    /// Starts it again after [`Cluster::crash`]; it answers when this returns.
    ///
    /// # Errors
    /// One sentence.
    pub fn resume(&mut self) -> Result<(), String> {
        let server = self.program("postgres");
        let mut shell = Command::new("sh");
        shell.args(["-c", UNTIL_INPUT_ENDS, "sh"]).arg(server.get_program());
        shell.args(server.get_args()).arg("-D").arg(self.data()).arg("-k").arg(self.folder.path());
        let mut settings = vec!["max_connections=200".to_owned(), "shared_buffers=64MB".into()];
        match self.port {
            None => settings.push("listen_addresses=".into()),
            Some(port) => {
                let file = |name: &str| self.folder.path().join(name).display().to_string();
                settings.extend(["listen_addresses=127.0.0.1".into(), "ssl=on".into()]);
                settings.push(format!("port={port}"));
                settings.push(format!("ssl_cert_file={}", file("server.pem")));
                settings.push(format!("ssl_key_file={}", file("server.key")));
            }
        }
        if self.disk == Disk::Fast {
            let fast = ["fsync=off", "full_page_writes=off", "max_wal_size=4GB"];
            settings.extend(fast.map(str::to_owned));
        }
        for setting in settings {
            shell.args(["-c", &setting]);
        }
        let log = fs::File::create(self.folder.path().join("log")).map_err(|e| e.to_string())?;
        shell.current_dir("/").stdin(Stdio::piped()).stdout(Stdio::null()).stderr(log);
        let process = shell.spawn().map_err(|error| format!("sh: {error}"))?;
        self.process = Some(process);
        self.wait_until_it_answers()
    }

    fn wait_until_it_answers(&mut self) -> Result<(), String> {
        let until = Instant::now() + PATIENCE;
        while Instant::now() < until {
            let asked = Command::new(self.programs.join("pg_isready"))
                .args(["--quiet", "--port", &self.port.unwrap_or(5432).to_string()])
                .arg("--host")
                .arg(self.folder.path())
                .status();
            if asked.is_ok_and(|status| status.success()) {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        let log = fs::read_to_string(self.folder.path().join("log")).unwrap_or_default();
        Err(format!("PostgreSQL does not start: {log}"))
    }

    /// Stops it at once and without a checkpoint, as a power cut does.
    pub fn crash(&mut self) {
        if let Some(mut shell) = self.process.take() {
            // The shell then ends the server in its immediate mode, and itself.
            drop(shell.stdin.take());
            let _ = shell.wait();
        }
    }

    /// Runs a statement in a database.
    ///
    /// # Errors
    /// What the server says.
    pub fn run(&self, database: &str, sql: &str) -> Result<String, String> {
        run(self.url(database), sql)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.crash();
    }
}

/// Runs a statement at an address.
fn run(url: impl AsRef<OsStr>, sql: &str) -> Result<String, String> {
    let mut psql = Command::new(programs()?.join("psql"));
    psql.args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--dbname"]).arg(url);
    output(psql.args(["--set", "ON_ERROR_STOP=1", "--command", sql]))
}
