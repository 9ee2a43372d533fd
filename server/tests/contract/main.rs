//! The contract of every store, tested on each engine: SQLite, and a real PostgreSQL.

mod copies;
mod letters;
mod postgres;
mod programs;
mod rows;
mod rules;
mod tls;
mod versions;

use cluster::Database;
use server::store::postgres::Postgres;
use server::store::sqlite::Sqlite;
use server::store::*;
use shared::id::*;
use shared::row::Row;
use shared::settings::Settings;
use shared::sync::Verdict;
use std::sync::Arc;
use tempfile::TempDir;
use uuid::Uuid;

/// A store with the folder and the database that it lives in.
struct Opened {
    store: Arc<dyn Store>,
    folder: TempDir,
    database: Option<Database>,
}

impl Opened {
    /// The same store, as another program opens it.
    fn again(&self) -> Arc<dyn Store> {
        match &self.database {
            Some(database) => Arc::new(Postgres::open(&database.url()).expect("a store")),
            None => {
                let file = self.folder.path().join("a.sqlite");
                Arc::new(Sqlite::open(&file).expect("a store"))
            }
        }
    }
}

fn sqlite() -> Opened {
    let folder = TempDir::new().expect("a folder");
    let store = Sqlite::open(&folder.path().join("a.sqlite")).expect("a store");
    Opened { store: Arc::new(store), folder, database: None }
}

fn postgres() -> Opened {
    let folder = TempDir::new().expect("a folder");
    let database = cluster::database().expect("a PostgreSQL for the tests");
    let store = Postgres::open(&database.url()).expect("a store");
    Opened { store: Arc::new(store), folder, database: Some(database) }
}

fn key(n: u8) -> Uuid {
    Uuid::from_bytes([n; 16])
}

fn settings(authority: &str) -> Row {
    Row::from(Settings { authority: authority.into(), ..Settings::default() })
}

fn account(n: u8) -> Row {
    let json = serde_json::json!({
        "id": key(n), "name": format!("Personne {n}"), "role": "technician",
        "week": vec![true; 10], "active": true,
    });
    Row::Account(Arc::new(serde_json::from_value(json).expect("an account")))
}

fn judged(n: u8) -> Judged {
    Judged {
        id: CommandId(key(n)),
        device: DeviceId(key(1)),
        sequence: u64::from(n),
        account: AccountId(key(2)),
        received_at: i64::from(n) * 1_000,
        verdict: Verdict::Applied { seq: i64::from(n) },
        body: serde_json::json!({ "command": "note", "n": n }).to_string(),
    }
}

/// Runs every rule of the contract on a fresh store of each kind.
macro_rules! contract {
    ($($of:ident :: $rule:ident),* $(,)?) => {
        mod on_sqlite {
            $(#[test]
            fn $rule() {
                super::$of::$rule(&super::sqlite());
            })*
        }
        mod on_postgres {
            $(#[test]
            fn $rule() {
                super::$of::$rule(&super::postgres());
            })*
        }
    };
}

contract!(
    rules::sequence_numbers_rise_and_stamp_the_rows,
    rules::a_failed_change_leaves_everything_as_it_was,
    rules::a_failure_that_nobody_minds_is_not_half_kept,
    rules::many_at_once_end_each_for_itself,
    rules::a_command_is_remembered_once,
    rules::commands_are_remembered_together,
    rules::a_forgotten_command_keeps_its_verdict,
    rules::streams_follow_in_order_and_stop_at_the_limit,
    rows::streams_that_are_followed_together_give_what_each_gives,
    rows::what_a_change_puts_is_read_in_it_and_after_it,
    rules::a_session_is_found_with_its_device_and_account,
    rows::what_is_deleted_departs_everywhere,
    rows::what_moves_departs_from_where_it_was,
    rows::a_row_is_found_by_what_it_is_now,
    rows::a_group_is_found_by_its_key,
    rules::sessions_devices_codes_and_credentials_read_back,
    rules::sessions_are_found_and_ended_by_account_and_device,
    rules::devices_and_audit_come_in_their_order,
    rules::text_of_any_kind_is_taken,
    rules::a_new_epoch_is_another_life,
    rules::what_the_desk_has_seen_is_remembered,
    rules::the_quarters_that_were_opened_are_remembered,
    programs::a_second_program_opens_a_database_that_is_written_to,
    programs::numbers_become_visible_in_their_order,
    programs::two_programs_record_a_command_once,
    programs::a_look_is_of_one_moment,
    letters::a_letter_is_kept_until_it_is_taken_away,
    letters::two_servers_send_a_letter_once,
    copies::a_backup_holds_what_was_there_when_it_began,
    copies::a_backup_goes_back_whole_into_every_engine,
    copies::a_backup_is_never_written_over_anything,
    versions::a_database_says_which_program_can_read_all_of_it,
    versions::what_a_newer_program_wrote_is_passed_over,
    versions::a_verdict_in_unknown_words_is_given_back_as_it_was,
);
