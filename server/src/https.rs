//! What the program itself asks of others: the identity provider. It follows no redirection, since
//! another would choose then what this server asks.

use axum::body::Bytes;
use axum::http::{Request, Response};
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use std::error::Error;
use std::time::Duration;

/// A client for `https`, and for `http` where its caller allows that. A handle: copying it is
/// cheap.
#[derive(Clone)]
pub struct Https(Client<HttpsConnector<HttpConnector>, Full<Bytes>>);

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    /// Nobody answers, or not safely.
    #[error("no answer")]
    Network(#[from] hyper_util::client::legacy::Error),
    /// The answer was cut.
    #[error("no whole answer")]
    Cut(#[source] Box<dyn Error + Send + Sync>),
    /// Longer than its limit.
    #[error("an answer that is too long")]
    Long,
    /// It took too long.
    #[error("no answer in time")]
    Late,
}

impl Https {
    /// A client that trusts the authorities that this machine trusts.
    ///
    /// # Errors
    /// When it trusts none.
    pub fn new() -> std::io::Result<Self> {
        let provider = rustls::crypto::ring::default_provider();
        let connector = HttpsConnectorBuilder::new().with_provider_and_native_roots(provider)?;
        let connector = connector.https_or_http().enable_http1().build();
        Ok(Self(Client::builder(TokioExecutor::new()).build(connector)))
    }

    /// Sends a request. Its answer must be whole within `patience`, and no longer than `most`
    /// bytes.
    ///
    /// # Errors
    /// [`Failed`].
    pub async fn send(
        &self,
        request: Request<Bytes>,
        patience: Duration,
        most: usize,
    ) -> Result<Response<Bytes>, Failed> {
        let asked = async {
            let (head, body) = self.0.request(request.map(Full::new)).await?.into_parts();
            let body = Limited::new(body, most).collect().await;
            let body = body.map_err(|error| match error.is::<LengthLimitError>() {
                true => Failed::Long,
                false => Failed::Cut(error),
            });
            Ok(Response::from_parts(head, body?.to_bytes()))
        };
        tokio::time::timeout(patience, asked).await.unwrap_or(Err(Failed::Late))
    }
}
