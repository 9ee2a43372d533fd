//! The lines of the yearly report on sustainable development (décret 2022-1084): life of devices,
//! reuse, purchases, travel, manufacture. Of calendar years.

use super::number::decimal;
use super::words::sobriety as said;
use chrono::Datelike;
use shared::day::Day;
use shared::equipment::Equipment;
use shared::money::Cents;
use shared::reuse;
use shared::row::State;
use shared::sobriety::purchases::{self, Purchases};
use shared::sobriety::{Factor, Factors, Key, Mass, Threshold, known, lent, life, making, road};
use shared::words;

/// Collects lines of one year.
struct Lines<'s> {
    year: String,
    origin: &'s str,
    lines: Vec<Vec<String>>,
}

impl Lines<'_> {
    /// A figure: of the impact, or one to follow the rest by.
    fn add(&mut self, theme: &str, label: &str, value: String, unit: &str, source: &str) {
        let is_impact = [said::ROAD, said::MAKING].contains(&theme);
        let part = if is_impact { said::IMPACT } else { said::INDICATORS };
        self.put(part, [theme, label, &value, unit, source]);
    }

    /// What has been done.
    fn done(&mut self, theme: &str, label: &str, value: String, unit: &str, source: &str) {
        self.put(said::DONE, [theme, label, &value, unit, source]);
    }

    /// What is to be reached.
    fn objective(&mut self, theme: &str, label: &str, value: String, unit: &str, source: &str) {
        self.put(said::OBJECTIVES, [theme, label, &value, unit, source]);
    }

    fn put(&mut self, part: &str, [theme, label, value, unit, source]: [&str; 5]) {
        let text = |text: &str| text.to_owned();
        self.lines.push(vec![
            text(part),
            text(theme),
            text(label),
            text(value),
            text(unit),
            self.year.clone(),
            text(source),
            text(self.origin),
        ]);
    }
}

/// Who says so, and from which day on it holds.
fn sourced(factor: &Factor) -> String {
    said::sourced(&factor.source, factor.from)
}

fn tenths(number: u64) -> String {
    decimal(i64::try_from(number).unwrap_or(i64::MAX), 1)
}

/// What was counted: the real, or what was made up for the demonstration.
fn origin(state: &State) -> &'static str {
    if state.is_made_up() { said::MADE_UP } else { said::REAL }
}

/// Returns the lines of the year before and of this one.
pub(super) fn lines(state: &State, today: Day) -> Vec<Vec<String>> {
    let origin = origin(state);
    let mut all = Vec::new();
    for year in [today.year() - 1, today.year()] {
        let mut lines = Lines { year: year.to_string(), origin, lines: Vec::new() };
        let first = Day::from_ymd_opt(year, 1, 1).unwrap_or(today);
        let last = Day::from_ymd_opt(year, 12, 31).unwrap_or(today).min(today);
        of_life(state, first, last, &mut lines);
        of_reuse(state, year, &mut lines);
        of_purchases(state, year, &mut lines);
        of_road(state, first, last, &mut lines);
        of_making(state, year, last, &mut lines);
        all.append(&mut lines.lines);
    }
    all
}

fn of_life(state: &State, first: Day, last: Day, lines: &mut Lines<'_>) {
    let life = life::of(state, first, last);
    let factors = known::factors(&state.settings());
    for (kind, ages) in &life.ages {
        let name = words::equipment_kind(*kind);
        let known = said::known(ages.known, ages.devices);
        let mean = ages.tenths_of_years().map_or_else(|| said::UNKNOWN.into(), tenths);
        lines.add(said::LIFE, &said::age(name), mean, said::YEARS, &known);
        if let Some(factor) = factors.on(Key::MarketLife(*kind), last) {
            let months = factor.value.to_string();
            lines.add(said::LIFE, &said::market(name), months, said::MONTHS, &sourced(factor));
        }
    }
    for (kind, ages) in &life.at_end {
        let name = words::equipment_kind(*kind);
        let known = said::known(ages.known, ages.devices);
        let mean = ages.tenths_of_years().map_or_else(|| said::UNKNOWN.into(), tenths);
        lines.add(said::LIFE, &said::at_end(name), mean, said::YEARS, &known);
    }
    lines.done(said::LIFE, said::MENDED, life.mended.to_string(), said::REQUESTS, said::ROWS);
}

fn of_reuse(state: &State, year: i32, lines: &mut Lines<'_>) {
    let factors = known::factors(&state.settings());
    let devices = state.equipment.values().map(AsRef::<Equipment>::as_ref);
    let figures = reuse::of_year(devices, &factors, year);
    let ratio = figures.permille().map_or_else(|| said::NOTHING.into(), |p| tenths(p.into()));
    lines.add(said::REUSE, said::RATIO, ratio, "%", said::REUSE_LAW);
    lines.done(said::REUSE, said::REUSED, figures.reused.to_string(), said::DEVICES, said::ROWS);
    lines.add(said::REUSE, said::STOCK, figures.stock.to_string(), said::DEVICES, said::ROWS);
    if let Some(row) = reuse::objective(&factors, year) {
        lines.objective(said::REUSE, said::OBJECTIVE, tenths(row.value), "%", &sourced(row));
    }
    let last = Day::from_ymd_opt(year, 12, 31).unwrap_or_default();
    if let Some(row) = factors.on(Key::ReuseAge, last) {
        let months = row.value.to_string();
        lines.objective(said::REUSE, said::AGE_LIMIT, months, said::MONTHS, &sourced(row));
    }
}

fn of_purchases(state: &State, year: i32, lines: &mut Lines<'_>) {
    let factors: Factors = known::factors(&state.settings());
    let bought: Purchases = purchases::of_year(state, year);
    let euros = |cents: Cents| decimal(cents.0, 2);
    lines.add(said::PURCHASES, said::ALL, euros(bought.all), said::EUROS, said::ROWS);
    lines.add(said::PURCHASES, said::TO_CHECK, euros(bought.to_check), said::EUROS, said::ROWS);
    lines.add(said::PURCHASES, said::UNSAID, euros(bought.unsaid), said::EUROS, said::ROWS);
    let parts = [
        (Threshold::SecondHand, said::SECOND_HAND),
        (Threshold::Recycled, said::RECYCLED),
        (Threshold::Together, said::TOGETHER),
    ];
    for (threshold, name) in parts {
        let standing = bought.standing(threshold, &factors, year);
        lines.add(said::PURCHASES, name, euros(standing.part), said::EUROS, said::ROWS);
        if let Some(permille) = standing.permille {
            lines.add(said::PURCHASES, &said::share(name), tenths(permille), "%", said::ROWS);
        }
        if let (Some(row), Some(missing)) = (standing.threshold, standing.missing) {
            let least = tenths(row.value);
            lines.objective(said::PURCHASES, &said::threshold(name), least, "%", &sourced(&row));
            let missing = euros(missing);
            lines.objective(
                said::PURCHASES,
                &said::missing(name),
                missing,
                said::EUROS,
                &sourced(&row),
            );
        }
    }
    let gifts = purchases::gifts(state, year);
    let (devices, none) = (gifts.devices.to_string(), gifts.without_value.to_string());
    lines.done(said::PURCHASES, said::GIFTS, devices, said::DEVICES, said::ROWS);
    let source = said::GIFTS_SOURCE;
    lines.done(said::PURCHASES, said::GIFTS_VALUE, euros(gifts.value), said::EUROS, source);
    lines.add(said::PURCHASES, said::GIFTS_WITHOUT, none, said::DEVICES, said::ROWS);
}

/// Returns what an authority declares of its purchases (décret 2024-134): the year before and this
/// one, by category, before tax. The format of the portal is not published.
pub(super) fn declaration(state: &State, today: Day) -> Vec<Vec<String>> {
    let origin = origin(state);
    let euros = |cents: Cents| decimal(cents.0, 2);
    let of_year = |year: i32| {
        let (bought, gifts) = (purchases::of_year(state, year), purchases::gifts(state, year));
        let line = |cells: [String; 7]| {
            let ends = [year.to_string()].into_iter().chain(cells);
            ends.chain([origin.to_owned()]).collect::<Vec<_>>()
        };
        let held = line([
            said::CATEGORY.into(),
            euros(bought.all),
            euros(bought.second_hand),
            euros(bought.recycled),
            gifts.devices.to_string(),
            euros(gifts.value),
            gifts.without_value.to_string(),
        ]);
        let apart = |category: &str, amount: Cents| {
            let mut cells = [const { String::new() }; 7];
            (cells[0], cells[1]) = (category.to_owned(), euros(amount));
            line(cells)
        };
        let to_check = apart(said::CATEGORY_TO_CHECK, bought.to_check);
        [held, to_check, apart(said::CATEGORY_UNSAID, bought.unsaid)]
    };
    [today.year() - 1, today.year()].into_iter().flat_map(of_year).collect()
}

fn of_road(state: &State, first: Day, last: Day, lines: &mut Lines<'_>) {
    let road = road::of(state, first, last);
    let sources: Vec<_> = road
        .factors
        .iter()
        .map(|factor| format!("{} {} mg/km ({})", factor.key, factor.value, sourced(factor)))
        .collect();
    let sources = sources.join(" ; ");
    let kilos = |mass: Mass| tenths(mass.tenths_of_kg());
    let (driven, spared) = (road.kilometres().to_string(), road.avoided_kilometres().to_string());
    lines.add(said::ROAD, said::DRIVEN, driven, "km", said::ESTIMATED);
    lines.add(said::ROAD, said::EMITTED, kilos(road.emitted), said::KILOS, &sources);
    let none = road.kilometres_without_factor().to_string();
    lines.add(said::ROAD, said::WITHOUT_FACTOR, none, "km", said::ESTIMATED);
    lines.done(said::ROAD, said::SPARED, spared, "km", said::ESTIMATED);
    lines.done(said::ROAD, said::AVOIDED, kilos(road.avoided), said::KILOS, &sources);
    lines.add(said::ROAD, said::INEXACT, road.inexact.to_string(), said::SITES, said::ROWS);
}

fn of_making(state: &State, year: i32, last: Day, lines: &mut Lines<'_>) {
    let tonnes = |mass: Mass| tenths(mass.tenths_of_tonne());
    let (fleet, came) = (making::of_fleet(state, last), making::of_year(state, year, last));
    lines.add(said::MAKING, said::CAME, tonnes(came.stock), said::TONNES, said::FACTORS);
    lines.add(said::MAKING, said::FLEET, tonnes(fleet.stock), said::TONNES, said::FACTORS);
    lines.add(said::MAKING, said::A_YEAR, tonnes(fleet.a_year), said::TONNES_A_YEAR, said::FACTORS);
    let spared = tonnes(fleet.spared());
    lines.add(said::MAKING, said::LONGER, spared, said::TONNES_A_YEAR, said::FACTORS);
    let none = fleet.without_factor.to_string();
    lines.add(said::MAKING, said::WITHOUT, none, said::DEVICES, said::ROWS);
    let spared = lent::of_year(state, year).spared.to_string();
    lines.done(said::MAKING, said::LENT, spared, said::KITS, said::LENT_SOURCE);
}

/// Returns the factors of all days, in the order of their keys.
pub(super) fn factors(state: &State) -> Vec<Vec<String>> {
    let all = known::factors(&state.settings());
    let line = |factor: Factor| {
        let unit = Key::of_word(&factor.key).map_or("", words::sobriety::unit);
        let (value, from) = (factor.value.to_string(), factor.from.to_string());
        vec![factor.key, value, unit.into(), factor.source, factor.url, from, factor.scope]
    };
    all.0.into_iter().map(line).collect()
}
