//! Guesses the kind of a device from the words that describe it.

use crate::equipment::EquipmentKind;
use crate::import::value::words;

/// Beginnings of words (accents removed) for each kind; the first line that agrees wins, so that
/// «ordinateur portable» is a laptop and «vidéoprojecteur interactif» a board.
const STEMS: &[(EquipmentKind, &[&str])] = &[
    (EquipmentKind::Tablet, &["tablet", "ipad", "galaxy tab"]),
    (
        EquipmentKind::Board,
        &["interacti", "tni", "tbi", "vpi", "eni", "whiteboard", "board", "smartboard"],
    ),
    (
        EquipmentKind::Projector,
        &["videoproj", "video proj", "projecteur", "projector", "beamer", "vp"],
    ),
    (EquipmentKind::Printer, &["imprim", "printer", "copieur", "photocop", "multifonction", "mfp"]),
    (
        EquipmentKind::Network,
        &[
            "switch",
            "commutateur",
            "borne",
            "routeur",
            "router",
            "wifi",
            "access point",
            "point d acces",
            "pare feu",
            "firewall",
            "network",
        ],
    ),
    (
        EquipmentKind::Laptop,
        &[
            "portable",
            "laptop",
            "notebook",
            "netbook",
            "chromebook",
            "convertible",
            "probook",
            "elitebook",
            "latitude",
            "thinkpad",
            "macbook",
            "travelmate",
        ],
    ),
    (
        EquipmentKind::Computer,
        &[
            "ordinateur",
            "computer",
            "desktop",
            "fixe",
            "tour",
            "tower",
            "mini tower",
            "unite centrale",
            "uc",
            "all in one",
            "tout en un",
            "mini pc",
            "pc",
            "optiplex",
            "thinkcentre",
            "prodesk",
            "elitedesk",
            "imac",
            "client leger",
            "workstation",
        ],
    ),
];

/// The type decides; then the model; then the name.
pub(super) fn guess(type_text: &str, model: &str, name: &str) -> EquipmentKind {
    let guesses = [type_text, model, name].map(guess_one);
    let first = guesses.into_iter().flatten().next();
    first.unwrap_or(EquipmentKind::Other)
}

fn guess_one(text: &str) -> Option<EquipmentKind> {
    let text = format!(" {}", words(text));
    let holds = |stem: &str| match stem.len() {
        // A short one must be a whole word: «pc», «vp», «uc».
        ..=3 => format!("{text} ").contains(&format!(" {stem} ")),
        _ => text.contains(&format!(" {stem}")),
    };
    let found = STEMS.iter().find(|(_, stems)| stems.iter().any(|stem| holds(stem)));
    found.map(|(kind, _)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_guessed() {
        use EquipmentKind::*;
        let cases = [
            ("Ordinateur portable", "", Laptop),
            ("Portable", "", Laptop),
            ("Desktop", "Latitude", Computer),
            ("", "Latitude 5440", Laptop),
            ("Mini Tower", "", Computer),
            ("Vidéoprojecteur interactif", "", Board),
            ("Vidéoprojecteur", "EB-W06", Projector),
            ("Tablette", "iPad 9", Tablet),
            ("Borne wifi", "", Network),
            ("Imprimante", "", Printer),
            ("Robot", "", Other),
            ("Écran numérique interactif", "", Board),
        ];
        for (type_text, model, kind) in cases {
            assert_eq!(guess(type_text, model, ""), kind, "{type_text} {model}");
        }
        assert_eq!(guess("", "", "ECO-VP-04"), Projector);
    }
}
