//! Words of every form.

use shared::refusal::FieldProblem;

pub const SAVE: &str = "Enregistrer";
pub const SAVING: &str = "Enregistrement…";
pub const CLOSE: &str = "Fermer";
pub const CLOSE_DRAFT: &str = "Fermer et garder le brouillon";
pub const REQUIRED: &str = "obligatoire";
pub const SEE_FIELDS: &str =
    "Rien n’a été enregistré\u{a0}: corrigez ce qui est signalé ci-dessus.";
pub const DRAFT_FOUND: &str = "Brouillon retrouvé";
pub const DRAFT_ERASE: &str = "Effacer le brouillon";
pub const DRAFT_ERASED: &str = "Brouillon effacé";
pub const DRAFT_RESTORE: &str = "Reprendre le brouillon";

/// Something must be written in a field, by its visible name.
pub fn missing(label: &str) -> String {
    format!("Complétez «\u{a0}{label}\u{a0}».")
}

/// A text has more characters than that.
pub fn too_long(max: usize) -> String {
    format!("C’est trop long\u{a0}: {max}\u{a0}caractères au plus. Rien n’a été coupé.")
}

/// How many characters are left, or must go.
pub fn left(chars: isize) -> String {
    let many = |chars: isize| super::count(chars.unsigned_abs(), "caractère", "caractères");
    match chars {
        0.. => format!("Encore {}", many(chars)),
        _ => format!("{} de trop", many(chars)),
    }
}

/// What a rule says of a field, by its visible name.
pub fn refused(label: &str, problem: &FieldProblem) -> String {
    match problem {
        FieldProblem::Empty => missing(label),
        FieldProblem::TooLong { max } => {
            format!("«\u{a0}{label}\u{a0}»\u{a0}: c’est trop ({max} au plus).")
        }
        FieldProblem::Invalid => {
            format!("«\u{a0}{label}\u{a0}»\u{a0}: cette valeur n’est pas possible.")
        }
        FieldProblem::Unknown(_) => {
            format!("«\u{a0}{label}\u{a0}»\u{a0}: {}.", super::UNKNOWN_WORD)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_counter_says_what_is_left_and_what_must_go() {
        assert_eq!(left(20).replace('\u{a0}', " "), "Encore 20 caractères");
        assert_eq!(left(1).replace('\u{a0}', " "), "Encore 1 caractère");
        assert_eq!(left(-35).replace('\u{a0}', " "), "35 caractères de trop");
    }

    #[test]
    fn a_field_is_named_as_it_is_shown() {
        let said = refused("Ce qui a été fait", &FieldProblem::Empty);
        assert_eq!(said, "Complétez «\u{a0}Ce qui a été fait\u{a0}».");
    }
}
