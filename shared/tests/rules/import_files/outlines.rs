//! Outlines of communes from GeoJSON, onto the map of any authority.

use crate::world::*;
use shared::command::Command;
use shared::import::outlines;
use shared::import::problem::{ProblemReason, WholeFileProblem};
use shared::intake::{self, LeftOut, Wanted};
use shared::refusal::Refusal;
use shared::settings::outline::{Outline, STEPS};
use shared::settings::{Act, Settings};
use std::collections::BTreeSet;

const DEMO: &[u8] = include_bytes!("../../../../server/demo/communes.geojson");

/// Published outlines are on the map within half a step of the grid, and neighbours still touch.
#[test]
fn the_outlines_of_the_demonstration_are_kept_to_half_a_step() {
    let (outlines, problems) = outlines::read(DEMO).unwrap();
    assert_eq!(problems, []);
    assert_eq!(outlines.len(), 53);
    let first = &outlines[0];
    let drawn = first.degrees().next().unwrap()[0];
    let (published, half) = ((4.11525, 45.3974), 0.5 / STEPS + 1e-9);
    assert_eq!(first.commune.as_str(), "42001");
    assert!((drawn.0 - published.0).abs() <= half && (drawn.1 - published.1).abs() <= half);
    let points = |outline: &Outline| outline.degrees().flatten().collect::<Vec<_>>();
    let shared = |a: &Outline, b: &Outline| points(a).iter().any(|p| points(b).contains(p));
    for one in &outlines {
        let touches =
            outlines.iter().any(|other| other.commune != one.commune && shared(one, other));
        assert!(touches, "{} stands alone", one.commune);
    }
    let text = serde_json::to_string(&outlines).unwrap();
    assert!(text.len() < DEMO.len() / 2, "{} bytes", text.len());
}

fn collection(features: &str) -> String {
    format!(r#"{{"type":"FeatureCollection","features":[{features}]}}"#)
}

fn square(properties: &str) -> String {
    let ring = "[[2.4,48.7],[2.5,48.7],[2.5,48.8,12.5],[2.4,48.8],[2.4,48.7]]";
    format!(
        r#"{{"type":"Feature","properties":{properties},"geometry":
        {{"type":"MultiPolygon","coordinates":[[{ring}]]}}}}"#
    )
}

/// One bad feature never refuses a file; each is told by its rank.
#[test]
fn features_that_are_no_commune_are_told_by_their_rank() {
    let line = r#"{"type":"Feature","properties":{"code":"94001"},
        "geometry":{"type":"LineString","coordinates":[[2.4,48.7],[2.5,48.7]]}}"#;
    let far = r#"{"type":"Feature","properties":{"INSEE_COM":"94004"},
        "geometry":{"type":"Polygon","coordinates":[[[2.4,98.7],[2.5,48.7],[2.5,48.8]]]}}"#;
    let features = [
        square(r#"{"codgeo":"94002"}"#),
        line.into(),
        square(r#"{"nom":"Sans code"}"#),
        far.into(),
        square(r#"{"code":"94002"}"#),
        square("null"),
        r#"{"type":"Feature","properties":{"code":"94005"},"geometry":null}"#.into(),
        square(r#"{"code":"9400"}"#),
    ];
    let (outlines, problems) = outlines::read(collection(&features.join(",")).as_bytes()).unwrap();
    let codes: Vec<_> = outlines.iter().map(|one| one.commune.as_str()).collect();
    assert_eq!(codes, ["94002"]);
    assert_eq!(outlines[0].points(), 4, "the last point of a ring is its first");
    let told: Vec<_> = problems.iter().map(|one| (one.line, one.reason.clone())).collect();
    assert_eq!(
        told,
        [
            (2, ProblemReason::UnknownValue),
            (3, ProblemReason::Missing),
            (4, ProblemReason::CoordinateRange),
            (5, ProblemReason::Duplicate { first_line: 1 }),
            (6, ProblemReason::Missing),
            (7, ProblemReason::Missing),
            (8, ProblemReason::CommuneCode),
        ]
    );
    assert_eq!(outlines::read(collection("").as_bytes()), Err(WholeFileProblem::NoRows));
    assert!(matches!(
        outlines::read(br#"{"type":"FeatureCollection","features":[{"#),
        Err(WholeFileProblem::NotText(_))
    ));
}

/// A published file of a whole department gives the communes of the authority; a second file adds
/// to the first; a device of a technician holds none of them.
#[test]
fn an_import_takes_the_communes_of_the_authority_and_a_second_one_adds() {
    let mut world = World::new();
    let wanted = |codes: &[&str]| Wanted {
        communes: codes.iter().map(|code| (*code).into()).collect::<BTreeSet<_>>(),
        today: day("2026-03-12"),
    };
    let take = |world: &mut World, codes: &[&str]| {
        let intake = intake::read(DEMO, &world.state, &wanted(codes)).unwrap();
        let Some(Command::Settings(act)) = intake.commands.first() else {
            panic!("{:?}", intake.commands)
        };
        let act = (**act).clone();
        assert_eq!(world.give(TECHNICIAN, act.clone()), Err(Refusal::NotAllowed));
        world.give(COORDINATOR, act).unwrap();
        intake.left_out
    };
    let left_out = take(&mut world, &["42218", "42001"]);
    assert_eq!(left_out, [(LeftOut::Outside, 51)]);
    take(&mut world, &["42207"]);
    let known = |world: &World| {
        let settings = world.state.settings();
        let outlines = settings.outlines.clone().unwrap_or_default();
        outlines.into_iter().map(|one| one.commune.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(known(&world), ["42001", "42207", "42218"]);
    // An app that knows nothing of outlines leaves them as they are.
    let settings = Settings { outlines: None, ..(*world.state.settings()).clone() };
    world.give(COORDINATOR, Act::ChangeSettings { settings }).unwrap();
    assert_eq!(known(&world).len(), 3);
    let twice = world.state.settings().outlines.clone().unwrap();
    let settings = Settings {
        outlines: Some([twice.clone(), twice].concat()),
        ..(*world.state.settings()).clone()
    };
    assert!(world.give(COORDINATOR, Act::ChangeSettings { settings }).is_err());
}
