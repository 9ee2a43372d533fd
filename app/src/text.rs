//! Every French string of the app, one module a screen.

mod absence;
mod account;
pub mod accounts;
pub mod audit;
mod ballot;
pub mod borrow;
pub mod budget;
pub mod budget_screen;
pub mod calendar;
pub mod calls;
pub mod calls_desk;
pub mod connection;
pub mod coverage;
pub mod dashboard;
pub mod date;
pub mod devices;
pub mod enrol;
pub mod equipment;
pub mod first_day;
pub mod fleet;
pub mod form;
pub mod handover;
pub mod import;
pub mod kit;
pub mod letters;
pub mod loan;
pub mod loans_desk;
pub mod money;
pub mod navigation;
pub mod news;
pub mod notice;
pub mod our_projects;
pub mod our_supplies;
pub mod our_tickets;
pub mod our_trainings;
pub mod outbox;
pub mod passing;
pub mod photo;
pub mod pictures;
mod plan;
pub mod planning;
pub mod privacy;
pub mod refusal;
pub mod report;
pub mod roll_call;
pub mod safety;
pub mod school;
pub mod settings;
pub mod sheets;
pub mod shell;
pub mod sign_in;
mod site;
pub mod site_screen;
pub mod sobriety;
pub mod statement;
pub mod statements;
pub mod subscription;
pub mod subscriptions;
pub mod supply;
pub mod supply_desk;
pub mod teacher;
pub mod ticket;
pub mod ticket_screen;
pub mod tickets;
pub mod today;
pub mod training;
pub mod training_plan;
pub mod value;
pub mod visit;
pub mod visit_report;
pub mod visit_screen;
pub mod week;

use shared::id::{AccountId, SiteId};
use shared::row::State;

/// Shown in the place of a word that a newer version wrote.
pub const UNKNOWN_WORD: &str = "Mettez l’application à jour pour lire cette ligne";

const UNKNOWN_SITE: &str = "établissement inconnu ici";
const UNKNOWN_PERSON: &str = "personne inconnue ici";

pub use date::{day_long, slot_long, slot_short, slots};
pub use refusal::{file_error, obstacle, store_error, submit_error};

/// Returns a text with its first letter as a capital.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// The name of a site, as it is known on this device.
pub fn site_name(state: &State, site: &SiteId) -> String {
    state.sites.get(site).map_or_else(|| UNKNOWN_SITE.to_owned(), |site| site.name.clone())
}

/// The heading of a screen about something at a site: two tabs can be told apart.
pub fn titled(what: &str, site: Option<&str>) -> String {
    site.map_or_else(|| what.to_owned(), |site| format!("{what}, {site}"))
}

/// The name of a person, as it is known on this device.
pub fn person_name(state: &State, account: AccountId) -> String {
    let account = state.accounts.get(&account);
    account.map_or_else(|| UNKNOWN_PERSON.to_owned(), |account| account.name.clone())
}

/// Returns «1 demande», «3 demandes»: French uses the singular below two.
pub fn count(count: usize, one: &str, many: &str) -> String {
    match count {
        0 | 1 => format!("{count}\u{a0}{one}"),
        _ => format!("{count}\u{a0}{many}"),
    }
}
