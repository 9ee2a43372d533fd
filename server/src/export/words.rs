//! The words of the exports and calendars: the only French that the server writes.

use shared::equipment::{EquipmentKind, EquipmentState};
use shared::owed::Owed;
use shared::ticket::{Category, Channel, TicketState, Urgency};
use shared::visit::VisitState;

pub(super) const COVERAGE: &str = "Couverture du trimestre";
pub(super) const VISITS: &str = "Passages";
pub(super) const TICKETS: &str = "Demandes";
pub(super) const EQUIPMENT: &str = "Matériel";
pub(super) const COVERAGE_COLUMNS: [&str; 6] =
    ["Identifiant", "Établissement", "Commune", "État", "Jour", "Demi-journée"];
pub(super) const VISIT_COLUMNS: [&str; 8] = [
    "Trimestre",
    "Jour",
    "Demi-journée",
    "Identifiant",
    "Établissement",
    "Commune",
    "Technicien",
    "État",
];
pub(super) const TICKET_COLUMNS: [&str; 9] = [
    "Signalée le",
    "Établissement",
    "Commune",
    "Demande",
    "Catégorie",
    "Urgence",
    "Orientation",
    "État",
    "Terminée le",
];
pub(super) const EQUIPMENT_COLUMNS: [&str; 8] =
    ["Étiquette", "Nom", "Nature", "Modèle", "Numéro de série", "Établissement", "Lieu", "État"];
pub(crate) const VISIT_OF_MAINTENANCE: &str = "Passage de maintenance informatique";
pub(super) const MORNING: &str = "matin";
pub(super) const AFTERNOON: &str = "après-midi";

pub(super) fn owed(owed: Owed) -> &'static str {
    match owed {
        Owed::Due => "dû",
        Owed::Planned => "planifié",
        Owed::Done => "fait",
        Owed::Late => "en retard",
        Owed::Impossible => "impossible",
    }
}

pub(super) fn visit(state: &VisitState) -> &'static str {
    match state {
        VisitState::Proposed => "brouillon",
        VisitState::Planned => "prévu",
        VisitState::OnSite => "en cours",
        VisitState::Done => "fait",
        VisitState::Reported => "fait et signé",
        VisitState::Missed { .. } => "impossible",
        VisitState::Cancelled => "retiré",
    }
}

pub(super) fn ticket(state: &TicketState) -> &'static str {
    match state {
        TicketState::New => "nouvelle",
        TicketState::Qualified => "orientée",
        TicketState::Planned { .. } => "prévue",
        TicketState::InProgress { .. } => "en cours",
        TicketState::Resolved => "résolue",
        TicketState::Closed => "close",
        TicketState::OnHold { .. } => "en attente",
        TicketState::Forwarded { .. } => "chez le prestataire",
        TicketState::Cancelled => "annulée",
    }
}

pub(super) fn category(category: Category) -> &'static str {
    match category {
        Category::Projection => "vidéoprojecteur ou tableau",
        Category::Computer => "ordinateur",
        Category::Tablet => "tablette",
        Category::Printer => "imprimante",
        Category::Network => "internet et réseau",
        Category::Sound => "son",
        Category::Software => "logiciel ou compte",
        Category::Other => "autre",
        Category::Unknown => "inconnue de cette version",
    }
}

pub(super) fn urgency(urgency: Urgency) -> &'static str {
    match urgency {
        Urgency::Low => "peut attendre",
        Urgency::Normal => "gêne la classe",
        Urgency::High => "empêche la classe",
    }
}

pub(super) fn channel(channel: Option<Channel>) -> &'static str {
    match channel {
        Some(Channel::Proximity) => "proximité",
        Some(Channel::Curative) => "curatif",
        Some(Channel::OutOfScope) => "hors périmètre",
        None => "",
    }
}

pub(super) fn kind(kind: EquipmentKind) -> &'static str {
    match kind {
        EquipmentKind::Computer => "ordinateur",
        EquipmentKind::Laptop => "ordinateur portable",
        EquipmentKind::Tablet => "tablette",
        EquipmentKind::Projector => "vidéoprojecteur",
        EquipmentKind::Board => "tableau ou écran interactif",
        EquipmentKind::Printer => "imprimante",
        EquipmentKind::Network => "réseau",
        EquipmentKind::Other => "autre",
    }
}

pub(super) fn condition(state: EquipmentState) -> &'static str {
    match state {
        EquipmentState::InService => "en service",
        EquipmentState::Broken => "en panne",
        EquipmentState::Retired => "retiré",
    }
}

/// The name of a calendar.
pub(crate) fn calendar(of: &str) -> String {
    format!("Passages\u{a0}: {of}")
}

/// How many requests wait at a site.
pub(crate) fn requests(count: usize) -> String {
    match count {
        0 => "Aucune demande en attente".into(),
        1 => "1\u{a0}demande en attente".into(),
        _ => format!("{count}\u{a0}demandes en attente"),
    }
}
