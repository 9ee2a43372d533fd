//! A statement that was frozen elsewhere, before this product counted: taken in as it was printed,
//! marked «importé, non recalculable», and never compared with what rows say.

use super::{Committee, Defined, Sheet, Span};
use crate::day::Day;
use crate::decide::context::{bad, few, required};
use crate::limits::{LONG_TEXT_CHARS, SHORT_TEXT_CHARS, STATEMENT_FIGURES, STATEMENT_SHEETS};
use crate::refusal::{FieldName, Problem, Refusal};
use serde::{Deserialize, Serialize};

/// What a file says of one statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Past {
    /// For whom it was.
    pub committee: Committee,
    /// Of which time.
    pub span: Span,
    /// The day on which it was frozen.
    pub frozen_on: Day,
    /// What its figures are called.
    pub definitions: Vec<Defined>,
    /// The total first, then the communes by name.
    pub sheets: Vec<Sheet>,
}

impl Past {
    /// Whether it can be kept: a total, and one amount of each figure in each sheet.
    ///
    /// # Errors
    /// The field that cannot be kept.
    pub(super) fn check(&self, today: Day) -> Result<(), Refusal> {
        required(FieldName::Label, &self.span.label, SHORT_TEXT_CHARS)?;
        few(FieldName::Lines, &self.definitions, STATEMENT_FIGURES)?;
        few(FieldName::Sites, &self.sheets, STATEMENT_SHEETS)?;
        if self.span.last < self.span.first {
            return Err(bad(FieldName::Last, Problem::Invalid));
        }
        if self.frozen_on < self.span.first || today < self.frozen_on {
            return Err(bad(FieldName::Day, Problem::Invalid));
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
        if is_good { Ok(()) } else { Err(bad(FieldName::Lines, Problem::Invalid)) }
    }
}
