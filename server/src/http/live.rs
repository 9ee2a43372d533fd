//! The live channel: tells the last sequence number, and carries no other data.

use super::error::Problem;
use super::session::{self, Signed};
use crate::state::{AppState, Lives, now_ms};
use axum::extract::State;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use futures_util::Stream;
use futures_util::stream::unfold;
use shared::id::{DeviceId, Millis, Seq};
use shared::limits::LIVE_PER_DEVICE;
use std::convert::Infallible;
use std::sync::{Arc, PoisonError};
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{Instant, Interval, interval_at};

/// Interval of keep-alive messages: proxies cut silent connections.
const KEEP_ALIVE: Duration = Duration::from_secs(25);
/// After how long a device that has too many channels may try again.
const WAIT_MS: Millis = 30_000;

/// The last sequence number, whenever there is a new one, and nothing else. It ends with the
/// session.
#[utoipa::path(get, path = "/live", tag = "everybody",
    responses((status = OK, body = String, content_type = "text/event-stream"), Problem))]
pub async fn live(
    State(state): State<AppState>,
    signed: Signed,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    let place = Place::take(&state.lives, signed.device)?;
    let mut heard = state.live.subscribe();
    heard.mark_changed();
    let asks = interval_at(Instant::now() + state.live_asks, state.live_asks);
    let channel = Channel { heard, asks, state, token_hash: signed.token_hash, _place: place };
    let events = unfold(channel, |mut channel| async move {
        let seq = channel.next().await?;
        Some((Ok(Event::default().data(seq.to_string())), channel))
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)))
}

/// An open channel.
struct Channel {
    heard: watch::Receiver<Seq>,
    asks: Interval,
    state: AppState,
    token_hash: String,
    _place: Place,
}

impl Channel {
    /// Waits for a new sequence number; `None` when the session is over.
    async fn next(&mut self) -> Option<Seq> {
        loop {
            tokio::select! {
                changed = self.heard.changed() => {
                    changed.ok()?;
                    return Some(*self.heard.borrow_and_update());
                }
                _ = self.asks.tick() => {
                    let token_hash = self.token_hash.clone();
                    let opened = self.state.with_store(move |store| store.opened(&token_hash));
                    session::signed(opened.await.ok()?, now_ms()).ok()?;
                }
            }
        }
    }
}

/// One of the channels of a device, until it is dropped.
struct Place {
    lives: Lives,
    device: DeviceId,
}

impl Place {
    fn take(lives: &Lives, device: DeviceId) -> Result<Self, Problem> {
        let mut counts = lives.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(device).or_default();
        if *count >= LIVE_PER_DEVICE {
            return Err(Problem::Busy(WAIT_MS));
        }
        *count += 1;
        Ok(Self { lives: Arc::clone(lives), device })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut counts = self.lives.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(&self.device) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                counts.remove(&self.device);
            }
        }
    }
}
