//! The French word of each state, kind and role: one word each, in lower case, for screens,
//! refusals and exports alike. The glossary in `lib.rs` lists them; `tests/rules/words.rs` compares
//! the two.

mod number;
pub mod sobriety;
pub mod statement;

use crate::article::Pot;
use crate::budget::CommitmentState;
use crate::budget::postings::Column;
use crate::campaign::{CampaignKind, CampaignState};
use crate::day::Half;
use crate::equipment::{Destination, EquipmentKind, EquipmentState};
use crate::loan::UnitState;
use crate::owed::Owed;
use crate::role::Role;
use crate::subscription::Standing;
use crate::supply::{Anomaly, FailReason, LegKind, SupplyState};
use crate::ticket::{Category, Channel, TicketKind, TicketState, Urgency};
use crate::training::{Attendance, SessionProgress, TrainingKind};
use crate::visit::{Check, MissedReason, VisitState};
pub use number::agree;

/// The months, from January.
pub const MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

/// Stands in the place of a word that a newer version wrote.
pub const UNKNOWN: &str = "mettez l’application à jour pour lire cette ligne";

/// Returns the word of a half-day.
pub fn half(half: Half) -> &'static str {
    match half {
        Half::Morning => "matin",
        Half::Afternoon => "après-midi",
    }
}

/// Returns the word of what a site is owed.
pub fn owed(owed: Owed) -> &'static str {
    match owed {
        Owed::Due => "dû",
        Owed::Planned => "prévu",
        Owed::Done => "fait",
        Owed::Late => "en retard",
        Owed::Impossible => "impossible",
    }
}

/// Returns the word of where a subscription stands.
pub fn subscription(standing: Standing) -> &'static str {
    match standing {
        Standing::Planned => "à commander",
        Standing::Ordered => "commandé",
        Standing::Active => "en service",
        Standing::Suspended => "suspendu",
        Standing::Ending => "résilié",
        Standing::Ended => "terminé",
        Standing::Refused => "impossible",
    }
}

/// Returns the word of the state of a visit.
pub fn visit(state: &VisitState) -> &'static str {
    match state {
        VisitState::Proposed => "en brouillon",
        VisitState::Planned => "prévu",
        VisitState::OnSite => "en cours",
        VisitState::Done => "terminé, à signer",
        VisitState::Reported => "terminé et signé",
        VisitState::Missed { .. } => "non réalisé",
        VisitState::Cancelled => "annulé",
    }
}

/// Returns the words of the reason why a visit could not be made.
pub fn missed(reason: MissedReason) -> &'static str {
    match reason {
        MissedReason::SiteClosed => "école fermée",
        MissedReason::Strike => "grève",
        MissedReason::NoAccess => "accès impossible",
        MissedReason::TechnicianAbsent => "technicien absent",
        MissedReason::SiteAsked => "l’école a demandé un autre jour",
        MissedReason::Other => "autre motif",
    }
}

/// Returns the word of the result of an item of the checklist.
pub fn check(check: Check) -> &'static str {
    match check {
        Check::Open => "à faire",
        Check::Done => "fait",
        Check::NotApplicable => "sans objet",
        Check::Failed => "problème",
    }
}

/// Returns the word of the kind of a ticket.
pub fn ticket_kind(kind: TicketKind) -> &'static str {
    match kind {
        TicketKind::Incident => "incident",
        TicketKind::Request => "demande",
    }
}

/// Returns the word of the state of a ticket.
pub fn ticket(state: &TicketState) -> &'static str {
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

/// Returns the word of a channel.
pub fn channel(channel: Channel) -> &'static str {
    match channel {
        Channel::Proximity => "proximité",
        Channel::Curative => "curatif",
        Channel::OutOfScope => "hors périmètre",
    }
}

/// Returns the word of a category.
pub fn category(category: Category) -> &'static str {
    match category {
        Category::Projection => "vidéoprojecteur ou tableau",
        Category::Computer => "ordinateur",
        Category::Tablet => "tablette",
        Category::Printer => "imprimante",
        Category::Network => "internet et réseau",
        Category::Sound => "son",
        Category::Software => "logiciel ou compte",
        Category::Other => "autre",
        Category::Unknown => UNKNOWN,
    }
}

/// Returns the word of an urgency.
pub fn urgency(urgency: Urgency) -> &'static str {
    match urgency {
        Urgency::Low => "peut attendre",
        Urgency::Normal => "gêne la classe",
        Urgency::High => "empêche la classe",
    }
}

/// Returns the word of the kind of a piece of equipment.
pub fn equipment_kind(kind: EquipmentKind) -> &'static str {
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

/// Returns the word of the state of a piece of equipment.
pub fn equipment(state: EquipmentState) -> &'static str {
    match state {
        EquipmentState::InService => "en service",
        EquipmentState::Broken => "en panne",
        EquipmentState::Retired => "retiré",
    }
}

/// Returns the words of where a retired device goes.
pub fn destination(destination: Destination) -> &'static str {
    match destination {
        Destination::Inside => "réemploi interne",
        Destination::PublicBody => "organisme public",
        Destination::Sold => "vente",
        Destination::Given => "don",
        Destination::TakenBack => "reprise par un fournisseur",
        Destination::Waste => "recyclage",
        Destination::Lost => "perte ou vol",
        Destination::Unknown => UNKNOWN,
    }
}

/// Returns the word of a role.
pub fn role(role: Role) -> &'static str {
    match role {
        Role::Technician => "technicien",
        Role::Dispatcher => "répartiteur",
        Role::Teacher => "école",
        Role::Coordinator => "coordinateur",
        Role::Observer => "observateur",
        Role::Adviser => "conseiller ou formateur",
        Role::System => "serveur",
    }
}

/// Returns the word of a section of the budget.
pub fn pot(pot: Pot) -> &'static str {
    match pot {
        Pot::Investment => "investissement",
        Pot::Operating => "fonctionnement",
    }
}

/// Returns the word of the kind of a campaign.
pub fn campaign_kind(kind: CampaignKind) -> &'static str {
    match kind {
        CampaignKind::SmallBudget => "petit budget",
        CampaignKind::Renewal => "renouvellement",
        CampaignKind::Improvement => "amélioration",
        CampaignKind::Loan => "prêt",
        CampaignKind::Call => "appel à projets",
    }
}

/// Returns the word of the state of a campaign.
pub fn campaign(state: CampaignState) -> &'static str {
    match state {
        CampaignState::Draft => "en préparation",
        CampaignState::Published => "ouverte",
        CampaignState::Closed => "fermée",
    }
}

/// Returns the word of the state of a supply.
pub fn supply(state: SupplyState) -> &'static str {
    match state {
        SupplyState::Asked => "demandée",
        SupplyState::WaitingList => "en liste d’attente",
        SupplyState::Accepted => "acceptée",
        SupplyState::Ready => "prête",
        SupplyState::Delivered => "remise",
        SupplyState::Closed => "reçue",
        SupplyState::Refused => "refusée",
        SupplyState::Cancelled => "annulée",
    }
}

/// Returns the word of where a project stands, which is a supply of a call.
pub fn project(state: SupplyState) -> &'static str {
    match state {
        SupplyState::Asked => "déposé",
        SupplyState::WaitingList => "en liste d’attente",
        SupplyState::Accepted
        | SupplyState::Ready
        | SupplyState::Delivered
        | SupplyState::Closed => "retenu",
        SupplyState::Refused => "non retenu",
        SupplyState::Cancelled => "retiré",
    }
}

/// Returns a place among others: «1er», «13e».
pub fn place(rank: u32) -> String {
    if rank == 1 { "1er".into() } else { format!("{rank}e") }
}

/// Returns the word of the state of a unit that is lent.
pub fn unit(state: UnitState) -> &'static str {
    match state {
        UnitState::Works => "en service",
        UnitState::Broken => "en panne",
        UnitState::Gone => "sortie du stock",
        UnitState::Unknown => UNKNOWN,
    }
}

/// Returns the word of what a leg does.
pub fn leg(kind: LegKind) -> &'static str {
    match kind {
        LegKind::Deliver => "à remettre",
        LegKind::TakeBack => "à récupérer",
        LegKind::Perform => "à faire",
        LegKind::TakeAway => "à reprendre",
    }
}

/// Returns the words of the reason why a leg could not be done.
pub fn failed(reason: FailReason) -> &'static str {
    match reason {
        FailReason::NobodyThere => "personne pour le recevoir",
        FailReason::NotWithMe => "pas avec moi, ou abîmé",
        FailReason::NoTime => "plus assez de temps",
        FailReason::Training => "formation à suivre d’abord",
        FailReason::Declined => "l’école n’en veut plus",
        FailReason::Other => "autre motif",
        FailReason::Unknown => UNKNOWN,
    }
}

/// Returns the words of what the rules would not have let happen.
pub fn anomaly(anomaly: Anomaly) -> &'static str {
    match anomaly {
        Anomaly::AfterEnd => "remis après l’annulation",
        Anomaly::ToldTwice => "déclaré par deux personnes",
        Anomaly::Untrained => "remis avant la formation",
        Anomaly::UnitElsewhere => "la même unité est aussi déclarée ailleurs",
        Anomaly::Unknown => UNKNOWN,
    }
}

/// Returns the word of what a training is.
pub fn training_kind(kind: TrainingKind) -> &'static str {
    match kind {
        TrainingKind::Training => "formation",
        TrainingKind::SupplierTraining => "formation fournisseur",
        TrainingKind::Accompaniment => "accompagnement en classe",
        TrainingKind::ClassActivity => "animation scolaire",
    }
}

/// Returns the word of how far a training got.
pub fn training(state: SessionProgress) -> &'static str {
    match state {
        SessionProgress::Draft => "en préparation",
        SessionProgress::Open => "ouverte",
        SessionProgress::Cancelled => "annulée",
        SessionProgress::Held => "appel en cours",
        SessionProgress::Closed => "close",
    }
}

/// Returns the word of an attendance.
pub fn attendance(mark: Attendance) -> &'static str {
    match mark {
        Attendance::Present => "présent",
        Attendance::Absent => "absent",
        Attendance::Excused => "excusé",
    }
}

/// Returns the word of the state of a commitment.
pub fn commitment(state: CommitmentState) -> &'static str {
    match state {
        CommitmentState::Open => "ouvert",
        CommitmentState::Settled => "soldé",
        CommitmentState::Cancelled => "annulé",
    }
}

/// Returns the word of a column of the budget.
pub fn column(column: Column) -> &'static str {
    match column {
        Column::Voted => "voté",
        Column::Reserved => "réservé",
        Column::Committed => "engagé",
        Column::Done => "service fait",
        Column::Paid => "mandaté",
    }
}
