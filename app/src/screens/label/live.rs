//! The picture of the camera, looked at several times a second until it shows a code.

use crate::device::scan::{self, ScanError};
use crate::device::{self};
use crate::text::visit_screen as words;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use web_sys::HtmlVideoElement;

/// Time between two looks.
const REST: Duration = Duration::from_millis(300);

/// The picture. `on_end` is called once, with the codes or with the reason why there is none; the
/// camera is off then, and when the view is left.
#[component]
pub(super) fn LiveCamera(
    on_end: impl Fn(Result<Vec<String>, ScanError>) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let video = NodeRef::<leptos::html::Video>::new();
    let is_left = Arc::new(AtomicBool::new(false));
    let left = Arc::clone(&is_left);
    on_cleanup(move || left.store(true, Ordering::Relaxed));
    Effect::new(move |_| {
        if let Some(video) = video.get() {
            let is_left = Arc::clone(&is_left);
            spawn_local(async move {
                let seen = watch(&video, || is_left.load(Ordering::Relaxed)).await;
                if !is_left.load(Ordering::Relaxed) {
                    on_end(seen);
                }
            });
        }
    });
    view! {
        <p class="hint" role="status">{words::SCAN_LIVE_HINT}</p>
        <video class="camera" node_ref=video prop:muted=true playsinline aria-hidden="true"></video>
    }
}

/// Looks until there is a code, or until the view was left.
async fn watch(
    video: &HtmlVideoElement,
    is_left: impl Fn() -> bool,
) -> Result<Vec<String>, ScanError> {
    let _camera = scan::open_camera(video).await?;
    while !is_left() {
        let texts = scan::read_video(video).await?;
        if !texts.is_empty() {
            device::vibrate();
            return Ok(texts);
        }
        device::rest(REST).await;
    }
    Ok(Vec::new())
}
