//! «Reprendre l’ancien» by its label: a device of another school, or one that stays, is refused
//! before it is in the van, also without a network.

use crate::context::App;
use crate::parts::{Dialog, PhotoField};
use crate::screens::form::{Form, FormEnd, FormFrame};
use crate::screens::label::LabelField;
use crate::text::{equipment as device_words, passing as words, site_name};
use leptos::prelude::*;
use shared::equipment::label::find;
use shared::id::{EquipmentId, SupplyId, VisitId};
use shared::supply::{Act, HandOver};

/// The devices that a leg takes away, in words. Reactive.
pub(super) fn names(app: App, id: SupplyId, leg: u32) -> Vec<String> {
    app.read(|replica| {
        let view = replica.view();
        let known = view.supplies.get(&id).and_then(|supply| supply.leg(leg).cloned());
        let devices = known.into_iter().flat_map(|leg| leg.equipment);
        devices
            .filter_map(|id| view.equipment.get(&id))
            .map(|one| device_words::named(one))
            .collect()
    })
}

/// What a label says of a leg.
enum Read {
    /// One of the devices that go.
    Goes(EquipmentId),
    /// Another device: the sentence says which.
    Stays(String),
}

fn read(app: App, id: SupplyId, leg: u32, texts: &[String]) -> Read {
    app.read_now(|replica| {
        let view = replica.view();
        let sought = texts.join(" ");
        let known = view.supplies.get(&id);
        let Some((supply, leg)) = known.and_then(|known| Some((known, known.leg(leg)?))) else {
            return Read::Stays(words::take_unknown(&sought));
        };
        let named = find(view, &supply.site, texts);
        let going = named.here.iter().find(|one| leg.equipment.contains(&one.id));
        if let Some(going) = going {
            return Read::Goes(going.id);
        }
        Read::Stays(match (named.elsewhere.first(), named.here.first()) {
            (Some(other), _) => {
                let device = device_words::named(other);
                words::take_elsewhere(&device, &site_name(view, &other.site))
            }
            (None, Some(here)) => words::take_stays(&device_words::named(here)),
            (None, None) => words::take_unknown(&sought),
        })
    })
}

/// The dialog: each old device by its label, then «C’est repris».
#[component]
pub(super) fn TakeAwayDialog(
    app: App,
    key: (SupplyId, u32),
    visit: Option<VisitId>,
    on_close: Callback<()>,
) -> impl IntoView {
    let (id, leg) = key;
    let form = Form::kept("take_away", format!("{id}/{leg}"));
    let typed = form.holds("label", String::new());
    let photos = form.photos();
    let taken = form.holds("equipment", Vec::<EquipmentId>::new());
    let all = app.read_now(|replica| {
        let supply = replica.view().supplies.get(&id).cloned();
        supply.and_then(|supply| supply.leg(leg).cloned()).map_or(0, |leg| leg.equipment.len())
    });
    let send = move || {
        let equipment = taken.get_untracked();
        let photos = photos.get_untracked();
        let done = HandOver { visit, equipment, photos, ..HandOver::default() };
        let act = Act::DoLeg { supply: id, leg, done };
        form.submit_and_close(act, words::TAKEN_SAID, on_close);
    };
    let search = move |texts: Vec<String>| match read(app, id, leg, &texts) {
        Read::Goes(device) => {
            taken.update(|taken| {
                taken.retain(|other| *other != device);
                taken.push(device);
            });
            typed.set(String::new());
            if taken.with_untracked(Vec::len) == all {
                send();
            }
        }
        Read::Stays(why) => form.fail(why),
    };
    let submit = move |()| match typed.get_untracked().trim() {
        "" => form.fail(words::TAKE_NEEDS_LABEL),
        text => search(vec![text.to_owned()]),
    };
    let listed = move || {
        let line = |name: String| view! { <li>{name}</li> };
        names(app, id, leg).into_iter().map(line).collect_view()
    };
    view! {
        <Dialog title=words::TAKE_BY_LABEL on_close=on_close>
            <FormFrame form=form on_submit=submit>
                <ul>{listed}</ul>
                <PhotoField label=words::TAKE_PHOTOS photos=photos/>
                <LabelField form=form name=words::TAKE_LABEL value=typed search=search/>
                <p role="status">{move || words::taken_of(taken.with(Vec::len), all)}</p>
                <FormEnd form=form submit=words::TAKE_CHECK on_close=on_close/>
            </FormFrame>
        </Dialog>
    }
}
