//! «Organiser…»: with whom a leg goes. Who is not trained by the day that is chosen is told before.

use super::to_train::TooEarly;
use crate::context::App;
use crate::parts::{Choices, Dialog, TextField};
use crate::screens::form::{Form, FormEnd, FormFrame};
use crate::text::{self, supply_desk as words};
use leptos::prelude::*;
use shared::day::Day;
use shared::id::SupplyId;
use shared::order;
use shared::supply::stops::{Offer, offers};
use shared::supply::{Act, Carrier, Leg, LegKind, Supply};

/// Stand for «a next visit», «the school comes for it» and «the supplier brings it»; then come the
/// visits.
const NEXT: usize = 0;
const COLLECT: usize = 1;
const SUPPLIER: usize = 2;
const FIRST_VISIT: usize = 3;

/// The days for which stops are looked for, and how many are offered.
const STOP_DAYS: i64 = 60;
const STOPS_OFFERED: usize = 5;

/// The days on which a leg may be done: what is lent goes there during its days, and comes back
/// when they end.
fn stop_days(supply: &Supply, leg: &Leg, today: Day) -> (Day, Day) {
    let more = chrono::Duration::days(STOP_DAYS);
    match (supply.period, leg.kind) {
        (Some(days), LegKind::TakeBack) => (days.last.max(today), days.last.max(today) + more),
        (Some(days), _) => (days.first.max(today), days.last),
        (None, _) => (today, today + more),
    }
}

/// Half-days on which a round passes near, the cheapest first.
fn stops(app: App, id: SupplyId, leg: u32) -> Vec<Offer> {
    let today = app.today_now();
    app.read_now(|replica| {
        let view = replica.view();
        let known = view.supplies.get(&id);
        let of = known.and_then(|supply| Some((supply, supply.leg(leg)?)));
        of.map_or_else(Vec::new, |(supply, leg)| {
            offers(view, supply, leg, stop_days(supply, leg, today), STOPS_OFFERED)
        })
    })
}

/// With whom a leg goes: a visit of the site, a round that passes by, or the school itself.
#[component]
pub(in crate::screens) fn OrganiseDialog(
    id: SupplyId,
    leg: u32,
    on_close: Callback<()>,
) -> impl IntoView {
    let form = Form::kept("organise", format!("{id}/{leg}"));
    let app = form.app;
    let choice = form.choice("carrier", None::<usize>).needs(words::CARRIER_NEEDS);
    let visits = app.read_now(|replica| {
        let view = replica.view();
        let site = view.supplies.get(&id).map(|supply| supply.site.clone());
        let today = app.today_now();
        let ahead = site.iter().flat_map(|site| view.visits_of(site));
        let ahead = ahead.filter(|visit| visit.is_ahead() && visit.slot.day >= today);
        let mut ahead: Vec<_> = ahead.map(|visit| (visit.slot, visit.id)).collect();
        order::sort(&mut ahead);
        ahead
    });
    let stops = stops(app, id, leg);
    let dated =
        visits.iter().zip(FIRST_VISIT..).map(|((slot, _), at)| (at, text::slot_long(*slot)));
    let first_stop = FIRST_VISIT + visits.len();
    let by_stop = app.read_now(|replica| {
        let said = stops.iter().map(|offer| words::stop(offer, replica.view()));
        said.zip(first_stop..).map(|(said, at)| (at, said)).collect::<Vec<_>>()
    });
    let usual = [
        (NEXT, words::NEXT_VISIT.to_owned()),
        (COLLECT, words::COLLECT.to_owned()),
        (SUPPLIER, words::BY_SUPPLIER.to_owned()),
    ];
    let options: Vec<_> = dated.chain(by_stop).chain(usual).collect();
    let days: Vec<Day> = visits
        .iter()
        .map(|(slot, _)| slot.day)
        .chain(stops.iter().map(|offer| offer.slot.day))
        .collect();
    let brought = form.text("day", "");
    let brought_on = move || brought.value.get().trim().parse::<Day>().ok();
    let day = Signal::derive(move || match choice.value.get()? {
        NEXT | COLLECT => None,
        SUPPLIER => brought_on(),
        at => days.get(at - FIRST_VISIT).copied(),
    });
    let submit = move |()| {
        let Some(chosen) = choice.value.get_untracked() else { return };
        let carrier = match chosen {
            NEXT => None,
            COLLECT => Some(Carrier::Collect),
            SUPPLIER => match untrack(brought_on) {
                Some(day) => Some(Carrier::Supplier(day)),
                None => return form.refuse(brought, words::BAD_DAY),
            },
            at if at < first_stop => {
                visits.get(at - FIRST_VISIT).map(|(_, visit)| Carrier::Visit(*visit))
            }
            at => stops.get(at - first_stop).map(|offer| {
                let Offer { technician, slot, .. } = *offer;
                Carrier::Stop { technician, slot }
            }),
        };
        let act = Act::PlanLeg { supply: id, leg, carrier };
        form.submit_and_close(act, words::CARRIER_SAID, on_close);
    };
    view! {
        <Dialog title=words::ORGANISE on_close=on_close>
            <FormFrame form=form on_submit=submit>
                <Choices legend=words::CARRIER name="carrier" options=options value=choice/>
                <Show when=move || choice.value.get() == Some(SUPPLIER)>
                    <TextField label=words::BROUGHT_ON kind="date" value=brought/>
                </Show>
                <TooEarly app=app id=id leg=leg day=day/>
                <FormEnd form=form submit=words::CARRIER_SAVE on_close=on_close/>
            </FormFrame>
        </Dialog>
    }
}
