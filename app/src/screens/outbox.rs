//! «Mes saisies»: the commands that this device keeps, in their own words: to be sent, sent, to
//! look at.

mod export;
mod item;
mod received;

use crate::context::{App, use_app};
use crate::device;
use crate::device::share::Shared;
use crate::parts::Page;
use crate::sync;
use crate::text::{outbox as words, shell};
use item::{Asking, Line};
use leptos::prelude::*;
use leptos::task::spawn_local;
use received::{Carrying, Received};
use shared::replica::{OutboxItem, Replica, Standing};
use shared::role::Role;

/// How many sent commands are shown.
const SENT_SHOWN: usize = 50;

fn pick(replica: &Replica, which: impl Fn(&OutboxItem) -> bool) -> Vec<OutboxItem> {
    replica.mine().rev().filter(|item| which(item)).cloned().collect()
}

fn is_sent(item: &OutboxItem) -> bool {
    matches!(item.standing, Standing::Sent { .. }) && !item.asks()
}

/// Returns whether an item was refused and put away: the server has nothing of it.
fn is_put_away(item: &OutboxItem) -> bool {
    matches!(item.standing, Standing::Refused { .. }) && !item.asks()
}

/// The screen.
#[component]
pub fn OutboxScreen() -> impl IntoView {
    let app = use_app();
    // Only an answer tells whether the desk has seen the commands.
    sync::wake_now(app);
    let asking = Memo::new(move |_| app.read(|replica| pick(replica, |item| replica.asks(item))));
    let waiting = Memo::new(move |_| {
        let waits =
            |replica: &Replica, item: &OutboxItem| item.is_unsent() && !replica.is_aside(item);
        app.read(|replica| pick(replica, |item| waits(replica, item)))
    });
    let sent = Memo::new(move |_| app.read(|replica| pick(replica, is_sent)));
    let put_away = Memo::new(move |_| app.read(|replica| pick(replica, is_put_away)));
    let older = move || sent.with(Vec::len).saturating_sub(SENT_SHOWN);
    view! {
        <Page title=words::TITLE>
            <Actions/>
            <section aria-labelledby="asking">
                <h2 id="asking">{words::ASKING}</h2>
                <Items items=asking nothing=words::NOTHING_ASKING asking=true/>
                <Show when=move || { app.files().refused > 0 }>
                    <p class="error">{words::REFUSED_FILES}</p>
                </Show>
            </section>
            <section aria-labelledby="waiting">
                <h2 id="waiting">{words::WAITING}</h2>
                <Items items=waiting nothing=words::NOTHING_WAITING asking=false/>
                <Unreadable/>
                <Show when=move || app.files_are_barred() && app.files().waiting != 0>
                    <p class="error">{words::BARRED_FILES}</p>
                </Show>
            </section>
            <section aria-labelledby="sent">
                <h2 id="sent">{words::SENT}</h2>
                <Items
                    items=Signal::derive(move || {
                        sent.get().into_iter().take(SENT_SHOWN).collect::<Vec<_>>()
                    })
                    nothing=words::NOTHING_SENT
                    asking=false
                />
                <Show when=move || { older() > 0 }>
                    <p class="hint">{move || words::older(older())}</p>
                </Show>
            </section>
            <Show when=move || !put_away.with(Vec::is_empty)>
                <section aria-labelledby="put-away">
                    <h2 id="put-away">{words::PUT_AWAY}</h2>
                    <Items items=put_away nothing="" asking=false/>
                </section>
            </Show>
            <Show when=move || app.role() == Some(Role::Technician)>
                <Received/>
            </Show>
            <Show when=move || app.role().is_none() && app.carried_waiting() != 0>
                <Carrying/>
            </Show>
            <Room/>
        </Page>
    }
}

#[component]
fn Items(
    #[prop(into)] items: Signal<Vec<OutboxItem>>,
    nothing: &'static str,
    asking: bool,
) -> impl IntoView {
    let line = move |item: OutboxItem| match asking {
        true => view! { <Asking item=item/> }.into_any(),
        false => view! { <Line item=item/> }.into_any(),
    };
    view! {
        <Show
            when=move || !items.with(Vec::is_empty)
            fallback=move || view! { <p class="empty">{nothing}</p> }
        >
            <ul class="cards">{move || items.get().into_iter().map(line).collect_view()}</ul>
        </Show>
    }
}

fn unreadable(app: App) -> Vec<String> {
    app.core().map_or_else(|_| Vec::new(), |core| core.unreadable.clone())
}

/// Commands of another version, shown as they are kept.
#[component]
fn Unreadable() -> impl IntoView {
    let line = |text: String| {
        view! {
            <li class="card">
                <p class="card-title">{words::UNREADABLE}</p>
                <p class="meta">{text}</p>
            </li>
        }
    };
    let lines = unreadable(use_app());
    (!lines.is_empty()).then(|| {
        view! { <ul class="cards">{lines.into_iter().map(line).collect_view()}</ul> }
    })
}

#[component]
fn Actions() -> impl IntoView {
    let app = use_app();
    let others = !unreadable(app).is_empty();
    let unsent = move || {
        let files = app.files().waiting > 0;
        others || files || app.carried_waiting() > 0 || app.read(|replica| replica.unsent() > 0)
    };
    let export = move |_| {
        spawn_local(async move {
            let handover = export::unsent(app).await;
            let missing = handover.missing_files();
            if device::download::json("tournee-saisies.json", &handover).is_some() {
                app.toast(words::exported(missing));
            }
        });
    };
    let give = move |_| {
        spawn_local(async move {
            let handover = export::unsent(app).await;
            let Ok(text) = serde_json::to_string(&handover) else { return };
            match device::share::text(words::SHARED_FILE, &text).await {
                Shared::Given => app.toast(words::given(handover.missing_files())),
                Shared::Downloaded => app.toast(words::exported(handover.missing_files())),
                Shared::Kept => {}
            }
        });
    };
    view! {
        <div class="actions">
            <button
                type="button"
                class="button primary"
                on:click=move |_| sync::send_now(app)
            >
                {words::SEND_NOW}
            </button>
            <button
                type="button"
                class="button secondary"
                disabled=move || !unsent()
                on:click=give
            >
                {words::GIVE}
            </button>
            <button
                type="button"
                class="button secondary"
                disabled=move || !unsent()
                on:click=export
            >
                {words::EXPORT}
            </button>
        </div>
    }
}

#[component]
fn Room() -> impl IntoView {
    let room = LocalResource::new(device::room);
    let lines = move || {
        let room = room.get().flatten()?;
        let short = shell::room_short(&room);
        let kept = if room.persisted { words::PERSISTED } else { words::NOT_PERSISTED };
        Some(view! {
            {short.map(|text| view! { <p class="error">{text}</p> })}
            <p class="hint">{words::room(room.used, room.quota)} " " {kept}</p>
        })
    };
    view! { <div class="room">{lines}</div> }
}
