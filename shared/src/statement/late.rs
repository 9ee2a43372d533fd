//! Facts of earlier times that came after their statements were frozen.

use super::definition::Definition;
use super::facts::{Facts, Measured};
use super::{Defined, LateFacts, Statement, StatementState};
use crate::day::Day;
use crate::id::StatementId;
use crate::row::State;
use std::collections::BTreeMap;

/// What these rows say now of the times before that of the statement, less what committees were
/// told of them.
pub(super) fn of(state: &State, statement: &Statement) -> Vec<LateFacts> {
    let earlier = earlier(state, statement);
    let kept_from = state.settings().kept_from;
    // What was removed as it was too old is no fact that turned out to be none.
    let is_whole = |other: &&&Statement| kept_from.is_none_or(|day| day <= other.span.first);
    let mut found = Vec::new();
    for other in earlier.iter().filter(is_whole) {
        let facts = Facts::of(state, &other.span);
        let after: Vec<_> =
            earlier.iter().filter(|since| other.span.last < since.span.first).copied().collect();
        for definition in Definition::of(statement.committee).filter(|d| d.facts) {
            let is_it = |defined: &Defined| {
                defined.id == definition.id && defined.version == definition.version
            };
            let at = other.definitions.iter().position(is_it);
            let said = at.and_then(|at| other.total()?.amounts.get(at)?.value);
            let Measured::BySite(parts) = (definition.measure)(&facts) else { continue };
            let now: i64 = parts.values().map(|part| part.value).sum();
            let told = told(other.id, definition.id, &after);
            if let Some(count) = said.map(|said| now - said - told).filter(|count| *count != 0) {
                found.push(LateFacts {
                    of: other.id,
                    span: other.span.label.clone(),
                    figure: definition.id.into(),
                    label: definition.told.label.into(),
                    count,
                });
            }
        }
    }
    found
}

/// The frozen ones of the committee whose time was over before that of the statement, by time. Of
/// the same time the last one: it says all that those before it said. One that is frozen again at
/// the same number so tells the same.
fn earlier<'s>(state: &'s State, statement: &Statement) -> Vec<&'s Statement> {
    let mut last: BTreeMap<(Day, Day), &Statement> = BTreeMap::new();
    for other in state.statements.values() {
        let is_counted = other.state == StatementState::Frozen
            && !other.imported
            && other.committee == statement.committee;
        if is_counted && other.span.last < statement.span.first {
            let known = last.entry((other.span.first, other.span.last)).or_insert(other);
            if (known.as_of, known.id) < (other.as_of, other.id) {
                *known = other;
            }
        }
    }
    last.into_values().collect()
}

/// What these statements, by time, told of a figure of an earlier one: the last that was frozen,
/// with all that it took as told. Times need not be frozen in their order.
fn told(of: StatementId, figure: &str, after: &[&Statement]) -> i64 {
    // Of two that were frozen at the same number the one of the earlier time stands alone.
    let Some(last) = after.iter().rev().max_by_key(|other| other.as_of) else { return 0 };
    let is_it = |late: &&LateFacts| late.of == of && late.figure == figure;
    let own: i64 = last.late.iter().filter(is_it).map(|late| late.count).sum();
    let before: Vec<_> =
        after.iter().filter(|other| other.span.last < last.span.first).copied().collect();
    own + told(of, figure, &before)
}
