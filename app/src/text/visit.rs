//! Words about visits, wherever they are shown.

use super::{capital, date};
use shared::history::{Entry, What};
use shared::row::State;
use shared::visit::{Check, MissedReason, VisitState};

/// Returns the word of a state, as a label.
pub fn state(state: &VisitState) -> String {
    capital(shared::words::visit(state))
}

/// Returns the words of the reason why a visit could not be made, as a label.
pub fn missed(reason: MissedReason) -> String {
    capital(shared::words::missed(reason))
}

/// Returns the word of the result of an item of the checklist, as a label.
pub fn check(check: Check) -> String {
    capital(shared::words::check(check))
}

/// Returns the name of a state in style classes.
pub fn state_tag(state: &VisitState) -> &'static str {
    match state {
        VisitState::Proposed => "none",
        VisitState::Planned => "planned",
        VisitState::OnSite => "progress",
        VisitState::Done | VisitState::Reported => "done",
        VisitState::Missed { .. } => "late",
        VisitState::Cancelled => "none",
    }
}

/// One line of the history of a visit.
pub fn entry(entry: &Entry, view: &State) -> String {
    let by = &entry.by_name;
    let technician = |id| view.accounts.get(id).map_or("", |account| account.name.as_str());
    match &entry.what {
        What::Started => format!("{by} a démarré le passage."),
        What::Finished => format!("{by} a terminé le passage."),
        What::Signed { name } => format!("{name} a signé le compte rendu."),
        What::Missed { reason, text } => {
            let more = if text.is_empty() { String::new() } else { format!(", {text}") };
            format!(
                "{by} n’a pas pu faire le passage\u{a0}: {}{more}.",
                shared::words::missed(*reason)
            )
        }
        What::Moved { from, to, from_technician, to_technician } => {
            let who = match from_technician == to_technician {
                true => String::new(),
                false => {
                    format!(", de {} à {}", technician(from_technician), technician(to_technician))
                }
            };
            format!(
                "{by} a déplacé le passage du {} au {}{who}.",
                date::slot_long(*from),
                date::slot_long(*to)
            )
        }
        What::MoveOvertaken { to } => format!(
            "{by} l’avait déplacé au {}, mais le passage avait déjà commencé\u{a0}: il compte là \
     où \
             il a eu lieu.",
            date::slot_long(*to)
        ),
        What::Noted { text } => format!("{by} note\u{a0}: {text}"),
        _ => by.clone(),
    }
}
