//! Random small instances for tests, with every rule of the format in them.

use super::instance::*;
use super::random::Random;

/// An instance with these numbers of sites, technicians, days and periods; a seed gives one.
pub(crate) fn small(seed: u64, sites: u32, team: u32, days: u32, periods: usize) -> Instance {
    let mut random = Random::new(seed);
    let rest = days * periods as u32;
    Instance {
        format: INSTANCE_FORMAT.to_owned(),
        name: format!("small-{seed}"),
        travel: TravelRule { detour: 1.3, speed_kmh: 45.0, earth_km: 6371.0088 },
        days: (0..rest).map(date).collect(),
        periods: (0..periods as u32).map(|p| [p * days, (p + 1) * days - 1]).collect(),
        spacing: Spacing { min_days: 8, max_days: 12, target_days: 10 },
        reserve: 0.1,
        weights: Weights {
            uncovered: 36_000.0,
            wish: 1800.0,
            spacing_day: 600.0,
            ticket_day: 6.0,
            preference: 600.0,
            balance_visit: 900.0,
            reserve_halfday: 1200.0,
        },
        depots: (0..1 + seed % 2).map(|n| depot(n as u32, &mut random)).collect(),
        technicians: (0..team).map(|n| technician(n, seed, rest, &mut random)).collect(),
        sites: (0..sites).map(|n| site(n, team, rest, &mut random)).collect(),
        pins: vec![[0, 0, 0, random.below(days as usize) as u32, 0]],
    }
}

/// School days of consecutive weeks, Monday to Friday.
fn date(index: u32) -> String {
    let start = chrono::NaiveDate::from_ymd_opt(2026, 3, 2).expect("a date");
    let day = start + chrono::Days::new(u64::from(index / 5 * 7 + index % 5));
    day.to_string()
}

fn near(centre: f64, random: &mut Random) -> f64 {
    centre + random.below(4000) as f64 / 10_000.0
}

fn depot(n: u32, random: &mut Random) -> Depot {
    Depot { id: format!("D{n}"), lat: near(45.3, random), lon: near(4.2, random) }
}

fn halves(count: usize, days: u32, random: &mut Random) -> Vec<[u32; 2]> {
    let mut half = || [random.below(days as usize) as u32, random.below(2) as u32];
    (0..count).map(|_| half()).collect()
}

fn technician(n: u32, seed: u64, days: u32, random: &mut Random) -> Technician {
    Technician {
        id: format!("T{n}"),
        depot: n % (1 + seed as u32 % 2),
        skills: if n == 0 { vec!["unit".to_owned()] } else { Vec::new() },
        off: halves(days as usize / 4, days, random),
    }
}

fn site(n: u32, team: u32, days: u32, random: &mut Random) -> RoundsSite {
    let weeks = ["1111101111", "1111001111", "1111011110"];
    RoundsSite {
        id: format!("S{n}"),
        lat: near(45.3, random),
        lon: near(4.2, random),
        week: weeks[random.below(weeks.len())].to_owned(),
        tickets: random.below(6) as u32,
        avoid: halves(1, 5, random),
        closed: halves(2, days, random),
        last_visit: None,
        window: Some([date(random.below(4) as u32), date(4 + random.below(4) as u32)]),
        pref: vec![random.below(team as usize) as u32],
        skill: (random.below(8) == 0).then(|| "unit".to_owned()),
        depots: (random.below(8) == 0).then(|| vec![0]),
    }
}
