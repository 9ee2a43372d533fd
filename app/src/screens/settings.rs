//! «Réglages»: the settings of the authority.

mod calendar;

use super::communes;
use super::form::{Form, FormFrame};
use crate::parts::{Failure, FormEntry, Page, TextArea, TextField};
use crate::text::{settings as words, ticket as ticket_words};
use calendar::CalendarForm;
use leptos::prelude::*;
use shared::limits::{SHORT_TEXT_CHARS, TARGET_SCHOOL_DAYS};
use shared::settings;
use shared::settings::{ChecklistItem, DaysByUrgency, DelayStage, Settings, Targets, Topic};
use shared::ticket::{Category, Urgency};
use std::str::FromStr;

/// The fields, as text.
#[derive(Clone, Copy)]
struct Fields {
    authority: FormEntry<String>,
    close_after: FormEntry<String>,
    reserve: FormEntry<String>,
    checklist: FormEntry<String>,
    topics: FormEntry<String>,
    communes: FormEntry<String>,
    targets: [[FormEntry<String>; 3]; 3],
    remedies: [FormEntry<String>; REMEDIES.len()],
}

/// The field of each category's remedy.
const REMEDIES: [(Category, &str); Category::ALL.len()] = [
    (Category::Projection, "remedy_projection"),
    (Category::Computer, "remedy_computer"),
    (Category::Tablet, "remedy_tablet"),
    (Category::Printer, "remedy_printer"),
    (Category::Network, "remedy_network"),
    (Category::Sound, "remedy_sound"),
    (Category::Software, "remedy_software"),
    (Category::Other, "remedy_other"),
];

impl Fields {
    fn of(form: Form, settings: &Settings) -> Self {
        let labels: Vec<&str> = settings.checklist.iter().map(|i| i.label.as_str()).collect();
        Self {
            authority: form.text("authority", settings.authority.clone()),
            close_after: form.text("close_after", settings.close_after_school_days.to_string()),
            reserve: form.text("reserve", settings.reserve_percent.to_string()),
            checklist: form.text("checklist", labels.join("\n")),
            topics: form.text("topics", topic_labels(settings).join("\n")),
            communes: form.text("communes", communes::written(&settings.communes)),
            targets: TARGETS.map(|(stage, names)| {
                let known = settings.targets().days(stage).all();
                std::array::from_fn(|at| form.text(names[at], known[at].to_string()).required())
            }),
            remedies: REMEDIES.map(|(category, name)| {
                form.text(name, settings.remedy(&category.word()).unwrap_or_default())
                    .at_most(SHORT_TEXT_CHARS)
            }),
        }
    }

    /// Returns the settings with the fields; the error is the field whose number cannot be read.
    fn read(self, known: &Settings) -> Result<Settings, FormEntry<String>> {
        let text = |entry: FormEntry<String>| entry.value.get_untracked();
        let [sorted, visited, answered] = self.targets;
        let DaysByUrgency { high, normal, low } = by_urgency(answered)?;
        let (sorted, visited) = (Some(by_urgency(sorted)?), Some(by_urgency(visited)?));
        let targets = Targets { high, normal, low, sorted, visited };
        Ok(Settings {
            authority: text(self.authority).trim().to_owned(),
            close_after_school_days: number(self.close_after)?,
            reserve_percent: number(self.reserve)?,
            checklist: checklist(&text(self.checklist), &known.checklist),
            communes: communes::read(&text(self.communes)).collect(),
            topics: Some(topics(&text(self.topics), known.topics())),
            remedies: Some(known.with_remedies(
                REMEDIES.iter().zip(self.remedies).map(|((of, _), entry)| (of.word(), text(entry))),
            )),
            credits: known.credits.clone(),
            targets: Some(targets),
            version: known.version,
            factors: None,
            outlines: None,
            kept_from: None,
        })
    }
}

/// The fields of each stage's targets, in the order of [`URGENCIES`].
const TARGETS: [(DelayStage, [&str; 3]); 3] = [
    (DelayStage::Sorted, ["sorted_high", "sorted_normal", "sorted_low"]),
    (DelayStage::Visited, ["visited_high", "visited_normal", "visited_low"]),
    (DelayStage::Answered, ["target_high", "target_normal", "target_low"]),
];

/// The most urgent first, as in [`DaysByUrgency::all`].
const URGENCIES: [Urgency; 3] = [Urgency::High, Urgency::Normal, Urgency::Low];

fn by_urgency(
    [high, normal, low]: [FormEntry<String>; 3],
) -> Result<DaysByUrgency, FormEntry<String>> {
    Ok(DaysByUrgency { high: days(high)?, normal: days(normal)?, low: days(low)? })
}

fn days(entry: FormEntry<String>) -> Result<u32, FormEntry<String>> {
    let days = number(entry)?;
    if (1..=TARGET_SCHOOL_DAYS).contains(&days) { Ok(days) } else { Err(entry) }
}

fn number<N: FromStr>(entry: FormEntry<String>) -> Result<N, FormEntry<String>> {
    entry.value.with_untracked(|text| text.trim().parse().map_err(|_| entry))
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

fn topic_labels(settings: &Settings) -> Vec<&str> {
    settings.topics().iter().map(|topic| topic.label.as_str()).collect()
}

/// Returns the topics of trainings: one with the same words keeps its key, and so does one whose
/// words alone were corrected; a new one gets a new key.
fn topics(text: &str, known: &[Topic]) -> Vec<Topic> {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let stays = |topic: &&Topic| lines.contains(&topic.label.as_str());
    let topic = |(at, label): (usize, &&str)| {
        let same = known.iter().find(|topic| topic.label == **label);
        let corrected = known.get(at).filter(|topic| lines.len() == known.len() && !stays(topic));
        let id = same.or(corrected).map(|topic| topic.id.clone());
        let id = id.unwrap_or_else(|| uuid::Uuid::now_v7().to_string().as_str().into());
        Topic { id, label: (**label).to_owned() }
    };
    lines.iter().enumerate().map(topic).collect()
}

/// The screen.
#[component]
pub fn SettingsScreen() -> impl IntoView {
    let form = Form::kept("settings", "");
    let known = form.app.read_now(|replica| replica.view().settings());
    let fields = Fields::of(form, &known);
    let known = StoredValue::new(known);
    let submit = move |()| {
        let settings = match fields.read(&known.get_value()) {
            Ok(settings) => settings,
            Err(field) => return form.refuse(field, words::NUMBER),
        };
        form.submit(settings::Act::ChangeSettings { settings }, words::SAID, move || {
            let fresh = form.app.read_now(|replica| replica.view().settings());
            let _ = known.try_set_value(fresh);
        });
    };
    view! {
        <Page title=words::TITLE>
            <FormFrame form=form on_submit=submit>
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
                    label=words::TOPICS
                    hint=words::TOPICS_HINT
                    rows=5
                    value=fields.topics
                />
                <TextArea
                    label=words::COMMUNES
                    hint=words::COMMUNES_HINT
                    rows=4
                    value=fields.communes
                />
                <TargetFields values=fields.targets/>
                <Remedies values=fields.remedies/>
                <Failure text=form.error()/>
                <button type="submit" class="button primary" disabled=move || form.is_busy()>
                    {move || if form.is_busy() { words::SAVING } else { words::SAVE }}
                </button>
            </FormFrame>
            <CalendarForm/>
            <section class="section">
                <h2>{words::KEPT}</h2>
                <p>{words::KEPT_INTRO}</p>
                <super::privacy::Periods/>
            </section>
        </Page>
    }
}

/// Within how many school days a request is to come how far, a field for each urgency.
#[component]
fn TargetFields(values: [[FormEntry<String>; 3]; 3]) -> impl IntoView {
    let stage = |((stage, _), values): (&(DelayStage, _), [FormEntry<String>; 3])| {
        let field = |(urgency, value): (&Urgency, FormEntry<String>)| {
            let label = words::target(&ticket_words::urgency(*urgency));
            view! { <TextField label=label kind="number" value=value/> }
        };
        view! {
            <fieldset class="week-field">
                <legend>{words::targets(*stage)}</legend>
                {URGENCIES.iter().zip(values).map(field).collect_view()}
            </fieldset>
        }
    };
    view! {
        <section class="section">
            <h2>{words::TARGETS}</h2>
            <p class="hint">{words::TARGETS_HINT}</p>
            {TARGETS.iter().zip(values).map(stage).collect_view()}
        </section>
    }
}

/// What schools may try first, a field for each category.
#[component]
fn Remedies(values: [FormEntry<String>; REMEDIES.len()]) -> impl IntoView {
    let field = |((category, _), value): (&(Category, &str), FormEntry<String>)| {
        view! { <TextField label=ticket_words::category(*category) value=value/> }
    };
    view! {
        <details class="details">
            <summary>{words::REMEDIES}</summary>
            <p class="hint">{words::REMEDIES_HINT}</p>
            {REMEDIES.iter().zip(values).map(field).collect_view()}
        </details>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_topic_whose_words_are_corrected_keeps_its_key_and_a_new_line_gets_a_new_one() {
        let topic = |id: &str, label: &str| Topic { id: id.into(), label: label.into() };
        let known = [topic("a", "Tablette"), topic("b", "Écran")];
        let ids = |text: &str| -> Vec<String> {
            topics(text, &known).iter().map(|topic| topic.id.to_string()).collect()
        };
        assert_eq!(ids("Prise en main des tablettes\n Écran \n"), ["a", "b"]);
        assert_eq!(ids("Écran\nTablette"), ["b", "a"], "in another order");
        assert_eq!(ids("Écran"), ["b"], "one goes");
        let more = ids("Tablette\nÉcran\nClasse mobile");
        assert_eq!(more[..2], ["a", "b"]);
        assert!(more[2].len() > 10, "{more:?}");
        let swapped = ids("Écran\nClasse mobile");
        assert_eq!(swapped[0], "b");
        assert!(!swapped[1..].contains(&"b".to_owned()), "no key twice: {swapped:?}");
    }
}
