//! Words of «Mes sessions» and «Faire l’appel».

use shared::training::{Attendance, Class, Standing, TrainingSession};

pub const NONE: &str = "Aucune session ne vous est confiée pour l’instant.";
pub const TO_CALL: &str = "Appel à faire";
pub const AHEAD: &str = "À venir";
pub const OVER: &str = "Passées";
pub const CALL: &str = "Faire l’appel";
pub const SEE: &str = "Voir la liste";
pub const BACK: &str = "Plan de formation";
pub const GONE: &str = "Cette session n’est pas sur cet appareil.";
pub const SENT: &str = "envoyé";
pub const UNSENT: &str = "Présences enregistrées sur cet appareil";
pub const UNKNOWN: &str = "Nom pas encore reçu sur cet appareil";
pub const ALL_PRESENT: &str = "Tous présents";
pub const SAID_ALL: &str = "Présences enregistrées\u{a0}: notez maintenant les exceptions.";
pub const CLOSE: &str = "Clore l’appel";
pub const SAID_CLOSED: &str = "Appel clos. Vous pouvez encore corriger.";
pub const ADD: &str = "Ajouter quelqu’un";
pub const ADD_PRESENT: &str = "Ajouter, présent";
pub const SAID_ADDED: &str = "Enregistré\u{a0}: présent.";
pub const UNANNOUNCED: &str = "venu sans inscription";
pub const SEARCH_SITE: &str = "Chercher son école";
pub const NEEDS_SITE: &str = "Choisissez l’école.";
pub const SHEET: &str = "Feuille d’émargement";
pub const SHEET_PHOTO: &str = "Photo de la feuille signée";
pub const SEND_SHEET: &str = "Enregistrer la feuille";
pub const SAID_SHEET: &str = "Feuille enregistrée.";

/// The button of a session.
pub fn open(is_due: bool) -> &'static str {
    if is_due { CALL } else { SEE }
}

/// The choice on the list.
pub fn choice(mark: Attendance) -> &'static str {
    match mark {
        Attendance::Present => "Présent",
        Attendance::Absent => "Absent",
        Attendance::Excused => "Excusé",
    }
}

/// How many are expected or came.
pub fn expected(row: &TrainingSession) -> String {
    if row.classes.is_empty() {
        return super::count(row.called().len(), "personne", "personnes");
    }
    let pupils: u32 = row.classes.values().map(|class| class.pupils).sum();
    super::count(usize::try_from(pupils).unwrap_or(usize::MAX), "élève", "élèves")
}

/// How far the roll call got.
pub fn counted(row: &TrainingSession) -> String {
    let called = row.called();
    if called.is_empty() {
        return expected(row);
    }
    let of = |state| called.iter().filter(|(_, one)| one.state == state).count();
    let some = |state, word: &str| {
        let many = of(state);
        format!("{many} {word}{}", if many > 1 { "s" } else { "" })
    };
    format!(
        "{}\u{a0}: {}, {}, {}, {} à noter",
        super::count(called.len(), "personne", "personnes"),
        some(Standing::Present, "présent"),
        some(Standing::Absent, "absent"),
        some(Standing::Excused, "excusé"),
        of(Standing::Registered)
    )
}

/// A class and its pupils.
pub fn class(site: &str, class: &Class) -> String {
    let pupils = usize::try_from(class.pupils).unwrap_or(usize::MAX);
    let pupils = super::count(pupils, "élève", "élèves");
    if class.class.is_empty() {
        format!("{site}\u{a0}: {pupils}")
    } else {
        format!("{site}, {}\u{a0}: {pupils}", class.class)
    }
}
