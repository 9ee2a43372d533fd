//! «Activer cet appareil»: a one-use code, typed or brought by the address of a QR code.

use super::form::{Form, FormFrame};
use super::home::{entry_error, use_way_home};
use crate::device;
use crate::parts::{Failure, Page, TextField};
use crate::text::enrol as words;
use crate::text::sign_in;
use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_location;
use shared::limits::CODE_CHARS;

/// Returns the letters and digits of a code, however it was typed.
fn plain(code: &str) -> String {
    let kept = code.chars().filter(char::is_ascii_alphanumeric);
    kept.collect::<String>().to_uppercase()
}

fn needs_install() -> bool {
    let Some(window) = web_sys::window() else {
        return false;
    };
    let installed = window.match_media("(display-mode: standalone)").ok().flatten();
    device::is_apple() && !installed.is_some_and(|query| query.matches())
}

/// The screen.
#[component]
pub fn EnrolScreen() -> impl IntoView {
    let from_address = use_location().hash.get_untracked();
    // No draft is kept of a code, which is good once and for minutes.
    let form = Form::new();
    let code = form.text("code", plain(&from_address)).needs(words::MISSING);
    let go_home = use_way_home();
    let submit = move |()| {
        let typed = plain(&code.value.get_untracked());
        if typed.len() != CODE_CHARS {
            return form.refuse(code, words::MISSING);
        }
        let go_home = go_home.clone();
        form.run(async move {
            let enrolled = form.app.enrol(&typed, &words::device_label()).await;
            enrolled.map_err(|error| entry_error(&error, words::WRONG))?;
            go_home();
            Ok(())
        });
    };
    view! {
        <Page title=words::TITLE>
            <p>{words::INTRO}</p>
            <Show when=needs_install>
                <p class="banner">{words::INSTALL_FIRST}</p>
            </Show>
            <Show when=|| !device::is_secure()>
                <p class="banner">{sign_in::INSECURE}</p>
            </Show>
            <FormFrame class="form narrow" form=form on_submit=submit>
                <Failure text=form.error()/>
                <TextField
                    label=words::CODE
                    hint=words::CODE_HINT
                    value=code
                    autocomplete="one-time-code"
                />
                <button type="submit" class="button primary main" disabled=move || form.is_busy()>
                    {move || if form.is_busy() { words::SUBMITTING } else { words::SUBMIT }}
                </button>
            </FormFrame>
            <p class="after-form">
                <A href="/connexion">{words::WITH_ACCOUNT}</A>
            </p>
        </Page>
    }
}
