//! Words of «Prêts» at the desk.

use super::{date, loan, site_name, supply};
use shared::day::Day;
use shared::day::HalfDay;
use shared::loan::between::{OtherEnd, closed_stops, ends_when_closed};
use shared::loan::between::{is_at_risk, is_freed, is_late, other_end};
use shared::loan::{Unit, UnitState};
use shared::row::State;
use shared::supply::Supply;
use shared::ticket::Ticket;

pub const TITLE: &str = "Prêts";
pub const SHOW: &str = "Afficher";
pub const VIEWS: [(&str, &str); 3] =
    [("liste", "Liste"), ("semaines", "Unités par semaine"), ("stock", "Stock")];
pub const EXPORTS: [(&str, &str); 1] = [("csv", "Exporter en CSV")];
pub const CAMPAIGNS: &str = "Campagnes";
pub const CATALOGUE: &str = "Catalogue";
pub const NOTHING: &str = "Rien n’est prêté. Ajoutez une «\u{a0}Valise prêtée\u{a0}» au catalogue, \
     ses unités dans «\u{a0}Stock\u{a0}», puis ouvrez une campagne de prêt.";
pub const LATE: &str = "En retard";
pub const AT_RISK: &str = "À risque";
pub const AWAITED: &str = "Attendus par une école («\u{a0}Prévenez-moi\u{a0}»)";
pub const NO_UNIT_FREE: &str = "Aucune unité libre à ces dates\u{a0}: organisez le retour d’une \
     unité, ou proposez d’autres dates.";
pub const FREED: &str = "Libre maintenant\u{a0}: l’école le lit et peut réserver.";
pub const IMPORT: &str = "Importer un stock ou des réservations";
pub const TO_CONFIRM: &str = "À confirmer";
pub const TO_PREPARE: &str = "À préparer et à livrer";
pub const OUT: &str = "En prêt";
pub const ENDED: &str = "Terminés";
pub const CONFIRM: &str = "Confirmer";
pub const CONFIRMED: &str = "Prêt confirmé. À confirmer par le serveur.";
pub const CHOOSE_UNIT: &str = "Choisir l’unité";
pub const NEEDS_UNIT: &str = "Choisissez une unité.";
pub const NO_FREE_UNIT: &str = "Aucune unité n’est libre à ces dates. Proposez d’autres dates, ou \
     attendez un retour.";
pub const UNIT: &str = "Unité";
pub const UNIT_SAVE: &str = "Préparer cette unité";
pub const UNIT_SAID: &str = "Unité choisie\u{a0}: le prêt peut être livré.";
pub const OTHER_DATES: &str = "Proposer d’autres dates";
pub const FIRST: &str = "Premier jour";
pub const LAST: &str = "Dernier jour";
pub const BAD_DAY: &str = "Écrivez un jour.";
pub const DATES_WHY: &str = "En une phrase, que l’école lira";
pub const DATES_SAVE: &str = "Changer les dates";
pub const DATES_SAID: &str = "Dates changées\u{a0}: l’école les lit.";
pub const REFUSE: &str = "Refuser";
pub const REFUSED: &str = "Prêt refusé.";
pub const WITHDRAW: &str = "Annuler le prêt";
pub const WITHDRAWN: &str = "Prêt annulé.";
pub const WHY: &str = "Pourquoi\u{a0}?";
pub const KEEP: &str = "Ne rien changer";
pub const ORGANISE: &str = "Organiser";
pub const HISTORY: &str = "Historique";
pub const LOAN: &str = "Prêt";
pub const GRID_HINT: &str = "Les flèches vont d’un prêt à l’autre, Entrée l’ouvre.";
pub const NO_UNIT_YET: &str = "Sans unité";
pub const FREE: &str = "libre";
pub const NOT_FREE: &str = "–";
pub const STOCK_HINT: &str = "Les unités sont au dépôt ou en prêt\u{a0}: elles ne comptent dans \
     aucune école.";
pub const NO_UNITS: &str = "Aucune unité. Ajoutez la première.";
pub const ADD_UNIT: &str = "Ajouter une unité";
pub const CHANGE: &str = "Modifier";
pub const UNIT_LABEL: &str = "Étiquette";
pub const UNIT_LABEL_HINT: &str = "Ce qui est écrit sur la valise, par exemple VT-03.";
pub const SERIAL: &str = "Numéro de série";
pub const UNIT_STATE: &str = "État";
pub const UNIT_KEPT: &str = "Unité enregistrée.";
pub const KIT_HISTORY: &str = "Ce qui a été signalé sur cette unité";
pub const MEANT: &str = "Ces prêts devaient avoir cette unité\u{a0}; si elle ne sert plus, ils en \
     reçoivent une autre qui est libre, ou attendent votre choix\u{a0}:";

/// What is lent, and which unit.
pub fn title(of: &Supply) -> String {
    let what = supply::contents(of);
    if of.unit.is_empty() { what } else { format!("{what} ({})", of.unit) }
}

/// Who has it, and when.
pub fn where_and_when(site: &str, of: &Supply) -> String {
    match of.period {
        Some(days) => format!("{site} · {}", loan::days(days)),
        None => site.to_owned(),
    }
}

/// What the desk has to see of a loan before it goes wrong.
pub fn warnings(of: &Supply, view: &State, today: Day) -> Vec<String> {
    let last = of.period.map(|days| days.last);
    let closed = last.filter(|_| ends_when_closed(view, of, today)).map(loan::ends_closed);
    let instead = other_end(view, of, today).map(instead);
    let stops = closed_stops(view, of, today).into_iter().map(|(_, slot)| closed_stop(slot));
    let risk = is_at_risk(view, of, today).then(|| NO_UNIT_FREE.to_owned());
    let freed = is_freed(view, of, today).then(|| FREED.to_owned());
    closed.into_iter().chain(instead).chain(stops).chain(risk).chain(freed).collect()
}

/// The next day on which a loan can end that ends on a closed one.
fn instead(end: OtherEnd) -> String {
    let day = date::day(end.day);
    match end.is_free {
        true => format!("L’école rouvre le {day}, et aucune autre école n’attend le matériel."),
        false => format!(
            "L’école rouvre le {day}, mais le matériel est promis à une autre école d’ici \
             là\u{a0}: proposez-lui d’autres dates d’abord."
        ),
    }
}

/// A stop on a half-day on which nobody is there any more.
fn closed_stop(slot: HalfDay) -> String {
    format!(
        "L’école est fermée le {}, jour de l’arrêt\u{a0}: organisez un autre trajet.",
        date::slot_long(slot)
    )
}

/// Several schools say to have the same unit.
pub fn also_out(unit: &str, site: &str, others: &[String]) -> String {
    format!(
        "{unit} est déclarée en prêt à {site} et aussi à {}\u{a0}: vérifiez où elle est.",
        others.join(", ")
    )
}

/// A loan in a cell of the grid.
pub fn cell(site: &str, of: &Supply, today: Day) -> String {
    let state = if is_late(of, today) { LATE.to_owned() } else { loan::state(of.state) };
    format!("{site} · {state}")
}

/// A unit, and what is wrong with it.
pub fn unit(unit: &Unit) -> String {
    match unit.state {
        UnitState::Works => unit.label.clone(),
        other => format!("{} ({})", unit.label, shared::words::unit(other)),
    }
}

/// When a unit was bought, and for how much; nothing where nobody said it.
pub fn bought(unit: &Unit) -> String {
    let on = unit.bought.map(|day| format!(" · achetée le {}", date::day_long(day)));
    let price = unit.price.map(|price| format!(" · {price}"));
    format!("{}{}", on.unwrap_or_default(), price.unwrap_or_default())
}

/// A week by its Monday.
pub fn week(monday: Day) -> String {
    monday.format("%d/%m").to_string()
}

/// The name of the button that changes a unit.
pub fn change_unit(label: &str) -> String {
    format!("{CHANGE} {label}")
}

/// What was asked for about a unit: when, where, in which words, and how far it is.
pub fn request(of: &Ticket, view: &State) -> String {
    let state = super::ticket::state(&of.state);
    let (on, site) = (date::day(of.reported_on), site_name(view, &of.site));
    format!("{on}, {site}\u{a0}: {} ({state})", of.text)
}

/// A loan that was to have a unit.
pub fn meant(of: &Supply, view: &State) -> String {
    let days = of.period.map(|days| format!(", du {}", date::day(days.first)));
    format!("{}{}", site_name(view, &of.site), days.unwrap_or_default())
}
