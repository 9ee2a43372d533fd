//! Rules of the catalogue. A change never changes an order: orders copy what they were asked at.

use super::act::Act;
use super::{Article, ArticleKind, Origin};
use crate::decide::context::{Context, bad, few, optional, required};
use crate::limits::{
    IMPORT_ROWS, LINE_QUANTITY, LOAN_BUFFER_DAYS, LOAN_DAYS, LOAN_PIECES, LOAN_UNITS,
    SHORT_TEXT_CHARS, WORK_MINUTES,
};
use crate::loan::Kit;
use crate::money::{CENTS_MAX, Cents, VAT_MAX};
use crate::order;
use crate::refusal::{FieldName, FieldProblem, Refusal};
use crate::role::Role;
use crate::row::{Kind, Read, RowKey, State};
use std::collections::BTreeMap;

impl Act {
    /// Whether that role may give it at all.
    pub(crate) fn is_allowed(&self, role: Role) -> bool {
        match self {
            Act::SetArticle { .. } | Act::ImportArticles { .. } => role.is_desk(),
        }
    }

    /// The rows that [`Act::apply`] looks at.
    pub(crate) fn reads(&self, _: &State) -> Vec<Read> {
        match self {
            Act::SetArticle { article } => vec![Read::Row(RowKey::of::<Article>(&article.id))],
            Act::ImportArticles { .. } => vec![Read::All(Kind::Article)],
        }
    }

    /// Changes the rows of the context.
    ///
    /// # Errors
    /// Why it cannot be done.
    pub(crate) fn apply(&self, context: &mut Context<'_>) -> Result<(), Refusal> {
        match self {
            Act::SetArticle { article } => set(context, article),
            Act::ImportArticles { articles } => import(context, articles),
        }
    }
}

fn checked(article: &Article) -> Result<Article, Refusal> {
    let Article { unit, vat, minutes, .. } = article;
    if *unit < Cents::ZERO || unit.0 > CENTS_MAX {
        return Err(bad(FieldName::Price, FieldProblem::Invalid));
    }
    if *vat > VAT_MAX || matches!(article.origin, Origin::Recycled(percent) if percent > 100) {
        return Err(bad(FieldName::Price, FieldProblem::Invalid));
    }
    if *minutes > WORK_MINUTES {
        return Err(bad(FieldName::Minutes, FieldProblem::TooLong { max: WORK_MINUTES as usize }));
    }
    if article.kind == ArticleKind::Service && *minutes == 0 {
        return Err(bad(FieldName::Minutes, FieldProblem::Empty));
    }
    checked_kit(article)?;
    if article.from.zip(article.until).is_some_and(|(from, until)| until < from) {
        return Err(bad(FieldName::Last, FieldProblem::Invalid));
    }
    Ok(Article {
        label: required(FieldName::Name, &article.label, SHORT_TEXT_CHARS)?,
        family: optional(FieldName::Text, &article.family, SHORT_TEXT_CHARS)?,
        supplier: optional(FieldName::Name, &article.supplier, SHORT_TEXT_CHARS)?,
        reference: optional(FieldName::Reference, &article.reference, SHORT_TEXT_CHARS)?,
        ..article.clone()
    })
}

/// A kit says for how long it is lent, and what is in it.
fn checked_kit(article: &Article) -> Result<(), Refusal> {
    let Some(kit) = article.kit.as_ref().filter(|_| article.kind == ArticleKind::LoanKit) else {
        return Ok(());
    };
    if kit.max_days == 0 {
        return Err(bad(FieldName::Last, FieldProblem::Empty));
    }
    if kit.max_days > LOAN_DAYS || kit.buffer_days > LOAN_BUFFER_DAYS {
        return Err(bad(FieldName::Last, FieldProblem::TooLong { max: LOAN_DAYS as usize }));
    }
    few(FieldName::Lines, &kit.contents, LOAN_PIECES)?;
    few(FieldName::Equipment, &kit.units, LOAN_UNITS)?;
    for piece in &kit.contents {
        required(FieldName::Text, &piece.label, SHORT_TEXT_CHARS)?;
        if piece.quantity == 0 || piece.quantity > LINE_QUANTITY {
            return Err(bad(FieldName::Quantity, FieldProblem::Invalid));
        }
    }
    let labels = kit.units.iter().map(|unit| unit.label.trim().to_lowercase());
    let known = order::set(labels);
    if known.len() < kit.units.len() || known.contains("") {
        return Err(bad(FieldName::Label, FieldProblem::Invalid));
    }
    Ok(())
}

#[inline(never)]
fn set(context: &mut Context<'_>, article: &Article) -> Result<(), Refusal> {
    let known = context.find::<Article>(&article.id);
    let version = known.as_ref().map_or(0, |known| known.version);
    let before = known.as_ref().and_then(|known| known.kit.as_ref());
    let kit = kept(article.kit.as_ref(), before);
    context.put(Article { version, kit, ..checked(article)? });
    Ok(())
}

/// What is lent keeps its units and the loans that take them: those have rules of their own, and a
/// desk of before knows nothing of them.
fn kept(kit: Option<&Kit>, before: Option<&Kit>) -> Option<Kit> {
    match (kit, before) {
        (Some(kit), Some(before)) => {
            let Kit { units, taken, .. } = before.clone();
            Some(Kit { units, taken, ..kit.clone() })
        }
        (Some(kit), None) => Some(Kit { taken: BTreeMap::new(), ..kit.clone() }),
        (None, before) => before.cloned(),
    }
}

/// A list brings prices and names. What the desk said of an article stays: whether schools see it,
/// for how long, which section pays, what it asks of its user.
#[inline(never)]
fn import(context: &mut Context<'_>, incoming: &[Article]) -> Result<(), Refusal> {
    few(FieldName::Lines, incoming, IMPORT_ROWS)?;
    let known = context.state.articles.values();
    let known = order::map(known.filter_map(|article| {
        let (supplier, reference) = article.import_key()?;
        Some(((supplier.to_owned(), reference.to_owned()), article.clone()))
    }));
    for row in incoming {
        let row = checked(row)?;
        let key = (row.supplier.clone(), row.reference.clone());
        let (id, unit, vat, origin) = (row.id, row.unit, row.vat, row.origin);
        let (label, family) = (row.label.clone(), row.family.clone());
        context.put(match known.get(&key).or_else(|| context.state.articles.get(&id)) {
            Some(known) => Article { label, family, unit, vat, origin, ..(**known).clone() },
            None => Article { version: 0, ..row },
        });
    }
    Ok(())
}
