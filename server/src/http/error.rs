//! Errors of the API: a status, and a code that the app puts into words.

use crate::blobs;
use crate::causes::chain;
use crate::exchange::Unanswered;
use crate::identity::NoRandom;
use crate::limits::Busy;
use crate::passwords::Weak;
use crate::sessions::NotOpened;
use crate::store::Fault;
use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use shared::api::{ErrorBody, ErrorCode};
use shared::id::Millis;

/// Maximum number of bytes of an error's detail.
const DETAIL_BYTES: usize = 1_024;

/// After how long a file is sent or asked for again when what keeps it did not answer.
const AWAY_MS: Millis = 9_000;

/// Why a request was not done. Nothing was written then.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// Nobody is signed in, or the words were wrong.
    #[error("nobody is signed in")]
    SignedOut,
    /// The device may not come back.
    #[error("the device is revoked")]
    Revoked,
    /// The role may not do this.
    #[error("the role may not do this")]
    Forbidden,
    /// The account must have a second factor first.
    #[error("the account has no second factor yet")]
    FactorRequired,
    /// The request comes from another site's page.
    #[error("the request comes from the page of another site")]
    CrossOrigin,
    /// There is no such thing, or it is out of the scope.
    #[error("there is no such thing in the scope")]
    NotFound,
    /// There is such a thing, but not done this way.
    #[error("not done this way")]
    MethodNotAllowed,
    /// The body cannot be read: where and why.
    #[error("the body cannot be read: {0}")]
    Malformed(String),
    /// A field is wrong: its code and why.
    #[error("{0:?}: {1}")]
    Invalid(ErrorCode, String),
    /// Larger than the limit.
    #[error("larger than the limit")]
    TooLarge,
    /// The server speaks no protocol of this app.
    #[error("the app is too old")]
    TooOld,
    /// The disk has no more room than what photos leave to the rest.
    #[error("the disk is nearly full")]
    DiskFull,
    /// Again after that many milliseconds.
    #[error("again after {0} ms")]
    Busy(Millis),
    /// What keeps photos does not answer: again after a while.
    #[error("the store of files does not answer")]
    Away(#[source] blobs::BlobFailed),
    /// The server failed: for its log, not for the answer.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<NoRandom> for Problem {
    fn from(none: NoRandom) -> Self {
        Fault::from(none).into()
    }
}

impl From<Busy> for Problem {
    fn from(Busy(wait): Busy) -> Self {
        Problem::Busy(wait)
    }
}

impl From<blobs::BlobFailed> for Problem {
    fn from(failed: blobs::BlobFailed) -> Self {
        match failed {
            blobs::BlobFailed::Disk(error) => {
                Fault::of("a file cannot be kept or read", error).into()
            }
            blobs::BlobFailed::Away(_) => Problem::Away(failed),
        }
    }
}

impl From<Unanswered> for Problem {
    fn from(why: Unanswered) -> Self {
        match why {
            Unanswered::TooOld => Problem::TooOld,
            Unanswered::NotYours => Problem::SignedOut,
            Unanswered::TooLarge => Problem::TooLarge,
            Unanswered::Unreadable(error) => Problem::Malformed(error.to_string()),
            Unanswered::Store(fault) => fault.into(),
        }
    }
}

impl From<Weak> for Problem {
    fn from(why: Weak) -> Self {
        let code = match why {
            Weak::Short => ErrorCode::PasswordTooShort,
            Weak::Common => ErrorCode::PasswordCommon,
            Weak::Long => ErrorCode::TooLarge,
        };
        Problem::Invalid(code, String::new())
    }
}

impl From<NotOpened> for Problem {
    fn from(why: NotOpened) -> Self {
        match why {
            NotOpened::Revoked => Problem::Revoked,
            NotOpened::Taken => Problem::Invalid(ErrorCode::DeviceTaken, String::new()),
            NotOpened::Store(fault) => fault.into(),
        }
    }
}

impl Problem {
    fn parts(&self) -> (StatusCode, ErrorCode, &str) {
        match self {
            Problem::SignedOut => (StatusCode::UNAUTHORIZED, ErrorCode::SignedOut, ""),
            Problem::Revoked => (StatusCode::FORBIDDEN, ErrorCode::Revoked, ""),
            Problem::Forbidden => (StatusCode::FORBIDDEN, ErrorCode::NotAllowed, ""),
            Problem::FactorRequired => (StatusCode::FORBIDDEN, ErrorCode::FactorRequired, ""),
            Problem::CrossOrigin => (StatusCode::FORBIDDEN, ErrorCode::CrossOrigin, ""),
            Problem::NotFound => (StatusCode::NOT_FOUND, ErrorCode::NotFound, ""),
            Problem::MethodNotAllowed => {
                (StatusCode::METHOD_NOT_ALLOWED, ErrorCode::MethodNotAllowed, "")
            }
            Problem::Malformed(detail) => (StatusCode::BAD_REQUEST, ErrorCode::Malformed, detail),
            Problem::Invalid(code, detail) => (StatusCode::UNPROCESSABLE_ENTITY, *code, detail),
            Problem::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, ErrorCode::TooLarge, ""),
            Problem::TooOld => (StatusCode::UPGRADE_REQUIRED, ErrorCode::TooOld, ""),
            Problem::Busy(_) => (StatusCode::TOO_MANY_REQUESTS, ErrorCode::Busy, ""),
            Problem::Away(_) => (StatusCode::SERVICE_UNAVAILABLE, ErrorCode::Busy, ""),
            Problem::DiskFull => (StatusCode::INSUFFICIENT_STORAGE, ErrorCode::Fault, ""),
            Problem::Fault(_) => (StatusCode::INTERNAL_SERVER_ERROR, ErrorCode::Fault, ""),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (status, error, detail) = self.parts();
        let body = ErrorBody { error, detail: detail.to_owned() };
        let mut response = (status, Json(body)).into_response();
        response.extensions_mut().insert(error);
        if let Problem::Busy(wait) = &self {
            response.headers_mut().insert(header::RETRY_AFTER, seconds(*wait));
        }
        if let Problem::Away(failed) = &self {
            response.headers_mut().insert(header::RETRY_AFTER, seconds(AWAY_MS));
            tracing::error!(why = chain(failed), "a file was put off");
        }
        if let Problem::DiskFull = &self {
            tracing::error!("a photo was refused: the disk is nearly full");
        }
        if let Problem::Fault(fault) = &self {
            tracing::error!(why = chain(fault), "request failed");
        }
        response
    }
}

/// A wait in the whole seconds of `Retry-After`.
fn seconds(wait: Millis) -> HeaderValue {
    HeaderValue::from((wait / 1_000 + 1).unsigned_abs())
}

/// Turns the framework's errors in plain text into JSON: an unknown method or path, a body that is
/// too large.
pub async fn in_json(response: Response) -> Response {
    let told = response.headers().get(header::CONTENT_TYPE);
    let plain = told.is_none_or(|kind| kind.as_bytes().starts_with(b"text/plain"));
    if !plain {
        return response;
    }
    match response.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::TooLarge.into_response(),
        StatusCode::BAD_REQUEST | StatusCode::UNSUPPORTED_MEDIA_TYPE => {
            let body = axum::body::to_bytes(response.into_body(), DETAIL_BYTES).await;
            let detail = String::from_utf8_lossy(&body.unwrap_or_default()).into_owned();
            Problem::Malformed(detail).into_response()
        }
        StatusCode::METHOD_NOT_ALLOWED => {
            let allowed = response.headers().get(header::ALLOW).cloned();
            let mut told = Problem::MethodNotAllowed.into_response();
            if let Some(allowed) = allowed {
                told.headers_mut().insert(header::ALLOW, allowed);
            }
            told
        }
        _ => response,
    }
}

/// Parses a JSON body.
///
/// # Errors
/// [`Problem::Malformed`] with line and column.
pub fn read_json<T: serde::de::DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    serde_json::from_slice(body).map_err(|error| Problem::Malformed(error.to_string()))
}
