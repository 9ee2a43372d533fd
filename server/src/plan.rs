//! The public page of the plan: made of published notices and of the last frozen statement that is
//! public, and of nothing else.
//!
//! Requests are answered from bytes in memory. They are made again when the rows change, and the
//! last ones are kept in the data folder: while the database is locked or being restored, the page
//! stays as it was.

mod feeds;
mod page;
mod words;

use crate::causes::chain;
use crate::export::Unwritten;
use crate::identity::hex;
use crate::store::{Reader, StoreResult};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use shared::day::{Day, paris_day};
use shared::id::{Millis, Seq};
use shared::notice::Notice;
use shared::order;
use shared::row::{Kind, Read, Row};
use shared::statement::{Statement, StatementState};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

/// Name of the file in the data folder.
const FILE: &str = "plan.json";
/// The most bytes of a page.
pub const PAGE_BYTES_MAX: usize = 100_000;
/// The style of the page.
pub const STYLE: &str = include_str!("plan/style.css");

/// What the page is made of.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Public {
    /// Name of the authority.
    pub authority: String,
    /// The notices that are shown today, the newest first.
    pub notices: Vec<Notice>,
    /// The last public frozen statement.
    pub statement: Option<Statement>,
    /// The day that it is made for.
    pub today: Day,
    /// Some sites of the authority were made up for the demonstration.
    pub fictitious: bool,
}

impl Public {
    /// Whether what is shown was made up: news of a demonstration too.
    pub fn is_made_up(&self) -> bool {
        self.fictitious || self.statement.as_ref().is_some_and(|statement| statement.fictitious)
    }
}

/// One file of the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageFile {
    /// Its content.
    pub text: String,
    /// A mark of its content, for browsers that have it already.
    pub tag: String,
}

/// The files of the page, by their names.
pub type PageFiles = BTreeMap<String, PageFile>;

/// The page as it is shown now.
pub struct PlanPage {
    file: PathBuf,
    files: RwLock<Arc<PageFiles>>,
    /// The last change of the rows, and the day, that the files were made for.
    made: Mutex<Option<(Seq, Day)>>,
}

impl PlanPage {
    /// The page as it was kept in the data folder.
    pub fn kept(data: &Path) -> Self {
        let file = data.join(FILE);
        // In the place of a file that is missing or cut stands a page without news and figures,
        // until the store can be read.
        let kept = std::fs::read(&file).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let kept = kept.or_else(|| files(&Public::default()).ok()).unwrap_or_default();
        Self { file, files: RwLock::new(Arc::new(kept)), made: Mutex::new(None) }
    }

    /// The file of that name.
    pub fn file(&self, name: &str) -> Option<PageFile> {
        let files = Arc::clone(&self.files.read().unwrap_or_else(PoisonError::into_inner));
        files.get(name).cloned()
    }

    /// Makes the page again, when a row or the day is another one. Returns whether it changed.
    ///
    /// # Errors
    /// A fault of the store: then the page stays as it was.
    pub fn refresh<R: Reader + ?Sized>(&self, store: &R, now: Millis) -> StoreResult<bool> {
        let from = Some((store.last_seq()?, paris_day(now)));
        let made = || self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if *made() == from {
            return Ok(false);
        }
        let files = match files(&public(store, now)?) {
            Ok(files) => files,
            Err(error) => {
                tracing::error!(why = chain(&error), "public page");
                return Ok(false);
            }
        };
        *made() = from;
        let known = Arc::clone(&self.files.read().unwrap_or_else(PoisonError::into_inner));
        if *known == files {
            return Ok(false);
        }
        self.keep(&files);
        *self.files.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(files);
        Ok(true)
    }

    /// Writes the files beside the old ones, then puts them in their place.
    fn keep(&self, files: &PageFiles) {
        let beside = self.file.with_extension("partial");
        let written = serde_json::to_vec(files)
            .map_err(std::io::Error::from)
            .and_then(|bytes| std::fs::write(&beside, bytes))
            .and_then(|()| std::fs::rename(&beside, &self.file));
        // The page is shown all the same; it is only not kept for the next start.
        if let Err(error) = written {
            tracing::warn!(why = chain(&error), "public page not kept");
        }
    }
}

/// Reads what the page is made of.
fn public<R: Reader + ?Sized>(store: &R, now: Millis) -> StoreResult<Public> {
    let today = paris_day(now);
    let mut authority = String::new();
    for row in store.load(&Read::All(Kind::Settings))? {
        if let Row::Settings(settings) = row {
            authority.clone_from(&settings.authority);
        }
    }
    let mut notices = Vec::new();
    for row in store.load(&Read::All(Kind::Notice))? {
        match row {
            Row::Notice(notice) if notice.audience.public && notice.is_shown(today) => {
                notices.push((*notice).clone());
            }
            _ => {}
        }
    }
    order::sort_by_key(&mut notices, |notice| (std::cmp::Reverse(notice.from), notice.id));
    let mut statements = Vec::new();
    for row in store.load(&Read::All(Kind::Statement))? {
        if let Row::Statement(statement) = row
            && statement.public
            && statement.state == StatementState::Frozen
            && !statement.waits_for_figures()
        {
            statements.push((*statement).clone());
        }
    }
    order::sort_by_key(&mut statements, |row| (row.span.last, row.frozen_on, row.id));
    let fictitious = store.is_made_up()?;
    Ok(Public { authority, notices, statement: statements.pop(), today, fictitious })
}

/// Makes every file.
///
/// # Errors
/// [`Unwritten`] when a value does not fit a format.
pub fn files(public: &Public) -> Result<PageFiles, Unwritten> {
    let all = [
        ("", page::html(public)),
        ("affiche", page::sheet(public)),
        ("actualites.atom", feeds::atom(public)),
        ("calendrier.ics", feeds::calendar(public)),
        ("chiffres.csv", feeds::csv(public)?),
        ("chiffres.json", feeds::json(public)?),
        ("style.css", STYLE.to_owned()),
    ];
    let kept = |(name, text): (&str, String)| {
        let tag = format!("\"{}\"", &hex(&Sha256::digest(&text))[..32]);
        (name.to_owned(), PageFile { text, tag })
    };
    Ok(all.into_iter().map(kept).collect())
}
