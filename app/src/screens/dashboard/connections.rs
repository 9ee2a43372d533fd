//! How many sites have internet and ENT: an observer counts them too, and sees no contract.

use super::Figures;
use crate::context::use_app;
use crate::text::dashboard as words;
use leptos::prelude::*;
use shared::subscription::SubscriptionKind;
use shared::subscription::at_site::{is_funded, running};

/// The figures; nothing while no subscription is known.
#[component]
pub(super) fn Connections() -> impl IntoView {
    let app = use_app();
    let counts = Memo::new(move |_| {
        let today = app.today();
        app.read(|replica| {
            let view = replica.view();
            let open = || view.sites.values().filter(|site| site.exists_on(today));
            let served = |kind| {
                let funded = move || open().filter(move |site| is_funded(kind, site));
                let has = |site: &_| running(view, site, kind, today).is_some();
                (funded().filter(|site| has(&site.id)).count(), funded().count())
            };
            let all = SubscriptionKind::ALL.map(served);
            (!view.subscriptions.is_empty()).then_some(all)
        })
    });
    let figures = Signal::derive(move || {
        let [internet, ent] = counts.get().unwrap_or_default();
        vec![
            (words::WITH_INTERNET, words::of_all(internet.0, internet.1)),
            (words::WITH_ENT, words::of_all(ent.0, ent.1)),
        ]
    });
    view! {
        <Show when=move || counts.with(Option::is_some)>
            <Figures title=words::CONNECTIONS figures=figures/>
        </Show>
    }
}
