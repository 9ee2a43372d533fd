//! Words of calls for projects, on every screen that shows one.

use super::{capital, date};
use shared::campaign::{Campaign, CampaignState};
use shared::day::Day;
use shared::supply::{Project, Supply, SupplyState};
use shared::words;

pub const TITLE: &str = "Appels à projets";
pub const UNKNOWN: &str = "Cet appel à projets n’est pas sur cet appareil.";
pub const PURPOSE: &str = "Le projet";
pub const WANTED: &str = "Ce qui serait acheté";
pub const WHO: &str = "Classes et élèves";
pub const SHARED: &str = "Avec";
pub const NOTHING_WANTED: &str = "Rien n’est demandé.";

/// Where a call stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallPhase {
    /// Being prepared.
    Draft,
    /// Its first day is still to come.
    Ahead,
    /// Schools write.
    Open,
    /// Jurors mark.
    Marking,
    /// It was decided.
    Decided,
}

/// Where a call stands on that day.
pub fn phase(call: &Campaign, today: Day) -> CallPhase {
    match call.state {
        _ if call.decision.is_some() => CallPhase::Decided,
        CampaignState::Draft => CallPhase::Draft,
        CampaignState::Published if today < call.opens => CallPhase::Ahead,
        CampaignState::Published if today <= call.closes => CallPhase::Open,
        CampaignState::Published | CampaignState::Closed => CallPhase::Marking,
    }
}

/// The same in words.
pub fn standing(call: &Campaign, today: Day) -> String {
    match phase(call, today) {
        CallPhase::Draft => "En préparation".into(),
        CallPhase::Ahead => format!("Ouvre le {}", date::day_long(call.opens)),
        CallPhase::Open => format!("Ouvert jusqu’au {} inclus", date::day_long(call.closes)),
        // It was closed by hand, before its last day.
        CallPhase::Marking if today <= call.closes => "Dépôt clos, en cours d’examen".into(),
        CallPhase::Marking => format!("Clos le {}, en cours d’examen", date::day_long(call.closes)),
        CallPhase::Decided => match &call.decision {
            Some(decision) => format!("Décidé le {}", date::day_long(decision.day)),
            None => "Décidé".into(),
        },
    }
}

/// The word of where a project stands, as a label.
pub fn project_badge(state: SupplyState) -> String {
    capital(words::project(state))
}

/// The name of a project.
pub fn title(supply: &Supply) -> String {
    let title = supply.project.as_ref().map(|project| project.title.clone());
    title.filter(|title| !title.is_empty()).unwrap_or_else(|| "Projet sans titre".into())
}

/// «2 classes, 50 élèves».
pub fn people(project: &Project) -> String {
    let many = |number: u32, one, more| super::count(number as usize, one, more);
    let classes = many(project.classes, "classe", "classes");
    format!("{classes}, {}", many(project.pupils, "élève", "élèves"))
}

/// «3 éléments sur 4», of a project that is given; all of it otherwise.
pub fn given(supply: &Supply) -> Option<String> {
    let asked = supply.project.as_ref()?.asked?;
    let given: u32 = supply.lines.iter().map(|line| line.quantity).sum();
    let said = super::count(given as usize, "élément", "éléments");
    Some(format!("{said} sur {asked}"))
}

/// What was added to a project: whose, when, what.
pub fn added(addition: &shared::supply::Addition) -> String {
    let day = date::day_long(addition.day);
    format!("Précision du {day}, {}\u{a0}: {}", addition.by_name, addition.text)
}
