//! The unsent commands of another device: their authors, what the server knows of them already,
//! then «Importer», which hands them in under their authors' names.

use crate::api;
use crate::context::{App, use_app};
use crate::device::base64;
use crate::parts::Failure;
use crate::screens::form::Form;
use crate::store::{FileStanding, StoredFile};
use crate::text::{self, handover as words, outbox};
use leptos::prelude::*;
use shared::handover::{HandRequest, Handed, HandedFile, Handover};
use shared::id::CommandId;
use shared::limits::COMMANDS_PER_REQUEST;
use shared::sync::Verdict;
use std::collections::BTreeMap;
use std::sync::Arc;
use web_sys::Blob;

/// The server's answer to each command.
type Verdicts = BTreeMap<CommandId, Verdict>;

/// A file that was read, with what the server knows of it.
#[derive(Clone)]
pub(super) struct HandedRead {
    name: String,
    file: Arc<Handover>,
    handed: Arc<Vec<Handed>>,
    known: Verdicts,
}

impl HandedRead {
    /// Asks the server what it knows of a file; the error is a sentence.
    pub(super) async fn of(name: String, file: Handover) -> Result<Self, String> {
        let handed = file.handed();
        let known = ask(&file, &handed, true).await?;
        Ok(Self { name, file: Arc::new(file), handed: Arc::new(handed), known })
    }
}

/// Hands in the commands, or only asks about them, some at a time.
async fn ask(file: &Handover, handed: &[Handed], preview: bool) -> Result<Verdicts, String> {
    let mut known = Verdicts::new();
    for some in handed.chunks(COMMANDS_PER_REQUEST) {
        let commands = some.iter().map(|handed| handed.body.clone()).collect();
        let Handover { offset_ms, vocabulary, .. } = *file;
        let request = HandRequest { preview, offset_ms, vocabulary, commands };
        let answer = api::hand_in(&request).await;
        let answer = answer.map_err(|error| text::refusal::api_error(&error))?;
        known.extend(answer.outcomes.into_iter().map(|told| (told.command, told.verdict)));
    }
    Ok(known)
}

/// Sends the photos of the file. Returns how many the server refused or this device could not read.
async fn send_files(files: &[HandedFile]) -> Result<usize, String> {
    let mut lost = 0;
    for file in files.iter().filter(|file| file.content.is_some()) {
        let Some(blob) = blob(file) else {
            lost += 1;
            continue;
        };
        let standing = FileStanding::Waiting;
        let stored = StoredFile { hash: file.hash.clone(), blob, standing, at: 0 };
        match api::send_file(&stored, || ()).await {
            Ok(api::Sent::Whole) => {}
            Ok(api::Sent::Refused | api::Sent::Lost) => lost += 1,
            Err(error) => return Err(text::refusal::api_error(&error)),
        }
    }
    Ok(lost)
}

fn blob(file: &HandedFile) -> Option<Blob> {
    base64::blob(&base64::decode(file.content.as_deref()?)?, &file.kind)
}

/// Returns how many commands each person submitted.
fn authors(app: App, handed: &[Handed]) -> Vec<(String, usize)> {
    let mut authors: BTreeMap<String, usize> = BTreeMap::new();
    for one in handed {
        let name = one.envelope.as_ref().map_or_else(
            || words::SOMEBODY.to_owned(),
            |envelope| app.read_now(|replica| text::person_name(replica.view(), envelope.actor)),
        );
        *authors.entry(name).or_default() += 1;
    }
    authors.into_iter().collect()
}

/// The preview, with «Importer».
#[component]
pub(super) fn HandedPreview(read: HandedRead) -> impl IntoView {
    let form = Form::new();
    let HandedRead { name, file, handed, known } = read;
    let before = known.len();
    let new = handed.len() - handed.iter().filter(|one| known.contains_key(&one.id)).count();
    let missing = file.missing_files();
    let photos = file.files.len() - missing;
    let lost = file.lost();
    let whose = words::whose(&authors(form.app, &handed), &file);
    let known = RwSignal::new(known);
    let done = RwSignal::new(None::<String>);
    let nothing = match (new, photos) {
        (0, 0) => Some(words::NOTHING_NEW),
        (0, _) => Some(words::ONLY_PHOTOS),
        _ => None,
    };
    let something = move || (new > 0 || photos > 0) && done.with(Option::is_none);
    let lines = Arc::clone(&handed);
    let line = move |one: &Handed| view! { <Line handed=one.clone() known=known/> };
    let import = move |_| {
        let (file, handed) = (Arc::clone(&file), Arc::clone(&handed));
        form.run(async move {
            let answered = ask(&file, &handed, false).await?;
            let refused = |one: &&Verdict| matches!(one, Verdict::Refused { .. });
            let refused = answered.values().filter(refused).count();
            let judged = answered.values().filter(|one| one.is_final()).count();
            let taken = judged - refused;
            let _ = known.try_set(answered);
            let lost = send_files(&file.files).await?;
            // The screen may have been left meanwhile.
            let _ = done.try_set(Some(words::imported(taken, refused, lost)));
            Ok(())
        });
    };
    view! {
        <section class="section" aria-labelledby="preview">
            <h2 id="preview">{words::TITLE} " · " {name}</h2>
            <p class="lead">{whose}</p>
            <p>{words::counts(new, before)}</p>
            {words::photos(photos, missing).map(|text| view! { <p>{text}</p> })}
            {(lost > 0).then(|| view! { <p class="warning">{words::lost(lost)}</p> })}
            <h3>{words::LIST}</h3>
            <ul class="cards">{lines.iter().map(line).collect_view()}</ul>
            <Failure text=form.error()/>
            <p role="status">{move || done.get()}</p>
            {nothing.map(|text| view! { <p class="banner">{text}</p> })}
            <Show when=something>
                <p class="hint">{words::UNDER_THEIR_NAME}</p>
                <button
                    type="button"
                    class="button primary main"
                    disabled=move || form.is_busy()
                    on:click=import.clone()
                >
                    {move || if form.is_busy() { words::IMPORTING } else { words::IMPORT }}
                </button>
            </Show>
        </section>
    }
}

/// One command in its own words, with the server's answer.
#[component]
fn Line(handed: Handed, known: RwSignal<Verdicts>) -> impl IntoView {
    let app = use_app();
    let id = handed.id;
    let title = handed.envelope.as_ref().map_or_else(
        || words::UNREADABLE.to_owned(),
        |envelope| app.read_now(|replica| outbox::item(&envelope.intent, replica.view())),
    );
    let when = handed.envelope.map(|envelope| text::date::moment(envelope.declared_at));
    let standing = move || match known.with(|known| known.get(&id).cloned()) {
        None | Some(Verdict::Held | Verdict::Unknown(_)) => ("hold", words::NEW.to_owned()),
        Some(Verdict::Refused { refusal }) => {
            let why = app.read_now(|replica| text::refusal::refusal(&refusal, replica.view()));
            ("late", format!("{} {why}", words::REFUSED))
        }
        Some(Verdict::Applied { .. } | Verdict::Merged { .. }) => ("done", words::KNOWN.to_owned()),
    };
    view! {
        <li class="card">
            <p class="card-title">{title}</p>
            <p class="meta">{when}</p>
            {move || {
                let (tag, text) = standing();
                match tag {
                    "late" => view! { <p class="error">{text}</p> }.into_any(),
                    tag => {
                        let badge = format!("badge state-{tag}");
                        view! { <span class=badge>{text}</span> }.into_any()
                    }
                }
            }}
        </li>
    }
}
