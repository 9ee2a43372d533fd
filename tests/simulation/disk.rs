//! Where the server of a history keeps what it knows: a SQLite file, or a PostgreSQL database.

use super::{layout, people};
use cluster::Database;
use rusqlite::Connection;
use server::store::Store;
use server::store::postgres::Postgres;
use server::store::sqlite::Sqlite;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use tempfile::TempDir;

/// On which engine histories run.
#[derive(Clone)]
pub(crate) enum Engine {
    Sqlite,
    /// One history at a time has the database.
    Postgres(Arc<Database>),
}

/// Takes back what the migrations of PostgreSQL added to the first layout. The second one adds
/// nothing.
const FIRST_LAYOUT: &str = "
    DROP TABLE proof_keys, factors, recovery_codes, file_givers, provider_subjects,
        provider_sign_ins, letters, presence;
    DROP INDEX sessions_device;
    ALTER TABLE credentials DROP COLUMN given_at;
    ALTER TABLE devices DROP COLUMN proof;
    UPDATE schema_version SET number = 1;
";

/// What survives a crash of the server.
pub(crate) enum Disk {
    Sqlite { folder: PathBuf, life: u32 },
    Postgres { database: Arc<Database>, folder: PathBuf },
}

/// A folder in memory where there is one: nothing in it needs to survive the history.
pub(crate) fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    let folder = if memory.is_dir() { TempDir::new_in(memory) } else { TempDir::new() };
    folder.expect("a folder")
}

impl Disk {
    /// A disk that knows the people and the sites, and nothing that happened.
    pub(crate) fn new(engine: &Engine, folder: &Path) -> Self {
        let folder = folder.to_owned();
        let mut disk = match engine {
            Engine::Sqlite => Disk::Sqlite { folder, life: 0 },
            Engine::Postgres(database) => Disk::Postgres { database: Arc::clone(database), folder },
        };
        disk.fill(template());
        disk
    }

    /// Everything becomes as in that copy.
    pub(crate) fn fill(&mut self, copy: &[u8]) {
        match self {
            Disk::Sqlite { folder, life } => {
                *life += 1;
                std::fs::write(file(folder, *life), copy).expect("room for a database");
            }
            Disk::Postgres { database, folder } => {
                let file = folder.join("restored.sqlite");
                std::fs::write(&file, copy).expect("room for a copy");
                // As `tournee restore`: a copy of a past layout becomes one of this version first.
                drop(Sqlite::open(&file).expect("a copy that opens"));
                let store = Postgres::open(&database.url()).expect("a database");
                database.run(EMPTY).expect("emptied");
                store.restore(&file).expect("a database that takes a copy");
            }
        }
    }

    /// Opens the store, as a server that starts does.
    pub(crate) fn open(&self) -> Arc<dyn Store> {
        match self {
            Disk::Sqlite { folder, life } => {
                Arc::new(Sqlite::open(&file(folder, *life)).expect("a database that opens again"))
            }
            Disk::Postgres { database, .. } => {
                Arc::new(Postgres::open(&database.url()).expect("a database that opens again"))
            }
        }
    }

    /// Leaves the closed database as a program of the first layout would have.
    pub(crate) fn leave_first_layout(&mut self) {
        match self {
            Disk::Sqlite { folder, life } => {
                let from = file(folder, *life);
                *life += 1;
                layout::leave_first(&from, &file(folder, *life));
            }
            Disk::Postgres { database, .. } => {
                database.run(FIRST_LAYOUT).expect("that layout");
            }
        }
    }

    /// Forgets all lines of a table: what a server that does not keep them would do.
    pub(crate) fn forget(&self, table: &str) {
        self.run(&format!("DELETE FROM {table}"));
    }

    /// Does what another program would.
    pub(crate) fn run(&self, sql: &str) {
        match self {
            Disk::Sqlite { folder, life } => {
                let raw = Connection::open(file(folder, *life)).expect("a database");
                raw.execute_batch(&format!("BEGIN; {sql}; COMMIT")).expect("a statement");
            }
            Disk::Postgres { database, .. } => {
                database.run(sql).expect("a statement");
            }
        }
    }
}

fn file(folder: &Path, life: u32) -> PathBuf {
    folder.join(format!("{life}.sqlite"))
}

/// As a database is before anything is written, whichever tables it has.
const EMPTY: &str = "DO $$ BEGIN \
    EXECUTE (SELECT 'TRUNCATE ' || string_agg(quote_ident(table_name), ', ') \
    FROM information_schema.tables WHERE table_schema = 'public' \
    AND table_name NOT IN ('schema_version', 'meta')); \
    UPDATE meta SET value = '0' WHERE key = 'seq'; END $$";

/// The database with which every history begins, made once.
fn template() -> &'static [u8] {
    static TEMPLATE: OnceLock<Vec<u8>> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let folder = TempDir::new().expect("a folder");
        let store: Arc<dyn Store> =
            Arc::new(Sqlite::open(&folder.path().join("a.sqlite")).expect("a store"));
        store.change(people::fill).expect("a small world");
        let copy = folder.path().join("b.sqlite");
        store.backup(&copy).expect("a copy");
        std::fs::read(copy).expect("a copy")
    })
}
