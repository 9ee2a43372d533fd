//! Fields of forms, each with its label.

use leptos::prelude::*;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Returns a new identifier for an element.
fn fresh_id() -> String {
    static LAST: AtomicUsize = AtomicUsize::new(0);
    format!("champ-{}", LAST.fetch_add(1, Ordering::Relaxed))
}

/// A label, its hint and their field. The hint is the field's description, not part of its name.
fn labelled<V: IntoView>(
    label: String,
    hint: String,
    field: impl FnOnce(String, Option<String>) -> V,
) -> impl IntoView {
    let id = fresh_id();
    let hint_id = (!hint.is_empty()).then(|| format!("{id}-aide"));
    let hint = hint_id.clone().map(|id| view! { <span class="hint" id=id>{hint}</span> });
    view! {
        <div class="field">
            <label class="field-label" for=id.clone()>
                {label}
            </label>
            {hint}
            {field(id, hint_id)}
        </div>
    }
}

/// A field of one line.
#[component]
pub fn TextField(
    #[prop(into)] label: String,
    value: RwSignal<String>,
    #[prop(optional, into)] hint: String,
    #[prop(default = "text")] kind: &'static str,
    #[prop(default = "off")] autocomplete: &'static str,
    #[prop(default = 200)] max: usize,
) -> impl IntoView {
    labelled(label, hint, move |id, hint| {
        view! {
            <input
                id=id
                type=kind
                aria-describedby=hint
                autocomplete=autocomplete
                maxlength=max
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            />
        }
    })
}

/// A field of several lines.
#[component]
pub fn TextArea(
    #[prop(into)] label: String,
    value: RwSignal<String>,
    #[prop(optional, into)] hint: String,
    #[prop(default = 3)] rows: u32,
    #[prop(default = 4000)] max: usize,
) -> impl IntoView {
    labelled(label, hint, move |id, hint| {
        view! {
            <textarea
                id=id
                rows=rows
                aria-describedby=hint
                maxlength=max
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            ></textarea>
        }
    })
}

/// A choice of one: a group of radio buttons, drawn as large buttons.
#[component]
pub fn Choices<T>(
    #[prop(into)] legend: String,
    name: &'static str,
    options: Vec<(T, String)>,
    value: RwSignal<Option<T>>,
) -> impl IntoView
where
    T: Copy + PartialEq + Send + Sync + 'static,
{
    let option = move |(choice, label): (T, String)| {
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name=name
                    prop:checked=move || value.get() == Some(choice)
                    on:change=move |_| value.set(Some(choice))
                />
                <span>{label}</span>
            </label>
        }
    };
    view! {
        <fieldset class="choices">
            <legend>{legend}</legend>
            <div class="choices-list">{options.into_iter().map(option).collect_view()}</div>
        </fieldset>
    }
}
