//! «Réglages»: the settings of the authority.

use super::communes;
use super::form::Form;
use crate::parts::{Failure, Page, TextArea, TextField};
use crate::text::settings as words;
use leptos::prelude::*;
use shared::settings;
use shared::settings::{ChecklistItem, Settings};

/// The fields, as text.
#[derive(Clone, Copy)]
struct Fields {
    authority: RwSignal<String>,
    close_after: RwSignal<String>,
    reserve: RwSignal<String>,
    checklist: RwSignal<String>,
    communes: RwSignal<String>,
}

impl Fields {
    fn of(settings: &Settings) -> Self {
        let labels: Vec<&str> = settings.checklist.iter().map(|i| i.label.as_str()).collect();
        Self {
            authority: RwSignal::new(settings.authority.clone()),
            close_after: RwSignal::new(settings.close_after_school_days.to_string()),
            reserve: RwSignal::new(settings.reserve_percent.to_string()),
            checklist: RwSignal::new(labels.join("\n")),
            communes: RwSignal::new(communes::written(&settings.communes)),
        }
    }

    /// Returns the settings with the fields; `None` when a number cannot be read.
    fn read(self, known: &Settings) -> Option<Settings> {
        Some(Settings {
            authority: self.authority.get().trim().to_owned(),
            close_after_school_days: self.close_after.get().trim().parse().ok()?,
            reserve_percent: self.reserve.get().trim().parse().ok()?,
            checklist: checklist(&self.checklist.get(), &known.checklist),
            communes: communes::read(&self.communes.get()).collect(),
            version: known.version,
        })
    }
}

/// Returns the items of the checklist: one with the same words keeps its key, a new one gets a new
/// key.
fn checklist(text: &str, known: &[ChecklistItem]) -> Vec<ChecklistItem> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines
        .map(|label| {
            let same = known.iter().find(|item| item.label == label).cloned();
            same.unwrap_or_else(|| ChecklistItem {
                id: uuid::Uuid::now_v7().to_string().as_str().into(),
                label: label.to_owned(),
            })
        })
        .collect()
}

/// The screen.
#[component]
pub fn SettingsScreen() -> impl IntoView {
    let form = Form::new();
    let known = form.app.read_now(|replica| replica.view().settings());
    let fields = Fields::of(&known);
    let known = StoredValue::new(known);
    let changed = move || match fields.read(&known.get_value()) {
        Some(settings) => settings != *known.get_value(),
        None => true,
    };
    form.guard(changed);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let Some(settings) = untrack(|| fields.read(&known.get_value())) else {
            return form.fail(words::NUMBER);
        };
        form.submit(settings::Act::ChangeSettings { settings }, words::SAID, move || {
            let fresh = form.app.read_now(|replica| replica.view().settings());
            let _ = known.try_set_value(fresh);
            form.app.set_dirty(false);
        });
    };
    view! {
        <Page title=words::TITLE>
            <form class="form" on:submit=submit>
                <TextField
                    label=words::AUTHORITY
                    hint=words::AUTHORITY_HINT
                    value=fields.authority
                />
                <TextField
                    label=words::CLOSE_AFTER
                    hint=words::CLOSE_AFTER_HINT
                    kind="number"
                    value=fields.close_after
                />
                <TextField
                    label=words::RESERVE
                    hint=words::RESERVE_HINT
                    kind="number"
                    value=fields.reserve
                />
                <TextArea
                    label=words::CHECKLIST
                    hint=words::CHECKLIST_HINT
                    rows=10
                    value=fields.checklist
                />
                <TextArea
                    label=words::COMMUNES
                    hint=words::COMMUNES_HINT
                    rows=4
                    value=fields.communes
                />
                <Failure text=form.error()/>
                <button type="submit" class="button primary" disabled=move || form.is_busy()>
                    {move || if form.is_busy() { words::SAVING } else { words::SAVE }}
                </button>
            </form>
            <section class="section">
                <h2>{words::KEPT}</h2>
                <p>{words::KEPT_INTRO}</p>
                <super::privacy::Periods/>
            </section>
        </Page>
    }
}
