//! The app in a real browser.

#[path = "browser/desk.rs"]
mod desk;
#[path = "browser/incident.rs"]
mod incident;
#[path = "browser/look.rs"]
mod look;
#[path = "browser/people.rs"]
mod people;
#[path = "browser/planning.rs"]
mod planning;
#[path = "browser/rounds.rs"]
mod rounds;
#[path = "browser/screens.rs"]
mod screens;
#[path = "browser/session.rs"]
mod session;
#[path = "browser/worker.rs"]
mod worker;
