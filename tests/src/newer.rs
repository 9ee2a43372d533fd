//! A server that is newer than the app: the real one behind a proxy that says some of its answers
//! in words that the app does not know, until the app is «updated»; and that serves the released
//! app in place of this one, until it serves the update.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::released;

/// What it does with the answers of the sync while the app does not know its words.
type Words = fn(&mut Value);

#[derive(Clone)]
struct Proxy {
    server: String,
    client: reqwest::Client,
    words: Words,
    is_newer: Arc<AtomicBool>,
    serves_released: Arc<AtomicBool>,
}

/// A newer server on a port of its own.
pub struct Newer {
    port: u16,
    is_newer: Arc<AtomicBool>,
    serves_released: Arc<AtomicBool>,
}

impl Newer {
    /// Starts one before the server of that address (`http://localhost:port`). It is no newer yet.
    ///
    /// # Panics
    /// When the machine has no port.
    pub async fn before(server: &str, words: Words) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let [is_newer, serves_released] = [(); 2].map(|()| Arc::new(AtomicBool::new(false)));
        // What the server encoded goes to the browser as it is.
        let client =
            reqwest::Client::builder().no_gzip().redirect(reqwest::redirect::Policy::none());
        let client = client.build().expect("a client");
        let proxy = Proxy {
            server: server.to_owned(),
            client,
            words,
            is_newer: Arc::clone(&is_newer),
            serves_released: Arc::clone(&serves_released),
        };
        let app = Router::new().fallback(pass).with_state(proxy);
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { port, is_newer, serves_released }
    }

    /// Its address, without a slash at the end.
    pub fn address(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    /// From now on it says words that the app does not know, or none of these any more.
    pub fn set_newer(&self, is_newer: bool) {
        self.is_newer.store(is_newer, Ordering::SeqCst);
    }

    /// From now on it serves the released app, or that of this version.
    pub fn serve_released_app(&self, serves_released: bool) {
        self.serves_released.store(serves_released, Ordering::SeqCst);
    }
}

/// Headers that speak of one connection, or of a body that may be another one.
pub(crate) const OF_THE_WAY: [HeaderName; 4] =
    [header::CONNECTION, header::TRANSFER_ENCODING, header::CONTENT_LENGTH, header::HOST];

async fn pass(State(proxy): State<Proxy>, request: Request) -> Response {
    let failed = |status| {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = status;
        response
    };
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str()).to_owned();
    // What it says by itself is not needed: the app asks from time to time.
    if path.starts_with("/api/v1/live") {
        return failed(StatusCode::SERVICE_UNAVAILABLE);
    }
    if !path.starts_with("/api/") && proxy.serves_released.load(Ordering::SeqCst) {
        return released_file(&path);
    }
    let changes = path == "/api/v1/sync" && proxy.is_newer.load(Ordering::SeqCst);
    let (mut parts, body) = request.into_parts();
    let Ok(body) = axum::body::to_bytes(body, usize::MAX).await else {
        return failed(StatusCode::BAD_REQUEST);
    };
    OF_THE_WAY.iter().for_each(|name| drop(parts.headers.remove(name)));
    if changes {
        parts.headers.remove(header::ACCEPT_ENCODING);
    }
    let url = format!("{}{path}", proxy.server);
    let sent = proxy.client.request(parts.method, url).headers(parts.headers).body(body).send();
    let Ok(answer) = sent.await else {
        return failed(StatusCode::BAD_GATEWAY);
    };
    let (status, mut headers) = (answer.status(), answer.headers().clone());
    OF_THE_WAY.iter().for_each(|name| drop(headers.remove(name)));
    let Ok(mut body) = answer.bytes().await else {
        return failed(StatusCode::BAD_GATEWAY);
    };
    if changes && status.is_success() {
        body = in_newer_words(&body, proxy.words);
    }
    let mut response = Response::new(Body::from(body));
    (*response.status_mut(), *response.headers_mut()) = (status, headers);
    response
}

/// A file of the released app, or its page for the path of a screen.
fn released_file(path: &str) -> Response {
    let Some(file) = released::app_file(path) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let named = [(header::CONTENT_TYPE, file.media), (header::CACHE_CONTROL, "no-cache")];
    let mut response = (named, file.bytes).into_response();
    if let Some(encoding) = file.encoding {
        response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}

fn in_newer_words(body: &[u8], words: Words) -> Bytes {
    let mut answer: Value = serde_json::from_slice(body).expect("the answer of a sync");
    words(&mut answer);
    answer.to_string().into()
}
