//! Words about loans, wherever they are shown.

use super::outbox::Told;
use super::{count, date, site_name, supply as supply_words};
use shared::day::Day;
use shared::id::{ArticleId, SupplyId};
use shared::loan::between::{is_at_risk, is_freed};
use shared::loan::{Act, Bar, LoanDays, Unit, UnitState};
use shared::row::State;
use shared::supply::{Carrier, LegKind, Supply, SupplyState};

/// «du lundi 23 mars au vendredi 10 avril».
pub fn days(days: LoanDays) -> String {
    match days.first == days.last {
        true => format!("le {}", date::day(days.first)),
        false => format!("du {} au {}", date::day(days.first), date::day(days.last)),
    }
}

/// The word of the state of a unit, as a label.
pub fn unit_state(state: UnitState) -> String {
    super::capital(shared::words::unit(state))
}

/// Why something cannot be lent.
pub fn bar(bar: &Bar, state: &State) -> String {
    match bar {
        Bar::Taken { days: wanted, next: Some(next) } => {
            format!("Complet {}. Libre {}\u{a0}: choisissez ces dates.", days(*wanted), days(*next))
        }
        Bar::Taken { days: wanted, next: None } => format!(
            "Complet {}, et aucune date libre n’est connue\u{a0}: un prêt en cours n’est pas \
             rentré.",
            days(*wanted)
        ),
        Bar::Backwards => "La fin du prêt est avant son début. Corrigez les dates.".into(),
        Bar::Past => "Ces dates sont déjà passées. Choisissez-en à partir d’aujourd’hui.".into(),
        Bar::TooLong { max } => {
            let max = count(*max as usize, "jour", "jours");
            format!("Un prêt dure {max} au plus. Choisissez une fin plus proche.")
        }
        Bar::Chain { days, max } => format!(
            "Avec vos prêts qui se suivent, vous l’auriez {days}\u{a0}jours de suite, et {max} \
             est le plus long. Laissez plus d’une semaine entre deux prêts."
        ),
        Bar::TooMany { open, max } => format!(
            "Vous avez déjà {}, et {max} est le plus permis à la fois. Rendez-en un, ou retirez \
             une demande.",
            count(*open, "prêt ou demande en cours", "prêts ou demandes en cours")
        ),
        Bar::Outside { first, last } => format!(
            "Les prêts de cette campagne vont du {} au {}.",
            date::day_long(*first),
            date::day_long(*last)
        ),
        Bar::NoSchool => "Il n’y a pas classe ces jours-là. Choisissez d’autres dates.".into(),
        Bar::OverHolidays { label } => {
            format!("La valise dormirait dans une école fermée ({label}). Finissez le prêt avant.")
        }
        Bar::ClosedOn { day } => format!(
            "L’école est fermée le {}\u{a0}: personne ne pourrait la rendre. Choisissez un autre \
             dernier jour.",
            date::day(*day)
        ),
        Bar::NoUnit => "Aucune unité n’est en service pour le moment.".into(),
        Bar::UnknownUnit { label } => {
            format!("Aucune unité ne porte l’étiquette «\u{a0}{label}\u{a0}».")
        }
        Bar::NotWorking { label } => {
            format!("{label} n’est pas en service. Choisissez une autre unité.")
        }
        Bar::UnitTaken { label, with, .. } => format!(
            "{label} est prise\u{a0}: {}. Choisissez une autre unité.",
            elsewhere(*with, state)
        ),
        Bar::Begun => "Le prêt a commencé\u{a0}: seule sa fin peut changer, et un manque se dit \
             par «\u{a0}Signaler un manque\u{a0}»."
            .into(),
        Bar::NoUnitChosen => "Choisissez d’abord l’unité.".into(),
        Bar::NoLoan => "Ceci n’est pas un prêt.".into(),
        Bar::Unknown(_) => format!("{}.", super::UNKNOWN_WORD),
    }
}

/// Where another loan has a unit.
pub fn elsewhere(with: SupplyId, state: &State) -> String {
    let site = state.supplies.get(&with).map(|loan| site_name(state, &loan.site));
    site.unwrap_or_else(|| "dans une autre école".into())
}

/// What is done to a loan, on the day that is known.
pub fn way(loan: &Supply, kind: LegKind, view: &State) -> Option<String> {
    let leg = loan.legs.iter().find(|leg| leg.kind == kind && !leg.is_done())?;
    Some(match (&leg.carrier, kind) {
        (Some(carrier), _) => by(carrier, view),
        (None, LegKind::TakeBack) => "à un passage à la fin du prêt".into(),
        (None, _) => "à un passage pendant ces dates".into(),
    })
}

fn by(carrier: &Carrier, view: &State) -> String {
    match carrier {
        Carrier::Stop { technician, slot } => {
            let name = view.accounts.get(technician).map(|known| known.name.as_str());
            let who = name.map_or(String::new(), |name| format!(" de {name}"));
            format!("le {} (arrêt{who}, vers midi)", date::day(slot.day))
        }
        Carrier::Visit(visit) => match view.visits.get(visit) {
            Some(visit) => format!("le {} (passage)", date::slot_long(visit.slot)),
            None => "à un prochain passage".into(),
        },
        other => supply_words::carrier(other, view),
    }
}

/// What happens next with a loan, in words. `known`: the server has confirmed it.
pub fn next_step(loan: &Supply, view: &State, known: bool, today: Day) -> String {
    let end = loan.period.map_or(today, |days| days.last);
    match loan.state {
        SupplyState::Asked if !known => "Demande enregistrée, à confirmer.".into(),
        SupplyState::Asked => "Demande reçue. L’équipe n’a pas encore confirmé.".into(),
        SupplyState::WaitingList if loan.waits_by_wish() => waits(loan, view, today).into(),
        SupplyState::WaitingList => format!("En liste d’attente\u{a0}: {}", loan.reason),
        SupplyState::Accepted | SupplyState::Ready if is_at_risk(view, loan, today) => {
            "Confirmé, mais à risque\u{a0}: aucune unité n’est rentrée pour l’instant. L’équipe \
             cherche une solution et vous écrira ici."
                .into()
        }
        SupplyState::Accepted | SupplyState::Ready => {
            let way = way(loan, LegKind::Deliver, view).unwrap_or_default();
            format!("Confirmé\u{a0}: livré {way}.")
        }
        SupplyState::Delivered if end < today => {
            format!("À rendre depuis le {}. L’équipe organise la reprise.", date::day(end))
        }
        SupplyState::Delivered => {
            let way = way(loan, LegKind::TakeBack, view).unwrap_or_default();
            format!("Chez vous jusqu’au {}. Repris {way}.", date::day(end))
        }
        SupplyState::Closed => "Rendu.".into(),
        SupplyState::Refused => format!("Refusé\u{a0}: {}", loan.reason),
        SupplyState::Cancelled => format!("Retiré\u{a0}: {}", loan.reason),
    }
}

/// What a school reads of what it waits for.
fn waits(loan: &Supply, view: &State, today: Day) -> &'static str {
    if loan.period.is_some_and(|days| days.first < today) {
        return "Rien ne s’est libéré avant ces dates. Vous pouvez retirer cette attente.";
    }
    match is_freed(view, loan, today) {
        true => "C’est libre\u{a0}: réservez maintenant, la première école qui le fait l’obtient.",
        false => "Tout est pris à ces dates. Vous serez prévenu ici dès que c’est libre.",
    }
}

/// Nobody is at the school on the day on which a loan would be taken back.
pub fn ends_closed(day: Day) -> String {
    format!(
        "L’école est fermée le {}, dernier jour du prêt\u{a0}: proposez une autre fin.",
        date::day(day)
    )
}

/// The word of the state of a loan, as a label.
pub fn state(state: SupplyState) -> String {
    super::capital(shared::loan::words::loan(state))
}

fn article(id: ArticleId, view: &State) -> String {
    let known = view.articles.get(&id);
    known.map_or_else(|| "article inconnu ici".into(), |article| article.label.clone())
}

fn named(id: SupplyId, view: &State) -> String {
    match view.supplies.get(&id) {
        Some(loan) => {
            let (what, site) = (supply_words::contents(loan), site_name(view, &loan.site));
            format!("prêt «\u{a0}{what}\u{a0}», {site}")
        }
        None => "prêt qui n’est plus sur cet appareil".into(),
    }
}

impl Told for Act {
    fn told(&self, view: &State) -> String {
        match self {
            Act::AskLoan { article: id, days: on, site, .. } => format!(
                "Demande de prêt\u{a0}: {} {}, {}",
                article(*id, view),
                days(*on),
                site_name(view, site)
            ),
            Act::WaitForLoan { article: id, days: on, site, .. } => format!(
                "Prévenez-moi\u{a0}: {} {}, {}",
                article(*id, view),
                days(*on),
                site_name(view, site)
            ),
            Act::ClaimLoan { supply } => {
                format!("Demande de ce qui s’est libéré, {}", named(*supply, view))
            }
            Act::ImportUnits { label, units, .. } => format!(
                "Stock prêté, «\u{a0}{label}\u{a0}»\u{a0}: {}",
                super::count(units.len(), "unité", "unités")
            ),
            Act::ImportLoans { loans, .. } => {
                format!(
                    "Réservations importées\u{a0}: {}",
                    super::count(loans.len(), "prêt", "prêts")
                )
            }
            Act::SetLoanDays { supply, days: on, .. } => {
                format!("Dates du prêt\u{a0}: {}, {}", days(*on), named(*supply, view))
            }
            Act::ChooseUnit { supply, unit } => {
                format!("Unité {unit}, {}", named(*supply, view))
            }
            Act::TellLack { supply, .. } => {
                format!("Il manque quelque chose, {}", named(*supply, view))
            }
            Act::SetUnit { article: id, unit: Unit { label, state, .. } } => format!(
                "Unité {label} de «\u{a0}{}\u{a0}»\u{a0}: {}",
                article(*id, view),
                shared::words::unit(*state)
            ),
        }
    }

    fn typed(&self) -> Vec<&str> {
        match self {
            Act::AskLoan { note: text, .. }
            | Act::WaitForLoan { note: text, .. }
            | Act::SetLoanDays { reason: text, .. }
            | Act::TellLack { text, .. } => vec![text],
            Act::ChooseUnit { .. }
            | Act::SetUnit { .. }
            | Act::ClaimLoan { .. }
            | Act::ImportUnits { .. }
            | Act::ImportLoans { .. } => Vec::new(),
        }
    }
}
