//! Sends files in parts, so that a cut costs one part.

use super::http::{ApiCall, ApiError, failure, text_of};
use crate::store::StoredFile;
use js_sys::Uint8Array;
use shared::api::{ErrorCode, Received};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, Response};

/// Bytes of one part.
const PART_BYTES: u64 = 256 * 1024;
/// Bytes below which a part is not made smaller, whatever is on the way.
const PART_BYTES_MIN: u64 = 8 * 1024;
/// The most parts that are sent in one call, whatever the server counts.
const PARTS_MAX: usize = 256;

/// The result of sending a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sent {
    /// The server has it.
    Whole,
    /// The server refused it.
    Refused,
    /// The browser cannot read it any more.
    Lost,
}

/// Sends the part of a file that the server lacks. `progress` is called for each part that arrived.
///
/// # Errors
/// [`ApiError`]; a later call continues from where it stopped.
pub async fn send_file(file: &StoredFile, progress: impl Fn()) -> Result<Sent, ApiError> {
    let total = file.blob.size() as u64;
    let path = format!("/api/v1/files/{}", file.hash);
    let mut received = match received(&path).await? {
        Some(received) if received >= total => return Ok(Sent::Whole),
        received => received.unwrap_or(0),
    };
    let (mut spoilt, mut most, mut method) = (false, PART_BYTES, "POST");
    for _ in 0..PARTS_MAX {
        let end = (received + most).min(total);
        // Read here: a request whose body cannot be read looks like a line that is cut.
        let Some(part) = bytes(&file.blob, received, end).await else {
            return Ok(Sent::Lost);
        };
        // Every firewall lets `POST` through; only an older server does not know it here.
        let mut call = ApiCall::new(method, path.clone())
            .bytes(&part)
            .header("Content-Type", file.blob.type_());
        if total > most {
            let range = format!("bytes {received}-{}/{total}", end - 1);
            call = call.header("Content-Range", range);
        }
        let response = call.send().await?;
        match response.status() {
            200 | 201 => return Ok(Sent::Whole),
            308 => received = count(&response).await?.min(total - 1),
            _ => match failure(&response).await {
                error if method == "POST" && error.is_unknown_way() => method = "PUT",
                // Something on the way takes less at once than the server does.
                ApiError::Refused { status: 413, code: ErrorCode::Unknown }
                    if most > PART_BYTES_MIN =>
                {
                    most /= 2;
                }
                // The server received other bytes than were sent, as after a crash of its disk. It
                // has dropped them: the file must be sent again from its beginning.
                ApiError::Refused { code: ErrorCode::HashMismatch, .. } if !spoilt => {
                    (received, spoilt) = (0, true);
                }
                ApiError::Refused { status: 413, code: ErrorCode::Unknown } => {
                    return Err(ApiError::Barred(413));
                }
                ApiError::Refused { status: 400 | 413 | 415 | 422, .. } => {
                    return Ok(Sent::Refused);
                }
                error => return Err(error),
            },
        }
        progress();
    }
    Err(ApiError::Fault)
}

async fn bytes(blob: &Blob, from: u64, to: u64) -> Option<Uint8Array> {
    let part = blob.slice_with_f64_and_f64(from as f64, to as f64).ok()?;
    let bytes = JsFuture::from(part.array_buffer()).await.ok()?;
    Some(Uint8Array::new(&bytes))
}

async fn received(path: &str) -> Result<Option<u64>, ApiError> {
    let response = ApiCall::new("GET", format!("{path}/status")).send().await?;
    match response.status() {
        200 => count(&response).await.map(Some),
        404 => Ok(None),
        _ => Err(failure(&response).await),
    }
}

async fn count(response: &Response) -> Result<u64, ApiError> {
    let text = text_of(response).await?;
    let received: Received = serde_json::from_str(&text).map_err(|_| ApiError::Fault)?;
    Ok(received.received)
}
