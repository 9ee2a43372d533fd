//! Which rows `decide` looks at for a command: what a server must load before it judges.

use crate::command::{Command, Envelope, FeedOwner};
use crate::id::{AccountId, QuarterId, SiteId, TicketId, VisitId};
use crate::row::{Kind, RowKey, State};

/// A set of rows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Read {
    /// One row, if it exists.
    Row(RowKey),
    /// All rows of a kind; for small tables only.
    All(Kind),
    /// Open tickets of a site.
    OpenTickets(SiteId),
    /// Open tickets of every site.
    AllOpenTickets,
    /// Visits of a site that take their half-day.
    SiteVisits(SiteId),
    /// Every visit of a quarter.
    QuarterVisits(QuarterId),
    /// The visits of a technician in a quarter.
    OwnVisits(AccountId, QuarterId),
}

/// What must be loaded, given what is loaded already. The caller loads and asks again until
/// nothing new comes (three times at most).
pub fn reads(envelope: &Envelope, state: &State) -> Vec<Read> {
    use Command::*;
    match &envelope.intent {
        ReportIncident { ticket, site, found_on, .. } => {
            let mut reads = vec![row_site(site), Read::Row(RowKey::ticket(*ticket))];
            reads.extend(found_on.map(|visit| Read::Row(RowKey::visit(visit))));
            reads
        }
        CommentTicket { ticket, .. }
        | EditTicket { ticket, .. }
        | HoldTicket { ticket, .. }
        | ForwardTicket { ticket, .. }
        | CancelTicket { ticket, .. }
        | ResolveTicket { ticket, .. }
        | ConfirmResolution { ticket } => vec![Read::Row(RowKey::ticket(*ticket))],
        QualifyTicket { ticket, .. }
        | PostponeTicket { ticket, .. }
        | ReopenTicket { ticket, .. } => with_site_visits(state, *ticket),
        AssignTicket { ticket, visit } | LogWork { ticket, visit, .. } => {
            let mut reads = vec![Read::Row(RowKey::ticket(*ticket))];
            reads.extend(visit.map(|visit| Read::Row(RowKey::visit(visit))));
            reads
        }
        MergeTicket { ticket, into } => {
            vec![Read::Row(RowKey::ticket(*ticket)), Read::Row(RowKey::ticket(*into))]
        }
        CloseTicket { ticket } => vec![
            Read::Row(RowKey::ticket(*ticket)),
            Read::All(Kind::Calendar),
            Read::All(Kind::Settings),
        ],
        StartVisit { visit }
        | CheckItem { visit, .. }
        | NoteVisit { visit, .. }
        | AddVisitPhoto { visit, .. }
        | SignReport { visit, .. }
        | PinVisit { visit, .. } => vec![Read::Row(RowKey::visit(*visit))],
        FinishVisit { visit, .. } | MarkVisitMissed { visit, .. } | CancelVisit { visit, .. } => {
            with_site_tickets(state, *visit)
        }
        _ => planning_reads(&envelope.intent, state),
    }
}

fn planning_reads(command: &Command, state: &State) -> Vec<Read> {
    use Command::*;
    match command {
        ProposePlan { quarter, .. } => {
            let mut reads = quarter_reads(quarter);
            reads.push(Read::All(Kind::Site));
            reads
        }
        PublishPlan { quarter } => {
            let mut reads = quarter_reads(quarter);
            reads.push(Read::AllOpenTickets);
            reads
        }
        RepairPlan { quarter, .. } => {
            let mut reads = quarter_reads(quarter);
            reads.extend([Read::All(Kind::Site), Read::AllOpenTickets]);
            reads
        }
        MoveVisit { visit, .. } | BringForward { visit, .. } => {
            let mut reads = vec![Read::Row(RowKey::visit(*visit))];
            if let Some(visit) = state.visits.get(visit) {
                reads.extend(quarter_reads(&visit.quarter));
                reads.push(row_site(&visit.site));
            }
            reads
        }
        AddVisit { visit, site, quarter, .. } => {
            let mut reads = quarter_reads(quarter);
            reads.push(Read::Row(RowKey::visit(*visit)));
            reads.push(row_site(site));
            reads.push(Read::OpenTickets(site.clone()));
            reads
        }
        RecordAbsence { absence, technician, .. } => {
            vec![Read::Row(RowKey::account(*technician)), Read::Row(RowKey::absence(*absence))]
        }
        CancelAbsence { absence } => vec![Read::Row(RowKey::absence(*absence))],
        CloseSite { site, .. } | ReopenSite { site, .. } | SetSiteWeek { site, .. } => {
            vec![row_site(site)]
        }
        ShareCalendar { owner: FeedOwner::Site(site), .. } => vec![row_site(site)],
        ShareCalendar { owner: FeedOwner::Technician(account), .. } => {
            vec![Read::Row(RowKey::account(*account))]
        }
        ImportSites { .. } => vec![Read::All(Kind::Site)],
        ImportCalendar { .. } => vec![Read::All(Kind::Calendar)],
        ImportEquipment { .. } => vec![Read::All(Kind::Site), Read::All(Kind::Equipment)],
        SetAccount { account } => {
            let mut reads = vec![Read::Row(RowKey::account(account.id))];
            reads.extend(account.site.as_ref().map(row_site));
            reads
        }
        _ => vec![Read::All(Kind::Settings)],
    }
}

fn row_site(site: &SiteId) -> Read {
    Read::Row(RowKey::site(site))
}

fn quarter_reads(quarter: &QuarterId) -> Vec<Read> {
    vec![
        Read::All(Kind::Calendar),
        Read::All(Kind::Account),
        Read::All(Kind::Absence),
        Read::Row(RowKey::plan(quarter)),
        Read::QuarterVisits(quarter.clone()),
    ]
}

fn with_site_visits(state: &State, ticket: TicketId) -> Vec<Read> {
    let mut reads = vec![Read::Row(RowKey::ticket(ticket))];
    if let Some(ticket) = state.tickets.get(&ticket) {
        reads.push(Read::SiteVisits(ticket.site.clone()));
    }
    reads
}

fn with_site_tickets(state: &State, visit: VisitId) -> Vec<Read> {
    let mut reads = vec![Read::Row(RowKey::visit(visit))];
    if let Some(visit) = state.visits.get(&visit) {
        reads.push(Read::OpenTickets(visit.site.clone()));
        reads.push(Read::SiteVisits(visit.site.clone()));
    }
    reads
}
