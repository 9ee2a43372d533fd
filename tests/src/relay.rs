//! A relay between devices and the server, that counts what passes.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const CHUNK: usize = 16 * 1024;

/// A relay on a port of its own.
pub struct Relay {
    port: u16,
    down: Arc<AtomicU64>,
}

impl Relay {
    /// Starts one before the server of that address (`http://localhost:port`).
    pub async fn before(address: &str) -> Self {
        let server = address.trim_start_matches("http://").replace("localhost", "127.0.0.1");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let down = Arc::new(AtomicU64::new(0));
        let counter = down.clone();
        tokio::spawn(async move {
            while let Ok((device, _)) = listener.accept().await {
                // A server that is stopped refuses: the device sees its connection closed.
                let Ok(server) = TcpStream::connect(&server).await else { continue };
                let (from_device, to_device) = device.into_split();
                let (from_server, to_server) = server.into_split();
                tokio::spawn(pass(from_device, to_server, Arc::default()));
                tokio::spawn(pass(from_server, to_device, counter.clone()));
            }
        });
        Self { port, down }
    }

    /// Its address, without a slash at the end.
    pub fn address(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    /// Bytes from the server to devices so far, headers included.
    pub fn bytes_down(&self) -> u64 {
        self.down.load(Ordering::SeqCst)
    }
}

async fn pass(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    passed: Arc<AtomicU64>,
) {
    let mut chunk = vec![0; CHUNK];
    while let Ok(size @ 1..) = from.read(&mut chunk).await {
        passed.fetch_add(size as u64, Ordering::SeqCst);
        if to.write_all(&chunk[..size]).await.is_err() {
            break;
        }
    }
    // The other side may be gone already.
    let _ = to.shutdown().await;
}
