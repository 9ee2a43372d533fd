//! Words about equipment, in «Mes saisies».

use super::outbox::Told;
use shared::equipment::Act;
use shared::row::State;

impl Told for Act {
    fn told(&self, _: &State) -> String {
        match self {
            Act::ImportEquipment { equipment } => {
                format!("Import de {}\u{a0}matériels", equipment.len())
            }
        }
    }

    fn typed(&self) -> Vec<&str> {
        match self {
            Act::ImportEquipment { .. } => Vec::new(),
        }
    }
}
