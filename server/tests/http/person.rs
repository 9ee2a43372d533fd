//! What a person may ask for: a copy of what is kept of them, and its end.

use crate::world::*;
use axum::http::StatusCode;
use server::person::{FORGOTTEN, NotDone, copy, find, forget};
use server::purge::{Periods, apply};
use server::state::now_ms;
use shared::account::Account;
use shared::id::AccountId;
use shared::limits::DAY_MS;
use shared::role::Role;
use shared::row::{Read, Row, RowKey};

const MAIL: &str = "1@authority.example";

/// The technician leaves: a coordinator ends the account.
fn end(world: &World, role: Role) {
    let store = &world.state.store;
    let ended =
        Account { active: false, ..Account::blank(account(TECHNICIAN), "T".into(), role, None) };
    store.change(|writer| writer.put(ended.into())).expect("ended");
}

fn known(world: &World, id: AccountId) -> Account {
    let read = world.state.store.look(|store| store.load(&Read::Row(RowKey::account(id))));
    match read.expect("read").pop() {
        Some(Row::Account(account)) => (*account).clone(),
        other => panic!("{other:?}"),
    }
}

fn try_forget(world: &World) -> Result<AccountId, NotDone> {
    world.state.store.try_change(|writer| forget(writer, MAIL, now_ms()))
}

/// Everything that the database holds, as text.
fn whole(world: &World) -> String {
    let database = world.database();
    let mut tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'");
    let tables = tables.as_mut().expect("tables");
    let names = tables.query_map([], |line| line.get::<_, String>(0)).expect("names");
    let mut text = String::new();
    for name in names {
        let sql = format!("SELECT * FROM {}", name.expect("a name"));
        let mut lines = database.prepare(&sql).expect("a table");
        let width = lines.column_count();
        let mut lines = lines.query([]).expect("lines");
        while let Some(line) = lines.next().expect("a line") {
            for at in 0..width {
                let value = line.get_ref(at).expect("a value");
                let number = || value.as_i64().unwrap_or_default().to_string();
                text.push_str(&value.as_str().map_or_else(|_| number(), str::to_owned));
                text.push(' ');
            }
        }
    }
    text
}

#[tokio::test]
async fn a_person_gets_a_copy_of_all_that_is_kept_of_them_and_of_nobody_else() {
    let world = World::new();
    let phone = world.sign_in(TECHNICIAN).await;
    world.sign_in(DISPATCHER).await;
    let commands = [envelope(TECHNICIAN, account(TECHNICIAN), 1, now_ms(), incident(1, SCHOOL))];
    world.sync(&phone, &request(TECHNICIAN, &commands)).await;
    let told = world.state.store.look(|store| Ok(copy(store, " 1@Authority.example ")));
    let told = serde_json::to_value(told.expect("read").expect("a copy")).expect("JSON");
    assert_eq!(told["mail"], MAIL);
    assert_eq!(told["account"]["role"], "technician");
    assert_eq!(told["devices"].as_array().map(Vec::len), Some(1), "{told}");
    assert_eq!(told["sessions"].as_array().map(Vec::len), Some(1));
    assert!(told["commands"][0]["what"].to_string().contains("Plus d'image au tableau"), "{told}");
    assert!(told["audit"].to_string().contains("signed_in"));
    let text = told.to_string();
    for foreign in ["2@authority.example", "argon2", "token_hash"] {
        assert!(!text.contains(foreign), "{foreign}");
    }
    let nobody = world.state.store.look(|store| Ok(copy(store, "x@authority.example").err()));
    assert!(matches!(nobody.expect("read"), Some(NotDone::Nobody)));
}

#[tokio::test]
async fn whoever_left_is_forgotten_but_for_what_must_stay() {
    let world = World::new();
    let phone = world.sign_in(TECHNICIAN).await;
    let commands = [envelope(TECHNICIAN, account(TECHNICIAN), 1, now_ms(), incident(1, SCHOOL))];
    world.sync(&phone, &request(TECHNICIAN, &commands)).await;
    let subject = |store: &dyn server::store::Writer| {
        store.put_subject("https://sso.example", "amina", account(TECHNICIAN))
    };
    world.state.store.change(subject).expect("linked");
    assert!(matches!(try_forget(&world), Err(NotDone::Active)));
    end(&world, Role::Technician);
    let mut record = world.state.store.look(|store| store.device(device(1))).expect("read");
    let mut record = record.take().expect("a device");
    record.label = "Téléphone d'Amina".into();
    record.unsent = 2;
    world.state.store.change(|writer| writer.put_device(&record)).expect("kept");
    assert!(matches!(try_forget(&world), Err(NotDone::Unsent(2))), "work may still come");
    record.unsent = 0;
    world.state.store.change(|writer| writer.put_device(&record)).expect("kept");

    let id = try_forget(&world).expect("forgotten");
    let left = known(&world, id);
    assert_eq!((left.name.as_str(), left.active), (FORGOTTEN, false));
    let text = whole(&world);
    for gone in [MAIL, "Téléphone d'Amina", "amina"] {
        assert!(!text.contains(gone), "{gone} is still there");
    }
    assert_eq!(world.get("/api/v1/session", &phone).await.status, StatusCode::UNAUTHORIZED);
    // What was done for the school stays, by the key alone.
    assert!(text.contains("Plus d'image au tableau"));
    let seq = world.seq();
    assert!(matches!(try_forget(&world), Err(NotDone::Nobody)), "the address is gone");
    let again = world.state.store.try_change(|w| forget(w, &id.to_string(), now_ms()));
    assert_eq!((again.expect("by the key"), world.seq()), (id, seq), "nothing more changes");
}

#[tokio::test]
async fn a_school_is_no_person() {
    let world = World::new();
    let (_, school) = world.tablet(SCHOOL, 20).await;
    let found = world.state.store.look(|store| Ok(find(store, &school.to_string()).err()));
    assert!(matches!(found.expect("read"), Some(NotDone::School)));
}

/// Accounts that left are purged after their period, and no others.
#[tokio::test]
async fn people_who_left_are_purged_after_a_year() {
    let world = World::new();
    world.sign_in(TECHNICIAN).await;
    end(&world, Role::Technician);
    let purge = |days: i64| {
        let (state, later) = (&world.state, now_ms() + days * DAY_MS);
        apply(&state.store, &*state.blobs, Periods::default(), later).expect("purged").people
    };
    assert_eq!(purge(300), 0);
    assert_eq!(known(&world, account(TECHNICIAN)).name, "T");
    assert_eq!(purge(400), 1);
    assert_eq!(known(&world, account(TECHNICIAN)).name, FORGOTTEN);
    assert_eq!(purge(401), 0);
    assert_eq!(known(&world, account(DISPATCHER)).name, "Dispatcher");
}
