//! A supplier's price list.

use super::{Intake, chunks};
use crate::article::{self, Article, Origin};
use crate::id::ArticleId;
use crate::import::prices::{self, PriceRow};
use crate::import::problem::WholeFileProblem;
use crate::import::{FileKind, FileTable};
use uuid::Uuid;

pub(super) fn read(table: &FileTable) -> Result<Intake, WholeFileProblem> {
    let read = prices::read(table)?;
    let mut intake = Intake::new(FileKind::PriceList);
    let rows: Vec<Article> = read.rows.iter().map(article).collect();
    intake.commands =
        chunks(&rows).map(|articles| article::Act::ImportArticles { articles }.into()).collect();
    (intake.problems, intake.warnings) = (read.problems, read.warnings);
    Ok(intake)
}

/// An article of the list, with its price including tax. A new one waits for the desk to offer it;
/// of a known one the rules take the name and the price alone. Its key is drawn from what tells
/// it from the others, so that the same list read again gives the same key (RFC 9562, version 5).
fn article(row: &PriceRow) -> Article {
    let key = format!("tournee:article:{}:{}", row.supplier, row.reference);
    let id = ArticleId(Uuid::new_v5(&Uuid::NAMESPACE_URL, key.as_bytes()));
    Article {
        family: row.family.clone(),
        vat: row.vat,
        origin: if row.second_hand { Origin::SecondHand } else { Origin::New },
        supplier: row.supplier.clone(),
        reference: row.reference.clone(),
        offered: false,
        ..Article::blank(id, row.label.clone(), row.before_tax.with_tax(row.vat))
    }
}
