//! Frozen statements outlive a purge, a backup and a restore, byte for byte; `check-restore` reads
//! their hashes.

use crate::{path, run_alone};
use server::blobs::folder::Folder;
use server::demo;
use server::store::Store;
use server::store::sqlite::Sqlite;
use shared::day::paris_day;
use shared::id::{StatementId, VisitId};
use shared::row::{Kind, Read, Row};
use shared::statement::{Act, Committee, Draft, Span, Statement};
use shared::visit::{MissedReason, Visit, VisitState};
use std::sync::Arc;
use tests::device::Device;
use tests::people::{PASSWORD, desk};
use tests::server::Server;
use uuid::Uuid;

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

/// A missed visit of two years ago, and a statement of the time that holds it.
fn with_an_old_time(data: &std::path::Path) {
    let store: Arc<dyn Store> =
        Arc::new(Sqlite::open(&data.join("tournee.sqlite")).expect("a store"));
    let now = server::state::now_ms();
    demo::load(&store, &Folder::of(data), now, demo::Moment::UnderWay).expect("the demonstration");
    let on = paris_day(now) - chrono::Duration::days(730);
    let changed = store.change(|writer| {
        let visits = writer.load(&Read::All(Kind::Visit))?;
        let known = visits.iter().find_map(|row| match row {
            Row::Visit(visit) => Some(visit),
            _ => None,
        });
        let mut visit = Visit::clone(known.expect("a visit"));
        visit.id = OLD_VISIT;
        visit.slot.day = on;
        visit.state = VisitState::Missed { reason: MissedReason::Strike };
        writer.put(visit.into()).map(drop)
    });
    changed.expect("written");
}

/// The coordinator of the demonstration.
const COORDINATOR: &str = "coordinateur@demo.example";
const OLD_VISIT: VisitId = VisitId(Uuid::from_u128(0x01d));
const OLD_TIME: StatementId = StatementId(Uuid::from_u128(0x01d));

/// The coordinator freezes the time of the old visit: it counts one.
async fn old_time(server: &Server) {
    let mut office = Device::new(server, 7);
    office.sign_in(COORDINATOR, PASSWORD).await.expect("signed in");
    office.sync().await.expect("the rows");
    let on = office.view().visits[&OLD_VISIT].slot.day;
    let days = chrono::Duration::days(20);
    let span = Span { label: "Il y a deux ans".into(), first: on - days, last: on + days };
    let (text, readers) = (String::new(), std::collections::BTreeSet::new());
    let committee = Committee::Technical;
    let draft = Draft { committee, span, text, public: false, readers, replaces: None };
    for act in [
        Act::PrepareStatement { statement: OLD_TIME, draft },
        Act::FreezeStatement { statement: OLD_TIME },
    ] {
        office.give(act.into()).expect("given");
    }
    office.sync().await.expect("sent");
}

fn missed(statement: &Statement) -> Option<i64> {
    let at = statement.definitions.iter().position(|defined| defined.id == "missed")?;
    statement.total()?.amounts[at].value
}

/// S12, acceptance 2 and 6: purged, backed up and restored, the rows and their files are the same,
/// also when the purge removed facts that were counted.
#[tokio::test]
async fn a_frozen_statement_is_the_same_after_a_purge_and_a_restore() {
    let mut server = Server::filled(with_an_old_time);
    old_time(&server).await;
    let office = desk(&server, 1).await;
    let before: Vec<_> = office.view().statements.values().cloned().collect();
    assert!(before.iter().any(|statement| statement.is_frozen() && statement.sheets.len() > 40));
    let old = before.iter().find(|statement| statement.id == OLD_TIME).expect("the old time");
    assert_eq!(missed(old), Some(1), "a fact that the purge is to remove");
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
    assert!(!office.view().visits.contains_key(&OLD_VISIT), "the fact is gone");
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
