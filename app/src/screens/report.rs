//! «Signaler un incident»: a picture, a sentence, «Envoyer». Nothing else is required.

mod known;

use super::connection::line_of;
use super::form::{Form, FormFrame};
use super::label::{Candidates, LabelField, category};
use super::ticket::facts;
use crate::parts::{
    Back, CategoryPicture, ChoiceGroup, Choices, Failure, FormEntry, Page, PhotoField, Sentence,
    TextField,
};
use crate::text::{connection, report as words, ticket as ticket_words, visit_screen};
use known::{Already, Remedy};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use shared::command::Command;
use shared::equipment::Equipment;
use shared::equipment::label::find;
use shared::history::FileRef;
use shared::id::{EquipmentId, SubscriptionId};
use shared::order;
use shared::ticket;
use shared::ticket::{Category, TicketKind, Urgency};
use std::sync::Arc;

/// The content of the form.
#[derive(Clone, Copy)]
struct Incident {
    form: Form,
    what: FormEntry<Option<Category>>,
    text: FormEntry<String>,
    room: FormEntry<String>,
    urgency: FormEntry<Option<Urgency>>,
    photos: RwSignal<Vec<FileRef>>,
    equipment: RwSignal<Option<EquipmentId>>,
    /// The line that fails.
    line: RwSignal<Option<SubscriptionId>>,
}

impl Incident {
    fn new(is_down: bool) -> Self {
        // A form of its own: what was typed of another incident stays.
        let form = Form::kept(if is_down { "internet" } else { "incident" }, "");
        let incident = Self::of(form);
        if is_down {
            incident.is_internet();
        }
        incident
    }

    fn of(form: Form) -> Self {
        Self {
            form,
            what: form.choice("category", None).needs(words::NEEDS_WHAT),
            text: form.text("text", "").needs(words::NEEDS_TEXT),
            room: form.text("room", ""),
            urgency: form.choice("urgency", Some(Urgency::Normal)),
            photos: form.photos(),
            equipment: form.holds("equipment", None),
            line: form.holds("subscription", None),
        }
    }

    /// Fills in what «Plus d’internet» says: one more tap sends it.
    fn is_internet(self) {
        let app = self.form.app;
        self.what.value.set(Some(Category::Network));
        self.urgency.value.set(Some(Urgency::High));
        if self.text.value.with_untracked(String::is_empty) {
            self.text.value.set(connection::DOWN.into());
        }
        let today = app.today_now();
        let line = app.read_now(|replica| {
            let site = replica.meta().actor.as_ref()?.site.clone()?;
            line_of(replica.view(), today, &site).map(|line| line.id)
        });
        self.line.set(line);
    }

    /// Returns the command; the error says what is missing.
    fn command(self) -> Result<Command, &'static str> {
        let app = self.form.app;
        let actor = app.read_now(|replica| replica.meta().actor.clone());
        let site = actor.and_then(|actor| actor.site);
        Ok(ticket::Act::ReportIncident {
            ticket: app.fresh(),
            site: site.ok_or(words::NEEDS_SITE)?,
            kind: TicketKind::Incident,
            category: self.what.value.get_untracked().ok_or(words::NEEDS_WHAT)?,
            text: self.text.value.get_untracked(),
            room: self.room.value.get_untracked(),
            equipment: self.equipment.get_untracked(),
            // Of something else than the network it is no outage.
            subscription: self
                .line
                .get_untracked()
                .filter(|_| self.what.value.get_untracked() == Some(Category::Network)),
            urgency: self.urgency.value.get_untracked().unwrap_or(Urgency::Normal),
            photos: self.photos.get_untracked(),
            found_on: None,
        }
        .into())
    }

    /// Fills in what is known of a piece of equipment.
    fn is_about(self, equipment: &Equipment) {
        self.what.value.set(Some(category(equipment.kind)));
        if self.room.value.with_untracked(String::is_empty) {
            self.room.value.set(equipment.room.clone());
        }
        self.equipment.set(Some(equipment.id));
    }

    /// The equipment that was found by its label. Reactive.
    fn found(self) -> Option<Arc<Equipment>> {
        let id = self.equipment.get()?;
        self.form.app.read(|replica| replica.view().equipment.get(&id).cloned())
    }
}

/// The screen.
#[component]
pub fn ReportScreen(
    /// «Plus d’internet».
    #[prop(optional)]
    is_down: bool,
) -> impl IntoView {
    let incident = Incident::new(is_down);
    let form = incident.form;
    let navigate = use_navigate();
    let submit = move |()| {
        let navigate = navigate.clone();
        match incident.command() {
            Ok(command) => form.submit(command, words::SAID, move || {
                navigate("/nos-demandes", Default::default());
            }),
            Err(missing) => form.fail(missing),
        }
    };
    view! {
        <Page title=words::TITLE>
            <Back href="/ecole" label=words::BACK/>
            <FormFrame form=form on_submit=submit>
                <What incident=incident/>
                <Remedy incident=incident/>
                <Already incident=incident/>
                <Sentence label=words::TEXT hint=words::TEXT_HINT value=incident.text/>
                <Room incident=incident/>
                <PhotoField label=words::PHOTO photos=incident.photos/>
                <details class="details">
                    <summary>{words::MORE}</summary>
                    <Label incident=incident/>
                </details>
                <HowBad incident=incident/>
                <Failure text=form.error()/>
                <button
                    type="submit"
                    class="button primary main"
                    disabled=move || form.is_busy()
                >
                    {move || if form.is_busy() { words::SENDING } else { words::SEND }}
                </button>
            </FormFrame>
        </Page>
    }
}

/// The pictured categories.
#[component]
fn What(incident: Incident) -> impl IntoView {
    let FormEntry { value, notes } = incident.what;
    let choice = move |category: Category| {
        view! {
            <label class="tile">
                <input
                    type="radio"
                    name="category"
                    prop:checked=move || value.get() == Some(category)
                    on:change=move |_| {
                        value.set(Some(category));
                        notes.changed();
                    }
                />
                <CategoryPicture category=category/>
                <span>{ticket_words::category(category)}</span>
            </label>
        }
    };
    view! {
        <ChoiceGroup legend=words::WHAT notes=notes>
            <div class="tiles">{Category::ALL.map(choice).collect_view()}</div>
        </ChoiceGroup>
    }
}

/// The field of the place: free text, with the known rooms of the equipment as suggestions.
#[component]
fn Room(incident: Incident) -> impl IntoView {
    let app = incident.form.app;
    let rooms = Memo::new(move |_| {
        let Some(site) = app.actor().and_then(|actor| actor.site) else {
            return Vec::new();
        };
        app.read(|replica| {
            let rooms = replica.view().equipment_of(&site).map(|e| e.room.clone());
            let mut rooms: Vec<_> = rooms.filter(|room| !room.is_empty()).collect();
            order::sort(&mut rooms);
            rooms.dedup();
            rooms
        })
    });
    view! {
        <TextField
            label=words::WHERE
            hint=words::WHERE_HINT
            value=incident.room
            suggestions=rooms
        />
    }
}

#[component]
fn HowBad(incident: Incident) -> impl IntoView {
    let options = [Urgency::Low, Urgency::Normal, Urgency::High];
    let options = options.map(|u| (u, ticket_words::urgency(u))).to_vec();
    view! {
        <Choices legend=words::URGENCY name="urgency" options=options value=incident.urgency/>
    }
}

/// The label of the equipment, photographed or typed.
#[component]
fn Label(incident: Incident) -> impl IntoView {
    // A form of its own, so that the error of an unread photo stands here and blocks nothing else.
    let form = Form::new();
    let label = RwSignal::new(String::new());
    let unknown = RwSignal::new(false);
    let several = RwSignal::new(Vec::new());
    let search = move |texts: Vec<String>| {
        let found = form.app.read_now(|replica| {
            let site = replica.meta().actor.as_ref()?.site.clone()?;
            Some(find(replica.view(), &site, &texts).here)
        });
        let mut found = found.unwrap_or_default();
        // A photo may be read after the screen was left.
        if unknown.try_set(found.is_empty()).is_some() {
            return;
        }
        incident.equipment.set(None);
        if found.len() == 1 {
            incident.is_about(&found.remove(0));
        }
        several.set(found);
    };
    let choose = move |equipment: Arc<Equipment>| {
        several.set(Vec::new());
        incident.is_about(&equipment);
    };
    let candidates = move || {
        let found = several.get();
        let several = (!found.is_empty()).then_some(found);
        several.map(|found| view! { <Candidates found=found on_choice=choose/> })
    };
    let chosen = move || {
        let equipment = incident.found()?;
        let details = visit_screen::equipment_details(&equipment, form.app.today());
        Some(view! {
            <p>{facts::equipment(&equipment)}</p>
            <p class="meta">{details}</p>
            <button
                type="button"
                class="button quiet"
                on:click=move |_| incident.equipment.set(None)
            >
                {words::FORGET}
            </button>
        })
    };
    view! {
        <LabelField form=form name=words::LABEL value=label search=search/>
        <button
            type="button"
            class="button secondary"
            on:click=move |_| search(vec![label.get_untracked()])
        >
            {words::LABEL_FIND}
        </button>
        <div role="status">
            {chosen} {candidates}
            {move || unknown.get().then(|| view! { <p>{words::UNKNOWN_LABEL}</p> })}
        </div>
    }
}
