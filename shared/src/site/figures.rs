//! What published lists say of a school beyond its address: its pupils and classes, its social
//! position index, how it is organised.

use serde::{Deserialize, Serialize};

/// Pupils and classes at the beginning of a school year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Roll {
    /// The year in which the school year began; nothing where the list does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<u16>,
    /// Pupils.
    pub pupils: u32,
    /// Classes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub classes: Option<u32>,
}

/// The social position index («indice de position sociale», IPS) of a school year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SocialIndex {
    /// The year in which the school year began; nothing where the list does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<u16>,
    /// Tenths: 905 is an index of 90.5.
    pub tenths: u16,
}

/// What published lists say of a school. Each part is absent while no list has said it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Figures {
    /// Its pupils and classes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub roll: Option<Roll>,
    /// Its social position index.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub social_index: Option<SocialIndex>,
    /// Whether it has a unit for inclusion («ULIS»).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ulis: Option<bool>,
    /// Whether it belongs to a group of schools of several communes («RPI»).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grouped: Option<bool>,
}

impl Figures {
    pub(super) fn is_nothing(&self) -> bool {
        *self == Self::default()
    }

    /// These figures, and what was known where they say nothing or speak of an earlier year.
    #[must_use]
    pub fn over(self, known: Self) -> Self {
        let roll = later(self.roll, known.roll, |roll| roll.year);
        let social_index = later(self.social_index, known.social_index, |index| index.year);
        let (ulis, grouped) = (self.ulis.or(known.ulis), self.grouped.or(known.grouped));
        Self { roll, social_index, ulis, grouped }
    }
}

/// The fresh one, unless the known one is of a later year.
fn later<T>(fresh: Option<T>, known: Option<T>, year: impl Fn(&T) -> Option<u16>) -> Option<T> {
    match (fresh, known) {
        (Some(fresh), Some(known)) if year(&fresh) < year(&known) => Some(known),
        (fresh, known) => fresh.or(known),
    }
}
