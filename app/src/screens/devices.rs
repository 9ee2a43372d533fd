//! «Appareils»: the devices with their last contact; activation and revocation.

mod calendar;
pub(super) mod code;
pub(super) mod site;

use super::form::Form;
use crate::api;
use crate::device;
use crate::parts::{ConfirmDialog, Failure, FormEntry, Page, TextField};
use crate::text::{calendar as calendar_words, devices as words, refusal};
use calendar::SchoolCalendar;
use code::CodeDialog;
use leptos::prelude::*;
use shared::api::DeviceLine;
use shared::id::DeviceId;
use shared::order;
use shared::search::Search;

/// The screen.
#[component]
pub fn DevicesScreen() -> impl IntoView {
    let form = Form::new();
    let lines = RwSignal::new(None::<Vec<DeviceLine>>);
    let making = RwSignal::new(false);
    let sharing = RwSignal::new(false);
    let search = RwSignal::new(String::new());
    let load = move || {
        form.run(async move {
            let mut read = api::devices().await.map_err(|error| refusal::api_error(&error))?;
            order::sort_by_key(&mut read, |line| (line.revoked, line.seen_at));
            let _ = lines.try_set(Some(read));
            Ok(())
        });
    };
    Effect::new(move |_| load());
    let found = Memo::new(move |_| {
        let sought = Search::of(&search.get());
        let fits = |line: &DeviceLine| sought.finds_in(&[&line.account_name, &line.label]);
        lines.with(|lines| {
            lines.iter().flatten().filter(|line| fits(line)).cloned().collect::<Vec<_>>()
        })
    });
    view! {
        <Page title=words::TITLE>
            <div class="actions">
                <button type="button" class="button primary" on:click=move |_| making.set(true)>
                    {words::MAKE_CODE}
                </button>
                <button
                    type="button"
                    class="button secondary"
                    disabled=move || form.is_busy()
                    on:click=move |_| load()
                >
                    {words::REFRESH}
                </button>
                <button type="button" class="button secondary" on:click=move |_| sharing.set(true)>
                    {calendar_words::OF_SCHOOL}
                </button>
            </div>
            <Failure text=form.error()/>
            <TextField label=words::SEARCH kind="search" value=FormEntry::unkept(search)/>
            <p role="status" class="hint">
                {move || match lines.with(Option::is_none) {
                    true if form.is_busy() => words::LOADING.into(),
                    true => String::new(),
                    false => words::devices(found.with(Vec::len)),
                }}
            </p>
            <Show when=move || lines.with(|lines| lines.as_ref().is_some_and(Vec::is_empty))>
                <p class="empty">{words::NONE}</p>
            </Show>
            <Show when=move || !found.with(Vec::is_empty)>
                <Table lines=found on_change=move |()| load()/>
            </Show>
            {move || sharing.get().then(|| view! { <SchoolCalendar on_close=closing(sharing)/> })}
            {move || making.get().then(|| view! { <CodeDialog on_close=closing(making)/> })}
        </Page>
    }
}

/// The callback that closes a dialog.
fn closing(open: RwSignal<bool>) -> Callback<()> {
    Callback::new(move |()| open.set(false))
}

#[component]
fn Table(lines: Memo<Vec<DeviceLine>>, #[prop(into)] on_change: Callback<()>) -> impl IntoView {
    let form = Form::new();
    let asked = RwSignal::new(None::<DeviceId>);
    let revoke = move |device: DeviceId| {
        asked.set(None);
        form.run(async move {
            let done = api::revoke(device).await;
            done.map_err(|error| refusal::api_error(&error))?;
            form.app.toast(words::SAID_REVOKED);
            let _ = on_change.try_run(());
            Ok(())
        });
    };
    let admit = move |device: DeviceId| {
        form.run(async move {
            let done = api::admit(device).await;
            done.map_err(|error| refusal::api_error(&error))?;
            form.app.toast(words::SAID_ADMITTED);
            let _ = on_change.try_run(());
            Ok(())
        });
    };
    let dialog = move || {
        let device = asked.get()?;
        Some(view! {
            <ConfirmDialog
                title=words::REVOKE_TITLE
                body=words::REVOKE_BODY
                confirm=words::REVOKE
                cancel=words::KEEP
                on_confirm=move |()| revoke(device)
                on_cancel=move |()| asked.set(None)
            />
        })
    };
    view! {
        <Failure text=form.error()/>
        <div class="table-scroll" tabindex="0" role="region" aria-label=words::CAPTION>
            <table class="data">
                <caption class="visually-hidden">{words::CAPTION}</caption>
                <thead>
                    <tr>
                        <th scope="col">{words::WHO}</th>
                        <th scope="col">{words::DEVICE}</th>
                        <th scope="col">{words::SEEN}</th>
                        <th scope="col">{words::UNSENT}</th>
                        <th scope="col">{words::BUILD}</th>
                        <th scope="col">{words::ACTION}</th>
                    </tr>
                </thead>
                <tbody>
                    {move || {
                        let line = |line| row(line, asked, admit);
                        lines.get().into_iter().map(line).collect_view()
                    }}
                </tbody>
            </table>
        </div>
        {dialog}
    }
}

fn row(
    line: DeviceLine,
    asked: RwSignal<Option<DeviceId>>,
    admit: impl Fn(DeviceId) + 'static,
) -> impl IntoView {
    let id = line.id;
    let described = format!("appareil-{id}");
    let action = match line.revoked {
        true => view! {
            <span class="badge state-none">{words::REVOKED}</span>
            " "
            <button
                type="button"
                class="button small"
                aria-describedby=described.clone()
                on:click=move |_| admit(id)
            >
                {words::ADMIT}
            </button>
        }
        .into_any(),
        false => view! {
            <button
                type="button"
                class="button small danger"
                aria-describedby=described.clone()
                on:click=move |_| asked.set(Some(id))
            >
                {words::REVOKE}
            </button>
        }
        .into_any(),
    };
    view! {
        <tr>
            <th scope="row" id=described>
                {line.account_name.clone()}
                " "
                <span class="meta">{line.role.map(shared::words::role)}</span>
            </th>
            <td>{line.label.clone()}</td>
            <td>{words::seen(line.seen_at)}</td>
            <td class="number">{line.unsent}</td>
            <td>{words::build(&line.build, &device::build())}</td>
            <td>{action}</td>
        </tr>
    }
}
