//! The record of the first released version: what its app keeps on a device with an outbox of one
//! command of each kind, what it sends, what its server holds and answers. It was taken once from
//! that build in a browser, and never changes.

use flate2::read::GzDecoder;
use serde_json::Value;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

/// A file of the app that was released last, as a server sends it.
pub struct AppFile {
    /// Its bytes, in that encoding.
    pub bytes: Vec<u8>,
    /// The encoding, if it has one.
    pub encoding: Option<&'static str>,
    /// The media type.
    pub media: &'static str,
}

/// The address with which the coordinator of the record signs in.
pub const MAIL: &str = "coordinatrice@authority.example";
/// Their password.
pub const PASSWORD: &str = "une phrase assez longue";

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/released").join(name)
}

fn text(name: &str) -> String {
    let path = path(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path:?}: {error}"))
}

/// Fills a data folder with the database of the released server, before the outbox arrives.
pub fn fill(data: &Path) {
    let mut sql = String::new();
    let packed = fs::read(path("server.sql.gz")).expect("the record of the server");
    GzDecoder::new(&packed[..]).read_to_string(&mut sql).expect("SQL");
    let connection = rusqlite::Connection::open(data.join("tournee.sqlite")).expect("a file");
    connection.execute_batch(&sql).expect("the database of the released version");
}

/// The stores of the released app with a full outbox, as
/// [`crate::browser::Browser::put_in`] writes them.
pub fn device() -> Value {
    serde_json::from_str(&text("device.json")).expect("JSON")
}

/// The same stores after the released server answered.
pub fn device_after() -> Value {
    serde_json::from_str(&text("device-after.json")).expect("JSON")
}

/// The bodies that the released app sent, in their order.
pub fn requests() -> Vec<String> {
    text("requests.jsonl").lines().map(str::to_owned).collect()
}

/// The bodies that the released server answered to [`requests`].
pub fn answers() -> Vec<Value> {
    text("answers.jsonl").lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

/// What a server of the version that was released last answers to a path: a file of its front end,
/// or its page for the path of a screen. It is the build that was delivered, and is replaced as a
/// whole when another version is released. Nothing for a file that it does not have.
pub fn app_file(path: &str) -> Option<AppFile> {
    let name = path.split('?').next().unwrap_or(path).trim_start_matches('/');
    let is_screen = !name.rsplit('/').next().is_some_and(|last| last.contains('.'));
    let name = if is_screen { "index.html" } else { name };
    let media = match name.rsplit('.').next()? {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript",
        "css" => "text/css",
        "wasm" => "application/wasm",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        _ => return None,
    };
    let [packed, plain] = [".br", ""].map(|end| fs::read(path_of_app(name, end)).ok());
    let encoding = packed.is_some().then_some("br");
    Some(AppFile { bytes: packed.or(plain)?, encoding, media })
}

fn path_of_app(name: &str, end: &str) -> PathBuf {
    path("app").join(format!("{name}{end}"))
}
