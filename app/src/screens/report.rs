//! «Signaler un incident»: a picture, a sentence, «Envoyer». Nothing else is required.

use super::form::Form;
use super::label::{Found, LabelField, category, find};
use super::ticket::facts;
use crate::parts::{
    Back, CategoryPicture, Choices, Failure, Page, PhotoList, PhotoPicker, TextField,
};
use crate::text::{report as words, ticket as ticket_words};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use shared::command::Command;
use shared::equipment::Equipment;
use shared::history::FileRef;
use shared::limits::{PHOTOS_PER_COMMAND, SHORT_TEXT_CHARS};
use shared::ticket;
use shared::ticket::{Category, TicketKind, Urgency};
use std::sync::Arc;

/// The content of the form.
#[derive(Clone, Copy)]
struct Draft {
    form: Form,
    what: RwSignal<Option<Category>>,
    text: RwSignal<String>,
    room: RwSignal<String>,
    urgency: RwSignal<Option<Urgency>>,
    photos: RwSignal<Vec<FileRef>>,
    equipment: RwSignal<Option<Arc<Equipment>>>,
}

impl Draft {
    fn new() -> Self {
        Self {
            form: Form::new(),
            what: RwSignal::new(None),
            text: RwSignal::new(String::new()),
            room: RwSignal::new(String::new()),
            urgency: RwSignal::new(Some(Urgency::Normal)),
            photos: RwSignal::new(Vec::new()),
            equipment: RwSignal::new(None),
        }
    }

    fn has_typed(self) -> bool {
        !self.text.with(String::is_empty)
            || !self.room.with(String::is_empty)
            || !self.photos.with(Vec::is_empty)
    }

    /// Returns the command; the error says what is missing.
    fn command(self) -> Result<Command, &'static str> {
        let app = self.form.app;
        let actor = app.read_now(|replica| replica.meta().actor.clone());
        let site = actor.and_then(|actor| actor.site);
        let text = self.text.get_untracked();
        Ok(ticket::Act::ReportIncident {
            ticket: app.new_ticket_id(),
            site: site.ok_or(words::NEEDS_SITE)?,
            kind: TicketKind::Incident,
            category: self.what.get_untracked().ok_or(words::NEEDS_WHAT)?,
            text: Some(text).filter(|t| !t.trim().is_empty()).ok_or(words::NEEDS_TEXT)?,
            room: self.room.get_untracked(),
            equipment: self.equipment.get_untracked().map(|equipment| equipment.id),
            urgency: self.urgency.get_untracked().unwrap_or(Urgency::Normal),
            photos: self.photos.get_untracked(),
            found_on: None,
        }
        .into())
    }

    /// Fills in what is known of a piece of equipment.
    fn is_about(self, equipment: Arc<Equipment>) {
        self.what.set(Some(category(equipment.kind)));
        if self.room.with_untracked(String::is_empty) {
            self.room.set(equipment.room.clone());
        }
        self.equipment.set(Some(equipment));
    }
}

/// The screen.
#[component]
pub fn ReportScreen() -> impl IntoView {
    let draft = Draft::new();
    let form = draft.form;
    let sent = RwSignal::new(false);
    form.guard(move || draft.has_typed() && !sent.get());
    let navigate = use_navigate();
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let navigate = navigate.clone();
        match draft.command() {
            Ok(command) => form.submit(command, words::SAID, move || {
                let _ = sent.try_set(true);
                navigate("/nos-demandes", Default::default());
            }),
            Err(missing) => form.fail(missing),
        }
    };
    view! {
        <Page title=words::TITLE>
            <Back href="/ecole" label=words::BACK/>
            <form class="form" on:submit=submit>
                <What draft=draft/>
                <Already draft=draft/>
                <TextField
                    label=words::TEXT
                    hint=words::TEXT_HINT
                    value=draft.text
                    max=SHORT_TEXT_CHARS
                />
                <Room draft=draft/>
                <PhotoList photos=draft.photos/>
                <Show when=move || draft.photos.with(Vec::len) < PHOTOS_PER_COMMAND>
                    <PhotoPicker
                        label=words::PHOTO
                        on_photo=move |photo| draft.photos.update(|photos| photos.push(photo))
                    />
                </Show>
                <details class="details">
                    <summary>{words::MORE}</summary>
                    <Label draft=draft/>
                </details>
                <HowBad draft=draft/>
                <Failure text=form.error()/>
                <button
                    type="submit"
                    class="button primary main"
                    disabled=move || form.is_busy()
                >
                    {move || if form.is_busy() { words::SENDING } else { words::SEND }}
                </button>
            </form>
        </Page>
    }
}

/// The pictured categories.
#[component]
fn What(draft: Draft) -> impl IntoView {
    let choice = move |category: Category| {
        view! {
            <label class="tile">
                <input
                    type="radio"
                    name="category"
                    prop:checked=move || draft.what.get() == Some(category)
                    on:change=move |_| draft.what.set(Some(category))
                />
                <CategoryPicture category=category/>
                <span>{ticket_words::category(category)}</span>
            </label>
        }
    };
    view! {
        <fieldset class="choices">
            <legend>{words::WHAT}</legend>
            <div class="tiles">{Category::ALL.map(choice).collect_view()}</div>
        </fieldset>
    }
}

/// The open tickets of the school in that category, so that nothing is reported twice.
#[component]
fn Already(draft: Draft) -> impl IntoView {
    let app = draft.form.app;
    let known = Memo::new(move |_| {
        let (Some(category), Some(site)) = (draft.what.get(), app.actor().and_then(|a| a.site))
        else {
            return Vec::new();
        };
        app.read(|replica| {
            let tickets = replica.view().tickets_of(&site);
            let same = tickets.filter(|t| t.is_open() && t.category == category);
            same.cloned().collect::<Vec<_>>()
        })
    });
    let lines = move || known.get().iter().map(|ticket| facts::line(ticket)).collect_view();
    view! {
        <div role="status">
            <Show when=move || !known.with(Vec::is_empty)>
                <div class="banner">
                    <p>{words::DUPLICATES}</p>
                    <ul>{lines}</ul>
                </div>
            </Show>
        </div>
    }
}

/// The field of the place: free text, with the known rooms of the equipment as suggestions.
#[component]
fn Room(draft: Draft) -> impl IntoView {
    let app = draft.form.app;
    let rooms = Memo::new(move |_| {
        let Some(site) = app.actor().and_then(|actor| actor.site) else {
            return Vec::new();
        };
        app.read(|replica| {
            let rooms = replica.view().equipment_of(&site).map(|e| e.room.clone());
            let mut rooms: Vec<_> = rooms.filter(|room| !room.is_empty()).collect();
            rooms.sort();
            rooms.dedup();
            rooms
        })
    });
    let option = |room: String| view! { <option value=room></option> };
    view! {
        <div class="field">
            <label class="field-label" for="room">{words::WHERE}</label>
            <span class="hint" id="room-hint">{words::WHERE_HINT}</span>
            <input
                id="room"
                type="text"
                list="rooms"
                aria-describedby="room-hint"
                autocomplete="off"
                maxlength=SHORT_TEXT_CHARS
                prop:value=move || draft.room.get()
                on:input=move |event| draft.room.set(event_target_value(&event))
            />
            <datalist id="rooms">
                {move || rooms.get().into_iter().map(option).collect_view()}
            </datalist>
        </div>
    }
}

#[component]
fn HowBad(draft: Draft) -> impl IntoView {
    let options = [Urgency::Low, Urgency::Normal, Urgency::High];
    let options = options.map(|u| (u, ticket_words::urgency(u))).to_vec();
    view! {
        <Choices legend=words::URGENCY name="urgency" options=options value=draft.urgency/>
    }
}

/// The label of the equipment, photographed or typed.
#[component]
fn Label(draft: Draft) -> impl IntoView {
    // A form of its own, so that the error of an unread photo stands here and blocks nothing else.
    let form = Form::new();
    let label = RwSignal::new(String::new());
    let unknown = RwSignal::new(false);
    let search = move || {
        // A photo may be read after the screen was left.
        let Some(sought) = label.try_get_untracked() else {
            return;
        };
        let found = form.app.read_now(|replica| {
            let site = replica.meta().actor.as_ref()?.site.clone()?;
            Some(find(replica.view(), &site, &sought))
        });
        match found {
            Some(Found::Here(equipment)) => draft.is_about(equipment),
            _ => draft.equipment.set(None),
        }
        unknown.set(draft.equipment.with_untracked(Option::is_none));
    };
    let chosen = move || {
        let equipment = draft.equipment.get()?;
        Some(view! {
            <p>{facts::equipment(&equipment)}</p>
            <button
                type="button"
                class="button quiet"
                on:click=move |_| draft.equipment.set(None)
            >
                {words::FORGET}
            </button>
        })
    };
    view! {
        <LabelField form=form name=words::LABEL value=label search=search/>
        <button type="button" class="button secondary" on:click=move |_| search()>
            {words::LABEL_FIND}
        </button>
        <div role="status">
            {chosen}
            {move || unknown.get().then(|| view! { <p>{words::UNKNOWN_LABEL}</p> })}
        </div>
    }
}
