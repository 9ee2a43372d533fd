//! The kinds of files that people bring.

/// A kind of file that people bring.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FileKind {
    /// The ministry's directory, `fr-en-annuaire-education`.
    Directory,
    /// The ministry's list of closed establishments, `fr-en-etablissements-fermes`.
    ClosedSchools,
    /// Addresses and positions,
    /// `fr-en-adresse-et-geolocalisation-etablissements-premier-et-second-degre`.
    Geolocation,
    /// Pupils and classes of each school, `fr-en-ecoles-effectifs-nb_classes`.
    HeadCounts,
    /// Social position index, `fr-en-ips_ecoles`.
    SocialIndex,
    /// Our own list of teaching units.
    TeachingUnits,
    /// The ministry's school calendar, `fr-en-calendrier-scolaire`.
    SchoolCalendar,
    /// Our own list of holidays.
    Holidays,
    /// Devices exported from GLPI.
    Fleet,
    /// Our own list of models with the end of their support.
    SupportEnds,
    /// Our own list of trainings that teachers had elsewhere.
    Trainings,
    /// Our own list of sessions of training, or the calendar of a supplier.
    Sessions,
    /// Statements of the time before, as a frozen statement exports itself.
    Statements,
    /// Who was at sessions of training.
    Attendance,
    /// Our own list of the units that are lent.
    LoanStock,
    /// Reservations that were kept elsewhere until now.
    Loans,
    /// Tickets exported from GLPI.
    FleetTickets,
    /// Internet lines, as an operator lists them.
    OperatorLines,
    /// Digital workspaces of schools.
    Workspaces,
    /// The sites of the demonstration.
    DemoSites,
    /// Our own list of communes.
    Communes,
    /// Outlines of communes.
    Outlines,
    /// A supplier's price list.
    PriceList,
    /// Our own list of what single schools may spend of the small budget.
    Allowances,
    /// The annex of the deliberation.
    BudgetAnnex,
    /// Applications to a call for projects, as the platform of the State lists them.
    Applications,
    /// Commitments and payments, as the finance system lists them.
    FinanceFile,
}
