//! The screens of dispatchers, coordinators and observers.

use super::accounts::AccountsScreen;
use super::audit::AuditScreen;
use super::budget::{BudgetScreen, CommitmentScreen, LineScreen};
use super::calls::decided::DecidedScreen;
use super::calls::deciding::DecidingScreen;
use super::calls::desk::CallsScreen;
use super::calls::marking::MarkingScreen;
use super::calls::one::CallScreen;
use super::coverage::CoverageScreen;
use super::dashboard::DashboardScreen;
use super::devices::DevicesScreen;
use super::end_of_life::EndOfLifeScreen;
use super::first_day::FirstDayScreen;
use super::fleet::{DeviceScreen, FleetScreen, LabelsScreen};
use super::import::ImportScreen;
use super::letters::LettersScreen;
use super::loans::desk::LoansScreen;
use super::navigation::{NavItem, Navigation};
use super::news::NewsScreen;
use super::part::{Draw, ScreenPart};
use super::planning::{PlanningScreen, SheetsScreen};
use super::renewal::RenewalScreen;
use super::settings::SettingsScreen;
use super::site::{DeskOfSite, SiteScreen, SitesScreen};
use super::sobriety::{FactorsScreen, SobrietyScreen};
use super::statements::{StatementScreen, StatementsScreen};
use super::subscriptions::{SubscriptionScreen, SubscriptionsScreen};
use super::supply::campaigns::CampaignsScreen;
use super::supply::catalogue::CatalogueScreen;
use super::supply::desk::SuppliesScreen;
use super::tickets::{NewTicketScreen, TicketsScreen};
use super::training::desk::TrainingPlanScreen;
use super::training::desk_session::TrainingScreen;
use super::training::roll_call::RollCallScreen;
use super::trainings::TrainingsScreen;
use super::visit::VisitScreen;
use leptos::prelude::*;
use shared::id::{
    CampaignId, CommitmentId, EquipmentId, LineId, SiteId, StatementId, SubscriptionId,
    TrainingSessionId, VisitId,
};
use shared::role::Role;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

/// A screen of the desk.
#[derive(Clone)]
pub enum DeskScreen {
    /// «Comptes».
    Accounts,
    /// «Journal».
    Audit,
    /// «Budget».
    Budget,
    /// A line of «Budget», or a section, with its votes.
    BudgetLine(LineId),
    /// One of «Appels à projets».
    Call(CampaignId),
    /// «Appels à projets».
    Calls,
    /// «Appels à projets» of a commune.
    Decided,
    /// «Enregistrer la décision» of a call.
    Deciding(CampaignId),
    /// «Projets à noter» of a call.
    Marking(CampaignId),
    /// «Campagnes».
    Campaigns,
    /// One commitment of «Budget».
    Commitment(CommitmentId),
    /// «Catalogue».
    Catalogue,
    /// «Couverture du trimestre».
    Coverage,
    /// «Tableau de bord».
    Dashboard,
    /// «Appareils».
    Devices,
    /// A device of the fleet.
    Device(EquipmentId),
    /// «Fin de vie».
    EndOfLife,
    /// «Parc».
    Fleet,
    /// «Étiquettes à imprimer».
    Labels,
    /// «Renouvellement».
    Renewal,
    /// «Faire l’appel» of a training.
    RollCall(TrainingSessionId),
    /// One of «Plan de formation».
    Training(TrainingSessionId),
    /// «Plan de formation».
    TrainingPlan,
    /// «Enseignants et formations».
    Trainings,
    /// «À prévenir».
    Letters,
    /// «Prêts».
    Loans,
    /// «Pour commencer».
    FirstDay,
    /// «Importer».
    Import,
    /// The navigation, in the header.
    Navigation(&'static [NavItem]),
    /// «Planning».
    Planning,
    /// «Feuilles de route».
    Sheets,
    /// «Réglages».
    Settings,
    /// «Nouvelle demande».
    NewTicket,
    /// «Demandes».
    Tickets,
    /// The card of a school.
    Site(SiteId),
    /// «Écoles».
    Sites,
    /// «Actualités».
    News,
    /// «Sobriété».
    Sobriety,
    /// «Facteurs».
    Factors,
    /// «Bilans».
    Statements,
    /// One of «Bilans».
    Statement(StatementId),
    /// «Commandes».
    Supplies,
    /// One of «Abonnements».
    Subscription(SubscriptionId),
    /// «Abonnements».
    Subscriptions,
    /// «Passage».
    Visit(VisitId),
}

impl DeskScreen {
    /// Returns the screen of the path, for roles that may open it.
    pub fn of(role: Role, parts: &[&str]) -> Option<Self> {
        let desk = role.is_desk();
        let reader = desk || role == Role::Observer;
        Some(match parts {
            ["couverture"] if reader => Self::Coverage,
            ["tableau-de-bord"] if reader => Self::Dashboard,
            ["bilans"] if reader => Self::Statements,
            ["bilans", id] if reader => Self::Statement(id.parse().ok()?),
            ["actualites"] if desk => Self::News,
            ["sobriete"] if desk => Self::Sobriety,
            ["sobriete", "facteurs"] if role == Role::Coordinator => Self::Factors,
            ["planning"] if desk => Self::Planning,
            ["planning", "feuilles"] if desk => Self::Sheets,
            ["demandes"] if desk => Self::Tickets,
            ["ecoles"] if desk => Self::Sites,
            ["commandes"] if desk => Self::Supplies,
            ["prets"] if desk => Self::Loans,
            ["commandes", "catalogue"] if desk => Self::Catalogue,
            ["commandes", "campagnes"] if desk => Self::Campaigns,
            ["ecoles", id] if desk => Self::Site(SiteId::from(*id)),
            ["abonnements"] if desk => Self::Subscriptions,
            ["abonnements", id] if desk => Self::Subscription(id.parse().ok()?),
            ["appels"] if desk => Self::Calls,
            ["appels"] if role == Role::Observer => Self::Decided,
            ["appels", id] if desk => Self::Call(id.parse().ok()?),
            ["appels", id, "noter"] if desk => Self::Marking(id.parse().ok()?),
            ["appels", id, "decision"] if role == Role::Coordinator => {
                Self::Deciding(id.parse().ok()?)
            }
            ["budget"] if desk => Self::Budget,
            ["budget", "ligne", id] if desk => Self::BudgetLine(LineId((*id).to_owned())),
            ["budget", id] if desk => Self::Commitment(id.parse().ok()?),
            ["passage", id] if desk => Self::Visit(id.parse().ok()?),
            ["demandes", "nouvelle"] if desk => Self::NewTicket,
            ["parc"] if desk => Self::Fleet,
            ["parc", "etiquettes"] if desk => Self::Labels,
            ["parc", id] if desk => Self::Device(id.parse().ok()?),
            ["fin-de-vie"] if desk => Self::EndOfLife,
            ["renouvellement"] if desk => Self::Renewal,
            ["enseignants"] if desk => Self::Trainings,
            ["formations"] if desk => Self::TrainingPlan,
            ["formations", id] if desk => Self::Training(id.parse().ok()?),
            ["formations", id, "appel"] if desk => Self::RollCall(id.parse().ok()?),
            ["commencer"] if desk => Self::FirstDay,
            ["importer"] if desk => Self::Import,
            ["appareils"] if desk => Self::Devices,
            ["journal"] if role == Role::Coordinator => Self::Audit,
            ["prevenir"] if desk => Self::Letters,
            ["comptes"] if role == Role::Coordinator => Self::Accounts,
            ["reglages"] if role == Role::Coordinator => Self::Settings,
            _ => return None,
        })
    }
}

impl ScreenPart for DeskScreen {
    // The oldest part: devices that used it know it by this word.
    const KEEP: &'static str = "KEEP_LATER";

    async fn load() -> Result<Draw<Self>, SplitLoaderError> {
        desk_code().await
    }
}

/// The only entry to the code that is sent apart: what is reachable from [`draw`] alone is split
/// off.
#[wasm_split(desk, fallible)]
fn desk_code() -> Result<Draw<DeskScreen>, SplitLoaderError> {
    Ok(draw)
}

fn draw(screen: DeskScreen) -> AnyView {
    match screen {
        DeskScreen::Audit => view! { <AuditScreen/> }.into_any(),
        DeskScreen::Budget => view! { <BudgetScreen/> }.into_any(),
        DeskScreen::BudgetLine(id) => view! { <LineScreen id=id/> }.into_any(),
        DeskScreen::Commitment(id) => view! { <CommitmentScreen id=id/> }.into_any(),
        DeskScreen::Call(id) => view! { <CallScreen id=id/> }.into_any(),
        DeskScreen::Calls => view! { <CallsScreen/> }.into_any(),
        DeskScreen::Decided => view! { <DecidedScreen/> }.into_any(),
        DeskScreen::Deciding(id) => view! { <DecidingScreen id=id/> }.into_any(),
        DeskScreen::Marking(id) => view! { <MarkingScreen id=id/> }.into_any(),
        DeskScreen::Campaigns => view! { <CampaignsScreen/> }.into_any(),
        DeskScreen::Catalogue => view! { <CatalogueScreen/> }.into_any(),
        DeskScreen::Supplies => view! { <SuppliesScreen/> }.into_any(),
        DeskScreen::Statements => view! { <StatementsScreen/> }.into_any(),
        DeskScreen::Statement(id) => view! { <StatementScreen id=id/> }.into_any(),
        DeskScreen::News => view! { <NewsScreen/> }.into_any(),
        DeskScreen::Sobriety => view! { <SobrietyScreen/> }.into_any(),
        DeskScreen::Factors => view! { <FactorsScreen/> }.into_any(),
        DeskScreen::Accounts => view! { <AccountsScreen/> }.into_any(),
        DeskScreen::Coverage => view! { <CoverageScreen/> }.into_any(),
        DeskScreen::Dashboard => view! { <DashboardScreen/> }.into_any(),
        DeskScreen::Devices => view! { <DevicesScreen/> }.into_any(),
        DeskScreen::Device(id) => view! { <DeviceScreen id=id/> }.into_any(),
        DeskScreen::EndOfLife => view! { <EndOfLifeScreen/> }.into_any(),
        DeskScreen::Fleet => view! { <FleetScreen/> }.into_any(),
        DeskScreen::Letters => view! { <LettersScreen/> }.into_any(),
        DeskScreen::Loans => view! { <LoansScreen/> }.into_any(),
        DeskScreen::Labels => view! { <LabelsScreen/> }.into_any(),
        DeskScreen::Renewal => view! { <RenewalScreen/> }.into_any(),
        DeskScreen::RollCall(id) => view! { <RollCallScreen id=id back="/formations"/> }.into_any(),
        DeskScreen::Training(id) => view! { <TrainingScreen id=id/> }.into_any(),
        DeskScreen::TrainingPlan => view! { <TrainingPlanScreen/> }.into_any(),
        DeskScreen::Trainings => view! { <TrainingsScreen/> }.into_any(),
        DeskScreen::FirstDay => view! { <FirstDayScreen/> }.into_any(),
        DeskScreen::Import => view! { <ImportScreen/> }.into_any(),
        DeskScreen::Navigation(screens) => view! { <Navigation screens=screens/> }.into_any(),
        DeskScreen::Planning => view! { <PlanningScreen/> }.into_any(),
        DeskScreen::Sheets => view! { <SheetsScreen/> }.into_any(),
        DeskScreen::Settings => view! { <SettingsScreen/> }.into_any(),
        DeskScreen::NewTicket => view! { <NewTicketScreen/> }.into_any(),
        DeskScreen::Tickets => view! { <TicketsScreen/> }.into_any(),
        DeskScreen::Site(id) => view! {
            <SiteScreen id=id.clone()/>
            <DeskOfSite id=id/>
        }
        .into_any(),
        DeskScreen::Sites => view! { <SitesScreen/> }.into_any(),
        DeskScreen::Subscription(id) => view! { <SubscriptionScreen id=id/> }.into_any(),
        DeskScreen::Subscriptions => view! { <SubscriptionsScreen/> }.into_any(),
        DeskScreen::Visit(id) => view! { <VisitScreen id=id/> }.into_any(),
    }
}
