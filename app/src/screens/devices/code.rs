//! «Créer un code d'activation»: for which site, then the code, large and as a QR code.

use crate::api::{self, Code};
use crate::context::{App, use_app};
use crate::parts::{Choices, Dialog, Failure, TextField};
use crate::screens::form::Form;
use crate::text::{self, devices as words, refusal};
use leptos::prelude::*;
use qrcodegen::{QrCode, QrCodeEcc};
use shared::id::SiteId;

/// How many sites are offered at once.
const OFFERED: usize = 6;

/// The dialog.
#[component]
pub(super) fn CodeDialog(on_close: Callback<()>) -> impl IntoView {
    let code = RwSignal::new(None::<(String, Code)>);
    view! {
        <Dialog title=words::MAKE_CODE on_close=on_close>
            {move || match code.get() {
                None => view! { <ChooseSite code=code/> }.into_any(),
                Some((site, code)) => {
                    view! {
                        <Shown site=site code=code/>
                        <div class="actions">
                            <button
                                type="button"
                                class="button primary"
                                on:click=move |_| on_close.run(())
                            >
                                {words::DONE}
                            </button>
                        </div>
                    }
                        .into_any()
                }
            }}
        </Dialog>
    }
}

/// Sites whose name or commune holds those letters.
fn offered(app: App, search: &str) -> Vec<(SiteId, String)> {
    let sought = text::fold(search);
    app.read(|replica| {
        let sites = replica.view().sites.values();
        let name = |site: &shared::site::Site| format!("{}, {}", site.name, site.commune_name);
        sites
            .filter(|site| site.closed_on.is_none() && text::fold(&name(site)).contains(&sought))
            .map(|site| (site.id.clone(), name(site)))
            .take(OFFERED)
            .collect()
    })
}

#[component]
fn ChooseSite(code: RwSignal<Option<(String, Code)>>) -> impl IntoView {
    let app = use_app();
    let form = Form::new();
    let search = RwSignal::new(String::new());
    let rank = RwSignal::new(None::<usize>);
    let sites = Memo::new(move |_| offered(app, &search.get()));
    Effect::new(move |_| {
        sites.track();
        rank.set(None);
    });
    let choices = move || {
        let names = sites.get().into_iter().map(|(_, name)| name);
        let options: Vec<_> = names.enumerate().collect();
        view! { <Choices legend=words::SITE name="site" options=options value=rank/> }
    };
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let chosen = rank.get_untracked();
        let chosen = chosen.and_then(|rank| sites.with_untracked(|sites| sites.get(rank).cloned()));
        let Some((site, name)) = chosen else {
            return form.fail(words::CHOOSE_SITE);
        };
        form.run(async move {
            let made = api::make_code(&site).await;
            let made = made.map_err(|error| refusal::api_error(&error))?;
            let _ = code.try_set(Some((name, made)));
            Ok(())
        });
    };
    view! {
        <form class="form" on:submit=submit>
            <TextField label=words::SITE hint=words::SITE_HINT kind="search" value=search/>
            {choices}
            <Failure text=form.error()/>
            <div class="actions">
                <button type="submit" class="button primary" disabled=move || form.is_busy()>
                    {words::MAKE_CODE}
                </button>
            </div>
        </form>
    }
}

#[component]
fn Shown(site: String, code: Code) -> impl IntoView {
    view! {
        <div role="status">
            <p class="lead">{site}</p>
            <p>{words::CODE_INTRO}</p>
            {picture(&code.url)}
            <p class="code">{words::spaced(&code.code)}</p>
            <p class="meta">{words::until(code.expires_at)}</p>
        </div>
    }
}

/// The address as a QR code; nothing when it is too long for one.
fn picture(address: &str) -> Option<impl IntoView + use<>> {
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
        <svg class="qr" viewBox=format!("0 0 {side} {side}") role="img" aria-label=words::QR>
            <rect width=side height=side class="qr-light"/>
            <path d=path class="qr-dark"/>
        </svg>
    })
}
