//! Rules of statements: a frozen one never changes, but for the word that it was corrected.

use super::act::{Act, Draft};
use super::{Past, Sheet, Statement, StatementState};
use crate::day::Day;
use crate::decide::context::{Context, bad, few, optional, required, word};
use crate::id::StatementId;
use crate::limits::{
    LONG_TEXT_CHARS, SHORT_TEXT_CHARS, STATEMENT_FIGURES, STATEMENT_READERS, STATEMENT_SHEETS,
};
use crate::refusal::{FieldName, FieldProblem, Refusal};
use crate::role::Role;
use crate::row::{Read, RowKey, State};
use std::collections::BTreeSet;

impl Act {
    /// Whether that role may give it at all.
    pub(crate) fn is_allowed(&self, role: Role) -> bool {
        match self {
            Act::PrepareStatement { .. }
            | Act::FreezeStatement { .. }
            | Act::ImportStatement { .. } => role == Role::Coordinator,
        }
    }

    /// The rows that [`Act::apply`] looks at.
    pub(crate) fn reads(&self, state: &State) -> Vec<Read> {
        let row = |id: &StatementId| Read::Row(RowKey::of::<Statement>(id));
        match self {
            Act::PrepareStatement { statement, draft } => {
                [statement].into_iter().chain(&draft.replaces).map(row).collect()
            }
            Act::ImportStatement { statement, .. } => vec![row(statement)],
            Act::FreezeStatement { statement } => {
                let known = state.statements.get(statement);
                let replaces = known.and_then(|known| known.replaces);
                [*statement].iter().chain(&replaces).map(row).collect()
            }
        }
    }

    /// Changes the rows of the context.
    ///
    /// # Errors
    /// Why it cannot be done.
    pub(crate) fn apply(&self, context: &mut Context<'_>) -> Result<(), Refusal> {
        match self {
            Act::PrepareStatement { statement, draft } => prepare(context, *statement, draft),
            Act::FreezeStatement { statement } => freeze(context, *statement),
            Act::ImportStatement { statement, past } => import(context, *statement, past),
        }
    }
}

fn state_of(statement: &Statement) -> Refusal {
    let state = word(&statement.state);
    Refusal::State { row: RowKey::of::<Statement>(&statement.id), state }
}

/// The one that a draft corrects: frozen, of the same committee and time, and not corrected yet.
fn corrected(context: &Context<'_>, id: StatementId, draft: &Draft) -> Result<Statement, Refusal> {
    let old = (*context.known::<Statement>(&id)?).clone();
    if old.state != StatementState::Frozen {
        return Err(state_of(&old));
    }
    let is_same = old.committee == draft.committee
        && (old.span.first, old.span.last) == (draft.span.first, draft.span.last);
    if is_same { Ok(old) } else { Err(bad(FieldName::First, FieldProblem::Invalid)) }
}

#[inline(never)]
fn prepare(context: &mut Context<'_>, id: StatementId, draft: &Draft) -> Result<(), Refusal> {
    let known = context.find::<Statement>(&id);
    if let Some(known) = known.as_ref().filter(|known| known.is_frozen()) {
        return Err(state_of(known));
    }
    let label = required(FieldName::Label, &draft.span.label, SHORT_TEXT_CHARS)?;
    let text = optional(FieldName::Text, &draft.text, LONG_TEXT_CHARS)?;
    let readers: Vec<_> = draft.readers.iter().collect();
    few(FieldName::Role, &readers, STATEMENT_READERS)?;
    if draft.span.last < draft.span.first {
        return Err(bad(FieldName::Last, FieldProblem::Invalid));
    }
    if let Some(replaced) = draft.replaces {
        corrected(context, replaced, draft)?;
    }
    let Draft { committee, span, public, readers, replaces, .. } = draft.clone();
    context.put(Statement {
        id,
        committee,
        span: super::Span { label, ..span },
        state: StatementState::Draft,
        text,
        public,
        readers,
        replaces,
        replaced_by: None,
        sealed_as: 0,
        frozen_on: None,
        as_of: 0,
        fictitious: false,
        imported: false,
        definitions: Vec::new(),
        sheets: Vec::new(),
        late: Vec::new(),
        factors: Vec::new(),
        hash: String::new(),
        version: known.map_or(0, |known| known.version),
    });
    Ok(())
}

/// The figures are written by the server, from rows that this rule does not need.
#[inline(never)]
fn freeze(context: &mut Context<'_>, id: StatementId) -> Result<(), Refusal> {
    let mut statement = (*context.known::<Statement>(&id)?).clone();
    if statement.is_frozen() {
        return Err(state_of(&statement));
    }
    let today = context.today();
    if statement.span.first > today {
        return Err(bad(FieldName::First, FieldProblem::Invalid));
    }
    if let Some(old) = statement.replaces {
        let draft = Draft {
            committee: statement.committee,
            span: statement.span.clone(),
            text: String::new(),
            public: false,
            readers: statement.readers.clone(),
            replaces: None,
        };
        let old = corrected(context, old, &draft)?;
        let state = StatementState::Superseded;
        let sealed_as = old.version;
        context.put(Statement { state, replaced_by: Some(id), sealed_as, ..old });
    }
    statement.state = StatementState::Frozen;
    statement.frozen_on = Some(today);
    context.put(statement);
    Ok(())
}

impl Past {
    /// Whether it can be kept: a total, and one amount of each figure in each sheet.
    fn check(&self, today: Day) -> Result<(), Refusal> {
        required(FieldName::Label, &self.span.label, SHORT_TEXT_CHARS)?;
        few(FieldName::Lines, &self.definitions, STATEMENT_FIGURES)?;
        few(FieldName::Sites, &self.sheets, STATEMENT_SHEETS)?;
        if self.span.last < self.span.first {
            return Err(bad(FieldName::Last, FieldProblem::Invalid));
        }
        if self.frozen_on < self.span.first || today < self.frozen_on {
            return Err(bad(FieldName::Day, FieldProblem::Invalid));
        }
        for defined in &self.definitions {
            required(FieldName::Id, &defined.id, SHORT_TEXT_CHARS)?;
            for text in [&defined.label, &defined.sentence, &defined.unit] {
                required(FieldName::Label, text, LONG_TEXT_CHARS)?;
            }
        }
        let of_total = |sheet: &&Sheet| sheet.commune.is_none();
        let is_whole = |sheet: &Sheet| sheet.amounts.len() == self.definitions.len();
        let is_good = !self.definitions.is_empty()
            && self.sheets.iter().filter(of_total).count() == 1
            && self.sheets.iter().all(is_whole);
        if is_good { Ok(()) } else { Err(bad(FieldName::Lines, FieldProblem::Invalid)) }
    }
}

/// Takes it in; the server writes its hash. The same file twice is the same statement.
#[inline(never)]
fn import(context: &mut Context<'_>, id: StatementId, past: &Past) -> Result<(), Refusal> {
    match context.find::<Statement>(&id) {
        Some(known) if known.imported => return Ok(()),
        Some(known) => return Err(state_of(&known)),
        None => {}
    }
    past.check(context.today())?;
    let Past { committee, span, frozen_on, definitions, sheets } = past.clone();
    context.put(Statement {
        id,
        committee,
        span,
        state: StatementState::Frozen,
        text: String::new(),
        public: false,
        readers: BTreeSet::new(),
        replaces: None,
        replaced_by: None,
        sealed_as: 0,
        frozen_on: Some(frozen_on),
        as_of: 0,
        fictitious: false,
        imported: true,
        definitions,
        sheets,
        late: Vec::new(),
        factors: Vec::new(),
        hash: String::new(),
        version: 0,
    });
    Ok(())
}
