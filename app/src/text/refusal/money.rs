//! Refusals about money, in words: what remains, what is lacking, what to do.

use crate::text::date::day_long;
use crate::text::{count, value};
use shared::day::Day;
use shared::id::EquipmentId;
use shared::money::Cents;
use shared::row::{RowKey, State};

/// The site has less left than it costs.
pub(super) fn allowance(remaining: Cents) -> String {
    let left = remaining.max(Cents::ZERO);
    format!(
        "Il reste {left}. Cette commande coûte plus. Retirez un article ou réduisez une quantité, \
         puis recommencez."
    )
}

/// The line of the budget has less left than it costs.
pub(super) fn line_spent(line: &str, remaining: Cents) -> String {
    let left = remaining.max(Cents::ZERO);
    format!(
        "La ligne budgétaire {line} est épuisée\u{a0}: il y reste {left}. Ce qui est payé par une \
         autre ligne peut encore être commandé."
    )
}

/// What sites may spend together is more than the line has.
pub(super) fn lacks(line: &str, missing: Cents) -> String {
    format!(
        "Le total de la ligne {line} ne suffit pas pour toutes les écoles\u{a0}: il manque \
         {missing}. Réduisez le montant par école ou augmentez le total."
    )
}

/// The price that was seen is not the price any more.
pub(super) fn price(label: &str, seen: Cents, now: Cents) -> String {
    format!(
        "Prix changé pour «\u{a0}{label}\u{a0}»\u{a0}: {seen} → {now}. Vérifiez, puis commandez \
         de nouveau."
    )
}

/// The campaign takes nothing on this day.
pub(super) fn closed(opens: Day, closes: Day) -> String {
    let (opens, closes) = (day_long(opens), day_long(closes));
    format!("Cette campagne prend les demandes du {opens} au {closes}. Rien n’a été demandé.")
}

/// The article cannot be asked for.
pub(super) fn not_offered(label: &str) -> String {
    format!("«\u{a0}{label}\u{a0}» n’est plus proposé. Choisissez un autre article.")
}

/// Equipment is in another open order already.
pub(super) fn replaced(equipment: &[EquipmentId], state: &State) -> String {
    let known = equipment.iter().filter_map(|id| state.equipment.get(id));
    let names: Vec<_> = known.map(|equipment| equipment.name.as_str()).collect();
    let many = count(equipment.len(), "matériel est déjà", "matériels sont déjà");
    match names.is_empty() {
        true => format!("{many} dans un renouvellement en cours."),
        false => format!("{many} dans un renouvellement en cours\u{a0}: {}.", names.join(", ")),
    }
}

/// A row is not in a state that allows it.
pub(super) fn state(row: &RowKey, word: &str) -> String {
    format!(
        "{} est «\u{a0}{}\u{a0}»\u{a0}: on ne peut plus faire cela.",
        super::kind_with_article(row.kind),
        value::state_of(row.kind, word)
    )
}

/// A stop takes more minutes than its technician's half-day has for stops.
pub(super) fn stop_too_long(minutes: u32, left: u32) -> String {
    format!(
        "Cet arrêt demande {minutes}\u{a0}min, et il en reste {left} pour les arrêts de cette \
         demi-journée. Choisissez un autre jour, ou un passage."
    )
}
