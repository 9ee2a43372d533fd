//! A visit as a card: its site and state, the requests that wait, telephone and map.

use crate::context::{App, use_app};
use crate::device;
use crate::screens::supply::passing::to_carry;
use crate::text::{slot_long, today as words, visit as visit_words};
use leptos::prelude::*;
use shared::id::VisitId;
use shared::row::State;
use shared::site::Site;
use shared::ticket::{Ticket, TicketState};
use shared::visit::Visit;
use std::sync::Arc;

/// A visit with its site, if they are on this device.
pub(in crate::screens) type VisitAtSite = Option<(Arc<Visit>, Option<Arc<Site>>)>;

/// A visit with its site. Reactive.
pub(in crate::screens) fn follow(app: App, id: VisitId) -> Memo<VisitAtSite> {
    Memo::new(move |_| {
        app.read(|replica| {
            let view = replica.view();
            let visit = view.visits.get(&id)?;
            Some((Arc::clone(visit), view.sites.get(&visit.site).cloned()))
        })
    })
}

/// Returns how many requests the visit's own screen lists as not resolved. Reactive.
fn waiting(app: App, visit: &Visit) -> usize {
    app.read(|replica| left(replica.view(), visit).count())
}

/// The requests that a visit has to see to and that are not resolved.
pub(in crate::screens) fn left<'a>(
    state: &'a State,
    visit: &'a Visit,
) -> impl Iterator<Item = &'a Arc<Ticket>> {
    let is_left =
        |ticket: &&Arc<Ticket>| ticket.concerns(visit) && ticket.state != TicketState::Resolved;
    state.tickets_of(&visit.site).filter(is_left)
}

/// The name of a site, as it is known here.
pub(in crate::screens) fn site_name(site: Option<&Site>) -> String {
    site.map_or_else(|| words::UNKNOWN_SITE.into(), |site| site.name.clone())
}

/// A large card.
#[component]
pub(super) fn VisitCard(id: VisitId, dated: bool) -> impl IntoView {
    let app = use_app();
    let known = follow(app, id);
    let card = move || {
        let (visit, site) = known.get()?;
        let requests = words::requests(waiting(app, &visit));
        let fictitious = site.as_ref().is_some_and(|site| site.fictitious);
        let carried = to_carry(app, &visit);
        Some(view! {
            <p class="card-title">
                <a href=format!("/passage/{id}")>{site_name(site.as_deref())}</a>
                {fictitious.then(|| view! { " " <span class="tag">{words::FICTITIOUS}</span> })}
            </p>
            {dated.then(|| view! { <p>{slot_long(visit.slot)}</p> })}
            <p class="meta">{site.as_deref().map(address)}</p>
            <p>
                <StateBadge visit=Arc::clone(&visit)/>
                " "
                <span class="meta">{requests}</span>
            </p>
            {carried.map(|carried| view! { <p>{carried}</p> })}
            {site.map(|site| view! { <SiteLinks site=site/> })}
        })
    };
    view! { <li class="card visit-card">{card}</li> }
}

/// A line of a coming day.
#[component]
pub(super) fn DayLine(id: VisitId) -> impl IntoView {
    let app = use_app();
    let known = follow(app, id);
    let line = move || {
        let (visit, site) = known.get()?;
        let requests = words::requests(waiting(app, &visit));
        let commune = site.as_ref().map(|site| site.commune_name.clone());
        let carried = to_carry(app, &visit);
        Some(view! {
            <p class="card-title">
                {words::half_heading(visit.slot.half)}
                "\u{a0}: "
                <a href=format!("/passage/{id}")>{site_name(site.as_deref())}</a>
            </p>
            <p class="meta">
                <StateBadge visit=visit/>
                " "
                {commune}
                " · "
                {requests}
            </p>
            {carried.map(|carried| view! { <p>{carried}</p> })}
        })
    };
    view! { <li class="card visit-card">{line}</li> }
}

/// The state of a visit.
#[component]
pub(in crate::screens) fn StateBadge(visit: Arc<Visit>) -> impl IntoView {
    let tag = visit_words::state_tag(&visit.state);
    let unplanned =
        visit.is_unplanned().then(|| view! { " " <span class="tag">{words::UNPLANNED}</span> });
    view! {
        <span class=format!("badge state-{tag}")>{visit_words::state(&visit.state)}</span>
        {unplanned}
    }
}

/// Street, postcode and commune in one line.
pub(in crate::screens) fn address(site: &Site) -> String {
    let town = format!("{} {}", site.postcode, site.commune_name);
    let parts = [site.address.trim(), town.trim()];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(", ")
}

/// The links to call the site and to its place on the map.
#[component]
pub(in crate::screens) fn SiteLinks(
    site: Arc<Site>,
    /// The card of the site shows them.
    #[prop(optional)]
    in_card: bool,
) -> impl IntoView {
    let phone = (!site.phone.is_empty()).then(|| {
        view! {
            <a class="button quiet" href=format!("tel:{}", site.phone)>
                {words::call(&site.phone)}
            </a>
        }
    });
    let card = (!in_card).then(|| {
        view! {
            <a
                class="button quiet"
                href=format!("/ecoles/{}", site.id)
                aria-label=words::card_of(&site.name)
            >
                {words::CARD}
            </a>
        }
    });
    view! {
        <div class="actions">
            {phone}
            <a
                class="button quiet"
                href=itinerary(&site)
                aria-label=words::itinerary_to(&site.name)
            >
                {words::ITINERARY}
            </a>
            {card}
        </div>
    }
}

/// The address of the site for the map application of the device (RFC 5870): its point, or what
/// can be searched for when only the commune is known. Apple's browsers do not know the scheme:
/// there a link of Apple's maps opens the application (Apple, «Map Links»).
fn itinerary(site: &Site) -> String {
    let name = format!("{}, {}", site.name, address(site));
    let name = js_sys::encode_uri_component(&name);
    let at = site.position.filter(|position| position.exact).map(|at| (at.lat, at.lon));
    match (device::is_apple(), at) {
        (true, Some((lat, lon))) => format!("https://maps.apple.com/?daddr={lat},{lon}&q={name}"),
        (true, None) => format!("https://maps.apple.com/?daddr={name}"),
        (false, Some((lat, lon))) => format!("geo:{lat},{lon}?q={lat},{lon}({name})"),
        (false, None) => format!("geo:0,0?q={name}"),
    }
}
