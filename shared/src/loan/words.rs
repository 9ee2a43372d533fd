//! French words of loans, for screens, exports and tickets alike.

use super::Piece;
use crate::supply::SupplyState;

/// Returns the word of the state of a loan.
pub fn loan(state: SupplyState) -> &'static str {
    match state {
        SupplyState::Asked => "demandé",
        SupplyState::WaitingList => "en liste d’attente",
        SupplyState::Accepted => "confirmé",
        SupplyState::Ready => "prêt à livrer",
        SupplyState::Delivered => "en prêt",
        SupplyState::Closed => "rendu",
        SupplyState::Refused => "refusé",
        SupplyState::Cancelled => "retiré",
    }
}

/// Returns some pieces in one line.
pub fn pieces(pieces: &[Piece]) -> String {
    let said = pieces.iter().map(|piece| format!("{}\u{a0}×\u{a0}{}", piece.quantity, piece.label));
    said.collect::<Vec<_>>().join(", ")
}

/// Returns the sentence of a ticket about what a unit lacks.
pub fn lack(article: &str, unit: &str, what: &str) -> String {
    match unit.is_empty() {
        true => format!("Prêt «\u{a0}{article}\u{a0}»\u{a0}: il manque {what}"),
        false => format!("Prêt «\u{a0}{article}\u{a0}», {unit}\u{a0}: il manque {what}"),
    }
}
