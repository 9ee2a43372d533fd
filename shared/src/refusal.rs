//! Why a command could not be applied, and what was merged. Typed: the app writes the sentences.

use crate::day::{Day, HalfDay};
use crate::id::{AccountId, EquipmentId, SiteId, TeacherId, TrainingSessionId, VisitId};
use crate::loan::Bar;
use crate::money::Cents;
use crate::plan::Place;
use crate::row::RowKey;
use crate::subscription::Hindrance;
use crate::ticket::Field;
use crate::{ballot, budget, training};
use columns::tagged_or_unknown;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Why a command could not be applied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "snake_case")]
#[allow(missing_docs)] // The variants say what their fields mean.
pub enum Refusal {
    /// The role may not do this, or the row is not theirs.
    NotAllowed,
    /// A row that the command speaks of does not exist, or no longer.
    UnknownRow { row: RowKey },
    /// A key that the command wants to create is taken by something else.
    RowExists { row: RowKey },
    /// A field is empty, too long or without meaning.
    BadField { field: FieldName, problem: FieldProblem },
    /// The ticket is not in a state that allows this.
    TicketState { state: String },
    /// The visit is not in a state that allows this.
    VisitState { state: String },
    /// The device is not in a state that allows this.
    EquipmentState { state: String },
    /// What is on the device was not erased, and it would leave the house.
    NotWiped { row: RowKey },
    /// Somebody of that name and function is already at the site.
    SameTeacher { teacher: TeacherId },
    /// The half-day is impossible.
    Slot { site: SiteId, slot: HalfDay, technician: AccountId, obstacle: Obstacle },
    /// A subscription cannot be that.
    Subscription { why: Hindrance },
    /// A training cannot be that.
    Training { why: training::Hindrance },
    /// A call for projects cannot be that.
    Call { why: ballot::Hindrance },
    /// Money cannot be moved like that.
    Budget { why: budget::Hindrance },
    /// The quarter is not in the calendar.
    UnknownQuarter,
    /// There is no draft to publish.
    NothingToPublish,
    /// The row is not in a state that allows this.
    State { row: RowKey, state: String },
    /// The site has less left than it costs.
    Allowance { remaining: Cents },
    /// The line of the budget has less left than it costs.
    LineSpent { line: String, remaining: Cents },
    /// What sites may spend together is more than the line has.
    MoneyLacks { line: String, missing: Cents },
    /// The price that was seen is not the price any more.
    PriceChanged { label: String, seen: Cents, now: Cents },
    /// The campaign takes nothing outside these days.
    CampaignClosed { opens: Day, closes: Day },
    /// The article cannot be asked for, or no longer.
    NotOffered { label: String },
    /// The equipment is in another open order already.
    ReplacedElsewhere { equipment: Vec<EquipmentId> },
    /// A stop takes more minutes than its technician's half-day has for stops.
    StopTooLong { minutes: u32, left: u32 },
    /// It cannot be lent.
    Loan { why: Bar },
    /// The message cannot be read: where, in the words of the reader.
    Malformed { detail: String },
    /// The words of a newer server, as they came.
    #[serde(skip)]
    Unknown(Map<String, Value>),
}
tagged_or_unknown!(Refusal, "refusal");

/// The fields that rules refuse, by their names on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // The names of the fields of commands.
pub enum FieldName {
    Address,
    Authority,
    BeforeTax,
    Body,
    Bought,
    Called,
    Capacity,
    Checklist,
    Day,
    Destination,
    Equipment,
    Evidence,
    Factors,
    Feed,
    First,
    FoundOn,
    Function,
    Funder,
    Giver,
    Holidays,
    Id,
    InService,
    Into,
    Item,
    Kind,
    Label,
    Last,
    Leader,
    Leg,
    LifeMonths,
    Line,
    Lines,
    Mail,
    Minutes,
    Model,
    Months,
    Moves,
    Name,
    Note,
    Number,
    Operator,
    Outlines,
    Over,
    Phone,
    Photo,
    Photos,
    Postcode,
    Price,
    Quantity,
    PriceCents,
    Proof,
    Quarters,
    Reason,
    Recipient,
    Reference,
    Role,
    Room,
    Serial,
    Skill,
    Skills,
    Sessions,
    Settings,
    Site,
    Sites,
    State,
    SupportEnds,
    Subscriptions,
    Teachers,
    Supplier,
    Tax,
    Text,
    Time,
    Topic,
    Topics,
    Total,
    Trainings,
    Until,
    Visit,
    Visits,
    Week,
    Year,
    /// A newer server named a field that this version does not know.
    #[serde(other)]
    Unknown,
}

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum FieldProblem {
    /// Something must be written.
    Empty,
    /// Longer than `max` characters, or more than `max` of them.
    TooLong { max: usize },
    /// It has no meaning here.
    Invalid,
    /// The words of a newer server, as they came.
    #[serde(skip)]
    Unknown(Map<String, Value>),
}
tagged_or_unknown!(FieldProblem, "problem");

/// Why a half-day is impossible: the hard rules of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Obstacle {
    /// Saturday or Sunday.
    Weekend,
    /// A holiday.
    Holiday { label: String },
    /// Outside the quarter.
    OutsideQuarter { first: Day, last: Day },
    /// The school is not open on that half-day of its week.
    SiteWeek,
    /// A dated closure of the school.
    SiteClosed { reason: String },
    /// The school has closed for good.
    SiteGone { on: Day },
    /// The technician does not work on that half-day of the week.
    TechnicianWeek,
    /// The technician is absent.
    Absence,
    /// The account is no active technician.
    NotTechnician,
    /// The technician lacks the skill that the site asks for.
    Skill { skill: String },
    /// The technician is already elsewhere.
    Taken { visit: VisitId, site: SiteId },
    /// The site already has its visit of the quarter.
    AlreadyVisited { visit: VisitId },
    /// The words of a newer server, as they came.
    #[serde(skip)]
    Unknown(Map<String, Value>),
}
tagged_or_unknown!(Obstacle, "obstacle");

/// Two people changed the same thing; both are kept, and the author is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Conflict {
    /// The other value stays; mine is in the history and can be brought back.
    Field { row: RowKey, field: Field, mine: String, kept: String },
    /// The visit had been moved meanwhile; what was done on the spot counts.
    VisitMoved { visit: VisitId, to: HalfDay, to_technician: AccountId },
    /// Somebody else had written a note on the access to the site; it stays.
    AccessNote { site: SiteId, mine: String, kept: String },
    /// A colleague had moved the visit, which the author had not seen: it stays where it is now.
    /// `mine` is where the author wanted it, nothing when they wanted it out of the plan; `by`,
    /// who moved it, where that is known.
    MovedFirst {
        visit: VisitId,
        #[serde(default)]
        mine: Option<Place>,
        kept: Place,
        #[serde(default)]
        by: Option<String>,
    },
    /// Somebody else had changed that field of a row since the author saw it; their value stays.
    /// Both as they are written.
    Value { row: RowKey, field: FieldName, mine: String, kept: String },
    /// A file says that a device serves which was retired here: it stays retired.
    StaysRetired { row: RowKey },
    /// Somebody else had resolved, closed or cancelled the ticket; the note is in its history.
    AlreadySettled { row: RowKey, state: String },
    /// What the author did is a fact that the rules would not have let happen: it counts, and
    /// everybody sees the mark.
    Marked { row: RowKey, anomaly: String },
    /// A colleague had marked that person otherwise, which the author had not seen: what the author
    /// says counts, both are in the history.
    Attendance { session: TrainingSessionId, teacher: TeacherId, mine: String, other: String },
    /// Another school of the same person had registered them: they have one place, which both see.
    SamePerson { session: TrainingSessionId, teacher: TeacherId },
    /// The words of a newer server, as they came.
    #[serde(skip)]
    Unknown(Map<String, Value>),
}
tagged_or_unknown!(Conflict, "conflict");

#[cfg(test)]
mod tests {
    use super::*;
    use columns::from_json;
    use serde_json::json;

    /// Invariant 8 «Old and new meet»: what a newer server says of a command is kept as it came,
    /// so that an update of the app finds it.
    #[test]
    fn what_a_newer_server_says_is_kept_as_it_came() {
        let said = [
            json!({ "refusal": "loan_state", "state": "returned", "deep": { "list": [1, "é"] } }),
            json!({ "refusal": "unknown_row", "row": "loan:7" }),
            json!({ "refusal": "bad_field", "field": "text", "problem": { "problem": "dull" } }),
        ];
        for value in said {
            let read: Refusal = serde_json::from_value(value.clone()).expect("read");
            let is_told = match &read {
                Refusal::Unknown(said) => Value::Object(said.clone()) == value,
                Refusal::BadField { problem: FieldProblem::Unknown(_), .. } => true,
                _ => false,
            };
            assert!(is_told, "{read:?}");
            assert_eq!(from_json::<Refusal>(&value.to_string()).expect("read"), read);
            assert_eq!(serde_json::to_value(&read).expect("JSON"), value);
        }
        let conflict = json!({ "conflict": "field", "row": "loan:7", "mine": "a", "kept": "b" });
        let read: Conflict = serde_json::from_value(conflict.clone()).expect("read");
        assert!(matches!(read, Conflict::Unknown(_)));
        assert_eq!(serde_json::to_value(&read).expect("JSON"), conflict);
        let known =
            Refusal::BadField { field: FieldName::Text, problem: FieldProblem::TooLong { max: 3 } };
        let text = serde_json::to_string(&known).expect("JSON");
        assert_eq!(serde_json::from_str::<Refusal>(&text).expect("read"), known);
        assert_eq!(from_json::<Refusal>(&text).expect("read"), known);
    }
}
