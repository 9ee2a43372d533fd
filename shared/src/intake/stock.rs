//! The units that are lent, one command for each article.

use super::Intake;
use crate::article::{Article, ArticleKind};
use crate::id::ArticleId;
use crate::import::problem::{LineProblem, ProblemReason, WholeFileProblem};
use crate::import::stock::{self, StockRow};
use crate::import::{FileKind, FileTable, words};
use crate::limits::LOAN_UNITS;
use crate::loan::{Act, Unit};
use crate::row::State;
use std::collections::BTreeMap;
use std::sync::Arc;
use uuid::Uuid;

/// What is lent under that name.
pub(super) fn lent<'s>(state: &'s State, written: &str) -> Option<&'s Arc<Article>> {
    let sought = words(written);
    let is_it = |article: &&Arc<Article>| {
        article.kind == ArticleKind::LoanKit && words(&article.label) == sought
    };
    state.articles.values().find(is_it)
}

/// The key of an article that the file brings: the same file read again gives the same key
/// (RFC 9562, version 5).
fn key(written: &str) -> ArticleId {
    let key = format!("tournee:kit:{}", words(written));
    ArticleId(Uuid::new_v5(&Uuid::NAMESPACE_URL, key.as_bytes()))
}

pub(super) fn read(table: &FileTable, state: &State) -> Result<Intake, WholeFileProblem> {
    let import = stock::read(table)?;
    let mut intake = Intake::new(FileKind::LoanStock);
    (intake.problems, intake.warnings) = (import.problems, import.warnings);
    let mut articles: BTreeMap<ArticleId, Vec<StockRow>> = BTreeMap::new();
    for row in import.rows {
        let id = lent(state, &row.article).map_or_else(|| key(&row.article), |known| known.id);
        let of = articles.entry(id).or_default();
        if of.len() < LOAN_UNITS {
            of.push(row);
        } else {
            let reason = ProblemReason::TooLong { max: LOAN_UNITS };
            intake.problems.push(LineProblem::new(row.line, "", &row.label, reason));
        }
    }
    let command = |(article, rows): (ArticleId, Vec<StockRow>)| {
        let label = rows.first().map(|row| row.article.clone()).unwrap_or_default();
        let contents = rows.iter().find(|row| !row.contents.is_empty());
        let contents = contents.map(|row| row.contents.clone()).unwrap_or_default();
        // What a short file does not say stays as it is known.
        let kit = state.articles.get(&article).and_then(|article| article.kit.as_ref());
        let unit = |row: StockRow| {
            let known = kit.and_then(|kit| kit.unit(&row.label)).cloned().unwrap_or_default();
            let StockRow { label, serial, state, bought, price, .. } = row;
            let serial = if serial.is_empty() { known.serial } else { serial };
            Unit { label, serial, state: state.unwrap_or(known.state), bought, price }
        };
        let units = rows.into_iter().map(unit).collect();
        Act::ImportUnits { article, label, contents, units }.into()
    };
    intake.commands = articles.into_iter().map(command).collect();
    Ok(intake)
}
