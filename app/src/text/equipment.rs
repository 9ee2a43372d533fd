//! Words about equipment and its life.

use super::date::day_long;
use super::outbox::Told;
use super::{count, site_name};
use shared::day::Day;
use shared::equipment::{Act, Equipment, Proposal};
use shared::id::EquipmentId;
use shared::row::State;
use shared::words;

const UNKNOWN: &str = "matériel inconnu ici";
pub const KEEP: &str = "Nous pouvons le garder";
pub const LET_GO: &str = "Il peut être remplacé";
pub const SAID_KEPT: &str = "Enregistré\u{a0}: il sera gardé.";
pub const SAID_LET_GO: &str = "Enregistré\u{a0}: il peut être remplacé.";
pub const NONE: &str = "Aucun matériel n’est enregistré ici.";
pub const INTRO: &str = "Le matériel ancien est proposé au remplacement. S’il vous rend encore \
     service, dites-le\u{a0}: il ne sera pas remplacé.";
pub const PROPOSE: &str = "Proposer à la réforme";
pub const PROPOSE_REASON: &str = "Motif";
pub const PROPOSE_REASON_HINT: &str =
    "en quelques mots\u{a0}: écran fendu, trop lent, ne charge plus";
pub const SAID_PROPOSED: &str = "Enregistré\u{a0}: proposé à la réforme.";
pub const AGE_UNKNOWN: &str = "âge inconnu";

/// The age of a device in words: «acheté il y a 6 ans». What is not known is said so.
pub fn age(device: &Equipment, today: Day) -> String {
    let since = if device.bought.is_some() { "acheté" } else { "ici" };
    match (device.age(today), device.age_months(today)) {
        (None, _) | (_, None) => AGE_UNKNOWN.to_owned(),
        (Some(0), Some(0)) => format!("{since} ce mois-ci"),
        (Some(0), Some(months)) => format!("{since} il y a {months}\u{a0}mois"),
        (Some(years), _) if device.bought.is_some() => {
            format!("{since} il y a {}", count(years as usize, "an", "ans"))
        }
        (Some(years), _) => format!("{since} depuis {}", count(years as usize, "an", "ans")),
    }
}

/// Since when a school wants to keep a device.
pub fn kept(on: Day) -> String {
    format!("À garder, dit par l’école le {}", day_long(on))
}

/// Who thinks that a device has served, and why.
pub fn proposed(proposal: &Proposal) -> String {
    let Proposal { on, by_name, reason } = proposal;
    format!("Proposé à la réforme le {} par {by_name}\u{a0}: {reason}", day_long(*on))
}

/// A device with its label, which tells it from others of its name.
pub fn named(device: &Equipment) -> String {
    match device.label.as_str() {
        "" => device.name.clone(),
        label => format!("{} ({label})", device.name),
    }
}

/// The name of a device with its label, as far as it is known here.
pub fn name(view: &State, id: EquipmentId) -> String {
    view.equipment.get(&id).map_or_else(|| UNKNOWN.to_owned(), |device| device.name.clone())
}

impl Told for Act {
    fn told(&self, view: &State) -> String {
        match self {
            Act::ImportEquipment { equipment } => {
                format!("Import de {}", count(equipment.len(), "matériel", "matériels"))
            }
            Act::ImportSupportEnds { ends } => {
                format!("Import des fins de support de {}", count(ends.len(), "modèle", "modèles"))
            }
            Act::EditEquipment { equipment, .. } => {
                format!("Fiche corrigée\u{a0}: {}", name(view, *equipment))
            }
            Act::MoveEquipment { equipment, to, .. } => {
                format!("{}\u{a0}: à {} désormais", name(view, *equipment), site_name(view, to))
            }
            Act::ProposeRetirement { equipment, .. } => {
                format!("À réformer\u{a0}: {}", name(view, *equipment))
            }
            Act::KeepEquipment { equipment, keep: true } => {
                format!("Nous pouvons garder\u{a0}: {}", name(view, *equipment))
            }
            Act::KeepEquipment { equipment, keep: false } => {
                format!("Peut être remplacé\u{a0}: {}", name(view, *equipment))
            }
            Act::RetireEquipment { equipment, .. } => {
                format!("Réformé\u{a0}: {}", name(view, *equipment))
            }
            Act::ReviveEquipment { equipment } => {
                format!("Remis en service\u{a0}: {}", name(view, *equipment))
            }
            Act::WipeEquipment { equipment, on } => {
                format!("Données effacées\u{a0}: {}, {}", name(view, *equipment), day_long(*on))
            }
            Act::DirectEquipment { equipment, destination, .. } => {
                let (name, to) = (name(view, *equipment), words::destination(*destination));
                format!("Destination de {name}\u{a0}: {to}")
            }
            Act::ProveDestination { equipment, .. } => {
                format!("Attestation jointe\u{a0}: {}", name(view, *equipment))
            }
        }
    }

    fn typed(&self) -> Vec<&str> {
        match self {
            Act::ProposeRetirement { reason, .. } | Act::RetireEquipment { reason, .. } => {
                vec![reason]
            }
            Act::DirectEquipment { recipient, .. } => vec![recipient],
            Act::ProveDestination { proof, .. } => vec![proof],
            Act::ImportEquipment { .. }
            | Act::ImportSupportEnds { .. }
            | Act::EditEquipment { .. }
            | Act::MoveEquipment { .. }
            | Act::KeepEquipment { .. }
            | Act::ReviveEquipment { .. }
            | Act::WipeEquipment { .. } => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::equipment::EquipmentKind;

    #[test]
    fn an_age_is_said_in_words_and_an_unknown_one_is_never_nothing() {
        let day = |text: &str| text.parse::<Day>().expect("a day");
        let device = Equipment::blank(
            EquipmentId(uuid::Uuid::nil()),
            "0420001A".into(),
            EquipmentKind::Laptop,
            "PC".into(),
        );
        let today = day("2026-03-12");
        let bought = |on| Equipment { bought: Some(day(on)), ..device.clone() };
        assert_eq!(age(&bought("2020-03-12"), today), "acheté il y a 6\u{a0}ans");
        assert_eq!(age(&bought("2025-01-12"), today), "acheté il y a 1\u{a0}an");
        assert_eq!(age(&bought("2025-10-12"), today), "acheté il y a 5\u{a0}mois");
        assert_eq!(age(&bought("2026-03-01"), today), "acheté ce mois-ci");
        let here = Equipment { acquired: Some(day("2023-03-01")), ..device.clone() };
        assert_eq!(age(&here, today), "ici depuis 3\u{a0}ans");
        assert_eq!(age(&device, today), "âge inconnu");
        assert_eq!(age(&bought("2027-03-01"), today), "âge inconnu");
    }
}
