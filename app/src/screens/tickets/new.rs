//! «Nouvelle demande»: the desk writes down what a school says on the telephone.

use crate::parts::{Back, Choices, Failure, FormEntry, Page, Sentence, TextField};
use crate::screens::form::{Form, FormFrame};
use crate::text::{report as report_words, ticket as ticket_words, tickets as words};
use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_query_map};
use shared::id::SiteId;
use shared::search::{Search, Searched};
use shared::site::Site;
use shared::ticket::{self, Category, TicketKind, Urgency, number};
use std::sync::Arc;

/// Which school is meant.
enum Meant {
    One(SiteId),
    None,
    Several(usize),
}

/// The screen.
#[component]
pub(in crate::screens) fn NewTicketScreen() -> impl IntoView {
    let form = Form::kept("new-ticket", "");
    let app = form.app;
    let asked = use_query_map().with_untracked(|query| query.get("ecole"));
    let asked = asked.and_then(|id| {
        app.read_now(|replica| replica.view().sites.get(&SiteId::from(id.as_str())).map(named))
    });
    let place = form.text("site", asked.unwrap_or_default()).needs(words::NEEDS_SITE);
    let what = form.choice("category", None::<Category>).needs(words::NEEDS_NATURE);
    let text = form.text("text", "").needs(report_words::NEEDS_TEXT);
    let room = form.text("room", "");
    let caller = form.text("caller", "");
    let urgency = form.choice("urgency", Some(Urgency::Normal));
    let sites = Memo::new(move |_| {
        app.read(|replica| {
            let today = replica.view().sites.values();
            today.filter(|site| site.closed_on.is_none()).cloned().collect::<Vec<_>>()
        })
    });
    let offered = Signal::derive(move || sites.get().iter().map(named).collect::<Vec<_>>());
    let navigate = use_navigate();
    let submit = move |()| {
        let site = match meant(&sites.get_untracked(), &place.value.get_untracked()) {
            Meant::One(site) => site,
            Meant::None => return form.refuse(place, words::NO_SUCH_SITE),
            Meant::Several(count) => return form.refuse(place, words::several_sites(count)),
        };
        let Some(category) = what.value.get_untracked() else { return };
        let ticket = app.fresh();
        let report = ticket::Act::ReportIncident {
            ticket,
            site,
            kind: TicketKind::Incident,
            category,
            text: text.value.get_untracked(),
            room: room.value.get_untracked(),
            equipment: None,
            subscription: None,
            urgency: urgency.value.get_untracked().unwrap_or(Urgency::Normal),
            photos: Vec::new(),
            found_on: None,
        };
        let caller = caller.value.get_untracked();
        let navigate = navigate.clone();
        form.run(async move {
            form.try_submit(report).await?;
            if !caller.trim().is_empty() {
                let text = words::called(caller.trim());
                let photos = Vec::new();
                let said = ticket::Act::CommentTicket { ticket, text, photos };
                app.submit(said).await.map_err(|why| crate::text::submit_error(&why, app))?;
            }
            app.toast(words::noted(&number::number(ticket)));
            navigate(&format!("/demande/{ticket}"), Default::default());
            Ok(())
        });
    };
    let natures = Category::ALL.map(|one| (one, ticket_words::category(one).to_owned())).to_vec();
    let urgencies = [Urgency::Low, Urgency::Normal, Urgency::High];
    let urgencies = urgencies.map(|one| (one, ticket_words::urgency(one))).to_vec();
    view! {
        <Page title=words::NEW>
            <Back href="/demandes" label=words::TITLE/>
            <FormFrame form=form on_submit=submit>
                <TextField
                    label=words::SITE
                    hint=words::SITE_HINT
                    value=place
                    suggestions=offered
                />
                <OpenThere sites=sites place=place/>
                <Choices legend=words::NATURE name="category" options=natures value=what/>
                <Sentence label=report_words::TEXT value=text/>
                <TextField label=report_words::WHERE hint=report_words::WHERE_HINT value=room/>
                <TextField label=words::CALLER hint=words::CALLER_HINT value=caller/>
                <Choices
                    legend=report_words::URGENCY
                    name="urgency"
                    options=urgencies
                    value=urgency
                />
                <Failure text=form.error()/>
                <div class="actions">
                    <button
                        type="submit"
                        class="button primary"
                        disabled=move || form.is_busy()
                    >
                        {words::SAVE_NEW}
                    </button>
                </div>
            </FormFrame>
        </Page>
    }
}

/// How a school is offered: name, commune and UAI code.
fn named(site: &Arc<Site>) -> String {
    format!("{}, {} ({})", site.name, site.commune_name, site.id)
}

/// The school that was chosen from the list, or the only one that the words find.
fn meant(sites: &[Arc<Site>], typed: &str) -> Meant {
    if let Some(site) = sites.iter().find(|site| named(site) == typed.trim()) {
        return Meant::One(site.id.clone());
    }
    let search = Search::of(typed);
    let found: Vec<_> = sites.iter().filter(|site| search.finds(&site.searched())).collect();
    match found[..] {
        [] => Meant::None,
        [site] => Meant::One(site.id.clone()),
        _ => Meant::Several(found.len()),
    }
}

/// The open requests of the school, so that nothing is written down twice, and its telephone.
#[component]
fn OpenThere(sites: Memo<Vec<Arc<Site>>>, place: FormEntry<String>) -> impl IntoView {
    let app = crate::context::use_app();
    let shown = move || {
        let typed = place.value.get();
        if Searched::of(&[&typed]) == Searched::default() {
            return None;
        }
        let Meant::One(site) = sites.with(|sites| meant(sites, &typed)) else { return None };
        let tickets = app.read(|replica| {
            let open = replica.view().tickets_of(&site).filter(|ticket| ticket.is_open());
            let line = |ticket: &Arc<ticket::Ticket>| (ticket.id, ticket.text.clone());
            open.map(line).collect::<Vec<_>>()
        });
        let site = app.read(|replica| replica.view().sites.get(&site).cloned())?;
        let line = |(id, text): (shared::id::TicketId, String)| {
            let said = format!("{} · {text}", number::number(id));
            view! { <li><a href=format!("/demande/{id}")>{said}</a></li> }
        };
        let title = (!tickets.is_empty()).then_some(words::ALREADY_OPEN);
        Some(view! {
            <p class="hint">{named(&site)}</p>
            {title.map(|title| view! { <p>{title}</p> })}
            <ul class="plain">{tickets.into_iter().map(line).collect_view()}</ul>
        })
    };
    view! { <div role="status">{shown}</div> }
}
