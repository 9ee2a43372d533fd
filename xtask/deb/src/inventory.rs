//! The libraries inside the program, as CycloneDX 1.5: what a flaw that becomes known is looked for
//! in.

use super::{root, said};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// Returns the inventory of the server and of the app inside it.
///
/// # Errors
/// One sentence.
pub fn inventory(version: &str) -> Result<String, String> {
    let mut cargo = Command::new("cargo");
    cargo.args(["metadata", "--format-version", "1", "--locked"]).current_dir(root());
    // For what is delivered: a program of this machine, and the app in browsers.
    let here = format!("{}-unknown-linux-gnu", std::env::consts::ARCH);
    for platform in [here.as_str(), "wasm32-unknown-unknown"] {
        cargo.args(["--filter-platform", platform]);
    }
    let told: Value = serde_json::from_str(&said(&mut cargo)?).map_err(|e| e.to_string())?;
    let packages = list(&told["packages"]);
    let by_id: BTreeMap<&str, &Value> =
        packages.iter().map(|one| (text(&one["id"]), one)).collect();
    let inside = inside(&told, &by_id);
    let parts: Vec<Value> = inside.into_iter().filter_map(|id| component(by_id.get(id)?)).collect();
    let whole = json!({
        "bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
        "metadata": { "component": {
            "type": "application", "name": "tournee", "version": version,
        } },
        "components": parts,
    });
    Ok(format!("{whole:#}\n"))
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or("")
}

/// The packages that are compiled into the server and the app, not those of builds and tests.
fn inside<'a>(told: &'a Value, by_id: &BTreeMap<&'a str, &'a Value>) -> BTreeSet<&'a str> {
    let nodes = list(&told["resolve"]["nodes"]);
    let nodes: BTreeMap<&str, &Value> =
        nodes.iter().map(|node| (text(&node["id"]), node)).collect();
    let is_ours = |id: &&&str| ["server", "app"].contains(&text(&by_id[**id]["name"]));
    let is_local = |id: &&&str| by_id[**id]["source"].is_null();
    let begin = by_id.keys().filter(is_local).filter(is_ours);
    let mut to_see: Vec<&str> = begin.copied().collect();
    let mut seen = BTreeSet::new();
    while let Some(id) = to_see.pop() {
        if !seen.insert(id) {
            continue;
        }
        let of = nodes.get(id).map_or(&Value::Null, |node| &node["deps"]);
        let is_inside =
            |dep: &&Value| list(&dep["dep_kinds"]).iter().any(|kind| kind["kind"].is_null());
        to_see.extend(list(of).iter().filter(is_inside).map(|dep| text(&dep["pkg"])));
    }
    seen
}

/// A library of others; `None` for a part of the product.
fn component(package: &Value) -> Option<Value> {
    package["source"].as_str()?;
    let (name, version) = (text(&package["name"]), text(&package["version"]));
    let licence = package["license"].as_str().map(|licence| json!([{ "expression": licence }]));
    Some(json!({
        "type": "library", "name": name, "version": version,
        "purl": format!("pkg:cargo/{name}@{version}"),
        "licenses": licence.unwrap_or_else(|| json!([])),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether one of the licences of each part of an expression is among those allowed.
    fn may_be_delivered(expression: &str, allowed: &[&str]) -> bool {
        let plain = expression.replace(['(', ')'], "").replace('/', " OR ");
        plain.split(" AND ").all(|part| part.split(" OR ").any(|one| allowed.contains(&one.trim())))
    }

    /// The same list as for `cargo deny`, which also looks at texts and at advisories.
    #[test]
    fn each_library_inside_may_be_delivered() {
        let settings = std::fs::read_to_string(root().join("deny.toml")).expect("deny.toml");
        let (_, list) = settings.split_once("allow = [").expect("a list");
        let (list, _) = list.split_once(']').expect("its end");
        let allowed: Vec<&str> = list.split('"').skip(1).step_by(2).collect();
        assert!(!may_be_delivered("GPL-3.0-only", &allowed));
        assert!(!may_be_delivered("MIT AND GPL-3.0-only", &allowed));
        assert!(may_be_delivered("(MIT OR GPL-3.0-only) AND ISC", &allowed));
        let told = inventory("0").expect("an inventory");
        let told: Value = serde_json::from_str(&told).expect("JSON");
        let bad = |one: &&Value| {
            let expression = one["licenses"][0]["expression"].as_str();
            !expression.is_some_and(|expression| may_be_delivered(expression, &allowed))
        };
        let bad: Vec<_> = list_of(&told).iter().filter(bad).collect();
        assert!(bad.is_empty(), "{bad:?}");
    }

    fn list_of(told: &Value) -> &[Value] {
        super::list(&told["components"])
    }

    #[test]
    fn the_inventory_names_what_is_inside_and_only_that() {
        let told = inventory("1.2.3").expect("an inventory");
        let told: Value = serde_json::from_str(&told).expect("JSON");
        let has = |name: &str| list(&told["components"]).iter().any(|one| one["name"] == name);
        for inside in ["axum", "rusqlite", "leptos", "openidconnect"] {
            assert!(has(inside), "{inside}");
        }
        for outside in ["reqwest", "proptest", "server", "tests"] {
            assert!(!has(outside), "{outside}");
        }
        assert_eq!(told["metadata"]["component"]["version"], "1.2.3");
    }
}
