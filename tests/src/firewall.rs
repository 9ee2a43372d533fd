//! What stands between devices and the server of a school: it lets requests through, or answers in
//! place of the server.

use crate::newer::OF_THE_WAY;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderName, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use std::sync::Arc;

/// What it does with a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// It lets it through.
    Pass,
    /// It answers with that status and a page of its own.
    Refuse(u16),
    /// It answers 429, and asks to wait that many seconds.
    Wait(u32),
    /// It lets it through, and takes the cookie out of the answer.
    NoCookie,
}

type Rules = Arc<dyn Fn(&Method, &str, usize) -> Rule + Send + Sync>;

#[derive(Clone)]
struct Way {
    server: String,
    client: reqwest::Client,
    rules: Rules,
}

/// A firewall on a port of its own.
pub struct Firewall {
    port: u16,
}

impl Firewall {
    /// Starts one in front of the server of that address (`http://localhost:port`). It asks `rules`
    /// by the method, the path and the bytes of the body.
    ///
    /// # Panics
    /// When the machine has no port.
    pub async fn before(
        server: &str,
        rules: impl Fn(&Method, &str, usize) -> Rule + Send + Sync + 'static,
    ) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let client =
            reqwest::Client::builder().no_gzip().redirect(reqwest::redirect::Policy::none());
        let client = client.build().expect("a client");
        let way = Way { server: server.to_owned(), client, rules: Arc::new(rules) };
        let app = Router::new().fallback(pass).with_state(way);
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { port }
    }

    /// Its address, without a slash at the end.
    pub fn address(&self) -> String {
        format!("http://localhost:{}", self.port)
    }
}

/// A page as firewalls answer it.
fn refusal(status: u16) -> Response {
    let status = StatusCode::from_u16(status).expect("a status");
    let page = format!("<html><body><h1>{status}</h1>Request blocked.</body></html>");
    (status, [(header::CONTENT_TYPE, "text/html")], page).into_response()
}

async fn pass(State(way): State<Way>, request: Request) -> Response {
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str()).to_owned();
    let (mut parts, body) = request.into_parts();
    let Ok(body) = axum::body::to_bytes(body, usize::MAX).await else {
        return refusal(400);
    };
    let rule = (way.rules)(&parts.method, &path, body.len());
    match rule {
        Rule::Refuse(status) => return refusal(status),
        Rule::Wait(seconds) => {
            return ([(header::RETRY_AFTER, seconds.to_string())], refusal(429)).into_response();
        }
        Rule::Pass | Rule::NoCookie => {}
    }
    OF_THE_WAY.iter().for_each(|name| drop(parts.headers.remove(name)));
    let url = format!("{}{path}", way.server);
    let sent = way.client.request(parts.method, url).headers(parts.headers).body(body).send();
    let Ok(answer) = sent.await else {
        return refusal(502);
    };
    let (status, mut headers) = (answer.status(), answer.headers().clone());
    let cookie: &[HeaderName] = if rule == Rule::NoCookie { &[header::SET_COOKIE] } else { &[] };
    OF_THE_WAY.iter().chain(cookie).for_each(|name| drop(headers.remove(name)));
    // The live channel has no end: each part goes on as it comes.
    let parts = stream::unfold(Some(answer), |answer| async {
        let mut answer = answer?;
        match answer.chunk().await {
            Ok(Some(bytes)) => Some((Ok::<Bytes, reqwest::Error>(bytes), Some(answer))),
            Ok(None) => None,
            Err(cut) => Some((Err(cut), None)),
        }
    });
    let mut response = Response::new(Body::from_stream(parts));
    (*response.status_mut(), *response.headers_mut()) = (status, headers);
    response
}
