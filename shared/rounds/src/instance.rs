//! Input of the planner: the `rounds-1` format, as read and written in JSON.
//!
//! Everything is an index: a site, a technician, a depot and a day are places in the lists of
//! the instance. A half is 0 in the morning and 1 in the afternoon.

use serde::{Deserialize, Serialize};

/// The only format that is read.
pub const INSTANCE_FORMAT: &str = "rounds-1";

/// One planning problem: sites owed a half-day in each period, and those who go there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Instance {
    /// Always [`INSTANCE_FORMAT`].
    pub format: String,
    /// A short name, repeated in the plans made from it.
    pub name: String,
    /// How distances become seconds.
    pub travel: TravelRule,
    /// School days in order, as ISO dates. A date that is not here cannot be used.
    pub days: Vec<String>,
    /// First and last index into `days` of each period, both included. They do not overlap.
    pub periods: Vec<[u32; 2]>,
    /// Wished number of days between two visits to the same site.
    pub spacing: Spacing,
    /// Share of each week's half-days (Wednesdays apart) to keep free, from 0 to 1.
    pub reserve: f64,
    /// Cost of each broken wish, in seconds.
    pub weights: Weights,
    /// Where the technicians start from and come back to.
    pub depots: Vec<Depot>,
    /// Those who visit.
    pub technicians: Vec<Technician>,
    /// Those who are visited.
    pub sites: Vec<RoundsSite>,
    /// Visits that are decided already: site, period, technician, day, half.
    pub pins: Vec<Assignment>,
}

/// Site, period, technician, day, half: one visit of a plan, as in the JSON formats.
pub type Assignment = [u32; 5];

/// Travel time: great circle × `detour` at `speed_kmh`, rounded to the nearest second.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TravelRule {
    /// Length of the road for one kilometre as the crow flies.
    pub detour: f64,
    /// Kilometres per hour.
    pub speed_kmh: f64,
    /// Radius of the Earth in kilometres.
    pub earth_km: f64,
}

/// Wished calendar days between two visits to the same site.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Spacing {
    /// Fewer days than this cost.
    pub min_days: i32,
    /// More days than this cost.
    pub max_days: i32,
    /// The wished distance; for information, it has no cost.
    pub target_days: i32,
}

/// Seconds per unit of each thing that is to be avoided.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Weights {
    /// A visit left out.
    pub uncovered: f64,
    /// A visit on a half-day that the site would rather avoid.
    pub wish: f64,
    /// A day outside the wished window or spacing.
    pub spacing_day: f64,
    /// An open ticket waiting one more school day (period 0).
    pub ticket_day: f64,
    /// A visit by a technician who does not know the site.
    pub preference: f64,
    /// A visit beyond one from the technician's fair share.
    pub balance_visit: f64,
    /// A half-day missing from a week's reserve.
    pub reserve_halfday: f64,
}

/// A depot or a home.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Depot {
    /// Its own key.
    pub id: String,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
}

/// Somebody who visits sites.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Technician {
    /// Its own key.
    pub id: String,
    /// Index of the depot.
    pub depot: u32,
    /// Their skills.
    #[serde(default)]
    pub skills: Vec<String>,
    /// Day and half of each half-day not worked.
    #[serde(default)]
    pub off: Vec<[u32; 2]>,
}

/// A place that is owed one half-day in each period.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoundsSite {
    /// Its own key.
    pub id: String,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// Ten flags `0` or `1`, Monday morning to Friday afternoon: open or not.
    pub week: String,
    /// Open tickets, which wait for the visit of period 0.
    #[serde(default)]
    pub tickets: u32,
    /// Weekday (0 = Monday) and half that it would rather avoid.
    #[serde(default)]
    pub avoid: Vec<[u32; 2]>,
    /// Day and half of dated closures.
    #[serde(default)]
    pub closed: Vec<[u32; 2]>,
    /// Date of the last visit made.
    #[serde(default)]
    pub last_visit: Option<String>,
    /// First and last wished dates in period 0.
    #[serde(default)]
    pub window: Option<[String; 2]>,
    /// Technicians who know the site; empty when anybody will do.
    #[serde(default)]
    pub pref: Vec<u32>,
    /// The skill that is needed, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skill: Option<String>,
    /// The depots in whose area it is; absent or empty when any will do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub depots: Option<Vec<u32>>,
}

/// Why an instance cannot be read as a problem at all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum InstanceError {
    /// Another format, or another version of it.
    Format,
    /// Not an ISO date.
    Date {
        /// The text that was read.
        text: String,
    },
    /// Days are not in order.
    DayOrder {
        /// Index of the day that is not after the one before.
        day: u32,
    },
    /// A period outside the days, empty, or over another one.
    Period {
        /// Index of the period.
        period: u32,
    },
    /// A technician with an unknown depot.
    Technician {
        /// Index of the technician.
        technician: u32,
    },
    /// A site whose week is not ten flags.
    RoundsSite {
        /// Index of the site.
        site: u32,
    },
    /// More than the planner takes: see the limits in `model.rs`.
    TooLarge,
    /// A number that is not finite, negative where it must not be, or absurdly large.
    Number,
}
