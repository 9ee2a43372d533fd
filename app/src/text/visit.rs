//! Words about visits, wherever they are shown.

use super::outbox::Told;
use super::{capital, date};
use shared::history::Entry;
use shared::id::VisitId;
use shared::row::State;
use shared::visit::{Act, Check, Happened, MissedReason, VisitState};

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
pub fn entry(entry: &Entry<Happened>, view: &State) -> String {
    super::handover::with_bearer(told(entry, view), entry.handed.as_ref())
}

fn told(entry: &Entry<Happened>, view: &State) -> String {
    let by = &entry.by_name;
    let technician = |id| view.accounts.get(id).map_or("", |account| account.name.as_str());
    match &entry.what {
        Happened::Started => format!("{by} a démarré le passage."),
        Happened::Finished => format!("{by} a terminé le passage."),
        Happened::Signed { name } => format!("{name} a signé le compte rendu."),
        Happened::Missed { reason, text } => {
            let more = if text.is_empty() { String::new() } else { format!(", {text}") };
            format!(
                "{by} n’a pas pu faire le passage\u{a0}: {}{more}.",
                shared::words::missed(*reason)
            )
        }
        Happened::Moved { from, to, from_technician, to_technician } => {
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
        Happened::MoveOvertaken { to } => format!(
            "{by} l’avait déplacé au {}, mais le passage avait déjà commencé\u{a0}: il compte là \
     où \
             il a eu lieu.",
            date::slot_long(*to)
        ),
        Happened::MoveSuperseded { to, to_technician } => format!(
            "{by} voulait le passage au {} ({}), mais il venait d’être déplacé\u{a0}: ce \
             déplacement est resté.",
            date::slot_long(*to),
            technician(to_technician)
        ),
        Happened::Noted { text } => format!("{by} note\u{a0}: {text}"),
        Happened::Cancelled { text } if text.is_empty() => format!("{by} a annulé le passage."),
        Happened::Cancelled { text } => format!("{by} a annulé le passage\u{a0}: {text}"),
        Happened::Unplanned => format!("Passage imprévu de {by}."),
        Happened::Resumed => format!("{by} a repris le passage."),
        Happened::CheckedLater { item: id } => {
            let item = item(id.as_str(), view);
            format!("{by} a changé «\u{a0}{item}\u{a0}» après la signature.")
        }
        Happened::PhotoLater { .. } => format!("{by} a ajouté une photo après la signature."),
        Happened::Unknown => format!("{by}\u{a0}: {}", super::UNKNOWN_WORD),
    }
}

/// The visit of that key, by its place and time.
pub(super) fn named(id: VisitId, view: &State) -> String {
    match view.visits.get(&id) {
        Some(visit) => {
            let site = super::site::named(&visit.site, view);
            format!("{site}, {}", date::slot_long(visit.slot))
        }
        None => "passage qui n’est plus sur cet appareil".into(),
    }
}

/// The item of the checklist of that key, by its label.
fn item(id: &str, view: &State) -> String {
    let settings = view.settings();
    let found = settings.checklist.iter().find(|item| item.id.as_str() == id);
    found.map_or_else(|| id.to_owned(), |item| item.label.clone())
}

impl Told for Act {
    fn told(&self, view: &State) -> String {
        let of = |visit: &VisitId| named(*visit, view);
        match self {
            Act::StartVisit { visit } => format!("Passage démarré, {}", of(visit)),
            Act::CheckItem { visit, item: id, check: found, .. } => {
                let (item, found) = (item(id.as_str(), view), check(*found).to_lowercase());
                format!("{item}\u{a0}: {found}, {}", of(visit))
            }
            Act::NoteVisit { visit, text } => {
                format!("Note «\u{a0}{text}\u{a0}», {}", of(visit))
            }
            Act::AddVisitPhoto { visit, .. } => format!("Photo du passage, {}", of(visit)),
            Act::SignReport { visit, name, .. } => format!("Signature de {name}, {}", of(visit)),
            Act::FinishVisit { visit, .. } => format!("Passage terminé, {}", of(visit)),
            Act::ResumeVisit { visit } => format!("Passage repris, {}", of(visit)),
            Act::StartUnplanned { site, .. } => {
                format!("Passage imprévu, {}", super::site::named(site, view))
            }
            Act::MarkVisitMissed { visit, .. } => format!("Passage impossible, {}", of(visit)),
        }
    }

    fn typed(&self) -> Vec<&str> {
        match self {
            Act::CheckItem { note: text, .. } | Act::MarkVisitMissed { text, .. } => vec![text],
            Act::SignReport { capacity, .. } => vec![capacity],
            Act::StartVisit { .. }
            | Act::NoteVisit { .. }
            | Act::AddVisitPhoto { .. }
            | Act::FinishVisit { .. }
            | Act::ResumeVisit { .. }
            | Act::StartUnplanned { .. } => Vec::new(),
        }
    }
}
