//! A relay between devices and the server that counts, slows down and cuts connections.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const CHUNK: usize = 16 * 1024;

/// How one connection is slowed down and cut.
#[derive(Clone, Copy, Debug, Default)]
pub struct Line {
    /// The connection is cut after that many bytes towards the server.
    pub cut_up: Option<u64>,
    /// The connection is cut after that many bytes towards the device.
    pub cut_down: Option<u64>,
    /// Its speed in each direction.
    pub bytes_per_second: Option<u64>,
}

/// Counts so far.
#[derive(Default)]
struct Counts {
    up: AtomicU64,
    down: AtomicU64,
    cuts: AtomicU64,
}

/// A relay on a port of its own.
pub struct Relay {
    port: u16,
    counts: Arc<Counts>,
}

impl Relay {
    /// Starts one in front of the server at that address (`http://localhost:port`).
    pub async fn before(address: &str) -> Self {
        Self::with_lines(address, |_| Line::default()).await
    }

    /// Starts one that asks `draw` for the line of each connection. Its argument is the number of
    /// connections that were cut before.
    pub async fn with_lines(address: &str, draw: impl FnMut(u64) -> Line + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let counts = Arc::new(Counts::default());
        tokio::spawn(accept(listener, host(address), Arc::clone(&counts), draw));
        Self { port, counts }
    }

    /// Its address, without a slash at the end.
    pub fn address(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    /// Bytes from the server to devices so far, headers included.
    pub fn bytes_down(&self) -> u64 {
        self.counts.down.load(Ordering::SeqCst)
    }

    /// Bytes from devices to the server so far, headers included.
    pub fn bytes_up(&self) -> u64 {
        self.counts.up.load(Ordering::SeqCst)
    }

    /// Connections that were cut so far.
    pub fn cuts(&self) -> u64 {
        self.counts.cuts.load(Ordering::SeqCst)
    }
}

fn host(address: &str) -> String {
    address.trim_start_matches("http://").replace("localhost", "127.0.0.1")
}

async fn accept(
    listener: TcpListener,
    server: String,
    counts: Arc<Counts>,
    mut draw: impl FnMut(u64) -> Line,
) {
    while let Ok((device, _)) = listener.accept().await {
        // A stopped server refuses the connection: the device sees it closed.
        let Ok(server) = TcpStream::connect(&server).await else { continue };
        let line = draw(counts.cuts.load(Ordering::SeqCst));
        tokio::spawn(carry(device, server, line, Arc::clone(&counts)));
    }
}

/// Relays one connection until its end. A cut ends both directions at once; a side that has
/// finished lets the other finish.
async fn carry(device: TcpStream, server: TcpStream, line: Line, counts: Arc<Counts>) {
    let (from_device, to_device) = device.into_split();
    let (from_server, to_server) = server.into_split();
    let up = pass(from_device, to_server, line.cut_up, line.bytes_per_second, &counts.up);
    let down = pass(from_server, to_device, line.cut_down, line.bytes_per_second, &counts.down);
    tokio::pin!(up, down);
    let cut = tokio::select! {
        cut = &mut up => cut || down.await,
        cut = &mut down => cut || up.await,
    };
    counts.cuts.fetch_add(u64::from(cut), Ordering::SeqCst);
}

/// Copies bytes until the end or until the limit. Returns whether it cut the connection.
async fn pass(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    cut_after: Option<u64>,
    bytes_per_second: Option<u64>,
    passed: &AtomicU64,
) -> bool {
    let mut chunk = vec![0; CHUNK];
    let mut left = cut_after.unwrap_or(u64::MAX);
    while let Ok(size @ 1..) = from.read(&mut chunk).await {
        let goes = size.min(usize::try_from(left).unwrap_or(usize::MAX));
        passed.fetch_add(goes as u64, Ordering::SeqCst);
        if to.write_all(&chunk[..goes]).await.is_err() {
            break;
        }
        left -= goes as u64;
        if left == 0 {
            return true;
        }
        if let Some(speed) = bytes_per_second {
            tokio::time::sleep(Duration::from_secs_f64(goes as f64 / speed as f64)).await;
        }
    }
    // The other side may be gone already.
    let _ = to.shutdown().await;
    false
}
