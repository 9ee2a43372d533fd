//! Tickets of the demonstration: texts of the repository's list, sites and ages drawn.

use super::draw::Draw;
use super::read;
use crate::store::StoreResult;
use shared::account::Account;
use shared::day::paris_day;
use shared::equipment::Equipment;
use shared::history::{Declared, Entry};
use shared::id::{Millis, TicketId};
use shared::limits::DAY_MS;
use shared::row::Row;
use shared::site::Site;
use shared::ticket;
use shared::ticket::{Category, Channel, Ticket, TicketKind, TicketState, Urgency};
use std::collections::BTreeMap;

const INCIDENTS: &[u8] = include_bytes!("../../demo/incidents.csv");
/// Number of tickets.
const COUNT: usize = 420;

/// A text of the list, with its category, urgency and channel.
pub(super) struct Model {
    pub(super) kind: TicketKind,
    pub(super) category: Category,
    pub(super) urgency: Urgency,
    pub(super) channel: Channel,
    pub(super) text: String,
}

/// Returns the tickets.
pub(super) fn tickets(
    sites: &[Site],
    fleet: &[Equipment],
    people: &[Account],
    now: Millis,
    draw: &mut Draw,
) -> StoreResult<Vec<Row>> {
    let models = models()?;
    let drawn = (0..COUNT).map(|_| {
        let (model, site) = (draw.pick(&models), draw.pick(sites));
        let equipment: Vec<_> = fleet.iter().filter(|e| e.site == site.id).collect();
        let room = equipment.get(draw.below(equipment.len().max(1)));
        let room = room.map_or(String::new(), |equipment| equipment.room.clone());
        let reporter = &people[5];
        ticket(model, site, room, reporter, now, draw).into()
    });
    Ok(drawn.collect())
}

/// Returns the texts of the list.
pub(super) fn models() -> StoreResult<Vec<Model>> {
    let table = read(INCIDENTS)?;
    let model = |record| {
        let value = |key| table.value(record, key);
        Model {
            kind: match value("type") {
                "demande" => TicketKind::Request,
                _ => TicketKind::Incident,
            },
            category: category(value("categorie")),
            urgency: match value("priorite") {
                "haute" => Urgency::High,
                "basse" => Urgency::Low,
                _ => Urgency::Normal,
            },
            channel: match value("orientation_suggeree") {
                "proximite" => Channel::Proximity,
                "hors_perimetre" => Channel::OutOfScope,
                _ => Channel::Curative,
            },
            text: format!("{}. {}", value("titre"), value("description")),
        }
    };
    Ok(table.records().iter().map(model).collect())
}

fn category(word: &str) -> Category {
    match word {
        "video_projection" | "visualiseur" => Category::Projection,
        "ordinateur_enseignant" | "ordinateur_eleve" | "accessoire" | "robot" => Category::Computer,
        "tablette" => Category::Tablet,
        "impression" => Category::Printer,
        "reseau_wifi" | "reseau_filaire" | "internet_box" => Category::Network,
        "son_image" => Category::Sound,
        "logiciel" | "ent_compte" | "compte_machine" | "securite_filtrage" => Category::Software,
        _ => Category::Other,
    }
}

/// Returns a ticket: half of them are as they came, the others were sorted, some are closed.
fn ticket(
    model: &Model,
    site: &Site,
    room: String,
    reporter: &Account,
    now: Millis,
    draw: &mut Draw,
) -> Ticket {
    let age = draw.below(90) as i64;
    let at = now - age * DAY_MS;
    let day = paris_day(at);
    let entry = |what| Entry {
        when: Declared { at_ms: at, offset_ms: 0 },
        by: reporter.id,
        by_name: site.name.clone(),
        handed: None,
        what,
    };
    let mut history = vec![entry(ticket::Happened::Reported)];
    let sorted = |history: &mut Vec<Entry<ticket::Happened>>| {
        history.push(entry(ticket::Happened::Qualified { channel: model.channel }));
        Some(model.channel)
    };
    let (channel, state, ended_on) = match draw.below(10) {
        0..=4 if age < 30 => (None, TicketState::New, None),
        0..=7 => (sorted(&mut history), TicketState::Qualified, None),
        8 => {
            let reason = "Pièce commandée".to_owned();
            (sorted(&mut history), TicketState::OnHold { reason }, None)
        }
        _ => (sorted(&mut history), TicketState::Closed, Some(day)),
    };
    Ticket {
        id: TicketId(draw.key()),
        site: site.id.clone(),
        kind: model.kind,
        category: model.category,
        text: model.text.clone(),
        room,
        equipment: None,
        subscription: None,
        urgency: model.urgency,
        photos: Vec::new(),
        channel,
        state,
        postponed: 0,
        reporter: reporter.id,
        reported_on: day,
        resolved_on: ended_on,
        ended_on,
        history,
        unit: None,
        voices: Vec::new(),
        stamps: BTreeMap::new(),
        version: 0,
    }
}
