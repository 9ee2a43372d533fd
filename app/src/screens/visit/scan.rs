//! «Scanner une étiquette»: finds a piece of equipment of the site by its label.

use super::{Here, OpenDialog};
use crate::parts::Dialog;
use crate::screens::form::Form;
use crate::screens::label::{Candidates, LabelField};
use crate::screens::ticket::facts;
use crate::text::equipment::{PROPOSE, proposed};
use crate::text::visit_screen as words;
use leptos::prelude::*;
use shared::equipment::Equipment;
use shared::equipment::label::{Named, find};
use shared::id::EquipmentId;
use shared::ticket::Ticket;
use std::sync::Arc;

/// The dialog.
#[component]
pub(super) fn ScanDialog(here: Here, on_close: Callback<()>) -> impl IntoView {
    let form = Form::new();
    let label = RwSignal::new(String::new());
    let found = RwSignal::new(None::<(String, Named)>);
    let search = move |texts: Vec<String>| {
        let sought = texts.join(" ").trim().to_owned();
        let visit = here.visit_now().filter(|_| !sought.is_empty());
        let named = visit
            .map(|visit| here.app.read_now(|replica| find(replica.view(), &visit.site, &texts)));
        // A photo may be read after the dialog was closed.
        let _ = found.try_set(named.map(|named| (sought, named)));
    };
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        search(vec![label.get_untracked()]);
    };
    let result = move |(sought, named): (String, Named)| {
        let choose = move |one| {
            found.set(Some((String::new(), Named { here: vec![one], ..Named::default() })))
        };
        result(here, &sought, named, choose)
    };
    view! {
        <Dialog title=words::SCAN on_close=on_close>
            <form class="form" on:submit=submit>
                <p>{words::SCAN_INTRO}</p>
                <LabelField form=form name=words::SCAN_LABEL value=label search=search/>
                <div class="actions">
                    <button type="submit" class="button primary">
                        {words::SCAN_FIND}
                    </button>
                </div>
            </form>
            <div role="status">
                {move || found.get().map(result)}
            </div>
        </Dialog>
    }
}

fn result(
    here: Here,
    sought: &str,
    named: Named,
    choose: impl Fn(Arc<Equipment>) + Copy + 'static,
) -> AnyView {
    match (named.here.as_slice(), named.elsewhere.first()) {
        ([equipment], _) => known(here, equipment).into_any(),
        ([], Some(other)) => {
            let name = here.app.read_now(|replica| {
                let site = replica.view().sites.get(&other.site).cloned();
                crate::screens::today::card::site_name(site.as_deref())
            });
            view! { <p>{words::elsewhere(sought, &name)}</p> }.into_any()
        }
        ([], None) => view! { <p>{words::unknown_label(sought)}</p> }.into_any(),
        _ => view! { <Candidates found=named.here on_choice=choose/> }.into_any(),
    }
}

fn known(here: Here, equipment: &Equipment) -> impl IntoView + use<> {
    let id = equipment.id;
    let add = untrack(|| here.takes_requests()).then(|| {
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
    let proposed = equipment.proposal.as_ref().map(|one| view! { <p>{proposed(one)}</p> });
    let propose = (equipment.serves() && equipment.proposal.is_none()).then(|| {
        view! {
            <button
                type="button"
                class="button secondary"
                on:click=move |_| here.opened.set(Some(OpenDialog::Propose(id)))
            >
                {PROPOSE}
            </button>
        }
    });
    view! {
        <div class="card">
            <p class="card-title">{facts::equipment(equipment)}</p>
            <p>{words::equipment_details(equipment, here.app.today_now())}</p>
            <p class="meta">{words::room(&equipment.room)}</p>
            {open_requests(here, id)}
            {proposed}
            <div class="actions">{add} {propose}</div>
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
