//! What a file is, before its lines are read.

use super::{Intake, Wanted, holidays_of, outlines_of, sessions, zone};
use crate::import::calendar::{self, CalendarScope};
use crate::import::outlines;
use crate::import::problem::{ForeignFormat, WholeFileProblem};
use crate::import::sessions::is_calendar;
use crate::import::table::FileText;
use crate::row::State;

/// A file that was opened.
pub enum FileContent<'b> {
    /// It is no table, and is read: outlines of communes, or a calendar.
    Read(Box<Intake>),
    /// The text of a table, still to be cut.
    Text(FileText<'b>),
}

/// Opens a file, and decodes it once.
///
/// # Errors
/// Nothing of it can be used: the problem says why.
pub fn open<'b>(
    bytes: &'b [u8],
    state: &State,
    wanted: &Wanted,
) -> Result<FileContent<'b>, WholeFileProblem> {
    if outlines::is_one(bytes) {
        return Ok(FileContent::Read(Box::new(outlines_of(bytes, state, wanted)?)));
    }
    match FileText::of(bytes) {
        Err(WholeFileProblem::NotText(ForeignFormat::ICalendar)) => {
            Ok(FileContent::Read(Box::new(read_ics(bytes, state)?)))
        }
        text => text.map(FileContent::Text),
    }
}

fn read_ics(bytes: &[u8], state: &State) -> Result<Intake, WholeFileProblem> {
    if is_calendar(bytes)? {
        return sessions::read_ics(bytes, state);
    }
    let scope = CalendarScope { zone: zone(state), academy: None };
    holidays_of(calendar::read_ics(bytes, scope)?, state)
}
