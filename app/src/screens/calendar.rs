//! «Mon agenda»: the visits in a calendar program, by a secret address that can be ended.

use super::form::Form;
use crate::context::{App, use_app};
use crate::device::{self, photo::sha256};
use crate::parts::{Dialog, Failure};
use crate::text::{self, calendar as words};
use leptos::prelude::*;
use shared::account;
use shared::account::FeedOwner;
use shared::id::FeedHash;
use shared::role::{Actor, Role};
use web_sys::{Blob, BlobPropertyBag};

/// Returns the calendar of the actor; `None` for roles without one.
fn owner(actor: &Actor) -> Option<FeedOwner> {
    match actor.role {
        Role::Technician | Role::Adviser | Role::Dispatcher | Role::Coordinator => {
            Some(FeedOwner::Technician(actor.account))
        }
        Role::Teacher => actor.site.clone().map(FeedOwner::Site),
        Role::Observer | Role::System => None,
    }
}

/// The address of a calendar, with its secret.
fn address(owner: &FeedOwner, secret: &str) -> Option<String> {
    let origin = web_sys::window()?.location().origin().ok()?;
    let (kind, key) = match owner {
        FeedOwner::Technician(account) => ("technicians", account.to_string()),
        FeedOwner::Site(site) => ("sites", site.to_string()),
    };
    Some(format!("{origin}/api/v1/calendar/{kind}/{key}/{secret}.ics"))
}

/// The digest of a secret, which is all that is stored of it.
async fn hash(secret: &str) -> Result<FeedHash, String> {
    let parts = js_sys::Array::of1(&secret.into());
    let blob = Blob::new_with_str_sequence_and_options(&parts, &BlobPropertyBag::new());
    let blob = blob.map_err(|_| words::NO_SECRET.to_owned())?;
    let hash = sha256(&blob).await.map_err(|error| text::file_error(&error.into()))?;
    Ok(FeedHash(hash.0))
}

/// The section of «Mon compte».
#[component]
pub fn CalendarSection() -> impl IntoView {
    let actor = use_app().actor()?;
    let (owner, intro) = (owner(&actor)?, words::intro(actor.role));
    Some(view! {
        <section class="section">
            <h2>{words::TITLE}</h2>
            <Share owner=owner intro=intro/>
        </section>
    })
}

/// The dialog in which a desk shares or ends the calendar of somebody else.
#[component]
pub fn CalendarDialog(
    /// Whose.
    owner: FeedOwner,
    /// Their name.
    name: String,
    /// Closes it.
    on_close: Callback<()>,
) -> impl IntoView {
    view! {
        <Dialog title=words::title_of(&name) on_close=on_close>
            <Share owner=owner intro=words::INTRO/>
            <div class="actions">
                <button type="button" class="button quiet" on:click=move |_| on_close.run(())>
                    {words::DONE}
                </button>
            </div>
        </Dialog>
    }
}

/// Returns whether the calendar has an address. Reactive.
fn is_shared(app: App, owner: &FeedOwner) -> bool {
    app.read(|replica| match owner {
        FeedOwner::Technician(account) => {
            replica.view().accounts.get(account).is_some_and(|a| a.feed.is_some())
        }
        FeedOwner::Site(site) => {
            replica.view().sites.get(site).is_some_and(|site| site.feed.is_some())
        }
    })
}

/// The buttons that make, change and end an address.
#[component]
fn Share(owner: FeedOwner, intro: &'static str) -> impl IntoView {
    let form = Form::new();
    let shown = RwSignal::new(None::<String>);
    let is_shared = {
        let owner = owner.clone();
        Memo::new(move |_| is_shared(form.app, &owner))
    };
    let begin = {
        let owner = owner.clone();
        move |_| {
            let owner = owner.clone();
            form.run(async move {
                let secret = device::random_hex().ok_or(words::NO_SECRET)?;
                let feed = Some(hash(&secret).await?);
                let address = address(&owner, &secret);
                form.try_submit(account::Act::ShareCalendar { owner, feed }).await?;
                let _ = shown.try_set(address);
                Ok(())
            });
        }
    };
    let end = move |_| {
        shown.set(None);
        let command = account::Act::ShareCalendar { owner: owner.clone(), feed: None };
        form.submit(command, words::ENDED, || ());
    };
    let label = move || if is_shared.get() { words::RENEW } else { words::BEGIN };
    view! {
        <p>{intro}</p>
        <div role="status">
            {move || shown.get().map(|address| view! { <Address address=address/> })}
        </div>
        <Failure text=form.error()/>
        <div class="actions">
            <button
                type="button"
                class="button secondary"
                disabled=move || form.is_busy()
                on:click=begin
            >
                {label}
            </button>
            <Show when=move || is_shared.get()>
                <button type="button" class="button danger" on:click=end.clone()>
                    {words::END}
                </button>
            </Show>
        </div>
    }
}

/// The address, shown this once.
#[component]
fn Address(address: String) -> impl IntoView {
    let form = Form::new();
    let copied = address.clone();
    let copy = move |_| {
        let text = copied.clone();
        form.run(async move {
            device::copy(&text).await.ok_or(words::NOT_COPIED)?;
            form.app.toast(words::COPIED);
            Ok(())
        });
    };
    view! {
        <div class="panel">
            <label class="field">
                <span>{words::ADDRESS}</span>
                <input type="text" readonly prop:value=address/>
            </label>
            <p class="hint">{words::ONCE}</p>
            <Failure text=form.error()/>
            <button type="button" class="button secondary" on:click=copy>{words::COPY}</button>
        </div>
    }
}
