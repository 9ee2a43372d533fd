//! `serve`: serves the app and its API from one process.

use super::{CommandFailure, Data, modes};
use crate::demo::Moment;
use crate::mail::{self, relay::Relay};
use crate::provider::{Provider, ProviderOptions};
use crate::proxies::Proxies;
use crate::state::{AppState, Strong, now_ms};
use crate::{demo, jobs, listen, router};
use clap::Args;
use shared::id::Millis;
use std::net::SocketAddr;
use std::sync::Arc;
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
    /// Fill an empty database with the demonstration, whose passwords everybody knows: only on an
    /// address of this machine
    #[arg(
        long,
        value_enum,
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "under-way"
    )]
    demo: Option<Moment>,
    /// Addresses and networks of the proxies in front, whose X-Forwarded-For is believed
    #[arg(long, env = "TOURNEE_TRUSTED_PROXIES", default_value = "127.0.0.0/8,::1")]
    trusted_proxies: Proxies,
    /// Where to serve /metrics, for who operates the server; nowhere when not given
    #[arg(long, env = "TOURNEE_METRICS_LISTEN")]
    metrics_listen: Option<SocketAddr>,
    /// Of whom a second factor is asked: until they have one, they can do nothing else than get it.
    /// What waits on their devices stays there meanwhile
    #[arg(long, env = "TOURNEE_REQUIRE_SECOND_FACTOR", value_enum, default_value = "nobody")]
    require_second_factor: Strong,
    #[command(flatten)]
    provider: ProviderOptions,
    #[command(flatten)]
    mail: mail::settings::RelayOptions,
}

impl Serve {
    /// Serves until the process is told to end.
    ///
    /// # Errors
    /// When the store cannot be opened or the address is taken.
    pub fn perform(self) -> Result<(), CommandFailure> {
        log();
        if self.demo.is_some() && !self.listen.ip().is_loopback() {
            return Err(CommandFailure::PublicDemo);
        }
        let provider = self.provider.clone().read()?.map(Provider::new).transpose()?;
        let relay = self.mail.read()?.map(Relay::new).transpose()?;
        let (store, blobs) = (self.data.open()?, self.data.blobs()?);
        if let Some(moment) = self.demo {
            demo::load(&store, &*blobs, now_ms(), moment)?;
        } else if demo::is_in(&store)? {
            return Err(CommandFailure::HoldsDemo);
        }
        for open in modes::open_to_others(&self.data.data) {
            tracing::warn!(path = %open.display(), "others of this machine can read it: chmod go=");
        }
        let mut state = AppState::over(store, self.data.data.clone(), blobs)?;
        state.proxies = Arc::new(self.trusted_proxies.clone());
        state.strong = self.require_second_factor;
        state.provider = provider.map(Arc::new);
        state.relay = relay.map(Arc::new);
        state.mail_wait = Millis::from(self.mail.mail_wait) * 60_000;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .max_blocking_threads(BLOCKING_THREADS)
            .enable_all()
            .build();
        let runtime = runtime.map_err(CommandFailure::Runtime)?;
        runtime.block_on(self.listen(state))
    }

    async fn listen(self, state: AppState) -> Result<(), CommandFailure> {
        let listener = bound(self.listen).await?;
        let port = listener.local_addr().map_err(CommandFailure::Runtime)?.port();
        println!("Tournée écoute sur http://localhost:{port}");
        if self.demo.is_some() {
            tell_people();
        }
        tokio::spawn(jobs::run(state.clone()));
        tokio::spawn(jobs::keep_snapshot(state.clone()));
        tokio::spawn(jobs::keep_plan(state.clone()));
        tokio::spawn(mail::post::keep(state.clone()));
        tokio::spawn(jobs::keep_limits(state.limits.clone()));
        if let Some(at) = self.metrics_listen {
            let inward = bound(at).await?;
            tokio::spawn(axum::serve(inward, router::inward(state.clone())).into_future());
        }
        let proxies = Arc::clone(&state.proxies);
        let app = router::outward(state);
        let served = listen::serve(listener, app, proxies, listen::bounds(), ended());
        // Open live channels would hold the end up for ever: they end with the process.
        tokio::select! {
            () = served => {}
            () = grace() => {}
        }
        Ok(())
    }
}

async fn bound(at: SocketAddr) -> Result<TcpListener, CommandFailure> {
    let on = |cause: std::io::Error| CommandFailure::At { at: at.to_string(), cause: cause.into() };
    TcpListener::bind(at).await.map_err(on)
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
