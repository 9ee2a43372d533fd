//! A ticket in the list of the desk, with the keys that sort it.

use super::bulk::Chosen;
use super::clock::Clock;
use super::merge::MergeDialog;
use crate::context::{App, use_app};
use crate::parts::{CategoryPicture, Failure};
use crate::screens::form::{Form, is_possible};
use crate::screens::ticket::action::{Action, Said};
use crate::screens::ticket::actions::{ActionButtons, act_at_once, title_id};
use crate::screens::ticket::follow;
use crate::text::{self, date, ticket as ticket_words, tickets as words, today};
use leptos::prelude::*;
use shared::delay::{DelayStanding, is_paused};
use shared::id::TicketId;
use shared::ticket::{Ticket, Urgency, number};
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

/// The keys, with what they do.
const KEYS: [(&str, Action, &str); 3] = [
    ("p", Action::Proximity, words::PROXIMITY),
    ("c", Action::Curative, words::CURATIVE),
    ("h", Action::OutOfScope, words::OUT_OF_SCOPE),
];

/// The card of a ticket. It can take the focus; the keys act on the focused card.
#[component]
pub(super) fn TicketLine(id: TicketId, chosen: Chosen) -> impl IntoView {
    let form = Form::new();
    let ticket = follow(form.app, id);
    let merging = RwSignal::new(false);
    let pressed = move |event: KeyboardEvent| {
        if event.ctrl_key() || event.alt_key() || event.meta_key() || is_in_field(&event) {
            return;
        }
        let key = event.key().to_lowercase();
        let card = event.current_target().and_then(|t| t.dyn_into::<Element>().ok());
        match (key.as_str(), card) {
            ("arrowdown", Some(card)) => go(&event, neighbour(&card, true)),
            ("arrowup", Some(card)) => go(&event, neighbour(&card, false)),
            ("x", _) => chosen.toggle(id),
            (key, Some(card)) => {
                let action = KEYS.iter().find(|(of, ..)| *of == key);
                let Some((_, action, _)) = action else { return };
                if !may_sort(form, id, *action) {
                    return;
                }
                go(&event, neighbour(&card, true).or(neighbour(&card, false)));
                act_at_once(form, *action, ticket);
            }
            _ => {}
        }
    };
    let key = move |(_, action, label)| {
        view! { <KeyButton form=form ticket=ticket id=id action=action label=label/> }
    };
    let close = Callback::new(move |()| merging.set(false));
    let dialog = move || merging.get().then(|| view! { <MergeDialog id=id on_close=close/> });
    view! {
        <li>
            <article
                class="card ticket-line"
                tabindex="0"
                aria-labelledby=title_id(id)
                aria-keyshortcuts="P C H X ArrowDown ArrowUp"
                on:keydown=pressed
            >
                <input
                    type="checkbox"
                    class="choose"
                    aria-label=words::CHOOSE
                    aria-describedby=title_id(id)
                    prop:checked=move || chosen.holds(id)
                    on:change=move |_| chosen.toggle(id)
                />
                <div class="ticket-told">
                    {move || ticket.get().map(|ticket| view! { <Told ticket=ticket/> })}
                </div>
                <Failure text=form.error()/>
                <div class="actions">
                    {KEYS.map(key).collect_view()}
                    <ActionButtons ticket=ticket actions=&[Action::Assign]/>
                    <MergeButton id=id merging=merging/>
                </div>
                {dialog}
            </article>
        </li>
    }
}

/// The button of a key.
#[component]
fn KeyButton(
    form: Form,
    ticket: Memo<Option<Arc<Ticket>>>,
    id: TicketId,
    action: Action,
    label: &'static str,
) -> impl IntoView {
    let offered = Memo::new(move |_| is_possible(form.app, command(id, action)));
    let chosen = move || {
        let of = ticket.with(|ticket| ticket.as_ref().and_then(|ticket| ticket.channel));
        of.is_some() && of == action.channel()
    };
    view! {
        <Show when=move || offered.get() || chosen()>
            <button
                type="button"
                class="button small"
                aria-pressed=move || chosen().to_string()
                aria-describedby=title_id(id)
                disabled=move || form.is_busy()
                on:click=move |_| act_at_once(form, action, ticket)
            >
                {label}
            </button>
        </Show>
    }
}

fn command(id: TicketId, action: Action) -> shared::command::Command {
    action.command(id, Said::default())
}

/// Returns whether the rules allow this sorting now.
fn may_sort(form: Form, id: TicketId, action: Action) -> bool {
    untrack(|| is_possible(form.app, command(id, action)))
}

fn is_in_field(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|t| t.dyn_into::<Element>().ok());
    target.is_some_and(|element| {
        matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
            || element.closest("dialog").ok().flatten().is_some()
    })
}

/// Moves the focus to the card before or after this one.
fn neighbour(card: &Element, after: bool) -> Option<HtmlElement> {
    let item = card.parent_element()?;
    let next = if after { item.next_element_sibling() } else { item.previous_element_sibling() };
    next?.first_element_child()?.dyn_into().ok()
}

fn go(event: &KeyboardEvent, to: Option<HtmlElement>) {
    if let Some(card) = to {
        event.prevent_default();
        // A card that cannot take the focus leaves it where it is.
        let _ = card.focus();
    }
}

#[component]
fn Told(ticket: Arc<Ticket>) -> impl IntoView {
    let app = use_app();
    let tag = ticket_words::state_tag(&ticket.state);
    let asked = Arc::clone(&ticket);
    let place = app.read_now(|replica| match replica.view().sites.get(&asked.site) {
        Some(site) => format!("{}, {}", site.name, site.commune_name),
        None => today::UNKNOWN_SITE.into(),
    });
    let room = Some(ticket.room.clone()).filter(|room| !room.is_empty());
    let riding = ticket.visit();
    let slot = move || {
        let visit = riding?;
        app.read(|replica| replica.view().visits.get(&visit).map(|v| text::slot_long(v.slot)))
    };
    let delay = delay(app, &ticket);
    let reported = ticket.reported_on;
    let since = move || date::ago(reported, app.today());
    view! {
        <p class="card-title category" id=title_id(ticket.id)>
            <CategoryPicture category=ticket.category/>
            <a href=format!("/demande/{}", ticket.id)>{ticket.text.clone()}</a>
        </p>
        <p class="meta">{place} {room.map(|room| format!(" · {room}"))}</p>
        <p>
            <span class=format!("badge state-{tag}")>{ticket_words::stands(&ticket)}</span>
            " "
            {(ticket.urgency == Urgency::High)
                .then(|| view! { <span class="badge state-late">{words::HIGH}</span> " " })}
            {delay}
            <span class="meta">{ticket_words::numbered(&number::number(ticket.id))}" · "</span>
            <span class="meta">{since}</span>
            <span class="meta">{move || slot().map(|slot| format!(" · {slot}"))}</span>
        </p>
    }
}

/// Where it stands against its target, when that asks for a look.
fn delay(app: App, ticket: &Ticket) -> Option<AnyView> {
    let (stage, standing) =
        app.read_now(|replica| Clock::of(replica.view(), app.today_now()).standing(ticket))?;
    let (class, text) = match standing {
        _ if is_paused(ticket) => ("badge", words::PAUSED.to_owned()),
        DelayStanding::Late { by } => ("badge state-late", words::late_by(stage, by)),
        DelayStanding::Open { left } if left <= SOON => {
            ("badge state-due", words::left(stage, left))
        }
        DelayStanding::Open { .. } | DelayStanding::Kept => return None,
    };
    Some(view! { <span class=class>{text}</span> " " }.into_any())
}

/// School days that are left from which on a request says so.
const SOON: u32 = 2;

/// The button to merge, offered when the site has other open tickets.
#[component]
fn MergeButton(id: TicketId, merging: RwSignal<bool>) -> impl IntoView {
    let app = use_app();
    let others = Memo::new(move |_| super::merge::others(app, id).len());
    view! {
        <Show when=move || { others.get() > 0 }>
            <button
                type="button"
                class="button quiet small"
                aria-describedby=title_id(id)
                on:click=move |_| merging.set(true)
            >
                {words::MERGE}
                " "
                <span class="meta">{move || words::others(others.get())}</span>
            </button>
        </Show>
    }
}
