//! Makes the lines of each export.

use super::{Subject, Table, words as titles};
use shared::day::{Day, HalfDay};
use shared::id::{QuarterId, SiteId};
use shared::owed;
use shared::row::State;
use shared::words;

/// Returns the table of a subject, made from the given rows.
pub(super) fn of(subject: Subject, state: &State, of: Option<&QuarterId>, today: Day) -> Table {
    let (name, columns, lines) = match subject {
        Subject::Coverage => {
            (titles::COVERAGE, titles::COVERAGE_COLUMNS.to_vec(), coverage(state, of, today))
        }
        Subject::Visits => (titles::VISITS, titles::VISIT_COLUMNS.to_vec(), visits(state, of)),
        Subject::Tickets => (titles::TICKETS, titles::TICKET_COLUMNS.to_vec(), tickets(state)),
        Subject::Equipment => {
            (titles::EQUIPMENT, titles::EQUIPMENT_COLUMNS.to_vec(), equipment(state))
        }
    };
    Table { name, title: format!("{name} · {}", date(today)), columns, lines }
}

fn date(day: Day) -> String {
    day.format("%d/%m/%Y").to_string()
}

fn half(slot: HalfDay) -> String {
    words::half(slot.half).to_owned()
}

/// Returns the name and the commune of a site.
fn place(state: &State, id: &SiteId) -> (String, String) {
    let site = state.sites.get(id);
    site.map_or_else(
        || (id.to_string(), String::new()),
        |site| (site.name.clone(), site.commune_name.clone()),
    )
}

fn coverage(state: &State, of: Option<&QuarterId>, today: Day) -> Vec<Vec<String>> {
    let calendar = state.calendar();
    let asked = of.map_or_else(|| calendar.current_quarter(today), |id| calendar.quarter(id));
    let Some(quarter) = asked else {
        return Vec::new();
    };
    let line = |line: owed::Coverage| {
        let slot = line.visit.as_ref().map(|visit| visit.slot);
        vec![
            line.site.id.to_string(),
            line.site.name.clone(),
            line.site.commune_name.clone(),
            words::owed(line.owed).to_owned(),
            slot.map_or_else(String::new, |slot| date(slot.day)),
            slot.map_or_else(String::new, half),
        ]
    };
    owed::coverage(state, quarter, today).into_iter().map(line).collect()
}

fn visits(state: &State, of: Option<&QuarterId>) -> Vec<Vec<String>> {
    let asked = |visit: &&std::sync::Arc<shared::visit::Visit>| {
        of.is_none_or(|quarter| visit.quarter == *quarter)
    };
    let mut visits: Vec<_> = state.visits.values().filter(asked).collect();
    visits.sort_by_key(|visit| (visit.slot, visit.id));
    let line = |visit: &std::sync::Arc<shared::visit::Visit>| {
        let (name, commune) = place(state, &visit.site);
        let technician = state.accounts.get(&visit.technician);
        vec![
            visit.quarter.to_string(),
            date(visit.slot.day),
            half(visit.slot),
            visit.site.to_string(),
            name,
            commune,
            technician.map_or_else(String::new, |account| account.name.clone()),
            words::visit(&visit.state).to_owned(),
        ]
    };
    visits.into_iter().map(line).collect()
}

fn tickets(state: &State) -> Vec<Vec<String>> {
    let mut tickets: Vec<_> = state.tickets.values().collect();
    tickets.sort_by_key(|ticket| (ticket.reported_on, ticket.id));
    let line = |ticket: &std::sync::Arc<shared::ticket::Ticket>| {
        let (name, commune) = place(state, &ticket.site);
        vec![
            shared::ticket::number::number(ticket.id),
            date(ticket.reported_on),
            ticket.site.to_string(),
            name,
            commune,
            ticket.text.clone(),
            words::category(ticket.category).to_owned(),
            words::urgency(ticket.urgency).to_owned(),
            ticket.channel.map_or("", words::channel).to_owned(),
            words::ticket(&ticket.state).to_owned(),
            ticket.ended_on.map_or_else(String::new, date),
        ]
    };
    tickets.into_iter().map(line).collect()
}

fn equipment(state: &State) -> Vec<Vec<String>> {
    let line = |device: &std::sync::Arc<shared::equipment::Equipment>| {
        let (name, commune) = place(state, &device.site);
        vec![
            device.label.clone(),
            device.name.clone(),
            words::equipment_kind(device.kind).to_owned(),
            device.model.clone(),
            device.serial.clone(),
            device.site.to_string(),
            name,
            commune,
            device.room.clone(),
            words::equipment(device.state).to_owned(),
        ]
    };
    state.equipment.values().map(line).collect()
}
