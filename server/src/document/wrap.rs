//! Text in rows that fit a width, and the widths of columns.

use super::face::Face;

/// The text in rows that are at most so wide: broken between words, and inside of one that is wider
/// than a row. Never empty.
pub(super) fn rows(face: &Face, text: &str, size: f32, width: f32) -> Vec<String> {
    let mut rows = vec![String::new()];
    for word in text.split(' ') {
        for piece in pieces(face, word, size, width) {
            let last = rows.last_mut().expect("never empty");
            let joined = if last.is_empty() { piece.clone() } else { format!("{last} {piece}") };
            if last.is_empty() || face.width(&joined, size) <= width {
                *last = joined;
            } else {
                rows.push(piece);
            }
        }
    }
    rows
}

/// A word in pieces that fit.
fn pieces(face: &Face, word: &str, size: f32, width: f32) -> Vec<String> {
    if face.width(word, size) <= width {
        return vec![word.into()];
    }
    let mut pieces = vec![String::new()];
    for sign in word.chars() {
        let last = pieces.last_mut().expect("never empty");
        let longer = format!("{last}{sign}");
        match last.is_empty() || face.width(&longer, size) <= width {
            true => *last = longer,
            false => pieces.push(sign.to_string()),
        }
    }
    pieces
}

/// The width of each column: what its values want, where there is room for all; else at least its
/// longest word, and the rest in proportion to what they want.
pub(super) fn columns(least: &[f32], wanted: &[f32], room: f32) -> Vec<f32> {
    let (all_least, all_wanted): (f32, f32) = (least.iter().sum(), wanted.iter().sum());
    if all_wanted <= room {
        let more = room / all_wanted.max(1.0);
        return wanted.iter().map(|width| width * more.min(2.0)).collect();
    }
    if all_least >= room {
        return least.iter().map(|width| width * room / all_least).collect();
    }
    let share = (room - all_least) / (all_wanted - all_least);
    least.iter().zip(wanted).map(|(least, wanted)| least + (wanted - least) * share).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::face::{Faces, Weight};

    #[test]
    fn no_row_is_wider_than_its_column_and_no_word_is_lost() {
        let faces = Faces::load();
        let face = faces.of(Weight::Plain);
        let text = "ÉCOLE ÉLÉMENTAIRE WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW du Bourg";
        let rows = rows(face, text, 8.0, 90.0);
        assert!(rows.iter().all(|row| face.width(row, 8.0) <= 90.0), "{rows:?}");
        let whole = |text: &str| text.replace(' ', "");
        assert_eq!(whole(&rows.concat()), whole(text));
    }

    #[test]
    fn columns_share_the_room() {
        assert_eq!(columns(&[10.0, 10.0], &[50.0, 50.0], 200.0), [100.0, 100.0]);
        assert_eq!(columns(&[10.0, 10.0], &[190.0, 30.0], 120.0), [100.0, 20.0]);
        assert_eq!(columns(&[90.0, 30.0], &[90.0, 90.0], 60.0), [45.0, 15.0]);
    }
}
