//! Screens whose code is a download of its own, because not everybody opens them.
//!
//! A role uses one part: a technician's phone never loads what only a desk needs. The worker keeps
//! a part from the moment its role signs in, so that it opens without a network as well.

use crate::device;
use crate::parts::Page;
use crate::text::shell as words;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_split_helpers::SplitLoaderError;

/// Draws a screen of a part.
pub(super) type Draw<P> = fn(P) -> AnyView;

/// The screens of one part.
pub trait ScreenPart: Clone + Send + Sync + 'static {
    /// The message that has the worker keep the files of the part.
    const KEEP: &'static str;

    /// Loads the code: from the device when it was kept, else from the server.
    ///
    /// # Errors
    /// The error of the loader, without a network for the first time.
    fn load() -> impl Future<Output = Result<Draw<Self>, SplitLoaderError>>;
}

/// The state of the download of a part.
#[derive(Clone)]
enum Arrival<P: ScreenPart> {
    Unasked,
    Awaited,
    Here(Draw<P>),
    Failed,
}

/// The code of a part, fetched once for the page.
pub struct Code<P: ScreenPart>(RwSignal<Arrival<P>>);

// Derived, they would ask the part for more than a signal does.
impl<P: ScreenPart> Clone for Code<P> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<P: ScreenPart> Copy for Code<P> {}

impl<P: ScreenPart> Code<P> {
    /// Provides it to the page; nothing is fetched yet.
    pub fn provide() -> Self {
        let code = Self(RwSignal::new(Arrival::Unasked));
        provide_context(code);
        code
    }

    /// Returns whether it is here, whoever asked for it. Reactive.
    pub fn is_here(self) -> bool {
        self.0.with(|arrival| matches!(arrival, Arrival::Here(_)))
    }

    /// Fetches it, and has the worker keep it. Does nothing while it comes, or when it is here.
    pub fn fetch(self) {
        match self.0.get_untracked() {
            Arrival::Here(_) | Arrival::Awaited => return,
            Arrival::Unasked | Arrival::Failed => self.0.set(Arrival::Awaited),
        }
        spawn_local(async move {
            let code = P::load().await;
            let is_here = code.is_ok();
            self.0.set(code.map_or(Arrival::Failed, Arrival::Here));
            if is_here {
                device::worker::keep(P::KEEP);
            }
        });
    }

    fn draw(self, screen: P) -> AnyView {
        match self.0.get() {
            Arrival::Here(draw) => draw(screen),
            Arrival::Unasked | Arrival::Awaited => {
                view! { <p class="empty" role="status">{words::LOADING_SCREEN}</p> }.into_any()
            }
            Arrival::Failed => missing(Callback::new(move |()| self.fetch())),
        }
    }
}

/// A screen of a part, once its code is here.
pub fn later<P: ScreenPart>(screen: P) -> AnyView {
    let code = expect_context::<Code<P>>();
    if matches!(code.0.get_untracked(), Arrival::Unasked) {
        code.fetch();
    }
    (move || code.draw(screen.clone())).into_any()
}

/// Draws what stands beside every screen, once its code is here; nothing before.
pub fn beside<P: ScreenPart>(screen: P) -> AnyView {
    let code = expect_context::<Code<P>>();
    (move || match code.0.get() {
        Arrival::Here(draw) => Some(draw(screen.clone())),
        Arrival::Unasked | Arrival::Awaited | Arrival::Failed => None,
    })
    .into_any()
}

fn missing(again: Callback<()>) -> AnyView {
    view! {
        <Page title=words::SCREEN_MISSING>
            <p>{words::SCREEN_MISSING_WHY}</p>
            <p>
                <button type="button" class="button" on:click=move |_| again.run(())>
                    {words::TRY_AGAIN}
                </button>
            </p>
        </Page>
    }
    .into_any()
}
