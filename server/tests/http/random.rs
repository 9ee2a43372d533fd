//! Random requests, made from the description of the API, by each role: none of them makes the
//! server fail, and none is answered otherwise than described.

use crate::world::*;
use axum::body::Body;
use axum::http::{Method, Request};
use fastrand::Rng;
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// Requests for each route, method and role.
const EACH: usize = 12;
/// The live channel never ends; those that end the session are followed by nothing.
const APART: [&str; 3] = ["/api/v1/live", "/api/v1/session/end", "/api/v1/session"];

/// A text that breaks what is not careful.
fn text(random: &mut Rng) -> String {
    let nasty = [
        "",
        "0",
        "-1",
        "null",
        "\u{0}",
        "é\u{301}\u{202e}",
        "../../etc/passwd",
        "'; DROP TABLE rows; --",
        "0420001A",
        "2026-02-30",
        "1@authority.example",
        "99999999999999999999",
        "{}",
        "%00",
        "\r\nX: y",
        "05050505-0505-0505-0505-050505050505",
        "01890000-0000-7000-8000-000000000001",
    ];
    match random.usize(0..nasty.len() + 3) {
        n if n < nasty.len() => nasty[n].to_owned(),
        n if n == nasty.len() => "a".repeat(random.usize(0..9_000)),
        n if n == nasty.len() + 1 => (0..64).map(|_| random.digit(16)).collect(),
        _ => (0..random.usize(0..40)).map(|_| random.char(..)).collect(),
    }
}

/// Any JSON.
fn anything(random: &mut Rng, depth: usize) -> Value {
    match random.u8(0..if depth > 3 { 6 } else { 8 }) {
        0 => Value::Null,
        1 => random.bool().into(),
        2 => random.i64(..).into(),
        3 => json!(random.f64() * 1e300),
        4 | 5 => text(random).into(),
        6 => (0..random.usize(0..4)).map(|_| anything(random, depth + 1)).collect(),
        _ => {
            let pairs =
                (0..random.usize(0..4)).map(|_| (text(random), anything(random, depth + 1)));
            Value::Object(pairs.collect())
        }
    }
}

/// Mostly what a schema asks for.
fn by_schema(random: &mut Rng, document: &Value, schema: &Value) -> Value {
    if random.u8(0..8) == 0 {
        return anything(random, 0);
    }
    if let Some(path) = schema["$ref"].as_str() {
        let schema = document.pointer(path.trim_start_matches('#')).unwrap_or(&Value::Null);
        return by_schema(random, document, schema);
    }
    match schema["type"].as_str() {
        Some("string") => text(random).into(),
        Some("integer") => random.i64(..).into(),
        Some("boolean") => random.bool().into(),
        Some("array") => {
            let items = &schema["items"];
            (0..random.usize(0..3)).map(|_| by_schema(random, document, items)).collect()
        }
        _ => {
            let mut object = Map::new();
            for (name, of) in schema["properties"].as_object().into_iter().flatten() {
                if random.u8(0..10) > 0 {
                    object.insert(name.clone(), by_schema(random, document, of));
                }
            }
            Value::Object(object)
        }
    }
}

/// Text in an address, as a client writes it there.
fn in_address(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

fn request(
    random: &mut Rng,
    document: &Value,
    (path, method, route): (&str, &str, &Value),
    cookie: &str,
) -> Request<Body> {
    let mut address = path.to_owned();
    let mut query = Vec::new();
    for parameter in route["parameters"].as_array().into_iter().flatten() {
        let (name, value) = (parameter["name"].as_str().expect("a name"), text(random));
        // A path without a part is another path.
        let value = if value.is_empty() { "0".into() } else { in_address(&value) };
        match parameter["in"].as_str() {
            Some("path") => address = address.replace(&format!("{{{name}}}"), &value),
            _ => query.push(format!("{name}={value}")),
        }
    }
    if !query.is_empty() {
        address = format!("{address}?{}", query.join("&"));
    }
    let method: Method = method.to_uppercase().parse().expect("a method");
    let content = route["requestBody"]["content"].as_object().and_then(|of| of.iter().next());
    let body = match content {
        Some((_, content)) if random.u8(0..6) > 0 => {
            by_schema(random, document, &content["schema"]).to_string().into_bytes()
        }
        Some(_) => (0..random.usize(0..200)).map(|_| random.u8(..)).collect(),
        None => Vec::new(),
    };
    let mut built = Request::builder().method(method).uri(address).header("cookie", cookie);
    if random.u8(0..10) == 0 {
        built = built.header("content-range", format!("bytes 0-{}/9", random.u8(0..20)));
    }
    built.body(Body::from(body)).expect("a request")
}

#[tokio::test]
async fn no_request_makes_the_server_fail_or_answer_what_is_not_described() {
    let mut world = World::new();
    let document = world.get("/api/v1/openapi.json", "").await.body;
    let mut cookies = vec![String::new(), world.tablet(SCHOOL, 30).await.0];
    for role in [TECHNICIAN, DISPATCHER, COORDINATOR, OBSERVER] {
        cookies.push(world.sign_in(role).await);
    }
    let mut random = Rng::with_seed(20_261_124);
    let (mut asked, mut done, mut problems) = (0, 0, Vec::new());
    for (path, methods) in document["paths"].as_object().expect("paths") {
        if APART.contains(&path.as_str()) {
            continue;
        }
        for (method, route) in methods.as_object().expect("methods") {
            for cookie in &cookies {
                // What is random has no limits in time.
                world.state.limits = Arc::default();
                world.renew();
                for _ in 0..EACH {
                    let request = request(&mut random, &document, (path, method, route), cookie);
                    let told = format!("{method} {} {:?}", request.uri(), request.headers());
                    let answer = world.send(request).await;
                    let status = answer.status.as_u16();
                    asked += 1;
                    done += usize::from(answer.status.is_success());
                    if status >= 500 || route["responses"][status.to_string()].is_null() {
                        problems.push(format!("{told}: {answer:?}"));
                    }
                }
            }
        }
    }
    assert!(problems.is_empty(), "{} of {asked}, first: {:?}", problems.len(), problems.first());
    assert!(asked > 2_000 && done > asked / 100, "{done} of {asked} did something");
}
