//! Outlines of communes, as published in GeoJSON (RFC 7946): a feature each, polygons in degrees.

use super::problem::{LineProblem, ProblemReason, WholeFileProblem};
use super::value;
use crate::import::problem::ForeignFormat;
use crate::settings::outline::Outline;
use serde::Deserialize;
use serde_json::{Map, Value};

/// How far into a file its type is looked for.
const HEAD: usize = 4_096;
/// Names under which publishers give the INSEE code of a commune, in lower case.
const CODES: [&str; 7] =
    ["code", "insee", "code_insee", "codgeo", "insee_com", "com_code", "codeinsee"];

#[derive(Deserialize)]
struct Collection {
    features: Vec<Feature>,
}

#[derive(Deserialize)]
struct Feature {
    #[serde(default)]
    properties: Option<Map<String, Value>>,
    #[serde(default)]
    geometry: Option<Value>,
}

#[derive(Deserialize)]
#[serde(tag = "type", content = "coordinates")]
enum Geometry {
    Polygon(Vec<Ring>),
    MultiPolygon(Vec<Vec<Ring>>),
}

/// Positions: longitude, latitude, and a height that some give.
type Ring = Vec<Vec<f64>>;

/// Returns whether a file is a collection of features.
pub fn is_one(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(HEAD)];
    let head = String::from_utf8_lossy(head);
    head.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']).starts_with('{')
        && head.contains("\"FeatureCollection\"")
}

/// Reads the outlines. A feature that is none is a problem of its own, by its rank.
///
/// # Errors
/// The file is damaged, or has no feature.
pub fn read(bytes: &[u8]) -> Result<(Vec<Outline>, Vec<LineProblem>), WholeFileProblem> {
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let collection: Collection =
        serde_json::from_slice(text).map_err(|_| WholeFileProblem::NotText(ForeignFormat::Json))?;
    if collection.features.is_empty() {
        return Err(WholeFileProblem::NoRows);
    }
    let mut outlines: Vec<Outline> = Vec::new();
    let mut problems = Vec::new();
    for (at, feature) in collection.features.into_iter().enumerate() {
        let line = at as u64 + 1;
        match outline(feature) {
            Ok(outline) => match outlines.iter().position(|one| one.commune == outline.commune) {
                Some(first) => {
                    let reason = ProblemReason::Duplicate { first_line: first as u64 + 1 };
                    let code = outline.commune.to_string();
                    problems.push(LineProblem::new(line, "code", &code, reason));
                }
                None => outlines.push(outline),
            },
            Err((column, value, reason)) => {
                problems.push(LineProblem::new(line, column, &value, reason));
            }
        }
    }
    Ok((outlines, problems))
}

type Wrong = (&'static str, String, ProblemReason);

fn outline(feature: Feature) -> Result<Outline, Wrong> {
    let properties = feature.properties.unwrap_or_default();
    let code = code(&properties)?;
    let wrong = |reason| ("geometry", code.clone(), reason);
    let geometry = feature.geometry.ok_or_else(|| wrong(ProblemReason::Missing))?;
    let geometry =
        Geometry::deserialize(geometry).map_err(|_| wrong(ProblemReason::UnknownValue))?;
    let rings = match geometry {
        Geometry::Polygon(rings) => rings,
        Geometry::MultiPolygon(polygons) => polygons.into_iter().flatten().collect(),
    };
    let rings: Option<Vec<_>> = rings.iter().map(places).collect();
    let rings = rings.ok_or_else(|| wrong(ProblemReason::CoordinateRange))?;
    let outline = Outline::new(code.as_str().into(), rings.iter().map(Vec::as_slice));
    match outline.rings.is_empty() {
        true => Err(wrong(ProblemReason::Missing)),
        false => Ok(outline),
    }
}

fn code(properties: &Map<String, Value>) -> Result<String, Wrong> {
    let is_code = |name: &str| CODES.contains(&name.to_lowercase().as_str());
    let given = properties.iter().find(|(name, _)| is_code(name)).map(|(_, value)| value);
    let text = match given {
        None | Some(Value::Null) => return Err(("code", String::new(), ProblemReason::Missing)),
        Some(Value::String(text)) => text.trim().to_owned(),
        Some(other) => other.to_string(),
    };
    value::commune_code(&text).map_err(|reason| ("code", text, reason))
}

/// The points of a ring; `None` when one of them is on no map.
fn places(ring: &Ring) -> Option<Vec<(f64, f64)>> {
    ring.iter()
        .map(|point| match point.as_slice() {
            [lon, lat, ..] if lon.abs() <= 180.0 && lat.abs() <= 90.0 => Some((*lon, *lat)),
            _ => None,
        })
        .collect()
}
