//! The live channel: tells the last sequence number, and carries no other data.

use super::error::Problem;
use super::session::Signed;
use crate::state::AppState;
use axum::extract::State;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use futures_util::Stream;
use futures_util::stream::unfold;
use std::convert::Infallible;
use std::time::Duration;

/// Interval of keep-alive messages: proxies cut silent connections.
const KEEP_ALIVE: Duration = Duration::from_secs(25);

/// The last sequence number, whenever there is a new one, and nothing else.
#[utoipa::path(get, path = "/live", tag = "everybody",
    responses((status = OK, body = String, content_type = "text/event-stream"), Problem))]
pub async fn live(
    State(state): State<AppState>,
    _signed: Signed,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let mut heard = state.live.subscribe();
    heard.mark_changed();
    let events = unfold(heard, |mut heard| async move {
        heard.changed().await.ok()?;
        let seq = *heard.borrow_and_update();
        Some((Ok(Event::default().data(seq.to_string())), heard))
    });
    Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE))
}
