//! «Recevoir les saisies d'un collègue»: a phone without a way to the server gives its file to one
//! that has it, which keeps the commands and hands them in under their author's name.

use crate::context::{App, clock_ms, use_app};
use crate::device::{base64, digest};
use crate::parts::{Failure, taken_file};
use crate::screens::form::Form;
use crate::store::{FileStanding, StoredFile};
use crate::text::{self, handover as words, outbox};
use js_sys::{ArrayBuffer, Uint8Array};
use leptos::prelude::*;
use shared::handover::{Carried, CarriedStanding, HandedFile, Handover};
use shared::id::FileHash;
use shared::limits::IMPORT_FILE_BYTES;
use std::collections::BTreeMap;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

/// The section of «Mes saisies».
#[component]
pub(super) fn Received() -> impl IntoView {
    let form = Form::new();
    let found = RwSignal::new(None::<Arc<Handover>>);
    let chosen = move |event: web_sys::Event| {
        let Some(file) = taken_file(&event) else { return };
        found.set(None);
        form.run(async move {
            let handover = open(&file).await?;
            let _ = found.try_set(Some(Arc::new(handover)));
            Ok(())
        });
    };
    let preview =
        move || found.get().map(|file| view! { <Preview form=form file=file found=found/> });
    view! {
        <section aria-labelledby="received">
            <h2 id="received">{words::RECEIVED}</h2>
            <p class="hint">{words::RECEIVED_HINT}</p>
            <div class="photo-picker">
                <label class="button secondary">
                    <input
                        type="file"
                        class="visually-hidden"
                        accept=".json,.txt,application/json,text/plain"
                        disabled=move || form.is_busy()
                        on:change=chosen
                    />
                    {words::RECEIVE}
                </label>
            </div>
            <Failure text=form.error()/>
            <div role="status">{preview}</div>
            <Carrying/>
        </section>
    }
}

/// Reads a file of unsent commands; the error is a sentence.
async fn open(file: &File) -> Result<Handover, String> {
    if file.size() as usize > IMPORT_FILE_BYTES {
        return Err(words::NO_SUCH_FILE.into());
    }
    let bytes = JsFuture::from(file.array_buffer()).await.map_err(|_| words::NO_SUCH_FILE)?;
    let bytes = Uint8Array::new(&bytes.unchecked_into::<ArrayBuffer>()).to_vec();
    let handover = shared::handover::read(&bytes).ok_or(words::NO_SUCH_FILE)?;
    match handover.handed().is_empty() {
        true => Err(words::EMPTY_FILE.into()),
        false => Ok(handover),
    }
}

/// Whose commands a file holds, and how many; then the button that takes them.
#[component]
fn Preview(
    form: Form,
    file: Arc<Handover>,
    found: RwSignal<Option<Arc<Handover>>>,
) -> impl IntoView {
    let missing = file.missing_files();
    let whose = words::whose(&authors(form.app, &file), &file);
    let photos = words::photos(file.files.len() - missing, missing);
    let take = move |_| {
        let file = Arc::clone(&file);
        form.run(async move {
            take(form.app, &file).await?;
            let _ = found.try_set(None);
            form.app.toast(words::TAKEN);
            Ok(())
        });
    };
    view! {
        <div class="banner">
            <p>{whose}</p>
            {photos.map(|photos| view! { <p>{photos}</p> })}
            <button
                type="button"
                class="button primary"
                disabled=move || form.is_busy()
                on:click=take
            >
                {words::TAKE}
            </button>
        </div>
    }
}

fn authors(app: App, file: &Handover) -> Vec<(String, usize)> {
    let mut authors: BTreeMap<String, usize> = BTreeMap::new();
    for handed in file.handed() {
        let author = handed.envelope.map(|envelope| envelope.actor);
        let name = match author {
            Some(author) if Some(author) != file.account => {
                app.read_now(|replica| text::person_name(replica.view(), author))
            }
            _ => file.account_name.clone(),
        };
        *authors.entry(name).or_default() += 1;
    }
    authors.into_iter().collect()
}

/// Keeps the commands and the photos of a file; the error is a sentence.
async fn take(app: App, file: &Handover) -> Result<(), String> {
    let mut photos = Vec::new();
    for file in &file.files {
        photos.extend(photo(file).await);
    }
    let carried = Carried::of(file, clock_ms());
    app.take(&carried, &photos).await.map_err(|error| text::store_error(&error))
}

/// Returns a photo of a file, if it is whole.
async fn photo(file: &HandedFile) -> Option<StoredFile> {
    let bytes = base64::decode(file.content.as_deref()?)?;
    let hash = FileHash(digest::hex(&digest::sha256(&bytes).await?));
    let blob = base64::blob(&bytes, &file.kind)?;
    let (standing, at) = (FileStanding::Waiting, clock_ms());
    (hash == file.hash).then_some(StoredFile { hash, blob, standing, at })
}

/// What this device carries and what became of it.
#[component]
pub(super) fn Carrying() -> impl IntoView {
    let app = use_app();
    let is_handed = |one: &Carried| matches!(one.standing, CarriedStanding::Handed { .. });
    let shown = move || {
        let (handed, open): (Vec<_>, Vec<_>) = app.carried().into_iter().partition(is_handed);
        let lines = open.into_iter().map(|carried| view! { <Line carried=carried/> });
        let lines = lines.collect_view();
        let many = handed.len();
        view! {
            <ul class="cards">{lines}</ul>
            {(many > 0).then(|| view! { <p role="status">{words::handed_in(many)}</p> })}
        }
    };
    view! { <div>{shown}</div> }
}

#[component]
fn Line(carried: Carried) -> impl IntoView {
    let form = Form::new();
    let title = carried.envelope().map_or_else(
        || words::UNREADABLE.to_owned(),
        |envelope| form.app.read_now(|replica| outbox::item(&envelope.intent, replica.view())),
    );
    let from = words::from(&carried.from);
    let refused = match &carried.standing {
        CarriedStanding::Refused { refusal } => {
            let view =
                |app: App| app.read_now(|replica| text::refusal::refusal(refusal, replica.view()));
            Some(format!("{} {}", words::REFUSED, view(form.app)))
        }
        _ => None,
    };
    let put_away = move |_| {
        let carried = carried.clone();
        form.run(async move {
            let gone = form.app.put_carried_away(&carried).await;
            gone.map_err(|error| text::store_error(&error))
        });
    };
    let standing = match refused {
        None => view! { <span class="badge state-hold">{words::CARRIED}</span> }.into_any(),
        Some(why) => view! {
            <p class="error">{why}</p>
            <p>{words::REFUSED_HINT}</p>
            <Failure text=form.error()/>
            <button type="button" class="button secondary" on:click=put_away>
                {outbox::HANDLED}
            </button>
        }
        .into_any(),
    };
    view! {
        <li class="card">
            <p class="card-title">{title}</p>
            <p class="meta">{from}</p>
            {standing}
        </li>
    }
}
