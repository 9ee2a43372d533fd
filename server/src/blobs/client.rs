//! The library of the protocol asks by the HTTP client of this program, and by no other.

use crate::https::{Https, HttpsFailed};
use async_trait::async_trait;
use http_body_util::BodyExt;
use object_store::ClientOptions;
use object_store::client::{
    HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpResponse, HttpService,
};
use std::fmt;
use std::time::Duration;

/// How long one answer may take: the longest brings a snapshot.
const PATIENCE: Duration = Duration::from_secs(10);
/// Bytes of the longest answer.
const ANSWER_BYTES: usize = 256 * 1024 * 1024;

/// The HTTP client of this program.
#[derive(Clone)]
pub(super) struct Asked(pub(super) Https);

impl fmt::Debug for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Asked")
    }
}

impl HttpConnector for Asked {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        Ok(HttpClient::new(self.clone()))
    }
}

#[async_trait]
impl HttpService for Asked {
    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let (head, body) = request.into_parts();
        let bytes = body.collect().await?.to_bytes();
        let request = axum::http::Request::from_parts(head, bytes);
        let answer = self.0.send(request, PATIENCE, ANSWER_BYTES).await;
        Ok(answer.map_err(as_error)?.map(Into::into))
    }
}

fn as_error(failed: HttpsFailed) -> HttpError {
    let kind = match &failed {
        HttpsFailed::Network(error) if error.is_connect() => HttpErrorKind::Connect,
        HttpsFailed::Network(_) => HttpErrorKind::Request,
        HttpsFailed::Cut(_) => HttpErrorKind::Interrupted,
        HttpsFailed::Long => HttpErrorKind::Decode,
        HttpsFailed::Late => HttpErrorKind::Timeout,
    };
    HttpError::new(kind, failed)
}
