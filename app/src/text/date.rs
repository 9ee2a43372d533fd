//! Days, half-days and hours in French.

use chrono::{Datelike, Weekday};
use shared::day::{Day, HalfDay, paris_time};
use shared::history::Declared;
use shared::id::Millis;
use shared::words::{MONTHS, half};

/// «jeudi».
pub fn weekday(day: Day) -> &'static str {
    match day.weekday() {
        Weekday::Mon => "lundi",
        Weekday::Tue => "mardi",
        Weekday::Wed => "mercredi",
        Weekday::Thu => "jeudi",
        Weekday::Fri => "vendredi",
        Weekday::Sat => "samedi",
        Weekday::Sun => "dimanche",
    }
}

fn number(day: Day) -> String {
    match day.day() {
        1 => "1er".to_owned(),
        number => number.to_string(),
    }
}

/// «jeudi 12 mars».
pub fn day(day: Day) -> String {
    let month = MONTHS[day.month0() as usize];
    format!("{} {}\u{a0}{month}", weekday(day), number(day))
}

/// «12 mars».
pub fn day_of_month(day: Day) -> String {
    format!("{}\u{a0}{}", number(day), MONTHS[day.month0() as usize])
}

/// «jeudi 12 mars 2026».
pub fn day_long(date: Day) -> String {
    format!("{} {}", day(date), date.year())
}

/// «jeudi 12 mars, matin».
pub fn slot_long(slot: HalfDay) -> String {
    format!("{}, {}", day(slot.day), half(slot.half))
}

/// «jeu. 12/03 matin».
pub fn slot_short(slot: HalfDay) -> String {
    let name: String = weekday(slot.day).chars().take(3).collect();
    format!("{name}. {} {}", slot.day.format("%d/%m"), half(slot.half))
}

/// «du jeudi 12 mars, matin au vendredi 13 mars, après-midi».
pub fn slots(first: HalfDay, last: HalfDay) -> String {
    match first == last {
        true => slot_long(first),
        false => format!("du {} au {}", slot_long(first), slot_long(last)),
    }
}

/// «14 h 32».
pub fn hour(ms: Millis) -> String {
    paris_time(ms).format("%-H\u{a0}h\u{a0}%M").to_string()
}

/// «jeudi 12 mars, 14 h 32».
pub fn moment(ms: Millis) -> String {
    format!("{}, {}", day(paris_time(ms).date()), hour(ms))
}

/// «12 mars, 14 h 32».
pub fn instant(ms: Millis) -> String {
    format!("{}, {}", day_of_month(paris_time(ms).date()), hour(ms))
}

/// A declared time, corrected by the offset of the device's clock.
pub fn declared(when: Declared) -> String {
    moment(when.corrected_ms())
}

/// How long ago a day is: «aujourd'hui», «il y a 3 jours», «il y a 5 semaines».
pub fn ago(date: Day, today: Day) -> String {
    match (today - date).num_days() {
        ..=0 => "aujourd’hui".into(),
        1 => "hier".into(),
        days @ 2..=20 => format!("il y a {days}\u{a0}jours"),
        days => format!("il y a {}\u{a0}semaines", days / 7),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::day::Half;

    #[test]
    fn days_read_as_people_say_them() {
        let first: Day = "2026-10-01".parse().expect("a day");
        assert_eq!(day_long(first), "jeudi 1er\u{a0}octobre 2026");
        let slot = HalfDay { day: first, half: Half::Afternoon };
        assert_eq!(slot_long(slot), "jeudi 1er\u{a0}octobre, après-midi");
        assert_eq!(slot_short(slot), "jeu. 01/10 après-midi");
    }
}
