//! «Importer»: a file, a preview of its changes and of every line that is left out, then
//! «Importer».

mod handed;
mod place;
mod preview;
mod sector;
mod workbook;

use super::communes;
use super::form::{Form, FormFrame};
use crate::context::{App, clock_ms, use_app};
use crate::device::download;
use crate::device::turns::Turns;
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
use shared::intake::{self, Chosen, FileContent, FleetStart, ImportEffect, Intake, Wanted};
use shared::limits::{IMPORT_FILE_BYTES, LONG_TEXT_CHARS};
use shared::refusal::Refusal;
use shared::row::State;
use std::slice;
use std::sync::Arc;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

/// A file that was read, with its preview.
#[derive(PartialEq)]
struct Read {
    name: String,
    /// The text of its table, read again once a person chose the schools of some lines.
    bytes: Arc<Vec<u8>>,
    chosen: Chosen,
    intake: Intake,
    effect: ImportEffect,
}

/// A file that was opened: published data, or the unsent commands of a device.
#[derive(Clone)]
enum OpenedFile {
    Published(Arc<Read>),
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
    let choose = Callback::new(move |chosen: Chosen| {
        let Some(OpenedFile::Published(of)) = read.get_untracked() else { return };
        let (name, bytes) = (of.name.clone(), Arc::clone(&of.bytes));
        form.run(async move {
            let communes = communes.value.get_untracked();
            let of = again(app, name, bytes, chosen, &communes).await?;
            let _ = read.try_set(Some(OpenedFile::Published(Arc::new(of))));
            Ok(())
        });
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
                    view! { <Preview read=of on_done=done on_chosen=choose/> }.into_any()
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
    let read = again(app, file.name(), Arc::new(bytes), Chosen::default(), communes).await?;
    Ok(OpenedFile::Published(Arc::new(read)))
}

/// Reads the table of a file with what was chosen, turn by turn: the page stays alive. The error is
/// a sentence.
async fn again(
    app: App,
    name: String,
    bytes: Arc<Vec<u8>>,
    chosen: Chosen,
    communes: &str,
) -> Result<Read, String> {
    let wanted =
        Wanted { communes: communes::read(communes).collect(), today: paris_day(clock_ms()) };
    // A copy, which shares its rows: others may come meanwhile.
    let state = app.read_now(|replica| replica.view().clone());
    let intake = taken(&bytes, &state, &wanted, &chosen).await;
    let intake = intake.map_err(|problem| words::whole(&problem))?;
    let effect = effect(app, &intake.commands).await?;
    Ok(Read { name, bytes, chosen, intake, effect })
}

/// Reads a file step by step.
async fn taken(
    bytes: &[u8],
    state: &State,
    wanted: &Wanted,
    chosen: &Chosen,
) -> Result<Intake, WholeFileProblem> {
    let text = match intake::open(bytes, state, wanted)? {
        FileContent::Read(intake) => return Ok(*intake),
        FileContent::Text(text) => text,
    };
    let turns = Turns::begin();
    let mut cutting = text.cut()?;
    while !cutting.is_cut()? {
        turns.rest().await;
    }
    let table = cutting.finish()?;
    if !intake::is_fleet(&table, state) {
        return intake::read_table(&table, state, wanted, chosen);
    }
    let start = FleetStart::of(&table, state);
    let mut lines = start.lines(&table)?;
    while !lines.is_read() {
        turns.rest().await;
    }
    let mut devices = start.devices(&table, lines.finish(), wanted.today);
    while !devices.is_made(state) {
        turns.rest().await;
    }
    Ok(devices.finish(state))
}

/// Returns the changes that commands would make; the error is a sentence.
async fn effect(app: App, commands: &[Command]) -> Result<ImportEffect, String> {
    let (state, actor) =
        app.read_now(|replica| (replica.view().clone(), replica.meta().actor.clone()));
    let said = |refusal| text::refusal::refusal(&refusal, &state);
    let actor = actor.ok_or(Refusal::NotAllowed).map_err(said)?;
    let (now, turns) = (clock_ms(), Turns::begin());
    let mut all = ImportEffect::default();
    for command in commands {
        let one = slice::from_ref(command);
        all.extend(intake::effect(&state, &actor, one, now).map_err(said)?);
        turns.rest().await;
    }
    Ok(all)
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
