//! The benchmarks as programs.

use serde_json::{Value, json};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Some hundred times what the planner takes for the instance below.
const LONGEST: Duration = Duration::from_secs(60);

/// Three schools of one quarter of five days.
fn instance() -> Value {
    let school = |name: &str, lat: f64| {
        json!({
            "id": name, "lat": lat, "lon": 4.39, "week": "1111111111", "tickets": 0, "avoid": [],
            "closed": [], "last_visit": null, "window": null, "pref": [0], "skill": null,
            "depots": null,
        })
    };
    json!({
        "format": "rounds-1", "name": "three",
        "travel": { "detour": 1.3, "speed_kmh": 45.0, "earth_km": 6371.0088 },
        "days": ["2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05", "2026-03-06"],
        "periods": [[0, 4]], "spacing": { "min_days": 8, "max_days": 12, "target_days": 10 },
        "reserve": 0.0,
        "weights": {
            "uncovered": 36_000.0, "wish": 1_800.0, "spacing_day": 600.0, "ticket_day": 6.0,
            "preference": 600.0, "balance_visit": 900.0, "reserve_halfday": 1_200.0,
        },
        "depots": [{ "id": "depot", "lat": 45.43, "lon": 4.39 }],
        "technicians": [{ "id": "technician", "depot": 0 }],
        "sites": [school("north", 45.5), school("middle", 45.45), school("south", 45.4)],
        "pins": [],
    })
}

/// Without `--seconds`, the planner's own cycle is the end.
#[test]
fn the_benchmark_of_the_planner_ends_by_itself() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("instance.json");
    std::fs::write(&file, instance().to_string()).expect("written");
    let mut bench = Command::new(env!("CARGO_BIN_EXE_bench-rounds"))
        .arg(&file)
        .stdout(Stdio::piped())
        .spawn()
        .expect("the benchmark starts");
    let began = Instant::now();
    while bench.try_wait().expect("a process").is_none() {
        if began.elapsed() > LONGEST {
            bench.kill().expect("it can be stopped");
            panic!("it does not end");
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    let output = bench.wait_with_output().expect("what it said");
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && told.contains("left out 0  faults 0"), "{told}");
}
