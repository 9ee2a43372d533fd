//! What the asker has already is not sent again (RFC 9110, section 13.1.2).

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// The answer, or 304 when the asker names its tag, which comes in quotation marks. `cache` says
/// how long the answer may be kept.
pub(super) fn unless_known(
    headers: &HeaderMap,
    tag: &str,
    cache: HeaderValue,
    answer: impl FnOnce() -> Response,
) -> Response {
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let mut response = match known.is_some_and(|known| known.contains(tag)) {
        true => StatusCode::NOT_MODIFIED.into_response(),
        false => answer(),
    };
    let out = response.headers_mut();
    out.insert(header::CACHE_CONTROL, cache);
    if let Ok(tag) = HeaderValue::from_str(tag) {
        out.insert(header::ETAG, tag);
    }
    response
}
