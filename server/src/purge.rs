//! Retention: removes everything that is too old, and leaves a proof in the audit.

mod names;

use crate::audit;
use crate::blobs::{Blobs, Shelf};
use crate::person;
use crate::store::{Fault, Store, StoreResult, Writer, must_not_be_behind};
use shared::api::audit::AuditEvent;
use shared::day::{Day, paris_day};
use shared::entity::{Ages, Period};
use shared::id::{AccountId, Millis};
use shared::limits::DAY_MS;
use shared::row::{Kind, Read, Row};
use shared::settings::Settings;
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use uuid::Uuid;

/// Retention periods, in days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Periods {
    /// Bodies of judged commands; their keys stay, so that none counts twice.
    pub commands: i64,
    /// Sign-ins, codes, revocations, earlier purges.
    pub audit: i64,
    /// Closed requests and past visits, with their photos and signatures.
    pub history: i64,
    /// Projects that a call refused or let wait, after the decision.
    pub refused_projects: i64,
    /// Absences, after their last day.
    pub absences: i64,
    /// Names of teachers, after they left; trainings go on counting without a name.
    pub teachers: i64,
    /// Commitments of money, after they ended.
    pub accounts: i64,
    /// News, after their last day.
    pub news: i64,
    /// What is kept of people, after they left and were last heard of.
    pub people: i64,
    /// Letters to schools, after their last news.
    pub letters: i64,
    /// Files that no row names, and files of which a part never came.
    pub files: i64,
}

impl Periods {
    /// The days of a period of rows.
    fn of(self, period: Period) -> i64 {
        match period {
            Period::History => self.history,
            Period::RefusedProjects => self.refused_projects,
            Period::Absences => self.absences,
            Period::Teachers => self.teachers,
            Period::Accounts => self.accounts,
            Period::News => self.news,
        }
    }
}

impl Default for Periods {
    /// Five years for work that was done, longer than the plan itself; two for projects that were
    /// refused, until no decision about them can be contested; one year for traces, the
    /// longest that the CNIL recommends without a special reason (deliberation 2021-122); ten years
    /// for what was committed, as pieces of accounts are kept (code de commerce, L123-22).
    fn default() -> Self {
        let (commands, history, people) = (1_095, 1_825, 365);
        Self {
            commands,
            audit: 365,
            history,
            refused_projects: 730,
            absences: 365,
            teachers: 365,
            accounts: 3_650,
            news: 365,
            people,
            letters: 365,
            files: 60,
        }
    }
}

/// The numbers of things that a purge removed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Purged {
    /// Commands that lost their bodies.
    pub commands: u64,
    /// Requests, visits, projects, absences, and names of teachers.
    pub rows: u64,
    /// People who left.
    pub people: u64,
    /// Letters to schools.
    pub letters: u64,
    /// Photos and signatures, with those that never arrived completely.
    pub files: u64,
}

/// Applies the periods; a second run changes nothing more.
///
/// # Errors
/// When the store or the disk fails, or a newer program wrote rows that this one cannot read; the
/// store then stays as it was.
pub fn apply(
    store: &Arc<dyn Store>,
    blobs: &dyn Blobs,
    periods: Periods,
    now: Millis,
) -> StoreResult<Purged> {
    store.look(|reader| must_not_be_behind(reader))?;
    let files_before = now - periods.files * DAY_MS;
    // Before the transaction: a place for files that does not answer is found out here.
    let parts = blobs.forget_parts(instant(files_before));
    let parts = parts.map_err(|error| Fault::of("parts of files cannot be removed", error))?;
    store.change(|writer| {
        let commands = now - periods.commands * DAY_MS;
        let audit = now - periods.audit * DAY_MS;
        let purged = Purged {
            commands: writer.forget_before(commands, audit, now)?,
            rows: rows(writer, periods, now)?,
            people: person::forget_left(writer, now - periods.people * DAY_MS, now)?,
            letters: writer.end_letters_before(now - periods.letters * DAY_MS)?,
            files: parts + unused_files(writer, blobs, files_before)?,
        };
        let detail = format!(
            "commands={} rows={} people={} letters={} files={} {periods:?}",
            purged.commands, purged.rows, purged.people, purged.letters, purged.files
        );
        audit::append(writer, AccountId(Uuid::nil()), AuditEvent::Purged, detail, now)?;
        Ok(purged)
    })
}

fn instant(at: Millis) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_millis(u64::try_from(at).unwrap_or(0))
}

fn rows(store: &dyn Writer, periods: Periods, now: Millis) -> StoreResult<u64> {
    let (mut count, mut kept_from, mut gone) = (0, None, Vec::new());
    for kind in Kind::ALL.iter().copied() {
        for row in store.load(&Read::All(kind))? {
            let Ages::From(day, period) = row.ages() else { continue };
            let horizon = paris_day(now - periods.of(period) * DAY_MS);
            if day >= horizon {
                continue;
            }
            match row.anonymous() {
                Some(rest) => {
                    store.put(rest)?;
                    if let Row::Teacher(teacher) = row {
                        gone.push(teacher);
                    }
                }
                None => {
                    store.delete(&row.key())?;
                    kept_from = kept_from.max(period.holds_facts().then_some(horizon));
                }
            }
            count += 1;
        }
    }
    names::forget(store, &gone)?;
    note_kept_from(store, kept_from)?;
    Ok(count)
}

/// Notes from which day on facts are whole, once a time that a statement froze is whole no more:
/// what is missing of it is not taken back in the next one.
fn note_kept_from(store: &dyn Writer, day: Option<Day>) -> StoreResult<()> {
    let Some(day) = day else { return Ok(()) };
    let mut known = Settings::default();
    for row in store.load(&Read::All(Kind::Settings))? {
        if let Row::Settings(settings) = row {
            known = Settings::clone(&settings);
        }
    }
    let was_whole = |first: Day| known.kept_from.is_none_or(|from| from <= first);
    let is_lost = |row: &Row| {
        matches!(row, Row::Statement(row) if row.is_frozen()
            && was_whole(row.span.first) && row.span.first < day)
    };
    let lost = store.load(&Read::All(Kind::Statement))?.iter().any(is_lost);
    if lost {
        store.put(Row::from(Settings { kept_from: Some(day), ..known }))?;
    }
    Ok(())
}

/// Removes files that no row names, if they are old: a file may arrive before the command that
/// names it. The files go before their records: the next purge finds a record without a file, but
/// never a file without a record.
fn unused_files(store: &dyn Writer, blobs: &dyn Blobs, before: Millis) -> StoreResult<u64> {
    let mut unused = Vec::new();
    for hash in store.file_hashes()? {
        let old = store.file(&hash)?.is_some_and(|file| file.kept_at < before);
        if old && store.file_uses(&hash)?.is_empty() {
            unused.push(hash);
        }
    }
    let names: Vec<_> = unused.iter().map(|hash| hash.as_str().to_owned()).collect();
    let removed = blobs.remove(Shelf::Files, &names);
    removed.map_err(|error| Fault::of("files cannot be removed", error))?;
    for hash in &unused {
        store.delete_file(hash)?;
    }
    Ok(unused.len() as u64)
}
