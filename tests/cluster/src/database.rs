//! A fresh database for each test.

use crate::{Cluster, Disk, run};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};

/// The variable that holds the address of a server that the test command started. Without it each
/// test program starts one of its own.
pub const SERVER: &str = "TOURNEE_TEST_POSTGRES";

/// A database of its own. It is dropped with this value.
pub struct Database {
    server: String,
    name: String,
    // Declared last: the server ends after its database.
    _cluster: Option<Arc<Cluster>>,
}

/// The server of this program, as long as a test uses it.
static OWN: Mutex<Weak<Cluster>> = Mutex::new(Weak::new());
static MADE: AtomicU32 = AtomicU32::new(0);

fn own() -> Result<Arc<Cluster>, String> {
    let mut own = OWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(cluster) = own.upgrade() {
        return Ok(cluster);
    }
    let cluster = Arc::new(Cluster::start(Disk::Fast)?);
    *own = Arc::downgrade(&cluster);
    Ok(cluster)
}

/// An empty database.
///
/// # Errors
/// One sentence: a test that cannot run fails.
pub fn database() -> Result<Database, String> {
    match std::env::var(SERVER) {
        Ok(server) => make(server, None),
        Err(_) => {
            let cluster = own()?;
            make(cluster.url("postgres"), Some(cluster))
        }
    }
}

/// An empty database on a server that the test stops and starts itself.
///
/// # Errors
/// One sentence.
pub fn database_on(cluster: &Cluster) -> Result<Database, String> {
    make(cluster.url("postgres"), None)
}

fn make(server: String, cluster: Option<Arc<Cluster>>) -> Result<Database, String> {
    let number = MADE.fetch_add(1, Ordering::Relaxed);
    let name = format!("t{}_{number}", std::process::id());
    run(&server, &format!("CREATE DATABASE {name}"))?;
    Ok(Database { server, name, _cluster: cluster })
}

impl Database {
    /// Its address.
    pub fn url(&self) -> String {
        let (server, _) = self.server.rsplit_once('/').unwrap_or((&self.server, ""));
        format!("{server}/{}", self.name)
    }

    /// Runs a statement directly, without the program.
    ///
    /// # Errors
    /// What the server says.
    pub fn run(&self, sql: &str) -> Result<String, String> {
        run(self.url(), sql)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // A server that was crashed by its test keeps it until its folder goes.
        let _ = run(&self.server, &format!("DROP DATABASE {} WITH (FORCE)", self.name));
    }
}
