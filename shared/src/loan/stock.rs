//! Rules of the units that are lent: what a desk, or a file, says of them, and what becomes of the
//! loans that were to have one which does not work.

use super::act::Act;
use super::found::kit;
use super::taking::{Kit, Taken, Unit, UnitState};
use super::{Bar, Piece};
use crate::article::{Article, ArticleKind, Pot};
use crate::decide::context::{Context, bad, few, optional, required};
use crate::id::{ArticleId, SupplyId};
use crate::limits::{LINE_QUANTITY, LOAN_PIECES, LOAN_UNITS, SHORT_TEXT_CHARS};
use crate::money::{CENTS_MAX, Cents};
use crate::refusal::{FieldName, FieldProblem, Refusal};
use crate::row::{Kind, Read, RowKey, State};
use crate::supply::{Happened, Supply, SupplyState, Word};

/// Days for which an article of a file is lent, and working days between two loans: those of the
/// screen, until the desk says others.
const USUAL: (u32, u32) = (42, 2);

/// The article, the calendar, and the loans that are to have one of these units.
pub(super) fn reads(state: &State, id: ArticleId, units: &[Unit]) -> Vec<Read> {
    let kit = state.articles.get(&id).and_then(|article| article.kit.as_ref());
    let meant = |unit: &Unit| kit.map(|kit| kit.meant_for(&unit.label)).unwrap_or_default();
    let loans = units.iter().flat_map(meant);
    let rows = loans.map(|id| Read::Row(RowKey::of::<Supply>(&id)));
    let own = [Read::Row(RowKey::of::<Article>(&id)), Read::All(Kind::Calendar)];
    own.into_iter().chain(rows).collect()
}

#[inline(never)]
pub(super) fn set(context: &mut Context<'_>, id: ArticleId, unit: &Unit) -> Result<(), Refusal> {
    let mut article = (*context.known::<Article>(&id)?).clone();
    let mut known = kit(&article)?.clone();
    put(context, &mut known, unit)?;
    article.kit = Some(known);
    context.put(article);
    Ok(())
}

/// What a file says of the units of an article.
#[inline(never)]
pub(super) fn import(context: &mut Context<'_>, act: &Act) -> Result<(), Refusal> {
    let Act::ImportUnits { article: id, label, contents, units } = act else {
        return Err(Refusal::NotAllowed);
    };
    let mut article = match context.find::<Article>(id) {
        Some(known) => (*known).clone(),
        None => {
            let label = required(FieldName::Name, label, SHORT_TEXT_CHARS)?;
            let price = units.iter().filter_map(|unit| unit.price).max();
            let (max_days, buffer_days) = USUAL;
            Article {
                kind: ArticleKind::LoanKit,
                pot: Pot::Operating,
                kit: Some(Kit { max_days, buffer_days, ..Kit::default() }),
                ..Article::blank(*id, label, price.unwrap_or(Cents::ZERO))
            }
        }
    };
    let mut known = kit(&article)?.clone();
    few(FieldName::Equipment, units, LOAN_UNITS)?;
    for unit in units {
        put(context, &mut known, unit)?;
    }
    if !contents.is_empty() {
        known.contents = checked(contents)?;
    }
    article.kit = Some(known);
    context.put(article);
    Ok(())
}

/// What a unit holds, within the limits.
fn checked(contents: &[Piece]) -> Result<Vec<Piece>, Refusal> {
    few(FieldName::Lines, contents, LOAN_PIECES)?;
    let read = |piece: &Piece| {
        let label = required(FieldName::Text, &piece.label, SHORT_TEXT_CHARS)?;
        match piece.quantity {
            0 => Err(bad(FieldName::Quantity, FieldProblem::Invalid)),
            quantity if quantity > LINE_QUANTITY => {
                Err(bad(FieldName::Quantity, FieldProblem::Invalid))
            }
            quantity => Ok(Piece { label, quantity }),
        }
    };
    contents.iter().map(read).collect()
}

/// Adds a unit, or gives it what is new of it: what is not said stays, as an app of before and a
/// short file say less.
fn put(context: &mut Context<'_>, kit: &mut Kit, unit: &Unit) -> Result<(), Refusal> {
    let label = required(FieldName::Label, &unit.label, SHORT_TEXT_CHARS)?;
    let serial = optional(FieldName::Serial, &unit.serial, SHORT_TEXT_CHARS)?;
    if unit.state == UnitState::Unknown {
        return Err(Bar::NotWorking { label }.into());
    }
    if unit.price.is_some_and(|price| price.is_negative() || price.0 > CENTS_MAX) {
        return Err(bad(FieldName::Price, FieldProblem::Invalid));
    }
    let mut unit = Unit { label, serial, ..unit.clone() };
    match kit.units.iter_mut().find(|known| known.label.eq_ignore_ascii_case(&unit.label)) {
        Some(known) => {
            unit.bought = unit.bought.or(known.bought);
            unit.price = unit.price.or(known.price);
            *known = unit.clone();
        }
        None => {
            few(FieldName::Equipment, &kit.units, LOAN_UNITS - 1)?;
            kit.units.push(unit.clone());
        }
    }
    if unit.state != UnitState::Works {
        for loan in kit.meant_for(&unit.label) {
            move_elsewhere(context, kit, loan)?;
        }
    }
    Ok(())
}

/// Gives a loan whose unit does not work another one that is free on its days; none for now when
/// there is none, and the desk is asked again.
fn move_elsewhere(context: &mut Context<'_>, kit: &mut Kit, id: SupplyId) -> Result<(), Refusal> {
    let mut loan = (*context.known::<Supply>(&id)?).clone();
    let Some(Taken { days, .. }) = kit.taken.get(&id).cloned() else { return Ok(()) };
    let (calendar, today) = (context.state.calendar(), context.today());
    let is_free =
        |unit: &&Unit| kit.unit_taken(&calendar, (&unit.label, days), today, id).is_none();
    let other = kit.working().find(is_free).map(|unit| unit.label.clone());
    loan.unit = other.unwrap_or_default();
    if loan.unit.is_empty() && loan.state == SupplyState::Ready {
        loan.state = SupplyState::Accepted;
    }
    let what = Happened { text: loan.unit.clone(), ..Word::Prepared.into() };
    loan.history.push(context.entry(what));
    if let Some(taken) = kit.taken.get_mut(&id) {
        taken.unit.clone_from(&loan.unit);
    }
    context.put(loan);
    Ok(())
}
