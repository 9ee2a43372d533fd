//! Two frozen statements beside each other: what differs, and what cannot be compared.

use super::{Amount, Defined, Sheet, Statement};
use crate::id::CommuneId;

/// How a figure of two statements compares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Compared {
    /// It differs.
    Differs {
        /// In the first.
        from: Amount,
        /// In the second.
        to: Amount,
    },
    /// Its definition changed between them: the numbers are not of the same thing.
    Redefined {
        /// Its version in the first.
        from: u32,
        /// Its version in the second.
        to: u32,
    },
    /// One of them lacks it.
    Missing,
}

/// A figure that is not the same in both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The figure, as the later statement defines it.
    pub figure: Defined,
    /// Where; nothing for the total.
    pub commune: Option<CommuneId>,
    /// The name of the place.
    pub name: String,
    /// How.
    pub how: Compared,
}

fn amount(statement: &Statement, sheet: &Sheet, id: &str) -> Option<Amount> {
    let at = statement.definitions.iter().position(|defined| defined.id == id)?;
    sheet.amounts.get(at).copied()
}

/// The figures that differ between two statements: of a changed definition once, for the total.
pub fn compare(one: &Statement, two: &Statement) -> Vec<Difference> {
    let mut differences = Vec::new();
    for figure in &two.definitions {
        let old = one.definitions.iter().find(|old| old.id == figure.id);
        let mut add = |commune: Option<CommuneId>, name: String, how| {
            differences.push(Difference { figure: figure.clone(), commune, name, how });
        };
        match old {
            None => add(None, String::new(), Compared::Missing),
            Some(old) if old.version != figure.version => {
                let (from, to) = (old.version, figure.version);
                add(None, String::new(), Compared::Redefined { from, to });
            }
            Some(_) => {
                for sheet in &two.sheets {
                    let before = one.sheets.iter().find(|other| other.commune == sheet.commune);
                    let from = before.and_then(|before| amount(one, before, &figure.id));
                    let to = amount(two, sheet, &figure.id);
                    match (from, to) {
                        (Some(from), Some(to)) if from != to => {
                            let how = Compared::Differs { from, to };
                            add(sheet.commune.clone(), sheet.name.clone(), how);
                        }
                        (Some(_), Some(_)) | (None, None) => {}
                        (None, Some(_)) | (Some(_), None) => {
                            add(sheet.commune.clone(), sheet.name.clone(), Compared::Missing);
                        }
                    }
                }
            }
        }
    }
    for figure in &one.definitions {
        if two.definitions.iter().all(|new| new.id != figure.id) {
            let (figure, name, how) = (figure.clone(), String::new(), Compared::Missing);
            differences.push(Difference { figure, commune: None, name, how });
        }
    }
    differences
}
