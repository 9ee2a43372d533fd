//! Words about photos.

use super::count;

pub const GALLERY: &str = "Choisir des photos";
pub const REMOVE: &str = "Retirer";

/// «Photo 2 sur 5 : le câble est remplacé».
pub fn name(at: usize, all: usize, about: &str) -> String {
    let number = format!("Photo\u{a0}{at} sur\u{a0}{all}");
    match about.trim().is_empty() {
        true => number,
        false => format!("{number}\u{a0}: {}", about.trim()),
    }
}

/// The button that removes a photo before it is sent.
pub fn remove(at: usize) -> String {
    format!("{REMOVE} la photo\u{a0}{at}")
}

/// What is wrong with one file of several.
pub fn of_file(name: &str, problem: &str) -> String {
    format!("«\u{a0}{name}\u{a0}»\u{a0}: {problem}")
}

/// More were chosen than one entry takes.
pub fn beyond(left_out: usize, most: usize) -> String {
    let left_out = count(left_out, "photo n’a pas été jointe", "photos n’ont pas été jointes");
    format!("Une saisie prend au plus {most}\u{a0}photos\u{a0}: {left_out}.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn photos_are_numbered_and_named() {
        assert_eq!(name(2, 5, " Câble "), "Photo\u{a0}2 sur\u{a0}5\u{a0}: Câble");
        assert_eq!(name(1, 1, ""), "Photo\u{a0}1 sur\u{a0}1");
    }
}
