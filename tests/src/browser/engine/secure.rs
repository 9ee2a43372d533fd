//! `https` in front of the plain servers of tests, as a proxy gives it to real ones.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, Mutex};

use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tempfile::TempDir;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

/// The ports of `https`, by the plain ones behind them. Each stays as long as the tests run: for a
/// browser, another port is another app.
static FRONTS: Mutex<BTreeMap<u16, u16>> = Mutex::new(BTreeMap::new());

static IDENTITY: LazyLock<Identity> = LazyLock::new(Identity::new);

/// What the fronts show of themselves.
struct Identity {
    /// The certificate, as a file of this kind holds it.
    pem: Vec<u8>,
    acceptor: TlsAcceptor,
}

impl Identity {
    fn new() -> Self {
        let folder = TempDir::new().expect("a folder");
        cluster::vouch(folder.path()).expect("a certificate");
        let [pem, key] = ["server.pem", "server.key"].map(|name| folder.path().join(name));
        let chain = vec![CertificateDer::from_pem_file(&pem).expect("a certificate")];
        let key = PrivateKeyDer::from_pem_file(key).expect("a key");
        let configuration = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("versions of TLS")
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .expect("an identity");
        let pem = std::fs::read(pem).expect("a certificate");
        Self { pem, acceptor: TlsAcceptor::from(Arc::new(configuration)) }
    }
}

/// The certificate that a browser must take for good.
pub(super) fn certificate() -> &'static [u8] {
    &IDENTITY.pem
}

/// The address of `https` for a plain one of this machine; any other stays as it is.
pub(super) fn address(plain: &str) -> String {
    let Some(rest) = plain.strip_prefix("http://localhost:") else { return plain.to_owned() };
    let end = rest.find(|char: char| !char.is_ascii_digit()).unwrap_or(rest.len());
    let (port, path) = rest.split_at(end);
    let port = port.parse().expect("a port");
    let mut fronts = FRONTS.lock().expect("a lock");
    let front = fronts.entry(port).or_insert_with(|| start(port));
    format!("https://localhost:{front}{path}")
}

/// Starts a front, on a thread of its own: it outlives the test that began it.
fn start(behind: u16) -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.set_nonblocking(true).expect("a listener");
    let port = listener.local_addr().expect("an address").port();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.expect("a runtime").block_on(accept(listener, behind));
    });
    port
}

async fn accept(listener: std::net::TcpListener, behind: u16) {
    let listener = TcpListener::from_std(listener).expect("a listener");
    while let Ok((device, _)) = listener.accept().await {
        // A stopped server refuses the connection: the device sees it closed.
        let Ok(mut server) = TcpStream::connect(("127.0.0.1", behind)).await else { continue };
        tokio::spawn(async move {
            if let Ok(mut device) = IDENTITY.acceptor.accept(device).await {
                // Either side may end at any moment.
                let _ = copy_bidirectional(&mut device, &mut server).await;
            }
        });
    }
}
