//! Whether a school is told by mail: its own word, or that of a desk.

use crate::context::use_app;
use crate::parts::Failure;
use crate::screens::form::Form;
use crate::text::letters as words;
use leptos::prelude::*;
use shared::id::SiteId;
use shared::site;

/// What the school has said, and the button that says the other.
#[component]
pub(in crate::screens) fn MailConsent(site: SiteId) -> impl IntoView {
    let app = use_app();
    let form = Form::new();
    let id = StoredValue::new(site);
    let known = Memo::new(move |_| {
        let site = app.read(|replica| replica.view().sites.get(&id.get_value()).cloned())?;
        Some((site.takes_mail(), site.mail.clone()))
    });
    let accepts = move || known.get().is_some_and(|(accepts, _)| accepts);
    let said = move || known.get().map(|(accepts, mail)| words::consent(accepts, &mail));
    let turn = move |_| {
        let accepted = !accepts();
        let told = if accepted { words::SAID_ACCEPTED } else { words::SAID_REFUSED };
        let site = id.get_value();
        form.submit(site::Act::SetSiteMail { site, accepted }, told, || {});
    };
    view! {
        <section class="section">
            <h2>{words::CONSENT}</h2>
            <p>{said}</p>
            <Failure text=form.error()/>
            <button
                type="button"
                class="button secondary"
                disabled=move || form.is_busy()
                on:click=turn
            >
                {move || if accepts() { words::REFUSE } else { words::ACCEPT }}
            </button>
        </section>
    }
}
