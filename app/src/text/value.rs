//! The words of values that conflicts, refusals and histories carry as the wire writes them.

use super::date::day_long;
use super::site_name;
use super::site_screen;
use serde::de::value::{Error, StrDeserializer};
use serde::de::{DeserializeOwned, IntoDeserializer};
use shared::id::VisitId;
use shared::money::Cents;
use shared::refusal::FieldName;
use shared::row::{Kind, State};
use shared::ticket::{Field, TicketState};
use shared::visit::{MissedReason, VisitState};
use shared::words;
use uuid::Uuid;

/// A value of a newer version.
const UNKNOWN: &str = "une valeur que cette version ne connaît pas";
/// A state of a newer version.
const UNKNOWN_STATE: &str = "dans un état que cette version ne connaît pas";

/// A text that was left out.
const BLANK: &str = "vide";

/// Returns the name of a field of a ticket, with its article.
pub fn field(field: Field) -> &'static str {
    match field {
        Field::Text => "la description",
        Field::Room => "le lieu",
        Field::Category => "la catégorie",
        Field::Urgency => "l’urgence",
        Field::Channel => "l’orientation",
        Field::Visit => "le passage prévu",
        Field::State => "l’état",
    }
}

/// Returns a text, or the word for none.
pub fn or_blank(text: &str) -> &str {
    if text.is_empty() { BLANK } else { text }
}

/// Returns the words of a value of a field. Texts are the person's own, whatever they look like.
pub fn of_field(field: Field, value: &str) -> &str {
    match (field, value) {
        (Field::Visit, "") => "aucun passage",
        (Field::Visit, _) => "un autre passage",
        (_, "") => BLANK,
        (Field::Text | Field::Room, text) => text,
        (Field::Category, word) => read(word).map_or(UNKNOWN, words::category),
        (Field::Urgency, word) => read(word).map_or(UNKNOWN, words::urgency),
        (Field::Channel, word) => read(word).map_or(UNKNOWN, words::channel),
        (Field::State, word) => ticket_state(word),
    }
}

/// Returns the word of the state of a ticket.
pub fn ticket_state(word: &str) -> &'static str {
    ticket_state_of(word).map_or(UNKNOWN_STATE, |state| words::ticket(&state))
}

/// Returns the word of the state of a visit.
pub fn visit_state(word: &str) -> &'static str {
    visit_state_of(word).map_or(UNKNOWN_STATE, |state| words::visit(&state))
}

/// Returns the word of the state of a row of another kind.
pub fn state_of(kind: Kind, word: &str) -> &'static str {
    let known = if kind == Kind::Supply {
        read(word).map(words::supply)
    } else if kind == Kind::Campaign {
        read(word).map(words::campaign)
    } else {
        None
    };
    known.unwrap_or(UNKNOWN_STATE)
}

/// Returns the word of the state of a device.
pub fn equipment_state(word: &str) -> &'static str {
    read(word).map_or(UNKNOWN_STATE, words::equipment)
}

/// Returns the field of that name.
pub fn field_of(word: &str) -> FieldName {
    read(word).unwrap_or(FieldName::Unknown)
}

/// Returns the words of a value of a device, in a field of that name.
pub fn of_device(field: FieldName, value: &str, view: &State) -> String {
    match (field, value) {
        (_, "") => BLANK.to_owned(),
        (FieldName::Kind, word) => read(word).map_or(UNKNOWN, words::equipment_kind).to_owned(),
        (FieldName::State, word) => equipment_state(word).to_owned(),
        (FieldName::Site, id) => site_name(view, &id.into()),
        (FieldName::Week, week) => week.parse().map_or(UNKNOWN.into(), site_screen::week),
        (FieldName::PriceCents, cents) => {
            cents.parse().map_or(UNKNOWN.into(), |cents| Cents(cents).to_string())
        }
        (FieldName::Bought | FieldName::InService | FieldName::SupportEnds, day) => {
            day.parse().map_or(UNKNOWN.into(), day_long)
        }
        (_, text) => text.to_owned(),
    }
}

/// Returns the words of what should not have happened.
pub fn anomaly(word: &str) -> &'static str {
    read(word).map_or(UNKNOWN, words::anomaly)
}

fn read<T: DeserializeOwned>(word: &str) -> Option<T> {
    let reader: StrDeserializer<'_, Error> = word.into_deserializer();
    T::deserialize(reader).ok()
}

/// Returns a state by its tag alone: its data does not change its word.
fn ticket_state_of(word: &str) -> Option<TicketState> {
    let visit = VisitId(Uuid::nil());
    Some(match word {
        "new" => TicketState::New,
        "qualified" => TicketState::Qualified,
        "planned" => TicketState::Planned { visit },
        "in_progress" => TicketState::InProgress { visit },
        "resolved" => TicketState::Resolved,
        "closed" => TicketState::Closed,
        "on_hold" => TicketState::OnHold { reason: String::new() },
        "forwarded" => TicketState::Forwarded { reference: String::new() },
        "cancelled" => TicketState::Cancelled,
        _ => return None,
    })
}

fn visit_state_of(word: &str) -> Option<VisitState> {
    Some(match word {
        "proposed" => VisitState::Proposed,
        "planned" => VisitState::Planned,
        "on_site" => VisitState::OnSite,
        "done" => VisitState::Done,
        "reported" => VisitState::Reported,
        "missed" => VisitState::Missed { reason: MissedReason::Other },
        "cancelled" => VisitState::Cancelled,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Serialize;

    fn word(state: &impl Serialize) -> String {
        let value = serde_json::to_value(state).expect("JSON");
        value["state"].as_str().expect("a word").to_owned()
    }

    #[test]
    fn states_are_found_by_the_words_of_the_wire() {
        let visit = VisitId(Uuid::nil());
        for state in [
            TicketState::New,
            TicketState::Qualified,
            TicketState::Planned { visit },
            TicketState::InProgress { visit },
            TicketState::Resolved,
            TicketState::Closed,
            TicketState::OnHold { reason: String::new() },
            TicketState::Forwarded { reference: String::new() },
            TicketState::Cancelled,
        ] {
            assert_eq!(ticket_state(&word(&state)), words::ticket(&state));
        }
        for state in [
            VisitState::Proposed,
            VisitState::Planned,
            VisitState::OnSite,
            VisitState::Done,
            VisitState::Reported,
            VisitState::Missed { reason: MissedReason::Strike },
            VisitState::Cancelled,
        ] {
            assert_eq!(visit_state(&word(&state)), words::visit(&state));
        }
        assert_eq!(ticket_state("lent"), UNKNOWN_STATE);
    }

    #[test]
    fn a_value_is_read_by_its_field() {
        assert_eq!(of_field(Field::Category, "network"), "internet et réseau");
        assert_eq!(of_field(Field::Room, "network"), "network", "a room of that name");
        assert_eq!(of_field(Field::Urgency, "high"), "empêche la classe");
        assert_eq!(of_field(Field::Channel, "out_of_scope"), "hors périmètre");
        assert_eq!(of_field(Field::Channel, ""), "vide");
        assert_eq!(of_field(Field::Category, "loud"), UNKNOWN);
        assert_eq!(of_field(Field::State, "forwarded"), "chez le prestataire");
        assert_eq!(of_field(Field::Visit, "x"), "un autre passage");
    }
}
