//! Rows and the tables that hold them: the state on which `decide` works, on both sides.

mod bad_key;
mod blocks;
mod read;
mod readers;

pub use bad_key::BadRowKey;
pub use read::Read;

use crate::absence::Absence;
use crate::account::Account;
use crate::article::Article;
use crate::ballot::Ballot;
use crate::budget::{BudgetLine, Commitment};
use crate::campaign::Campaign;
use crate::day::Calendar;
use crate::entity::{Ages, Entity, Facets, Followed, Sight, Viewer};
use crate::equipment::Equipment;
use crate::history::FileRef;
use crate::id::{AbsenceId, AccountId, One, QuarterId, Seq, SiteId, TicketId, VisitId};
use crate::notice::Notice;
use crate::plan::Plan;
use crate::settings::Settings;
use crate::site::Site;
use crate::statement::Statement;
use crate::subscription::Subscription;
use crate::supply::Supply;
use crate::teacher::Teacher;
use crate::ticket::Ticket;
use crate::training::TrainingSession;
use crate::visit::Visit;
use blocks::Blocks;
use columns::LateMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// Apart for each key: together they are more than a browser optimises at once.
#[inline(never)]
fn insert<K, T>(table: &mut impl Extend<(K, Arc<T>)>, key: K, row: Arc<T>) {
    table.extend([(key, row)]);
}

/// A table whose rows are decoded on demand, see [`State::put_block`].
type Table<K, T> = LateMap<K, T>;
/// A table whose rows are all decoded.
type Plain<K, T> = BTreeMap<K, Arc<T>>;

macro_rules! tables {
    ($d:tt $($(#[$doc:meta])* $kind:ident $tag:literal $table:ident $in:ident;)*) => {
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
                    $(Row::$kind(row) => RowKey::of::<$kind>(&row.key())),*
                }
            }

            /// The server's sequence number of its last change.
            pub fn version(&self) -> Seq {
                match self { $(Row::$kind(row) => row.version()),* }
            }
        }

        $(impl From<$kind> for Row {
            fn from(row: $kind) -> Row {
                Row::$kind(Arc::new(row))
            }
        }

        impl Tabled for $kind {
            const KIND: Kind = Kind::$kind;

            fn find<'s>(state: &'s State, key: &Self::Key) -> Option<&'s Arc<Self>> {
                state.$table.get(key)
            }

            fn of_row(row: &Row) -> Option<&Arc<Self>> {
                if let Row::$kind(row) = row { Some(row) } else { None }
            }
        })*

        impl Kind {
            /// The rows of this kind that a device of that reader follows by a cursor.
            pub fn followed(self, reader: &Viewer) -> Followed<String> {
                match self { $(Kind::$kind => $kind::followed(reader).by_text()),* }
            }
        }

        /// Does the same with a row, whichever kind it is of.
        macro_rules! each_row {
            ($d row:expr, $d inner:ident => $d result:expr) => {
                match $d row { $(Row::$kind($d inner) => $d result),* }
            };
        }

        /// Tables in memory: a device's mirror, or what the server loaded to judge a command.
        /// Rows are shared, so that a copy of the whole costs little.
        #[derive(Debug, Clone, Default, PartialEq)]
        pub struct State { $($(#[$doc])* pub $table: $in<<$kind as Entity>::Key, $kind>),* }

        impl State {
            /// Puts a row in the place of the one with its key.
            pub fn put(&mut self, row: Row) {
                match row {
                    $(Row::$kind(row) => insert(&mut self.$table, row.key(), row),)*
                }
            }

            /// The version here of the row that has the key of this one.
            pub fn known(&self, row: &Row) -> Option<Seq> {
                match row {
                    $(Row::$kind(row) => {
                        self.$table.get(&row.key()).map(|known| known.version())
                    })*
                }
            }

            /// The row of that key.
            pub fn get(&self, key: &RowKey) -> Option<Row> {
                match key.kind {
                    $(Kind::$kind => {
                        let id: <$kind as Entity>::Key = key.id.parse().ok()?;
                        self.$table.get(&id).cloned().map(Row::$kind)
                    })*
                }
            }

            /// Takes the row of that key out.
            pub fn remove(&mut self, key: &RowKey) {
                match key.kind {
                    $(Kind::$kind => {
                        if let Ok(id) = key.id.parse::<<$kind as Entity>::Key>() {
                            self.$table.remove(&id);
                        }
                    })*
                }
            }

            /// The blocks of a table.
            fn blocks_of(&self, kind: Kind) -> &dyn Blocks {
                match kind { $(Kind::$kind => &self.$table),* }
            }

            /// The table that takes blocks of rows of that kind.
            fn blocks_mut(&mut self, kind: Kind) -> &mut dyn Blocks {
                match kind { $(Kind::$kind => &mut self.$table),* }
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

tables! { $
    /// Sites.
    Site "site" sites Table;
    /// Equipment of the fleet.
    Equipment "equipment" equipment Plain;
    /// Tickets.
    Ticket "ticket" tickets Table;
    /// Visits.
    Visit "visit" visits Table;
    /// Plans, one a quarter.
    Plan "plan" plans Plain;
    /// Absences.
    Absence "absence" absences Plain;
    /// Internet and ENT of sites.
    Subscription "subscription" subscriptions Plain;
    /// Accounts, as everybody may know them.
    Account "account" accounts Plain;
    /// The calendar: one row.
    Calendar "calendar" calendars Plain;
    /// The settings: one row.
    Settings "settings" all_settings Plain;
    /// The catalogue.
    Article "article" articles Plain;
    /// Campaigns.
    Campaign "campaign" campaigns Plain;
    /// Supplies.
    Supply "supply" supplies Plain;
    /// Teachers who use equipment.
    Teacher "teacher" teachers Plain;
    /// Trainings, accompaniments and class activities.
    TrainingSession "training_session" training_sessions Plain;
    /// Figures of a time, for a committee.
    Statement "statement" statements Plain;
    /// News.
    Notice "notice" notices Plain;
    /// Lines of the budget.
    BudgetLine "budget_line" budget_lines Plain;
    /// Ballots of jurors.
    Ballot "ballot" ballots Plain;
    /// Commitments of money.
    Commitment "commitment" commitments Plain;
}

/// An entity that has a table in [`State`].
pub trait Tabled: Entity + Into<Row> {
    /// Its kind.
    const KIND: Kind;

    /// The row of that key.
    fn find<'s>(state: &'s State, key: &Self::Key) -> Option<&'s Arc<Self>>;

    /// The row, if it is of this kind.
    fn of_row(row: &Row) -> Option<&Arc<Self>>;
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
    /// The key of a row.
    pub fn of<T: Tabled>(key: &T::Key) -> Self {
        Self { kind: T::KIND, id: key.to_string() }
    }

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

impl FromStr for RowKey {
    type Err = BadRowKey;
    fn from_str(text: &str) -> Result<Self, BadRowKey> {
        let (tag, id) = text.split_once(':').ok_or(BadRowKey::Shape)?;
        let kind = Kind::ALL.iter().copied().find(|k| k.tag() == tag).ok_or(BadRowKey::Kind)?;
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

impl Row {
    /// The row as the server stores it: with its version.
    pub fn stamped(self, version: Seq) -> Row {
        each_row!(self, row => {
            let mut row = Arc::unwrap_or_clone(row);
            row.set_version(version);
            Row::from(row)
        })
    }

    /// The values by which a store finds it.
    pub fn facets(&self) -> Facets {
        each_row!(self, row => row.facets())
    }

    /// From which day it grows old.
    pub fn ages(&self) -> Ages {
        each_row!(self, row => row.ages())
    }

    /// What is kept of it once its period is over, without anybody's name.
    pub fn anonymous(&self) -> Option<Row> {
        each_row!(self, row => row.anonymous().map(Row::from))
    }

    /// Whether the desk of that account may not hold it yet.
    pub fn is_sealed_from(&self, account: AccountId) -> bool {
        each_row!(self, row => row.is_sealed_from(account))
    }

    /// Whether somebody at a desk may not hold it yet.
    pub fn is_sealed(&self) -> bool {
        each_row!(self, row => row.is_sealed())
    }

    /// The files that it names.
    pub fn files(&self) -> Vec<&FileRef> {
        each_row!(self, row => row.files())
    }

    /// The row as that reader may hold it; `None` when they may not.
    pub fn seen_by(&self, reader: &Viewer) -> Option<Row> {
        each_row!(self, row => match row.sight(reader) {
            Sight::Hidden => None,
            Sight::Whole => Some(self.clone()),
            Sight::Short(row) => Some(Row::from(row)),
        })
    }
}

impl State {
    /// No row at all.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

#[cfg(test)]
mod tests;
