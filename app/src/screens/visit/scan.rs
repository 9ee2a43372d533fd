//! «Scanner une étiquette»: finds a piece of equipment of the site by its label.

use super::{Here, OpenDialog};
use crate::device::scan;
use crate::parts::Dialog;
use crate::screens::form::Form;
use crate::screens::label::{Found, LabelField, find};
use crate::screens::ticket::facts;
use crate::text::visit_screen as words;
use leptos::prelude::*;
use shared::equipment::Equipment;
use shared::id::EquipmentId;
use shared::ticket::Ticket;
use shared::visit::VisitState;
use std::sync::Arc;

/// The dialog.
#[component]
pub(super) fn ScanDialog(here: Here, on_close: Callback<()>) -> impl IntoView {
    let form = Form::new();
    let label = RwSignal::new(String::new());
    let found = RwSignal::new(None::<(String, Found)>);
    let search = move || {
        // A photo may be read after the dialog was closed.
        let Some(sought) = label.try_get_untracked() else {
            return;
        };
        let sought = sought.trim().to_owned();
        let Some(visit) = here.visit_now().filter(|_| !sought.is_empty()) else {
            return found.set(None);
        };
        let result = here.app.read_now(|replica| find(replica.view(), &visit.site, &sought));
        found.set(Some((sought, result)));
    };
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        search();
    };
    let intro = if scan::can_scan() { words::SCAN_INTRO } else { words::SCAN_INTRO_TYPED };
    view! {
        <Dialog title=words::SCAN on_close=on_close>
            <form class="form" on:submit=submit>
                <p>{intro}</p>
                <LabelField form=form name=words::SCAN_LABEL value=label search=search/>
                <div class="actions">
                    <button type="submit" class="button primary">
                        {words::SCAN_FIND}
                    </button>
                </div>
            </form>
            <div role="status">
                {move || found.get().map(|(sought, found)| result(here, &sought, found))}
            </div>
        </Dialog>
    }
}

fn result(here: Here, sought: &str, found: Found) -> AnyView {
    match found {
        Found::Here(equipment) => known(here, &equipment).into_any(),
        Found::Elsewhere(site) => {
            let name = here.app.read_now(|replica| {
                let site = replica.view().sites.get(&site).cloned();
                crate::screens::today::card::site_name(site.as_deref())
            });
            view! { <p>{words::elsewhere(sought, &name)}</p> }.into_any()
        }
        Found::Unknown => view! { <p>{words::unknown_label(sought)}</p> }.into_any(),
    }
}

fn known(here: Here, equipment: &Equipment) -> impl IntoView + use<> {
    let id = equipment.id;
    let on_site = here.visit_now().is_some_and(|visit| visit.state == VisitState::OnSite);
    let add = on_site.then(|| {
        view! {
            <button
                type="button"
                class="button secondary"
                on:click=move |_| here.opened.set(Some(OpenDialog::Found(Some(id))))
            >
                {words::SCAN_ADD}
            </button>
        }
    });
    view! {
        <div class="card">
            <p class="card-title">{facts::equipment(equipment)}</p>
            <p class="meta">{words::room(&equipment.room)}</p>
            {open_requests(here, id)}
            <div class="actions">{add}</div>
        </div>
    }
}

fn open_requests(here: Here, equipment: EquipmentId) -> AnyView {
    let open: Vec<Arc<Ticket>> = here.app.read_now(|replica| {
        let tickets = replica.view().tickets.values();
        let of_it = tickets.filter(|t| t.equipment == Some(equipment) && t.is_open());
        of_it.cloned().collect()
    });
    if open.is_empty() {
        return view! { <p>{words::SCAN_NO_REQUEST}</p> }.into_any();
    }
    view! {
        <p>{words::SCAN_REQUESTS}</p>
        <ul>{open.iter().map(|ticket| facts::line(ticket)).collect_view()}</ul>
    }
    .into_any()
}
