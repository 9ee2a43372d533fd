//! What two people changed at the same time, in words.

use crate::text::UNKNOWN_WORD;
use crate::text::date::slot_long;
use crate::text::refusal::field_name;
use crate::text::{equipment, value};
use shared::id::VisitId;
use shared::plan::Place;
use shared::refusal::Conflict;
use shared::row::{Kind, RowKey, State};

/// Two people changed the same thing.
pub fn conflict(conflict: &Conflict, state: &State) -> String {
    match conflict {
        Conflict::Field { field, mine, kept, .. } => format!(
            "Quelqu’un d’autre avait changé {} entre-temps. «\u{a0}{}\u{a0}» est resté\u{a0}; \
             votre valeur «\u{a0}{}\u{a0}» est dans l’historique de la demande.",
            value::field(*field),
            value::of_field(*field, kept),
            value::of_field(*field, mine)
        ),
        Conflict::AccessNote { site, mine, kept } => {
            let name = crate::text::site_name(state, site);
            let (mine, kept) = (value::or_blank(mine), value::or_blank(kept));
            format!(
                "Quelqu’un d’autre avait changé la note d’accès de {name} entre-temps. \
                 «\u{a0}{kept}\u{a0}» est resté\u{a0}; la vôtre était «\u{a0}{mine}\u{a0}»."
            )
        }
        Conflict::Value { row, field, mine, kept } => {
            let named = match row.kind {
                Kind::Site => crate::text::site_name(state, &row.id.as_str().into()),
                _ => device(row, state),
            };
            let (name, kept) = (field_name(*field), value::of_device(*field, kept, state));
            format!(
                "Quelqu’un d’autre avait changé «\u{a0}{name}\u{a0}» de {named} entre-temps. \
                 «\u{a0}{kept}\u{a0}» est resté\u{a0}; votre valeur était «\u{a0}{}\u{a0}».",
                value::of_device(*field, mine, state)
            )
        }
        Conflict::StaysRetired { row } => {
            format!(
                "{} est retiré ici\u{a0}: le fichier le donne encore en service, rien n’a changé.",
                device(row, state)
            )
        }
        Conflict::VisitMoved { to, to_technician, .. } => {
            let technician = state.accounts.get(to_technician);
            let name = technician.map_or("un autre technicien", |account| account.name.as_str());
            format!(
                "Ce passage avait été déplacé au {} ({name}) pendant que vous étiez sans réseau. \
                 Ce que vous avez fait sur place compte.",
                slot_long(*to)
            )
        }
        Conflict::MovedFirst { visit, mine, kept, by } => {
            moved_first(state, *visit, mine, kept, by)
        }
        Conflict::AlreadySettled { state, .. } => format!(
            "La demande était déjà «\u{a0}{}\u{a0}». Ce que vous avez écrit est dans son \
             historique.",
            value::ticket_state(state)
        ),
        Conflict::Marked { anomaly, .. } => format!(
            "Ce que vous avez fait sur place compte. L’équipe y voit une remarque\u{a0}: {}.",
            value::anomaly(anomaly)
        ),
        Conflict::Attendance { session, teacher, mine, other } => {
            crate::text::training::two_marks(state, (*session, *teacher), mine, other)
        }
        Conflict::SamePerson { session, teacher } => {
            crate::text::training::one_person(state, *session, *teacher)
        }
        Conflict::Unknown(_) => format!("{UNKNOWN_WORD}."),
    }
}

/// The device of a row, by its name.
fn device(row: &RowKey, state: &State) -> String {
    let named = row.id.parse().map(|id| equipment::name(state, id));
    named.unwrap_or_else(|_| row.id.clone())
}

/// A colleague had moved the visit: both dates.
fn moved_first(
    state: &State,
    visit: VisitId,
    mine: &Option<Place>,
    kept: &Place,
    by: &Option<String>,
) -> String {
    let place = |place: &Place| {
        let technician = crate::text::person_name(state, place.technician);
        format!("{} ({technician})", slot_long(place.slot))
    };
    let visit = state.visits.get(&visit);
    let site = visit.map(|visit| crate::text::site_name(state, &visit.site)).unwrap_or_default();
    let by = by.as_deref().unwrap_or("Quelqu’un d’autre");
    let kept = place(kept);
    match mine {
        Some(mine) => format!(
            "{by} avait déplacé entre-temps le passage à {site} au {kept}\u{a0}: c’est ce qui \
             compte. Votre déplacement au {} est dans l’historique du passage.",
            place(mine)
        ),
        None => format!(
            "{by} avait déplacé entre-temps le passage à {site} au {kept}\u{a0}: il y reste, et \
             n’a pas été retiré."
        ),
    }
}
