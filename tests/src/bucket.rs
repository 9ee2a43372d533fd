//! A real server of the protocol of S3 over a folder, which checks every signature, can fall over,
//! and can stop to answer.

use crate::files;
use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use s3s::auth::SimpleAuth;
use s3s::service::{S3Service, S3ServiceBuilder};
use s3s_fs::FileSystem;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

/// The bucket, and the folder in it.
const BUCKET: &str = "photos";
const PREFIX: &str = "tournee/essai";
const KEY: &str = "tournee";
const SECRET: &str = "a secret of the tests";

/// A bucket in a store of its own.
pub struct Bucket {
    folder: TempDir,
    port: u16,
    runtime: Option<Runtime>,
}

impl Default for Bucket {
    fn default() -> Self {
        Self::start()
    }
}

impl Bucket {
    /// An empty bucket.
    ///
    /// # Panics
    /// When this machine has no room or no port.
    pub fn start() -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        std::fs::create_dir(folder.path().join(BUCKET)).expect("a bucket");
        let mut bucket = Self { folder, port: 0, runtime: None };
        bucket.resume();
        bucket
    }

    /// The store ends: nobody listens on its port any more.
    ///
    /// # Panics
    /// Never: its threads end.
    pub fn stop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            // A runtime ends on a thread that is none of another runtime.
            std::thread::spawn(move || drop(runtime)).join().expect("it ends");
        }
    }

    /// The store is back, with what it had.
    ///
    /// # Panics
    /// When its port is taken.
    pub fn resume(&mut self) {
        let files = FileSystem::new(self.folder.path()).expect("a folder");
        let mut builder = S3ServiceBuilder::new(files);
        builder.set_auth(SimpleAuth::from_single(KEY, SECRET));
        self.listen(Some(builder.build()));
    }

    /// The store takes connections and never answers.
    pub fn hang(&mut self) {
        self.stop();
        self.listen(None);
    }

    fn listen(&mut self, service: Option<S3Service>) {
        let mut runtime = tokio::runtime::Builder::new_multi_thread();
        let runtime = runtime.worker_threads(2).enable_all().build().expect("a runtime");
        let at = SocketAddr::from((Ipv4Addr::LOCALHOST, self.port));
        let (told, port) = std::sync::mpsc::channel();
        runtime.spawn(async move {
            let listener = TcpListener::bind(at).await.expect("a port");
            told.send(listener.local_addr().expect("an address").port()).expect("heard");
            let mut held = Vec::new();
            while let Ok((socket, _)) = listener.accept().await {
                match service.clone() {
                    None => held.push(socket),
                    Some(service) => {
                        let served =
                            http1::Builder::new().serve_connection(TokioIo::new(socket), service);
                        tokio::spawn(served);
                    }
                }
            }
        });
        self.port = port.recv().expect("it listens");
        self.runtime = Some(runtime);
    }

    /// What the program needs in its environment to keep its files here.
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        self.with_secret(SECRET)
    }

    /// The same with another secret.
    pub fn with_secret(&self, secret: &str) -> Vec<(&'static str, String)> {
        let endpoint = format!("http://127.0.0.1:{}", self.port);
        let url = format!("s3://{BUCKET}/{PREFIX}?endpoint={endpoint}&allow_http=true");
        vec![
            ("TOURNEE_FILES_URL", url),
            ("AWS_ACCESS_KEY_ID", KEY.into()),
            ("AWS_SECRET_ACCESS_KEY", secret.into()),
        ]
    }

    /// Where an object is, of a folder of the program: «files», «parts», «snapshots».
    pub fn path(&self, folder: &str) -> PathBuf {
        self.folder.path().join(BUCKET).join(PREFIX).join(folder)
    }

    /// Every object in a folder of the program.
    pub fn objects(&self, folder: &str) -> Vec<PathBuf> {
        files::below(&self.path(folder))
    }
}

impl Drop for Bucket {
    fn drop(&mut self) {
        self.stop();
    }
}
