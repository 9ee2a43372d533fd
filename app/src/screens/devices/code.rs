//! «Créer un code d'activation»: for which site, then the code, large and as a QR code.

use super::site::ChooseSite;
use crate::api;
use crate::parts::Dialog;
use crate::screens::form::Form;
use crate::text::{devices as words, refusal};
use leptos::prelude::*;
use qrcodegen::{QrCode, QrCodeEcc};
use shared::api::ActivationCode;
use shared::id::SiteId;

/// The dialog.
#[component]
pub(super) fn CodeDialog(on_close: Callback<()>) -> impl IntoView {
    let form = Form::new();
    let code = RwSignal::new(None::<(String, ActivationCode)>);
    let make = Callback::new(move |(site, name): (SiteId, String)| {
        form.run(async move {
            let made = api::make_code(&site).await;
            let made = made.map_err(|error| refusal::api_error(&error))?;
            let _ = code.try_set(Some((name, made)));
            Ok(())
        });
    });
    view! {
        <Dialog title=words::MAKE_CODE on_close=on_close>
            <Show when=move || code.with(Option::is_none)>
                <ChooseSite
                    refused=words::CHOOSE_SITE
                    confirm=words::MAKE_CODE
                    form=form
                    on_site=make
                />
            </Show>
            <div role="status">
                {move || code.get().map(|(site, code)| view! { <Shown site=site code=code/> })}
            </div>
            <Show when=move || code.with(Option::is_some)>
                <div class="actions">
                    <button
                        type="button"
                        class="button primary"
                        on:click=move |_| on_close.run(())
                    >
                        {words::DONE}
                    </button>
                </div>
            </Show>
        </Dialog>
    }
}

#[component]
fn Shown(site: String, code: ActivationCode) -> impl IntoView {
    view! {
        <div>
            <p class="lead">{site}</p>
            <p>{words::CODE_INTRO}</p>
            {picture(&code.url, words::QR)}
            <p class="code">{words::spaced(&code.code)}</p>
            <p class="meta">{words::until(code.expires_at)}</p>
        </div>
    }
}

/// The address as a QR code of that name; `None` when it is too long for one.
pub(in crate::screens) fn picture(
    address: &str,
    name: &'static str,
) -> Option<impl IntoView + use<>> {
    /// Modules that the standard leaves blank around (ISO/IEC 18004, 9.1).
    const MARGIN: i32 = 4;
    let code = QrCode::encode_text(address, QrCodeEcc::Medium).ok()?;
    let size = code.size();
    let dark = (0..size)
        .flat_map(|y| (0..size).map(move |x| (x, y)))
        .filter(|(x, y)| code.get_module(*x, *y));
    let path: String =
        dark.map(|(x, y)| format!("M{},{}h1v1h-1z", x + MARGIN, y + MARGIN)).collect();
    let side = size + 2 * MARGIN;
    Some(view! {
        <svg class="qr" viewBox=format!("0 0 {side} {side}") role="img" aria-label=name>
            <rect width=side height=side class="qr-light"/>
            <path d=path class="qr-dark"/>
        </svg>
    })
}
