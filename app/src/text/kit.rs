//! Words of a kit that is handed over or taken back.

use shared::id::SupplyId;
use shared::loan::Piece;
use shared::row::State;

pub const HAND_OVER: &str = "Remettre la valise";
pub const TAKE_BACK: &str = "Reprendre la valise";
pub const UNIT: &str = "Unité";
pub const SCAN: &str = "Scanner l’étiquette";
pub const SCAN_LABEL: &str = "Étiquette de l’unité";
pub const CONTENTS: &str = "Contenu";
pub const INCOMPLETE: &str = "Il manque quelque chose";
pub const NEEDS_CHECK: &str = "Dites si tout y est.";
pub const NEEDS_LACKS: &str = "Choisissez ce qui manque, ou «\u{a0}Tout y est\u{a0}».";
pub const UNIT_CONTENTS: &str = "Contenu d’une unité";
pub const UNIT_CONTENTS_HINT: &str = "Une ligne par pièce, par exemple «\u{a0}16 tablettes\u{a0}».";
pub const BAD_CONTENTS: &str =
    "Écrivez un nombre puis un nom sur chaque ligne\u{a0}: 16 tablettes.";
pub const LONGEST: &str = "Durée la plus longue, en jours";
pub const BUFFER: &str = "Préparation entre deux prêts, en jours ouvrés";
pub const BUFFER_HINT: &str = "Recharger, vérifier, transporter.";
pub const BAD_DAYS: &str = "Écrivez un nombre de jours.";
pub const LACKS: &str = "Ce qui manque";

/// All pieces are there.
pub fn complete(pieces: u32) -> String {
    match pieces {
        0 => "Tout y est".into(),
        1 => "Tout y est (1\u{a0}pièce)".into(),
        many => format!("Tout y est ({many}\u{a0}pièces)"),
    }
}

/// One line of the contents, of which some may lack.
pub fn lacking(piece: &Piece) -> String {
    format!("{} (sur {})", piece.label, piece.quantity)
}

/// No unit has that label.
pub fn unknown(label: &str) -> String {
    format!(
        "Aucune unité de ce prêt ne porte «\u{a0}{}\u{a0}». Vérifiez l’étiquette, ou choisissez \
         dans la liste.",
        label.trim()
    )
}

/// Another school has the unit.
pub fn elsewhere(unit: &str, with: SupplyId, view: &State) -> String {
    let place = super::loan::elsewhere(with, view);
    format!(
        "Remise impossible\u{a0}: {unit} est déjà sortie ({place}). Vérifiez l’étiquette, ou \
         remettez une autre unité."
    )
}
