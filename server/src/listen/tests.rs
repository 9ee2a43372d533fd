use super::*;
use axum::body::Bytes;
use axum::routing::{get, post};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::oneshot;

/// Short bounds, so that the tests are.
const SHORT: Bounds = Bounds {
    head: Duration::from_millis(300),
    silence: Duration::from_millis(300),
    body: Duration::from_millis(900),
    per_subscriber: 4,
    connections: 6,
};
/// Far longer than any bound.
const PATIENCE: Duration = Duration::from_secs(5);

struct Running {
    address: SocketAddr,
    end: oneshot::Sender<()>,
    ended: tokio::task::JoinHandle<()>,
}

async fn running(proxies: &str, bounds: Bounds) -> Running {
    let app = Router::new()
        .route("/", get(|| async { "hello" }))
        .route("/slow", get(|| async { tokio::time::sleep(SHORT.head).await }))
        .route("/", post(|body: Bytes| async move { body.len().to_string() }));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let (end, heard) = oneshot::channel();
    let ended = async move { heard.await.unwrap_or_default() };
    let proxies = Arc::new(proxies.parse().expect("networks"));
    let ended = tokio::spawn(serve(listener, app, proxies, bounds, ended));
    Running { address, end, ended }
}

/// Sends a text; all that comes back until the server closes.
async fn told(stream: &mut TcpStream, text: &str) -> String {
    stream.write_all(text.as_bytes()).await.expect("sent");
    rest(stream).await
}

async fn rest(stream: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    let read = stream.read_to_end(&mut answer);
    // A connection that the server closed at once may also be reset.
    let _ = tokio::time::timeout(PATIENCE, read).await.expect("the server closes it");
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn half_a_request_is_not_waited_for() {
    let server = running("", SHORT).await;
    let connect = || TcpStream::connect(server.address);
    let mut idle = connect().await.expect("connected");
    assert_eq!(rest(&mut idle).await, "");
    let mut half = connect().await.expect("connected");
    let answer = told(&mut half, "GET / HTTP/1.1\r\nHost: a\r\n").await;
    assert!(!answer.contains("200"), "{answer}");
    let mut whole = connect().await.expect("connected");
    let answer = told(&mut whole, "GET / HTTP/1.1\r\nHost: a\r\n\r\n").await;
    assert!(answer.contains("hello"), "{answer}");
}

#[tokio::test]
async fn a_body_that_stops_or_trickles_is_not_waited_for() {
    let server = running("", SHORT).await;
    let head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n";
    let mut silent = TcpStream::connect(server.address).await.expect("connected");
    let answer = told(&mut silent, head).await;
    assert!(answer.starts_with("HTTP/1.1 4"), "{answer}");
    let mut slow = TcpStream::connect(server.address).await.expect("connected");
    slow.write_all(head.as_bytes()).await.expect("sent");
    let began = tokio::time::Instant::now();
    let mut byte = [0];
    let trickle = async {
        loop {
            tokio::time::sleep(SHORT.silence / 4).await;
            let _ = slow.write_all(b"x").await;
            let read = tokio::time::timeout(Duration::from_millis(1), slow.read(&mut byte)).await;
            if read.is_ok() {
                return;
            }
        }
    };
    tokio::time::timeout(PATIENCE, trickle).await.expect("it ends");
    assert!(began.elapsed() >= SHORT.silence * 2, "a byte now and then is no silence");
}

#[tokio::test]
async fn one_subscriber_leaves_room_to_others() {
    let long = Bounds { head: PATIENCE * 2, ..SHORT };
    let server = running("", long).await;
    let mut held = Vec::new();
    for _ in 0..SHORT.per_subscriber {
        held.push(TcpStream::connect(server.address).await.expect("connected"));
    }
    let mut more = TcpStream::connect(server.address).await.expect("connected");
    assert_eq!(rest(&mut more).await, "", "closed at once");
    drop(held.pop());
    let request = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    let again = async {
        loop {
            let mut again = TcpStream::connect(server.address).await.expect("connected");
            let _ = again.write_all(request.as_bytes()).await;
            if rest(&mut again).await.contains("hello") {
                return;
            }
        }
    };
    tokio::time::timeout(PATIENCE, again).await.expect("there is a place again");
}

/// A trusted proxy brings everybody: only the whole number counts.
#[tokio::test]
async fn a_proxy_may_open_more() {
    let server = running("127.0.0.0/8", Bounds { head: PATIENCE * 2, ..SHORT }).await;
    let mut held = Vec::new();
    for _ in 0..SHORT.per_subscriber + 1 {
        held.push(TcpStream::connect(server.address).await.expect("connected"));
    }
    let request = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    let mut last = held.pop().expect("one");
    assert!(told(&mut last, request).await.contains("hello"));
}

#[tokio::test]
async fn a_request_under_way_is_answered_before_the_end() {
    let server = running("", SHORT).await;
    let mut stream = TcpStream::connect(server.address).await.expect("connected");
    stream.write_all(b"GET /slow HTTP/1.1\r\nHost: a\r\n\r\n").await.expect("sent");
    tokio::time::sleep(SHORT.head / 3).await;
    server.end.send(()).expect("it runs");
    assert!(rest(&mut stream).await.starts_with("HTTP/1.1 200"));
    tokio::time::timeout(PATIENCE, server.ended).await.expect("in time").expect("well");
}

#[test]
fn connections_leave_files_to_the_database() {
    assert_eq!(Bounds::of_files(Some(1_024)).connections, 768);
    assert_eq!(Bounds::of_files(Some(1)).connections, 64);
    assert_eq!(Bounds::of_files(None).connections, 19_744);
}
