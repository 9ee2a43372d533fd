//! One screen a file: what people do, thin over `decide`.

mod coverage;
mod enrol;
mod form;
mod outbox;
mod planning;
mod sign_in;
mod ticket;
mod today;
mod visit;
mod visit_report;

pub use coverage::CoverageScreen;
pub use enrol::EnrolScreen;
pub use outbox::OutboxScreen;
pub use planning::PlanningScreen;
pub use sign_in::SignInScreen;
pub use ticket::TicketScreen;
pub use today::TodayScreen;
pub use visit::VisitScreen;
pub use visit_report::VisitReportScreen;
