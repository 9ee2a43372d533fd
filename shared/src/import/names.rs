//! Names of schools as people write them. Directories give many of them in bare capitals, without
//! accents, hyphens or apostrophes.

/// Words of names with their accents, which capitals have lost: the kinds of schools, and first and
/// last names that are written in one way only.
const ACCENTED: &[(&str, &str)] = &[
    ("andre", "André"),
    ("andree", "Andrée"),
    ("benoit", "Benoît"),
    ("cedre", "Cèdre"),
    ("cedres", "Cèdres"),
    ("cezanne", "Cézanne"),
    ("coeur", "Cœur"),
    ("college", "Collège"),
    ("ecole", "école"),
    ("edouard", "Édouard"),
    ("eglise", "Église"),
    ("elementaire", "élémentaire"),
    ("elie", "Élie"),
    ("elisee", "Élisée"),
    ("eluard", "Éluard"),
    ("emile", "Émile"),
    ("etienne", "Étienne"),
    ("eugene", "Eugène"),
    ("exupery", "Exupéry"),
    ("francois", "François"),
    ("francoise", "Françoise"),
    ("frederic", "Frédéric"),
    ("general", "Général"),
    ("helene", "Hélène"),
    ("irene", "Irène"),
    ("jaures", "Jaurès"),
    ("jerome", "Jérôme"),
    ("leon", "Léon"),
    ("macons", "Maçons"),
    ("moliere", "Molière"),
    ("prevert", "Prévert"),
    ("prive", "privé"),
    ("privee", "privée"),
    ("rene", "René"),
    ("renee", "Renée"),
    ("riviere", "Rivière"),
    ("sacre", "Sacré"),
    ("st", "Saint"),
    ("ste", "Sainte"),
    ("therese", "Thérèse"),
    ("unite", "unité"),
];

/// Words that say what a place is, and not whose name it bears.
const KINDS: &[&str] = &[
    "application",
    "ecole",
    "elementaire",
    "enfantine",
    "enseignement",
    "groupe",
    "intercommunale",
    "maternelle",
    "primaire",
    "prive",
    "privee",
    "publique",
    "scolaire",
    "unite",
];

/// Words between the others.
const SMALL: &[&str] =
    &["a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "sous", "sur"];

/// Abbreviations that everybody writes in capitals.
const CAPITALS: &[&str] =
    &["erea", "ii", "iii", "ime", "itep", "iv", "rpi", "segpa", "uee", "uema", "ulis", "xxiii"];

/// The words after which a name goes on with a hyphen.
const JOINED: &[&str] = &["notre", "sacre", "saint", "sainte", "st", "ste"];

/// Returns a name as people write it. One that has small letters is left as it is.
pub fn as_written(official: &str) -> String {
    if official.chars().any(char::is_lowercase) {
        return official.to_owned();
    }
    let words: Vec<String> = official.split_whitespace().map(str::to_lowercase).collect();
    let mut out = String::with_capacity(official.len());
    for (at, word) in words.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| words[at].as_str());
        let next = words.get(at + 1).map(String::as_str);
        out.push_str(&one(word, before, next));
        if next.is_some() && !is_elided(word, next) {
            out.push(if JOINED.contains(&word.as_str()) { '-' } else { ' ' });
        }
    }
    capital(&out)
}

/// Whether the word is what is left of «de» or «le» before a vowel.
fn is_elided(word: &str, next: Option<&str>) -> bool {
    let vowel = |next: &str| next.starts_with(['a', 'e', 'h', 'i', 'o', 'u', 'y']);
    matches!(word, "d" | "l") && next.is_some_and(vowel)
}

fn one(word: &str, before: Option<&str>, next: Option<&str>) -> String {
    if is_elided(word, next) {
        return format!("{word}’");
    }
    if CAPITALS.contains(&word) || (word.chars().count() == 1 && !(word == "a" && next.is_some())) {
        return word.to_uppercase();
    }
    let follows_kind = before.is_none_or(|before| KINDS.contains(&before));
    if SMALL.contains(&word) {
        // The article of a name is part of it: «École primaire Le Bourg».
        let is_article = matches!(word, "la" | "le" | "les");
        return if is_article && follows_kind { capital(word) } else { word.to_owned() };
    }
    if let Ok(at) = ACCENTED.binary_search_by_key(&word, |(plain, _)| plain) {
        return ACCENTED[at].1.to_owned();
    }
    if KINDS.contains(&word) {
        return word.to_owned();
    }
    match word.split_once(['\'', '’']) {
        Some((article @ ("d" | "l"), rest)) => format!("{article}’{}", capital(rest)),
        Some(_) | None => word.split('-').map(capital).collect::<Vec<_>>().join("-"),
    }
}

/// The word with a capital at its beginning.
fn capital(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

#[cfg(test)]
mod tests {
    use super::{ACCENTED, as_written};

    #[test]
    fn capitals_are_written_as_people_write() {
        for (official, written) in [
            ("ECOLE ELEMENTAIRE CROIX BERTHAUD", "École élémentaire Croix Berthaud"),
            ("ECOLE PRIMAIRE LE BOURG", "École primaire Le Bourg"),
            ("ECOLE PRIMAIRE D EGARANDE", "École primaire d’Egarande"),
            ("ECOLE PRIVEE JEANNE D ARC", "École privée Jeanne d’Arc"),
            ("ECOLE PRIMAIRE PRIVEE ST NICOLAS", "École primaire privée Saint-Nicolas"),
            (
                "ECOLE PRIMAIRE PRIVEE NOTRE DAME DE LA PAIX",
                "École primaire privée Notre-Dame de la Paix",
            ),
            ("ECOLE D APPLICATION JEAN-PAUL SARTRE", "École d’application Jean-Paul Sartre"),
            ("ECOLE PRIMAIRE JEAN JAURES", "École primaire Jean Jaurès"),
            ("ECOLE ELEMENTAIRE HENRI WALLON A", "École élémentaire Henri Wallon A"),
            ("ECOLE PRIMAIRE L'HORME", "École primaire l’Horme"),
            ("ECOLE PRIMAIRE CHARLES PERRAULT 2", "École primaire Charles Perrault 2"),
            ("RPI DE VALFLEURY", "RPI de Valfleury"),
            ("", ""),
        ] {
            assert_eq!(as_written(official), written);
        }
    }

    #[test]
    fn what_has_small_letters_is_left_alone() {
        let name = "Ecole primaire  d'Egarande";
        assert_eq!(as_written(name), name);
    }

    #[test]
    fn the_accents_are_in_order_so_that_each_is_found() {
        assert!(ACCENTED.is_sorted_by_key(|(plain, _)| plain));
    }
}
