//! What the program itself asks of others: the identity provider and the store of files. It follows
//! no redirection, since another would choose then what this server asks.

use axum::body::Bytes;
use axum::http::{Request, Response};
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use std::error::Error;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// A client for `https`, and for `http` where its caller allows that. A handle: copying it is
/// cheap.
#[derive(Clone)]
pub struct Https(Client<HttpsConnector<HttpConnector>, Full<Bytes>>);

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum HttpsFailed {
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
    pub fn new() -> io::Result<Self> {
        Self::trusting(None)
    }

    /// A client that trusts a private authority too, whose certificates are in a file (PEM).
    ///
    /// # Errors
    /// When the file cannot be read, or nobody is trusted.
    pub fn trusting(authority: Option<&Path>) -> io::Result<Self> {
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        if let Some(path) = authority {
            for certificate in CertificateDer::pem_file_iter(path).map_err(io::Error::other)? {
                let certificate = certificate.map_err(io::Error::other)?;
                roots.add(certificate).map_err(io::Error::other)?;
            }
        }
        if roots.is_empty() {
            return Err(io::Error::other("this machine trusts no authority of certificates"));
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config =
            ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let config = config.map_err(io::Error::other)?.with_root_certificates(roots);
        let builder = HttpsConnectorBuilder::new().with_tls_config(config.with_no_client_auth());
        let connector = builder.https_or_http().enable_http1().build();
        Ok(Self(Client::builder(TokioExecutor::new()).build(connector)))
    }

    /// Sends a request. Its answer must be whole within `patience`, and no longer than `most`
    /// bytes.
    ///
    /// # Errors
    /// [`HttpsFailed`].
    pub async fn send(
        &self,
        request: Request<Bytes>,
        patience: Duration,
        most: usize,
    ) -> Result<Response<Bytes>, HttpsFailed> {
        let asked = async {
            let (head, body) = self.0.request(request.map(Full::new)).await?.into_parts();
            let body = Limited::new(body, most).collect().await;
            let body = body.map_err(|error| match error.is::<LengthLimitError>() {
                true => HttpsFailed::Long,
                false => HttpsFailed::Cut(error),
            });
            Ok(Response::from_parts(head, body?.to_bytes()))
        };
        tokio::time::timeout(patience, asked).await.unwrap_or(Err(HttpsFailed::Late))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    /// The answer of who was asked is all: where it points to is not asked.
    #[tokio::test]
    async fn a_redirection_is_not_followed() {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let asked = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&asked);
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                count.fetch_add(1, Ordering::SeqCst);
                let mut request = [0; 1_024];
                let _ = stream.read(&mut request).await;
                let to = format!("http://{address}/elsewhere");
                let head = "HTTP/1.1 302 Found\r\nconnection: close\r\ncontent-length: 0\r\n";
                let _ = stream.write_all(format!("{head}location: {to}\r\n\r\n").as_bytes()).await;
            }
        });
        let request = Request::get(format!("http://{address}/")).body(Bytes::new());
        let client = Https::new().expect("a client");
        let patience = Duration::from_secs(10);
        let answer = client.send(request.expect("a request"), patience, 1_024).await;
        assert_eq!(answer.expect("an answer").status(), 302);
        assert_eq!(asked.load(Ordering::SeqCst), 1, "asked once");
    }
}
