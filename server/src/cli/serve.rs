//! `serve`: serves the app and its API from one process.

use super::{Data, Failure};
use crate::state::{AppState, now_ms};
use crate::{demo, jobs, router};
use clap::Args;
use std::net::SocketAddr;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

/// Maximum number of threads that wait for the store: each needs a stack, and the store serves few
/// at a time.
const BLOCKING_THREADS: usize = 64;

/// Where to listen, and with which data
#[derive(Args)]
pub struct Serve {
    #[command(flatten)]
    data: Data,
    /// The address and port to listen on; port 0 takes a free one
    #[arg(long, env = "TOURNEE_LISTEN", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Fill an empty database with the demonstration
    #[arg(long)]
    demo: bool,
}

impl Serve {
    /// Serves until the process is told to end.
    ///
    /// # Errors
    /// When the store cannot be opened or the address is taken.
    pub fn perform(self) -> Result<(), Failure> {
        log();
        let store = self.data.open()?;
        if self.demo {
            demo::load(&store, now_ms())?;
        }
        let state = AppState::new(store, self.data.data.clone())?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .max_blocking_threads(BLOCKING_THREADS)
            .enable_all()
            .build();
        let runtime = runtime.map_err(Failure::Runtime)?;
        runtime.block_on(self.listen(state))
    }

    async fn listen(self, state: AppState) -> Result<(), Failure> {
        let at = self.listen.to_string();
        let on = |cause: std::io::Error| Failure::At { at: at.clone(), cause: cause.into() };
        let listener = TcpListener::bind(self.listen).await.map_err(on)?;
        let port = listener.local_addr().map_err(on)?.port();
        println!("Tournée écoute sur http://localhost:{port}");
        if self.demo {
            tell_people();
        }
        tokio::spawn(jobs::run(state.clone()));
        tokio::spawn(jobs::keep_snapshot(state.clone()));
        tokio::spawn(jobs::keep_limits(state.limits.clone()));
        let app = router::with_addresses(state);
        let app = app.into_make_service_with_connect_info::<SocketAddr>();
        let served = axum::serve(listener, app).with_graceful_shutdown(ended());
        // Open live channels would hold the end up for ever: they end with the process.
        tokio::select! {
            done = served => done.map_err(on),
            () = grace() => Ok(()),
        }
    }
}

fn tell_people() {
    println!("Demonstration accounts, password {}:", demo::PASSWORD);
    for person in demo::PEOPLE {
        println!("  {:<28} {}", person.mail, person.name);
    }
}

fn log() {
    let level = std::env::var("TOURNEE_LOG").unwrap_or_else(|_| "info".into());
    let format = tracing_subscriber::fmt().json().with_writer(std::io::stderr);
    format.with_env_filter(level).init();
}

async fn ended() {
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}

/// Waits until a moment after the process was told to end: requests under way are answered by
/// then.
async fn grace() {
    ended().await;
    tokio::time::sleep(std::time::Duration::from_secs(3)).await;
}
