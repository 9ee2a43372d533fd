//! Fields of forms, each with its label.

use leptos::prelude::*;

/// One line of text.
#[component]
pub fn TextField(
    #[prop(into)] label: String,
    value: RwSignal<String>,
    #[prop(optional, into)] hint: String,
    #[prop(default = "text")] kind: &'static str,
    #[prop(default = "off")] autocomplete: &'static str,
    #[prop(default = 200)] max: usize,
) -> impl IntoView {
    view! {
        <label class="field">
            <span class="field-label">{label}</span>
            {(!hint.is_empty()).then(|| view! { <span class="hint">{hint.clone()}</span> })}
            <input
                type=kind
                autocomplete=autocomplete
                maxlength=max
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            />
        </label>
    }
}

/// Several lines of text.
#[component]
pub fn TextArea(
    #[prop(into)] label: String,
    value: RwSignal<String>,
    #[prop(optional, into)] hint: String,
    #[prop(default = 3)] rows: u32,
    #[prop(default = 4000)] max: usize,
) -> impl IntoView {
    view! {
        <label class="field">
            <span class="field-label">{label}</span>
            {(!hint.is_empty()).then(|| view! { <span class="hint">{hint.clone()}</span> })}
            <textarea
                rows=rows
                maxlength=max
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            ></textarea>
        </label>
    }
}

/// One of a few, all in sight: a group of radio buttons drawn as large buttons.
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
