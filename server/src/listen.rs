//! Serves connections, within limits of time and number: who sends slowly or opens many keeps the
//! server from nobody else.

use crate::proxies::{self, Proxies};
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tower::ServiceExt;
use tower_http::timeout::{RequestBodyDeadlineLayer, RequestBodyTimeoutLayer};

/// How long a connection may take for the head of a request, or lie idle: longer than proxies keep
/// an idle connection (60 s), so that none of them writes to one that was just closed.
const HEAD: Duration = Duration::from_secs(75);
/// How long the sender of a body may be silent.
const SILENCE: Duration = Duration::from_secs(30);
/// How long a body may take, however slow the line: a part of a photo at 4 kbit/s.
const BODY: Duration = Duration::from_secs(600);
/// Connections of one subscriber who does not come through a trusted proxy.
const PER_SUBSCRIBER: usize = 256;
/// Open files that are left to the database, the photos and the log.
const FILES_LEFT: u64 = 256;
/// Connections at most, even where files are without limit.
const CONNECTIONS_MAX: u64 = 20_000;
/// Pause after a connection could not be taken, as when too many files are open.
const PAUSE: Duration = Duration::from_millis(200);

/// The limits of time and number of connections.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// How long the head of a request may take.
    pub head: Duration,
    /// How long the sender of a body may be silent.
    pub silence: Duration,
    /// How long a body may take.
    pub body: Duration,
    /// Connections of one subscriber.
    pub per_subscriber: usize,
    /// Connections at most.
    pub connections: usize,
}

impl Bounds {
    /// The bounds of a process that may open that many files.
    fn of_files(files: Option<u64>) -> Self {
        let most = files.unwrap_or(CONNECTIONS_MAX).saturating_sub(FILES_LEFT);
        let connections = usize::try_from(most.clamp(64, CONNECTIONS_MAX)).unwrap_or(64);
        Self {
            head: HEAD,
            silence: SILENCE,
            body: BODY,
            per_subscriber: PER_SUBSCRIBER,
            connections,
        }
    }
}

/// Lets this process open as many files as the system allows. Returns the bounds that follow.
pub fn bounds() -> Bounds {
    let limit = getrlimit(Resource::Nofile);
    let wanted = Rlimit { current: limit.maximum, maximum: limit.maximum };
    // If the system refuses, the limit is what it was.
    let raised = setrlimit(Resource::Nofile, wanted).is_ok();
    Bounds::of_files(if raised { limit.maximum } else { limit.current })
}

/// Serves a router until `ended`, then lets the requests under way end.
pub async fn serve(
    listener: TcpListener,
    app: Router,
    proxies: Arc<Proxies>,
    bounds: Bounds,
    ended: impl Future<Output = ()>,
) {
    let app = app
        .layer(RequestBodyTimeoutLayer::new(bounds.silence))
        .layer(RequestBodyDeadlineLayer::new(bounds.body));
    let room = Arc::new(Semaphore::new(bounds.connections));
    let counted = Counted::default();
    let graceful = GracefulShutdown::new();
    tokio::pin!(ended);
    loop {
        let (stream, peer) = tokio::select! {
            () = &mut ended => break,
            taken = accept(&listener) => taken,
        };
        let trusted = proxies.trusts(peer.ip());
        let most = if trusted { bounds.connections } else { bounds.per_subscriber };
        let place = counted.enter(proxies::subscriber(peer.ip()), most);
        // Closed at once: whoever waits in a line keeps others waiting too.
        let (Some(place), Ok(permit)) = (place, Arc::clone(&room).try_acquire_owned()) else {
            continue;
        };
        begin(stream, peer, app.clone(), (place, permit), bounds.head, &graceful);
    }
    drop(listener);
    graceful.shutdown().await;
}

async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(taken) => return taken,
            Err(error) => {
                tracing::warn!(why = %error, "a connection was not taken");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}

fn begin(
    stream: TcpStream,
    peer: SocketAddr,
    app: Router,
    held: (Place, OwnedSemaphorePermit),
    head: Duration,
    graceful: &GracefulShutdown,
) {
    // Without it small answers wait for the acknowledgement of those before; a peer that is gone
    // already is noticed below.
    let _ = stream.set_nodelay(true);
    let service = hyper::service::service_fn(move |mut request: hyper::Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        app.clone().oneshot(request.map(Body::new))
    });
    let mut connection = http1::Builder::new();
    connection.timer(TokioTimer::new()).header_read_timeout(head);
    let connection = connection.serve_connection(TokioIo::new(stream), service);
    let connection = graceful.watch(connection);
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::debug!(why = %error, "a connection ended");
        }
        drop(held);
    });
}

/// How many connections each subscriber has.
#[derive(Clone, Default)]
struct Counted(Arc<Mutex<HashMap<IpAddr, usize>>>);

/// A connection that counts, until it is dropped.
struct Place {
    counted: Counted,
    of: IpAddr,
}

impl Counted {
    /// Counts a connection, unless there are that many already.
    fn enter(&self, of: IpAddr, most: usize) -> Option<Place> {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(of).or_default();
        if *count >= most {
            return None;
        }
        *count += 1;
        Some(Place { counted: self.clone(), of })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut counts = self.counted.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(&self.of) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                counts.remove(&self.of);
            }
        }
    }
}

#[cfg(test)]
mod tests;
