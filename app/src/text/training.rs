//! Words about trainings, as every role reads them.

use super::date::{day, day_long};
use super::outbox::Told;
use super::{site_name, teacher};
use shared::id::{TeacherId, TrainingSessionId};
use shared::row::State;
use shared::training::{
    Act, Attendance, Hindrance, SessionProgress, Standing, Terms, TrainingKind, TrainingSession,
};

/// «Mes sessions», of whoever leads some.
pub const MINE: &str = "Mes sessions";

/// «Plan de formation», of desks.
pub const PLAN: &str = "Plan de formation";

/// The hour of a minute of the day: «14 h» or «14 h 30».
pub fn hour(minutes: u32) -> String {
    let (hours, rest) = (minutes / 60, minutes % 60);
    if rest == 0 { format!("{hours}\u{a0}h") } else { format!("{hours}\u{a0}h\u{a0}{rest:02}") }
}

/// When it takes place: «mercredi 18 mars 2026, 14 h – 17 h».
pub fn when(terms: &Terms) -> String {
    format!("{}, {}\u{a0}–\u{a0}{}", day_long(terms.day), hour(terms.from), hour(terms.to))
}

/// The same with the title: «Prise en main, mer. 18 mars, 14 h».
pub fn named(terms: &Terms) -> String {
    format!("{}, {}, {}", terms.title, day(terms.day), hour(terms.from))
}

/// How long something lasts: «3 h», «1 h 30».
pub fn lasts(minutes: u32) -> String {
    hour(minutes)
}

/// Where a delivery waits for a training: «Prochaine session : … ».
pub fn next_session(row: &TrainingSession) -> String {
    let place =
        if row.terms.place.is_empty() { String::new() } else { format!(", {}", row.terms.place) };
    let free = if row.free() == 0 { " (complète\u{a0}: liste d’attente)" } else { "" };
    format!("Prochaine session\u{a0}: {}{place}{free}.", when(&row.terms))
}

/// The word of what it is.
pub fn kind(kind: TrainingKind) -> &'static str {
    shared::words::training_kind(kind)
}

/// The words of an attendance.
pub fn attendance(mark: Attendance) -> &'static str {
    shared::words::attendance(mark)
}

/// Where somebody stands: «inscrite (4e sur la liste d’attente)» in words.
pub fn standing(row: &TrainingSession, id: TeacherId) -> String {
    match row.registrations.get(&id).map(|one| one.state) {
        None | Some(Standing::Withdrawn) => "non inscrit".into(),
        Some(Standing::Registered) => "inscrit".into(),
        Some(Standing::Waiting) => match row.place_of(id) {
            Some(1) => "1er sur la liste d’attente".into(),
            Some(place) => format!("{place}e sur la liste d’attente"),
            None => "sur la liste d’attente".into(),
        },
        Some(Standing::Present) => "présent".into(),
        Some(Standing::Absent) => "absent".into(),
        Some(Standing::Excused) => "excusé".into(),
    }
}

fn title(view: &State, id: TrainingSessionId) -> String {
    let row = view.training_sessions.get(&id);
    row.map_or_else(|| "session inconnue ici".into(), |row| named(&row.terms))
}

fn who(view: &State, id: TeacherId) -> String {
    let known = view.teachers.get(&id);
    known.map_or_else(|| "une personne inconnue ici".into(), |known| teacher::who(known))
}

fn people(view: &State, ids: &[TeacherId]) -> String {
    ids.iter().map(|id| who(view, *id)).collect::<Vec<_>>().join(", ")
}

/// Why a training cannot be that, and what to do.
pub fn hindrance(why: &Hindrance, view: &State) -> String {
    match why {
        Hindrance::Progress { state } => format!(
            "La session est «\u{a0}{}\u{a0}»\u{a0}: ce n’est plus possible.",
            shared::words::training(*state)
        ),
        Hindrance::Registration { opens: Some(opens), closes } => format!(
            "Les inscriptions sont ouvertes du {} au {}, avant le début de la session.",
            day_long(*opens),
            day_long(*closes)
        ),
        Hindrance::Registration { opens: None, closes } => format!(
            "Les inscriptions étaient ouvertes jusqu’au {}, avant le début de la session.",
            day_long(*closes)
        ),
        Hindrance::NotYet { day } => {
            format!("La session a lieu le {}\u{a0}: faites l’appel ce jour-là.", day_long(*day))
        }
        Hindrance::Begun => "La session a commencé\u{a0}: notez l’absence à l’appel.".into(),
        Hindrance::Overlap { teacher, title, .. } => {
            format!("{} est déjà à «\u{a0}{title}\u{a0}» à la même heure.", who(view, *teacher))
        }
        Hindrance::Full { capacity } => {
            let places = super::count(*capacity as usize, "place", "places");
            format!("Complet\u{a0}: {places}.")
        }
        Hindrance::TooSmall { registered } => format!(
            "{}\u{a0}: il en faut au moins autant.",
            super::count(
                *registered as usize,
                "personne a déjà une place",
                "personnes ont déjà une place"
            )
        ),
        Hindrance::Unmarked { teachers } => format!(
            "Il reste à noter\u{a0}: {}. Sans note, personne n’est absent.",
            people(view, teachers)
        ),
        Hindrance::WrongKind => "Une animation reçoit des classes\u{a0}; les autres sessions, des \
             enseignants."
            .into(),
        Hindrance::OtherSite { teacher } => {
            format!("{} enseigne dans une autre école.", who(view, *teacher))
        }
        Hindrance::NotRegistered { teacher } => {
            format!("{} n’est pas sur la liste.", who(view, *teacher))
        }
        Hindrance::Unknown(_) => format!("{}.", super::UNKNOWN_WORD),
    }
}

/// Two phones marked somebody differently: what its author said counts.
pub fn two_marks(
    view: &State,
    (session, teacher): (TrainingSessionId, TeacherId),
    mine: &str,
    other: &str,
) -> String {
    let word = |text: &str| {
        let mark = Attendance::ALL.into_iter().find(|mark| mark.word() == text);
        mark.map_or(super::UNKNOWN_WORD, attendance)
    };
    format!(
        "{}, {}\u{a0}: un collègue avait noté «\u{a0}{}\u{a0}». Votre «\u{a0}{}\u{a0}» \
         compte\u{a0}; les deux sont dans l’historique.",
        who(view, teacher),
        title(view, session),
        word(other),
        word(mine)
    )
}

/// Two schools registered one person: one place, which both see.
pub fn one_person(view: &State, session: TrainingSessionId, teacher: TeacherId) -> String {
    format!(
        "{}, {}\u{a0}: déjà inscrite par son autre école. Elle n’a qu’une place, que vos deux \
         écoles voient.",
        who(view, teacher),
        title(view, session)
    )
}

impl Told for Act {
    fn told(&self, view: &State) -> String {
        match self {
            Act::PlanTrainingSession { terms, .. } => format!("Session\u{a0}: {}", named(terms)),
            Act::OpenTrainingSession { session } => {
                format!("Inscriptions ouvertes\u{a0}: {}", title(view, *session))
            }
            Act::CancelTrainingSession { session, .. } => {
                format!("Session annulée\u{a0}: {}", title(view, *session))
            }
            Act::RegisterTeachers { session, teachers } => {
                format!("Inscription\u{a0}: {}, {}", people(view, teachers), title(view, *session))
            }
            Act::WithdrawTeachers { session, teachers } => {
                format!(
                    "Désinscription\u{a0}: {}, {}",
                    people(view, teachers),
                    title(view, *session)
                )
            }
            Act::RegisterClass { session, site, pupils, .. } => {
                let (site, title) = (site_name(view, site), title(view, *session));
                let pupils = super::count(*pupils as usize, "élève", "élèves");
                format!("{site}\u{a0}: {pupils}, {title}")
            }
            Act::MarkAttendance { session, marks } if marks.len() == 1 => {
                let one = marks.first();
                let said = one.map(|one| (who(view, one.teacher), attendance(one.mark)));
                let (who, mark) = said.unwrap_or_default();
                format!("Appel\u{a0}: {who}, {mark}, {}", title(view, *session))
            }
            Act::MarkAttendance { session, marks } => {
                let many = super::count(marks.len(), "personne", "personnes");
                format!("Appel de {many}, {}", title(view, *session))
            }
            Act::AddAttendee { session, name, .. } => {
                format!("Venu sans inscription\u{a0}: {name}, {}", title(view, *session))
            }
            Act::AddSignedSheet { session, .. } => {
                format!("Feuille d’émargement, {}", title(view, *session))
            }
            Act::CloseTrainingSession { session } => {
                format!("Appel clos\u{a0}: {}", title(view, *session))
            }
            Act::ImportAttendance { session, people } => format!(
                "Présences importées ({}), {}",
                super::count(people.len(), "personne", "personnes"),
                title(view, *session)
            ),
            Act::ImportTrainingSessions { sessions } => {
                format!("Import de {}", super::count(sessions.len(), "session", "sessions"))
            }
        }
    }

    fn typed(&self) -> Vec<&str> {
        match self {
            Act::CancelTrainingSession { reason, .. } => vec![reason],
            Act::PlanTrainingSession { .. }
            | Act::OpenTrainingSession { .. }
            | Act::RegisterTeachers { .. }
            | Act::WithdrawTeachers { .. }
            | Act::RegisterClass { .. }
            | Act::MarkAttendance { .. }
            | Act::AddAttendee { .. }
            | Act::AddSignedSheet { .. }
            | Act::CloseTrainingSession { .. }
            | Act::ImportAttendance { .. }
            | Act::ImportTrainingSessions { .. } => Vec::new(),
        }
    }
}

/// The word of how far it got.
pub fn progress(state: SessionProgress) -> &'static str {
    shared::words::training(state)
}
