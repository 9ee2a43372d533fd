//! How good the rounds planner is: plans instances of the format `rounds-1` on one core and
//! prints, for each, what `bench/rounds/check_plan.py` measures and what only the planner knows.

use std::error::Error;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use flate2::read::GzDecoder;
use shared::planning::Job;
use shared::rounds::{
    Bound, Instance, Model, RoundSearch, RoundsPlan, bound_budget, check_plan, default_budget,
    moved, repair, repair_budget, score,
};
use tempfile::TempDir;
use tests::browser::{Browser, Look, Planned};
use tests::server::Server;

const USAGE: &str = "INSTANCE… [--seconds N] [--seed N] [--repair PREVIOUS_PLAN] [--browser] \
    [--out FOLDER]";
/// Steps between two looks at the clock: some milliseconds.
const SLICE_STEPS: u64 = 25_600;

/// What the command line asks for.
#[derive(Default)]
struct Wanted {
    instances: Vec<PathBuf>,
    seconds: Option<f64>,
    seed: u64,
    previous: Option<PathBuf>,
    out: Option<PathBuf>,
    browser: bool,
}

fn main() -> Result<(), Box<dyn Error>> {
    let wanted = read_arguments()?;
    for path in &wanted.instances {
        measure(path, &wanted).map_err(|e| format!("{}: {e}", path.display()))?;
    }
    Ok(())
}

fn read_arguments() -> Result<Wanted, Box<dyn Error>> {
    let mut wanted = Wanted { seed: 1, ..Wanted::default() };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or(format!("{argument} needs a value"));
        match argument.as_str() {
            "--seconds" => wanted.seconds = Some(value()?.parse()?),
            "--seed" => wanted.seed = value()?.parse()?,
            "--repair" => wanted.previous = Some(value()?.into()),
            "--browser" => wanted.browser = true,
            "--out" => wanted.out = Some(value()?.into()),
            _ if argument.starts_with('-') => return Err(USAGE.into()),
            _ => wanted.instances.push(argument.into()),
        }
    }
    if wanted.instances.is_empty() { Err(USAGE.into()) } else { Ok(wanted) }
}

fn read_text(path: &Path) -> Result<String, Box<dyn Error>> {
    if path.extension().is_none_or(|e| e != "gz") {
        return Ok(fs::read_to_string(path)?);
    }
    let mut text = String::new();
    GzDecoder::new(File::open(path)?).read_to_string(&mut text)?;
    Ok(text)
}

/// Plans or repairs one instance, writes the plan and prints the line.
fn measure(path: &Path, wanted: &Wanted) -> Result<(), Box<dyn Error>> {
    let instance: Instance = serde_json::from_str(&read_text(path)?)?;
    let previous: Option<RoundsPlan> = match &wanted.previous {
        Some(path) => Some(serde_json::from_str(&read_text(path)?)?),
        None => None,
    };
    let start = Instant::now();
    let model = Model::new(&instance).map_err(|e| format!("{e:?}"))?;
    let mut pause = None;
    let mut plan = match &previous {
        None if wanted.browser => {
            let planned = in_browser(instance.clone(), wanted)?;
            pause = Some(planned.longest_pause);
            RoundsPlan { wall_s: Some(planned.took.as_secs_f64()), ..planned.plan }
        }
        Some(previous) => repair(&model, previous, wanted.seed, repair_budget(&model)).plan,
        None => search(model.clone(), wanted, start),
    };
    // The browser's own start is not the planner's.
    let wall = plan.wall_s.unwrap_or_else(|| start.elapsed().as_secs_f64());
    plan.wall_s = Some(wall);
    let faults = check_plan(&model, &plan).len();
    let score = score(&model, &plan);
    let began = Instant::now();
    let bound = bound(&model);
    let bound_wall = began.elapsed().as_secs_f64();
    let moves = previous.map(|p| format!("  moved {}", moved(&p, &plan).len()));
    let gap = |cost: f64, bound: i64| 100.0 * (cost * 1000.0 / bound.max(1) as f64 - 1.0);
    println!(
        "{:<10} total {:>9} min ({:.2} % above the bound)  travel {:>9.1} min ({:.2} %)  \
         left out {}  faults {faults}  {wall:.3} s  bound {bound_wall:.3} s  {} MB{}",
        instance.name,
        score.total_min(),
        gap(score.total(), bound.total()),
        score.travel / 60.0,
        gap(score.travel, bound.travel()),
        score.uncovered_visits,
        peak_memory_mb(),
        moves.unwrap_or_default(),
    );
    if let Some(pause) = pause {
        println!("{:<10} the page's longest pause: {} ms", "", pause.as_millis());
    }
    if let Some(folder) = &wanted.out {
        fs::create_dir_all(folder)?;
        let file = folder.join(format!("{}.plan.json", instance.name));
        fs::write(file, serde_json::to_string(&plan)?)?;
    }
    Ok(())
}

/// In Chromium, by the worker of the app.
fn in_browser(instance: Instance, wanted: &Wanted) -> Result<Planned, Box<dyn Error>> {
    let stop = wanted.seconds.map(Duration::from_secs_f64);
    tokio::runtime::Runtime::new()?.block_on(async {
        let server = Server::empty();
        let folder = TempDir::new()?;
        let browser = Browser::open(folder.path(), Look::DESK).await;
        browser.go(&format!("{}/connexion", server.address())).await;
        browser.wait_until_started().await;
        let planned = browser.plan(Job { instance, seed: wanted.seed }, stop).await;
        browser.close().await;
        Ok(planned)
    })
}

/// With a time, the cycle is made to end with it; without, it is the planner's own.
fn search(model: Model, wanted: &Wanted, start: Instant) -> RoundsPlan {
    let budget = default_budget(&model);
    let mut search = RoundSearch::with_cycle(model, wanted.seed, budget);
    loop {
        let (before, began) = (search.progress(), Instant::now());
        if before.0 >= before.1 {
            return search.best();
        }
        // Not past the end of the cycle: the search heats up there, and this would never see it.
        search.run(SLICE_STEPS.min(before.1 - before.0));
        let Some(seconds) = wanted.seconds else {
            continue;
        };
        let rest = seconds - start.elapsed().as_secs_f64();
        let made = (search.progress().0 - before.0) as f64;
        let speed = made / began.elapsed().as_secs_f64().max(1e-6);
        search.aim((speed * rest.max(0.0)) as u64);
    }
}

/// The planner's own bounds, with the steps that it asks for.
fn bound(model: &Model) -> Bound {
    let mut bound = Bound::new(model);
    for _ in 0..bound_budget(model) {
        bound.step(model);
    }
    bound
}

/// The most memory that the process has had, as the system tells it.
fn peak_memory_mb() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.unwrap_or_default() / 1024
}
