//! One screen a file: what people do, thin over `decide`.

mod coverage;
mod enrol;
mod form;
mod import;
mod label;
mod our_tickets;
mod outbox;
mod planning;
mod report;
mod school;
mod sign_in;
mod ticket;
mod tickets;
mod today;
mod visit;
mod visit_report;

pub use coverage::CoverageScreen;
pub use enrol::EnrolScreen;
pub use import::ImportScreen;
pub use our_tickets::OurTicketsScreen;
pub use outbox::OutboxScreen;
pub use planning::PlanningScreen;
pub use report::ReportScreen;
pub use school::SchoolScreen;
pub use sign_in::SignInScreen;
pub use ticket::TicketScreen;
pub use tickets::TicketsScreen;
pub use today::TodayScreen;
pub use visit::VisitScreen;
pub use visit_report::VisitReportScreen;
