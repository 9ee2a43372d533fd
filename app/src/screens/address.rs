//! What a list shows is in its address: it is the same after «back», after a reload, and for a
//! colleague to whom the address is sent.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::query_signal_with_options;

/// A value that is kept in the address under a name; while it is the `usual` one, the address does
/// not speak of it. It takes the place of the one before in the history of the browser.
pub(super) fn in_address(name: &'static str, usual: &'static str) -> RwSignal<String> {
    let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
    let (known, keep) = query_signal_with_options::<String>(name, options);
    let value = RwSignal::new(known.get_untracked().unwrap_or_else(|| usual.to_owned()));
    Effect::new(move |before: Option<()>| {
        let now = value.get();
        if before.is_some() {
            keep.set((now != usual).then_some(now));
        }
    });
    value
}
