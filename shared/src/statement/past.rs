//! A statement that was frozen elsewhere, before this product counted: taken in as it was printed,
//! marked «importé, non recalculable», and never compared with what rows say.

use super::{Committee, Defined, Sheet, Span};
use crate::day::Day;
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
