//! Words about visits, wherever they are shown.

use super::date;
use shared::history::{Entry, What};
use shared::row::State;
use shared::visit::{Check, MissedReason, VisitState};

/// The word of a state.
pub fn state(state: &VisitState) -> &'static str {
    match state {
        VisitState::Proposed => "En brouillon",
        VisitState::Planned => "Prévu",
        VisitState::OnSite => "En cours",
        VisitState::Done => "Terminé, à signer",
        VisitState::Reported => "Terminé et signé",
        VisitState::Missed { .. } => "Non réalisé",
        VisitState::Cancelled => "Annulé",
    }
}

/// The word of a state in class names.
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

/// Why a visit could not be made.
pub fn missed(reason: MissedReason) -> &'static str {
    match reason {
        MissedReason::SiteClosed => "École fermée",
        MissedReason::Strike => "Grève",
        MissedReason::NoAccess => "Accès impossible",
        MissedReason::TechnicianAbsent => "Technicien absent",
        MissedReason::SiteAsked => "L’école a demandé un autre jour",
        MissedReason::Other => "Autre motif",
    }
}

/// What became of an item of the checklist.
pub fn check(check: Check) -> &'static str {
    match check {
        Check::Open => "À faire",
        Check::Done => "Fait",
        Check::NotApplicable => "Sans objet",
        Check::Failed => "Problème",
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
            format!("{by} n’a pas pu faire le passage\u{a0}: {}{more}.", missed(*reason))
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
