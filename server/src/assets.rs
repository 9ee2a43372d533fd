//! Serves the built front end from inside the program.
//!
//! A release holds the files of target/dist; a debug build reads them from there at each request.
//! Files under `assets/` are named after their content and never change; browsers ask for
//! the others again at each visit, and get 304 when they have not changed. They keep no page.

use std::borrow::Cow;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

const PAGE: &str = "index.html";
const FOREVER: &str = "public, max-age=31536000, immutable";
const ASK_AGAIN: &str = "no-cache";
/// For the page. A browser that may keep it puts it aside as it is, when it is left, to show it
/// again at once; and WebKit so puts aside what the page was writing, for which every later page
/// waits. The service worker keeps it all the same.
const NEVER: &str = "no-store";

/// First path segments that are never a screen of the app.
const NO_SCREEN: [&str; 5] = ["api", "health", "plan", "ready", "metrics"];

/// Encodings with the suffixes of their files, the preferred one first. The last one has no
/// suffix: it is the file itself.
const ENCODINGS: [(&str, &str); 3] = [("br", ".br"), ("gzip", ".gz"), ("identity", "")];

#[derive(RustEmbed)]
#[folder = "../target/dist/"]
#[allow_missing = true]
struct Dist;

/// A file of the build, with the SHA-256 of its bytes.
struct Built {
    bytes: Cow<'static, [u8]>,
    hash: [u8; 32],
}

fn find(name: &str) -> Option<Built> {
    let file = Dist::get(name)?;
    Some(Built { hash: file.metadata.sha256_hash(), bytes: file.data })
}

/// Returns a router whose fallback answers with the front end or with 404.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().fallback(serve)
}

/// Answers with a file of the front end, with its page if the path is a screen, or with 404.
pub async fn serve(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    answer(&method, uri.path(), &headers, find)
}

fn answer(
    method: &Method,
    path: &str,
    headers: &HeaderMap,
    get: impl Fn(&str) -> Option<Built>,
) -> Response {
    if method != Method::GET && method != Method::HEAD {
        let allow = [(header::ALLOW, "GET, HEAD")];
        return (StatusCode::METHOD_NOT_ALLOWED, allow).into_response();
    }
    let wanted = path.trim_start_matches('/');
    let name = if get(wanted).is_some() && !is_sibling(wanted) {
        wanted
    } else if is_screen(wanted) {
        PAGE
    } else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    let found = ENCODINGS
        .iter()
        .filter(|(encoding, _)| accepts(accepted.unwrap_or(""), encoding))
        .find_map(|(encoding, suffix)| Some((*encoding, get(&format!("{name}{suffix}"))?)));
    match found {
        Some((encoding, file)) => send(method, name, headers, encoding, file),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn send(
    method: &Method,
    name: &str,
    headers: &HeaderMap,
    encoding: &'static str,
    file: Built,
) -> Response {
    let hex: String = file.hash[..16].iter().map(|byte| format!("{byte:02x}")).collect();
    let tag = format!("\"{hex}\"");
    let kept = match name {
        PAGE => NEVER,
        _ if name.starts_with("assets/") => FOREVER,
        _ => ASK_AGAIN,
    };
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let is_known = known.is_some_and(|known| known == "*" || known.contains(&tag));
    let body = match file.bytes {
        Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        Cow::Owned(bytes) => Bytes::from(bytes),
    };
    let length = body.len();
    let is_empty = is_known || method == Method::HEAD;
    let mut response = Response::new(if is_empty { Body::empty() } else { Body::from(body) });
    let out = response.headers_mut();
    out.insert(header::CACHE_CONTROL, HeaderValue::from_static(kept));
    out.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        out.insert(header::ETAG, tag);
    }
    if is_known {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        return response;
    }
    out.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type(name)));
    out.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    if encoding != "identity" {
        out.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}

/// Returns whether a path may be one of the app's screens: it has no extension and is not the
/// API's.
fn is_screen(path: &str) -> bool {
    let first = path.split('/').next().unwrap_or("");
    let last = path.rsplit('/').next().unwrap_or("");
    !NO_SCREEN.contains(&first) && !last.contains('.')
}

/// Returns whether a path names a compressed file, which has no address of its own.
fn is_sibling(path: &str) -> bool {
    path.ends_with(".br") || path.ends_with(".gz")
}

/// Returns whether an Accept-Encoding header accepts this encoding. A weight of 0 refuses it;
/// `identity` is accepted unless it is refused (RFC 9110, section 12.5.3).
fn accepts(header: &str, encoding: &str) -> bool {
    let mut by_star = None;
    for item in header.split(',') {
        let mut parts = item.split(';').map(str::trim);
        let name = parts.next().unwrap_or("");
        let weight = parts.find_map(|part| part.strip_prefix("q="));
        let is_taken = weight.is_none_or(|q| q.parse::<f32>().is_ok_and(|q| q > 0.0));
        if name.eq_ignore_ascii_case(encoding) {
            return is_taken;
        }
        if name == "*" {
            by_star = Some(is_taken);
        }
    }
    by_star.unwrap_or(encoding == "identity")
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("webmanifest") => "application/manifest+json",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("woff2") => "font/woff2",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests;
