//! Fields of forms, each with its label, its hint, its counter and its error.

use super::entry::{FormEntry, Notes};
use crate::text::form as words;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use shared::limits::SHORT_TEXT_CHARS;
use std::sync::atomic::{AtomicUsize, Ordering};
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlTextAreaElement};

/// Characters of a line of a text area on a phone, from which its height is estimated where the
/// browser does not let it grow by itself.
const LINE_CHARS: usize = 36;
/// The most lines that a text area grows to.
const LINES_MAX: usize = 12;

/// Returns a new identifier for an element.
fn fresh_id() -> String {
    static LAST: AtomicUsize = AtomicUsize::new(0);
    format!("champ-{}", LAST.fetch_add(1, Ordering::Relaxed))
}

/// The identifier of a field, and those of the elements that describe it.
struct Described {
    id: String,
    by: Memo<Option<String>>,
}

/// The marks of a field: that it is required, its hint, its counter, its error.
struct Marks {
    described: Described,
    needed: Option<AnyView>,
    hint: Option<AnyView>,
    end: AnyView,
}

/// Makes the marks. They describe the field, and are not part of its name.
fn marks(label: &str, hint: String, notes: Notes) -> Marks {
    notes.set_label(label);
    let id = fresh_id();
    let (hint_id, error_id) = (format!("{id}-aide"), format!("{id}-erreur"));
    let known_hint = (!hint.is_empty()).then(|| hint_id.clone());
    let problem = Memo::new(move |_| notes.problem());
    let error = error_id.clone();
    let by = Memo::new(move |_| {
        let error = problem.with(Option::is_some).then(|| error.clone());
        let ids: Vec<String> = known_hint.iter().cloned().chain(error).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    });
    let needed = notes.is_required().then(|| {
        view! { <span class="needed" aria-hidden="true">{words::REQUIRED}</span> }.into_any()
    });
    let hint = (!hint.is_empty())
        .then(|| view! { <span class="hint" id=hint_id>{hint}</span> }.into_any());
    let counter = move || {
        let left = notes.left()?;
        Some(view! { <span class="hint counter">{words::left(left)}</span> })
    };
    let end = view! {
        {counter}
        <div id=error_id aria-live="polite">
            {move || problem.get().map(|text| view! { <p class="error">{text}</p> })}
        </div>
    };
    Marks { described: Described { id, by }, needed, hint, end: end.into_any() }
}

/// A label and its field.
fn labelled<V: IntoView>(
    label: String,
    hint: String,
    notes: Notes,
    field: impl FnOnce(Described) -> V,
) -> impl IntoView {
    let Marks { described, needed, hint, end } = marks(&label, hint, notes);
    view! {
        <div class="field">
            <span class="field-head">
                <label class="field-label" for=described.id.clone()>
                    {label}
                </label>
                {needed}
            </span>
            {hint}
            {field(described)}
            {end}
        </div>
    }
}

fn is_wrong(notes: Notes) -> impl Fn() -> String + Send + Sync + Copy {
    move || notes.problem().is_some().to_string()
}

/// Runs a callback that may be missing.
fn tell(told: Option<Callback<()>>) {
    if let Some(told) = told {
        told.run(());
    }
}

/// A field of one line: a name, a number, a date.
#[component]
pub fn TextField(
    #[prop(into)] label: String,
    value: FormEntry<String>,
    #[prop(optional, into)] hint: String,
    #[prop(into, default = Signal::stored("text"))] kind: Signal<&'static str>,
    #[prop(default = "off")] autocomplete: &'static str,
    /// Offered while one types.
    #[prop(optional, into)]
    suggestions: Option<Signal<Vec<String>>>,
) -> impl IntoView {
    let FormEntry { value, notes } = value;
    if notes.max().is_none() {
        let _ = FormEntry { value, notes }.at_most(SHORT_TEXT_CHARS);
    }
    labelled(label, hint, notes, move |Described { id, by }| {
        let list = suggestions.map(|_| format!("{id}-choix"));
        let option = |text: String| view! { <option value=text></option> };
        let offered = suggestions.zip(list.clone()).map(|(suggestions, list)| {
            view! {
                <datalist id=list>
                    {move || suggestions.get().into_iter().map(option).collect_view()}
                </datalist>
            }
        });
        view! {
            <input
                id=id
                type=kind
                list=list
                required=notes.is_required()
                aria-invalid=is_wrong(notes)
                aria-describedby=by
                autocomplete=autocomplete
                prop:value=move || value.get()
                on:input=move |event| {
                    value.set(event_target_value(&event));
                    notes.changed();
                }
            />
            {offered}
        }
    })
}

/// A field of several lines, which grows with its text.
#[component]
pub fn TextArea(
    #[prop(into)] label: String,
    value: FormEntry<String>,
    #[prop(optional, into)] hint: String,
    #[prop(default = 3)] rows: usize,
) -> impl IntoView {
    let FormEntry { value, notes } = value;
    let write = move |event: Event| {
        value.set(event_target_value(&event));
        notes.changed();
    };
    labelled(label, hint, notes, move |Described { id, by }| {
        view! {
            <textarea
                id=id
                class="long"
                rows=move || value.with(|text| lines(text).clamp(rows, LINES_MAX.max(rows)))
                required=notes.is_required()
                aria-invalid=is_wrong(notes)
                aria-describedby=by
                prop:value=move || value.get()
                on:input=write
            ></textarea>
        }
    })
}

/// A field of one sentence, which grows with it. Enter sends the form, as in a field of one line.
#[component]
pub fn Sentence(
    #[prop(into)] label: String,
    value: FormEntry<String>,
    #[prop(optional, into)] hint: String,
    /// Called when the person leaves the field after a change.
    #[prop(optional)]
    on_change: Option<Callback<()>>,
) -> impl IntoView {
    let FormEntry { value, notes } = value;
    if notes.max().is_none() {
        let _ = FormEntry { value, notes }.at_most(SHORT_TEXT_CHARS);
    }
    let write = move |event: Event| {
        value.set(one_line(&event_target_value(&event)));
        notes.changed();
    };
    let pressed = move |event: KeyboardEvent| {
        if event.key() == "Enter" && !event.is_composing() {
            event.prevent_default();
            send(&event);
        }
    };
    labelled(label, hint, notes, move |Described { id, by }| {
        view! {
            <textarea
                id=id
                rows=move || value.with(|text| lines(text).clamp(1, LINES_MAX))
                required=notes.is_required()
                aria-invalid=is_wrong(notes)
                aria-describedby=by
                prop:value=move || value.get()
                on:input=write
                on:keydown=pressed
                on:change=move |_| tell(on_change)
            ></textarea>
        }
    })
}

/// Sends the form of a field; a field without a form is left, which keeps its change.
fn send(event: &KeyboardEvent) {
    let area = event.target().and_then(|target| target.dyn_into::<HtmlTextAreaElement>().ok());
    let Some(area) = area else { return };
    // What cannot be sent or left stays as it is.
    let _ = match area.form() {
        Some(form) => form.request_submit(),
        None => area.blur(),
    };
}

/// A text without line breaks.
fn one_line(text: &str) -> String {
    match text.contains(['\n', '\r']) {
        true => {
            text.split(['\n', '\r']).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
        }
        false => text.to_owned(),
    }
}

/// About how many lines a text takes on a phone.
fn lines(text: &str) -> usize {
    text.split('\n').map(|line| 1 + line.chars().count() / LINE_CHARS).sum()
}

/// A choice of one: a group of radio buttons, drawn as large buttons.
#[component]
pub fn Choices<T>(
    #[prop(into)] legend: String,
    name: &'static str,
    options: Vec<(T, String)>,
    value: FormEntry<Option<T>>,
) -> impl IntoView
where
    T: Copy + PartialEq + Send + Sync + 'static,
{
    let FormEntry { value, notes } = value;
    let option = move |(choice, label): (T, String)| {
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name=name
                    prop:checked=move || value.with(|chosen| *chosen == Some(choice))
                    on:change=move |_| {
                        value.set(Some(choice));
                        notes.changed();
                    }
                />
                <span>{label}</span>
            </label>
        }
    };
    let options = options.into_iter().map(option).collect_view();
    view! {
        <ChoiceGroup legend=legend notes=notes>
            <div class="choices-list">{options}</div>
        </ChoiceGroup>
    }
}

/// The frame of a choice: its legend, and its error. The children are radio buttons.
#[component]
pub fn ChoiceGroup(
    #[prop(into)] legend: String,
    notes: Notes,
    children: Children,
) -> impl IntoView {
    let Marks { described, needed, end, .. } = marks(&legend, String::new(), notes);
    view! {
        <fieldset
            class="choices"
            role="radiogroup"
            aria-required=notes.is_required().to_string()
            aria-invalid=is_wrong(notes)
            aria-describedby=described.by
        >
            <legend>{legend} " " {needed}</legend>
            {children()}
            {end}
        </fieldset>
    }
}

/// The frame of several fields that are one: its legend, and its error. When it is wrong, the focus
/// goes to its first field.
#[component]
pub fn FieldGroup(#[prop(into)] legend: String, notes: Notes, children: Children) -> impl IntoView {
    let Marks { described, needed, end, .. } = marks(&legend, String::new(), notes);
    view! {
        <fieldset class="choices" data-wrong=is_wrong(notes) aria-describedby=described.by>
            <legend>{legend} " " {needed}</legend>
            {children()}
            {end}
        </fieldset>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_stays_on_one_line() {
        assert_eq!(one_line("L’image\r\nest rose\n"), "L’image est rose");
        assert_eq!(one_line("L’image "), "L’image ", "blanks are typed on purpose");
    }

    #[test]
    fn a_field_grows_with_its_text() {
        assert_eq!(lines(""), 1);
        assert_eq!(lines("a\n\nb"), 3);
        assert_eq!(lines(&"a".repeat(LINE_CHARS * 3)), 4);
    }
}
