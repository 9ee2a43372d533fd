//! Deterministic simulation of the sync: the machine and the memory of `shared`, the exchange and
//! the store of the server, with a network, disks, clocks and machines that fail. After each
//! history the promises of the README are checked.
//!
//! `cargo xtask simulate --seeds N --from S` runs as many histories as wanted; a failure prints
//! the line that shows it again.

mod accounts;
mod acts;
mod calls;
mod clocks;
mod device;
mod disk;
mod faults;
mod fleet;
mod layout;
mod loans;
mod model;
mod money;
mod mutation;
mod network;
mod outbox;
mod people;
mod renewals;
mod server;
mod sessions;
mod tabs;
mod training;
mod versions;
mod way;
mod weather;
mod world;

use disk::Engine;
use mutation::Mutation;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use world::{HOUR, MINUTE, World};

/// Seeds that once failed: kept, and run first. What histories have learned since made others of
/// some of them.
const FAILED_ONCE: [u64; 13] =
    [2, 8, 90, 123, 173, 197, 201, 419, 11_081, 16_331, 304_821, 401_112, 900_515];
/// Histories of each run of all tests: new seeds are searched with `cargo xtask simulate`.
const SEEDS: u64 = 240;
/// Histories in which each fault put in on purpose must show.
const MUTATION_SEEDS: u64 = 1_000;
/// Histories over PostgreSQL: each question is a way to another program and back.
const POSTGRES_SEEDS: u64 = 20;

fn number(name: &str, otherwise: u64) -> u64 {
    let given = std::env::var(name).ok();
    given.map_or(otherwise, |text| text.parse().unwrap_or_else(|_| panic!("{name} is {text}")))
}

/// The seeds that are asked for.
fn asked(otherwise: u64) -> std::ops::Range<u64> {
    let (from, seeds) = (number("SIMULATION_FROM", 1), number("SIMULATION_SEEDS", otherwise));
    assert!(seeds > 0, "no history would prove nothing");
    from..from + seeds
}

/// One history; what broke, and how many commands were kept in it.
fn history(seed: u64, engine: &Engine, mutation: Option<Mutation>) -> (Option<String>, usize) {
    let mut world = World::new(seed, engine, mutation);
    let lasts = world.rng.i64(MINUTE..HOUR);
    world.run_until(world.now + lasts);
    world.end();
    (world.broken.take(), world.model.count())
}

/// The story of a history, for who reads a failure.
fn story(seed: u64, engine: &Engine) -> String {
    let mut world = World::new(seed, engine, None);
    world.story = Some(Vec::new());
    let lasts = world.rng.i64(MINUTE..HOUR);
    world.run_until(world.now + lasts);
    world.end();
    world.story.unwrap_or_default().join("\n")
}

/// A database of its own for each thread that runs histories.
fn postgres() -> Engine {
    Engine::Postgres(Arc::new(cluster::database().expect("a PostgreSQL for the tests")))
}

/// Runs histories on every processor until one fails; the first seed that did.
fn search(
    seeds: std::ops::Range<u64>,
    engine: fn() -> Engine,
    mutation: Option<Mutation>,
) -> Option<(u64, String)> {
    let next = AtomicU64::new(seeds.start);
    let found = Mutex::new(None);
    let kept = AtomicUsize::new(0);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let engine = engine();
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= seeds.end || found.lock().expect("no panic").is_some() {
                        return;
                    }
                    let (broken, count) = history(seed, &engine, mutation);
                    kept.fetch_add(count, Ordering::Relaxed);
                    if let Some(how) = broken {
                        *found.lock().expect("no panic") = Some((seed, how));
                    }
                }
            });
        }
    });
    let found = found.into_inner().expect("no panic");
    if mutation.is_none() {
        let kept = kept.into_inner();
        println!("{kept} commands kept in {} histories", seeds.end - seeds.start);
        assert!(kept > 0 || found.is_some(), "histories in which nothing is kept prove nothing");
    }
    found
}

fn fail(seed: u64, engine: &Engine, how: &str) {
    if std::env::var_os("SIMULATION_STORY").is_some() {
        println!("{}", story(seed, engine));
    }
    let over = if matches!(engine, Engine::Postgres(_)) { " --postgres" } else { "" };
    panic!("{how}\nagain: cargo xtask simulate{over} --from {seed} --seeds 1 --story");
}

#[test]
fn no_history_breaks_an_invariant() {
    for seed in FAILED_ONCE {
        if let (Some(how), _) = history(seed, &Engine::Sqlite, None) {
            fail(seed, &Engine::Sqlite, &how);
        }
    }
    if let Some((seed, how)) = search(asked(SEEDS), || Engine::Sqlite, None) {
        fail(seed, &Engine::Sqlite, &how);
    }
}

#[test]
fn no_history_over_postgresql_breaks_an_invariant() {
    if let Some((seed, how)) = search(asked(POSTGRES_SEEDS), postgres, None) {
        fail(seed, &postgres(), &how);
    }
}

#[test]
fn the_same_seed_is_the_same_history() {
    let postgres = postgres();
    for seed in 1..5 {
        let told = story(seed, &Engine::Sqlite);
        assert_eq!(told, story(seed, &Engine::Sqlite));
        assert_eq!(told, story(seed, &postgres), "whatever the engine");
    }
}

#[test]
fn every_fault_put_in_on_purpose_is_found() {
    let only = std::env::var("SIMULATION_MUTATION").unwrap_or_default();
    let mut unseen = Vec::new();
    let asked = |(mutation, _): &(Mutation, u64)| format!("{mutation:?}").contains(&only);
    let mutations: Vec<_> = Mutation::ALL.into_iter().filter(asked).collect();
    assert!(!mutations.is_empty(), "no fault is called {only}");
    for (mutation, last) in mutations {
        let find = |seeds| search(seeds, || Engine::Sqlite, Some(mutation));
        match find(last..last + 1).or_else(|| find(1..1 + MUTATION_SEEDS)) {
            Some((seed, how)) => println!("{mutation:?}: seed {seed}: {how}"),
            None => unseen.push(mutation),
        }
    }
    assert!(unseen.is_empty(), "not found within {MUTATION_SEEDS} histories: {unseen:?}");
}
