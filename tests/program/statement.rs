//! Frozen statements outlive a purge, a backup and a restore, byte for byte; `check-restore` reads
//! their hashes.

use crate::{path, run_alone};
use server::store::Store;
use server::store::sqlite::Sqlite;
use shared::id::StatementId;
use shared::row::{Kind, Read, Row};
use shared::statement::Statement;
use std::sync::Arc;
use tests::people::desk;
use tests::server::Server;

/// The statements of a database that nobody has open.
fn statements(database: &std::path::Path) -> Vec<Arc<Statement>> {
    let store: Arc<dyn Store> = Arc::new(Sqlite::open(database).expect("a store"));
    let rows = store.look(|reader| reader.load(&Read::All(Kind::Statement))).expect("rows");
    let of = |row| match row {
        Row::Statement(statement) => Some(statement),
        _ => None,
    };
    rows.into_iter().filter_map(of).collect()
}

/// Acceptance 2 and 6: purged, backed up and restored, the rows and their files are the same.
#[tokio::test]
async fn a_frozen_statement_is_the_same_after_a_purge_and_a_restore() {
    let mut server = Server::under_way();
    let office = desk(&server, 1).await;
    let before: Vec<_> = office.view().statements.values().cloned().collect();
    assert!(before.iter().any(|statement| statement.is_frozen() && statement.sheets.len() > 40));
    let address = |id: StatementId, form: &str| format!("/api/v1/statements/{id}.{form}");
    let mut files = Vec::new();
    for statement in &before {
        for form in ["pdf", "xlsx", "csv", "json"] {
            let path = address(statement.id, form);
            let (status, bytes) = office.read(&path).await.expect("a file");
            assert!(status.is_success(), "{path}");
            files.push((path, bytes));
        }
    }
    let (good, told) = server.run(&["purge", "--history", "365", "--news", "30"]);
    assert!(good, "{told}");
    let backup = server.beside("backup");
    let (good, told) = server.run(&["backup", "--to", path(&backup)]);
    assert!(good, "{told}");
    let (good, told) = run_alone(&["check-restore", "--from", path(&backup)]);
    let frozen = before.iter().filter(|statement| statement.is_frozen()).count();
    assert!(good && told.contains(&format!("{frozen} frozen statements")), "{told}");
    server.kill();
    std::fs::remove_dir_all(server.data()).expect("the disk is lost");
    let (good, told) = server.run(&["restore", "--from", path(&backup)]);
    assert!(good, "{told}");
    server.start(&[]);
    let office = desk(&server, 3).await;
    let after: Vec<_> = office.view().statements.values().cloned().collect();
    assert_eq!(after, before);
    for (path, bytes) in files {
        let (_, again) = office.read(&path).await.expect("a file");
        assert!(again == bytes, "{path} is another file");
    }
}

/// A number that was changed in a backup is seen before it is restored.
#[tokio::test]
async fn a_backup_with_a_changed_statement_is_not_called_good() {
    let server = Server::under_way();
    let backup = server.beside("backup");
    let (good, told) = server.run(&["backup", "--to", path(&backup)]);
    assert!(good, "{told}");
    let database = backup.join("tournee.sqlite");
    let mut changed = Statement::clone(&statements(&database)[0]);
    changed.sheets[0].amounts[0].value = Some(278);
    let id = changed.id.to_string();
    let store: Arc<dyn Store> = Arc::new(Sqlite::open(&database).expect("a store"));
    store.change(|writer| writer.put(changed.clone().into())).expect("changed");
    drop(store);
    let (good, told) = run_alone(&["check-restore", "--from", path(&backup)]);
    assert!(!good && told.contains(&id), "{told}");
}
