//! Rows and the tables that hold them: the state on which `decide` works, on both sides.

mod blocks;
mod readers;
mod table;

pub use table::Table;

use crate::day::{Calendar, Day};
use crate::id::{AbsenceId, AccountId, EquipmentId, QuarterId, Seq, SiteId, TicketId, VisitId};
use crate::plan::{Absence, Account, Plan, Settings};
use crate::site::{Equipment, Site};
use crate::ticket::Ticket;
use crate::visit::Visit;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// The key of a table that has one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct One;

impl fmt::Display for One {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("one")
    }
}

impl FromStr for One {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        if text == "one" { Ok(One) } else { Err(()) }
    }
}

macro_rules! text_key {
    ($($name:ident),*) => {$(
        impl FromStr for $name {
            type Err = BadRowKey;
            fn from_str(text: &str) -> Result<Self, BadRowKey> {
                if text.is_empty() { Err(BadRowKey) } else { Ok(Self(text.to_owned())) }
            }
        }
    )*};
}
text_key!(SiteId, QuarterId);

/// Apart for each key: together they are more than a browser optimises at once.
#[inline(never)]
fn insert<K, T>(table: &mut impl Extend<(K, Arc<T>)>, key: K, row: Arc<T>) {
    table.extend([(key, row)]);
}

/// A table of which all rows are read.
type Plain<K, T> = BTreeMap<K, Arc<T>>;

macro_rules! tables {
    ($($(#[$doc:meta])* $kind:ident $tag:literal $table:ident $in:ident $key:ty, $of:expr;)*) => {
        /// What a row is about.
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[serde(rename_all = "snake_case")]
        pub enum Kind { $($(#[$doc])* $kind),* }

        impl Kind {
            /// All of them.
            pub const ALL: &'static [Kind] = &[$(Kind::$kind),*];

            /// The word used in keys.
            pub fn tag(self) -> &'static str {
                match self { $(Kind::$kind => $tag),* }
            }
        }

        /// One row of any table.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Row { $($(#[$doc])* $kind(Arc<$kind>)),* }

        impl Row {
            /// What it is about.
            pub fn kind(&self) -> Kind {
                match self { $(Row::$kind(_) => Kind::$kind),* }
            }

            /// Its key.
            pub fn key(&self) -> RowKey {
                match self {
                    $(Row::$kind(row) => {
                        let of: fn(&$kind) -> $key = $of;
                        RowKey { kind: Kind::$kind, id: of(row).to_string() }
                    })*
                }
            }

            /// The server's sequence number of its last change.
            pub fn version(&self) -> Seq {
                match self { $(Row::$kind(row) => row.version),* }
            }
        }

        $(impl From<$kind> for Row {
            fn from(row: $kind) -> Row {
                Row::$kind(Arc::new(row))
            }
        })*

        /// Tables in memory: a device's mirror, or what the server loaded to judge a command.
        /// Rows are shared, so that a copy of the whole costs little.
        #[derive(Debug, Clone, Default, PartialEq)]
        pub struct State { $($(#[$doc])* pub $table: $in<$key, $kind>),* }

        impl State {
            /// Puts a row in the place of the one with its key.
            pub fn put(&mut self, row: Row) {
                match row {
                    $(Row::$kind(row) => {
                        let of: fn(&$kind) -> $key = $of;
                        insert(&mut self.$table, of(&row), row);
                    })*
                }
            }

            /// The version here of the row that has the key of this one.
            pub fn known(&self, row: &Row) -> Option<Seq> {
                match row {
                    $(Row::$kind(row) => {
                        let of: fn(&$kind) -> $key = $of;
                        self.$table.get(&of(row)).map(|known| known.version)
                    })*
                }
            }

            /// The row of that key.
            pub fn get(&self, key: &RowKey) -> Option<Row> {
                match key.kind {
                    $(Kind::$kind => {
                        let id: $key = key.id.parse().ok()?;
                        self.$table.get(&id).cloned().map(Row::$kind)
                    })*
                }
            }

            /// Takes the row of that key out.
            pub fn remove(&mut self, key: &RowKey) {
                match key.kind {
                    $(Kind::$kind => {
                        if let Ok(id) = key.id.parse::<$key>() {
                            self.$table.remove(&id);
                        }
                    })*
                }
            }

            /// Every row, table by table.
            pub fn rows(&self) -> impl Iterator<Item = Row> + '_ {
                std::iter::empty()
                    $(.chain(self.$table.values().cloned().map(Row::$kind)))*
            }

            /// How many rows there are.
            pub fn len(&self) -> usize {
                0 $(+ self.$table.len())*
            }
        }
    };
}

tables! {
    /// Sites.
    Site "site" sites Table SiteId, |row| row.id.clone();
    /// Equipment of the fleet.
    Equipment "equipment" equipment Plain EquipmentId, |row| row.id;
    /// Tickets.
    Ticket "ticket" tickets Table TicketId, |row| row.id;
    /// Visits.
    Visit "visit" visits Table VisitId, |row| row.id;
    /// Plans, one a quarter.
    Plan "plan" plans Plain QuarterId, |row| row.quarter.clone();
    /// Absences.
    Absence "absence" absences Plain AbsenceId, |row| row.id;
    /// Accounts, as everybody may know them.
    Account "account" accounts Plain AccountId, |row| row.id;
    /// The calendar: one row.
    Calendar "calendar" calendars Plain One, |_| One;
    /// The settings: one row.
    Settings "settings" all_settings Plain One, |_| One;
}

/// Which row: written `ticket:0190…`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowKey {
    /// Which table.
    pub kind: Kind,
    /// Its key in that table, as text.
    pub id: String,
}

impl RowKey {
    /// The key of a site.
    pub fn site(id: &SiteId) -> Self {
        Self { kind: Kind::Site, id: id.to_string() }
    }

    /// The key of a ticket.
    pub fn ticket(id: TicketId) -> Self {
        Self { kind: Kind::Ticket, id: id.to_string() }
    }

    /// The key of a visit.
    pub fn visit(id: VisitId) -> Self {
        Self { kind: Kind::Visit, id: id.to_string() }
    }

    /// The key of an account.
    pub fn account(id: AccountId) -> Self {
        Self { kind: Kind::Account, id: id.to_string() }
    }

    /// The key of an absence.
    pub fn absence(id: AbsenceId) -> Self {
        Self { kind: Kind::Absence, id: id.to_string() }
    }

    /// The key of a plan.
    pub fn plan(id: &QuarterId) -> Self {
        Self { kind: Kind::Plan, id: id.to_string() }
    }

    /// The key of a table of one row.
    pub fn one(kind: Kind) -> Self {
        Self { kind, id: One.to_string() }
    }
}

impl fmt::Display for RowKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind.tag(), self.id)
    }
}

/// The text is no key of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadRowKey;

impl fmt::Display for BadRowKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a row key is written kind:id")
    }
}

impl FromStr for RowKey {
    type Err = BadRowKey;
    fn from_str(text: &str) -> Result<Self, BadRowKey> {
        let (tag, id) = text.split_once(':').ok_or(BadRowKey)?;
        let kind = Kind::ALL.iter().copied().find(|k| k.tag() == tag).ok_or(BadRowKey)?;
        Ok(Self { kind, id: id.to_owned() })
    }
}

impl Serialize for RowKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for RowKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// What a store needs to know of a row to find it again without reading its body.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facets {
    /// The site it belongs to.
    pub site: Option<SiteId>,
    /// The technician it belongs to.
    pub owner: Option<AccountId>,
    /// The day it happens.
    pub day: Option<Day>,
    /// The quarter it counts for.
    pub quarter: Option<QuarterId>,
    /// It still asks for something: an open ticket, a visit ahead.
    pub open: bool,
}

impl Row {
    /// What a store indexes.
    pub fn facets(&self) -> Facets {
        match self {
            Row::Site(row) => Facets { open: row.closed_on.is_none(), ..Facets::default() },
            Row::Equipment(row) => {
                Facets { site: Some(row.site.clone()), open: true, ..Facets::default() }
            }
            Row::Ticket(row) => Facets {
                site: Some(row.site.clone()),
                day: Some(row.ended_on.unwrap_or(row.reported_on)),
                open: row.is_open(),
                ..Facets::default()
            },
            Row::Visit(row) => Facets {
                site: Some(row.site.clone()),
                owner: Some(row.technician),
                day: Some(row.slot.day),
                quarter: Some(row.quarter.clone()),
                open: row.takes_slot(),
            },
            Row::Plan(row) => Facets { quarter: Some(row.quarter.clone()), ..Facets::default() },
            Row::Absence(row) => Facets { owner: Some(row.technician), ..Facets::default() },
            Row::Account(_) | Row::Calendar(_) | Row::Settings(_) => Facets::default(),
        }
    }

    /// The row as the server stores it: with its version, also in the field stamps that the
    /// change left open.
    pub fn stamped(self, version: Seq) -> Row {
        macro_rules! versioned {
            ($row:expr, $wrap:path) => {{
                let mut row = Arc::unwrap_or_clone($row);
                row.version = version;
                $wrap(Arc::new(row))
            }};
        }
        match self {
            Row::Ticket(row) => {
                let mut row = Arc::unwrap_or_clone(row);
                row.version = version;
                for stamp in row.stamps.values_mut().filter(|stamp| stamp.version == 0) {
                    stamp.version = version;
                }
                Row::Ticket(Arc::new(row))
            }
            Row::Site(row) => versioned!(row, Row::Site),
            Row::Equipment(row) => versioned!(row, Row::Equipment),
            Row::Visit(row) => versioned!(row, Row::Visit),
            Row::Plan(row) => versioned!(row, Row::Plan),
            Row::Absence(row) => versioned!(row, Row::Absence),
            Row::Account(row) => versioned!(row, Row::Account),
            Row::Calendar(row) => versioned!(row, Row::Calendar),
            Row::Settings(row) => versioned!(row, Row::Settings),
        }
    }
}

impl State {
    /// No row at all.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn row_keys_read_what_they_write() {
        let key = RowKey::site(&"0420146F".into());
        assert_eq!(key.to_string(), "site:0420146F");
        assert_eq!(key.to_string().parse(), Ok(key));
        assert!("nothing".parse::<RowKey>().is_err());
        assert!("thing:1".parse::<RowKey>().is_err());
    }

    #[test]
    fn state_gives_back_what_was_put() {
        let mut state = State::default();
        let row = Row::from(Settings { authority: "Métropole".into(), ..Default::default() });
        state.put(row.clone().stamped(7));
        assert_eq!(state.settings().version, 7);
        assert_eq!(state.get(&row.key()).map(|r| r.version()), Some(7));
        assert_eq!(state.known(&row), Some(7));
        state.remove(&row.key());
        assert!(state.is_empty());
    }
}
