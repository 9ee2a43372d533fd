//! «Importer»: a file, a preview of its changes and of every line that is left out, then
//! «Importer».

mod handed;
mod place;
mod preview;
mod workbook;

use super::communes;
use super::form::{Form, FormFrame};
use crate::context::{App, clock_ms, use_app};
use crate::device::download;
use crate::parts::{Failure, Page, TextArea, taken_file};
use crate::text::{self, import as words};
use handed::{HandedPreview, HandedRead};
use leptos::prelude::*;
use preview::Preview;
use shared::command::Command;
use shared::day::paris_day;
use shared::import::is_workbook;
use shared::import::problem::WholeFileProblem;
use shared::import::units;
use shared::intake::{self, ImportEffect, Intake, Placed, Wanted};
use shared::limits::{IMPORT_FILE_BYTES, LONG_TEXT_CHARS};
use std::sync::Arc;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

/// A file that was read, with its preview.
#[derive(Clone, PartialEq)]
struct Read {
    name: String,
    /// The text of its table, read again once a person chose the schools of some lines.
    bytes: Arc<Vec<u8>>,
    /// What was chosen.
    placed: Placed,
    intake: Intake,
    effect: ImportEffect,
}

/// A file that was opened: published data, or the unsent commands of a device.
#[derive(Clone)]
enum OpenedFile {
    Published(Box<Read>),
    Handed(HandedRead),
}

/// The screen.
#[component]
pub fn ImportScreen() -> impl IntoView {
    let app = use_app();
    let form = Form::kept("import", "");
    let communes = form.text("communes", known_communes(app)).at_most(LONG_TEXT_CHARS);
    let read = RwSignal::new(None::<OpenedFile>);
    let chosen = move |file: File| {
        read.set(None);
        form.run(async move {
            let outcome = open(app, &file, &communes.value.get_untracked()).await?;
            let _ = read.try_set(Some(outcome));
            Ok(())
        });
    };
    let placed = Callback::new(move |chosen: Placed| {
        let Some(OpenedFile::Published(of)) = read.get_untracked() else { return };
        let Read { name, bytes, mut placed, .. } = *of;
        placed.extend(chosen);
        match again(app, name, bytes, placed, &communes.value.get_untracked()) {
            Ok(of) => read.set(Some(OpenedFile::Published(Box::new(of)))),
            Err(why) => form.fail(why),
        }
    });
    let reading = move || form.is_busy() && read.with(Option::is_none);
    let done = Callback::new(move |()| {
        form.draft().sent();
        read.set(None);
    });
    view! {
        <Page title=words::TITLE>
            <p>{words::INTRO}</p>
            <FormFrame form=form on_submit=|()| ()>
                <TextArea label=words::COMMUNES hint=words::COMMUNES_HINT value=communes/>
                <FilePicker form=form on_file=chosen/>
                <Failure text=form.error()/>
                <p role="status">{move || reading().then_some(words::READING)}</p>
            </FormFrame>
            {move || match read.get() {
                Some(OpenedFile::Published(of)) => {
                    view! { <Preview read=*of on_done=done on_placed=placed/> }.into_any()
                }
                Some(OpenedFile::Handed(of)) => view! { <HandedPreview read=of/> }.into_any(),
                None => view! { <KnownFiles/> }.into_any(),
            }}
        </Page>
    }
}

fn known_communes(app: App) -> String {
    let settings = app.read_now(|replica| replica.view().settings());
    communes::written(&settings.communes)
}

#[component]
fn FilePicker(form: Form, on_file: impl Fn(File) + Copy + 'static) -> impl IntoView {
    let changed = move |event: web_sys::Event| {
        if let Some(file) = taken_file(&event) {
            on_file(file);
        }
    };
    view! {
        <div class="photo-picker">
            <label class="button primary">
                <input
                    type="file"
                    class="visually-hidden"
                    accept=words::ACCEPTED
                    aria-describedby="file-hint"
                    disabled=move || form.is_busy()
                    on:change=changed
                />
                {words::FILE}
            </label>
            <span class="hint" id="file-hint">{words::FILE_HINT}</span>
        </div>
    }
}

/// Reads the file and asks the rules for its changes; the error is a sentence.
async fn open(app: App, file: &File, communes: &str) -> Result<OpenedFile, String> {
    let (bytes, max) = (file.size() as usize, IMPORT_FILE_BYTES);
    if bytes > max {
        // It is not read at all: the page would hold it twice.
        return Err(words::whole(&WholeFileProblem::TooLarge { bytes, max }));
    }
    let bytes = JsFuture::from(file.array_buffer()).await;
    let bytes = js_sys::Uint8Array::new(&bytes.map_err(|_| words::UNREADABLE)?).to_vec();
    if let Some(handover) = shared::handover::read(&bytes) {
        return HandedRead::of(file.name(), handover).await.map(OpenedFile::Handed);
    }
    let bytes = match is_workbook(&bytes) {
        true => workbook::table(&bytes).await?.into_bytes(),
        false => bytes,
    };
    let read = again(app, file.name(), Arc::new(bytes), Placed::new(), communes)?;
    Ok(OpenedFile::Published(Box::new(read)))
}

/// Reads the table of a file with the schools that were chosen; the error is a sentence.
fn again(
    app: App,
    name: String,
    bytes: Arc<Vec<u8>>,
    placed: Placed,
    communes: &str,
) -> Result<Read, String> {
    let wanted =
        Wanted { communes: communes::read(communes).collect(), today: paris_day(clock_ms()) };
    let intake = app
        .read_now(|it| intake::read_placed(&bytes, it.view(), &wanted, &placed))
        .map_err(|problem| words::whole(&problem))?;
    let effect = effect(app, &intake.commands)?;
    Ok(Read { name, bytes, placed, intake, effect })
}

/// Returns the changes that commands would make; the error is a sentence.
fn effect(app: App, commands: &[Command]) -> Result<ImportEffect, String> {
    app.read_now(|replica| {
        let actor = replica.meta().actor.as_ref();
        let actor = actor.ok_or(shared::refusal::Refusal::NotAllowed);
        let effect =
            actor.and_then(|actor| intake::effect(replica.view(), actor, commands, clock_ms()));
        effect.map_err(|refusal| text::refusal::refusal(&refusal, replica.view()))
    })
}

/// The list of known files, and the table to fill in for teaching units.
#[component]
fn KnownFiles() -> impl IntoView {
    let known = |(name, what): (&'static str, &'static str)| {
        view! {
            <div>
                <dt>{name}</dt>
                <dd>{what}</dd>
            </div>
        }
    };
    let template = |_| {
        download::text(words::TEMPLATE_NAME, "text/csv", &units::template());
    };
    view! {
        <section class="section">
            <h2>{words::KNOWN}</h2>
            <dl class="facts">{words::KNOWN_FILES.map(known).collect_view()}</dl>
            <button type="button" class="button secondary" on:click=template>
                {words::TEMPLATE}
            </button>
        </section>
    }
}
