//! Photos and signatures, which devices send in parts and may send again.

use super::error::Problem;
use super::known::unless_known;
use super::openapi::ReceivedBody;
use super::session::Signed;
use crate::blobs::Shelf;
use crate::files::{self, FilePart, FileProblem};
use crate::judge::can_see;
use crate::state::{AppState, blocking, now_ms};
use crate::store::FileRecord;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use shared::api::{ErrorCode, Received};
use shared::id::FileHash;
use std::sync::Arc;
use std::time::Duration;

/// How often, and after which pause, one request looks for the record that another one writes.
const RECORD_LOOKS: usize = 20;
const RECORD_PAUSE: Duration = Duration::from_millis(100);

impl From<FileProblem> for Problem {
    fn from(problem: FileProblem) -> Self {
        match problem {
            FileProblem::HashMismatch => Problem::Invalid(ErrorCode::HashMismatch, String::new()),
            FileProblem::NotAnImage => Problem::Invalid(ErrorCode::NotAnImage, String::new()),
            FileProblem::TooLarge => Problem::TooLarge,
            FileProblem::Place(failed) => failed.into(),
        }
    }
}

fn named(hash: String) -> Result<FileHash, Problem> {
    let hash = FileHash(hash);
    match hash.is_valid() {
        true => Ok(hash),
        false => Err(Problem::Malformed("a file is named by 64 hexadecimal digits".into())),
    }
}

/// A file, or a part of it with `Content-Range`. 308 with the bytes received until it is whole;
/// 413 when too large, 422 when the bytes are no picture or not those of the name.
#[utoipa::path(put, path = "/files/{hash}", tag = "everybody", params(("hash" = String, Path)),
    request_body(content = String, content_type = "image/*"),
    responses(
        (status = OK, description = "It was there", body = ReceivedBody),
        (status = CREATED, description = "It is whole", body = ReceivedBody),
        (status = PERMANENT_REDIRECT, description = "Parts are missing", body = ReceivedBody),
        Problem,
    ))]
pub async fn put(
    State(state): State<AppState>,
    signed: Signed,
    Path(hash): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let hash = named(hash)?;
    let part = part(&headers, body.len() as u64)?;
    if known(&state, &signed, &hash).await?.is_some() {
        return Ok(Json(Received { received: part.total }).into_response());
    }
    state.limits.files(signed.device, body.len() as u64)?;
    let (blobs, name, reserve) = (Arc::clone(&state.blobs), hash.clone(), state.reserve);
    let end = part.first.saturating_add(body.len() as u64);
    let is_whole = end >= part.total;
    let receive = move || {
        let needed = reserve.saturating_add(body.len() as u64);
        if blobs.room()?.is_some_and(|room| room < needed) {
            return Err(Problem::DiskFull);
        }
        files::receive(&*blobs, &name, part, &body).map_err(Problem::from)
    };
    let received = match is_whole {
        true => state.decode(receive).await?,
        false => blocking(receive).await?,
    };
    if received < end && is_recorded_soon(&state, &signed, &hash).await? {
        return Ok(Json(Received { received: part.total }).into_response());
    }
    if received < part.total {
        let answer = Json(Received { received });
        return Ok((StatusCode::PERMANENT_REDIRECT, answer).into_response());
    }
    let record = FileRecord {
        hash,
        device: signed.device,
        account: signed.actor.account,
        kept_at: now_ms(),
        bytes: part.total,
    };
    let kept = state.change(move |store| {
        store.put_file(&record)?;
        store.put_giver(&record.hash, record.account)
    });
    kept.await?;
    Ok((StatusCode::CREATED, Json(Received { received })).into_response())
}

/// Returns the record of a file, if the sender has shown to have it or can see it: to others the
/// server does not tell whether it is there.
async fn known(
    state: &AppState,
    signed: &Signed,
    hash: &FileHash,
) -> Result<Option<FileRecord>, Problem> {
    let (hash, actor, now) = (hash.clone(), signed.actor.clone(), now_ms());
    let known = state.look(move |store| {
        let Some(file) = store.file(&hash)? else {
            return Ok(None);
        };
        let told = store.is_giver(&hash, actor.account)? || can_see(store, &actor, &hash, now)?;
        Ok(told.then_some(file))
    });
    Ok(known.await?)
}

/// Whether another request of the sender stores the file at this moment: a device that reconnects
/// sends the last part again while the first one is still written down.
async fn is_recorded_soon(
    state: &AppState,
    signed: &Signed,
    hash: &FileHash,
) -> Result<bool, Problem> {
    let (blobs, name) = (Arc::clone(&state.blobs), hash.clone());
    let is_there = blocking(move || Ok::<_, Problem>(blobs.has(Shelf::Files, name.as_str())?));
    if !is_there.await? {
        return Ok(false);
    }
    for _ in 0..RECORD_LOOKS {
        if known(state, signed, hash).await?.is_some() {
            return Ok(true);
        }
        tokio::time::sleep(RECORD_PAUSE).await;
    }
    Ok(false)
}

/// The same as `PUT`, for firewalls that let only `GET` and `POST` through.
#[utoipa::path(post, path = "/files/{hash}", tag = "everybody", params(("hash" = String, Path)),
    request_body(content = String, content_type = "image/*"),
    responses(
        (status = OK, description = "It was there", body = ReceivedBody),
        (status = CREATED, description = "It is whole", body = ReceivedBody),
        (status = PERMANENT_REDIRECT, description = "Parts are missing", body = ReceivedBody),
        Problem,
    ))]
pub async fn post(
    state: State<AppState>,
    signed: Signed,
    hash: Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    put(state, signed, hash, headers, body).await
}

/// Returns the part that a request brings: `Content-Range: bytes 0-99/1234` (RFC 9110, 14.4), or
/// else the whole file.
fn part(headers: &HeaderMap, length: u64) -> Result<FilePart, Problem> {
    let Some(range) = headers.get(header::CONTENT_RANGE) else {
        return Ok(FilePart { first: 0, total: length });
    };
    let bad = || Problem::Malformed("Content-Range: bytes first-last/total".into());
    let text = range.to_str().map_err(|_| bad())?;
    let (span, total) =
        text.strip_prefix("bytes ").and_then(|t| t.split_once('/')).ok_or_else(bad)?;
    let (first, last) = span.split_once('-').ok_or_else(bad)?;
    let number = |text: &str| text.parse::<u64>().map_err(|_| bad());
    let (first, last, total) = (number(first)?, number(last)?, number(total)?);
    match last.checked_sub(first).map(|span| span + 1) == Some(length) && last < total {
        true => Ok(FilePart { first, total }),
        false => Err(bad()),
    }
}

/// From where to go on with a file; 404 when nothing of it has come.
#[utoipa::path(get, path = "/files/{hash}/status", tag = "everybody",
    params(("hash" = String, Path)), responses((status = OK, body = ReceivedBody), Problem))]
pub async fn status(
    State(state): State<AppState>,
    signed: Signed,
    Path(hash): Path<String>,
) -> Result<Json<Received>, Problem> {
    let hash = named(hash)?;
    if let Some(file) = known(&state, &signed, &hash).await? {
        return Ok(Json(Received { received: file.bytes }));
    }
    let blobs = Arc::clone(&state.blobs);
    let from = blocking(move || Ok::<_, Problem>(files::resumes_at(&*blobs, &hash)?));
    match from.await? {
        0 => Err(Problem::NotFound),
        received => Ok(Json(Received { received })),
    }
}

/// A file that a row of the actor's scope names.
#[utoipa::path(get, path = "/files/{hash}", tag = "everybody", params(("hash" = String, Path)),
    responses((status = OK, body = String, content_type = "image/*"), Problem))]
pub async fn get(
    State(state): State<AppState>,
    signed: Signed,
    Path(hash): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let hash = named(hash)?;
    let tag = format!("\"{}\"", hash.as_str());
    let (name, now) = (hash.clone(), now_ms());
    let seen = state.look(move |store| can_see(store, &signed.actor, &name, now));
    if !seen.await? {
        return Err(Problem::NotFound);
    }
    let blobs = Arc::clone(&state.blobs);
    let read = blocking(move || blobs.get(Shelf::Files, hash.as_str()).map_err(Problem::from));
    let bytes = read.await?.ok_or(Problem::NotFound)?;
    let kind = match image::guess_format(&bytes) {
        Ok(image::ImageFormat::Png) => "image/png",
        _ => "image/jpeg",
    };
    // A device that is lost, or signed out, shows no photo that its browser kept.
    let cache = HeaderValue::from_static("private, no-cache");
    Ok(unless_known(&headers, &tag, cache, || {
        ([(header::CONTENT_TYPE, kind)], bytes).into_response()
    }))
}
