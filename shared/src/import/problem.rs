//! Problems of a file, typed. The screen has the words.

use super::file_kind::FileKind;
use super::limits;
use crate::budget::Hindrance;
use crate::day::Day;
use crate::loan::{Bar, LoanDays};
use crate::money::{Cents, NoAmount};
use crate::training;

/// Why nothing of a file can be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WholeFileProblem {
    /// No byte, or blank ones only.
    Empty,
    /// Not a table in a text file.
    NotText(ForeignFormat),
    /// More bytes than [`limits::FILE_BYTES`].
    TooLarge {
        /// Bytes of the file.
        bytes: usize,
        /// The most there may be.
        max: usize,
    },
    /// More lines than [`limits::ROWS`], or more columns than [`limits::COLUMNS`].
    TooManyRows {
        /// The most there may be.
        max: usize,
    },
    /// A header and nothing below.
    NoRows,
    /// Columns that the reader cannot do without are not there.
    UnknownHeader {
        /// Normalised names of the missing columns.
        missing: Vec<String>,
        /// The columns of the file, as written in it.
        found: Vec<String>,
    },
    /// A school calendar without a line of the authority's zone.
    OtherZone {
        /// The zone of the authority.
        zone: String,
    },
    /// A list without addresses that completes known schools, and it tells of none of them.
    NoKnownSchool {
        /// Which list it is.
        found: FileKind,
    },
    /// Allowances, and no small budget that is prepared or open.
    NoSmallBudget,
    /// Applications, and no call for projects is open, or several are.
    NoOpenCall,
    /// A known file, but not the one that was asked for.
    WrongKind {
        /// The kind that was asked for.
        expected: FileKind,
        /// The kind that the file looks like.
        found: FileKind,
    },
}

/// Formats of files that are no table in text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ForeignFormat {
    /// An Excel workbook (`.xlsx`).
    Xlsx,
    /// An old Excel workbook (`.xls`).
    Xls,
    /// A LibreOffice spreadsheet (`.ods`).
    Ods,
    /// Another archive.
    Zip,
    /// A PDF document.
    Pdf,
    /// A web page: often an error page saved in place of the file.
    Html,
    /// Another XML document.
    Xml,
    /// JSON that is not a list of objects.
    Json,
    /// A calendar (`.ics`); [`super::calendar::read_ics`] reads it.
    ICalendar,
    /// Bytes that are no text at all.
    Binary,
}

/// Something wrong on one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineProblem {
    /// Line of the file where the record begins, from 1 (the header is line 1); in a JSON file
    /// the rank of the object.
    pub line: u64,
    /// Name of the column as written in the file; empty when the whole line is meant.
    pub column: String,
    /// The value as written, cut at [`limits::SHOWN_CHARS`].
    pub value: String,
    /// The problem.
    pub reason: ProblemReason,
}

impl LineProblem {
    /// A problem, with its value cut.
    pub fn new(line: u64, column: &str, value: &str, reason: ProblemReason) -> Self {
        let value = value.chars().take(limits::SHOWN_CHARS).collect();
        Self { line, column: column.to_owned(), value, reason }
    }
}

/// Why a line of attendance, or a value of it, was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SessionProblem {
    /// No session of that title takes place on that day.
    Unknown,
    /// Several sessions of that title take place on that day.
    Unsure,
    /// The session is not at a point at which that can be said of it.
    Hindered(training::Hindrance),
    /// The session lasts longer, or less: its own hours count.
    OtherHours {
        /// How long it lasts.
        minutes: u32,
    },
}

/// Why a line of the stock or of reservations, or a value of it, was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LendingProblem {
    /// Not what a unit holds, such as «16 tablettes, 1 chargeur».
    Contents,
    /// An earlier line says that units of the same article hold something else.
    OtherContents {
        /// The earlier line, which counts.
        first_line: u64,
    },
    /// Nothing of that name is lent.
    NotLent,
    /// No open campaign lends it.
    NoCampaign,
    /// Nobody of that name is known at the site.
    UnknownTeacher,
    /// It cannot be lent on these days.
    Barred(Bar),
    /// There is no unit for it beside these loans.
    Overlaps {
        /// Each of them.
        with: Vec<LoanPair>,
    },
}

/// Why a line of applications, or a value of it, was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ApplicationProblem {
    /// The school has applied already, and the call takes one project of a school.
    AskedTwice,
    /// Another line of the same application is wrong: a part of it is nothing.
    PartOfWrong {
        /// That line.
        first_line: u64,
    },
    /// What is listed costs something else than the line says.
    OtherSum {
        /// What it costs.
        sum: Cents,
    },
}

/// A loan on whose days another one cannot be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoanPair {
    /// The line of the same file; none of one that was known before.
    pub line: Option<u64>,
    /// Name of its site.
    pub site: String,
    /// Its days.
    pub days: LoanDays,
}

/// A problem of a value or a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProblemReason {
    /// The value is needed and is empty.
    Missing,
    /// Not seven digits and a letter.
    UaiPattern,
    /// The letter of the UAI does not go with its number.
    UaiCheckLetter {
        /// The letter that would.
        expected: char,
    },
    /// A long number that a spreadsheet has rounded.
    Spoilt,
    /// The school is to close, on a day that the file does not say.
    WillClose,
    /// The position is that far from every other school of the same commune.
    FarFromCommune {
        /// To the nearest one.
        kilometres: u32,
    },
    /// Not one of the values that this column can hold.
    UnknownValue,
    /// Not an INSEE code of five characters.
    CommuneCode,
    /// No commune, or several, of that code or name is known.
    CommuneUnknown,
    /// Not a postcode of five digits.
    Postcode,
    /// Not a French phone number of ten digits.
    Phone,
    /// Not an e-mail address.
    Mail,
    /// Not a number.
    Number,
    /// Not a rate of tax from 0 to 100 %.
    Rate,
    /// A latitude or longitude that does not exist, or 0, 0.
    CoordinateRange,
    /// Latitude and longitude were exchanged.
    CoordinatesSwapped,
    /// Not a date, or one outside 1800-2200.
    Date,
    /// The end comes before the beginning.
    DateOrder,
    /// Not a time of a day.
    Time,
    /// Not a number of places that a session may have.
    Places,
    /// Neither the flags nor the nature tell which classes the school has.
    Level,
    /// The line has not as many values as the header has columns.
    FieldCount {
        /// Columns of the header.
        expected: usize,
        /// Values of the line.
        found: usize,
    },
    /// A quote opens a value and is never closed.
    UnclosedQuote,
    /// The value is longer than [`limits::CELL_BYTES`].
    TooLong {
        /// The most bytes there may be.
        max: usize,
    },
    /// Characters were lost before the file came here (�).
    Unreadable,
    /// The same key is on an earlier line, with other values.
    Duplicate {
        /// The earlier line, which was kept.
        first_line: u64,
    },
    /// A placeholder left by a manufacturer («To be filled by O.E.M.») in place of a number.
    Placeholder,
    /// Not a number of months that something may last.
    Months,
    /// A day that is to come.
    Future,
    /// A training that the authority does not list.
    UnknownTopic,
    /// What a line of attendance says cannot be taken over.
    Session(SessionProblem),
    /// What a line of the stock or of reservations says cannot be taken over.
    Lending(LendingProblem),
    /// The line agrees with several sites, or with none: a person has to say.
    SiteToChoose,
    /// The line agrees with these.
    SiteUnsure {
        /// Their names.
        names: Vec<String>,
    },
    /// No amount of money.
    Amount(NoAmount),
    /// The budget does not let it in.
    Budget(Hindrance),
    /// What a line of applications says cannot be taken over.
    Application(ApplicationProblem),
    /// The plan pays no internet to such a site.
    NotFunded,
    /// Two sites are said to have the same line.
    LineOfTwo {
        /// Name of one.
        first: String,
        /// Name of the other.
        second: String,
    },
    /// Another subscription runs at the site.
    AlreadyServed {
        /// Its line.
        line: String,
    },
    /// The site had closed before.
    SiteClosed {
        /// When.
        on: Day,
    },
}
