//! «Accès»: the note on how a site is entered, which those who go there keep.

use super::Here;
use crate::parts::{Dialog, TextArea};
use crate::screens::form::{Form, FormEnd, FormFrame};
use crate::text::site_screen as words;
use leptos::prelude::*;
use shared::limits::ACCESS_NOTE_CHARS;
use shared::site::{self, AccessNote};

/// The note, and the button that changes it.
#[component]
pub(super) fn Access(here: Here) -> impl IntoView {
    let opened = RwSignal::new(false);
    let note = Memo::new(move |_| {
        let note = here.site.with(|site| site.as_ref().and_then(|site| site.access.clone()));
        note.filter(|note| !note.text.is_empty())
    });
    let shown = move || match note.get() {
        Some(AccessNote { text, by_name, on, .. }) => view! {
            <p class="access-note">{text}</p>
            <p class="meta">{words::noted(&by_name, on)}</p>
        }
        .into_any(),
        None => view! { <p>{words::NO_ACCESS}</p> }.into_any(),
    };
    let label = move || if note.with(Option::is_some) { words::EDIT } else { words::WRITE };
    let close = Callback::new(move |()| opened.set(false));
    view! {
        <section class="section">
            <h2>{words::ACCESS}</h2>
            {shown}
            <button type="button" class="button secondary" on:click=move |_| opened.set(true)>
                {label}
            </button>
            <Show when=move || opened.get()>
                <AccessDialog here=here on_close=close/>
            </Show>
        </section>
    }
}

#[component]
fn AccessDialog(here: Here, on_close: Callback<()>) -> impl IntoView {
    let form = Form::kept("access", here.id());
    let known = here.site.with_untracked(|site| {
        site.as_ref().map_or(String::new(), |site| site.access_text().to_owned())
    });
    let text = form.text("text", known).at_most(ACCESS_NOTE_CHARS);
    let submit = move |()| {
        let (site, text) = (here.id(), text.value.get_untracked());
        let command = site::Act::SetAccessNote { site, text };
        form.submit_and_close(command, words::ACCESS_KEPT, on_close);
    };
    view! {
        <Dialog title=words::ACCESS on_close=on_close>
            <FormFrame form=form on_submit=submit>
                <TextArea label=words::ACCESS_TEXT hint=words::ACCESS_HINT value=text/>
                <FormEnd form=form on_close=on_close/>
            </FormFrame>
        </Dialog>
    }
}
